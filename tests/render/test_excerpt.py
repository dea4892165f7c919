"""A quote in full, as people read it."""

from __future__ import annotations

import pytest

from quotecli.model import Quote, Speaker
from quotecli.render.excerpt import excerpt, said_by, words
from quotecli.render.layout import ASCII, UNICODE, Piece
from quotecli.render.view import View
from quotecli.text.query import parse_query

STYLE = View(glyphs=UNICODE, topics={})


def quote(kind: str = "direct", *parts: str, **others: object) -> Quote:
    return Quote(id="q", statement="s", kind=kind, parts=parts or ("a word",), **others)  # type: ignore[arg-type]  # fields


def plain(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_only_a_direct_quote_stands_in_quotation_marks() -> None:
    assert plain(words(quote("direct"), STYLE)) == "“a word”"
    assert plain(words(quote("indirect"), STYLE)) == "a word"
    assert plain(words(quote("mixed"), STYLE)) == "a word"
    assert plain(words(quote("direct", "a", "b"), STYLE)) == "“a […] b”"
    assert plain(words(quote("direct", "a", "b"), View(glyphs=ASCII, topics={}))) == '"a [...] b"'


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("direct", "Ann, mayor"),
        ("indirect", "paraphrase of Ann, mayor"),
        ("mixed", "partly a paraphrase of Ann, mayor"),
    ],
)
def test_who_said_it_and_whether_in_these_words(kind: str, said: str) -> None:
    ann = Speaker("a", "Ann", "mayor")
    assert plain(said_by(quote(kind, speaker=ann))) == said
    assert (
        plain(said_by(quote(kind, speaker=ann, reported_by=Speaker("b", "Bo"))))
        == f"{said}, as told by Bo"
    )


def test_hits_of_several_searches_are_marked_once() -> None:
    style = View(glyphs=UNICODE, topics={}, queries=[parse_query("wor*"), parse_query('"a word"')])
    pieces = words(quote("indirect", "a word a"), style)
    assert plain(pieces) == "a word a"
    assert "".join(piece.text for piece in pieces if piece.style.endswith("hit")) == "a word"


def test_what_is_not_proved_says_so() -> None:
    lines = [plain(list(line.pieces)) for line in excerpt(quote(), STYLE)]
    assert lines[-1] == "⚠ not proved: the excerpt is not in the source"


def test_a_paraphrase_shows_its_cue() -> None:
    for kind, shown in (("indirect", " (cue: Lee denied)"), ("direct", ""), ("mixed", "")):
        one = quote(kind, cue="Lee\n denied")
        _, said, by, _ = excerpt(one, STYLE)
        assert plain(list(by.pieces)).endswith(f"unknown speaker{shown}")
        assert ("“" in plain(list(said.pieces))) == (kind == "direct")
    _, _, by, _ = excerpt(quote("indirect"), STYLE)
    assert "cue" not in plain(list(by.pieces))
