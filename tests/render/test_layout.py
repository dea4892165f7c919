"""The glyphs that an encoding has."""

from __future__ import annotations

import pytest

from quotecli.render.layout import ASCII, UNICODE, glyphs_for


@pytest.mark.parametrize(
    ("encoding", "glyphs"),
    [("utf-8", UNICODE), ("ascii", ASCII), ("latin-1", ASCII), ("no", ASCII)],
)
def test_glyphs_for_an_encoding(encoding: str, glyphs: object) -> None:
    assert glyphs_for(encoding) == glyphs


def test_ascii_glyphs_are_ascii() -> None:
    assert "".join(ASCII).isascii()
