"""A statement that holds hostile text in every field, and quotes that are not proved."""

from __future__ import annotations

import pytest

from quotecli import statement
from quotecli.model import Statement
from tests.cli.test_hostile import HOSTILE, as_yaml


def hostile_statement(hostile: str) -> Statement:
    """A statement that holds the text in every field that takes any; its last quote is not in its text."""
    said = f"begin {hostile} end"
    whole = {
        "title": said,
        "occasion": said,
        "source": dict.fromkeys(("author", "publisher", "published", "accessed", "language"), said)
        | {"url": f"https://a.example/{said}"},
        "speakers": {"p": {"name": said, "role": said, "aliases": [said, hostile]}, "z": {"name": f"{said} Z"}},
        "topics": {
            "above": {"label": f"{said} above"},
            "t": {"label": said, "description": said, "aliases": [said], "keywords": [said], "parent": "above"},
            "unused": {"label": "not asked for"},
        },
        "text": f"Before. {said} “After it.” He said {hostile}",
        "quotes": [
            {"id": "q", "topics": ["t"], "kind": "indirect", "excerpt": said, "cue": said, "note": said, "suffix": "“"}
            | {"speaker": "p", "reported_by": "z"},
            {"id": "bare", "kind": "mixed", "excerpt": hostile, "topics": ["t", "above"], "prefix": "He said"},
            {"id": "lost", "topics": ["t"], "kind": "direct", "excerpt": ["nowhere", said, "either"], "speaker": "p"},
        ],
    }
    return statement.read(as_yaml(whole).encode(), "hostile.yaml")


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> Statement:
    return hostile_statement(HOSTILE[request.param])
