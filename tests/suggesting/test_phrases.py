"""Groups of texts by key phrases."""

from __future__ import annotations

import random

import pytest

from quotecli.suggesting import phrases
from quotecli.suggesting.keyness import log_likelihood
from quotecli.suggesting.places import find_places


def make_table(size: int) -> phrases._Table:
    """Return the words of made-up texts; every other one has words of a subject."""
    chance = random.Random(3)
    words = [f"word{number}" for number in range(300)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    texts = []
    for at in range(size):
        subject = [f"subject{at % 10}", f"more{at % 10}-{chance.randrange(4)}"]
        texts.append([(*chance.choices(words, weights, k=12), *subject * (at % 2))])
    return phrases._Table(size, find_places(texts, 2, 2))


def test_the_ten_best_words_around_a_phrase_are_found_without_weighing_all() -> None:
    """No phrase keeps more company than if ten words were in all of its texts and no others."""
    table = make_table(300)
    for head, at in enumerate(table.places):
        words = set(table.terms[head])
        assert phrases._measure_company(head, table) <= 10 * log_likelihood(
            len(at), 0, len(at), len(table.rows) - len(at)
        )
        values = [
            log_likelihood(inside, len(places) - inside, len(at), len(table.rows) - len(at))
            for term, places in zip(table.terms, table.places)
            if (inside := len(set(at).intersection(places))) > 1 and words.isdisjoint(term)
        ]
        expected = sum(sorted(values, reverse=True)[:10])
        assert phrases._measure_company(head, table) == pytest.approx(expected)
