"""The questions about statements and their quotes: SQL over the tables of a shelf."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import finalize

from quotecli.criteria import Criteria, Sort, Where, where
from quotecli.errors import Problem, UnknownNameError
from quotecli.model import Quote, Speaker, Statement, Topic

if TYPE_CHECKING:
    from quotecli.library.shelf import Shelf, Sums
    from quotecli.library.tally import By, Features, StatementCount, Summary, Tally, TopicPair

_ALL = Criteria()
_FEW = 5_000
_HIT = " JOIN (SELECT rowid AS hit, rank FROM found WHERE found MATCH ?) ON hit = n"


class TopicCount(NamedTuple):
    """How many quotes are about a topic or its subtopics, and their words.

    `depth` is 0 for a topic without a parent; `share` is the part of the words of all quotes
    counted, 0 to 1. `statements` counts the statements that these quotes are of; where it is only
    one, `statement` is its id.
    """

    topic: Topic
    depth: int
    quotes: int
    words: int
    share: float
    statements: int
    statement: str | None


class SpeakerCount(NamedTuple):
    """How often and at what length a speaker is quoted, and on what; no speaker where a quote names
    none.

    The speaker's id is the one by which the library knows them: two people under one id are kept
    apart. `statements` counts the statements that quote them; where it is only one, `statement` is
    its id.
    """

    speaker: Speaker | None
    quotes: int
    words: int
    topics: dict[str, int]
    statements: int
    statement: str | None


class Library:
    """Statements, and the answers to questions about their quotes.

    `problems` is what is wrong with files that were left out, `left_out` how many these are,
    `notes` what else the user should know.
    """

    def __init__(
        self,
        statements: Sequence[Statement] = (),
        *,
        shelf: Shelf | None = None,
        problems: Sequence[Problem] = (),
        left_out: int = 0,
        notes: Sequence[str] = (),
    ) -> None:
        if shelf is None:
            from quotecli.library.memory import Memory

            shelf = Memory(statements)
        self._shelf = shelf
        self._db = shelf.db
        self.topics = shelf.topics
        self.speakers = shelf.speakers
        self.statements = shelf.statements
        self.problems = tuple(problems)
        self.left_out = left_out
        self.notes = tuple(notes)
        finalize(shelf, shelf.db.close)

    def quotes(
        self, criteria: Criteria = _ALL, sort: Sort = "source", limit: int | None = None
    ) -> Iterator[Quote]:
        """The quotes that meet the criteria, in the order of the source, by speaker, longest first,
        or at random.

        By relevance (BM25, the best first) those that a search finds, others in the order of the
        source. Raises UnknownNameError where the criteria name a topic, speaker or statement that
        does not exist.
        """
        return (self._shelf.quote(row) for row in self._rows(criteria, sort, limit))

    def lines(
        self, criteria: Criteria = _ALL, sort: Sort = "source", limit: int | None = None
    ) -> Iterator[str]:
        """As quotes(), each as its JSON object on one line; raises as quotes() does."""
        return (self._shelf.line(row) for row in self._rows(criteria, sort, limit))

    def selected(self, criteria: Criteria = _ALL) -> Iterator[Statement]:
        """The statements that have quotes which meet the criteria, each with these alone, in the
        order of its source.

        Raises as quotes() does.
        """
        chosen = groupby(self.quotes(criteria), key=lambda quote: quote.statement)
        return (
            self._shelf.statement(name)._replace(quotes=tuple(quotes)) for name, quotes in chosen
        )

    def texts(self, criteria: Criteria, wanted: Callable[[str], bool]) -> Iterator[Statement]:
        """The statements that meet what the criteria ask of statements and whose text is `wanted`,
        in order.

        They have all their quotes: what the criteria ask of quotes counts for nothing here. Raises
        UnknownNameError where they name a statement that does not exist.
        """
        asked = Criteria(statements=criteria.statements, since=criteria.since, until=criteria.until)
        condition = self._where(asked)
        return self._shelf.texts(condition.sql, condition.parameters, wanted)

    def statement_of(self, quote: Quote) -> Statement:
        """The statement that a quote is of; its quotes need not be there."""
        return self._shelf.statement(quote.statement)

    def count(self, criteria: Criteria = _ALL) -> int:
        """How many quotes meet the criteria; raises as quotes() does."""
        condition = self._where(criteria)
        rows = self._db.execute(
            f"SELECT count(*) FROM quote WHERE {condition.sql}", condition.parameters
        )
        return int(rows.fetchone()[0])

    def count_topics(self, criteria: Criteria = _ALL) -> list[TopicCount]:
        """The topics in the order of their definition, subtopics under their parents.

        Without criteria all of them, with criteria those that quotes which meet them are about;
        raises as quotes().
        """
        known = self._shelf.counted() if not criteria else None
        every, counted = known or self._topic_sums(criteria)
        return [
            TopicCount(
                self.topics[topic],
                depth,
                quotes,
                words,
                words / (every or 1),
                statements,
                statement,
            )
            for topic, depth in self._topic_tree()
            if topic in counted or not criteria
            for quotes, words, statements, statement in [counted.get(topic, (0, 0, 0, None))]
        ]

    def _topic_sums(self, criteria: Criteria) -> tuple[int, dict[str, Sums]]:
        """The words of all quotes that meet the criteria, and what there is of each topic."""
        condition = self._where(criteria, "size")
        sql = f"SELECT sum(words) FROM quote JOIN size USING (n) WHERE {condition.sql}"
        every = self._db.execute(sql, condition.parameters).fetchone()[0] or 0
        sql = (
            f"SELECT topic, count(*), sum(words), count(DISTINCT statement), min(statement) FROM quote"
            f" JOIN size USING (n) JOIN about USING (n) WHERE {condition.sql} GROUP BY topic"
        )
        rows = self._db.execute(sql, condition.parameters)
        return every, {
            topic: (quotes, words, statements, self._only(statements, number))
            for topic, quotes, words, statements, number in rows
        }

    def _only(self, statements: int, number: int) -> str | None:
        """The id of the statement with a number, where there is only one."""
        if statements != 1:
            return None
        return str(
            self._db.execute("SELECT id FROM statement WHERE number = ?", (number,)).fetchone()[0]
        )

    def count_speakers(self, criteria: Criteria = _ALL) -> list[SpeakerCount]:
        """Who is quoted, the most quoted first; raises as quotes() does."""
        condition = self._where(criteria, "size")
        topics: dict[str | None, dict[str, int]] = {}
        sql = f"SELECT speaker, topic, count(*) FROM quote JOIN about USING (n) WHERE {condition.sql} GROUP BY 1, 2"
        for speaker, topic, quotes in self._db.execute(sql, condition.parameters):
            topics.setdefault(speaker, {})[topic] = quotes
        sql = (
            f"SELECT speaker, count(*), sum(words), count(DISTINCT statement), min(statement) FROM quote"
            f" JOIN size USING (n) WHERE {condition.sql}"
            " GROUP BY speaker ORDER BY speaker IS NULL, 2 DESC, 3 DESC, name"
        )
        rank = {topic: number for number, (topic, _) in enumerate(self._topic_tree())}
        return [
            SpeakerCount(
                self.speakers[speaker]._replace(id=speaker) if speaker else None,
                quotes,
                words,
                dict(sorted(topics.get(speaker, {}).items(), key=lambda pair: rank[pair[0]])),
                statements,
                self._only(statements, number),
            )
            for speaker, quotes, words, statements, number in self._db.execute(
                sql, condition.parameters
            )
        ]

    def count_statements(self, criteria: Criteria = _ALL) -> list[StatementCount]:
        """The statements in their order: all of them, or with criteria those with quotes that meet
        them.

        Raises as quotes() does.
        """
        from quotecli.library.tally import StatementCount, by_statement

        counts = by_statement(self._db, self._where(criteria, "size"), every=not criteria)
        return [StatementCount(self.statements[name], *count) for name, count in counts]

    def tally(
        self,
        by: Sequence[By],
        criteria: Criteria = _ALL,
        keep: Sequence[Collection[str] | None] = (),
    ) -> Tally:
        """The quotes counted by one or two different sides, as tally.tally() does; raises as
        quotes() does.
        """
        from quotecli.library.tally import tally

        topics = [topic for topic, _ in self._topic_tree()]
        return tally(self._db, self._where(criteria, "size"), by, topics, keep)

    def pairs(self, criteria: Criteria = _ALL) -> list[TopicPair]:
        """The topics that quotes are about together, the most frequent pairs first; raises as
        quotes() does.
        """
        from quotecli.library.tally import pairs

        above = {topic: frozenset(self._ancestors(topic)) for topic in self.topics}
        return pairs(
            self._db,
            self._where(criteria, "size"),
            [topic for topic, _ in self._topic_tree()],
            above,
        )

    def summary(self, criteria: Criteria = _ALL) -> Summary:
        """What there is in all; without criteria also of statements that have no quotes. Raises as
        quotes() does.
        """
        from quotecli.library.tally import summary

        return summary(self._db, self._where(criteria, "size"), every=not criteria)

    def features(self, criteria: Criteria = _ALL) -> Iterator[Features]:
        """The quotes in the order of the source, as statistics see them; raises as quotes() does."""
        from quotecli.library.tally import Features, months
        from quotecli.text.words import count

        published = months(self._db)
        apart = {
            (name, who.name): key
            for name, those in self.namesakes().items()
            for key, who in those.items()
        }
        lines = {topic: frozenset((topic, *self._ancestors(topic))) for topic in self.topics}
        return (
            Features(
                quote,
                apart.get((who.id, who.name), who.id) if (who := quote.speaker) else None,
                published[quote.statement],
                sum(map(count, quote.parts)),
                frozenset[str]().union(*[lines[topic.id] for topic in quote.topics]),
            )
            for quote in self.quotes(criteria)
        )

    def namesakes(self, names: Iterable[str] | None = None) -> dict[str, dict[str, Speaker]]:
        """Those who share an id and are kept apart, by that id and then by what each is known by.

        With the `names` of speakers those who share an id with one of them. Raises UnknownNameError
        as quotes() does.
        """
        from quotecli.library.identity import BETWEEN

        asked = None
        if names is not None:
            keys = self._resolved(Criteria(speakers=tuple(names))).speakers
            asked = {key.partition(BETWEEN)[0] for key in keys if BETWEEN in key}
            if not asked:
                return {}
        found: dict[str, dict[str, Speaker]] = {}
        for key in self.speakers:
            name, apart, _ = key.partition(BETWEEN)
            if apart and (asked is None or name in asked):
                found.setdefault(name, {})[key] = self.speakers[key]
        return found

    def quote(self, name: str) -> Quote:
        """The quote that `name` is the id of, or the beginning of a word of it, or statement/id.

        Raises UnknownNameError where there is none, or more than one.
        """
        found = [self._shelf.quote(row) for row in self._shelf.named(name)]
        if len(found) > 1:
            full = ", ".join(f"{quote.statement}/{quote.id}" for quote in found[:12])
            more = f" and {len(found) - 12} more" if len(found) > 12 else ""
            message = f"'{name}' is a quote of {len(found)} statements: {full}{more}"
            raise UnknownNameError(message, hint="give one of these")
        if found:
            return found[0]
        if self.count() > _FEW:
            raise UnknownNameError(
                f"no quote '{name}'", hint="give the whole id; 'quotecli quotes' lists them"
            )
        from quotecli.library.names import resolve

        many = len(self.statements) > 1
        known = {
            f"{quote.statement}/{quote.id}" if many else quote.id: quote for quote in self.quotes()
        }
        return known[resolve(name, {key: (quote.id,) for key, quote in known.items()}, "quote")]

    def beginning(self, beginning: str, limit: int) -> Iterator[Quote]:
        """Quotes whose statement/id or whose id begins so, at most `limit`."""
        return (self._shelf.quote(row) for row in self._shelf.beginning(beginning, limit))

    def neighbours(self, quote: Quote) -> tuple[Quote | None, Quote | None]:
        """The quotes before and after one in the order of its statement's source."""
        ordered = list(self.quotes(Criteria(statements=(quote.statement,))))
        at = next(number for number, other in enumerate(ordered) if other.id == quote.id)
        return (ordered[at - 1] if at else None, ordered[at + 1] if at + 1 < len(ordered) else None)

    def _rows(self, criteria: Criteria, sort: Sort, limit: int | None) -> Iterator[tuple[Any, ...]]:
        """What the shelf makes quotes of."""
        shelf = self._shelf
        found = self._resolved(criteria)
        expression = found.expression() if sort == "relevance" else ""
        if sort == "relevance" and not expression:
            sort = "source"
        orders = {
            "source": (shelf.order, shelf.sorted_by),
            "speaker": (f"quote.name IS NULL, quote.name, {shelf.order}", shelf.sorted_by),
            "length": ("size.words DESC, n", "size"),
            "relevance": ("rank, n", ""),
            "random": ("random()", ""),
        }
        order, table = orders[sort]
        sources, parameters = "quote", list[str | int]()
        if len(found.topics) == 1 and sort == "source":
            # So the database goes along the topic's quotes, which stand in order, and stops at the
            # limit.
            sources = "about JOIN quote USING (n)"
            condition = self._condition(found._replace(topics=()))
            condition = condition._replace(
                sql=f"about.topic = ? AND {condition.sql}",
                parameters=(*found.topics, *condition.parameters),
            )
        elif expression:
            condition = self._condition(found._replace(search=()))
            self._need("found")
            sources, parameters = f"quote{_HIT}", [expression]
        else:
            condition = self._condition(found)
        joins = self._need(table) if table else ""
        sources += joins + shelf.joins
        sql = (
            f"SELECT {shelf.columns} FROM {sources} WHERE {condition.sql} ORDER BY {order} LIMIT ?"
        )
        return self._db.execute(
            sql, (*parameters, *condition.parameters, -1 if limit is None else limit)
        )

    def _need(self, table: str) -> str:
        return self._shelf.need(table)

    def _where(self, criteria: Criteria, *tables: str) -> Where:
        """The condition for criteria, with the derived tables that it and its user need."""
        for table in tables:
            self._need(table)
        return self._condition(self._resolved(criteria))

    def _condition(self, criteria: Criteria) -> Where:
        if criteria.search and criteria.expression():
            self._need("found")
        return where(criteria)

    def _resolved(self, criteria: Criteria) -> Criteria:
        """Criteria whose names are ids."""
        if not (criteria.topics or criteria.not_topics or criteria.speakers or criteria.statements):
            return criteria

        Names = Callable[[], Mapping[str, tuple[str, ...]]]

        def ids(
            wanted: Iterable[str], known: Mapping[str, Any], names: Names, what: str
        ) -> tuple[str, ...]:
            from quotecli.library.names import resolve

            return tuple(
                [name if name in known else resolve(name, names(), what) for name in wanted]
            )

        def topics() -> dict[str, tuple[str, ...]]:
            return {key: (topic.label, *topic.aliases) for key, topic in self.topics.items()}

        def speakers() -> dict[str, tuple[str, ...]]:
            return {key: (who.name, *who.aliases) for key, who in self.speakers.items()}

        def statements() -> dict[str, tuple[str, ...]]:
            return {key: (title,) for key, title in self._shelf.titles().items()}

        return criteria._replace(
            topics=ids(criteria.topics, self.topics, topics, "topic"),
            not_topics=ids(criteria.not_topics, self.topics, topics, "topic"),
            speakers=ids(criteria.speakers, self.speakers, speakers, "speaker"),
            statements=ids(criteria.statements, self.statements, statements, "statement"),
        )

    def _ancestors(self, topic: str) -> Iterator[str]:
        while topic := self.topics[topic].parent:
            yield topic

    def _topic_tree(self) -> list[tuple[str, int]]:
        """The ids of the topics, each under its parent, and how deep they stand."""
        children: dict[str, list[str]] = {}
        for key, topic in self.topics.items():
            children.setdefault(topic.parent, []).append(key)
        tree, stack = [], [(key, 0) for key in reversed(children.get("", ()))]
        while stack:
            key, depth = stack.pop()
            tree.append((key, depth))
            stack += [(child, depth + 1) for child in reversed(children.get(key, ()))]
        return tree
