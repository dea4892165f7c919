"""A text becomes rows, or a reason why it does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

import quotecli
from quotecli.drafting import rows as drafting_rows
from quotecli.drafting.batch import draft_lines
from quotecli.drafting.rows import draft_text
from quotecli.rows.schema import DRAFTS, QUOTES
from tests.rows.test_rows import check_row

TEXT = "“It will rain,” said Ann Lee. “And soon,” she said.\n\nThe mayor denied that it was late.\n"


def test_the_rows_of_a_text_are_those_of_its_draft() -> None:
    rows = quotecli.draft_rows("https://paper.example/1?a=b", TEXT, url="https://paper.example/1")
    line = json.dumps({"id": 1, "text": TEXT}).encode()
    (answer,) = draft_lines([line])
    quotes = json.loads(answer.json)["quotes"]
    assert len(rows) == len(quotes) > 1
    for row, quote in zip(rows, quotes):
        check_row(row, QUOTES)
        shared = ("id", "excerpt", "kind", "polarity", "topics", "cue", "confidence", "resolved")
        assert [row[key] for key in shared] == [quote[key] for key in shared]
        assert [[span["start"], span["end"]] for span in row["spans"]] == quote["spans"]
        assert row["speaker"] == (quote["speaker"] and quote["speaker"]["name"])
        assert (row["mention"] or "") == quote["source"]
        assert row["text_id"] == "https://paper.example/1?a=b"
        assert row["url"] == "https://paper.example/1"


def test_what_is_known_of_a_text_is_in_its_rows() -> None:
    topics = {
        "water": quotecli.Topic("water", "Water"),
        "rain": quotecli.Topic("rain", "Rain", keywords=("rain",), parent="water"),
    }
    row = quotecli.draft_rows(7, TEXT, title=" The  rain ", published="2024-02", topics=topics)[0]
    assert (row["text_id"], row["title"]) == ("7", "The rain")
    assert (row["first_day"], row["last_day"]) == ("2024-02-01", "2024-02-31")
    assert (row["topics"], row["about"], row["topic_labels"]) == (
        *(["rain"], ["rain", "water"], ["Rain"]),
    )


@pytest.mark.parametrize(
    ("given", "identity", "reason"),
    [
        ({"text": TEXT}, None, "it has no id"),
        ({"id": "", "text": TEXT}, "", "it has no id"),
        ({"id": True, "text": TEXT}, "True", "its id is not a text"),
        ({"id": "a"}, "a", "it has no text"),
        ({"id": "a", "text": b"x"}, "a", "its text is not a text"),
        ({"id": "a", "text": 7}, "a", "its text is not a text"),
        ({"id": "a", "text": "x" * 20_000_001}, "a", "it has 20,000,001 characters; the limit is"),
        ({"id": "a", "text": "half \ud800"}, "a", "its text has half a character, U+D800"),
        ({"id": "\udfff1", "text": TEXT}, "?1", "its id has half a character, U+DFFF"),
        ({"id": "a", "text": TEXT, "title": "\ud800"}, "a", "its title has half a character"),
        ({"id": "a", "text": TEXT, "url": 3}, "a", "its url is not a text"),
    ],
    ids=str,
)
def test_what_cannot_be_drafted_has_its_reason(
    given: dict[str, Any], identity: str | None, reason: str
) -> None:
    row = draft_text(given)
    check_row(row, DRAFTS)
    assert (row["id"], row["text"], row["quotes"]) == (identity, None, [])
    assert reason in row["reason"]


def test_a_mistake_in_drafting_is_the_reason_of_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str, **settings: Any) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr(drafting_rows, "make", fail)
    assert draft_text({"id": "a", "text": TEXT})["reason"] == "IndexError: list index out of range"
    with pytest.raises(quotecli.QuotecliError, match="the text 'a' cannot be drafted: IndexError"):
        quotecli.draft_rows("a", TEXT)


def test_a_text_without_quotes_or_words_is_drafted() -> None:
    for text in ("", " \n", "Nothing was said."):
        row = draft_text({"id": "a", "text": text})
        check_row(row, DRAFTS)
        assert (row["reason"], row["text"]["text"], row["quotes"]) == (None, text, [])


def test_rows_as_json_lines_are_the_same() -> None:
    given = [{"id": 1, "text": TEXT, "title": "Rain"}, {"id": "b", "text": "Nothing was said."}]
    given.append({"id": [], "text": TEXT})
    lines = [json.dumps(row).encode() for row in given]
    first, second, third = draft_lines(lines, as_rows=True)
    assert list(map(json.loads, first.json.splitlines())) == quotecli.draft_rows(
        1, TEXT, title="Rain"
    )
    assert first.counts.quotes == len(first.json.splitlines())
    assert (second.json, second.error) == ("", "")
    assert third.error == "its id is not a text"
