"""Data made safe to show: none of it moves the cursor, sets a colour or turns the reading order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

# C0 except tab and line feed, DEL, C1; characters that start or end an embedding, override or
# isolate of bidirectional text; invisible operators, the deprecated format characters, the byte
# order mark, noncharacters and the invisible tags; lone surrogates, which no stream can carry.
_DANGEROUS = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2061-\\u206f"
    "\\ud800-\\udfff\\ufdd0-\\ufdef\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\U000e0000-\\U000e007f"
)


@cache
def _hidden() -> re.Pattern[str]:
    # Compiled when a text first needs it: most have printable characters only.
    return re.compile(f"[{_DANGEROUS}]")


def visible(text: str) -> str:
    """Return text with dangerous characters as escapes; tabs and line ends stay."""
    return text if text.isprintable() else _hidden().sub(_escaped, text)


def visible_line(text: str) -> str:
    """Return text with dangerous characters, tabs and line ends as escapes."""
    return text if text.isprintable() else visible(text).replace("\t", "\\t").replace("\n", "\\n")


def with_escapes(text: str, write: Callable[[str, str], str]) -> str:
    """Return text with each dangerous character replaced by `write(character, escape)`."""
    if text.isprintable():
        return text
    return _hidden().sub(lambda match: write(match.group(), _escaped(match)), text)


def json_safe(text: str) -> str:
    """Return JSON that means the same, without dangerous characters in its strings."""
    if text.isprintable():
        return text
    return _hidden().sub(lambda match: _utf16_escapes(match.group()), text)


def json_ascii(text: str) -> str:
    """Return JSON that means the same, in ASCII."""
    return re.sub("[^\x00-\x7f]", lambda match: _utf16_escapes(match.group()), text)


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode()


def _utf16_escapes(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
