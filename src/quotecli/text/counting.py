"""Positions in a text as other programs count them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from typing import NamedTuple

_BEYOND_16_BITS = "[\U00010000-\U0010ffff]"
_CR_LF = "\r\n"


class Counting:
    """One way to count the characters of a text, from 0.

    Characters are code points, unless `utf16` counts one beyond U+FFFF as two, as strings of .NET,
    Java and JavaScript do. With `joins_line_ends`, CR LF counts as one.
    """

    def __init__(self, text: str, *, utf16: bool = False, joins_line_ends: bool = False) -> None:
        self.utf16 = utf16
        self.joins_line_ends = joins_line_ends
        self._length = len(text)
        # The code points after those that count differently, and their positions.
        self._offsets, self._positions = array("i", [0]), array("i", [0])

        patterns = [_BEYOND_16_BITS] * utf16 + [_CR_LF] * joins_line_ends
        shift = 0
        for match in re.finditer("|".join(patterns), text) if patterns else ():
            shift += -1 if match.group() == _CR_LF else 1
            self._offsets.append(match.end())
            self._positions.append(match.end() + shift)

    def position(self, offset: int) -> int:
        """Return the position of the code point at an offset, which is not the LF of a CR LF."""
        at = bisect_right(self._offsets, offset) - 1
        return self._positions[at] + offset - self._offsets[at]

    def offset(self, position: int) -> int | None:
        """Return the offset in code points of a position, or None if the text has no such one."""
        at = bisect_right(self._positions, position) - 1
        if at < 0:
            return None
        offset = self._offsets[at] + position - self._positions[at]
        # Beyond the last offset before the next is the middle of a character.
        is_last = at + 1 == len(self._offsets)
        return offset if offset < (self._length + 1 if is_last else self._offsets[at + 1]) else None


class Way(NamedTuple):
    """A way to count the characters of a text, as the keywords of Counting."""

    utf16: bool = False
    joins_line_ends: bool = False

    def apply(self, text: str) -> Counting:
        """Return a text as it is counted this way."""
        return Counting(text, utf16=self.utf16, joins_line_ends=self.joins_line_ends)


def find_ways(text: str) -> list[Way]:
    """Return the ways to count a text that differ, that of the standards first."""
    units = (False, True) if re.search(_BEYOND_16_BITS, text) else (False,)
    ends = (False, True) if _CR_LF in text else (False,)
    return [Way(utf16, joined) for utf16 in units for joined in ends]


_STEP = 1_000


class Utf8Counting:
    """A text whose positions count bytes of UTF-8, from 0."""

    def __init__(self, text: str) -> None:
        self._text = text
        # The bytes before every so many code points.
        self._positions = array("q", [0])
        for at in range(0, len(text), _STEP):
            size = len(text[at : at + _STEP].encode())
            self._positions.append(self._positions[-1] + size)

    def position(self, offset: int) -> int:
        """Return the position of the code point at an offset."""
        step = offset // _STEP
        return self._positions[step] + len(self._text[step * _STEP : offset].encode())

    def offset(self, position: int) -> int | None:
        """Return the offset in code points of a position, or None if no code point begins there."""
        if position >= self._positions[-1]:
            return len(self._text) if position == self._positions[-1] else None
        step = bisect_right(self._positions, position) - 1
        if step < 0:
            return None
        data = self._text[step * _STEP : (step + 1) * _STEP].encode()
        left = position - self._positions[step]
        if data[left] & 0xC0 == 0x80:
            return None
        return step * _STEP + len(data[:left].decode())
