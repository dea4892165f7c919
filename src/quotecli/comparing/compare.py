"""Several annotations -> how far they agree, by topic, speaker and kind, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import isnan
from typing import NamedTuple

from quotecli.comparing.coding import Coding, list_shared
from quotecli.comparing.coefficients import (
    Number,
    Value,
    alpha,
    kappa,
    mean,
    percent_agreement,
    unitized_alpha,
    value_alpha,
)
from quotecli.comparing.continuum import Sums
from quotecli.comparing.matching import Match, match
from quotecli.comparing.resampling import RESAMPLES, add_up, list_resamples
from quotecli.comparing.tallying import MEASURED, ROWS, Measured, Row, Tallier
from quotecli.library.identity import collect_topics, disambiguate
from quotecli.model import Topic
from quotecli.topic_tree import TopicTree


class Figure(NamedTuple):
    """A coefficient and its 95 % interval; None stands for what is not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Agreement(NamedTuple):
    """How far coders agree in one row, by code points, words or quotes.

    `covered` is how much each coder quotes, of `sizes`. `agreement` and `kappa` are means over
    pairs of coders. `alpha_u` and `alpha_cu` are the unitized alphas, None for quotes.
    """

    measured: Measured
    row: Row
    label: str
    covered: tuple[float, ...]
    sizes: tuple[float, ...]
    agreement: Figure
    kappa: Figure
    alpha: Figure
    alpha_u: Figure
    alpha_cu: Figure


class Comparison(NamedTuple):
    """The annotations of some coders: the texts, the matches in each, and how far they agree.

    `names` are the labels of the topics by id, with the id where several have one label.
    `resamples` is the number that the intervals are from, 0 without any.
    """

    coders: tuple[str, ...]
    codings: tuple[Coding, ...]
    matches: tuple[list[Match], ...]
    topics: Mapping[str, Topic]
    names: Mapping[str, str]
    agreements: tuple[Agreement, ...]
    resamples: int

    @property
    def shared(self) -> list[Coding]:
        """The texts that more than one coder has."""
        return list_shared(self.codings)


COEFFICIENTS = ("agreement", "kappa", "alpha", "alpha_u", "alpha_cu")


def compare(
    coders: Sequence[str], codings: Sequence[Coding], measured: Sequence[Measured] = MEASURED
) -> Comparison:
    """Return how far coders agree on some texts.

    What only one of them has coded is left out. Intervals are from resamples of the texts, always
    the same ones; there are none with one text, or without numpy.
    """
    topics = collect_topics(item for coding in codings for item in coding.known)
    tree = TopicTree(topics)
    shared = list_shared(codings)
    matches = [match([item.quotes if item else () for item in one.statements]) for one in shared]
    weights = list_resamples(len(shared))
    agreements = []
    for what in measured:
        tallier = Tallier(tree)
        tallies = [tallier.tally(*pair, what) for pair in zip(shared, matches)]
        for row in _list_rows(tree, [found for found, _ in tallies]):
            sums = [found.get(row, nothing) for found, nothing in tallies]
            label = topics[row.topic].label if row.topic else row.by
            agreements.append(_measure(what, row, label, len(coders), sums, weights))
    return Comparison(
        tuple(coders),
        tuple(codings),
        tuple(matches),
        topics,
        disambiguate({key: topic.label for key, topic in topics.items()}),
        tuple(agreements),
        RESAMPLES if weights is not None else 0,
    )


def _list_rows(tree: TopicTree, found: Sequence[Mapping[Row, Sums]]) -> Iterator[Row]:
    yield from ROWS
    used = {row.topic for rows in found for row in rows if row.by == "topic"}
    order = {key: number for number, key in enumerate(tree.list_ids())}
    # Topics of several files may include each other in a ring, which no order has.
    yield from (Row("topic", key) for key in sorted(used, key=lambda key: order.get(key, -1)))


def _measure(
    measured: Measured,
    row: Row,
    label: str,
    coders: int,
    sums: Sequence[Sums],
    weights: Number | None,
) -> Agreement:
    """Return the figures of one row, from the sums of each text."""
    total = add_up(sums)
    values = _coefficients(measured, row, total)
    figures = {name: Figure(None if isnan(value) else value) for name, value in values.items()}
    if weights is not None:
        from quotecli.comparing.resampling import find_interval

        resampled = _coefficients(measured, row, add_up(sums, weights))
        for name, figure in figures.items():
            if figure.value is not None:
                figures[name] = Figure(figure.value, *find_interval(resampled[name]))
    return Agreement(
        measured,
        row,
        label,
        tuple(total.covered[coder] for coder in range(coders)),
        tuple(total.sizes[coder] for coder in range(coders)),
        *[figures.get(name, Figure(None)) for name in COEFFICIENTS],
    )


def _coefficients(measured: Measured, row: Row, sums: Sums) -> dict[str, Number]:
    """Return the coefficients that are defined for a row, by name."""
    first: dict[tuple[int, int], dict[Value, Number]] = {}
    second: dict[tuple[int, int], dict[Value, Number]] = {}
    for given, numbers in ((first, sums.first), (second, sums.second)):
        for (one, other, value), number in numbers.items():
            given.setdefault((one, other), {})[value] = number
    pairs = [(sums.same.get(pair, 0), first[pair], second[pair]) for pair in first]
    found = {"agreement": mean(percent_agreement(same, mine) for same, mine, _ in pairs)}
    # That neither has a quote somewhere cannot be counted, and what chance would give neither.
    if measured != "quotes" or row.by != "all":
        found["kappa"] = mean(kappa(*pair) for pair in pairs)
        found["alpha"] = alpha(sums.agreed.get(None, 0), sums.given)
    if measured != "quotes":
        found["alpha_u"] = unitized_alpha(sums.agreed.get(None, 0), sums.given, sums.own[None])
        found["alpha_cu"] = _measure_inner(row, sums)
    return found


def _measure_inner(row: Row, sums: Sums) -> Number:
    """Return the cu-alpha of a row, or the (k)u-alpha of its topic."""
    same, given, own = sums.inner_same, sums.inner_given, sums.inner_own
    if row.by != "topic":
        return unitized_alpha(sum(same.values()), given, sum(own.values()))
    value = (row.topic,)
    number = given.get(value, 0)
    return value_alpha(same.get(value, 0), number, sum(given.values()), own.get(value, 0))


def count_matches(matches: Sequence[Sequence[Match]], coders: int) -> dict[tuple[int, int], int]:
    """Return how many quotes of each two coders match."""
    return {
        (one, other): sum(bool(found[one] and found[other]) for some in matches for found in some)
        for one, other in combinations(range(coders), 2)
    }
