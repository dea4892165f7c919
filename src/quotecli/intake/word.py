"""Word files (.docx): paragraphs, headings, and tables as lines."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from quotecli.errors import Place, UnreadableError
from quotecli.extras import load_module
from quotecli.intake.archive import Archive
from quotecli.intake.document import Document

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
# What was deleted or moved away, codes of fields, and what old programs get instead of a drawing.
_HIDDEN = frozenset((f"{_WORD}del", f"{_WORD}moveFrom", f"{_WORD}instrText", f"{_WORD}rPr"))
_FALLBACK = "}Fallback"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DROPPED = frozenset((f"{_WORD}del", f"{_WORD}moveFrom"))
_FIELD = re.compile(r'HYPERLINK\s+"([^"]+)"')


def is_word(archive: Archive) -> bool:
    """Return True if an archive is a Word file."""
    return "word/document.xml" in archive.names()


def read_word(data: bytes, file: str, archive: Archive) -> Document:
    """Return the text of a Word file as its author sees it, and its head.

    Raises UnreadableError if python-docx is not installed, or if the file is damaged or unpacks to
    more than a text does.
    """
    docx: Any = load_module("docx", Place(file))
    for name in archive.names():
        content = archive.read(name) or b""
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
            raise UnreadableError(f"'{name}' in the file defines entities", place=Place(file))
    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_read_blocks(document.element.body))
        core = document.core_properties
        title, author = core.title or "", core.author or ""
        language = core.language or ""
        links = [link for part in _list_parts(document) for link in _find_links(*part)]
    except Exception as error:  # python-docx raises whatever it meets in a damaged file
        reason = str(error).partition("\n")[0][:100] or type(error).__name__
        raise UnreadableError(f"damaged Word file: {reason}", place=Place(file)) from None
    return Document(
        "\n\n".join(lines) + "\n",
        title=title,
        author=author,
        language=language,
        links=tuple(dict.fromkeys(links)),
    )


def _list_parts(document: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the text and the notes of a Word file, each with its relations by number."""
    from docx.oxml import parse_xml

    yield document.element.body, document.part.rels
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith(("footnotes.xml", "endnotes.xml")):
            yield parse_xml(part.blob), part.rels


def _find_links(node: Any, relations: Any) -> Iterator[str]:
    """Yield where the links within an element lead to, in order."""
    number = node.get(_RELATION)
    if node.tag == f"{_WORD}hyperlink" and number in relations:
        yield str(relations[number].target_ref)
    for child in node:
        if child.tag not in _DROPPED:
            yield from _find_links(child, relations)
    field = node.get(f"{_WORD}instr") or ""
    if node.tag == f"{_WORD}p":  # a code may stand in several pieces
        field = "".join(piece.text or "" for piece in node.iter(f"{_WORD}instrText"))
    yield from _FIELD.findall(field)


def _read_blocks(parent: Any) -> Iterator[str]:
    """Yield the paragraphs of an element, and the rows of its tables, that have words."""
    for node in parent:
        if node.tag == f"{_WORD}p":
            if text := _read_runs(node).strip():
                yield text
        elif node.tag == f"{_WORD}tbl":
            for row in node.iter(f"{_WORD}tr"):
                cells = [" ".join(_read_blocks(cell)) for cell in row.iter(f"{_WORD}tc")]
                if any(cells):
                    yield " | ".join(cells)
        elif node.tag not in _HIDDEN:
            yield from _read_blocks(node)


def _read_runs(node: Any) -> str:
    """Return the text within an element, in order."""
    pieces: list[str] = []
    for child in node:
        if child.tag == f"{_WORD}t":
            pieces.append(child.text or "")
        elif child.tag in _HIDDEN or str(child.tag).endswith(_FALLBACK):
            continue
        else:
            name = str(child.tag).rpartition("}")[2]
            is_word = str(child.tag).startswith(_WORD)
            pieces.append(_SIGNS[name] if is_word and name in _SIGNS else _read_runs(child))
    return "".join(pieces)
