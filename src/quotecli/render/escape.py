"""Data made safe to show: nothing in it moves the cursor, sets a colour or turns the reading order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

# C0 but tab and line feed, DEL, C1; what starts or ends an embedding, override or isolate of
# bidirectional text, the deprecated format characters and the invisible tags; lone surrogates,
# which no stream can carry.
_DANGEROUS = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u206f\\ufff9-\\ufffb"
    "\\ud800-\\udfff\\U000e0000-\\U000e007f"
)


@cache
def _hidden() -> re.Pattern[str]:
    """Made when a text first needs it: most have nothing but what can be printed."""
    return re.compile(f"[{_DANGEROUS}]")


def visible(text: str) -> str:
    """`text` with every dangerous character written as its escape; tabs and line ends stay."""
    return text if text.isprintable() else _hidden().sub(_escaped, text)


def visible_line(text: str) -> str:
    """As visible(), for what must stay on one line: tabs and line ends are escaped too."""
    return text if text.isprintable() else visible(text).replace("\t", "\\t").replace("\n", "\\n")


def with_escapes(text: str, write: Callable[[str, str], str]) -> str:
    """`text` with every dangerous character replaced by what `write` makes of it and of its escape."""
    return (
        text
        if text.isprintable()
        else _hidden().sub(lambda match: write(match.group(), _escaped(match)), text)
    )


def json_safe(text: str) -> str:
    """JSON text whose strings hold no dangerous character; it means the same."""
    return (
        text
        if text.isprintable()
        else _hidden().sub(lambda match: _utf16_escapes(match.group()), text)
    )


def json_ascii(text: str) -> str:
    """JSON text in ASCII alone; it means the same."""
    return re.sub("[^\x00-\x7f]", lambda match: _utf16_escapes(match.group()), text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 0x0D:
        return "\\r"
    return (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )


def _utf16_escapes(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
