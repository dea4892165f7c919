"""REFI-QDA projects (.qdpx): what quotecli.export.qdpx writes, and what NVivo, ATLAS.ti, MAXQDA,
QualCoder … do.

Each text source becomes a statement, each selection a quote, codes become topics. Positions count
code points; ATLAS.ti counts a line end of CR LF as one, so its texts are read with line feeds
alone. Of our own projects everything comes back; codings, cases and selections that were edited
meanwhile count. Cases of other tools say who or what was studied, and not who speaks: no speaker is
made of one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element

from quotecli.errors import Place, StatementError, UnreadableError
from quotecli.export.refi import code_names, guid, part_guid
from quotecli.importing import Imported, safejson
from quotecli.importing.archive import Archive
from quotecli.importing.passages import Passage, Text, Topics, short_id, unused
from quotecli.importing.refi_project import (
    KIND_OF,
    TAG,
    RefiProject,
    Selection,
    guid_of,
    is_kind,
    target_of,
)
from quotecli.model import Quote, Span, Statement, collapse_space
from quotecli.store.reader import read_tree
from quotecli.text.slugs import make_slug


def read(data: bytes, file: str, text: str | None) -> Imported:
    """One statement for each text of the project; `text` is not needed, since the project holds its
    texts.
    """
    if text is not None:
        raise UnreadableError(
            "a project holds its texts", place=Place(file), hint="leave --text out"
        )
    return _Import(RefiProject(Archive(data, file), file)).imported()


class _Import:
    """Makes the statements of one project."""

    def __init__(self, project: RefiProject) -> None:
        self.project = project
        self.left_out = project.left_out
        self.records: dict[str, Statement] = {}
        self.labels: dict[str, set[str]] = {}
        # People by id and name: one id may be another person in another statement.
        self.speaker_of_case: dict[str, tuple[str, str]] = {}
        self.speakers: dict[str, set[tuple[str, str]]] = {}

    def imported(self) -> Imported:
        """The statements of the project."""
        project = self.project
        for source in project.texts:
            if record := self._record(source):
                self.records[guid_of(source)] = record
        self._read_cases()
        for record in self.records.values():
            for topic in record.topics.values():
                self.labels.setdefault(topic.id, set()).update(code_names(topic))
        used: set[str] = set()
        statements = []
        for source in project.texts:
            body = project.text(source)
            if body is not None:
                statements.append(
                    self._statement(source, body, self.records.get(guid_of(source)), used)
                )
        project.list_the_rest()
        return Imported(tuple(statements), tuple(self.left_out))

    def _read_cases(self) -> None:
        """Which speakers of ours the cases are, and which selections they name."""
        people = {
            (who.id, who.name) for one in self.records.values() for who in one.speakers.values()
        }
        known = {guid("case", *who): who for who in people}
        self.speaker_of_case = known
        for case in self.project.all("Cases", "Case"):
            name = guid_of(case)
            if name not in known:
                self.left_out.append(f"the case “{case.get('name') or name}”: a case is no speaker")
                continue
            for child in case:
                if child.tag == f"{TAG}SelectionRef":
                    self.speakers.setdefault(target_of(child), set()).add(known[name])

    def _record(self, source: Element) -> Statement | None:
        """What our note of a text says; None where there is none that can be read."""
        project = self.project
        for reference in source:
            note = (
                project.notes.get(target_of(reference))
                if reference.tag == f"{TAG}NoteRef"
                else None
            )
            data = project.note_bytes(note) if note is not None else None
            if note is None or not data or not data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{"):
                continue
            project.used_notes.add(guid_of(note))
            try:
                record = safejson.parse(data, project.file)
                name = record.pop("id", None)
                if isinstance(name, str) and make_slug(name) == name:
                    return read_tree({**record, "text": "-"}, f"{name}.yaml")
                said = "it has no id"
            except (UnreadableError, StatementError) as error:
                said = error.message
            self.left_out.append(f"the record of “{source.get('name')}”, which is damaged: {said}")
        return None

    def _statement(
        self, source: Element, body: str, record: Statement | None, used: set[str]
    ) -> Statement:
        title = collapse_space(source.get("name") or "")
        text = Text(body)
        selections = list(self.project.selections(source, title))
        if record is None:
            topics = Topics({})
            codes: dict[str, str] = {}
            self._make_topics(
                (code for code in self.project.codes if not is_kind(code)), topics, codes
            )
            name = unused(short_id(os.path.splitext(title)[0], "text"), used)
            made = Statement(name, title or name, body, (), {}, {})
            kept: list[Quote] = []
        else:
            made = record._replace(text=body, file="")
            name = unused(made.id, used)
            topics, codes = self._known_topics(made)
            kept, selections = self._edited(made, text, selections, topics, codes)
            made = made._replace(id=name)
        passages = [self._passage(selection, topics, codes) for selection in selections]
        quotes, more = text.quotes(passages, name, topics.known, [quote.id for quote in kept])
        self.left_out += [f"{title}: {line}" if title else line for line in more]
        kept = [replace(quote, statement=name) for quote in kept]
        self.project.used_codes.update(codes)
        return made._replace(quotes=(*kept, *quotes), topics=topics.known)

    def _make_topics(self, wanted: Iterable[str], topics: Topics, codes: dict[str, str]) -> None:
        """Make topics of codes that are none yet, and of all above them; `codes` then has their
        ids.
        """

        def make(name: str) -> str:
            if name not in codes:
                code = self.project.codes[name]
                parent = make(code.parent) if code.parent else ""
                codes[name] = topics.new(code.name, code.description, parent)
            return codes[name]

        for name in wanted:
            make(name)

    def _known_topics(self, made: Statement) -> tuple[Topics, dict[str, str]]:
        """The topics of a statement of ours, renamed where their codes were, and which codes they
        are.
        """
        known = {}
        for topic in made.topics.values():
            code = self.project.codes.get(guid("topic", topic.id))
            label = (
                collapse_space(code.name) if code and code.name not in self.labels[topic.id] else ""
            )
            known[topic.id] = topic._replace(label=label) if label else topic
        return Topics(known), {guid("topic", name): name for name in known}

    def _passage(self, selection: Selection, topics: Topics, codes: dict[str, str]) -> Passage:
        kind = next((KIND_OF[code] for code in selection.codes if code in KIND_OF), None)
        wanted = [
            code for code in selection.codes if code in self.project.codes and not is_kind(code)
        ]
        for code in selection.codes:
            if code not in self.project.codes and code not in self.speaker_of_case:
                self.left_out.append(
                    f"the selection “{collapse_space(selection.name)[:80]}”: a code that is not in the codebook"
                )
        self._make_topics(wanted, topics, codes)
        name = f"the selection “{collapse_space(selection.name)[:80]}”"
        about = tuple(dict.fromkeys(codes[code] for code in wanted))
        return Passage(name, (selection.span,), about, kind, selection.note)

    def _edited(
        self,
        made: Statement,
        text: Text,
        selections: list[Selection],
        topics: Topics,
        codes: dict[str, str],
    ) -> tuple[list[Quote], list[Selection]]:
        """The quotes of a statement of ours as the project has them now, and the selections that
        are none of them.
        """
        by_guid = {selection.guid: selection for selection in selections}
        by_span: dict[Span, Selection] = {}
        for selection in selections:
            by_span.setdefault(selection.span, selection)
        taken: set[str] = set()
        quotes = []
        for quote in made.quotes:
            placed = replace(quote, anchoring=text.anchorer)
            spans = placed.anchor.spans
            guids = [part_guid(made.id, quote.id, number) for number in range(len(quote.parts))]
            mine = [
                found
                for name, span in zip(guids, spans)
                if (found := by_guid.get(name) or by_span.get(span)) is not None
            ]
            mine += [by_guid[name] for name in guids[len(spans) :] if name in by_guid]
            taken.update(selection.guid for selection in mine)
            if not mine and spans:
                self.left_out.append(
                    f"{made.title}: the quote '{quote.id}', whose selections are gone"
                )
                continue
            now = tuple(selection.span for selection in mine)
            if now != spans and mine:
                moved = text.moved(placed, now, f"the quote '{quote.id}'")
                if isinstance(moved, str):
                    self.left_out.append(f"{made.title}: {moved}")
                    continue
                placed = moved
            quotes.append(self._recoded(placed, made, mine, topics, codes))
        return quotes, [selection for selection in selections if selection.guid not in taken]

    def _recoded(
        self,
        quote: Quote,
        made: Statement,
        mine: list[Selection],
        topics: Topics,
        codes: dict[str, str],
    ) -> Quote:
        """A quote with the topics, kind and speaker that its selections have now."""
        if not mine:
            return replace(quote, topics=tuple(topics.known[topic.id] for topic in quote.topics))
        merged = mine[0]._replace(
            codes=tuple(dict.fromkeys(code for one in mine for code in one.codes))
        )
        passage = self._passage(merged, topics, codes)
        kinds = {KIND_OF[code] for code in merged.codes if code in KIND_OF}
        speaker = quote.speaker
        named = {who for one in mine for who in self.speakers.get(one.guid, ())}
        named |= {
            self.speaker_of_case[code] for code in merged.codes if code in self.speaker_of_case
        }
        if named and (speaker is None or (speaker.id, speaker.name) not in named):
            speaker = next(
                (who for who in made.speakers.values() if {(who.id, who.name)} == named), None
            )
            if speaker is None:
                self.left_out.append(
                    f"{made.title}: the speaker of the quote '{quote.id}', whom the cases leave open"
                )
        return replace(
            quote,
            topics=tuple(topics.known[name] for name in passage.topics),
            kind=next(iter(kinds)) if len(kinds) == 1 else quote.kind,
            speaker=speaker,
        )
