"""An excerpt -> its spans in the text and its match tier.

An excerpt is searched for in the text as it is (white space folded), then regardless of typography,
then by its words alone. Its match tier is the first in which all its parts are found in order. No
match cuts a word in two: "I can" is not found in "I can't". A long text is indexed once, so that
the time for all excerpts grows with their length, and not with their number times the text's.
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
_GRAM_LENGTH = 16
# Nearly every excerpt begins and ends at one of these, which are part of no word.
_SEPARATORS = frozenset(' “”"!?;:()—')
_JOINTS = f"{APOSTROPHES}.,"
# How many code points are read for excerpts before the text is indexed by grams.
_MAX_READ = 1_000_000
# How many excerpts too short for a gram are searched for before the text is indexed by words.
_MAX_SHORT_EXCERPTS = 500
# A gram with more places than this is replaced by the rarest one of the excerpt.
_MAX_FREQUENT = 16


class Anchorer:
    """Finds excerpts in one text, and remembers what it has found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._indexes: dict[Tier, TextIndex] = {}
        self._found: dict[tuple[tuple[str, ...], str, str], Anchor] = {}

    def anchor(self, parts: tuple[str, ...], prefix: str = "", suffix: str = "") -> Anchor:
        """Return where the parts of an excerpt are; `prefix` and `suffix` choose between places.

        If several places are left, the first is taken, and the anchor says how many there are.
        """
        key = (parts, prefix, suffix)
        if key not in self._found:
            self._found[key] = self._anchor(parts, prefix, suffix)
        return self._found[key]

    def paragraph(self, offset: int) -> int:
        """Return the number, from 1, of the paragraph with the code point at `offset`."""
        return self.paragraphs.number(offset)

    @cached_property
    def paragraphs(self) -> Paragraphs:
        """The paragraphs of the text."""
        return Paragraphs(self.text)

    def index(self, tier: Tier) -> TextIndex:
        """Return the text as a match tier compares it; it is made at the first call."""
        if tier not in self._indexes:
            self._indexes[tier] = TextIndex(_fold(self.text, tier))
        return self._indexes[tier]

    def _anchor(self, parts: tuple[str, ...], prefix: str, suffix: str) -> Anchor:
        for tier in _TIERS:
            index = self.index(tier)
            needle = index.folded.needle
            fitting = places = index.places([needle(part) for part in parts])
            if not places:
                continue
            if prefix or suffix:
                before, after = needle(prefix), needle(suffix)
                fitting = [place for place in places if index.is_between(before, place, after)]
            chosen = fitting or places
            spans = tuple([index.folded.span(start, end) for start, end in chosen[0]])
            return Anchor(tier, spans, len(chosen), bool(fitting))
        return Anchor("missing")


Placement = list[tuple[int, int]]
"""Start and end of each part of an excerpt in the folded text."""


