"""The source of a verb, by tags alone."""

from __future__ import annotations

import pytest

from quotecli.drafting.claims import sources
from quotecli.drafting.reading.tokens import Tokens

BEFORE = [
    ("Ada Marlow", "Ada Marlow said"),
    ("She", "She said"),
    ("Ada Marlow", "On Monday Ada Marlow said"),
    ("Ada Marlow", "Ada Marlow has also said"),
    ("A spokesman for the port", "A spokesman for the port said"),
    ("Ada Marlow, the old mayor,", "Ada Marlow, the old mayor, said"),
    ("Ada Marlow, speaking in the rain,", "Ada Marlow, speaking in the rain, said"),
    ("Sen. Ines Okoro (D-Calif.)", "Sen. Ines Okoro (D-Calif.) said"),
    (
        "Chairman of the Port Union (PWU), MP Tomas Reyl",
        "Chairman of the Port Union (PWU), MP Tomas Reyl said",
    ),
    ("who", "Reyl, who said"),
]


@pytest.mark.parametrize(("expected", "text"), BEFORE)
def test_subject_before(expected: str, text: str) -> None:
    tokens = Tokens(text)
    found, start = sources.find_before(tokens.tags, 0, len(tokens.tags) - 1)
    assert found is not None
    assert start == found[0]
    assert text[tokens.starts[found[0]] : tokens.end(found[1] - 1)] == expected


@pytest.mark.parametrize("text", ["and said", "Never said", ", said"])
def test_no_subject_before(text: str) -> None:
    tags = Tokens(text).tags
    assert sources.find_before(tags, 0, len(tags) - 1)[0] is None


AFTER = [
    ("Ada Marlow", "Ada Marlow."),
    ("she", "she went"),
    ("the mayor of Port Ellery", "the mayor of Port Ellery."),
    ("Ada Marlow, a former pilot", "Ada Marlow, a former pilot."),
    ("Ines Okoro (D-Calif.)", "Ines Okoro (D-Calif.) as well"),
]


@pytest.mark.parametrize(("expected", "text"), AFTER)
def test_noun_phrase_after(expected: str, text: str) -> None:
    tokens = Tokens(text)
    found = sources.find_after(tokens.tags, 0, len(tokens.tags))
    assert found is not None
    assert text[tokens.starts[found[0]] : tokens.end(found[1] - 1)] == expected


def test_an_apposition_within_a_sentence_ends_with_a_comma() -> None:
    tags = Tokens("Ada Marlow, the boats will sail").tags
    assert sources.find_after(tags, 0, len(tags), within=True) == (0, 2)


MAIN = [
    ("Ada Marlow", "Ada Marlow opened the harbour"),
    ("Ada Marlow", "After the long storm, Ada Marlow opened the harbour"),
    ("she", "As the boats came home, she laughed"),
    ("The union", "The union, founded in spring, has a flag"),
]


@pytest.mark.parametrize(("expected", "text"), MAIN)
def test_main_subject(expected: str, text: str) -> None:
    tokens = Tokens(text)
    found = sources.find_main(tokens.tags, 0, len(tokens.tags))
    assert found is not None
    assert text[tokens.starts[found[0]] : tokens.end(found[1] - 1)] == expected


def test_no_main_subject_where_there_is_no_noun() -> None:
    assert sources.find_main("..", 0, 2) is None
    assert sources.find_main("", 0, 0) is None
