"""Layout in a pipe: nothing is wrapped, columns stand under each other."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quotecli.render.layout import Line, Piece, Table, TableColumn, cell
from quotecli.render.plain import PlainScreen


def test_a_line_is_never_wrapped_or_coloured() -> None:
    stream = io.StringIO()
    PlainScreen(stream).line(Line([Piece("word " * 1000, "hit"), Piece("\x1b[31mend")], indent=2))
    assert stream.getvalue() == "  " + "word " * 1000 + "\\x1b[31mend\n"


def test_a_table_aligns_wide_characters_and_keeps_a_row_on_a_line() -> None:
    stream = io.StringIO()
    table = Table(
        [TableColumn("a"), TableColumn("n", right=True)],
        [[cell("学而"), cell("1")], [cell("a\nb\tc"), cell("10")]],
    )
    PlainScreen(stream).table(table)
    assert stream.getvalue() == "a         n\n学而      1\na\\nb\\tc  10\n"


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_columns_stand_under_each_other_as_rich_measures_them(texts: list[str]) -> None:
    stream = io.StringIO()
    table = Table(
        [TableColumn("a"), TableColumn("b")], [[cell(text), cell("|end")] for text in texts]
    )
    PlainScreen(stream).table(table)
    heading, *rows = stream.getvalue().splitlines()
    starts = {cell_len(row.rpartition("|end")[0]) for row in rows}
    assert starts == {cell_len(heading.rpartition("b")[0])}
