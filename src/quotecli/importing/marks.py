"""Our own texts in other programs: what the record says, with marks and tags as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from quotecli.errors import UnreadableError
from quotecli.exporting.tags import Key, Tag, list_keys
from quotecli.importing.passages import ImportedText
from quotecli.importing.tags import ROLES, OwnTag, change_topic
from quotecli.library.identity import collect_topics
from quotecli.model import KINDS, POLARITIES, STATUSES, Quote, Speaker, Statement, Topic
from quotecli.store.reader import read_tree
from quotecli.text.escape import visible
from quotecli.text.slugs import add_unique, make_slug

_VALUES: dict[str, tuple[str, ...]] = {"kind": KINDS, "polarity": POLARITIES, "status": STATUSES}
# The values of a quote that has no such tag.
_NOTHING = {"kind": None, "polarity": "positive", "status": None}


class TaggedPassage(NamedTuple):
    """A passage that a program marked: its place as the program counts, the words that it has for
    it, and the numbers of its tags.
    """

    id: int
    start: int
    end: int
    words: str
    tags: tuple[int, ...]


class Tags:
    """The tags of one project: what they stand for, ours by their keys, others as topics."""

    def __init__(
        self,
        tags: Mapping[int, Tag],
        own: Mapping[int, OwnTag],
        foreign: Mapping[int, Topic],
        records: Iterable[Statement],
    ) -> None:
        self._tags = tags
        self._own = own
        self._foreign = foreign
        self._merged = collect_topics(records)
        self._numbers = {
            (*one.key[:2], *map(visible, one.key[2:])): number for number, one in own.items()
        }
        mine = [one.topic for one in own.values() if one.topic]
        known = {topic.id: topic for topic in (*mine, *foreign.values())}
        self.topics = {
            key: topic if topic.parent in known else topic._replace(parent="")
            for key, topic in known.items()
        }
        # The names of people whom one of their tags calls otherwise than our export did.
        self._names = {
            one.key[1:]: one.person.name
            for one in own.values()
            if one.person and one.person.name != one.key[2]
        }

    def find_tag(self, key: Key) -> int | None:
        """Return the number of the tag for a key; None if it was removed."""
        return self._numbers.get((*key[:2], *map(visible, key[2:])))

    def values(self, tags: Iterable[int], kind: str) -> list[Any]:
        """Return the values that tags of ours of one kind stand for."""
        keys = [self._own[tag].key for tag in tags if tag in self._own]
        return [key[1] for key in keys if key[0] == kind and key[1] in _VALUES[kind]]

    def change(self, statement: Statement) -> Statement:
        """Return a statement with the names of topics and people that were changed in tags."""
        topics = {}
        for key, topic in statement.topics.items():
            number = self.find_tag(("topic", key))
            topics[key] = (
                change_topic(topic, self._merged[key], self._tags[number])
                if number is not None and number in self._tags
                else topic
            )
        people = {
            key: person._replace(name=self._names.get((key, visible(person.name)), person.name))
            for key, person in statement.speakers.items()
        }
        speaker = statement.speaker and people[statement.speaker.id]
        return statement._replace(topics=topics, speakers=people, speaker=speaker)

    def apply(
        self, statement: Statement, quote: Quote, tags: Iterable[int], *, is_new: bool
    ) -> tuple[Statement, Quote, list[str]]:
        """Return a quote that has some tags, its statement with all that these name, and lines on
        what contradicts itself.

        Unless the quote `is_new`, what no tag says any more is taken from it.
        """
        tags = list(tags)
        skipped: list[str] = []
        topics, people = dict(statement.topics), dict(statement.speakers)
        mine = [topic for tag in tags if (topic := self._add_topic(tag, topics))]
        order = {topic.id: at for at, topic in enumerate(quote.topics)}
        mine.sort(key=lambda one: order.get(one.id, len(order)))

        changes: dict[str, Any] = {"topics": tuple(dict.fromkeys(mine))}
        for kind, nothing in _NOTHING.items():
            found = self.values(tags, kind)
            if len(found) > 1:
                skipped.append(f"its {kind} is both “{found[0]}” and “{found[1]}”")
            elif found:
                changes[kind] = found[0]
            elif not is_new and kind != "kind":
                changes[kind] = nothing
        for role in ROLES:
            own = [self._own[tag] for tag in tags if tag in self._own]
            named = [self._add_person(one, people) for one in own if one.key[0] == role]
            if len(named) > 1:
                names = " and ".join(f"“{one.name}”" for one in named[:2])
                skipped.append(f"its tags “{role}” name {names}")
            changes[role.replace(" ", "_")] = named[0] if len(named) == 1 else None
        statement = statement._replace(topics=topics, speakers=people)
        return statement, replace(quote, **changes), skipped

    def _add_topic(self, tag: int, topics: dict[str, Topic]) -> Topic | None:
        """Return the topic of a tag, which is added to others with those above it."""
        own = self._own.get(tag)
        topic = own.topic if own else self._foreign.get(tag)
        key = topic.id if topic else ""
        while key and key not in topics:
            topics[key] = self.topics[key]
            key = self.topics[key].parent
        return topics[topic.id] if topic else None

    def _add_person(self, tag: OwnTag, people: dict[str, Speaker]) -> Speaker:
        """Return the person of a tag, who is added to others.

        One who has the id of another gets a new one.
        """
        assert tag.person
        name = self._names.get(tag.key[1:], tag.person.name)
        known = people.get(tag.person.id)
        if known and visible(known.name) != visible(name):
            known = next((one for one in people.values() if one.name == name), None)
        if known:
            return known
        key = add_unique(tag.person.id, set(people))
        people[key] = tag.person._replace(id=key, name=name)
        return people[key]


class OwnText:
    """One text of ours: its record, and its marks as they are now."""

    def __init__(
        self, record: Statement, tags: Tags, place: Callable[[int], int] = lambda offset: offset
    ) -> None:
        """Take the record of a text; `place` tells how the program counts a code point."""
        self._record = record
        self._tags = tags
        self._place = place
        self.skipped: list[str] = []
        self.marks: dict[str, list[TaggedPassage]] = {}
        """The marks of each quote, by its id."""

    @staticmethod
    def read_record(
        tree: dict[str, Any], content: str, show: Callable[[str], str] = lambda text: text
    ) -> Statement:
        """Return the statement of a record and the text of its document, as that shows it.

        Raises UnreadableError if it has no id or another text, StatementError if it is damaged.
        """
        key = tree.pop("id", None)
        if not isinstance(key, str) or make_slug(key) != key:
            raise UnreadableError("it has no id")
        text = tree.setdefault("text", content)
        if not isinstance(text, str) or show(text) != content:
            raise UnreadableError("the document has another text")
        return read_tree(tree, f"{key}.yaml")._replace(file="")

    def edit(self, key: str, marks: list[TaggedPassage]) -> tuple[Statement, list[TaggedPassage]]:
        """Return the statement as the program has it now, and the marks that are not its own."""
        record = self._record
        statement = self._tags.change(record)._replace(id=key, quotes=())
        found, others = self._match(marks)
        text = ImportedText(record.text)
        quotes = []
        for number, quote in enumerate(record.quotes):
            placed = replace(quote, statement=key, anchoring=text.anchorer)
            if not quote.anchor.spans:
                statement, edited = self._edit(statement, placed, [])
                quotes.append(edited)
                continue
            mine = [found.get((number, part)) for part in range(len(quote.anchor.spans))]
            if None in mine:
                left = [span for span, one in zip(quote.anchor.spans, mine) if one]
                moved = text.move(placed, tuple(left), f"the quote '{quote.id}'") if left else ""
                if isinstance(moved, str):
                    why = moved or f"the quote '{quote.id}', whose marks are gone"
                    self.skipped.append(why)
                    continue
                placed = moved
            self.marks[quote.id] = [one for one in mine if one]
            statement, edited = self._edit(statement, placed, self.marks[quote.id])
            quotes.append(edited)
        return statement._replace(quotes=tuple(quotes)), others

    def _match(
        self, marks: list[TaggedPassage]
    ) -> tuple[dict[tuple[int, int], TaggedPassage], list[TaggedPassage]]:
        """Return the marks of the parts of quotes, by the numbers of both, and the others."""
        free: dict[tuple[int, int], dict[int, TaggedPassage]] = {}
        for mark in marks:
            free.setdefault((mark.start, mark.end), {})[mark.id] = mark
        parts = [
            ((number, part), (self._place(start), self._place(end)), quote)
            for number, quote in enumerate(self._record.quotes)
            for part, (start, end) in enumerate(quote.anchor.spans)
        ]
        found: dict[tuple[int, int], TaggedPassage] = {}
        # Several quotes may be at one place: those with the same tags first.
        for is_strict in (True, False):
            for where, place, quote in parts:
                some = free.get(place, {})
                wanted = self._expect(quote)
                fitting = (one for one in some.values() if not is_strict or {*one.tags} == wanted)
                if where not in found and (first := next(fitting, None)) is not None:
                    found[where] = some.pop(first.id)
        return found, [mark for some in free.values() for mark in some.values()]

    def _expect(self, quote: Quote) -> set[int]:
        """Return the tags that the marks of a quote had, as far as they exist."""
        return {tag for key in list_keys(quote) if (tag := self._tags.find_tag(key)) is not None}

    def _edit(
        self, statement: Statement, quote: Quote, marks: list[TaggedPassage]
    ) -> tuple[Statement, Quote]:
        """Return a quote with the tags of its marks: an edit of one of them counts."""
        wanted = self._expect(quote)
        everywhere = set.intersection(*[{*mark.tags} for mark in marks]) if marks else wanted
        somewhere = set().union(*[mark.tags for mark in marks]) - wanted
        tags = sorted((wanted & everywhere) | somewhere)
        statement, edited, skipped = self._tags.apply(statement, quote, tags, is_new=False)
        self.skipped += [f"the quote '{quote.id}': {line}" for line in skipped]
        return statement, edited
