"""Articles as JSON Lines."""

from __future__ import annotations

import json

import pytest

import quotecli
from quotecli.drafting.batch import draft_lines, to_record
from quotecli.drafting.draft import make
from quotecli.objects import quote_object

TEXT = (
    "“We will sail,” Ada Marlow said, “at dawn.” Marlow promised calm seas."
    " She said that the crane is a danger.\n\n“It is over,” officials said."
)


def test_the_record_of_an_article_is_json() -> None:
    made = make("“We will sail,” said Ada Marlow, mayor of Ellery.")
    record = to_record("a1", made)
    (quote,) = made.statement.quotes
    assert json.loads(json.dumps(record)) == {
        "id": "a1",
        "quotes": [
            {
                "id": "sail",
                "speaker": {
                    "id": "marlow",
                    "name": "Ada Marlow",
                    "role": "mayor of Ellery",
                    "aliases": [],
                    "attributes": {},
                },
                "reported_by": None,
                "kind": "direct",
                "polarity": "positive",
                "topics": [],
                "excerpt": "We will sail",
                "parts": ["We will sail"],
                "spans": [[1, 13]],
                "paragraph": 1,
                "tier": "exact",
                "proved": True,
                "occurrences": 1,
                "cue": "said Ada Marlow, mayor of Ellery",
                "status": "draft",
                "confidence": quote.confidence,
                "important": False,
                "coder": None,
                "note": None,
                "resolved": True,
                "content": [[1, 14]],
                "source": "Ada Marlow, mayor of Ellery",
                "source_span": [[21, 48]],
                "cue_span": [16, 20],
            }
        ],
    }


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out every indirect quote, whatever the rules that are measured now say of it."""
    monkeypatch.setattr(
        "quotecli.drafting.draft.is_likely", lambda quotation: quotation.kind != "indirect"
    )


@pytest.mark.parametrize("everything", [False, True])
def test_a_line_says_what_a_draft_says(everything: bool) -> None:
    line = json.dumps({"id": 1, "text": TEXT}).encode()
    (answer,) = draft_lines([line], settings={"everything": everything})
    said = json.loads(answer.json)["quotes"]
    drafted = quotecli.draft(TEXT, everything=everything).quotes
    assert [quote.kind for quote in drafted] == [
        *(["direct", "indirect", "indirect", "direct"] if everything else ["direct", "direct"])
    ]
    for mine, quote in zip(said, drafted, strict=True):
        public = json.loads(json.dumps(quote_object(quote)))
        del public["statement"]
        assert {key: mine[key] for key in public} == public
        assert mine["resolved"] is (quote.status == "draft")
    assert [mine["resolved"] for mine in said][-1] is False


def test_what_is_left_out_is_counted() -> None:
    line = json.dumps({"id": 1, "text": TEXT}).encode()
    (answer,) = draft_lines([line])
    assert (answer.counts.quotes, answer.counts.unsure, answer.counts.unnamed) == (2, 2, 1)
    (answer,) = draft_lines([line], settings={"everything": True})
    assert (answer.counts.quotes, answer.counts.unsure) == (4, 0)


def test_lines_keep_their_numbers_and_sizes() -> None:
    lines = [b'{"id": 1, "text": "x"}\n', b"\n", b"x\n"]
    answers = list(draft_lines(lines))
    assert [(one.number, one.size) for one in answers] == [(1, 23), (3, 2)]
    assert [bool(one.json) for one in answers] == [True, False]
    assert [bool(one.error) for one in answers] == [False, True]


@pytest.mark.parametrize("as_rows", [False, True])
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "\ud83d"),
        ("text", TEXT + " \ud83d"),
        ("title", "\udc00 and \ud83d"),
        ("id", {"page": ["\ud83d"]}),
    ],
)
def test_half_a_character_is_refused(key: str, value: object, as_rows: bool) -> None:
    given = {"id": "a", "text": TEXT, key: value}
    (answer,) = draft_lines([json.dumps(given).encode()], as_rows=as_rows)
    assert answer.json == ""
    if as_rows and isinstance(value, dict):
        assert answer.error == "its id is not a text"
    else:
        assert answer.error.startswith(f"its {key} has half a character, U+D")
