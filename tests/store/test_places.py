"""Places of a text in the file that holds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.checking.rules import check_file
from quotecli.errors import Place
from quotecli.store.places import QuotePlaces, TextPlaces, find_places
from quotecli.store.reader import examine, load, read
from quotecli.store.writer import write
from tests.make import FILE, made, quote, tree, written

BLOCK = """\
title: a
speakers: {ann: {name: Ann}}
speaker: ann
text: INDICATOR
    “One two,” said Ann.

      “Three four,” she said.
quotes:
  - id: a
    kind: direct
    excerpt: One two
    cue: said Bo
  - id: b
    kind: direct
    excerpt:
      - She
      - sad
"""


def places(data: str) -> dict[str, tuple[int | None, int | None]]:
    return {
        problem.rule: (problem.place.line, problem.place.column)
        for problem in check_file(FILE, data.encode()).problems
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("indicator", ["|", "|-", "|+  # a remark", "|4"])
def test_a_problem_points_at_its_line_and_column_in_the_file(
    end: str, mark: str, indicator: str
) -> None:
    data = mark + BLOCK.replace("INDICATOR", indicator).replace("\n", end)
    assert places(data) == {"uncovered": (7, 7), "cue": (12, 10), "missing": (17, 9)}


def test_a_hint_points_at_the_nearest_passage_in_the_block() -> None:
    (problem,) = [
        problem
        for problem in check_file(
            FILE, BLOCK.replace("INDICATOR", "|").replace("- sad", "- thre four").encode()
        ).problems
        if problem.rule == "missing" and "Three four" in problem.hint
    ]
    assert f"({FILE}:7:8)" in problem.hint


@pytest.mark.parametrize(
    "text", ['"One “two” three"', "One “two” three", ">-\n  One\n  “two” three"]
)
def test_a_text_that_yaml_folds_has_the_place_of_its_scalar(text: str) -> None:
    assert places(f"title: a\ntext: {text}\nquotes: []\n") == {"uncovered": (2, 7)}


def test_a_place_in_a_text_file_is_in_that_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("One.\r\n\r\n  “Two”, he said.".encode())
    path = tmp_path / "a.yaml"
    path.write_bytes(written({"title": "a", "text_file": "a.txt", "quotes": []}))
    (problem,) = check_file(str(path)).problems
    assert problem.place == Place(str(tmp_path / "a.txt"), 3, 3)


@given(st.text("ab\n ü🙂", min_size=1).filter(str.strip), st.data())
def test_the_place_of_any_code_point_of_a_block_holds_it(text: str, data: st.DataObject) -> None:
    content = write(made(text))
    statement = examine(content.encode(), FILE).statement
    assert statement is not None
    offset = data.draw(st.sampled_from([n for n, one in enumerate(text) if one != "\n"]))
    place = TextPlaces(statement, content.encode()).place(offset)
    assert place.line
    assert place.column
    assert content.split("\n")[place.line - 1][place.column - 1] == text[offset]


def test_a_text_of_unknown_place_has_its_file_alone() -> None:
    assert TextPlaces(made("One two."), b"").place(4) == Place(FILE)


# Quotes


def at(path: Path, line: int, column: int) -> Place:
    return Place(str(path), line, column)


def test_a_quote_is_found_in_its_file_and_its_excerpt_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(BLOCK.replace("INDICATOR", "|"), encoding="utf-8")
    statement = load(str(path))
    one, other = statement.quotes
    assert find_places(one, statement) == (at(path, 9, 5), at(path, 5, 6))
    assert find_places(other, statement) == (at(path, 13, 5), None)


def test_the_excerpt_may_be_in_a_file_of_its_own(tmp_path: Path) -> None:
    path, text = tmp_path / "a.yaml", tmp_path / "a.txt"
    text.write_text("One.\n\n Two.", encoding="utf-8")
    content = {"title": "a", "text_file": "a.txt", "quotes": [quote("Two")]}
    path.write_bytes(written(content))
    statement = load(str(path))
    column = written(content).index(b'{"id"') + 1
    expected = QuotePlaces(at(path, 1, column), at(text, 3, 2))
    assert find_places(statement.quotes[0], statement) == expected
    path.unlink()
    assert find_places(statement.quotes[0], statement) == (None, expected.excerpt)


@pytest.mark.parametrize(
    "changed",
    [
        b"",
        b"a: [",
        b"- a",
        b"quotes: a",
        b"quotes: [a, {id: b}]\ntext: [b]",
        b"\xff",
        b"text: One two",
    ],
)
def test_nothing_is_known_of_a_file_that_has_changed(tmp_path: Path, changed: bytes) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(written(tree("One two.", quote("two"))))
    statement = load(str(path))
    path.write_bytes(changed)
    assert find_places(statement.quotes[0], statement) == (None, None)
    path.unlink()
    assert find_places(statement.quotes[0], statement) == (None, None)


def test_nothing_is_known_of_standard_input() -> None:
    statement = read(written(tree("One two.", quote("two"))), "-")
    assert find_places(statement.quotes[0], statement) == (None, None)
