"""A quote in its context."""

from __future__ import annotations

import pytest

from quotecli.library import Library
from quotecli.render.detail import detail
from quotecli.render.human import Style
from quotecli.render.layout import UNICODE
from quotecli.statement import read
from tests.cli.conftest import TOWN


@pytest.fixture
def library() -> Library:
    return Library([read(TOWN.encode(), "town.yaml")])


def rows(library: Library, name: str) -> list[str]:
    quote = library.quote(name)
    style = Style(glyphs=UNICODE, colours={topic: number for number, topic in enumerate(library.topics)})
    lines = detail(quote, library.statements["town"], library.neighbours(quote), style)
    return ["".join(piece.text for piece in line.pieces) for line in lines]


def test_a_quote_without_a_topic_says_so_once(library: Library) -> None:
    assert "Topics      no topic" in rows(library, "learn")
