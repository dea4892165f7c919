"""What writers and readers of REFI-QDA projects share: names, identifiers and escapes.

The standard (REFI-QDA 1.5, schema of 18 March 2019, urn:QDA-XML:project:1.0) counts positions in
Unicode code points of the plain text file, the end excluded.
"""

from __future__ import annotations

import re
from html import escape
from uuid import UUID, uuid5

from quotecli.model import Source, Topic
from quotecli.text.escape import visible

NAMESPACE = "urn:QDA-XML:project:1.0"
ORIGINS = {"codepoints": "quotecli", "utf16": "quotecli (UTF-16)"}
"""The origin of our projects, by how their positions are counted."""
RECORD = "quotecli statement"
"""The beginning of the name of a note that holds a statement's file as JSON."""
KIND = "Kind"
"""The name of the code above those of kinds."""
VARIABLES = ("statement", "speaker", "speakers", "occasion", "coder", "memo", *Source._fields)
CASE_VARIABLES = ("role", "aliases")
"""The names of our variables of texts and of cases."""
ROOT = UUID("5a0f5d0e-3c0b-5d0b-9c55-6f7a2b1f4c11")
"""The namespace of our identifiers, chosen at random."""

# XML 1.0 cannot represent these, not even as references.
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def make_guid(*names: str) -> str:
    """Return the identifier of a thing, the same for the same names (RFC 9562, version 5)."""
    return str(uuid5(ROOT, "\n".join(names)))


def attribute_guid(name: str) -> str:
    """Return the identifier of the variable that an attribute of speakers is."""
    return make_guid("attribute", name)


def is_own_variable(guid: str, name: str) -> bool:
    """Return True for a variable of ours, whatever program it has gone through."""
    return name in (*VARIABLES, *CASE_VARIABLES) or guid == attribute_guid(name)


def make_part_guid(statement: str, quote: str, number: int) -> str:
    """Return the identifier of the selection of a quote's part; parts are counted from 0."""
    return make_guid("selection", statement, quote, str(number))


def escape_uncarried(text: str) -> str:
    """Return text for people, with escapes in place of what XML cannot represent.

    The record beside it has the characters themselves.
    """
    return _UNCARRIED.sub(lambda match: visible(match.group()), text)


def escape_content(text: str) -> str:
    """Return text as it may stand between tags."""
    # A parser turns a carriage return into a line feed unless it is written as a reference.
    return escape(escape_uncarried(text), quote=False).replace("\r", "&#13;")


def escape_attribute(text: str) -> str:
    """Return text as it may stand in the quotation marks of an attribute."""
    # In attributes, a parser turns line ends and tabs into spaces.
    escaped = escape(escape_uncarried(text))
    return escaped.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")


def name_code(topic: Topic) -> tuple[str, str]:
    """Return the names that a topic's code may have.

    The first is its label; the second has its id too, for when another code has the same label.
    """
    label = escape_uncarried(topic.label)
    return label, f"{label} ({topic.id})"
