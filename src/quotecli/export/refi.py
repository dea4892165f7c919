"""What the REFI-QDA project exchange has in common for writing and reading: names, identifiers,
marks.

The standard (REFI-QDA 1.5, schema of 18 March 2019, urn:QDA-XML:project:1.0) counts positions in
Unicode code points of the plain text file, the end excluded.
"""

from __future__ import annotations

import re
from uuid import UUID, uuid5

from quotecli.model import Topic

NAMESPACE = "urn:QDA-XML:project:1.0"
ORIGIN = "quotecli"
RECORD = "quotecli statement"
"""How the name of a note begins that holds a statement's file as JSON."""
ROOT = UUID("5a0f5d0e-3c0b-5d0b-9c55-6f7a2b1f4c11")

# XML 1.0 has no way to write these, not even as references.
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def guid(*names: str) -> str:
    """The identifier of a thing, the same for the same names (RFC 9562, version 5)."""
    return str(uuid5(ROOT, "\n".join(names)))


def part_guid(statement: str, quote: str, number: int) -> str:
    """The identifier of the selection of a quote's part; parts are counted from 0."""
    return guid("selection", statement, quote, str(number))


def shown(text: str) -> str:
    """`text` with what XML cannot carry as escapes, for people; the record beside it has the very
    characters.
    """
    return _UNCARRIED.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def code_names(topic: Topic) -> tuple[str, str]:
    """What a topic's code may be called: its label, or with the id where another code has the same
    label.
    """
    label = shown(topic.label)
    return label, f"{label} ({topic.id})"
