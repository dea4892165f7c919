"""Statements and the questions about their quotes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from quotecli.criteria import Criteria, Sort
from quotecli.errors import Problem
from quotecli.library.renewal import Renewed, answered, load_again, streamed
from quotecli.library.sql import Condition, list_topics, on_statements, where
from quotecli.model import Quote, Speaker, Statement, Topic, draw_html

if TYPE_CHECKING:
    from quotecli.library.counts import (
        SpeakerCount,
        SpeakerSort,
        StatementCount,
        Summary,
        TopicCount,
    )
    from quotecli.library.features import Features
    from quotecli.library.pairs import TopicPair
    from quotecli.library.shelf import Row, Shelf
    from quotecli.library.tally import By, Tally
    from quotecli.text.query import Query

Origin = Callable[..., "Library"]
"""Loads a library again from what it was loaded from; with `cache=False`, without an index."""

_ALL = Criteria()


class Library:
    """Statements, and the answers to questions about their quotes.

    `problems` says what is wrong with the files and folders that were skipped, `left_out` is their
    number, and `notes` has what else the user should know. Methods that take criteria raise
    UnknownNameError if these name a topic, speaker or statement that does not exist.

    Any number of threads may ask, and processes forked from this one. A library is pickled as what
    it was loaded from, and loaded again from there: if the content of its files has changed, its
    `notes` say so. One that was not loaded from files is pickled with its statements.

    A library does not change: `quotecli.edit(path)` changes a file, and a library that is loaded
    then has it.
    """

    def __init__(
        self,
        statements: Sequence[Statement] = (),
        *,
        shelf: Shelf | None = None,
        problems: Sequence[Problem] = (),
        left_out: int = 0,
        notes: Sequence[str] = (),
        origin: Origin | None = None,
    ) -> None:
        if shelf is None:
            from quotecli.library.memory import Memory

            shelf = Memory(statements)
        self._opened = shelf
        self._origin = origin
        self.problems = tuple(problems)
        self.left_out = left_out
        self.notes = tuple(notes)

    @property
    def topics(self) -> Mapping[str, Topic]:
        """The topics of all statements, by id."""
        return self._shelf.topics

    @property
    def speakers(self) -> Mapping[str, Speaker]:
        """The speakers of all statements, by the id that the library uses."""
        return Renewed(self, lambda: self._shelf.speakers)

    @property
    def statements(self) -> Mapping[str, Statement]:
        """The statements, by id, with all their quotes."""
        return Renewed(self, lambda: self._shelf.statements)

    def __reduce__(self) -> tuple[Callable[..., Library], tuple[Any, ...]]:
        if self._origin:
            return load_again, (self._origin, self._shelf.digest())
        make = partial(Library, problems=self.problems, left_out=self.left_out, notes=self.notes)
        return make, (tuple(self.statements.values()),)

    _repr_html_ = draw_html

    def __copy__(self) -> Library:
        return self

    def __deepcopy__(self, memo: object) -> Library:
        return self

    @streamed
    def quotes(
        self, criteria: Criteria = _ALL, sort: Sort = "source", limit: int | None = None
    ) -> Iterator[Quote]:
        """Yield the quotes that meet the criteria, in an order.

        By relevance (BM25) the best come first if there is a search, otherwise in source order.
        """
        return self._quotes(criteria, sort, limit)

    @streamed
    def lines(
        self, criteria: Criteria = _ALL, sort: Sort = "source", limit: int | None = None
    ) -> Iterator[str]:
        """Yield the same as quotes(), each as its JSON object on one line."""
        return map(self._shelf.make_line, self._rows(criteria, sort, limit))

    @streamed
    def select(self, criteria: Criteria = _ALL) -> Iterator[Statement]:
        """Yield the statements that have quotes which meet the criteria, with these alone."""
        return self._shelf.gather(self._quotes(criteria), criteria)

    @streamed
    def texts(
        self, criteria: Criteria, wanted: Callable[[str], bool], said: Sequence[Query] = ()
    ) -> Iterator[Statement]:
        """Yield the statements whose text is `wanted`, in order, with all their quotes.

        Criteria of quotes do not count. Texts without a quote that `said` finds may be left out.
        """
        condition = self._shelf.narrow(self._where(criteria.for_statements()), said)
        return self._shelf.find_texts(condition.sql, condition.parameters, wanted)

    @answered
    def find_with(self, words: Sequence[str], criteria: Criteria, limit: int) -> list[str]:
        """Return the ids of up to `limit` statements that may have all of some words."""
        return self._shelf.find_with(words, on_statements(criteria, self._where(criteria)), limit)

    @streamed
    def gather(self, quotes: Iterable[Quote], criteria: Criteria = _ALL) -> Iterator[Statement]:
        """Yield the statements of quotes that meet the criteria, with these quotes alone."""
        return self._shelf.gather(quotes, criteria)

    @property
    def ranks_searches(self) -> bool:
        """True if a search gives the best first unless it is asked for otherwise."""
        return self._shelf.ranks_searches and len(self.statements) > 1

    @answered
    def statement_of(self, quote: Quote | str) -> Statement:
        """Return the statement of a quote, or that with an id; it may come without its quotes."""
        return self._shelf.load_statement(quote if isinstance(quote, str) else quote.statement)

    @answered
    def list_titles(self) -> Mapping[str, str]:
        """Return the titles of all statements, by id, in order."""
        return self._shelf.list_titles()

    @answered
    def list_attributes(self) -> list[str]:
        """Return the names of the attributes that speakers have, in order of appearance."""
        return list(dict.fromkeys(chain.from_iterable(self._shelf.list_attributes().values())))

    @answered
    def count(self, criteria: Criteria = _ALL) -> int:
        """Return how many quotes meet the criteria."""
        condition = self._where(criteria)
        sql = f"SELECT count(*) FROM quote WHERE {condition.sql}"
        return int(self._shelf.db.execute(sql, condition.parameters)[0][0])

    @answered
    def count_topics(self, criteria: Criteria = _ALL) -> list[TopicCount]:
        """Return the topics in the order of their definition, subtopics right after their parents.

        Without criteria these are all topics, otherwise those of the quotes that meet them.
        """
        from quotecli.library.counts import count_topics

        return count_topics(self._shelf, self._where(criteria, "size"), every=not criteria)

    @answered
    def count_speakers(
        self, criteria: Criteria = _ALL, sort: SpeakerSort = "quotes", limit: int | None = None
    ) -> list[SpeakerCount]:
        """Return the speakers, the most quoted first or in another order.

        The quotes that name no speaker come last.
        """
        from quotecli.library.counts import count_speakers

        return count_speakers(self._shelf, self._where(criteria, "size"), sort, limit)

    @answered
    def count_statements(self, criteria: Criteria = _ALL) -> list[StatementCount]:
        """Return the statements in order: all, or those of the quotes that meet the criteria."""
        from quotecli.library.counts import StatementCount, count_statements

        condition = self._where(criteria, "size")
        counts = count_statements(self._shelf, condition, every=not criteria)
        return [StatementCount(self.statements[key], *count) for key, *count in counts]

    @answered
    def tally(
        self,
        by: Sequence[By],
        criteria: Criteria = _ALL,
        keep: Sequence[Collection[str] | None] = (),
        *,
        rates: bool = False,
    ) -> Tally:
        """Return the quotes counted by one or two sides.

        If the criteria name topics, these and their subtopics are counted. `keep` has the keys of
        each side that get a count of their own, or none if all do; others are counted together. For
        `rates` the words of the texts are counted, too.
        """
        from quotecli.library.tally import add_rates, tally

        condition = self._where(criteria, "size")
        topics = list_topics(self._resolve(criteria), self._shelf)
        counted = tally(self._shelf, condition, by, dict(zip(by, keep)), topics)
        texts = self._where(criteria.for_statements())
        return add_rates(counted, self._shelf, texts) if rates else counted

    @answered
    def pairs(self, criteria: Criteria = _ALL) -> list[TopicPair]:
        """Return the topics that quotes are about together, the most frequent pairs first.

        If the criteria name topics, one of each pair is among these or their subtopics.
        """
        from quotecli.library.pairs import find_pairs

        condition = self._where(criteria, "size")
        return find_pairs(self._shelf, condition, list_topics(self._resolve(criteria), self._shelf))

    @answered
    def summary(self, criteria: Criteria = _ALL) -> Summary:
        """Return the totals; without criteria they include statements that have no quotes."""
        from quotecli.library.counts import summarise

        return summarise(self._shelf, self._where(criteria, "size"), every=not criteria)

    @streamed
    def features(self, criteria: Criteria = _ALL) -> Iterator[Features]:
        """Yield the quotes in the order of the source, with the variables of statistics."""
        from quotecli.library.features import describe

        keys = {
            (shared, who.name): key
            for shared, people in self.namesakes().items()
            for key, who in people.items()
        }
        return describe(self._quotes(criteria), self._shelf.db, self._shelf.tree, keys)

    @answered
    def namesakes(self, names: Iterable[str] | None = None) -> dict[str, dict[str, Speaker]]:
        """Return the people who share an id: by that id, then by the id that the library uses.

        With the `names` of speakers only those who share an id with one of these.
        """
        from quotecli.library.identity import find_namesakes

        keys = (
            self._resolve(Criteria(speakers=tuple(names))).speakers if names is not None else None
        )
        return find_namesakes(self.speakers, keys)

    @answered
    def quote(self, name: str) -> Quote:
        """Return the quote with the id `name`, or with a word in its id that begins so.

        The id may have that of its statement before it, and a slash. Raises UnknownNameError if no
        quote matches, or more than one.
        """
        from quotecli.library.lookup import find_quote

        return self._shelf.prove(find_quote(self._shelf, name))

    @streamed
    def suggest_quotes(self, beginning: str, limit: int) -> Iterator[Quote]:
        """Yield up to `limit` quotes with an id, or statement/id, in which a word begins so."""
        from quotecli.library.lookup import find_rows

        return map(self._shelf.make_quote, find_rows(self._shelf, beginning, limit))

    @answered
    def neighbours(self, quote: Quote) -> tuple[Quote | None, Quote | None]:
        """Return the quotes before and after one in the order of its statement's text."""
        ordered = list(self.quotes(Criteria(statements=(quote.statement,))))
        at = next(number for number, other in enumerate(ordered) if other.id == quote.id)
        return (ordered[at - 1] if at else None, ordered[at + 1] if at + 1 < len(ordered) else None)

    @property
    def _shelf(self) -> Shelf:
        # A forked process opens the index for itself, and loads it again if it is another by now.
        if not self._opened.db.resume() and self._origin:
            vars(self).update(vars(self._origin()))
        return self._opened

    def _quotes(
        self, criteria: Criteria, sort: Sort = "source", limit: int | None = None
    ) -> Iterator[Quote]:
        return map(self._shelf.make_quote, self._rows(criteria, sort, limit))

    def _rows(self, criteria: Criteria, sort: Sort, limit: int | None) -> Iterator[Row]:
        return self._shelf.find_rows(self._resolve(criteria), sort, limit)

    def _where(self, criteria: Criteria, *tables: str) -> Condition:
        """Return the condition for criteria; the derived tables that are needed are made first."""
        condition = where(self._resolve(criteria), self._shelf)
        for table in (*tables, *condition.tables):
            self._shelf.require(table)
        return condition

    def _resolve(self, criteria: Criteria) -> Criteria:
        if not criteria:
            return criteria
        from quotecli.library.names import resolve_criteria

        return resolve_criteria(criteria, self._shelf)
