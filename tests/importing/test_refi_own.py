"""Our own projects after another program wrote them again: nothing that they can hold is lost."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from quotecli.exporting.qdpx import export
from quotecli.exporting.refi import escape_uncarried
from quotecli.importing.formats import Imported
from quotecli.importing.qdpx import read
from quotecli.model import Quote, Statement, collapse_space
from quotecli.store import reader
from quotecli.store.files import find_shipped
from tests.conftest import HARBOUR, STORM
from tests.generated import statements
from tests.importing.programs import QUALCODER, Manner, pass_through


def harbour() -> Statement:
    return reader.read(HARBOUR.encode(), "harbour.yaml")


def storm() -> Statement:
    return reader.read(STORM.encode(), "storm.yaml")


def exported(*items: Statement) -> bytes:
    return b"".join(export(items))


def back(manner: Manner, *items: Statement) -> Imported:
    return read(pass_through(exported(*items), manner), "a.qdpx", None)


def line(text: str) -> str:
    """Return text as a project can hold it where it is one line."""
    return escape_uncarried(collapse_space(text)).strip()


def described(item: Statement) -> dict[str, Any]:
    """Return what a project can hold of a statement: of quotes only those that are in the text."""
    used = {topic.id for topic in item.topics.values()}
    return {
        "id": item.id,
        "title": line(item.title),
        "text": item.text,
        "speaker": item.speaker and line(item.speaker.name),
        "occasion": line(item.occasion),
        "source": [line(value) for value in item.source],
        "speakers": {
            who.id: (line(who.name), line(who.role), {*map(line, who.aliases)} - {""})
            for who in item.speakers.values()
        },
        "topics": {
            topic.id: (
                line(topic.label),
                line(topic.description),
                [*map(line, dict.fromkeys(topic.aliases))],
                [*map(line, dict.fromkeys(topic.keywords))],
                topic.parent if topic.parent in used else "",
            )
            for topic in item.topics.values()
        },
        "quotes": {one.id: quoted(one) for one in item.quotes if one.anchor.spans},
    }


def quoted(one: Quote) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "polarity": one.polarity,
        "spans": one.anchor.spans,
        "speaker": one.speaker and (one.speaker.id, line(one.speaker.name)),
        "reported_by": one.reported_by and (one.reported_by.id, line(one.reported_by.name)),
        "topics": {topic.id for topic in one.topics},
        "cue": line(one.cue),
        "note": re.sub("\r\n?", "\n", escape_uncarried(one.note)).strip(),
        "status": one.status,
        "confidence": one.confidence,
    }


def test_qualcoder_gives_everything_back() -> None:
    shipped = reader.load(find_shipped())
    result = back(QUALCODER, harbour(), shipped)
    assert result.skipped == ()
    found = {item.id: item for item in result.statements}
    for item in (harbour(), shipped):
        expected, got = described(item), described(found[item.id])
        got["topics"] = {key: got["topics"][key] for key in expected["topics"]}
        assert got == expected
    assert result.codebook.keys() == harbour().topics.keys() | shipped.topics.keys()


FULL = """
title: "Fish & “ships”: a <debate>"
speaker: lee
occasion: Oldport, 3 May
source: {author: Vera Lind, publisher: The Gull, url: "https://gull.example/a?b=1&c=2",
  published: 2024-05-03, accessed: 2024-05, language: en}
speakers:
  lee: {name: Ann Lee, role: mayor (acting), aliases: ["the mayor; she", "Lee, A."]}
  lee-2: {name: Ann Lee, role: "fisher, retired"}
  chan: {name: "Bo (Bob) Chan"}
  silent: {name: Nobody Quoted, role: clerk}
topics:
  sea: {label: Sea, description: "id: water", aliases: [the deep], keywords: [wave, "tide: high"]}
  fish: {label: War, parent: sea}
  war: {label: War, keywords: [gun]}
  direct: {label: direct, description: Speech}
  unused: {label: Not used, parent: fish}
text: |
  “The quay is old,” she said. “It must grow.” It must grow, said all.
  They will fish at dawn and “never stop” then. 😀 The end was near.
quotes:
- {id: old-quay, kind: direct, topics: [sea, war], excerpt: ["The quay is old,", It must grow.],
   suffix: "”", cue: she said, note: "One.\n\nspeaker: Two (two)\nquote: three", confidence: 0.996}
- {id: dawn, kind: indirect, topics: [fish, direct], speaker: chan, reported_by: lee-2,
   excerpt: They will fish at dawn, status: reviewed}
- {id: dawn-again, kind: mixed, speaker: lee-2, excerpt: They will fish at dawn, status: unresolved,
   polarity: negative, confidence: 0.00001, topics: [direct]}
- {id: whole-marks, kind: mixed, excerpt: "“never stop”", status: draft}
- {id: grow, kind: indirect, excerpt: It must grow}
- {id: "null", kind: indirect, excerpt: The end was near}
"""


def full() -> Statement:
    return reader.read(FULL.encode(), "full.yaml")


MANNERS = [Manner(7, *chosen) for chosen in product([False, True], repeat=5)]


@pytest.mark.parametrize("manner", MANNERS, ids=lambda manner: "".join(map(str, map(int, manner))))
def test_every_value_survives_every_manner(manner: Manner) -> None:
    result = back(manner, full(), storm())
    assert result.skipped == ()
    found = {item.id: described(item) for item in result.statements}
    for item in (full(), storm()):
        expected = described(item)
        got = found[item.id]
        # The codebook of a project is that of all its texts.
        got["topics"] = {key: got["topics"][key] for key in expected["topics"]}
        assert got == expected


def is_carried(text: str) -> bool:
    """Return whether QualCoder keeps every character of a text: it does not in XML, nor a CR."""
    return escape_uncarried(text) == text and "\r" not in text


@given(made=statements().filter(lambda one: is_carried(one.text)), seed=st.integers(0, 999))
@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
def test_whatever_a_text_holds_nothing_is_lost_that_the_format_can_hold(
    made: Statement, seed: int
) -> None:
    (got,) = back(QUALCODER._replace(seed=seed), made).statements
    assert described(got) == described(made)
