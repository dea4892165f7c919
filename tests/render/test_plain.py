"""Layout in a pipe: nothing is wrapped, columns stand under each other."""

from __future__ import annotations

import io

from quotecli.render.layout import Column, Line, Piece, Table, cell
from quotecli.render.plain import PlainScreen, width


def test_a_line_is_never_wrapped_or_coloured() -> None:
    stream = io.StringIO()
    PlainScreen(stream).line(Line([Piece("word " * 1000, "hit"), Piece("\x1b[31mend")], indent=2))
    assert stream.getvalue() == "  " + "word " * 1000 + "\\x1b[31mend\n"


def test_a_table_aligns_wide_characters_and_keeps_a_row_on_a_line() -> None:
    stream = io.StringIO()
    table = Table(
        [Column("a"), Column("n", right=True)],
        [[cell("学而"), cell("1")], [cell("a\nb\tc"), cell("10")]],
    )
    PlainScreen(stream).table(table)
    assert stream.getvalue() == "a         n\n学而      1\na\\nb\\tc  10\n"


def test_width_counts_the_columns_of_a_terminal() -> None:
    assert [width(text) for text in ("abc", "学而", "e\u0301", "é")] == [3, 4, 1, 1]


def test_marks_and_invisible_signs_take_no_column() -> None:
    assert [
        width(text)
        for text in ("ที่", "हिन्दी", "a\u200d\u200eb", "가", "\u1100\u1161\u11a8", "a\xadb")
    ] == [
        1,
        5,
        2,
        2,
        2,
        3,
    ]
