"""The linear scorer, and the weights that come with it."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

import pytest

from quotecli.drafting.people import scoring
from quotecli.drafting.people.confidence import Chances


@pytest.fixture
def weighed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Score by a model of two features."""
    monkeypatch.setattr(scoring, "weights", lambda: {"test": {"near": 2.0, "far": -1.0}})
    scoring.score.cache_clear()
    yield
    scoring.score.cache_clear()


@pytest.mark.usefixtures("weighed")
def test_the_likeliest_candidate_is_chosen_with_its_chance() -> None:
    best, chance = scoring.choose("test", [(("far",),), (("near",), ("unknown",)), ()])
    assert best == 1
    assert isclose(chance, 0.8438, abs_tol=0.0001)  # e^2 / (e^-1 + e^2 + e^0)


@pytest.mark.usefixtures("weighed")
def test_a_rating_is_a_chance() -> None:
    assert scoring.rate("test", ()) == 0.5
    assert isclose(scoring.rate("test", ("near", "far")), 0.7311, abs_tol=0.0001)


def test_every_model_has_weights() -> None:
    models = scoring.weights()
    assert models.keys() == {"source", "pronoun", "description", *Chances._fields}
    assert all(models.values())
