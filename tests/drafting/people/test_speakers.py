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


def test_a_description_that_may_mean_somebody_else_is_no_alias() -> None:
    made = quotecli.draft(
        "“We will not sell the harbour,” said the mayor, Ada Marlow. “We will sell the quay,” the"
        " mayor said.\n\n“We will sell the quay,” Marlow said. The engineer called the wall “a"
        " present to the sea from all of us”."
    )
    (speaker,) = {quote.speaker for quote in made.quotes if quote.speaker}
    assert speaker.name == "Ada Marlow"
    assert "The engineer" not in speaker.aliases
    assert "Marlow" in speaker.aliases
