"""XML from strangers, read within limits and without entities."""

from __future__ import annotations

from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from quotecli.errors import Place, UnreadableError

MAX_LEVELS = 64
MAX_ELEMENTS = 4_000_000
MAX_TAG = 8_000_000
"""The longest tag with its attributes, in bytes: the parser starts an incomplete one again with
each piece of the file.
"""
_PIECE = 1 << 20


def parse(data: bytes, file: str) -> Element:
    """Return the root of a tree with names as in ElementTree: {namespace}name.

    Raises UnreadableError, with the line, if the bytes are not XML, exceed a limit, or have a
    document type, which could define entities.
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
        if depth > MAX_LEVELS:
            refuse(f"the XML is nested more than {MAX_LEVELS} levels deep")
        if count > MAX_ELEMENTS:
            refuse(f"the XML has more than {MAX_ELEMENTS:,} elements")
        builder.start(_named(tag), {_named(name): value for name, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_named(tag))

    def doctype(*_: object) -> None:
        refuse("the XML has a document type, which could define entities")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    parser.buffer_text = True

    try:
        for at in range(0, len(data), _PIECE):
            parser.Parse(data[at : at + _PIECE])
            if at - parser.CurrentByteIndex > MAX_TAG:
                refuse(f"the XML has a tag of more than {MAX_TAG // 10**6} MB")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        place = Place(file, error.lineno, error.offset + 1)
        raise UnreadableError(f"not XML: {expat.ErrorString(error.code)}", place=place) from None
    except (LookupError, UnicodeError, ValueError) as error:
        raise UnreadableError(f"invalid XML: {error}", place=Place(file)) from None
    return builder.close()


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name
