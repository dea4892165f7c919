"""CSV and TSV hold any text, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quotecli.render.machine.separated import csv_lines, defuse, tsv_lines
from quotecli.text.escape import visible, visible_line


def read_back(rows: Iterable[dict[str, object]], columns: str, *, raw: bool) -> list[list[str]]:
    written = "".join(csv_lines(rows, columns, raw=raw))
    return list(csv.reader(io.StringIO(written, newline=""), strict=True))


# The reader of Python 3.10 takes no NUL.
_READABLE = (
    st.text()
    if sys.version_info >= (3, 11)
    else st.text(st.characters(exclude_characters="\0", codec="utf-8"))
)


@given(st.lists(st.lists(_READABLE, min_size=2, max_size=2), max_size=4))
@example([["a\rb", "a\nb"], ['"', ","], ["\r\n", " "]])
def test_raw_csv_gives_back_any_text(rows: list[list[str]]) -> None:
    assert read_back((dict(zip("ab", row)) for row in rows), "ab", raw=True) == [["a", "b"], *rows]


@given(st.text(st.sampled_from("'=;-\t\n a")) | st.text(st.characters(exclude_characters="\r")))
def test_csv_gives_back_any_text_visible_and_defused(value: str) -> None:
    ((cell,),) = read_back([{"a": value}], "a", raw=False)[1:]
    # What a spreadsheet is kept from running can be told from apostrophes that were there before.
    assert re.sub(r"(^|[;\t\n])'(?='* *[\t=+@＝＋－＠-])", r"\1", cell) == visible(value)
    assert (
        cell.lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
        or cell == ""
    )


@pytest.mark.parametrize("separator", [";", "\t", "\n", "; ", "\t  "])
@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"])
def test_no_cell_of_another_separator_is_a_formula(separator: str, formula: str) -> None:
    cell = f"Bob{separator}{formula}"
    written = "".join(csv_lines([{"a": cell, "b": 1}], "ab", raw=False))
    assert written == f'a,b\r\n"Bob{separator[0]}\'{separator[1:]}{formula}",1\r\n'
    # As a spreadsheet reads it to which a comma is a sign like others.
    for other in ";\t":
        for row in csv.reader(io.StringIO(written), delimiter=other):
            assert not any(re.match(" *[=+@＝-]", part) for part in row)


@pytest.mark.parametrize("text", ["a;b", "a; b", "a\t\tb", "x;(=1)", "e.g.; he said"])
def test_a_separator_before_words_changes_none(text: str) -> None:
    assert defuse(text) == text
    assert "".join(csv_lines([{"a": text}], "a", raw=False)) == f'a\r\n"{text}"\r\n'


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "  =1", "＝1"]
)
def test_a_formula_is_prefixed_with_an_apostrophe(value: str) -> None:
    assert defuse(value).startswith("'")


@pytest.mark.parametrize("value", ["a=1", "1-1", "(=1)", "", "it's", 12, -0.5, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert defuse(value) == value


def test_csv_ends_its_lines_with_cr_lf() -> None:
    assert "".join(csv_lines([{"a": 1}, {"a": "x\ny"}], ["a"], raw=False)) == 'a\r\n1\r\n"x\ny"\r\n'


ESCAPED = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=4))
@example([["a\tb\\t", "a\nb"], ["\\", "\r\n"]])
def test_raw_tsv_gives_back_any_text(rows: list[list[str]]) -> None:
    written = "".join(tsv_lines((dict(zip("ab", row)) for row in rows), "ab", raw=True))
    *lines, last = written.split("\n")
    assert last == ""
    cells = [line.split("\t") for line in lines]
    back = [
        [re.sub(r"\\.", lambda match: ESCAPED[match.group()], cell) for cell in row]
        for row in cells
    ]
    assert back == [["a", "b"], *rows]


@given(st.text(), st.sampled_from(["", "=1\t+1", "a\r\nb"]))
def test_tsv_has_a_line_per_row_and_escapes_tabs_and_line_ends(value: str, other: str) -> None:
    written = "".join(tsv_lines([{"a": value, "b": other, "c": None}], "abc", raw=False))
    assert (
        written == f"a\tb\tc\n{visible_line(str(defuse(value)))}\t{visible_line(defuse(other))}\t\n"
    )
    assert written.count("\n") == 2
    assert written.count("\t") == 4


def test_tsv_is_defused_as_csv_is() -> None:
    assert "".join(tsv_lines([{"a": "=1\t+1"}], "a", raw=False)) == "a\n'=1\\t'+1\n"
