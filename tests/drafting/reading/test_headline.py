"""The headline that a text begins with."""

from __future__ import annotations

import pytest

from quotecli.drafting.reading.headline import find_headline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harbour opens\n\nThe harbour opened on Monday.", "Harbour opens"),
        ("\n  Harbour opens.\nThe harbour opened.", "Harbour opens."),
        ("Will it open?\n\nNobody knows.", "Will it open?"),
    ],
)
def test_headline(text: str, expected: str) -> None:
    found = find_headline(text)
    assert found is not None
    assert text[slice(*found)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Only one line",
        "“We will sail,” she said.\n\nMore.",
        "Ends with a colon:\n\nMore.",
        "word " * 40 + "\n\nMore",
    ],
)
def test_no_headline(text: str) -> None:
    assert find_headline(text) is None
