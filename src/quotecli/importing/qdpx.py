"""REFI-QDA projects (.qdpx) from quotecli.exporting.qdpx, NVivo, ATLAS.ti, MAXQDA, QualCoder …

Each text source becomes a statement, each selection a quote, each code a topic. Our
own projects come back whole, with codings, cases and selections as they were edited meanwhile. The
cases of other tools say who or what was studied, not who speaks, so they make no speakers.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from quotecli.errors import StatementError, UnreadableError
from quotecli.exporting.refi import RECORD, VARIABLES, make_guid, make_part_guid, name_code
from quotecli.importing import safejson
from quotecli.importing.annotations import refuse_text
from quotecli.importing.formats import Imported
from quotecli.importing.passages import ImportedText, MarkedPassage
from quotecli.importing.refi_own import (
    Cases,
    find_colour,
    find_own_id,
    make_topic,
    recognise_codes,
    recover_statement,
)
from quotecli.importing.refi_places import MarkedText, read_texts
from quotecli.importing.refi_project import (
    KIND_OF,
    RefiProject,
    Selection,
    find_children,
    guid_of,
    is_kind,
    target_of,
)
from quotecli.importing.refi_quotes import OwnSelections
from quotecli.importing.topics import TopicMaker, make_short_id
from quotecli.model import Quote, Span, Speaker, Statement, Topic, collapse_space
from quotecli.store.reader import read_tree
from quotecli.text.slugs import add_unique, make_slug


def read(data: bytes, file: str, text: str | None, positions: str = "") -> Imported:
    """Return a statement for each text of a project, which holds its texts itself.

    `positions` is how positions are counted, a key of WAYS.
    """
    refuse_text(text, file)
    project = RefiProject(data, file)
    recognise_codes(project)
    importer = _ProjectImporter(project, positions)
    statements = tuple(importer.statements())
    return Imported(
        statements, tuple(project.skipped), tuple(project.remarks), importer.shared.topics.topics
    )


class _Coded(NamedTuple):
    """The topics of one statement, and the ids of those made of codes by the codes' identifiers."""

    topics: TopicMaker
    ids: dict[str, str]


