"""A text as a continuum: each coder's stretches of it, and what of them coincides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple, TypeAlias

from quotecli.comparing.coefficients import Number, Value


class Unit(NamedTuple):
    """A stretch that a coder marked, `end` excluded, and what it was given."""

    start: int
    end: int
    value: tuple[str, ...]

    @property
    def length(self) -> int:
        """How long it is."""
        return self.end - self.start


class Sums(NamedTuple):
    """What of one text, or of several, goes into the coefficients.

    By two coders, `same` is how much both gave the same value; `first` and `second` are how much
    each gave which. `agreed` and `given` are the same of all coders, as alpha() takes them, and
    `own` is what unitized_alpha() takes. `inner_same`, `inner_given` and `inner_own` are these
    three of what several coders marked, by value. `covered` is how much each coder marked, of
    `sizes`. Coders are given by their number.
    """

    same: defaultdict[tuple[int, int], Number]
    first: defaultdict[tuple[int, int, Value], Number]
    second: defaultdict[tuple[int, int, Value], Number]
    agreed: defaultdict[None, Number]
    given: defaultdict[Value, Number]
    own: defaultdict[None, Number]
    inner_same: defaultdict[Value, Number]
    inner_given: defaultdict[Value, Number]
    inner_own: defaultdict[Value, Number]
    covered: defaultdict[int, Number]
    sizes: defaultdict[int, Number]

    def add(
        self, one: int, other: int, values: tuple[Value, Value], size: int, weight: float
    ) -> None:
        """Add what two of several coders gave something; `weight` is 1 by the others of them."""
        first, second = values
        self.first[one, other, first] += size
        self.second[one, other, second] += size
        self.given[first] += size * weight
        self.given[second] += size * weight
        if first == second:
            self.same[one, other] += size
            self.agreed[None] += 2 * size * weight


def make_sums() -> Sums:
    """Return sums of nothing."""
    return Sums(*[defaultdict(int) for _ in Sums._fields])


def make_units(stretches: Iterable[Unit]) -> list[Unit]:
    """Return stretches in order, none of which overlaps another.

    Where some overlap, what the same stretches cover is one unit, with all their values.
    """
    ordered = sorted(stretches)
    if all(one.end <= other.start for one, other in pairwise(ordered)):
        return ordered

    edges = sorted({edge for unit in ordered for edge in (unit.start, unit.end)})
    units, open_units, at = [], list[Unit](), 0
    for start, end in pairwise(edges):
        while at < len(ordered) and ordered[at].start <= start:
            open_units.append(ordered[at])
            at += 1
        open_units = [unit for unit in open_units if unit.end > start]
        if open_units:
            values = {value for unit in open_units for value in unit.value}
            units.append(Unit(start, end, tuple(sorted(values))))
    return units


Look: TypeAlias = Callable[[tuple[str, ...]], Value]
"""Makes of the value of a unit that of one row."""


class Overlay:
    """The units of several coders of one text, laid over each other."""

    def __init__(self, codings: Sequence[Sequence[Unit] | None], length: int) -> None:
        """Lay the units of each coder, as make_units() returns them, over a text of some length.

        None is for a coder who has not coded the text, whom nothing is counted for.
        """
        there = [(coder, units) for coder, units in enumerate(codings) if units is not None]
        self._coders = [coder for coder, _ in there]
        self._units = [units for _, units in there] if len(there) > 1 else []
        self._length = length
        self._weight = 1 / (len(there) - 1) if self._units else 0.0
        # By two coders and their units, None for a gap: how much has these.
        self._lengths: defaultdict[tuple[int, int, int | None, int | None], int] = defaultdict(int)
        for size, at in _intersect(self._units, length):
            for (one, mine), (other, theirs) in combinations(enumerate(at), 2):
                self._lengths[one, other, mine, theirs] += size
        self._inside = {
            key: size for key, size in self._lengths.items() if None not in (key[2], key[3])
        }

    def compare(self, look: Look) -> Sums:
        """Return the sums of the text, as a look has its units."""
        sums, values = make_sums(), self._look_at(look)
        coders = self._coders
        for (one, other, mine, theirs), size in self._lengths.items():
            first = None if mine is None else values[one][mine]
            second = None if theirs is None else values[other][theirs]
            sums.add(coders[one], coders[other], (first, second), size, self._weight)
        for coder, units in zip(coders, self._units):
            covered = sum(unit.length for unit in units)
            sums.covered[coder] += covered
            sums.sizes[coder] += self._length
            sums.own[None] += sum(unit.length**2 for unit in units) + self._length - covered
        return sums

    def add_inner(self, sums: Sums, look: Look) -> None:
        """Add to sums what is of the stretches that several coders marked."""
        values = self._look_at(look)
        shared = [[0.0] * len(units) for units in self._units]
        for (one, other, mine, theirs), size in self._inside.items():
            if mine is not None and theirs is not None:
                length = size * self._weight
                first, second = values[one][mine], values[other][theirs]
                shared[one][mine] += length
                shared[other][theirs] += length
                sums.inner_given[first] += length
                sums.inner_given[second] += length
                sums.inner_same[first] += 2 * length * (first == second)
        for given, lengths in zip(values, shared):
            for value, length in zip(given, lengths):
                sums.inner_own[value] += length**2

    def _look_at(self, look: Look) -> list[list[Value]]:
        return [[look(unit.value) for unit in units] for units in self._units]


def _intersect(
    codings: Sequence[Sequence[Unit]], length: int
) -> Iterator[tuple[int, list[int | None]]]:
    """Yield each stretch that no coder divides: its length, and the number of each coder's unit.

    None stands for a gap.
    """
    next_units, here = [0] * len(codings), 0
    while here < length:
        at: list[int | None] = []
        end = length
        for coder, units in enumerate(codings):
            number = next_units[coder]
            if number < len(units) and units[number].end <= here:
                number = next_units[coder] = number + 1
            if number == len(units):
                at.append(None)
                continue
            unit = units[number]
            is_inside = unit.start <= here
            at.append(number if is_inside else None)
            edge = unit.end if is_inside else unit.start
            end = edge if edge < end else end
        yield end - here, at
        here = end
