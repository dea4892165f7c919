"""Errors say where, what, and what to do."""

from __future__ import annotations

import ast
import pickle
from pathlib import Path

import quotecli
from quotecli.errors import MAX_PROBLEMS, Place, Problem, QuotecliError, StatementError, list_first


def test_a_place_is_written_as_editors_read_it() -> None:
    assert str(Place("a.yaml", 3, 7)) == "a.yaml:3:7"
    assert str(Place("a.yaml", 3)) == "a.yaml:3"
    assert str(Place("a.yaml")) == "a.yaml"


def test_an_error_begins_with_its_place() -> None:
    error = QuotecliError("it broke", place=Place("a.yaml", 1, 2), hint="mend it")
    assert str(error) == "a.yaml:1:2: it broke"
    assert (error.message, error.hint) == ("it broke", "mend it")
    assert str(QuotecliError("it broke")) == "it broke"


def test_one_problem_is_said_with_its_hint() -> None:
    problem = Problem("value", "no", Place("a.yaml", 1, 1), "mend it")
    error = StatementError([problem])
    assert (str(error), error.hint, error.problems) == ("a.yaml:1:1: no", "mend it", (problem,))


def test_of_many_problems_the_first_is_said_and_the_others_counted() -> None:
    first, second = (
        Problem("value", text, Place("a.yaml", 1, 1), hint)
        for text, hint in (("no", "mend"), ("nor", ""))
    )
    assert (
        StatementError([first, second]).hint
        == "mend\nand 1 more: 'quotecli check a.yaml' lists them"
    )
    assert (
        StatementError([second, first, first]).hint
        == "and 2 more: 'quotecli check a.yaml' lists them"
    )


def test_errors_can_be_sent_between_processes() -> None:
    error = StatementError([Problem("value", "no", Place("a.yaml", 1, 1), "mend it")] * 2)
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.hint, copy.problems) == (str(error), error.hint, error.problems)


def test_a_problem_is_an_error_unless_it_says_otherwise() -> None:
    assert Problem("value", "no", Place("a.yaml")).severity == "error"


def test_problems_that_are_left_out_are_counted_by_severity() -> None:
    place = Place("a.yaml", 1, 1)
    errors = [Problem("value", "wrong", place)] * (MAX_PROBLEMS + 1)
    warnings = [Problem("date", "odd", place, severity="warning")] * MAX_PROBLEMS
    assert list(list_first(warnings)) == warnings
    *kept, last = list_first([*errors, *warnings])
    assert kept == [*errors[1:], *warnings]
    assert (last.severity, last.message) == ("error", "1 more error not listed, from here on")


def test_no_message_names_a_page_that_a_wheel_does_not_have() -> None:
    for path in Path(quotecli.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        told = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and node not in docstrings
        ]
        assert not [text for text in told if "docs/" in str(text)], path
