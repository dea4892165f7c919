"""Patterns of sentences that turn what stands in them are made only for texts that need them."""

from __future__ import annotations

import re

import pytest

from quotecli.drafting.english import framing


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list of the patterns that are compiled."""
    made: list[str] = []
    real = framing._compile

    def compile_noting(pattern: str) -> re.Pattern[str]:
        made.append(pattern)
        return real(pattern)

    monkeypatch.setattr(framing, "_compile", compile_noting)
    return made


def test_a_text_without_their_words_needs_no_patterns(compiled: list[str]) -> None:
    text = " the harbour is old and the quay was sold in spring"
    for find in (
        framing.find_parentheses,
        framing.find_thoughts,
        framing.find_condition,
        framing.find_bare_subject,
        framing.find_infinitive,
        framing.find_report,
        framing.find_verdict,
        framing.find_judgement,
        framing.find_report_behind,
    ):
        assert not find(text)
    assert not framing.find_judged_clause(text, text)
    assert not framing.is_claim(text)
    assert compiled == []


@pytest.mark.parametrize(
    ("text", "is_claim"),
    [
        (" they claimed", True),
        (" it is Argued by some", True),
        (" it is refuted", True),
        (" they claimed , slowly", False),
        (" they said it to us all", False),
        (" the harbour", False),
        ("", False),
    ],
)
def test_what_is_said_ends_with_a_word_for_it(text: str, is_claim: bool) -> None:
    assert framing.is_claim(text) is is_claim


def test_words_of_a_kind_are_told_by_their_beginning() -> None:
    assert framing.is_untrue("fabricated")
    assert framing.is_untrue("fabricat")
    assert not framing.is_untrue("fabricat'd")
    assert not framing.is_untrue("lieder")
