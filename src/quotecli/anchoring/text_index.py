"""A folded text, in which excerpts are found without reading all of it each time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from quotecli.anchoring.folded import Folded
from quotecli.anchoring.words import is_inside, whole_pattern, word_pattern
from quotecli.model import MAX_PLACES
from quotecli.text.lazy import lazy

if TYPE_CHECKING:
    from quotecli.anchoring.loose import Loose

_GRAM_LENGTH = 16
# How many code points are read for excerpts before the text is indexed by grams.
_MAX_READ = 1_000_000
# How many excerpts too short for a gram are searched for before the text is indexed by words.
_MAX_SHORT_EXCERPTS = 500
# A gram with more places than this is replaced by the rarest one of the excerpt.
_MAX_FREQUENT = 16
# So many code points are read in the time that it takes to look at one place of an index.
_READ_PER_PLACE = 300
# So many places inside of words are passed over before a pattern leaves them out, which is slower
# for the others; and so many before the excerpt is given up.
_MAX_PASSED, _MAX_CUT = 50, 20_000

Placement = list[tuple[int, int]]
"""Start and end of each part of an excerpt in the folded text."""


class TextIndex:
    """A text as one match tier compares it.

    Reading is fastest for the first excerpts. Then every 16th gram of 16 code points is indexed; an
    excerpt of 32 contains at least one of them. Shorter ones are found by their rarest word. What
    the text repeats so often that an index does not help is found by reading: it is never far.
    """

    has_words = True
    """False if what stands beside letters of the text does not tell where its words end."""

    def __init__(self, folded: Folded | Loose) -> None:
        self.folded = folded
        self._read = 0
        self._short_excerpts = 0
        self._found: dict[tuple[str, str, str], list[int]] = {}

    def occurrences(self, needle: str, before: str = "", after: str = "") -> list[int]:
        """Return where a folded excerpt begins, in order, as whole words only.

        `before` and `after` are what stands right beside it. No more than MAX_PLACES are found. An
        excerpt that is inside of words much more often counts as one that is in many places.
        """
        key = (before, needle, after)
        if key not in self._found:
            cut: list[int] = []
            whole = self._whole(self._candidates(*key, cut), len(before), len(needle), cut)
            self._found[key] = list(islice(whole, MAX_PLACES))
            if len(cut) >= _MAX_CUT:
                self._found[key] = [*self._found[key], *cut][:MAX_PLACES]
        return self._found[key]

    def nearest(self, needle: str, offset: int) -> list[int]:
        """Return the last occurrence that ends at an offset or before, and the first after it."""
        places = _Occurrences(self, needle, self.occurrences(needle))
        start = offset - len(needle)
        found = (places.last_before(start), places.first_from(start + 1))
        return [start for start in found if start is not None]

    def places(self, needles: list[str]) -> list[Placement]:
        """Return the places with all needles in order: one for each place of the rarest needle.

        The other needles are taken where they are nearest to it.
        """
        return self._place(needles, [self.occurrences(needle) for needle in needles])

    def places_between(self, before: str, needles: list[str], after: str) -> list[Placement]:
        """Return the places with `before` and `after` beside them, white space aside."""
        starts = [self.occurrences(needle) for needle in needles]
        if all(len(some) >= MAX_PLACES for some in starts):
            # Which of so many places is meant is known by the context alone.
            last = len(needles) - 1
            for at in {0, last}:
                starts[at] = self._beside(
                    before if at == 0 else "", needles[at], after if at == last else ""
                )
        places = self._place(needles, starts)
        return [place for place in places if self._is_between(before, place, after)]

    def find_whole(self, needle: str, start: int, stop: int) -> Iterator[int]:
        """Yield where a folded excerpt begins between two offsets, in order, as whole words."""
        cut: list[int] = []
        starts = self._by_reading(needle, start, stop, cut if self.has_words else [])
        return self._whole(starts, 0, len(needle), cut)

    def is_inside(self, offset: int) -> bool:
        """Return True if the text at `offset` continues a word that began before it."""
        return is_inside(self.folded.text, self.folded.joints, offset)

    def _place(self, needles: list[str], starts: list[list[int]]) -> list[Placement]:
        if len(needles) == 1:
            return [[(start, start + len(needles[0]))] for start in starts[0]]
        if not all(starts):
            return []
        lengths = [len(needle) for needle in needles]
        pivot = min(range(len(needles)), key=lambda i: (len(starts[i]), -lengths[i]))
        others = [_Occurrences(self, *pair) for pair in zip(needles, starts)]
        placed = []
        for start in starts[pivot]:
            place = [(start, start + lengths[pivot])]
            for i in range(pivot + 1, len(needles)):
                at = others[i].first_from(place[-1][1])
                if at is None:
                    break
                place.append((at, at + lengths[i]))
            for i in range(pivot - 1, -1, -1):
                at = others[i].last_before(place[0][0] - lengths[i])
                if at is None:
                    break
                place.insert(0, (at, at + lengths[i]))
            if len(place) == len(needles):
                placed.append(place)
        return placed

    def _beside(self, before: str, needle: str, after: str) -> list[int]:
        """Return where a needle begins with `before` and `after` beside it, white space aside."""
        found: set[int] = set()
        for head in [before + gap for gap in self._gaps] if before else [""]:
            for tail in [gap + after for gap in self._gaps] if after else [""]:
                found.update(self.occurrences(needle, head, tail))
        return sorted(found)

    def _is_between(self, before: str, place: Placement, after: str) -> bool:
        """Return True if `before` and `after` are beside a place, white space aside."""
        # The context itself may begin or end with white space that is not folded, such as a
        # no-break space.
        text, start, end = self.folded.text, place[0][0], place[-1][1]
        first = start - len(before)
        fits = first >= 0 and text.startswith(before, first)
        if not fits and (first < 1 or not text[start - 1].isspace()):
            return False
        if not fits and not text.startswith(before, first - 1):
            return False
        return text.startswith(after, end) or (
            text[end : end + 1].isspace() and text.startswith(after, end + 1)
        )

    @lazy
    def _gaps(self) -> list[str]:
        """What may stand between an excerpt and its context: nothing, or one white space."""
        return ["", *sorted(filter(str.isspace, set(self.folded.text)))]

    def _whole(self, starts: Iterator[int], lead: int, size: int, cut: list[int]) -> Iterator[int]:
        """Yield those of some places, `lead` code points on, that cut no word; the others to `cut`.

        Ends when there are too many of the latter.
        """
        for start in starts:
            at = start + lead
            if not self.is_inside(at) and not self.is_inside(at + size):
                yield at
                continue
            cut.append(at)
            if len(cut) >= _MAX_CUT:
                return

    def _candidates(self, before: str, needle: str, after: str, cut: list[int]) -> Iterator[int]:
        """Yield where the text has a needle with what is beside it, each place once.

        `cut` is what _whole() finds inside of words meanwhile.
        """
        # An index pays only if reading the text again and again takes longer.
        whole, text = before + needle + after, self.folded.text
        self._read += len(text)
        places: list[int] | None = None
        if self._read > _MAX_READ and len(whole) >= 2 * _GRAM_LENGTH:
            places = self._by_gram(whole)
        elif self._read > _MAX_READ:
            self._short_excerpts += 1
            if self.has_words and self._short_excerpts > _MAX_SHORT_EXCERPTS:
                places = self._by_word(needle, len(before))
        if places is None:
            is_word = self.has_words and whole == needle
            return self._by_reading(whole, 0, len(text), cut if is_word else [])
        return (start for start in places if start >= 0 and text.startswith(whole, start))

    def _is_frequent(self, places: int) -> bool:
        """Return True if reading the text takes less time than looking at so many places."""
        return places * _READ_PER_PLACE > len(self.folded.text)

    def _by_gram(self, needle: str) -> list[int] | None:
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
                if self._is_frequent(len(others)):
                    return None
            places += [start - offset for start in (at, *others)]
        return sorted(places)

    def _rarest(self, needle: str, offset: int) -> tuple[int, str]:
        """Return where the rarest gram of a needle begins, and the gram.

        Only grams in step with the one at `offset` are considered: if it is indexed, so are they.
        """
        first, more = self._grams
        starts = range(offset, len(needle) - _GRAM_LENGTH + 1, _GRAM_LENGTH)
        grams = [(start, needle[start : start + _GRAM_LENGTH]) for start in starts]
        return min(grams, key=lambda pair: len(more.get(pair[1], ())) + (pair[1] in first))

    def _by_word(self, needle: str, lead: int) -> list[int] | None:
        words = [(self._words.get(one.group(), []), one) for one in word_pattern().finditer(needle)]
        if not words:
            return None
        places, rarest = min(words, key=lambda pair: len(pair[0]))
        if self._is_frequent(len(places)):
            return None
        return [at - rarest.start() - lead for at in places]

    def _by_reading(self, needle: str, start: int, stop: int, cut: list[int]) -> Iterator[int]:
        """Yield where a needle begins between two offsets.

        With the offsets in `cut`, which grows meanwhile, many inside of words are left out.
        """
        text, limit = self.folded.text, stop + len(needle) - 1
        at = text.find(needle, start, limit) if needle else -1
        while at >= 0 and len(cut) < _MAX_PASSED:
            yield at
            at = text.find(needle, at + 1, limit)
        if at < 0:
            return
        pattern = whole_pattern(needle)
        match = pattern.search(text, at, limit)
        while match:
            yield match.start()
            match = pattern.search(text, match.start() + 1, limit)

    @lazy
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

    @lazy
    def _words(self) -> dict[str, list[int]]:
        """The places of every word; made only if there are so many short excerpts that it pays."""
        words: dict[str, list[int]] = {}
        for match in word_pattern().finditer(self.folded.text):
            words.setdefault(match.group(), []).append(match.start())
        return words


class _Occurrences:
    """The occurrences of one needle; those beyond the first MAX_PLACES are read when needed.

    Offsets are asked for in the order of the text, so that no stretch is read twice.
    """

    def __init__(self, index: TextIndex, needle: str, starts: list[int]) -> None:
        self._index = index
        self._needle = needle
        self._starts = starts
        self._is_complete = len(starts) < MAX_PLACES
        self._next: int | None = -1
        self._last = starts[-1] if starts else -1
        self._reached = self._last + 1

    def first_from(self, offset: int) -> int | None:
        """Return the first occurrence that does not begin before an offset."""
        at = bisect_left(self._starts, offset)
        if at < len(self._starts):
            return self._starts[at]
        if self._is_complete:
            return None
        if self._next is not None and self._next < offset:
            end = len(self._index.folded.text)
            self._next = next(self._index.find_whole(self._needle, offset, end), None)
        return self._next

    def last_before(self, offset: int) -> int | None:
        """Return the last occurrence that does not begin after an offset."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or self._is_complete or at < len(self._starts) - 1:
            return self._starts[at] if at >= 0 else None
        stop, width = offset + 1, 64 + 2 * len(self._needle)
        while stop > self._reached:
            start = max(self._reached, stop - width)
            found = list(self._index.find_whole(self._needle, start, stop))
            if found:
                self._last = found[-1]
                break
            stop, width = start, 2 * width
        self._reached = max(self._reached, offset + 1)
        return self._last
