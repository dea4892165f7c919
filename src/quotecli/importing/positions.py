"""How another program counted the positions in a text, decided by evidence.

The standards count code points. Programs count what their strings are made of: NVivo and browsers
UTF-16 units, and some a line end of CR LF as one. A text is read in each way that makes a
difference. The evidence is weighed for the whole text: the words that a program gives for a
passage, the edges of words, and what is known of the program. Nothing is guessed: a passage that
likely ways of counting place differently has no place, nor has one that contradicts its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Literal, NamedTuple

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.text_index import TextIndex
from quotecli.anchoring.words import is_joined
from quotecli.export.refi import ORIGINS
from quotecli.model import Span, collapse_space
from quotecli.text.counting import Counting, find_countings
from quotecli.text.words import extract_skeleton

# The weight of evidence: about the binary logarithm of how much likelier it is at the right place
# than at another. People hardly ever cut a word; two thirds of all other places do.
_CLEAN_EDGE, _CUT_WORD = 2, -4
_SAME_WORDS, _SAME_LETTERS, _SAME_BEGINNING = 10, 9, 6
_PROGRAM = 6
_ENOUGH = 6
# In a text with so many edges of passages, at most a third may cut a word.
_MIN_EDGES, _MAX_CUT = 4, 1 / 3
# With fewer letters, a beginning may be chance; with fewer words, a label that is in the text may.
_MIN_BEGINNING, _MIN_LABEL = 4, 4
_LONGER = 64
_CLOSING = ".!?…。！？”’»›」』)]\"'"

WAYS: dict[str, Callable[[str], Counting]] = {
    "codepoints": Counting,
    "codepoints-lf": partial(Counting, joins_line_ends=True),
    "utf16": partial(Counting, utf16=True),
    "utf16-lf": partial(Counting, utf16=True, joins_line_ends=True),
}
"""The ways to count positions; in those that end in "-lf", CR LF counts as one."""

Rule = Literal["whole", "label", "hint"]


class Mark(NamedTuple):
    """A passage that a program marked, by its positions.

    `words` are those that the program gives for it, "" for none. By the rule "whole" they are the
    passage; a "label" may be its beginning, or anything else; a "hint" may be out of date.
    Positions are as the program counts them, the end excluded.
    """

    start: int
    end: int
    words: str = ""
    rule: Rule = "label"


class _Program(NamedTuple):
    """What is known of how a program counts; None is unknown."""

    utf16: bool | None
    joins_line_ends: bool | None


# By what the origin of a project contains, in capitals.
_PROGRAMS = {
    "NVIVO": _Program(True, False),
    "ATLAS": _Program(None, True),
    "QUALCODER": _Program(False, True),
}


class Positions:
    """The positions in one text.

    They are counted in the way `counted`, or, if that is "", as evidence tells. `origin` is the
    program that the file names.
    """

    def __init__(
        self, anchorer: Anchorer, marks: Sequence[Mark], counted: str = "", origin: str = ""
    ) -> None:
        self._anchorer = anchorer
        self._text = anchorer.text
        self._fits = True
        self._has_words_for_labels = False
        if not counted and origin in ORIGINS.values():
            self._likely = [Counting(self._text, utf16=origin == ORIGINS["utf16"])]
            return

        ways = [WAYS[counted](self._text)] if counted else find_countings(self._text)
        weighed = [(self._weigh(way, marks, origin), way) for way in ways]
        weighed.sort(key=lambda pair: -pair[0])
        best = weighed[0][0]
        self._likely = [way for weight, way in weighed if best - weight < _ENOUGH]
        places = [(mark, _place(self._likely[0], mark)) for mark in marks if mark.start != mark.end]
        self._fits = self._is_plausible(places)
        self._has_words_for_labels = self._agree_mostly(places, "label")

    def find(self, mark: Mark) -> Span | str:
        """Return the span of a passage in code points, or the reason why it has none."""
        places: dict[Span | None, Span | None] = {}
        for counting in self._likely:
            place = _place(counting, mark)
            places.setdefault(place and self._strip(place), place)
        agreed = [place for place in places.values() if place and self._agreement(place, mark)]
        if len(agreed) == 1:
            return agreed[0]

        if set(places) == {None}:
            return f"its positions, {mark.start} to {mark.end}, are not in the text"
        if not self._fits:
            return "the positions in this text do not fit it: most passages would be wrong"
        found = next(iter(places.values()))
        if len(places) > 1 or found is None:
            return (
                "its positions may be counted in several ways, and nothing tells which passage is"
                " meant; give --positions"
            )
        if self._is_contradicted(mark):
            words = collapse_space(self._text[found.start : found.end])
            return f"its positions have other words than its name, “{words[:80]}”"
        return found

    def _weigh(self, counting: Counting, marks: Sequence[Mark], origin: str) -> int:
        """Return how much speaks for one way of counting."""
        weight = 0
        for name, program in _PROGRAMS.items():
            if name in origin.upper():
                agrees = program.utf16 in (None, counting.utf16)
                agrees &= program.joins_line_ends in (None, counting.joins_line_ends)
                weight += _PROGRAM * agrees

        for mark in marks:
            place = _place(counting, mark)
            if place is None:
                weight += 2 * _CUT_WORD
            elif place.start < place.end:
                weight += sum(self._edges(place)) + self._agreement(place, mark)
        return weight

    def _is_plausible(self, places: list[tuple[Mark, Span | None]]) -> bool:
        """Return whether positions fit the text at all, as they are most likely counted."""
        edges = [
            edge
            for _, place in places
            for edge in (self._edges(place) if place else (_CUT_WORD, _CUT_WORD))
        ]
        cut = edges.count(_CUT_WORD)
        fits = len(edges) < _MIN_EDGES or cut <= _MAX_CUT * len(edges)
        return fits and self._agree_mostly(places, "whole")

    def _agree_mostly(self, places: list[tuple[Mark, Span | None]], rule: Rule) -> bool:
        """Return whether at least half of the passages agree with the words given for them."""
        agreed = [
            bool(place and self._agreement(place, mark))
            for mark, place in places
            if mark.words and mark.rule == rule
        ]
        return 2 * sum(agreed) >= len(agreed)

    def _edges(self, place: Span) -> tuple[int, int]:
        """Return what the two edges of a passage say of its place."""
        text, (start, end) = self._text, place
        before, first = text[start - 1 : start], text[start : start + 1]
        last, after = text[end - 1 : end], text[end : end + 1]
        begins = not first.isspace() and not before.isalnum()
        ends = not last.isspace() and (not after or after.isspace() or last in _CLOSING)
        return (
            _CUT_WORD if self._cuts(start) else _CLEAN_EDGE * begins,
            _CUT_WORD if self._cuts(end) else _CLEAN_EDGE * ends,
        )

    def _cuts(self, offset: int) -> bool:
        return 0 < offset < len(self._text) and is_joined(self._text, offset)

    def _agreement(self, place: Span, mark: Mark) -> int:
        """Return how much a passage agrees with the words given for it; 0 is not at all."""
        given = collapse_space(mark.words)
        if not given:
            return 0
        # Of a passage that is much longer than the words, only the beginning can be the same.
        end = min(place.end, place.start + 4 * len(mark.words) + _LONGER)
        words = collapse_space(self._text[place.start : end])
        if words == given and end == place.end:
            return _SAME_WORDS

        wanted, letters = extract_skeleton(given), extract_skeleton(words)
        if wanted and wanted == letters and end == place.end:
            return _SAME_LETTERS
        is_beginning = mark.rule == "label" and len(wanted) >= _MIN_BEGINNING
        return _SAME_BEGINNING if is_beginning and letters.startswith(wanted) else 0

    def _is_contradicted(self, mark: Mark) -> bool:
        """Return whether the words given for a passage are elsewhere, if it is not those."""
        if mark.rule != "label" or not mark.words:
            return mark.rule == "whole" and bool(mark.words)
        words = collapse_space(mark.words).rstrip("….").split(" ")
        # A beginning may end within a word.
        given = " ".join(words[:-1] or words)
        if len(words) < _MIN_LABEL and not self._has_words_for_labels:
            return False
        return bool(self._index.occurrences(self._index.folded.needle(given)))

    @cached_property
    def _index(self) -> TextIndex:
        return self._anchorer.index("typographic")

    def _strip(self, place: Span) -> Span:
        """Return a span without outer white space."""
        words = self._text[place.start : place.end]
        start = place.start + len(words) - len(words.lstrip())
        return Span(start, max(start, place.end - len(words) + len(words.rstrip())))


def _place(counting: Counting, mark: Mark) -> Span | None:
    """Return the span of a passage, or None if its positions are not in the text."""
    start, end = counting.offset(mark.start), counting.offset(mark.end)
    return Span(start, end) if start is not None and end is not None and start <= end else None
