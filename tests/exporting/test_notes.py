"""A folder of notes: front matter, exact words, and file names that every system accepts."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quotecli.exporting.formats import load_folder_export
from quotecli.exporting.notes import FileNames
from quotecli.library.library import Library
from quotecli.model import Statement
from quotecli.text.escape import visible
from tests.exporting.test_markdown import shown
from tests.make import made, quote

DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789"),
}


def files(*statements: Statement, split: str) -> dict[str, tuple[dict[str, Any], str]]:
    """Return the front matter and the rest of each file."""
    found = {}
    for name, content in load_folder_export("md")(statements, split):
        assert name not in found
        _, front, body = content.decode().split("---\n", 2)
        found[name] = (yaml.safe_load(front), body)
    return found


def test_front_matter_holds_the_exact_text(hostile: Statement) -> None:
    notes = files(hostile, split="quote")
    assert list(notes) == ["hostile--q.md", "hostile--bare.md", "hostile--lost.md"]
    for (front, body), item in zip(notes.values(), hostile.quotes):
        assert front["statement_title"] == hostile.title
        assert front.get("speaker") == (item.speaker.name if item.speaker else None)
        assert front.get("role") == (item.speaker.role if item.speaker else None)
        assert front.get("reported_by") == (item.reported_by.name if item.reported_by else None)
        assert (front["kind"], front["proved"], front.get("doubt", "")) == (
            item.kind,
            item.proved,
            item.doubt,
        )
        assert front["tags"] == [topic.id for topic in item.topics]
        assert (front["author"], front["source"], front["date"]) == (
            hostile.source.author,
            *hostile.source[1:4:2],
        )
        assert front["url"] == hostile.source.url
        words = visible(item.excerpt).strip()
        assert shown(body)[1][0][0] == (f"“{words}”" if item.kind == "direct" else words)


def test_front_matter_of_topics_and_speakers_holds_the_exact_text(hostile: Statement) -> None:
    topic, _ = files(hostile, split="topic")["t.md"]
    assert (topic["title"], topic["description"]) == (
        hostile.topics["t"].label,
        hostile.topics["t"].description,
    )
    assert (topic["aliases"], topic["parent"]) == (list(hostile.topics["t"].aliases), "above")
    speaker, _ = files(hostile, split="speaker")["p.md"]
    who = hostile.speakers["p"]
    assert (speaker["speaker"], speaker["roles"], speaker["aliases"]) == (
        who.name,
        [who.role],
        list(who.aliases),
    )


def test_a_file_for_each_topic_holds_its_quotes(library: Library) -> None:
    notes = files(*library.select(), split="topic")
    assert list(notes) == [
        "trade.md",
        "ports.md",
        "fishing.md",
        "weather.md",
        "safety.md",
        "_no-topic.md",
    ]
    front, body = notes["fishing.md"]
    assert front == {
        "title": "Fishing",
        "id": "fishing",
        "parent": "ports",
        "speakers": ["Bo Chan"],
        "tags": ["fishing"],
    }
    headings, quotes, _ = shown(body)
    assert headings == ["Fishing"]
    assert [paragraphs[0] for paragraphs in quotes] == [
        "the boats would need a deeper quay",
        "more herring than ever",
    ]


def test_a_file_for_each_speaker(library: Library) -> None:
    notes = files(*library.select(), split="speaker")
    assert list(notes) == ["lee.md", "chan.md", "diaz.md", "_no-speaker.md"]
    front, _ = notes["chan.md"]
    assert front == {
        "title": "Bo Chan",
        "id": "chan",
        "speaker": "Bo Chan",
        "roles": ["harbour master"],
        "tags": ["ports", "fishing", "trade"],
    }


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2024-02-29", "2024-02-29"), ("2024-02", "2024-02"), ("2024", "2024"), ("no", "no")],
)
def test_a_whole_date_is_a_date_and_everything_else_text(published: str, expected: str) -> None:
    ((front, _),) = files(
        made("One.", quote("One"), source={"published": published}), split="quote"
    ).values()
    whole = len(published) == 10
    assert (front["date"].isoformat() if whole else front["date"]) == expected
    assert front["proved"] is True


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("con", "con_.md"),
        ("lpt1", "lpt1_.md"),
        ("nul--q", "nul--q.md"),
        ("a--b-c", "a--b-c.md"),
        ("A/b..", "a-b.md"),
    ],
)
def test_a_name_that_some_system_refuses_is_changed(wanted: str, name: str) -> None:
    assert FileNames().add(wanted) == name


@given(
    st.lists(
        st.text() | st.sampled_from(["con", "a", "A", "a_2", "nul", "x" * 300, "x" * 301]),
        max_size=8,
    )
)
def test_names_are_safe_and_different_on_every_system(wanted: list[str]) -> None:
    names = FileNames()
    found = [names.add(text) for text in wanted]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert name.endswith(".md")
        assert len(name.encode()) <= 255
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-.")
        assert name.removesuffix(".md") not in DEVICES
        assert name[0] not in ".-"
