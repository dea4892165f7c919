"""The words around a passage that tell it from every other place with the same words."""

from __future__ import annotations

from collections.abc import Iterator

from quotecli.anchoring.anchor import Anchorer
from quotecli.model import Span, collapse_space

# The first prefix and suffix that are tried for a quote, in code points.
_SHORTEST = 8
# The same for a quote with more than so many places, which a few words never tell apart.
_SHORTEST_OF_MANY, _MANY = 32, 20
# How much longer a context may become so as not to cut a word, in code points.
_MAX_REST_OF_WORD = 20
# The longest context that readers of web annotations compare: their search, the bitap algorithm,
# fits a pattern into the bits of one number.
_MAX_COMPARED = 32


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


def around(text: str, span: Span) -> tuple[str, str]:
    """Return what stands before and after a passage, each of 32 UTF-16 units at most.

    Both are as in the text, for readers other than the anchorer.
    """
    before = text[max(0, span.start - _MAX_COMPARED) : span.start]
    after = text[span.end : span.end + _MAX_COMPARED]
    while len(before) + _count_astral(before) > _MAX_COMPARED:
        before = before[1:]
    while len(after) + _count_astral(after) > _MAX_COMPARED:
        after = after[:-1]
    return before, after


def _count_astral(text: str) -> int:
    """Return how many characters of a text are two UTF-16 units."""
    return sum(character > "\uffff" for character in text)


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
