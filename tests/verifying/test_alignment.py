"""The words that a quotation shares with a text: those of one sentence before those of the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.verifying.alignment import align, align_around, find_runs
from quotecli.verifying.comparison import compare
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words


@pytest.mark.parametrize(
    ("excerpt", "text", "verdict", "passage"),
    [
        (
            "I am the of servant the town.",
            "I am undertaking this; I am aware of its grave duties. I am the servant of the town.",
            "altered",
            "I am the servant of the town.",
        ),
        (
            "We ought to standards punish liars.",
            "We ought to maintain high standards. We ought to punish liars.",
            "altered",
            "We ought to punish liars.",
        ),
        (
            "During the year the ending 30th of May it fell",
            "It rose during the last year. During the year ending the 30th of May it fell.",
            "altered",
            "During the year ending the 30th of May it fell.",
        ),
        (
            "We have the gulls the on run.",
            "We have the gulls on the run. We keep them on the run.",
            "altered",
            "We have the gulls on the run.",
        ),
        (
            "Open water is who we were.",
            f"Open water is who we are. {'And so we restore what is ours. ' * 30}They were here.",
            "altered",
            "Open water is who we are.",
        ),
        (
            "Open water is who we were.",
            # So often that a window is not looked for around each of its words.
            f"{'We, open or not: who is water? ' * 60}Open water is who we are. {'It rains. ' * 99}"
            "They were here.",
            "altered",
            "Open water is who we are.",
        ),
        (
            "the affairs of the town of Tarn.",
            "So much of the affairs of the old town of Tarn. It is a town. The town of Tarn fell.",
            "shortened",
            "the affairs of the old town of Tarn.",
        ),
        (
            "We pay for the walls of the town and nobody leaves it to the sea",
            f"We pay for the walls of the town. {'Rain fell. ' * 9}And nobody leaves it to the"
            " sea.",
            "shortened",
            "",
        ),
    ],
)
def test_the_nearest_words_are_taken_if_they_are_nearly_as_many(
    excerpt: str, text: str, verdict: str, passage: str
) -> None:
    found = compare(Wording([excerpt]), Words(text))
    assert found is not None
    assert found.verdict == verdict
    assert text[slice(*found.span)] == (passage or text)


WORDS = st.lists(st.sampled_from("abcde"), max_size=12)


@given(WORDS, WORDS)
def test_blocks_are_shared_and_in_order(mine: list[str], theirs: list[str]) -> None:
    runs = find_runs(mine, theirs)
    assert bool(runs) == bool(set(mine) & set(theirs))
    for blocks in [align(mine, theirs), *[align_around(mine, theirs, run) for run in runs]]:
        i = j = 0
        for block in blocks:
            assert i <= block.mine
            assert j <= block.theirs
            i, j = block.mine + block.size, block.theirs + block.size
            assert mine[block.mine : i] == theirs[block.theirs : j]
            assert block.size
