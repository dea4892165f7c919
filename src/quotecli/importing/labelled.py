"""Texts that people labelled in another program -> statements, by the record that we put beside.

Label Studio, doccano and brat share this: spans with labels. Of our own texts what was not changed
comes back whole; the labels of others are topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from quotecli.errors import StatementError, UnreadableError
from quotecli.exporting.tags import Tag, list_keys
from quotecli.importing import safejson
from quotecli.importing.formats import Imported
from quotecli.importing.marks import OwnText, TaggedPassage, Tags
from quotecli.importing.passages import ImportedText, MarkedPassage
from quotecli.importing.positions import ClaimedPlace, Positions
from quotecli.importing.tags import OwnTag, Paths
from quotecli.importing.topics import TopicMaker, make_short_id
from quotecli.library.identity import collect_topics
from quotecli.model import Quote, Span, Speaker, Statement, collapse_space
from quotecli.store.yaml_events import MAX_SCALAR
from quotecli.text.counting import Way
from quotecli.text.slugs import add_unique


class Region(NamedTuple):
    """A stretch of a text that has labels: its positions as the program counts them, and its words
    as the program has them, "" if it has none. Those of one `group` that is not "" are the parts of
    one passage.
    """

    title: str
    start: int
    end: int
    words: str = ""
    labels: tuple[str, ...] = ()
    note: str = ""
    group: str = ""


class LabelledText(NamedTuple):
    """A text and its regions; `record` is ours, if it is there.

    `coder` is who labelled the text, "" if it is not known, `is_reviewed` tells if that person
    approved of all labels, and `has_notes` if the program keeps the notes of regions.
    """

    name: str
    text: str
    regions: Sequence[Region] = ()
    record: Any = None
    coder: str = ""
    is_reviewed: bool = False
    has_notes: bool = False


def parse_objects(data: bytes, file: str) -> list[dict[str, Any]]:
    """Return the objects of a list in JSON, or of JSON Lines; anything else in it becomes {}."""
    found = safejson.parse_all(data, file)
    rows = found[0] if len(found) == 1 and isinstance(found[0], list) else found
    return [row if isinstance(row, dict) else {} for row in rows]


def read_texts(
    texts: Iterable[LabelledText],
    positions: str = "",
    expected: Collection[Way] = (Way(),),
    skipped: Iterable[str] = (),
) -> Imported:
    """Return the statements of texts, whose positions are counted as `positions` or evidence says.

    If nothing tells, they are counted as `expected`. `skipped` are the lines on what was skipped
    while the texts were read.
    """
    texts = list(texts)
    reader = _LabelledReader(positions, expected)
    records = [reader.read_record(text) for text in texts]
    reader.know([record for record in records if record])
    pairs = zip(texts, records)
    statements = [made for text, record in pairs if (made := reader.make(text, record))]
    # Our own topics are in their statements; those of others are shared.
    topics = {} if all(records) else reader.topics.topics
    return Imported(tuple(statements), (*skipped, *reader.skipped), (), topics)


class _LabelledReader:
    """Makes statements of the texts of one file; `skipped` grows on the way."""

    def __init__(self, positions: str, expected: Collection[Way]) -> None:
        self.skipped: list[str] = []
        self.topics = TopicMaker({})
        self._paths = Paths(self.topics)
        self._positions = positions
        self._expected = expected
        self._keys: dict[str, tuple[str, ...]] = {}
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._own: dict[int, OwnTag] = {}
        self._foreign: dict[str, int] = {}
        self._records: list[Statement] = []

    def read_record(self, text: LabelledText) -> Statement | None:
        """Return the statement of a record, or None without one; its labels are kept."""
        if not isinstance(text.record, dict):
            return None
        tree = dict(text.record)
        labels = tree.pop("labels", None)
        try:
            record = OwnText.read_record(tree, text.text)
        except (StatementError, UnreadableError) as error:
            self.skipped.append(f"the record of “{text.name[:80]}”: {error.message}")
            return None
        for path, key in labels.items() if isinstance(labels, dict) else ():
            if isinstance(key, list) and all(isinstance(one, str) for one in key):
                self._keys[path] = tuple(key)
        return record

    def know(self, records: list[Statement]) -> None:
        """Take the topics and people that the labels of records stand for."""
        self._records = records
        topics = collect_topics(records)
        self.topics.reserve(topics)
        people = {(who.id, who.name): who for one in records for who in one.speakers.values()}
        for number, (path, key) in enumerate(self._keys.items(), 1):
            kind, *values = key
            person: Speaker | None = people.get((values[0], values[-1])) if values else None
            topic = topics.get(values[0]) if kind == "topic" and values else None
            if (topic is None) == (kind == "topic") or (person is None) == (len(values) > 1):
                continue
            self._numbers[path] = number
            self._own[number] = OwnTag(key, topic, person)

    def make(self, text: LabelledText, record: Statement | None) -> Statement | None:
        """Return the statement of a text, or None if it has none."""
        name = collapse_space(text.name)
        if not text.text.strip() or len(text.text) > MAX_SCALAR:
            problem = "empty" if not text.text.strip() else "too long"
            self.skipped.append(f"the text “{name[:80]}”, which is {problem}")
            return None

        if record:
            text = text._replace(regions=list(self._split(text.regions, record)))
        source = ImportedText(text.text, self._positions)
        tags = self._read_tags(text)
        marks, spans = self._place(text, source)
        if record:
            statement, others = self._edit(record, name, text, tags, marks)
        else:
            key = add_unique(make_short_id(name, "text"), self._taken)
            statement, others = Statement(key, name or key, text.text, (), {}, {}), marks

        before = {quote.id: quote for quote in record.quotes} if record else {}
        new = [(mark, spans[mark.id]) for mark in others]
        statement = add_quotes(statement, source, new, tags, self.skipped, text.regions)
        return _sign(statement, before, text) if text.regions else statement

    def _edit(
        self,
        record: Statement,
        name: str,
        text: LabelledText,
        tags: Tags,
        marks: list[TaggedPassage],
    ) -> tuple[Statement, list[TaggedPassage]]:
        """Return a statement of ours as its marks are now, and the marks that are not ours."""
        key = add_unique(record.id, self._taken)
        own = OwnText(record, tags)
        # A text that nobody labelled yet is as it was.
        statement, others = own.edit(key, marks) if text.regions else (record, [])
        if text.has_notes:
            statement = _take_notes(statement, own.marks, text.regions)
        self.skipped += [f"{name}: {line}" for line in own.skipped]
        return statement, others

    def _split(self, regions: Sequence[Region], record: Statement) -> Iterator[Region]:
        """Yield regions, each that has the labels of several quotes at its place as one of each.

        Some programs know one span with many labels.
        """
        paths = {key: path for path, key in self._keys.items()}
        expected: dict[Span, list[tuple[str, ...]]] = {}
        for quote in record.quotes:
            labels = tuple(paths[key] for key in list_keys(quote) if key in paths)
            for span in quote.anchor.spans:
                expected.setdefault(span, []).append(labels)
        counts = Counter((region.start, region.end) for region in regions)
        for region in regions:
            some = expected.get(Span(region.start, region.end), [])
            is_shared = len(some) > counts[region.start, region.end] == 1
            is_shared = is_shared and set().union(*some) == set(region.labels)
            if is_shared:
                yield from (region._replace(labels=labels) for labels in some)
            else:
                yield region

    def _read_tags(self, text: LabelledText) -> Tags:
        """Return the tags of all labels so far: ours, and topics for those of others."""
        labels = dict.fromkeys(label for region in text.regions for label in region.labels)
        new = [path for path in labels if path not in self._numbers and path not in self._foreign]
        for path in new:
            self._foreign[path] = len(self._keys) + len(self._foreign) + 1
        ids = self._paths.add({number: Tag(path, "") for path, number in self._foreign.items()})
        foreign = {number: self.topics.topics[key] for number, key in ids.items()}
        return Tags({}, self._own, foreign, self._records)

    def _place(
        self, text: LabelledText, source: ImportedText
    ) -> tuple[list[TaggedPassage], dict[int, Span | None]]:
        """Return the regions of a text as marks in code points, and the spans of all by number."""
        given = [ClaimedPlace(one.start, one.end, one.words, "whole") for one in text.regions]
        positions = Positions(source.anchorer, given, source.counted)
        positions.expect(self._expected)
        marks, spans = [], {}
        for number, (region, position) in enumerate(zip(text.regions, given)):
            place = positions.find(position)
            span = place if isinstance(place, Span) else None
            words = region.words or (text.text[span.start : span.end] if span else "")
            if isinstance(place, str) and not words:
                self.skipped.append(f"{text.name}: {region.title}: {place}")
                continue
            at = span or Span(-1, -1)
            numbers = [self._numbers.get(one) or self._foreign[one] for one in region.labels]
            marks.append(TaggedPassage(number, *at, words, tuple(sorted(numbers))))
            spans[number] = span
        return marks, spans


def _take_notes(
    statement: Statement, marks: Mapping[str, Sequence[TaggedPassage]], regions: Sequence[Region]
) -> Statement:
    """Return a statement whose quotes have the notes of their regions."""
    quotes = []
    for quote in statement.quotes:
        notes = [regions[mark.id].note for mark in marks.get(quote.id, ())]
        note = "\n".join(filter(None, notes))
        # Some programs write a note on one line.
        is_same = not notes or collapse_space(note) == collapse_space(quote.note)
        quotes.append(quote if is_same else replace(quote, note=note))
    return statement._replace(quotes=tuple(quotes))


def _sign(statement: Statement, before: Mapping[str, Quote], text: LabelledText) -> Statement:
    """Return a statement whose quotes are reviewed by whoever labelled its text.

    Quotes are if they were changed, or if the person approved of all. One whose kind is only
    guessed stays a draft.
    """
    quotes = []
    for quote in statement.quotes:
        known = before.get(quote.id)
        is_guess = known is None and quote.status == "draft"
        is_same = known is not None and _is_same(quote, known)
        if quote.anchor.spans and not is_guess and (text.is_reviewed or not is_same):
            quote = replace(quote, status="reviewed", coder=text.coder or quote.coder)
        elif is_guess and text.coder:
            quote = replace(quote, coder=text.coder)
        quotes.append(quote)
    return statement._replace(quotes=tuple(quotes))


def _is_same(one: Quote, other: Quote) -> bool:
    names = ("kind", "parts", "polarity", "note", "status", "topics", "speaker", "reported_by")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def add_quotes(
    statement: Statement,
    text: ImportedText,
    marks: Iterable[tuple[TaggedPassage, Span | None]],
    tags: Tags,
    skipped: list[str],
    regions: Sequence[Region] = (),
) -> Statement:
    """Return a statement with the quotes of marks besides, of those whose words prove them.

    `skipped` gets a line for each thing that is left out; `regions` are those of marks by number.
    """
    groups: dict[str, list[tuple[TaggedPassage, Span | None]]] = {}
    for mark, span in marks:
        group = (regions[mark.id].group if regions else "") or f"\n{mark.id}"
        groups.setdefault(group, []).append((mark, span))

    made = list(statement.quotes)
    for some in groups.values():
        first = some[0][0]
        name = regions[first.id].title if regions else f"highlight {first.id}"
        title = f"{statement.title}: {name}"
        places = [text.find(mark.words, "", "", span) for mark, span in some]
        missing = next((place for place in places if isinstance(place, str)), None)
        if missing is not None:
            skipped.append(f"{title}: {missing}")
            continue
        spans = tuple(sorted(place for place in places if isinstance(place, Span)))
        kinds = tags.values(first.tags, "kind")
        kind = kinds[0] if len(kinds) == 1 else None
        note = "\n".join(filter(None, (regions[one.id].note for one, _ in some if regions)))
        taken = [quote.id for quote in made]
        passage = MarkedPassage(title, spans, kind=kind, note=note)
        quotes, more = text.make_quotes([passage], statement.id, {}, taken)
        skipped += more
        for quote in quotes:
            statement, tagged, lines = tags.apply(statement, quote, first.tags, is_new=True)
            skipped += [f"{title}: {line}" for line in lines]
            made.append(tagged)
    return statement._replace(quotes=tuple(made))


def iterate(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list, of anything else none."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item
