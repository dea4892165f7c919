"""Topics made of the words of texts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.criteria import Criteria
from quotecli.library.loading import load
from quotecli.model import Topic
from quotecli.suggesting import topics as suggesting
from quotecli.suggesting.topics import make_topics, suggest

SUBJECTS = {
    "ferry": "ferry harbour quay boats timetable sailing crew pier",
    "clinic": "clinic nurses patients surgery ward vaccine doctors beds",
    "orchard": "orchard apples harvest cider pruning frost blossom growers",
}


def make_texts(number: int) -> tuple[list[str], list[str]]:
    """Return made-up texts, and the subject of each."""
    chance = random.Random(7)
    subjects = [list(SUBJECTS)[at % len(SUBJECTS)] for at in range(number)]
    texts = [
        f"We said that the {' and the '.join(chance.sample(SUBJECTS[one].split(), 4))} matter."
        for one in subjects
    ]
    return texts, subjects


def find_subjects(topics: list[Topic]) -> list[set[str]]:
    """Return the subjects that the keywords of each topic come from."""
    return [
        {one for one, words in SUBJECTS.items() for word in topic.keywords if word in words.split()}
        for topic in topics
    ]


@pytest.mark.parametrize("number", [30, 90, 300])
@pytest.mark.parametrize("extra", [True, False])
def test_topics_part_what_is_spoken_of(
    monkeypatch: pytest.MonkeyPatch, number: int, extra: bool
) -> None:
    if extra:
        pytest.importorskip("sklearn")
    monkeypatch.setattr(suggesting, "find_spec", lambda name: extra or None)
    texts, _ = make_texts(number)
    topics = make_topics(texts, len(SUBJECTS))
    found = find_subjects(topics)
    assert sorted(map(tuple, found)) == sorted((one,) for one in SUBJECTS)
    assert make_topics(texts, len(SUBJECTS)) == topics


@pytest.mark.parametrize("extra", [True, False])
def test_the_topics_of_the_shipped_statement_come_out_of_its_words(
    monkeypatch: pytest.MonkeyPatch, extra: bool
) -> None:
    """Its own three topics, in recognisable form, with their key words."""
    if extra:
        pytest.importorskip("sklearn")
    monkeypatch.setattr(suggesting, "find_spec", lambda name: extra or None)
    found = {one.topic.label: one for one in suggest(load(), Criteria())}
    wanted = {"Diplomatic relations": "relations", "Military exercises": "exercises"}
    wanted["Patriotic War"] = "war"
    for label, keyword in wanted.items():
        assert keyword in found[label].topic.keywords
        assert found[label].quotes >= 2
        assert len(found[label].examples) == 2


def test_names_of_speakers_are_no_topics() -> None:
    texts = ["Salt thanks the harbour.", "The harbour thanks Salt.", "Salt sails."]
    assert "Salt" not in {one.label for one in make_topics(texts, 3, ["Ann Salt"])}


@pytest.mark.parametrize(
    "texts", [[], [""], ["word"], ["word"] * 400, ["the of and"] * 5, ["!"], ["渔业政策"] * 9]
)
@pytest.mark.parametrize("number", [1, 5, 1_000_000_000])
def test_texts_that_say_little(texts: list[str], number: int) -> None:
    assert len(make_topics(texts, number)) <= 1


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(st.text(), max_size=8), st.integers(1, 4))
def test_any_texts(texts: list[str], number: int) -> None:
    assert len(make_topics(texts, number)) <= number
