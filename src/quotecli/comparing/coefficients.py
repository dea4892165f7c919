"""Percent agreement, Cohen's kappa and Krippendorff's alphas, from sums of what coders gave.

A number is a float, or an array of floats, one for each resample: the formulas are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import nan
from typing import Any, TypeAlias

Number: TypeAlias = Any
"""A float, or an array of floats."""

Value: TypeAlias = tuple[str, ...] | None
"""What a coder gave a stretch or a quote: one value or several, or None for nothing."""

Pairs: TypeAlias = Mapping[tuple[Value, Value], Number]
"""How much got one value from one coder and another from the other."""


def percent_agreement(pairs: Pairs) -> Number:
    """Return the share that two coders gave the same value, from 0 to 1."""
    return divide(_agreed(pairs), sum(pairs.values()))


def kappa(pairs: Pairs) -> Number:
    """Return Cohen's kappa of two coders.

    J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20 (1960), 37-46.
    """
    first: dict[Value, Number] = {}
    second: dict[Value, Number] = {}
    for (one, other), number in pairs.items():
        first[one] = first.get(one, 0) + number
        second[other] = second.get(other, 0) + number
    total = sum(pairs.values())
    # Times the square of the total, so that whole numbers stay whole and no chance is exactly none.
    chance = sum((first[value] * second[value] for value in first.keys() & second), start=0)
    return divide(_agreed(pairs) * total - chance, total * total - chance)


def alpha(coincidences: Pairs) -> Number:
    """Return Krippendorff's alpha for nominal values, of several coders, with missing values.

    `coincidences` are symmetric: what m coders gave one unit is in them as all ordered pairs of
    their values, each over m - 1. K. Krippendorff, Content Analysis, 4th edition (2019), 12.3.
    """
    total = sum(coincidences.values())
    return unitized_alpha(coincidences, total)


def unitized_alpha(coincidences: Pairs, own: Number) -> Number:
    """Return Krippendorff's alpha for stretches of a continuum.

    `coincidences` are lengths, None is the gap between units, and `own` is what chance must not
    pair with itself: the squares of the lengths of all units, and the length of all gaps. With the
    gaps that is his alpha of unitizing; of the stretches that several have as units, with the
    squares of the lengths that these have there, it is the cu-alpha. K. Krippendorff, Y. Mathet,
    S. Bouvry, A. Widlöcher, On the reliability of unitizing textual continua: further developments,
    Quality & Quantity 50 (2016), 2347-2364.
    """
    sums = _sum_values(coincidences)
    total = sum(coincidences.values())
    differing = total - _agreed(coincidences)
    # The expected disagreement times what it is divided by: 0 if only one value was ever given.
    expected = sum((number * (total - number) for number in sums.values()), start=0)
    return 1 - divide(differing * (total * total - own), total * expected)


def value_alpha(coincidences: Pairs, own: Mapping[Value, Number], value: Value) -> Number:
    """Return the (k)u-alpha of one value: how reliably it was told from the others.

    `coincidences` and `own` are those of a cu-alpha, the latter by value.
    """
    total = sum(coincidences.values())
    number = _sum_values(coincidences).get(value, 0)
    differing = number - coincidences.get((value, value), 0)
    expected = number * number * (total - number)
    return 1 - divide((number * total - own.get(value, 0)) * differing, expected)


def divide(number: Number, by: Number) -> Number:
    """Return a quotient; nan, which stands for what is not defined, where it is by 0."""
    if isinstance(by, (int, float)):
        return number / by if by else nan
    import numpy

    result = numpy.full(by.shape, nan)
    numpy.divide(number, by, out=result, where=by != 0)
    return result


def mean(numbers: Iterable[Number]) -> Number:
    """Return the mean of numbers; nan if there is none, or one of them is not defined."""
    every = list(numbers)
    return divide(sum(every), len(every))


def _agreed(pairs: Pairs) -> Number:
    return sum((number for (one, other), number in pairs.items() if one == other), start=0)


def _sum_values(pairs: Pairs) -> dict[Value, Number]:
    sums: dict[Value, Number] = {}
    for (one, _), number in pairs.items():
        sums[one] = sums.get(one, 0) + number
    return sums
