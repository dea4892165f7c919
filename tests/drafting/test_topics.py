"""Topics from the keywords and labels of a codebook."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.drafting.topics import TopicFinder
from quotecli.model import Topic

FINDER = TopicFinder(
    [
        Topic("harbour", "Harbour and sea", keywords=("wall", "fishing boat")),
        Topic("money", "Public money", keywords=("budget",), aliases=("tax",)),
        Topic("empty", "", keywords=(" ", "the")),
        Topic("fishery", "渔业"),
    ]
)


def found(text: str) -> tuple[str, ...]:
    return tuple(topic.id for topic in FINDER.find(text))


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("We will build a wall.", ("harbour",)),
        ("The walls are high.", ("harbour",)),
        ("Taxes pay for it.", ("money",)),
        ("The fishing boats pay a tax.", ("harbour", "money")),
        ("The sea is cold.", ()),
        ("The sea, the sea, the sea!", ()),
        ("他们谈论渔业政策。", ("fishery",)),
        ("渔民的行业", ()),
        ("The sea washes the harbour.", ("harbour",)),
        ("Nobody knows.", ()),
        ("", ()),
    ],
)
def test_topics_of_a_text(text: str, topics: tuple[str, ...]) -> None:
    assert found(text) == topics


def test_a_phrase_needs_its_words_together() -> None:
    assert found("The boat went fishing.") == ()


def test_a_passing_mention_gives_way_to_what_a_quote_is_about() -> None:
    assert found("The wall, the wall, the wall by the sea, and a tax.") == ("harbour",)


@given(st.text())
def test_any_text(text: str) -> None:
    assert set(found(text)) <= {"harbour", "money", "empty", "fishery"}


def test_a_phrase_at_the_end_of_a_text_counts_once_beside_a_longer_one_that_goes_on() -> None:
    topics = [
        Topic("wall", "-", keywords=("wall", "wall of the town")),
        Topic("boats", "-", keywords=("boat",)),
    ]
    assert [one.id for one in TopicFinder(topics).find("The boat, the wall.")] == [
        "boats",
        "wall",
    ]
