"""Articles as JSON Lines."""

from __future__ import annotations

import json

from quotecli.drafting.batch import draft_lines, to_record
from quotecli.drafting.pipeline import extract


def test_the_record_of_an_article_is_json() -> None:
    record = to_record("a1", extract("“We will sail,” Ada Marlow said."))
    assert json.loads(json.dumps(record)) == record
    assert record == {
        "id": "a1",
        "quotes": [
            {
                "content": [[1, 14]],
                "source_span": [[16, 26]],
                "source": "Ada Marlow",
                "cue_span": [27, 31],
                "speaker": "Ada Marlow",
                "kind": "direct",
                "polarity": "positive",
                "confidence": record["quotes"][0]["confidence"],
            }
        ],
    }


def test_lines_keep_their_numbers_and_sizes() -> None:
    lines = [b'{"id": 1, "text": "x"}\n', b"\n", b"x\n"]
    answers = list(draft_lines(lines))
    assert [(one.number, one.size) for one in answers] == [(1, 23), (3, 2)]
    assert [bool(one.json) for one in answers] == [True, False]
    assert [bool(one.error) for one in answers] == [False, True]
