"""Topics from the keywords and labels of a codebook."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.drafting.topics import TopicFinder

BOOK = TopicFinder(
    keywords={
        "harbour": ["wall", "fishing boat"],
        "money": ["budget", "tax"],
        "empty": [" ", "the"],
    },
    labels={"harbour": "Harbour and sea", "money": "Public money", "empty": ""},
)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("We will build a wall.", ("harbour",)),
        ("The walls are high.", ("harbour",)),
        ("Taxes pay for it.", ("money",)),
        ("The fishing boats pay a tax.", ("harbour", "money")),
        ("The sea is cold.", ()),
        ("The sea washes the harbour.", ("harbour",)),
        ("Nobody knows.", ()),
        ("", ()),
    ],
)
def test_topics_of(text: str, topics: tuple[str, ...]) -> None:
    assert BOOK.find(text) == topics


def test_a_phrase_needs_its_words_together() -> None:
    assert TopicFinder({"boats": ["fishing boat"]}, {}).find("The boat went fishing.") == ()


def test_a_passing_mention_gives_way_to_what_a_quote_is_about() -> None:
    assert BOOK.find("The wall, the wall, the wall by the sea, and a tax.") == ("harbour",)


@given(st.text())
def test_any_text(text: str) -> None:
    assert set(BOOK.find(text)) <= {"harbour", "money", "empty"}
