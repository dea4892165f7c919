"""Excerpt -> its spans in the text and the tier of the match.

An excerpt is looked for in the text as it is (white space folded), then without regard to
typography, then by its words alone; the first that holds all its parts, in order, is its tier. No
match cuts a word in two: "I can" does not stand in "I can't". The text is indexed once, so that the
time for all excerpts grows with their length, and not with their number times the text's.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from quotecli.anchoring.exact import Exact
from quotecli.anchoring.folded import APOSTROPHES, Folded
from quotecli.model import Anchor, Tier
from quotecli.text.paragraphs import Paragraphs
from quotecli.text.scripts import UNSPACED, is_unspaced

if TYPE_CHECKING:
    from quotecli.anchoring.loose import Loose

_TIERS: tuple[Tier, ...] = ("exact", "typographic", "loose")
_GRAM = 16
# Nearly every excerpt begins and ends at one of these, which are part of no word.
_APART = frozenset(' “”"!?;:()—')
_JOINTS = f"{APOSTROPHES}.,"
_MOST_READ = 1_000_000
_MAX_SCANS = 500
_FEW = 16


class Anchorer:
    """Finds excerpts in one text; nothing is looked for twice."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._views: dict[Tier, View] = {}
        self._found: dict[tuple[tuple[str, ...], str, str], Anchor] = {}

    def anchor(self, parts: tuple[str, ...], prefix: str = "", suffix: str = "") -> Anchor:
        """Where the parts of an excerpt stand; where that is ambiguous, `prefix` and `suffix`
        decide.

        Where they do not, the first place is taken and the anchor says how many there are.
        """
        key = (parts, prefix, suffix)
        if key not in self._found:
            self._found[key] = self._anchor(parts, prefix, suffix)
        return self._found[key]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph, from 1, in which the code point at `offset` stands."""
        return self.paragraphs.number(offset)

    @cached_property
    def paragraphs(self) -> Paragraphs:
        """The paragraphs of the text."""
        return Paragraphs(self.text)

    def view(self, tier: Tier) -> View:
        """The text as one tier compares it; made at the first call."""
        if tier not in self._views:
            self._views[tier] = View(_folded(self.text, tier))
        return self._views[tier]

    def _anchor(self, parts: tuple[str, ...], prefix: str, suffix: str) -> Anchor:
        for tier in _TIERS:
            view = self.view(tier)
            needle = view.folded.needle
            fitting = places = view.places([needle(part) for part in parts])
            if not places:
                continue
            if prefix or suffix:
                before, after = needle(prefix), needle(suffix)
                fitting = [place for place in places if view.between(before, place, after)]
            chosen = fitting or places
            spans = tuple([view.folded.span(start, end) for start, end in chosen[0]])
            return Anchor(tier, spans, len(chosen), bool(fitting))
        return Anchor("missing")


Placement = list[tuple[int, int]]


class View:
    """A text as one tier compares it, indexed so that an excerpt is found without reading the text."""

    def __init__(self, folded: Folded | Loose) -> None:
        self.folded = folded
        self._read = 0
        self._scans = 0
        self._found: dict[str, list[int]] = {}

    def occurrences(self, needle: str) -> list[int]:
        """Where a folded excerpt begins, whole words only, in order."""
        text, size = self.folded.text, len(needle)
        known = self._found.get(needle)
        if known is None:
            known = self._found[needle] = sorted(
                start
                for start in self._candidates(needle)
                if not self._is_inside(start)
                and text.startswith(needle, start)
                and not self._is_inside(start + size)
            )
        return known

    def places(self, needles: list[str]) -> list[Placement]:
        """The places where all needles stand in order, each next to the one that occurs most
        rarely.
        """
        if len(needles) == 1:
            return [[(start, start + len(needles[0]))] for start in self.occurrences(needles[0])]
        starts = [self.occurrences(needle) for needle in needles]
        if not all(starts):
            return []
        lengths = [len(needle) for needle in needles]
        pivot = min(range(len(needles)), key=lambda i: (len(starts[i]), -lengths[i]))
        places = []
        for start in starts[pivot]:
            place = [(start, start + lengths[pivot])]
            for i in range(pivot + 1, len(needles)):
                at = bisect_left(starts[i], place[-1][1])
                if at == len(starts[i]):
                    break
                place.append((starts[i][at], starts[i][at] + lengths[i]))
            for i in range(pivot - 1, -1, -1):
                at = bisect_right(starts[i], place[0][0] - lengths[i]) - 1
                if at < 0:
                    break
                place.insert(0, (starts[i][at], starts[i][at] + lengths[i]))
            if len(place) == len(needles):
                places.append(place)
        return places

    def between(self, before: str, place: Placement, after: str) -> bool:
        """Whether `before` stands right before a place and `after` right after it, white space
        aside.
        """
        text, start, end = self.folded.text, place[0][0], place[-1][1]
        head = text[max(0, start - len(before) - 1) : start]
        tail = text[end : end + len(after) + 1]
        # What stands there may itself begin or end with white space that no editor moves, such as a
        # no-break space.
        return (head.rstrip(" ").endswith(before) or head.rstrip().endswith(before)) and (
            tail.lstrip(" ").startswith(after) or tail.lstrip().startswith(after)
        )

    def _candidates(self, needle: str) -> Iterable[int]:
        """Where the needle could begin, each place once."""
        # An index of the text pays only where reading it again and again takes longer.
        self._read += len(self.folded.text)
        if self._read <= _MOST_READ:
            return self._by_reading(needle)
        if len(needle) >= 2 * _GRAM:
            return self._by_gram(needle)
        self._scans += 1
        words = list(_piece().finditer(needle)) if self._scans > _MAX_SCANS else []
        return self._by_word(words) if words else self._by_reading(needle)

    def _by_gram(self, needle: str) -> list[int]:
        # Every gram that begins at a multiple of its length is indexed; wherever a needle of twice
        # that length stands, one of its first grams is among them, and tells where.
        first, more = self._grams
        places: list[int] = []
        for offset in range(_GRAM):
            gram = needle[offset : offset + _GRAM]
            at = first.get(gram)
            if at is None:
                continue
            others: Sequence[int] = more.get(gram, ())
            if len(others) > _FEW:
                offset, gram = self._rarest(needle, offset)
                at, others = first.get(gram, -1), more.get(gram, ())
            places += [start - offset for start in (at, *others) if start >= offset]
        return places

    def _rarest(self, needle: str, offset: int) -> tuple[int, str]:
        """Of the grams in a needle that are indexed if the one at `offset` is, the rarest, and
        where it begins.
        """
        first, more = self._grams
        starts = range(offset, len(needle) - _GRAM + 1, _GRAM)
        grams = [(start, needle[start : start + _GRAM]) for start in starts]
        return min(grams, key=lambda pair: len(more.get(pair[1], ())) + (pair[1] in first))

    def _by_word(self, words: list[re.Match[str]]) -> Iterator[int]:
        rarest = min(words, key=lambda match: len(self._words.get(match.group(), ())))
        for at in self._words.get(rarest.group(), ()):
            if at >= rarest.start():
                yield at - rarest.start()

    def _by_reading(self, needle: str) -> Iterator[int]:
        text = self.folded.text
        at = text.find(needle) if needle else -1
        while at >= 0:
            yield at
            at = text.find(needle, at + 1)

    @cached_property
    def _grams(self) -> tuple[dict[str, int], dict[str, list[int]]]:
        """Where every indexed gram stands first, and where those that recur stand again."""
        text = self.folded.text
        first: dict[str, int] = {}
        more: dict[str, list[int]] = {}
        add = first.setdefault
        for at in range(0, len(text), _GRAM):
            gram = text[at : at + _GRAM]
            if add(gram, at) != at:
                more.setdefault(gram, []).append(at)
        return first, more

    @cached_property
    def _words(self) -> dict[str, list[int]]:
        """Where every word stands; made only for texts with so many short excerpts that reading
        takes longer.
        """
        words: dict[str, list[int]] = {}
        for match in _piece().finditer(self.folded.text):
            words.setdefault(match.group(), []).append(match.start())
        return words

    def _is_inside(self, offset: int) -> bool:
        """Whether the text at `offset` goes on with a word that began before it."""
        text = self.folded.text
        if not 0 < offset < len(text):
            return False
        if offset in self.folded.joints or offset - 1 in self.folded.joints:
            return True
        left, right = offset - 1, offset
        if text[left] in _APART or text[right] in _APART:
            return False
        if text[right] > "\u02ff" and unicodedata.category(text[right])[0] == "M":
            return not text[left].isspace()
        joint = ""
        if text[right] in _JOINTS:
            joint, right = text[right], right + 1
        elif text[left] in _JOINTS:
            joint, left = text[left], left - 1
        # Invisible signs, such as a soft hyphen, end no word.
        while left >= 0 and _is_invisible(text[left]):
            left -= 1
        while right < len(text) and _is_invisible(text[right]):
            right += 1
        if left < 0 or right >= len(text):
            return False
        if joint in (".", ","):
            return text[left].isdigit() and text[right].isdigit()
        return _is_spaced(text[left]) and _is_spaced(text[right])


def _is_invisible(character: str) -> bool:
    return character >= "\xad" and character != "\u200b" and unicodedata.category(character) == "Cf"


def _is_spaced(character: str) -> bool:
    """Whether a character is part of a word that spaces set apart."""
    return character.isalnum() and not is_unspaced(character)


@cache
def _piece() -> re.Pattern[str]:
    """What the index of words holds: words, and single characters of scripts without spaces."""
    return re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def _folded(text: str, tier: Tier) -> Folded | Loose:
    # Most excerpts are exact: what the other tiers need is loaded when one is not.
    if tier == "exact":
        return Exact(text)
    if tier == "typographic":
        from quotecli.anchoring.typographic import Typographic

        return Typographic(text)
    from quotecli.anchoring.loose import Loose

    return Loose(text)
