"""Quotes that are suggested for a topic."""

from __future__ import annotations

import pytest

from quotecli.criteria import Criteria
from quotecli.library.library import Library
from quotecli.model import Quote, Statement
from quotecli.suggesting.quotes import _take


@pytest.mark.parametrize(("size", "step"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2), (95, 16)])
def test_of_many_examples_some_are_taken_evenly_spread(size: int, step: int) -> None:
    quotes = [Quote(f"q{at}", "made-up", "direct", ("Yes.",)) for at in range(size)]
    library = Library([Statement("made-up", "Made up", "Yes.", tuple(quotes), {}, {})])
    taken, share = _take(library, Criteria(), 10)
    assert taken == quotes[::step]
    assert len(taken) == pytest.approx(share * size)
