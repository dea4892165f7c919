"""The coefficients of agreement, held against published figures and other implementations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import permutations
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.comparing.coefficients import (
    Given,
    Number,
    Value,
    alpha,
    kappa,
    percent_agreement,
    unitized_alpha,
    value_alpha,
)
from quotecli.comparing.continuum import Overlay, Sums, Unit

# Figure 12.11 of K. Krippendorff, Content Analysis, 4th edition (2019): three observers of a
# continuum of 60, with start, end and value of each unit. The figures are those that are printed
# there, as far as the tests of the R package quallmer record them: 0.510, 0.413 and 0.724.
OBSERVERS = [
    [(0, 7, "1"), (7, 13, "2"), (30, 32, "5"), (32, 37, "6"), (37, 44, "6"), (44, 60, "7")],
    [(0, 7, "1"), (7, 13, "3"), (13, 21, "5"), (32, 44, "6")],
    [(0, 7, "1"), (7, 13, "4"), (13, 21, "5"), (32, 37, "6"), (37, 41, "6"), (41, 44, "6")],
]


def unitize(
    observers: Sequence[Sequence[tuple[int, int, str]]], length: int, one: str = ""
) -> Sums:
    """Return the sums of some observers; with `one`, that is the value of every unit."""
    codings = [[Unit(start, end, (one or value,)) for start, end, value in it] for it in observers]
    return lay(codings, length)


def lay(codings: Sequence[Sequence[Unit]], length: int) -> Sums:
    overlay = Overlay(codings, length)
    sums = overlay.compare(tuple)
    overlay.add_inner(sums, tuple)
    return sums


def alpha_u(sums: Sums) -> Number:
    return unitized_alpha(sums.agreed[None], sums.given, sums.own[None])


def alpha_cu(sums: Sums) -> Number:
    same, own = sum(sums.inner_same.values()), sum(sums.inner_own.values())
    return unitized_alpha(same, sums.inner_given, own)


def alpha_of(sums: Sums, key: str) -> Number:
    value, total = (key,), sum(sums.inner_given.values())
    given = sums.inner_given.get(value, 0)
    return value_alpha(sums.inner_same.get(value, 0), given, total, sums.inner_own[value])


def test_the_unitized_alphas_are_those_of_the_worked_example() -> None:
    sums = unitize(OBSERVERS, 60)
    assert alpha_u(sums) == pytest.approx(0.510, abs=5e-4)
    assert alpha_cu(sums) == pytest.approx(0.724, abs=5e-4)
    values = {key: alpha_of(sums, key) for key in "123456"}
    assert values == {"1": 1, "2": 0, "3": 0, "4": 0, "5": 1, "6": 1}
    assert isnan(alpha_of(sums, "7"))  # only in gaps

    # Units or gaps, whatever their value: 0.41360.
    assert alpha_u(unitize(OBSERVERS, 60, "any")) == pytest.approx(0.413, abs=1e-3)


def test_the_unitized_alphas_are_those_of_hand_made_examples() -> None:
    # One coder marks 0-4 of 10, the other 2-6. Of 20 pairable code points 8 are marked and 12 are
    # not; 8 coincide with the other kind. Chance pairs no unit with itself, and no code point of a
    # gap: own = 16 + 16 + 12 = 44. Observed 8 of 20; expected 2 * 8 * 12 / (400 - 44) of 1.
    sums = unitize([[(0, 4, "a")], [(2, 6, "a")]], 10)
    assert sums.own[None] == 44
    expected = 2 * 8 * 12 / (400 - 44)
    assert alpha_u(sums) == pytest.approx(1 - (8 / 20) / expected)

    # Both mark 0-4 and 4-8, with the same value once: only coding differs. Of 16 code points 8 are
    # in units that differ; own = 4 * 16. Values: a 4 + 4, b 4, c 4.
    sums = unitize([[(0, 4, "a"), (4, 8, "b")], [(0, 4, "a"), (4, 8, "c")]], 20)
    assert sum(sums.inner_own.values()) == 64
    expected = (8 * 8 + 4 * 12 + 4 * 12) / (16 * 16 - 64)
    assert alpha_cu(sums) == pytest.approx(1 - (8 / 16) / expected)


def test_what_never_varies_has_no_coefficient() -> None:
    never: Given = {None: 7.0}
    for some in ({}, never):
        same = sum(some.values())
        assert isnan(kappa(same, some, some))
        assert isnan(alpha(same, some))
    assert percent_agreement(7, never) == 1


VALUES = st.sampled_from([None, ("a",), ("b",), ("a", "b")])


def coincide(units: Iterable[Sequence[Value]]) -> Number:
    """Return the alpha of units, each given as the values that it got."""
    same, given = 0.0, Counter[Value]()
    for values in units:
        for one, other in permutations(values, 2):
            given[one] += 1 / (len(values) - 1)  # type: ignore[assignment]
            same += (one == other) / (len(values) - 1)
    return alpha(same, given)


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(st.lists(VALUES, max_size=4), min_size=1, max_size=12))
def test_alpha_is_that_of_krippendorff_with_missing_values(units: list[list[Value]]) -> None:
    reference = pytest.importorskip("krippendorff")
    kinds = sorted({value for values in units for value in values}, key=str)
    counts = [[values.count(kind) for kind in kinds] for values in units]
    found = coincide(units)
    pairable = [values for values in units if len(values) > 1]
    # With one value in all units that can be paired, the package has no domain to compare.
    if len({value for values in pairable for value in values}) < 2:
        assert isnan(found)
    else:
        expected = reference.alpha(value_counts=counts, level_of_measurement="nominal")
        assert found == pytest.approx(expected, abs=1e-12)


def test_kappa_is_that_of_a_table() -> None:
    """45 and 15 agreed, 15 and 25 not: by hand (0.6 - 0.54) / (1 - 0.54)."""
    found = kappa(60, {("a",): 60, None: 40}, {("a",): 70, None: 30})
    assert found == pytest.approx(0.06 / 0.46)


@pytest.mark.stress
@settings(max_examples=settings().max_examples // 2)
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=30))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[Value, Value]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    found = kappa(sum(one == other for one, other in pairs), first, second)
    if len({*first, *second}) < 2:
        assert isnan(found)
    else:
        named = [[str(pair[side]) for pair in pairs] for side in (0, 1)]
        assert found == pytest.approx(metrics.cohen_kappa_score(*named), abs=1e-12)


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(st.lists(VALUES, min_size=20, max_size=20), min_size=2, max_size=4))
def test_with_units_of_one_code_point_unitizing_is_coding(codings: list[list[Value]]) -> None:
    """The square of the length of such a unit is its length, so that both formulas are one."""
    units = [
        [Unit(at, at + 1, value) for at, value in enumerate(coding) if value is not None]
        for coding in codings
    ]
    sums = lay(units, 20)
    reference = coincide(zip(*codings))
    assert alpha_u(sums) == pytest.approx(reference, nan_ok=True)
    assert alpha(sums.agreed[None], sums.given) == pytest.approx(reference, nan_ok=True)
