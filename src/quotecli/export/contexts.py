"""The words around a passage that tell it from every other place with the same words."""

from __future__ import annotations

from collections.abc import Sequence

from quotecli.model import Span

_GRAM = 32
_FEW = 8
_MOST_LOOKED_AT = 64
_SHORTEST, _LONGEST = 32, 1024


class Contexts:
    """The contexts of the passages of one text, which is indexed once.

    Every 32nd stretch of 32 code points is indexed; whatever is twice as long contains one of them, wherever it
    stands, so that another place with the same words is found without reading the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: dict[str, list[int]] = {}
        for at in range(0, len(text) - _GRAM + 1, _GRAM):
            self._starts.setdefault(text[at : at + _GRAM], []).append(at)

    def around(self, span: Span) -> tuple[str, str]:
        """What stands before and after a passage: 32 code points each, more until no other place has all three.

        At most 1,024 each: where those do not tell two places apart, nothing near them does.
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
        if end - start < 2 * _GRAM:
            # Only near the ends of a text is so little to be had.
            words = text[start:end]
            return text.find(words) == start and text.find(words, start + 1) < 0
        words = text[start:end]
        for offset in range(_GRAM):
            places: Sequence[int] = self._starts.get(words[offset : offset + _GRAM], ())
            if len(places) > _FEW:
                offset, places = self._rarest(words, offset)
                if len(places) > _MOST_LOOKED_AT:
                    return False
            for place in places:
                at = place - offset
                if at != start and at >= 0 and text.startswith(words, at):
                    return False
        return True

    def _rarest(self, words: str, offset: int) -> tuple[int, Sequence[int]]:
        grams = (
            (at, self._starts.get(words[at : at + _GRAM], ())) for at in range(offset, len(words) - _GRAM + 1, _GRAM)
        )
        return min(grams, key=lambda pair: len(pair[1]))