class _ProjectImporter:
    """Makes the statements of one project."""

    def __init__(self, project: RefiProject, positions: str) -> None:
        self.positions = positions
        self.project = project
        self.skipped = project.skipped
        self.records = {
            guid_of(source): record
            for source in project.texts
            if (record := self._read_record(source))
        }
        self.cases = Cases(project, self.records.values())
        self.shared = _Coded(TopicMaker({}), {})
        self.labels: dict[str, set[str]] = {}
        for record in self.records.values():
            for topic in record.topics.values():
                self.labels.setdefault(topic.id, set()).update(name_code(topic))

    def statements(self) -> list[Statement]:
        """Return the statements of the project, and list what they cannot represent."""
        taken: set[str] = set()
        texts = read_texts(self.project, self.records, self.positions)
        statements = [self._statement(text, taken) for text in texts]
        self.project.list_the_rest()
        return statements

    def _read_record(self, source: Element) -> Statement | None:
        """Return what our note on a text says, or None without a note of ours."""
        project = self.project
        named = f"{RECORD} {project.values(source).get(VARIABLES[0], '')}"
        notes = [project.notes.get(target_of(one)) for one in find_children(source, "NoteRef")]
        for note in [*notes, project.notes_by_name.get(named)]:
            data = (project.note_bytes(note) if note is not None else None) or b""
            if note is None or not data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{"):
                continue
            project.used_notes.add(guid_of(note))
            try:
                return _parse_record(data, project.file)
            except (UnreadableError, StatementError) as error:
                title = source.get("name")
                self.skipped.append(f"the record of “{title}”, which is damaged: {error.message}")
        return None

    def _statement(self, marked: MarkedText, taken: set[str]) -> Statement:
        title, text, record = marked.title, marked.text, marked.record
        selections = marked.place_selections(self.skipped)
        key = record.id if record else find_own_id(self.project, marked.source, selections)
        quotes: list[Quote] = []
        coded = self._record_codes(record) if record else self._all_codes()
        if key:
            own = OwnSelections(key, title, selections)
            if record is None:
                record = recover_statement(self.project, self.cases, marked.source, text, own)
            statement = record._replace(text=text.text, file="", id=add_unique(key, taken))
            quotes, selections = self._edit(record, text, own.selections, coded)
            self.skipped += own.skipped
        else:
            key = add_unique(make_short_id(os.path.splitext(title)[0], "text"), taken)
            statement = Statement(key, title or key, text.text, (), {}, {})

        passages = [self._passage(selection, coded) for selection in selections]
        added, skipped = text.make_quotes(
            passages, statement.id, coded.topics.topics, [quote.id for quote in quotes]
        )
        self.skipped += [f"{title}: {line}" if title else line for line in skipped]
        self.project.used_codes.update(coded.ids)
        mine = [replace(quote, statement=statement.id) for quote in quotes]
        return statement._replace(quotes=(*mine, *added), topics=coded.topics.topics)

    def _all_codes(self) -> _Coded:
        """Return the topics made of all codes of the project, the same for each statement."""
        codes = self.project.codes
        wanted = [key for key in codes if not is_kind(key)]
        if self.project.is_ours:
            # Ours first, so that no other one takes their ids.
            wanted.sort(key=lambda key: not make_topic(key, codes[key]).id)
        self._add_topics(wanted, self.shared)
        return self.shared

    def _record_codes(self, record: Statement) -> _Coded:
        """Return the topics of a record, renamed if their codes were."""
        topics = {}
        for topic in record.topics.values():
            code = self.project.codes.get(make_guid("topic", topic.id))
            renamed = code is not None and code.name not in self.labels[topic.id]
            label = collapse_space(code.name) if code and renamed else ""
            colour = find_colour(code, topic.colour) if code else topic.colour
            topics[topic.id] = topic._replace(label=label or topic.label, colour=colour)
        return _Coded(TopicMaker(topics), {make_guid("topic", key): key for key in topics})

    def _add_topics(self, codes: Iterable[str], coded: _Coded) -> None:
        """Add topics for codes that have none yet, and for all codes above them."""

        def add(key: str) -> str:
            if key not in coded.ids:
                code = self.project.codes[key]
                parent = add(code.parent) if code.parent else ""
                topic = Topic("", code.name, code.description, colour=code.colour)
                topic = make_topic(key, code) if self.project.is_ours else topic
                coded.ids[key] = coded.topics.add_topic(topic._replace(parent=parent))
            return coded.ids[key]

        for key in codes:
            add(key)

    def _passage(self, selection: Selection, coded: _Coded) -> MarkedPassage:
        codes = self.project.codes
        for code in selection.codes:
            if code not in codes and code not in self.cases.people:
                self.skipped.append(f"{selection.title}: a code that is not in the codebook")

        kinds = list(dict.fromkeys(KIND_OF[code] for code in selection.codes if code in KIND_OF))
        if len(kinds) > 1:
            self.skipped.append(f"{selection.title}: its kind is both “{'” and “'.join(kinds)}”")

        wanted = [code for code in selection.codes if code in codes and not is_kind(code)]
        self._add_topics(wanted, coded)
        return MarkedPassage(
            selection.title,
            (selection.span,),
            tuple(dict.fromkeys(coded.ids[code] for code in wanted)),
            kinds[0] if len(kinds) == 1 else None,
            selection.note,
        )

    def _edit(
        self, record: Statement, text: ImportedText, selections: list[Selection], coded: _Coded
    ) -> tuple[list[Quote], list[Selection]]:
        """Return the quotes of a record as they are in the project, and the other selections."""
        finder = _SelectionFinder(selections)
        quotes = []
        for quote in record.quotes:
            placed = replace(quote, anchoring=text.anchorer)
            mine = finder.find(record.id, placed)
            edited = self._move(placed, text, mine)
            if isinstance(edited, str):
                self.skipped.append(f"{record.title}: {edited}")
            elif mine:
                quotes.append(self._recode(edited, record, mine, coded))
            else:
                topics = tuple(coded.topics.topics[topic.id] for topic in quote.topics)
                quotes.append(replace(edited, topics=topics))
        return quotes, finder.others()

    def _move(self, quote: Quote, text: ImportedText, mine: list[Selection]) -> Quote | str:
        """Return a quote with the words of its selections, or a line on why that is impossible."""
        spans = quote.anchor.spans
        now = tuple(selection.span for selection in mine)
        if now == spans or not (mine or spans):
            return quote
        if not mine:
            return f"the quote '{quote.id}', whose selections are gone"
        return text.move(quote, now, f"the quote '{quote.id}'")

    def _recode(
        self, quote: Quote, record: Statement, mine: list[Selection], coded: _Coded
    ) -> Quote:
        """Return a quote with the topics, kind and speaker of its selections."""
        codes = tuple(dict.fromkeys(code for selection in mine for code in selection.codes))
        passage = self._passage(mine[0]._replace(codes=codes), coded)
        kinds = {KIND_OF[code] for code in codes if code in KIND_OF}
        return replace(
            quote,
            topics=tuple(coded.topics.topics[key] for key in passage.topics),
            kind=kinds.pop() if len(kinds) == 1 else quote.kind,
            speaker=self._speaker(quote, record, self.cases.named_by(mine, codes)),
        )

    def _speaker(
        self, quote: Quote, record: Statement, named: set[tuple[str, str]]
    ) -> Speaker | None:
        """Return the speaker of a quote, whom its cases may have changed."""
        speaker = quote.speaker
        if not named or (speaker and (speaker.id, speaker.name) in named):
            return speaker
        for other in record.speakers.values():
            if {(other.id, other.name)} == named:
                return other
        self.skipped.append(
            f"{record.title}: the speaker of the quote '{quote.id}':"
            " its cases do not name one speaker of the statement"
        )
        return None


class _SelectionFinder:
    """The selections of a text, in which those of our quotes are found."""

    def __init__(self, selections: list[Selection]) -> None:
        self._selections = selections
        self._by_guid = {selection.guid: selection for selection in selections}
        self._by_span: dict[Span, Selection] = {}
        for selection in selections:
            self._by_span.setdefault(selection.span, selection)
        self._taken: set[str] = set()

    def find(self, statement: str, quote: Quote) -> list[Selection]:
        """Return the selections of a quote's parts: by identifier, else at the same place."""
        found = []
        spans = quote.anchor.spans
        for number in range(len(quote.parts)):
            selection = self._by_guid.get(make_part_guid(statement, quote.id, number))
            if selection is None and number < len(spans):
                selection = self._by_span.get(spans[number])
            if selection is not None:
                found.append(selection)
        self._taken.update(selection.guid for selection in found)
        return found

    def others(self) -> list[Selection]:
        """Return the selections that are not those of a quote found before."""
        return [selection for selection in self._selections if selection.guid not in self._taken]


def _parse_record(data: bytes, file: str) -> Statement:
    """Return the statement of a record, without its text.

    Raises UnreadableError or StatementError if it does not make one.
    """
    record = safejson.parse(data, file)
    key = record.pop("id", None)
    if not isinstance(key, str) or make_slug(key) != key:
        raise UnreadableError("it has no id")
    return read_tree({**record, "text": "-"}, f"{key}.yaml")