class TextIndex:
    """A text as one match tier compares it, in which excerpts are found without reading all of it.

    Reading is fastest for the first excerpts. Then every 16th gram of 16 code points is indexed; an
    excerpt of 32 contains at least one of them. Shorter ones are found by their rarest word.
    """

    def __init__(self, folded: Folded | Loose) -> None:
        self.folded = folded
        self._read = 0
        self._short_excerpts = 0
        self._found: dict[str, list[int]] = {}

    def occurrences(self, needle: str) -> list[int]:
        """Return where a folded excerpt begins, in order, as whole words only."""
        text, size = self.folded.text, len(needle)
        known = self._found.get(needle)
        if known is None:
            known = self._found[needle] = sorted(
                start
                for start in self._candidates(needle)
                if not self.is_inside(start)
                and text.startswith(needle, start)
                and not self.is_inside(start + size)
            )
        return known

    def places(self, needles: list[str]) -> list[Placement]:
        """Return the places with all needles in order: one for each place of the rarest needle.

        The other needles are taken where they are nearest to it.
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

    def is_between(self, before: str, place: Placement, after: str) -> bool:
        """Return whether `before` and `after` are beside a place, white space aside."""
        text, start, end = self.folded.text, place[0][0], place[-1][1]
        head = text[max(0, start - len(before) - 1) : start]
        tail = text[end : end + len(after) + 1]
        # The context itself may begin or end with white space that is not folded, such as a
        # no-break space.
        return (head.rstrip(" ").endswith(before) or head.rstrip().endswith(before)) and (
            tail.lstrip(" ").startswith(after) or tail.lstrip().startswith(after)
        )

    def _candidates(self, needle: str) -> Iterable[int]:
        """Return where the needle could begin, each place once."""
        # An index pays only if reading the text again and again takes longer.
        self._read += len(self.folded.text)
        if self._read <= _MAX_READ:
            return self._by_reading(needle)
        if len(needle) >= 2 * _GRAM_LENGTH:
            return self._by_gram(needle)
        self._short_excerpts += 1
        words = (
            list(_piece().finditer(needle)) if self._short_excerpts > _MAX_SHORT_EXCERPTS else []
        )
        return self._by_word(words) if words else self._by_reading(needle)

    def _by_gram(self, needle: str) -> list[int]:
        # Every gram that begins at a multiple of its length is indexed. A needle of twice that
        # length contains one of them, so one of its first 16 grams says where it is.
        first, more = self._grams
        places: list[int] = []
        for offset in range(_GRAM_LENGTH):
            gram = needle[offset : offset + _GRAM_LENGTH]
            at = first.get(gram)
            if at is None:
                continue
            others: Sequence[int] = more.get(gram, ())
            if len(others) > _MAX_FREQUENT:
                offset, gram = self._rarest(needle, offset)
                at, others = first.get(gram, -1), more.get(gram, ())
            places += [start - offset for start in (at, *others) if start >= offset]
        return places

    def _rarest(self, needle: str, offset: int) -> tuple[int, str]:
        """Return where the rarest gram of a needle begins, and the gram.

        Only grams in step with the one at `offset` are considered: if it is indexed, so are they.
        """
        first, more = self._grams
        starts = range(offset, len(needle) - _GRAM_LENGTH + 1, _GRAM_LENGTH)
        grams = [(start, needle[start : start + _GRAM_LENGTH]) for start in starts]
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
        """The first place of every indexed gram, and the further places of those that recur."""
        text = self.folded.text
        first: dict[str, int] = {}
        more: dict[str, list[int]] = {}
        add = first.setdefault
        for at in range(0, len(text), _GRAM_LENGTH):
            gram = text[at : at + _GRAM_LENGTH]
            if add(gram, at) != at:
                more.setdefault(gram, []).append(at)
        return first, more

    @cached_property
    def _words(self) -> dict[str, list[int]]:
        """The places of every word; made only if there are so many short excerpts that it pays."""
        words: dict[str, list[int]] = {}
        for match in _piece().finditer(self.folded.text):
            words.setdefault(match.group(), []).append(match.start())
        return words

    def is_inside(self, offset: int) -> bool:
        """Return whether the text at `offset` continues a word that began before it."""
        text, joints = self.folded.text, self.folded.joints
        if not 0 < offset < len(text):
            return False
        if offset in joints or offset - 1 in joints:
            return True
        if text[offset - 1] in _SEPARATORS or text[offset] in _SEPARATORS:
            return False
        return is_joined(text, offset)


def is_joined(text: str, offset: int) -> bool:
    """Return whether the characters on both sides of `offset` belong to one word."""
    left, right = offset - 1, offset
    if text[right] > "\u02ff" and unicodedata.category(text[right])[0] == "M":
        return not text[left].isspace()

    joint = ""
    if text[right] in _JOINTS:
        joint, right = text[right], right + 1
    elif text[left] in _JOINTS:
        joint, left = text[left], left - 1

    before, after = _next_visible(text, left, -1), _next_visible(text, right, 1)
    if joint in (".", ","):
        return before.isdigit() and after.isdigit()
    return _is_spaced(before) and _is_spaced(after)


def _next_visible(text: str, at: int, step: int) -> str:
    """Return the first visible character from an offset on, or "" at the end of the text."""
    # Invisible characters, such as a soft hyphen, end no word.
    while 0 <= at < len(text) and _is_invisible(text[at]):
        at += step
    return text[at] if 0 <= at < len(text) else ""


def _is_invisible(character: str) -> bool:
    return character >= "\xad" and character != "\u200b" and unicodedata.category(character) == "Cf"


def _is_spaced(character: str) -> bool:
    """Return whether a character is part of a word in a script with spaces between words."""
    return character.isalnum() and not is_unspaced(character)


@cache
def _piece() -> re.Pattern[str]:
    """Return a pattern for words, and for single characters of scripts without spaces."""
    return re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def _fold(text: str, tier: Tier) -> Folded | Loose:
    # Most excerpts are exact: the modules of the other tiers are loaded when one is not.
    if tier == "exact":
        return Exact(text)
    if tier == "typographic":
        from quotecli.anchoring.typographic import Typographic

        return Typographic(text)
    from quotecli.anchoring.loose import Loose

    return Loose(text)
