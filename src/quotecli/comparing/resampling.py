"""Sums of many texts, and of resamples of them: a bootstrap over texts, always the same one."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from quotecli.comparing.coefficients import Number
from quotecli.comparing.continuum import Sums, make_sums

RESAMPLES = 1_000
"""So many times as many texts as there are were drawn from them, with replacement."""
_SEED = 2016
# Fewer resamples than this part in which a coefficient is defined tell nothing of it.
_LEAST_DEFINED = 0.5


def list_resamples(texts: int) -> Number | None:
    """Return how often each text is in each resample; None if there is one text, or no numpy."""
    if texts < 2:
        return None
    try:
        import numpy
    except ImportError:
        return None
    # The stream of this generator does not change from one version of numpy to another.
    drawn = numpy.random.RandomState(_SEED).multinomial(texts, [1 / texts] * texts, RESAMPLES)
    return drawn.astype(float)


def add_up(sums: Sequence[Sums], weights: Number | None = None) -> Sums:
    """Return the sum of the sums of texts; with weights, an array of them for all resamples."""
    total = make_sums()
    fields: tuple[MutableMapping[Any, Number], ...] = total
    if weights is None:
        for field, mine in enumerate(fields):
            for one in sums:
                _add(mine, one[field])
        return total

    import numpy

    by_text = numpy.ascontiguousarray(weights.T)
    for field, mine in enumerate(fields):
        columns: dict[Any, tuple[list[int], list[Number]]] = {}
        for line, one in enumerate(sums):
            for key, number in one[field].items():
                lines, numbers = columns.setdefault(key, ([], []))
                lines.append(line)
                numbers.append(number)
        for key, (lines, numbers) in columns.items():
            # Most speakers are in few texts.
            mine[key] = numpy.array(numbers, float) @ by_text[lines]
    return total


def _add(total: MutableMapping[Any, Number], added: Mapping[Any, Number]) -> None:
    for key, number in added.items():
        total[key] += number


def find_interval(values: Number) -> tuple[float | None, float | None]:
    """Return between which two numbers 95 of 100 resamples are."""
    import numpy

    defined = values[~numpy.isnan(values)] if not isinstance(values, float) else ()
    if len(defined) < _LEAST_DEFINED * RESAMPLES:
        return None, None
    low, high = numpy.percentile(defined, [2.5, 97.5])
    return float(low), float(high)
