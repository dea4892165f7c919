"""Reporting cues and their sources."""

from __future__ import annotations

import pytest

from quotecli.drafting.claims.cues import Cue, find_cues
from quotecli.drafting.reading.marks import find_stretches
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.reading.tokens import Tokens


def find(text: str) -> list[tuple[str, str]]:
    """Return each cue's lemma, and its source's words."""
    skeleton = Skeleton(Tokens(text), find_stretches(text))

    def source(cue: Cue) -> str:
        return (
            text[skeleton.start(cue.source[0]) : skeleton.end(cue.source[1])] if cue.source else ""
        )

    return [(cue.verb.lemma, source(cue)) for cue in find_cues(skeleton)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marlow said no.", [("say", "Marlow")]),
        ("“No,” said Marlow.", [("say", "Marlow")]),
        ("“No,” the mayor, a pilot, said.", [("say", "the mayor, a pilot,")]),
        ("According to Marlow, no.", [("according", "Marlow")]),
        ("Marlow said no and added that it was late.", [("say", "Marlow"), ("add", "Marlow")]),
        ("Marlow left at noon, saying that it was late.", [("say", "Marlow")]),
        ("They saw a sign saying that it was late.", [("see", "They"), ("say", "a sign")]),
        ("Marlow was criticized by Tomas Reyl.", [("criticize", "Tomas Reyl")]),
        ("Marlow was accused of theft.", [("accuse", "")]),
        ("It seems late.", [("seem", "")]),
    ],
)
def test_cues(text: str, expected: list[tuple[str, str]]) -> None:
    assert find(text) == expected


@pytest.mark.parametrize(
    "text", ["The claim was old.", "A boat plan hung there.", "The council report hung there."]
)
def test_nouns_are_no_cues(text: str) -> None:
    assert find(text) == []
