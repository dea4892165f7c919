"""What a cue governs."""

from __future__ import annotations

import pytest

from quotecli.drafting.claims.claims import find_claims
from quotecli.drafting.claims.cues import find_cues
from quotecli.drafting.reading.marks import find_stretches
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.reading.tokens import Tokens


def governed(text: str) -> list[tuple[str, str]]:
    """Return each claim's rule, and its pieces joined by " / "."""
    skeleton = Skeleton(Tokens(text), find_stretches(text))
    return [
        (
            claim.rule,
            " / ".join(
                text[skeleton.start(first) : skeleton.end(last)] for first, last in claim.pieces
            ),
        )
        for claim in find_claims(skeleton, find_cues(skeleton))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“No,” Marlow said.", [("left", "“No,”")]),
        ("Marlow said, “No.”", [("stretch", "“No.”")]),
        ("“No,” Marlow said, “never.”", [("around", "“No,” / “never.”")]),
        ("Marlow said that it rained.", [("clause", "that it rained")]),
        ("Marlow said on Monday that it rained.", [("clause", "that it rained")]),
        ("Marlow told the town that it rained.", [("clause", "that it rained")]),
        ("It rained, Marlow said.", [("left", "It rained")]),
        (
            "It rained, Marlow said, and the sea was high.",
            [("around", "It rained / and the sea was high.")],
        ),
        ("Marlow vowed to build the wall.", [("object", "to build the wall")]),
        ("Marlow praised the wall because it was high.", [("object", "the wall")]),
    ],
)
def test_claims(text: str, expected: list[tuple[str, str]]) -> None:
    assert governed(text) == expected


def test_a_clause_ends_before_the_next_speaker() -> None:
    text = "Marlow said that it rained, but Reyl said that it snowed."
    assert [content for _, content in governed(text)] == ["that it rained", "that it snowed"]


def test_a_clause_ends_at_the_semicolon_before_the_next_speaker() -> None:
    text = "Marlow said that it rained; Reyl said that it snowed."
    assert [content for _, content in governed(text)] == ["that it rained", "that it snowed"]


def test_a_relative_clause_ends_at_its_comma() -> None:
    text = "Reyl, who praised the wall, left the town."
    assert governed(text) == [("object", "the wall")]


def test_a_verb_that_cannot_govern_what_follows_claims_nothing() -> None:
    assert governed("Marlow sighed the wall.") == []


def test_an_attitude_counts_only_with_a_finite_verb() -> None:
    assert governed("Marlow supported the wall.") == [("object", "the wall")]
    assert governed("They support the wall.") == []
