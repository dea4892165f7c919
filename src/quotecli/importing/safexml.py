"""XML from anywhere -> a tree, with bounds; no document type, and so no entities to expand or to
fetch.
"""

from __future__ import annotations

from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from quotecli.errors import Place, UnreadableError

MOST_LEVELS = 64
MOST_ELEMENTS = 4_000_000
LONGEST_TAG = 8_000_000
"""The longest tag, with its attributes, in bytes: the parser reads one that is not complete again
for each piece.
"""
_PIECE = 1 << 20


def parse(data: bytes, file: str) -> Element:
    """The root of the tree; tags and attributes are named as ElementTree does, {namespace}name.

    Raises UnreadableError, with its line, where the bytes are no XML, have a document type, or are
    nested deeper than any format here needs.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def refuse(message: str) -> NoReturn:
        place = Place(file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        raise UnreadableError(message, place=place)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MOST_LEVELS:
            refuse(f"XML that is nested more than {MOST_LEVELS} levels deep")
        if count > MOST_ELEMENTS:
            refuse(f"XML with more than {MOST_ELEMENTS:,} elements")
        builder.start(_named(tag), {_named(name): value for name, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_named(tag))

    def doctype(*_: object) -> None:
        refuse("XML with a document type, which could define entities")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    parser.buffer_text = True
    try:
        for at in range(0, len(data), _PIECE):
            parser.Parse(data[at : at + _PIECE])
            if at - parser.CurrentByteIndex > LONGEST_TAG:
                refuse(f"XML with a tag of more than {LONGEST_TAG // 10**6} MB")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        place = Place(file, error.lineno, error.offset + 1)
        raise UnreadableError(f"no XML: {expat.ErrorString(error.code)}", place=place) from None
    except (LookupError, UnicodeError, ValueError) as error:
        raise UnreadableError(f"no XML that can be read: {error}", place=Place(file)) from None
    return builder.close()


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name
