"""A text as a continuum: each coder's stretches of it, and what of them coincides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

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

    `pairs` has, by two coders and the values that they gave, how much of the text got these, and
    `coincidences` the same for all coders, as alpha takes them. `own` is the sum that
    unitized_alpha() takes. `inner` and `inner_own` are these two of what several coders marked.
    `covered` is how much each coder marked, of `sizes`. Coders are given by their number.
    """

    pairs: defaultdict[tuple[int, int, Value, Value], Number]
    coincidences: defaultdict[tuple[Value, Value], Number]
    own: defaultdict[None, Number]
    inner: defaultdict[tuple[Value, Value], Number]
    inner_own: defaultdict[Value, Number]
    covered: defaultdict[int, Number]
    sizes: defaultdict[int, Number]


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


def compare_units(codings: Sequence[Sequence[Unit] | None], length: int) -> Sums:
    """Return the sums of one text of some length.

    `codings` are the units of each coder, as make_units() returns them; None for a coder who has
    not coded the text, whom nothing is counted for.
    """
    sums = make_sums()
    there = [coder for coder, units in enumerate(codings) if units is not None]
    known = [units for units in codings if units is not None]
    if len(there) < 2:
        return sums

    weight = 1 / (len(there) - 1)
    inside = [[0.0] * len(units) for units in known]
    for size, at, values in _intersect(known, length):
        for one, first in enumerate(values):
            for other in range(one + 1, len(values)):
                second = values[other]
                sums.pairs[there[one], there[other], first, second] += size
                for pair in ((first, second), (second, first)):
                    sums.coincidences[pair] += size * weight
                if first is not None and second is not None:
                    inside[one][at[one]] += size * weight
                    inside[other][at[other]] += size * weight
                    sums.inner[first, second] += size * weight
                    sums.inner[second, first] += size * weight

    for coder, units, lengths in zip(there, known, inside):
        covered = sum(unit.length for unit in units)
        sums.covered[coder] += covered
        sums.sizes[coder] += length
        sums.own[None] += sum(unit.length**2 for unit in units) + length - covered
        for unit, shared in zip(units, lengths):
            sums.inner_own[unit.value] += shared**2
    return sums


def _intersect(
    codings: Sequence[Sequence[Unit]], length: int
) -> Iterator[tuple[int, list[int], list[Value]]]:
    """Yield each stretch that no coder divides: its length, and what each coder gave it.

    In between are the numbers of their units, which mean something if they gave it a value.
    """
    at, here = [0] * len(codings), 0
    while here < length:
        values: list[Value] = []
        end = length
        for coder, units in enumerate(codings):
            while at[coder] < len(units) and units[at[coder]].end <= here:
                at[coder] += 1
            unit = units[at[coder]] if at[coder] < len(units) else None
            is_inside = unit is not None and unit.start <= here
            values.append(unit.value if unit and is_inside else None)
            if unit:
                end = min(end, unit.end if is_inside else unit.start)
        yield end - here, at, values
        here = end
