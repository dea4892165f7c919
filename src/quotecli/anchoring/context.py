"""The words around a passage that tell it from every other place with the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotecli.anchoring.anchor import Anchorer
from quotecli.model import Span, collapse_space
from quotecli.text.lazy import lazy

# A gram of 32 code points is indexed at every 64th: whatever is 96 long contains one of them.
_GRAM_LENGTH, _GRAM_STEP = 32, 64
# A text of at most so many code points is read twice in less time than it is indexed.
_MAX_READ = 100_000
# A gram with more places than this is replaced by the rarest one of the passage.
_MAX_FREQUENT = 8
# A passage whose rarest gram has more places than this is taken for one that is not alone.
_MAX_COMPARED = 64
# The first prefix and suffix that are tried for a quote, in code points.
_SHORTEST = 8
# The same for a quote with more than so many places, which a few words never tell apart.
_SHORTEST_OF_MANY, _MANY = 32, 20
# How much longer a context may become so as not to cut a word, in code points.
_MAX_REST_OF_WORD = 20


def find_context(
    anchorer: Anchorer, parts: tuple[str, ...], spans: tuple[Span, ...], longest: int
) -> tuple[str, str] | None:
    """Return the shortest prefix and suffix with which the parts of an excerpt anchor at `spans`.

    Both are on one line and of about `longest` code points at most; both are empty if the excerpt
    has one place only. A prefix alone is tried first, then a suffix, then both. Returns None if the
    excerpt is not at `spans`, or if nothing near it tells it from another place.
    """
    anchor = anchorer.anchor(parts)
    if anchor.proved or anchor.tier != "exact":
        return ("", "") if anchor.proved and anchor.spans == spans else None

    text, start, end = anchorer.text, spans[0].start, spans[-1].end
    shortest = _SHORTEST if anchor.occurrences <= _MANY else _SHORTEST_OF_MANY
    for window in _windows(text, Span(start, end), shortest, longest):
        whole = _complete_words(text, window)
        before, after = (
            collapse_space(text[whole.start : start]),
            collapse_space(text[end : whole.end]),
        )
        for prefix, suffix in ((before, ""), ("", after), (before, after)):
            anchor = anchorer.anchor(parts, prefix, suffix)
            if anchor.proved and anchor.spans == spans:
                return prefix, suffix
    return None


class Contexts:
    """Finds what tells passages of one text apart for readers other than the anchorer.

    They compare the text as it is. A long one is indexed at the first question, so that another
    place with the same words is found without reading the text again.
    """

    def __init__(self, text: str, max_read: int = _MAX_READ) -> None:
        self.text = text
        self._is_short = len(text) <= max_read

    def around(self, span: Span, shortest: int, longest: int) -> tuple[str, str]:
        """Return what stands before and after a passage, as it is in the text.

        Both have `shortest` code points, and are doubled until no other place has all three; they
        end with the text, or at `longest` code points even if there is another such place.
        """
        window = span
        for window in _windows(self.text, span, shortest, longest):
            if self._is_alone(window):
                break
        return self.text[window.start : span.start], self.text[span.end : window.end]

    def _is_alone(self, window: Span) -> bool:
        """Return whether no other place of the text has the words of a window."""
        text, (start, end) = self.text, window
        words = text[start:end]
        # A short text has no index; in a long one, a window at its end may be in none of the grams.
        if self._is_short or end - start < _GRAM_STEP + _GRAM_LENGTH:
            return text.find(words) == start and text.find(words, start + 1) < 0

        for offset in range(_GRAM_STEP):
            places = self._places(words, offset)
            if len(places) > _MAX_FREQUENT:
                offset, places = self._rarest(words, offset)
                if len(places) > _MAX_COMPARED:
                    return False
            for place in places:
                at = place - offset
                if at != start and at >= 0 and text.startswith(words, at):
                    return False
        return True

    def _rarest(self, words: str, offset: int) -> tuple[int, Sequence[int]]:
        """Return the gram with the fewest places, of those in step with one: offset and places."""
        starts = range(offset, len(words) - _GRAM_LENGTH + 1, _GRAM_STEP)
        return min(((at, self._places(words, at)) for at in starts), key=lambda pair: len(pair[1]))

    def _places(self, words: str, offset: int) -> Sequence[int]:
        """Return where the gram at an offset of some words is indexed."""
        first, several = self._grams
        gram = hash(words[offset : offset + _GRAM_LENGTH])
        if gram in several:
            return several[gram]
        return (first[gram],) if gram in first else ()

    @lazy
    def _grams(self) -> tuple[dict[int, int], dict[int, list[int]]]:
        """The first place of every indexed gram, and all places of those with several.

        Grams are kept by hash, which takes a third of the memory of the words: what is found is
        compared with the text anyway.
        """
        first: dict[int, int] = {}
        several: dict[int, list[int]] = {}
        for at in range(0, len(self.text) - _GRAM_LENGTH + 1, _GRAM_STEP):
            gram = hash(self.text[at : at + _GRAM_LENGTH])
            other = first.setdefault(gram, at)
            if other != at:
                several.setdefault(gram, [other]).append(at)
        return first, several


def _windows(text: str, span: Span, shortest: int, longest: int) -> Iterator[Span]:
    """Yield wider and wider stretches around a span, up to the whole text."""
    size = shortest
    while True:
        start, end = max(0, span.start - size), min(len(text), span.end + size)
        yield Span(start, end)
        if size >= longest or end - start == len(text):
            return
        size = min(2 * size, longest)


def _complete_words(text: str, window: Span) -> Span:
    start, end = window
    first, last = max(0, start - _MAX_REST_OF_WORD), min(len(text), end + _MAX_REST_OF_WORD)
    while start > first and not (text[start - 1].isspace() or text[start].isspace()):
        start -= 1
    while end < last and not (text[end - 1].isspace() or text[end].isspace()):
        end += 1
    return Span(start, end)
