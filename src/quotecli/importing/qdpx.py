"""REFI-QDA projects (.qdpx): what quotecli.export.qdpx writes, and what NVivo, ATLAS.ti, MAXQDA, QualCoder … do.

Each text source becomes a statement, each selection a quote, codes become topics. Positions count code points; ATLAS.ti
counts a line end of CR LF as one, so its texts are read with line feeds alone. Of our own projects everything comes
back; codings, cases and selections that were edited meanwhile count. Cases of other tools say who or what was studied,
and not who speaks: no speaker is made of one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from quotecli.errors import Place, StatementError, UnreadableError
from quotecli.export.refi import NAMESPACE, code_names, guid, part_guid
from quotecli.importing import Imported, safejson, safexml
from quotecli.importing.archive import Archive
from quotecli.importing.passages import Passage, Text, Topics, short_id, unused
from quotecli.model import KINDS, Kind, Quote, Span, Statement, one_line
from quotecli.records import slug
from quotecli.statement import of_tree
from quotecli.yamlsource import MAX_SCALAR

_TAG = f"{{{NAMESPACE}}}"
_DEEPEST = 8
_NAMED = {"Picture": "pictures", "PDF": "PDF files", "Audio": "recordings", "Video": "videos"}


def read(data: bytes, file: str, text: str | None) -> Imported:
    """One statement for each text of the project; `text` is not needed, since the project holds its texts."""
    if text is not None:
        raise UnreadableError("a project holds its texts", place=Place(file), hint="leave --text out")
    return _Project(Archive(data, file), file).imported()


class _Code(NamedTuple):
    name: str
    description: str
    parent: str


class _Selection(NamedTuple):
    """A selection: its identifier, name and place, the identifiers of its codes, and its description."""

    guid: str
    name: str
    span: Span
    codes: tuple[str, ...]
    note: str


class _Record(NamedTuple):
    """What our own note of a text says: the statement without its text, and which note that was."""

    statement: Statement
    note: str


class _Project:
    """One project; `left_out` grows on the way."""

    def __init__(self, archive: Archive, file: str) -> None:
        self.archive = archive
        self.file = file
        self.left_out: list[str] = []
        data = archive.read("project.qde")
        if data is None:
            raise UnreadableError("no REFI-QDA project: no project.qde in the archive", place=Place(file))
        self.root = safexml.parse(data, f"{file}/project.qde")
        if self.root.tag != f"{_TAG}Project":
            raise UnreadableError("no REFI-QDA project: project.qde holds something else", place=Place(file))
        self.counts_line_ends_once = "ATLAS" in (self.root.get("origin") or "").upper()
        self.codes: dict[str, _Code] = {}
        for codes in self._all("CodeBook", "Codes"):
            self._read_codes(codes, "", 1)
        self.notes = {_guid(note): note for note in self._all("Notes", "Note")}
        self.used_notes: set[str] = set()
        self.used_codes: set[str] = set()
        self.cases: dict[str, list[str]] = {}
        self.labels: dict[str, set[str]] = {}

    def imported(self) -> Imported:
        """The statements of the project."""
        sources = [source for source in self._all("Sources") for source in source]
        texts = [source for source in sources if source.tag == f"{_TAG}TextSource"]
        records = {_guid(source): record for source in texts if (record := self._record(source))}
        self._read_cases(records.values())
        for record in records.values():
            for topic in record.statement.topics.values():
                self.labels.setdefault(topic.id, set()).update(code_names(topic))
        used: set[str] = set()
        statements = []
        for source in texts:
            body = self._text(source)
            if body is not None:
                statements.append(self._statement(source, body, records.get(_guid(source)), used))
        self._list_the_rest(sources)
        return Imported(tuple(statements), tuple(self.left_out))

    def _all(self, *path: str) -> Iterator[Element]:
        nodes: Iterable[Element] = (self.root,)
        for step in path:
            nodes = [child for node in nodes for child in node if child.tag == f"{_TAG}{step}"]
        return iter(nodes)

    def _read_codes(self, node: Element, parent: str, depth: int) -> None:
        for child in node:
            if child.tag == f"{_TAG}Code":
                name = _guid(child)
                if not name or name in self.codes:
                    message = f"the code “{(child.get('name') or '')[:80]}” has no identifier of its own"
                    raise UnreadableError(message, place=Place(self.file))
                self.codes[name] = _Code(child.get("name") or name, _described(child), parent)
                # A topic has so many levels above it at most: what stands deeper moves up to the deepest.
                self._read_codes(child, name if depth < _DEEPEST else parent, depth + 1)

    def _read_cases(self, records: Iterable[_Record]) -> None:
        """Which speakers of ours the cases are, and which selections they name."""
        known = {guid("case", who.id, who.name): who.id for item in records for who in item.statement.speakers.values()}
        for case in self._all("Cases", "Case"):
            name = _guid(case)
            if name not in known:
                self.left_out.append(f"the case “{case.get('name') or name}”: a case is no speaker")
                continue
            for child in case:
                if child.tag == f"{_TAG}SelectionRef":
                    self.cases.setdefault(_target(child), []).append(known[name])
        self.speaker_of_case = known

    def _record(self, source: Element) -> _Record | None:
        """What our note of a text says; None where there is none that can be read."""
        for reference in source:
            note = self.notes.get(_target(reference)) if reference.tag == f"{_TAG}NoteRef" else None
            data = self._note_bytes(note) if note is not None else None
            if note is None or not data or not data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{"):
                continue
            try:
                record = safejson.parse(data, self.file)
                name = record.pop("id") if isinstance(record, dict) else None
                if isinstance(name, str) and slug(name) == name:
                    statement = of_tree({**record, "text": "-"}, f"{name}.yaml")
                    self.used_notes.add(_guid(note))
                    return _Record(statement, _guid(note))
            except (UnreadableError, StatementError, KeyError) as error:
                said = error.message if isinstance(error, UnreadableError | StatementError) else "it has no id"
                self.left_out.append(f"the record of “{source.get('name')}”, which is damaged: {said}")
                self.used_notes.add(_guid(note))
        return None

    def _note_bytes(self, note: Element) -> bytes | None:
        path = note.get("plainTextPath")
        if path:
            return self._inside(path)
        return next((child.text or "" for child in note if child.tag == f"{_TAG}PlainTextContent"), "").encode()

    def _inside(self, path: str) -> bytes | None:
        """The bytes of a file within the archive; None for any other."""
        scheme, _, name = path.partition("://")
        return self.archive.read(f"sources/{name.lstrip('/')}") if scheme == "internal" else None

    def _text(self, source: Element) -> str | None:
        name = source.get("name") or _guid(source)
        path = source.get("plainTextPath")
        if path:
            data = self._inside(path)
            if data is None:
                self.left_out.append(f"the text “{name}”: it is not in the project, but at {path[:200]}")
                return None
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                message = f"the text “{name}” is not UTF-8: byte 0x{error.object[error.start]:02x}"
                raise UnreadableError(message, place=Place(self.file)) from None
        else:
            contents = [child.text or "" for child in source if child.tag == f"{_TAG}PlainTextContent"]
            if not contents:
                self.left_out.append(f"the text “{name}”: the project has no plain text of it")
                return None
            text = contents[0]
        if self.counts_line_ends_once:
            text = text.replace("\r\n", "\n")
        if not text.strip() or len(text) > MAX_SCALAR:
            self.left_out.append(f"the text “{name}”: it is {'empty' if not text.strip() else 'too long'}")
            return None
        return text

    def _statement(self, source: Element, body: str, record: _Record | None, used: set[str]) -> Statement:
        title = one_line(source.get("name") or "")
        text = Text(body)
        selections = list(self._selections(source, title))
        if record is None:
            topics = Topics({})
            codes: dict[str, str] = {}
            self._make_topics((code for code in self.codes if not _is_kind(code)), topics, codes)
            name = unused(short_id(os.path.splitext(title)[0], "text"), used)
            made = Statement(name, title or name, body, (), {}, {})
            kept: list[Quote] = []
        else:
            made = record.statement._replace(text=body, file="")
            name = unused(made.id, used)
            topics, codes = self._known_topics(made)
            kept, selections = self._edited(made, text, selections, topics, codes)
            made = made._replace(id=name)
        passages = [self._passage(selection, topics, codes) for selection in selections]
        quotes, more = text.quotes(passages, name, topics.known, [quote.id for quote in kept])
        self.left_out += [f"{title}: {line}" if title else line for line in more]
        kept = [replace(quote, statement=name) for quote in kept]
        self.used_codes.update(codes)
        return made._replace(quotes=(*kept, *quotes), topics=topics.known)

    def _selections(self, source: Element, title: str) -> Iterator[_Selection]:
        for child in source:
            if child.tag == f"{_TAG}Description" and (child.text or "").strip():
                self.left_out.append(f"{title}: the description of the text")
            elif child.tag == f"{_TAG}Coding":
                self.left_out.append(f"{title}: a code of the whole text, “{self._code_name(child)}”")
            elif child.tag == f"{_TAG}NoteRef" and _target(child) not in self.used_notes:
                self.left_out.append(f"{title}: a memo")
            elif child.tag == f"{_TAG}PlainTextSelection":
                name = child.get("name") or _guid(child)
                try:
                    span = Span(_number(child.get("startPosition")), _number(child.get("endPosition")))
                except ValueError:
                    self.left_out.append(f"{title}: the selection “{name[:80]}”, which has no place")
                    continue
                for reference in child:
                    if reference.tag == f"{_TAG}NoteRef":
                        self.left_out.append(f"{title}: the memo of the selection “{name[:80]}”")
                codings = [coding for coding in child if coding.tag == f"{_TAG}Coding"]
                codes = tuple(_target(node) for coding in codings for node in coding if node.tag == f"{_TAG}CodeRef")
                yield _Selection(_guid(child), name, span, codes, _described(child))

    def _code_name(self, coding: Element) -> str:
        code = next((self.codes.get(_target(node)) for node in coding if node.tag == f"{_TAG}CodeRef"), None)
        return code.name if code else ""

    def _make_topics(self, wanted: Iterable[str], topics: Topics, codes: dict[str, str]) -> None:
        """Make topics of codes that are none yet, and of all above them; `codes` then has their ids."""

        def make(name: str) -> str:
            if name not in codes:
                code = self.codes[name]
                parent = make(code.parent) if code.parent else ""
                codes[name] = topics.new(code.name, code.description, parent)
            return codes[name]

        for name in wanted:
            make(name)

    def _known_topics(self, made: Statement) -> tuple[Topics, dict[str, str]]:
        """The topics of a statement of ours, renamed where their codes were, and which codes they are."""
        known = {}
        for topic in made.topics.values():
            code = self.codes.get(guid("topic", topic.id))
            renamed = code is not None and code.name not in self.labels[topic.id]
            known[topic.id] = topic._replace(label=one_line(code.name)) if code and renamed else topic
        return Topics(known), {guid("topic", name): name for name in known}

    def _passage(self, selection: _Selection, topics: Topics, codes: dict[str, str]) -> Passage:
        kind = next((_KIND_OF[code] for code in selection.codes if code in _KIND_OF), None)
        wanted = [code for code in selection.codes if code in self.codes and not _is_kind(code)]
        self._make_topics(wanted, topics, codes)
        name = f"the selection “{one_line(selection.name)[:80]}”"
        about = tuple(dict.fromkeys(codes[code] for code in wanted))
        return Passage(name, (selection.span,), about, kind, selection.note)

    def _edited(
        self, made: Statement, text: Text, selections: list[_Selection], topics: Topics, codes: dict[str, str]
    ) -> tuple[list[Quote], list[_Selection]]:
        """The quotes of a statement of ours as the project has them now, and the selections that are none of them."""
        by_guid = {selection.guid: selection for selection in selections}
        by_span: dict[Span, _Selection] = {}
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
                self.left_out.append(f"{made.title}: the quote '{quote.id}', whose selections are gone")
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
        self, quote: Quote, made: Statement, mine: list[_Selection], topics: Topics, codes: dict[str, str]
    ) -> Quote:
        """A quote with the topics, kind and speaker that its selections have now."""
        if not mine:
            return replace(quote, topics=tuple(topics.known[topic.id] for topic in quote.topics))
        merged = mine[0]._replace(codes=tuple(dict.fromkeys(code for one in mine for code in one.codes)))
        passage = self._passage(merged, topics, codes)
        kinds = {_KIND_OF[code] for code in merged.codes if code in _KIND_OF}
        speaker = quote.speaker
        named = {who for one in mine for who in self.cases.get(one.guid, ())}
        named |= {self.speaker_of_case[code] for code in merged.codes if code in self.speaker_of_case}
        if named and (speaker is None or speaker.id not in named):
            who = made.speakers.get(next(iter(named))) if len(named) == 1 else None
            if who is None:
                self.left_out.append(f"{made.title}: the speaker of the quote '{quote.id}', whom the cases leave open")
            speaker = who
        return replace(
            quote,
            topics=tuple(topics.known[name] for name in passage.topics),
            kind=next(iter(kinds)) if len(kinds) == 1 else quote.kind,
            speaker=speaker,
        )

    def _list_the_rest(self, sources: Iterable[Element]) -> None:
        """What no statement has a place for."""
        for source in sources:
            what = source.tag.removeprefix(_TAG).removesuffix("Source")
            if what != "Text":
                codings = sum(node.tag == f"{_TAG}Coding" for node in source.iter())
                coded = f", with {codings:,} codings" if codings else ""
                name = source.get("name") or _guid(source)
                self.left_out.append(f"{_NAMED.get(what, what)}: “{name}”{coded}")
        for name, note in self.notes.items():
            if name not in self.used_notes:
                self.left_out.append(f"the memo “{note.get('name') or name}”")
        for path, what in (("Sets", "Set"), ("Graphs", "Graph"), ("Links", "Link")):
            for node in self._all(path, what):
                self.left_out.append(f"the {what.lower()} “{node.get('name') or _guid(node)}”")
        for name, code in self.codes.items():
            if name not in self.used_codes and not _is_kind(name):
                self.left_out.append(f"the code “{code.name}”, which no text uses")
        for node in self._all("Variables", "Variable"):
            if _guid(node) != guid("variable", node.get("name") or ""):
                self.left_out.append(f"the variable “{node.get('name') or _guid(node)}”")
        for node in self._all("Description"):
            if (node.text or "").strip():
                self.left_out.append("the description of the project")


_KINDS = guid("kinds")
_KIND_OF: dict[str, Kind] = {guid("kind", kind): kind for kind in KINDS}


def _is_kind(code: str) -> bool:
    return code in _KIND_OF or code == _KINDS


def _guid(node: Element) -> str:
    return (node.get("guid") or "").strip("{}").lower()


def _target(node: Element) -> str:
    return (node.get("targetGUID") or "").strip("{}").lower()


def _number(value: str | None) -> int:
    if value is None or len(value) > 12:
        raise ValueError
    return int(value)


def _described(node: Element) -> str:
    return next((child.text or "" for child in node if child.tag == f"{_TAG}Description"), "")
