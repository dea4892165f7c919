"""What a REFI-QDA project holds, as plain values; what nothing can be made of is listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from quotecli.errors import Place, UnreadableError
from quotecli.export.refi import NAMESPACE, guid
from quotecli.importing import safexml
from quotecli.importing.archive import Archive
from quotecli.model import KINDS, Kind, Span
from quotecli.store.yaml_events import MAX_SCALAR

TAG = f"{{{NAMESPACE}}}"
_DEEPEST = 8
_LONGEST_NUMBER = 12
_NAMED = {"Picture": "pictures", "PDF": "PDF files", "Audio": "recordings", "Video": "videos"}


class Code(NamedTuple):
    """A code; `parent` is the identifier of the one that includes it."""

    name: str
    description: str
    parent: str


class Selection(NamedTuple):
    """A selection: its identifier, name and place, the identifiers of its codes, and its
    description.
    """

    guid: str
    name: str
    span: Span
    codes: tuple[str, ...]
    note: str


class RefiProject:
    """One project; `left_out` grows on the way.

    `used_notes` and `used_codes` are what statements were made of; only the rest is listed.
    """

    def __init__(self, archive: Archive, file: str) -> None:
        self.archive = archive
        self.file = file
        self.left_out: list[str] = []
        data = archive.read("project.qde")
        if data is None:
            raise UnreadableError(
                "no REFI-QDA project: no project.qde in the archive", place=Place(file)
            )
        self.root = safexml.parse(data, f"{file}/project.qde")
        if self.root.tag != f"{TAG}Project":
            raise UnreadableError(
                "no REFI-QDA project: project.qde holds something else", place=Place(file)
            )
        self.counts_line_ends_once = "ATLAS" in (self.root.get("origin") or "").upper()
        self.codes: dict[str, Code] = {}
        for codes in self.all("CodeBook", "Codes"):
            self._read_codes(codes, "", 1)
        self.notes = {guid_of(note): note for note in self.all("Notes", "Note")}
        self.used_notes: set[str] = set()
        self.used_codes: set[str] = set()
        self.sources = [source for sources in self.all("Sources") for source in sources]
        self.texts = [source for source in self.sources if source.tag == f"{TAG}TextSource"]

    def all(self, *path: str) -> Iterator[Element]:
        """The elements at the end of a path of names below the root."""
        nodes: Iterable[Element] = (self.root,)
        for step in path:
            nodes = [child for node in nodes for child in node if child.tag == f"{TAG}{step}"]
        return iter(nodes)

    def _read_codes(self, node: Element, parent: str, depth: int) -> None:
        for child in node:
            if child.tag == f"{TAG}Code":
                name = guid_of(child)
                if not name or name in self.codes:
                    message = (
                        f"the code “{(child.get('name') or '')[:80]}” has no identifier of its own"
                    )
                    raise UnreadableError(message, place=Place(self.file))
                self.codes[name] = Code(child.get("name") or name, described(child), parent)
                # A topic has so many levels above it at most: what stands deeper moves up to the
                # deepest.
                self._read_codes(child, name if depth < _DEEPEST else parent, depth + 1)

    def note_bytes(self, note: Element) -> bytes | None:
        """What a note says; None where that is not in the project."""
        path = note.get("plainTextPath")
        if path:
            return self._inside(path)
        return next(
            (child.text or "" for child in note if child.tag == f"{TAG}PlainTextContent"), ""
        ).encode()

    def _inside(self, path: str) -> bytes | None:
        """The bytes of a file within the archive; None for any other."""
        scheme, _, name = path.partition("://")
        return self.archive.read(f"sources/{name.lstrip('/')}") if scheme == "internal" else None

    def text(self, source: Element) -> str | None:
        """The text of a source, as its positions count it; None, with a word on why, where there is
        none.
        """
        name = source.get("name") or guid_of(source)
        path = source.get("plainTextPath")
        if path:
            data = self._inside(path)
            if data is None:
                self.left_out.append(
                    f"the text “{name}”: it is not in the project, but at {path[:200]}"
                )
                return None
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                message = f"the text “{name}” is not UTF-8: byte 0x{error.object[error.start]:02x}"
                raise UnreadableError(message, place=Place(self.file)) from None
        else:
            contents = [
                child.text or "" for child in source if child.tag == f"{TAG}PlainTextContent"
            ]
            if not contents:
                self.left_out.append(f"the text “{name}”: the project has no plain text of it")
                return None
            text = contents[0]
        if self.counts_line_ends_once:
            text = text.replace("\r\n", "\n")
        if not text.strip() or len(text) > MAX_SCALAR:
            self.left_out.append(
                f"the text “{name}”: it is {'empty' if not text.strip() else 'too long'}"
            )
            return None
        return text

    def selections(self, source: Element, title: str) -> Iterator[Selection]:
        """The selections of a text, which is called `title` where something in it is left out."""
        for child in source:
            if child.tag == f"{TAG}Description" and (child.text or "").strip():
                self.left_out.append(f"{title}: the description of the text")
            elif child.tag == f"{TAG}Coding":
                self.left_out.append(
                    f"{title}: a code of the whole text, “{self._code_name(child)}”"
                )
            elif child.tag == f"{TAG}NoteRef" and target_of(child) not in self.used_notes:
                self.left_out.append(f"{title}: a memo")
            elif child.tag == f"{TAG}PlainTextSelection":
                name = child.get("name") or guid_of(child)
                try:
                    span = Span(
                        _number(child.get("startPosition")), _number(child.get("endPosition"))
                    )
                except ValueError:
                    self.left_out.append(
                        f"{title}: the selection “{name[:80]}”, which has no place"
                    )
                    continue
                for reference in child:
                    if reference.tag == f"{TAG}NoteRef":
                        self.left_out.append(f"{title}: the memo of the selection “{name[:80]}”")
                codings = [coding for coding in child if coding.tag == f"{TAG}Coding"]
                codes = tuple(
                    target_of(node)
                    for coding in codings
                    for node in coding
                    if node.tag == f"{TAG}CodeRef"
                )
                yield Selection(guid_of(child), name, span, codes, described(child))

    def _code_name(self, coding: Element) -> str:
        code = next(
            (self.codes.get(target_of(node)) for node in coding if node.tag == f"{TAG}CodeRef"),
            None,
        )
        return code.name if code else ""

    def list_the_rest(self) -> None:
        """List what no statement has a place for."""
        for source in self.sources:
            what = source.tag.removeprefix(TAG).removesuffix("Source")
            if what != "Text":
                codings = sum(node.tag == f"{TAG}Coding" for node in source.iter())
                coded = f", with {codings:,} codings" if codings else ""
                name = source.get("name") or guid_of(source)
                self.left_out.append(f"{_NAMED.get(what, what)}: “{name}”{coded}")
        for name, note in self.notes.items():
            if name not in self.used_notes:
                self.left_out.append(f"the memo “{note.get('name') or name}”")
        for path, what in (("Sets", "Set"), ("Graphs", "Graph"), ("Links", "Link")):
            for node in self.all(path, what):
                self.left_out.append(f"the {what.lower()} “{node.get('name') or guid_of(node)}”")
        for name, code in self.codes.items():
            if name not in self.used_codes and not is_kind(name):
                self.left_out.append(f"the code “{code.name}”, which no text uses")
        for node in self.all("Variables", "Variable"):
            if guid_of(node) != guid("variable", node.get("name") or ""):
                self.left_out.append(f"the variable “{node.get('name') or guid_of(node)}”")
        for node in self.all("Description"):
            if (node.text or "").strip():
                self.left_out.append("the description of the project")


_KINDS = guid("kinds")
KIND_OF: dict[str, Kind] = {guid("kind", kind): kind for kind in KINDS}


def is_kind(code: str) -> bool:
    """Whether a code is one of ours for a kind, or the one above them."""
    return code in KIND_OF or code == _KINDS


def guid_of(node: Element) -> str:
    """The identifier of an element, in lower case and without braces; "" where it has none."""
    return (node.get("guid") or "").strip("{}").lower()


def target_of(node: Element) -> str:
    """The identifier that a reference gives."""
    return (node.get("targetGUID") or "").strip("{}").lower()


def _number(value: str | None) -> int:
    if value is None or len(value) > _LONGEST_NUMBER:
        raise ValueError
    return int(value)


def described(node: Element) -> str:
    """The description of an element; "" where it has none."""
    return next((child.text or "" for child in node if child.tag == f"{TAG}Description"), "")
