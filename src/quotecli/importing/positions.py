"""How another program counted the positions in a text, decided by evidence.

The standards count code points. Programs count what their strings are made of: NVivo and browsers
UTF-16 units, and some a line end of CR LF as one. A text is read in each way that makes a
difference. The evidence is weighed for the whole text: the words that a program gives for a
passage, the edges of words, and what is known of the program. Nothing is guessed: a passage that
likely ways of counting place differently has no place, nor has one that contradicts its own words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.text_index import TextIndex
from quotecli.anchoring.words import is_joined
from quotecli.model import Span, collapse_space
from quotecli.text.counting import Counting, Way, find_ways
from quotecli.text.lazy import lazy
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
_UNTOLD = (
    "its positions may be counted in several ways, and nothing tells which passage is meant;"
    " give --positions"
)
_CLOSING = ".!?…。！？”’»›」』)]\"'"

WAYS = {
    "codepoints": Way(),
    "codepoints-lf": Way(joins_line_ends=True),
    "utf16": Way(utf16=True),
    "utf16-lf": Way(utf16=True, joins_line_ends=True),
}
"""The ways to count positions; in those that end in "-lf", CR LF counts as one."""

Rule = Literal["whole", "label", "hint"]


class ClaimedPlace(NamedTuple):
    """A passage that a program marked, by its positions.

    `words` are those that the program gives for it, "" for none. By the rule "whole" they are the
    passage; a "label" may be its beginning, or anything else; a "hint" may be out of date.
    Positions are as the program counts them, the end excluded.
    """

    start: int
    end: int
    words: str = ""
    rule: Rule = "label"


# How programs count, by what the origin of a project contains in capitals.
_PROGRAMS = {
    "NVIVO": {Way(utf16=True)},
    "ATLAS": {Way(joins_line_ends=True), Way(utf16=True, joins_line_ends=True)},
    "QUALCODER": {Way(joins_line_ends=True)},
}


class Positions:
    """The positions in one text.

    They are counted in the way `counted`, a key of WAYS, or, if that is "", as evidence tells.
    """

    def __init__(
        self, anchorer: Anchorer, marks: Sequence[ClaimedPlace], counted: str = ""
    ) -> None:
        self._anchorer = anchorer
        self._text = anchorer.text
        self._marks = marks
        self._expected: Collection[Way] = ()
        ways = [WAYS[counted]] if counted else find_ways(self._text)
        self._weights = {way: self._weigh(way.apply(self._text)) for way in ways}

    @lazy
    def _countings(self) -> list[Counting]:
        """The text as it may be counted."""
        return [way.apply(self._text) for way in self._weights]

    @lazy
    def _likely(self) -> list[Counting]:
        """The text as it is likely counted, the likeliest first."""
        expected = {self._reduce(way) for way in self._expected}
        weights = {way: self._weights[way] + _PROGRAM * (way in expected) for way in self._weights}
        ranked = sorted(weights, key=lambda way: -weights[way])
        return [
            way.apply(self._text) for way in ranked if weights[ranked[0]] - weights[way] < _ENOUGH
        ]

    @lazy
    def _places(self) -> list[tuple[ClaimedPlace, Span | None]]:
        """The passages that are not empty, as they are likeliest placed."""
        marks = [mark for mark in self._marks if mark.start != mark.end]
        return [(mark, _place(self._likely[0], mark)) for mark in marks]

    @lazy
    def _fits(self) -> bool:
        """Whether the positions fit the text at all, as they are likeliest counted."""
        edges = [
            edge
            for _, place in self._places
            for edge in (self._edges(place) if place else (_CUT_WORD, _CUT_WORD))
        ]
        cut = edges.count(_CUT_WORD)
        fits = len(edges) < _MIN_EDGES or cut <= _MAX_CUT * len(edges)
        return fits and self._agree_mostly("whole")

    @lazy
    def _labels_agree(self) -> bool:
        return self._agree_mostly("label")

    def _reduce(self, way: Way) -> Way:
        """Return the way to count this text that is the same as another."""
        if len(self._weights) == 1:
            return next(iter(self._weights))
        utf16, joined = map(any, zip(*self._weights))
        return Way(way.utf16 and utf16, way.joins_line_ends and joined)

    def weight(self, way: Way) -> int:
        """Return how much in this text speaks for a way of counting."""
        return self._weights[self._reduce(way)]

    def expect(self, ways: Collection[Way]) -> None:
        """Set how the text is likely counted, from what is known besides it."""
        self._expected = ways

    def find(self, mark: ClaimedPlace) -> Span | str:
        """Return the span of a passage in code points, or the reason why it has none."""
        places = self._read(mark, self._likely)
        agreed = self._agreed(places, mark)
        if len(agreed) == 1:
            return _UNTOLD if self._fits_better_elsewhere(agreed[0], mark) else agreed[0]

        if set(places) == {None}:
            return f"its positions, {mark.start} to {mark.end}, are not in the text"
        if not self._fits:
            return "the positions in this text do not fit it: most passages would be wrong"
        found = next(iter(places.values()))
        if len(places) > 1 or found is None:
            return _UNTOLD
        if self._is_contradicted(mark):
            words = collapse_space(self._text[found.start : found.end])
            return f"its positions have other words than its name, “{words[:80]}”"
        return found

    def _read(
        self, mark: ClaimedPlace, countings: Iterable[Counting]
    ) -> dict[Span | None, Span | None]:
        """Return the places of a passage as it is counted in some ways, each as it is stripped."""
        places: dict[Span | None, Span | None] = {}
        for counting in countings:
            place = _place(counting, mark)
            places.setdefault(place and self._strip(place), place)
        return places

    def _agreed(self, places: Mapping[Span | None, Span | None], mark: ClaimedPlace) -> list[Span]:
        """Return the places that have the very words given for a passage; if none has, those that
        agree with them otherwise.
        """
        grades = {place: self._agreement(place, mark) for place in places.values() if place}
        same = [place for place, grade in grades.items() if grade == _SAME_WORDS]
        return same or [place for place, grade in grades.items() if grade]

    def _fits_better_elsewhere(self, place: Span, mark: ClaimedPlace) -> bool:
        """Return True if only an unlikely way of counting gives the very words of a passage."""
        if self._agreement(place, mark) == _SAME_WORDS:
            return False
        others = self._read(mark, self._countings).values()
        return any(other and self._agreement(other, mark) == _SAME_WORDS for other in others)

    def _weigh(self, counting: Counting) -> int:
        """Return how much speaks for one way of counting."""
        weight = 0
        for mark in self._marks:
            place = _place(counting, mark)
            if place is None:
                weight += 2 * _CUT_WORD
            elif place.start < place.end:
                weight += sum(self._edges(place)) + self._agreement(place, mark)
        return weight

    def _agree_mostly(self, rule: Rule) -> bool:
        """Return True if at least half of the passages agree with the words given for them."""
        agreed = [
            bool(place and self._agreement(place, mark))
            for mark, place in self._places
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

    def _agreement(self, place: Span, mark: ClaimedPlace) -> int:
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

    def _is_contradicted(self, mark: ClaimedPlace) -> bool:
        """Return True if the words given for a passage are elsewhere, if it is not those."""
        if mark.rule != "label" or not mark.words:
            return mark.rule == "whole" and bool(mark.words)
        words = collapse_space(mark.words).rstrip("….").split(" ")
        # A beginning may end within a word.
        given = " ".join(words[:-1] or words)
        if len(words) < _MIN_LABEL and not self._labels_agree:
            return False
        return bool(self._index.occurrences(self._index.folded.needle(given)))

    @lazy
    def _index(self) -> TextIndex:
        return self._anchorer.index("typographic")

    def _strip(self, place: Span) -> Span:
        """Return a span without outer white space."""
        words = self._text[place.start : place.end]
        start = place.start + len(words) - len(words.lstrip())
        return Span(start, max(start, place.end - len(words) + len(words.rstrip())))


def _place(counting: Counting, mark: ClaimedPlace) -> Span | None:
    """Return the span of a passage, or None if its positions are not in the text."""
    start, end = counting.offset(mark.start), counting.offset(mark.end)
    return Span(start, end) if start is not None and end is not None and start <= end else None


def share_evidence(texts: Sequence[Positions], origin: str) -> None:
    """Let each text of a project be counted as the others are, unless it tells otherwise.

    `origin` is the program that the project names.
    """
    known = next((ways for name, ways in _PROGRAMS.items() if name in origin.upper()), set())
    weights = {
        way: _PROGRAM * (way in known) + sum(text.weight(way) for text in texts)
        for way in WAYS.values()
    }
    best = max(weights.values())
    likely = [way for way, weight in weights.items() if best - weight < _ENOUGH]
    for text in texts:
        text.expect(likely)
