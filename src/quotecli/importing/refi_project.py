"""The content of a REFI-QDA project as plain values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from quotecli.errors import Place, UnreadableError
from quotecli.exporting.refi import NAMESPACE, is_own_variable, make_guid
from quotecli.importing import safexml
from quotecli.importing.refi_files import ProjectFiles, decode
from quotecli.model import KINDS, Kind, Span, collapse_space
from quotecli.store.yaml_events import MAX_SCALAR
from quotecli.topic_tree import MAX_TOPIC_LEVELS

TAG = f"{{{NAMESPACE}}}"
_WHOLE_NUMBER = re.compile("-?[0-9]+")
_MAX_DIGITS = 12
# The most characters of a stranger's name that a message shows.
_MAX_TITLE = 80
_MAX_PATH = 200
_MEDIA = {"Picture": "pictures", "PDF": "PDF files", "Audio": "recordings", "Video": "videos"}

_KINDS = make_guid("kinds")
KIND_OF: dict[str, Kind] = {make_guid("kind", kind): kind for kind in KINDS}
"""The kinds by the identifiers of our codes for them."""


class Code(NamedTuple):
    """A code; `parent` is the identifier of the code above it, `colour` "#rrggbb" or ""."""

    name: str
    description: str
    parent: str
    colour: str = ""


class Selection(NamedTuple):
    """A selection in a text; `codes` are the identifiers of its codes.

    In a project, `span` is as the program counts positions.
    `guids` are its own identifiers: several if a program made one selection for each code.
    """

    guid: str
    name: str
    span: Span
    codes: tuple[str, ...]
    note: str
    guids: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What messages call it."""
        return f"the selection “{collapse_space(self.name)[:_MAX_TITLE]}”"


