"""The speakers of a drafted statement."""

from __future__ import annotations

import pytest

import quotecli


def test_the_owner_says_what_nobody_else_says() -> None:
    made = quotecli.draft(
        "“It will rain.”\n\n“It will not,” said Bo Chan, the mayor of Lund.", speaker="Ann Lee"
    )
    assert made.speaker
    assert made.speaker.id == "lee"
    assert {quote.speaker.name for quote in made.quotes if quote.speaker} <= {"Ann Lee", "Bo Chan"}
    assert ("It will not", "Bo Chan") in [
        (quote.excerpt, quote.speaker.name) for quote in made.quotes if quote.speaker
    ]


@pytest.mark.parametrize("owner", ["Ann Lee", "Mayor Ann Lee"])
def test_the_owner_is_known_by_any_of_his_names(owner: str) -> None:
    made = quotecli.draft("“Go,” said Mayor Ann Lee. “Stay,” Lee said.", speaker=owner)
    assert made.speaker
    assert made.speaker.name == "Ann Lee"
    assert {quote.speaker for quote in made.quotes} == {made.speaker}
