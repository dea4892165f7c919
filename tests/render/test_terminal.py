"""Drawing on a terminal: everything is shown, within its width, and no data controls it."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from quotecli.render.layout import Line, Piece, Table, TableColumn, cell
from quotecli.render.plain import PlainScreen
from quotecli.render.terminal import Screen, rich_style

HEADINGS = ("id", "label", "quotes", "share", "")


def drawn(what: Line | Table, columns: int) -> str:
    stream = io.StringIO()
    screen = Screen(stream, width=columns)
    screen.table(what) if isinstance(what, Table) else screen.line(what)
    return stream.getvalue()


def table(*rows: tuple[str, ...]) -> Table:
    columns = [
        TableColumn("id"),
        TableColumn("label", wraps=True),
        TableColumn("quotes", True),
        TableColumn("share", True),
        TableColumn(""),
    ]
    return Table(columns, [[cell(text) for text in row] for row in rows])


ROW = ("military-exercises", "Military exercises", "4", "22%", "████▍")


@pytest.mark.parametrize("columns", [20, 30, 40, 50, 60, 80, 120])
def test_a_table_loses_no_cell_whatever_the_width(columns: int) -> None:
    shown = drawn(table(ROW), columns)
    assert max(map(len, shown.splitlines())) <= columns
    together = re.sub(r"\s", "", shown)
    for part in ("military-exercises", "22%", "quotes", "share"):
        assert part in together
    assert re.search(r"\b4\b", shown)


def test_a_table_drops_its_bars_before_it_becomes_records() -> None:
    assert "████▍" in drawn(table(ROW), 80)
    narrow = drawn(table(ROW), 50).splitlines()
    assert narrow[0].split() == ["id", "label", "quotes", "share"]
    assert narrow[1].split() == ["military-exercises", "Military", "4", "22%"]


def quotes_table(identifier: str, excerpt: str, speaker: str = "Ann Lee") -> Table:
    columns = [
        TableColumn("id", is_id=True),
        TableColumn("speaker", wraps=True),
        TableColumn("excerpt", wraps=True, main=True, least=30),
    ]
    return Table(columns, [[cell(identifier), cell(speaker), cell(excerpt)]])


def test_an_id_is_broken_only_after_a_hyphen_or_a_slash() -> None:
    shown = drawn(quotes_table("speech-2024/expand-abolish-it", "word " * 30), 62)
    ids = [line.split("  ")[0].strip() for line in shown.splitlines()[1:]]
    assert "".join(ids) == "speech-2024/expand-abolish-it"
    assert all(part.endswith(("-", "/")) for part in list(filter(None, ids))[:-1])
    (whole,) = [
        line for line in drawn(quotes_table("x" * 40, "a word"), 50).splitlines() if "xx" in line
    ]
    assert "x" * 40 in whole


def test_all_else_gives_way_before_an_id_is_broken() -> None:
    columns = [
        TableColumn("id", is_id=True),
        TableColumn("label", wraps=True, main=True),
        TableColumn(""),
    ]
    key = "grain-deal-of-the-harbour"
    rows = Table(columns, [[cell(key), cell("Grain deal of the harbour"), cell("█" * 20)]])
    wide, narrow = drawn(rows, 66), drawn(rows, 60)
    assert key in wide
    assert "█" * 20 in wide
    assert "Grain deal of the harbour" not in wide
    assert key in narrow
    assert "█" not in narrow


def test_the_main_column_gets_the_rest_and_never_less_than_its_least() -> None:
    excerpt = "word " * 60
    for columns in (60, 80, 120):
        lines = drawn(quotes_table("expand-abolish", excerpt, "Anna " * 8), columns).splitlines()
        at = lines[0].index("excerpt")
        assert columns - at >= max(30, columns // 3 - 2)
        assert max(len(line.rstrip()) for line in lines) <= columns


def test_below_sixty_columns_a_table_with_a_main_column_is_not_squeezed() -> None:
    assert drawn(quotes_table("a", "word " * 30), 60).startswith("id  speaker")
    assert drawn(quotes_table("a", "word " * 30), 59).startswith("id       a\nspeaker  Ann Lee\n")
    assert drawn(quotes_table("a", "word"), 40).startswith("id  speaker")


def test_further_lines_of_a_field_stand_under_its_first() -> None:
    shown = drawn(quotes_table("a", "word " * 12), 40).splitlines()
    assert shown[2:] == [
        "excerpt  word word word word word word",
        "         word word word word word word",
    ]


def test_a_sign_stays_with_its_label() -> None:
    pieces = [Piece("War", ""), Piece(", ", "dim"), Piece("■ ", "sign 1"), Piece("Diplomacy")]
    assert drawn(Line(pieces), 11).splitlines() == ["War,", "■ Diplomacy"]


def test_a_table_that_does_not_fit_becomes_records() -> None:
    shown = drawn(table(ROW, ("t", "", "0", "0%", "")), 30).splitlines()
    assert shown == [
        "id      military-exercises",
        "label   Military exercises",
        "quotes  4",
        "share   22%",
        "",
        "id      t",
        "quotes  0",
        "share   0%",
    ]


def test_a_heading_wraps_before_its_table_becomes_records() -> None:
    columns = [
        TableColumn("topic", wraps=True),
        TableColumn("Military exercises", True, wraps_heading=True),
        TableColumn("all", True),
    ]
    rows = Table(columns, [[cell("Ann Lee"), cell("4"), cell("12")]])
    assert drawn(rows, 40).splitlines() == [
        "topic    Military exercises  all",
        "Ann Lee                   4   12",
    ]
    assert drawn(rows, 30).splitlines() == [
        "          Military     ",
        "topic    exercises  all",
        "Ann Lee          4   12",
    ]
    assert drawn(rows, 20).splitlines()[0] == "topic       Ann Lee"


def test_a_heading_is_data_too() -> None:
    heading = "[sic]\x1b[2J :smile: " + "x" * 40
    shown = drawn(
        Table(
            [TableColumn("a"), TableColumn(heading, wraps_heading=True)], [[cell("b"), cell("c")]]
        ),
        30,
    )
    assert "[sic]\\x1b[2J:smile:" + "x" * 40 in re.sub(r"(?m)^a| |\n", "", shown)


def test_heat_grows_in_steps_and_keeps_figures_legible() -> None:
    steps = [rich_style(f"heat {number}") for number in range(6)]
    assert len(set(steps)) == 6
    assert all(" on " in step for step in steps[2:])  # both colours are given, none is the screen's


def test_a_topic_has_a_colour_of_its_own_and_they_come_round() -> None:
    colours = [rich_style(f"topic {number}") for number in range(13)]
    assert len(set(colours[:12])) == 12
    assert colours[12] == colours[0]
    assert rich_style("excerpt+hit") == "reverse"
    assert rich_style("sign 3") == rich_style("topic 3")


def test_a_terminal_of_sixteen_colours_gets_its_own_six() -> None:
    few_colours = {rich_style(f"topic {number}", few_colours=True) for number in range(12)}
    assert few_colours == {"cyan", "magenta", "green", "yellow", "blue", "red"}


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=200), st.integers(8, 60))
def test_a_line_wraps_within_the_screen_and_loses_no_character(text: str, columns: int) -> None:
    shown = re.sub(r"\x1b\[[0-9;]*m", "", drawn(Line([Piece(text, "excerpt")], indent=2), columns))
    assert "".join(shown.split()) == "".join(text.split())
    assert all(cell_len(line) <= columns for line in shown.splitlines())


def test_only_the_label_of_a_line_is_dimmed() -> None:
    stream = io.StringIO()
    Screen(stream, width=40, record=True).line(Line([Piece("a word")], label="Note"))
    assert stream.getvalue() == f"\x1b[2mNote\x1b[0m{' ' * 8}a word\n"


def test_a_label_is_indented_as_in_a_pipe() -> None:
    line = Line([Piece("one two three four")], indent=2, label="speaker")
    pipe = io.StringIO()
    PlainScreen(pipe).line(line)
    assert drawn(line, 24).splitlines() == ["  speaker     one two", " " * 14 + "three four"]
    assert pipe.getvalue() == "  speaker     one two three four\n"
