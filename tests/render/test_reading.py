"""A whole statement with its quotes marked; without the marks it is the text."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.library.library import Library
from quotecli.render.layout import UNICODE, Piece
from quotecli.render.reading import reading
from quotecli.render.view import View
from quotecli.store.reader import read

WORDS = [f"w{number}" for number in range(12)]


@settings(max_examples=settings().max_examples * 5 // 6)
@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12)), max_size=6),
    st.sampled_from([" ", "\n", " \n\n"]),
)
def test_without_the_marks_it_is_the_text(stretches: list[tuple[int, int]], between: str) -> None:
    text = between.join(WORDS)
    quotes = [
        f"- {{id: q{n}, kind: direct, excerpt: {' '.join(WORDS[start : start + size])}}}"
        for n, (start, size) in enumerate(stretches)
    ]
    written = between.replace("\n", "\\n").join(WORDS)
    source = f'title: t\ntext: "{written}"\nquotes:{" []" if not quotes else ""}\n' + "\n".join(
        quotes
    )
    library = Library([read(source.encode(), "a.yaml")])
    (statement,) = library.statements.values()
    assert statement.text == text
    lines = list(reading(statement, list(library.quotes()), View(glyphs=UNICODE, topics={})))[2:]
    shown = "\n".join("".join(piece.text for piece in line.pieces) for line in lines)
    assert re.sub(r"⟦q\d: |⟧", "", shown) == text
    assert shown.count("⟦") == shown.count("⟧") == len(quotes)


def test_a_quote_shows_what_it_is_about() -> None:
    source = (
        "title: t\ntext: One two three.\ntopics: {tax: {label: Tax}, war: {label: War}}\nquotes:\n"
        "- {id: q, kind: direct, topics: [tax, war], excerpt: One two}\n"
        "- {id: none, kind: direct, excerpt: three}\n"
    )
    library = Library([read(source.encode(), "a.yaml")])
    (statement,) = library.statements.values()
    lines = list(reading(statement, list(library.quotes()), View(UNICODE, {"tax": 0, "war": 1})))
    assert list(lines[-1].pieces) == [
        Piece("⟦", "id+topic 0"),
        Piece("● ", "sign 0"),
        Piece("■ ", "sign 1"),
        Piece("q: ", "id+topic 0"),
        Piece("One two", "excerpt"),
        Piece("⟧", "id+topic 0"),
        Piece(" ", "dim"),
        Piece("⟦", "id"),
        Piece("none: ", "id"),
        Piece("three", "excerpt"),
        Piece("⟧", "id"),
        Piece(".", "dim"),
    ]
