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

Given: TypeAlias = Mapping[Value, Number]
"""How much got each value."""


def percent_agreement(same: Number, first: Given) -> Number:
    """Return the share that two coders gave the same value, from 0 to 1.

    `same` is how much they did, `first` is what one of them gave.
    """
    return divide(same, sum(first.values()))


def kappa(same: Number, first: Given, second: Given) -> Number:
    """Return Cohen's kappa of two coders, from how much they gave the same value, and what each.

    J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20 (1960), 37-46.
    """
    total = sum(first.values())
    # Times the square of the total, so that whole numbers stay whole and no chance is exactly none.
    chance = sum((first[value] * second[value] for value in first.keys() & second), start=0)
    return divide(same * total - chance, total * total - chance)


def alpha(same: Number, given: Given) -> Number:
    """Return Krippendorff's alpha for nominal values, of several coders, with missing values.

    What m coders gave one unit counts as all ordered pairs of their values, each over m - 1:
    `same` is how much of that are two equal values, `given` how much begins with each. K.
    Krippendorff, Content Analysis, 4th edition (2019), 12.3.
    """
    return unitized_alpha(same, given, sum(given.values()))


def unitized_alpha(same: Number, given: Given, own: Number) -> Number:
    """Return Krippendorff's alpha for stretches of a continuum.

    `same` and `given` are lengths, counted as alpha() does, None is the gap between units, and
    `own` is what chance must not pair with itself: the squares of the lengths of all units, and the
    length of all gaps. With the gaps that is his alpha of unitizing; of the stretches that several
    have as units, with the squares of the lengths that these have there, it is the cu-alpha.
    K. Krippendorff, Y. Mathet, S. Bouvry, A. Widlöcher, On the reliability of unitizing textual
    continua: further developments, Quality & Quantity 50 (2016), 2347-2364.
    """
    total = sum(given.values())
    # The expected disagreement times what it is divided by: 0 if only one value was ever given.
    expected = sum((number * (total - number) for number in given.values()), start=0)
    return 1 - divide((total - same) * (total * total - own), total * expected)


def value_alpha(same: Number, number: Number, total: Number, own: Number) -> Number:
    """Return the (k)u-alpha of one value: how reliably it was told from the others.

    Of what several have as units, `total` in all, `number` got the value, and `same` got it twice;
    `own` are the squares of the lengths that the units of the value have there.
    """
    expected = number * number * (total - number)
    return 1 - divide((number * total - own) * (number - same), expected)


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
