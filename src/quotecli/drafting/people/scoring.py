"""Linear scores over named features, whose weights `training/fit.py` fits to annotated articles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import repeat
from math import exp

from quotecli.drafting.language import lexicon

Features = tuple[str, ...]
"""The features that hold of a candidate; each counts once."""


def choose(model: str, candidates: Sequence[Sequence[Features]]) -> tuple[int, float]:
    """Return the index of the likeliest of some candidates, and its chance, 0 to 1.

    A candidate is given by its features, in groups that are common enough to remember their scores.
    The chances are those of a conditional logit (McFadden 1974): a softmax over the scores.
    """
    scores = [sum([score(model, group) for group in groups]) for groups in candidates]
    best = max(range(len(scores)), key=scores.__getitem__)
    return best, 1 / sum([exp(one - scores[best]) for one in scores])


def rate(model: str, features: Features) -> float:
    """Return the chance of what has some features, 0 to 1, by a logistic regression."""
    return 1 / (1 + exp(-score(model, features)))


@lru_cache(maxsize=1 << 16)
def score(model: str, features: Features) -> float:
    """Return the sum of the weights of some features; one without a weight counts nothing."""
    return sum(map(weights().get(model, {}).get, features, repeat(0.0)))


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the weight of each feature of each model."""
    models: dict[str, dict[str, float]] = {}
    for line in lexicon.lines("weights"):
        if line.startswith("["):
            model = models.setdefault(line.strip("[]"), {})
        else:
            weight, _, feature = line.partition(" ")
            model[feature] = float(weight)
    return models
