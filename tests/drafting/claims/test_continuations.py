"""Stretches without a cue of their own."""

from __future__ import annotations

import pytest

from quotecli.drafting.claims.claims import find_claims
from quotecli.drafting.claims.continuations import complete
from quotecli.drafting.claims.cues import find_cues
from quotecli.drafting.reading.marks import find_stretches
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.reading.tokens import Tokens


def found(text: str) -> list[tuple[str, str, str]]:
    """Return each claim's rule, its pieces joined by " / ", and its source."""
    skeleton = Skeleton(Tokens(text), find_stretches(text))
    cues = find_cues(skeleton)

    def words(span: tuple[int, int]) -> str:
        return text[skeleton.start(span[0]) : skeleton.end(span[1])]

    return [
        (
            claim.rule,
            " / ".join(map(words, sorted(claim.pieces))),
            words(claim.source) if claim.source else "",
        )
        for claim in complete(skeleton, cues, find_claims(skeleton, cues))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“No,” Marlow said. “Never.”", ("left", "“No,” / “Never.”", "Marlow")),
        ("“No,” Marlow said.\n“Never.”", ("left", "“No,” / “Never.”", "Marlow")),
        ("“No,” Marlow warbled.", ("unlisted", "“No,”", "Marlow")),
        ("“No,” warbled the mayor.", ("unlisted", "“No,”", "the mayor")),
        (
            "Marlow had three words: “Never, never, never.”",
            ("colon", "“Never, never, never.”", "Marlow"),
        ),
        ("Ada Marlow: ‘No Wall’ Needed", ("label", "‘No Wall’ Needed", "Ada Marlow")),
        ("Marlow wrote a note:\n“Never again.”", ("colon above", "“Never again.”", "Marlow")),
        ("“Never again.”\nMarlow said in her speech.", ("below", "“Never again.”", "Marlow")),
        (
            "Marlow warbled about “an old wall” there.",
            ("fragment", "about “an old wall” there", "Marlow"),
        ),
    ],
)
def test_one_claim(text: str, expected: tuple[str, str, str]) -> None:
    assert found(text) == [expected]


def test_a_heading_between_single_marks_continues_nothing() -> None:
    text = "“No,” Marlow said.\n'A long winter'\nThe sea froze."
    assert found(text)[0] == ("left", "“No,”", "Marlow")


def test_the_subject_of_the_sentence_before_speaks() -> None:
    text = "“No,” Marlow said. The pilot shook his head. “We will drown.”"
    assert found(text)[1] == ("same", "“We will drown.”", "The pilot")


def test_open_paragraphs_are_one_claim() -> None:
    text = "“The sea was cold.\n“The wind was strong,” Marlow said."
    assert found(text) == [("left", "“The sea was cold. / “The wind was strong,”", "Marlow")]
