"""Definitions, uses, and ids with two meanings."""

from __future__ import annotations

from typing import Any

from quotecli.checking.definitions import (
    Uses,
    compare,
    find_uses,
    list_codebook_definitions,
    list_own_definitions,
)
from quotecli.checking.rules import check_codebook, check_file
from quotecli.errors import Place, Problem
from quotecli.store.codebook import Codebook, examine_codebook
from quotecli.store.reader import examine
from tests.make import FILE, made, quote, tree, written

BOOK = b"""\
topics:
  sea: {label: The sea}
  fish: {label: Fish, parent: sea}
speakers:
  lee: {name: Ann Lee}
"""


def book() -> Codebook:
    return examine_codebook(BOOK, "codebook.yaml")[0]


def checked(**keys: Any) -> list[Problem]:
    """Return the problems of a statement that the codebook serves."""
    data = written(tree("One two.", quote("two", topics=["fish"], speaker="lee"), **keys))
    return list(check_file(FILE, data, book()).problems)


def test_definitions_from_the_codebook_are_not_the_statements_own() -> None:
    own = {"eel": {"label": "Eel", "parent": "fish"}}
    data = written(tree("One two.", quote("two", topics=["eel"]), topics=own))
    shared = book()
    statement = examine(data, FILE, shared).statement
    assert statement
    (eel,) = list_own_definitions(statement, shared)
    assert (eel.kind, eel.id, eel.name, eel.parent, eel.place) == (
        "topic",
        "eel",
        "Eel",
        "fish",
        Place(FILE, 1, data.index(b'"eel": ') + 1),
    )


def test_the_topics_of_quotes_and_their_ancestors_are_used() -> None:
    statement = made(
        "One two.",
        quote("two", topics=["fish"], reported_by="bo"),
        topics={
            "sea": {"label": "S"},
            "fish": {"label": "F", "parent": "sea"},
            "sky": {"label": "Y"},
        },
        speakers={"lee": {"name": "L"}, "bo": {"name": "B"}, "cy": {"name": "C"}},
        speaker="lee",
    )
    assert find_uses(statement) == Uses(frozenset({"sea", "fish"}), frozenset({"lee", "bo"}))


def test_unused_definitions_of_a_codebook_are_not_reported_for_a_statement() -> None:
    assert checked() == []


def test_unused_definitions_of_a_statement_are_reported() -> None:
    found = checked(
        topics={"eel": {"label": "Eel"}, "sea": {"label": "The sea"}},
        speakers={"bo": {"name": "Bo"}},
    )
    assert {(one.rule, one.message, one.place.file) for one in found} == {
        ("unused-topic", "no quote uses the topic 'eel'", FILE),
        ("unused-speaker", "no quote uses the speaker 'bo'", FILE),
    }


def test_a_meaning_other_than_the_codebooks_is_reported_with_both_places() -> None:
    found = checked(
        topics={"fish": {"label": "Seafood", "parent": "sea"}, "sea": {"label": "The sea"}},
        speakers={"lee": {"name": "Bo Lee"}},
    )
    assert {one.message for one in found} == {
        "the topic 'fish' is “Seafood” here and “Fish” in codebook.yaml:3:3",
        "the speaker 'lee' is “Bo Lee” here and “Ann Lee” in codebook.yaml:5:3",
    }
    assert {(one.rule, one.severity, one.place.file) for one in found} == {
        ("conflict", "warning", FILE)
    }
    assert all(one.place.line and one.place.column and one.hint for one in found)


def test_a_different_parent_is_reported() -> None:
    found = checked(topics={"fish": {"label": "Fish", "parent": "air"}, "air": {"label": "Air"}})
    assert [one.message for one in found] == [
        "the topic 'fish' is under 'air' here and is under 'sea' in codebook.yaml:3:3"
    ]
    one, *_ = list_codebook_definitions(book())
    (problem,) = filter(None, [compare(one._replace(parent="air"), one)])
    assert (
        problem.message
        == "the topic 'sea' is under 'air' here and has no parent in codebook.yaml:2:3"
    )
    assert compare(one, one) is None


def test_an_endless_name_is_shortened() -> None:
    one, *_ = list_codebook_definitions(book())
    problem = compare(one._replace(name="x" * 10_000), one)
    assert problem
    assert len(problem.message) < 200


def test_what_includes_a_used_topic_is_used_in_a_tree_that_is_too_deep() -> None:
    chain = {f"t{n}": {"label": f"T{n}", "parent": f"t{n + 1}"} for n in range(20)}
    topics = {"eel": {"label": "Eel", "parent": "t0"}, **chain, "t20": {"label": "T20"}}
    data = written(tree("One.", quote("One", topics=["eel"], speaker="lee"), topics=topics))
    assert {one.rule for one in check_file(FILE, data, book()).problems} == {"topic-depth"}


def test_unused_definitions_of_a_codebook_are_reported_if_all_uses_are_known() -> None:
    made = book()
    assert check_codebook(made, []).problems == ()
    report = check_codebook(made, [], Uses(frozenset({"sea"}), frozenset()))
    assert [(one.rule, one.severity, one.place) for one in report.problems] == [
        ("unused-topic", "warning", Place("codebook.yaml", 3, 3)),
        ("unused-speaker", "warning", Place("codebook.yaml", 5, 3)),
    ]
    assert report.problems[0].message == "no statement uses the topic 'fish'"
    assert (report.defines, report.errors, report.breaches) == ((2, 1), 0, 0)