class RefiProject:
    """One project.

    `is_ours` says whether we wrote it, whatever another program made of it meanwhile. `variables`
    are the names of variables by their identifiers. `skipped` and `remarks` grow as the project is
    read; `used_notes` and `used_codes` are what statements have been made of, so that only the
    others are listed as skipped.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        self.skipped: list[str] = []
        self.remarks: list[str] = []
        self._files = ProjectFiles(data, file)
        self.root = self._read_root()
        self.origin = self.root.get("origin") or ""
        self.codes = read_codes(self.all("CodeBook", "Codes"), file)
        self.notes = {guid_of(note): note for note in self.all("Notes", "Note")}
        self.notes_by_name = {name_of(note): note for note in self.notes.values()}
        self.used_notes: set[str] = set()
        self.used_codes: set[str] = set()
        self.variables = {guid_of(one): name_of(one) for one in self.all("Variables", "Variable")}
        self.is_ours = False
        self._renamed: dict[str, str] = {}
        self.sources = [source for sources in self.all("Sources") for source in sources]
        self.texts = [text for source in self.sources if (text := _text_of(source)) is not None]
        self.texts_by_name = Counter(map(name_of, self.texts))

    def all(self, *path: str) -> Iterator[Element]:
        """Yield the elements at the end of a path of names below the root."""
        nodes: Iterable[Element] = (self.root,)
        for step in path:
            nodes = [child for node in nodes for child in find_children(node, step)]
        return iter(nodes)

    def rename_codes(self, names: Mapping[str, str]) -> None:
        """Give codes other identifiers; several with one identifier become one, the first."""
        self._renamed = dict(names)
        codes: dict[str, Code] = {}
        for key, code in self.codes.items():
            codes.setdefault(
                names.get(key, key), code._replace(parent=names.get(code.parent, code.parent))
            )
        self.codes = codes

    def values(self, source: Element) -> dict[str, str]:
        """Return the variables of a source, by name."""
        values = {}
        for node in find_children(source, "VariableValue"):
            text = next(iter(find_children(node, "TextValue")), None)
            for reference in find_children(node, "VariableRef"):
                name = self.variables.get(target_of(reference))
                if name and text is not None:
                    values[name] = text.text or ""
        return values

    def note_bytes(self, note: Element) -> bytes | None:
        """Return the content of a note, or None if it is not in the project."""
        path = note.get("plainTextPath")
        if path:
            return self._files.read(path)
        return next(
            (node.text or "" for node in find_children(note, "PlainTextContent")), ""
        ).encode()

    def text(self, source: Element) -> str | None:
        """Return the text of a source, or None if it is skipped."""
        title = f"the text “{name_of(source)}”"
        text = self._plain_text(source, title)
        if text is None:
            return None
        if not text.strip():
            self.skipped.append(f"{title}: it is empty")
            return None
        if len(text) > MAX_SCALAR:
            self.skipped.append(f"{title}: it is too long")
            return None
        return text

    def selections(self, source: Element, title: str) -> Iterator[Selection]:
        """Yield the selections of a text; `title` is what messages call the text."""
        for child in source:
            tag = child.tag.removeprefix(TAG)
            if tag == "Description" and (child.text or "").strip():
                self.skipped.append(f"{title}: the description of the text")
            elif tag == "Coding":
                self.skipped.append(
                    f"{title}: a code of the whole text, “{self._code_name(child)}”"
                )
            elif tag == "NoteRef" and target_of(child) not in self.used_notes:
                self.skipped.append(f"{title}: a memo")
            elif tag == "PlainTextSelection" and (selection := self._selection(child, title)):
                yield selection

    def list_the_rest(self) -> None:
        """List as skipped whatever no statement can represent."""
        self.skipped += [*self._media(), *self._memos_and_links(), *self._codes_and_variables()]
        if any((node.text or "").strip() for node in self.all("Description")):
            self.skipped.append("the description of the project")

    def _media(self) -> Iterator[str]:
        for source in self.sources:
            medium = source.tag.removeprefix(TAG).removesuffix("Source")
            # Of a file whose text was read, only what is marked on its pages is left.
            is_read = medium == "Text" or find_children(source, "Representation")
            marked = find_children(source, f"{medium}Selection") if is_read else [source]
            codings = sum(1 for node in marked for _ in node.iter(f"{TAG}Coding"))
            coded = f", with {codings:,} codings" if codings else ""
            if codings or not is_read:
                yield f"{_MEDIA.get(medium, medium)}: “{name_of(source)}”{coded}"

    def _memos_and_links(self) -> Iterator[str]:
        for key, note in self.notes.items():
            if key not in self.used_notes:
                yield f"the memo “{name_of(note)}”"
        for kind in ("Set", "Graph", "Link"):
            for node in self.all(f"{kind}s", kind):
                yield f"the {kind.lower()} “{name_of(node)}”"

    def _codes_and_variables(self) -> Iterator[str]:
        for key, code in self.codes.items():
            if key not in self.used_codes and not is_kind(key):
                yield f"the code “{code.name}”, which no text uses"
        for key, name in self.variables.items():
            if not (self.is_ours and is_own_variable(key, name)):
                yield f"the variable “{name}”"

    def _read_root(self) -> Element:
        name = self._files.qde
        root = safexml.parse(self._files.read_qde(), f"{self.file}/{name}")
        if root.tag != f"{TAG}Project":
            raise UnreadableError(
                f"not a REFI-QDA project: {name} holds something else", place=Place(self.file)
            )
        return root

    def _plain_text(self, source: Element, title: str) -> str | None:
        path = source.get("plainTextPath")
        data = self._files.read(path) if path else None
        if data is not None:
            text, remark = decode(data)
            if remark:
                (self.skipped if text is None else self.remarks).append(f"{title}: {remark}")
            return text

        contents = [node.text or "" for node in find_children(source, "PlainTextContent")]
        if not contents:
            reason = "the project does not hold its plain text"
            if path:
                reason = f"it is outside the project, at {path[:_MAX_PATH]}"
            self.skipped.append(f"{title}: {reason}")
        return contents[0] if contents else None

    def _selection(self, node: Element, title: str) -> Selection | None:
        """Return a selection, or None if it has no position."""
        codes = [
            self._renamed.get(target_of(reference), target_of(reference))
            for coding in find_children(node, "Coding")
            for reference in find_children(coding, "CodeRef")
        ]
        key = guid_of(node)
        note = description_of(node)
        selection = Selection(key, name_of(node), Span(0, 0), tuple(codes), note, (key,))
        try:
            span = Span(_number(node.get("startPosition")), _number(node.get("endPosition")))
        except ValueError:
            self.skipped.append(f"{title}: {selection.title}, which has no position")
            return None

        for _ in find_children(node, "NoteRef"):
            self.skipped.append(f"{title}: the memo of {selection.title}")
        return selection._replace(span=span)

    def _code_name(self, coding: Element) -> str:
        codes = (self.codes.get(target_of(node)) for node in find_children(coding, "CodeRef"))
        code = next(codes, None)
        return code.name if code else ""


def read_codes(parents: Iterable[Element], file: str) -> dict[str, Code]:
    """Return the codes below some elements, by their identifiers, each after the one above it.

    Raises UnreadableError if one has no identifier of its own.
    """
    codes: dict[str, Code] = {}

    def read(node: Element, parent: str, level: int) -> None:
        for child in find_children(node, "Code"):
            key = guid_of(child)
            if not key or key in codes:
                title = (child.get("name") or "")[:_MAX_TITLE]
                message = f"the code “{title}” has no identifier of its own"
                raise UnreadableError(message, place=Place(file))
            colour = read_colour(child.get("color"))
            codes[key] = Code(name_of(child), description_of(child), parent, colour)
            # Topics are not nested as deeply as codes may be: what is deeper moves up.
            read(child, key if level < MAX_TOPIC_LEVELS else parent, level + 1)

    for node in parents:
        read(node, "", 1)
    return codes


def _text_of(source: Element) -> Element | None:
    """Return the text source that a source is or, if it is a PDF file, has; None without one.

    The text of a PDF file gets the name of the file, and what is said of the file.
    """
    if source.tag == f"{TAG}TextSource":
        return source
    texts = find_children(source, "Representation") if source.tag == f"{TAG}PDFSource" else []
    for text in texts[:1]:
        text.set("name", source.get("name") or text.get("name") or "")
        for name in ("Description", "Coding", "NoteRef", "VariableValue"):
            text.extend(find_children(source, name))
    return texts[0] if texts else None


def is_kind(code: str) -> bool:
    """Return True if a code is one of ours for a kind, or the one above them."""
    return code in KIND_OF or code == _KINDS


def find_children(node: Element, name: str) -> list[Element]:
    """Return the elements with a name right below another."""
    return node.findall(f"{TAG}{name}")


def guid_of(node: Element) -> str:
    """Return the identifier of an element in lower case without braces, or "" if it has none."""
    return (node.get("guid") or "").strip("{}").lower()


def name_of(node: Element) -> str:
    """Return the name of an element, or its identifier if it has no name."""
    return node.get("name") or guid_of(node)


def target_of(node: Element) -> str:
    """Return the identifier that a reference points to."""
    return (node.get("targetGUID") or "").strip("{}").lower()


def description_of(node: Element) -> str:
    """Return the description of an element, or "" if it has none."""
    return next((child.text or "" for child in find_children(node, "Description")), "")


def read_colour(value: str | None) -> str:
    """Return a colour of REFI-QDA, "#rrggbb" or "#rgb", in the longer form; "" for any other."""
    if not value or not re.fullmatch("#(?:[0-9a-fA-F]{3}){1,2}", value):
        return ""
    return value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])


def _number(value: str | None) -> int:
    if value is None or len(value) > _MAX_DIGITS or not _WHOLE_NUMBER.fullmatch(value):
        raise ValueError
    return int(value)
