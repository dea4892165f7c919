"""A misspelt name is answered with the one that was meant, and with none if nothing is like it."""

from __future__ import annotations

import pytest

from quotecli.text.suggestion import did_you_mean, find_similar

NAMES = ("war", "diplomacy", "military-exercises", "military-aid")


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("wra", ["war"]),
        ("wat", ["war"]),
        ("waar", ["war"]),
        ("diplomcy", ["diplomacy"]),
        ("military-exercise", ["military-exercises", "military-aid"]),
        ("raw", []),
        ("trade", []),
        ("", []),
        ("military-exercises" + "x" * 10_000, []),
    ],
)
def test_one_slip_in_three_letters_is_forgiven(misspelt: str, meant: list[str]) -> None:
    assert find_similar(misspelt, NAMES, limit=2) == meant
    assert find_similar(misspelt, NAMES) == meant[:1]


def test_the_question_names_all_that_may_be_meant() -> None:
    assert did_you_mean(["war", "raw"]) == "did you mean war or raw?"
    assert did_you_mean([]) == ""
