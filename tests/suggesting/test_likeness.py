"""The chance that a text is of a kind, learned from examples."""

from __future__ import annotations

import random
from importlib.util import find_spec

import pytest

from quotecli.suggesting.likeness import Likeness
from quotecli.suggesting.words import Run

# Looked for and not imported: that takes seconds, also where these tests are not run.
pytestmark = pytest.mark.skipif(not find_spec("sklearn"), reason="needs scikit-learn")

FERRY, CLINIC = (
    "ferry harbour quay boats crew pier".split(),
    "clinic nurse ward doctor beds".split(),
)


def make_runs(words: list[str], number: int, seed: int = 1) -> list[list[Run]]:
    """Return texts of three of some words and one that says nothing."""
    chance = random.Random(seed)
    return [
        [(one,) for one in (*chance.sample(words, 3), chance.choice(["town", "spring"]))]
        for _ in range(number)
    ]


def test_a_text_is_of_the_kind_whose_words_it_has() -> None:
    likeness = Likeness(make_runs(FERRY, 40), make_runs(CLINIC, 60), 1.0)
    texts = [*make_runs(FERRY, 9, 2), *make_runs(CLINIC, 9, 3)]
    chances = likeness.judge(texts)
    assert min(chances[:9]) > 0.8
    assert max(chances[9:]) < 0.2
    spoken = {word for runs in texts[:9] for (word,) in likeness.explain(runs)}
    assert {*FERRY} <= spoken <= {*FERRY, "town", "spring"}
    assert len(likeness.explain(texts[0], 1)) == 1


def test_what_has_nothing_to_do_with_the_kind_is_not_likely() -> None:
    """Examples of both kinds have the same words: no text may be taken for sure."""
    likeness = Likeness(make_runs(FERRY, 20), make_runs(FERRY, 60, 2), 1.0)
    assert max(likeness.judge(make_runs(FERRY, 20, 3))) < 0.6


def test_few_examples_prove_little() -> None:
    likeness = Likeness(make_runs(FERRY, 2), make_runs(CLINIC, 2), 1.0)
    assert all(0.1 < chance < 0.9 for chance in likeness.judge(make_runs(FERRY, 5, 2)))


def test_examples_that_were_left_out_count() -> None:
    examples = make_runs(FERRY, 30), make_runs([*FERRY, *CLINIC], 60, 2)
    all_taken, some = Likeness(*examples, 1.0), Likeness(*examples, 0.1)
    texts = make_runs(FERRY, 5, 3)
    for more, less in zip(all_taken.judge(texts), some.judge(texts)):
        assert less < more


@pytest.mark.parametrize("texts", [[[]], [[("unheard",)]], []])
def test_texts_without_known_words(texts: list[list[Run]]) -> None:
    likeness = Likeness(make_runs(FERRY, 3), make_runs(CLINIC, 3), 1.0)
    assert len(likeness.judge(texts)) == len(texts)
    assert not any(map(likeness.explain, texts))
    nothing = Likeness([[], []], [[], []], 1.0)
    assert nothing.judge([[]])[0] == pytest.approx(0.5)
    assert nothing.explain([("ferry",)]) == ()
