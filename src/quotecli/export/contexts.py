"""The words around a passage that tell it from every other place with the same words."""

from __future__ import annotations

from collections.abc import Sequence

from quotecli.model import Span

_GRAM, _STEP = 32, 64
_FEW = 8
_MOST_LOOKED_AT = 64
_SHORT = 100_000
"""A text of so many code points is read twice in less time than it is indexed."""
_SHORTEST, _LONGEST = 48, 768


class Contexts:
    """The contexts of the passages of one text, which is indexed once if it is long.

    A stretch of 32 code points is indexed at every 64th; whatever is 96 long contains one of them,
    wherever it stands, so that another place with the same words is found without reading the text.
    """

    def __init__(self, text: str, short: int = _SHORT) -> None:
        self.text = text
        self._short = len(text) <= short
        # By hash, which takes a third of the memory of the words: what is found is compared with
        # the text anyway.
        self._first: dict[int, int] = {}
        self._all: dict[int, list[int]] = {}
        for at in range(0, 0 if self._short else len(text) - _GRAM + 1, _STEP):
            gram = hash(text[at : at + _GRAM])
            first = self._first.setdefault(gram, at)
            if first != at:
                self._all.setdefault(gram, [first]).append(at)

    def around(self, span: Span) -> tuple[str, str]:
        """What stands before and after a passage: 48 code points each, more until no other place
        has all three.

        At most 768 each: where those do not tell two places apart, nothing near them does.
        """
        text, size = self.text, _SHORTEST
        while True:
            start, end = max(0, span.start - size), min(len(text), span.end + size)
            whole = end - start == len(text)
            if size >= _LONGEST or whole or self._is_alone(start, end):
                return text[start : span.start], text[span.end : end]
            size *= 2

    def _is_alone(self, start: int, end: int) -> bool:
        """Whether no other place of the text has what stands from `start` to `end`."""
        text = self.text
        words = text[start:end]
        # What is not in the index: a short text, and near the ends of a long one so little that it
        # may be in none.
        if self._short or end - start < _STEP + _GRAM:
            return text.find(words) == start and text.find(words, start + 1) < 0
        for offset in range(_STEP):
            places = self._places(words, offset)
            if len(places) > _FEW:
                starts = range(offset, len(words) - _GRAM + 1, _STEP)
                offset, places = min(
                    ((at, self._places(words, at)) for at in starts), key=lambda pair: len(pair[1])
                )
                if len(places) > _MOST_LOOKED_AT:
                    return False
            for place in places:
                at = place - offset
                if at != start and at >= 0 and text.startswith(words, at):
                    return False
        return True

    def _places(self, words: str, offset: int) -> Sequence[int]:
        """Where the stretch at an offset of some words is indexed."""
        gram = hash(words[offset : offset + _GRAM])
        several = self._all.get(gram)
        if several:
            return several
        first = self._first.get(gram)
        return () if first is None else (first,)
