"""Excerpts, and the context that tells them apart."""

from __future__ import annotations

import pytest

import quotecli


def test_equal_words_of_two_people_are_told_apart() -> None:
    text = "“No,” said Ann Lee.\n\nAn hour went by.\n\n“No,” said Bo Chan."
    made = quotecli.draft(text)
    assert [(quote.excerpt, quote.speaker.name) for quote in made.quotes if quote.speaker] == [
        ("No", "Ann Lee"),
        ("No", "Bo Chan"),
    ]
    assert made.quotes[0].anchor.spans[0].start == 1
    assert made.quotes[1].anchor.spans[0].start == text.rindex("No")


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        (
            "Mayor Ann Lee told reporters that “the bridge is closed.”",
            "direct",
            "the bridge is closed.",
        ),
        ("\u200e“No way at all,” said Ann Lee.", "direct", "No way at all"),
        ("Ann Lee said that the bridge is closed.", "indirect", "the bridge is closed"),
        ("Ann Lee said that the bridge “is closed” now.", "mixed", "the bridge “is closed” now"),
    ],
)
def test_an_excerpt_does_not_hold_what_leads_up_to_it(text: str, kind: str, excerpt: str) -> None:
    (quote,) = quotecli.draft(text).quotes
    assert (quote.kind, quote.excerpt) == (kind, excerpt)
    assert quote.speaker
    assert quote.speaker.name == "Ann Lee"
