"""Each rule has a statement that breaks it and one that does not, and points at the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quotecli.checking.rules import check_file
from quotecli.errors import MAX_PROBLEMS, UnreadableError
from tests.make import FILE, quote, report, tree, written

TEXT = "“One two,” said Ann. “Three four five.” One three."


def rules(text: str, *quotes: dict[str, Any], **keys: Any) -> list[str]:
    """Return the rules that a statement breaks, except the one of quotes without a speaker."""
    return [
        problem.rule
        for problem in report(text, *quotes, **keys).problems
        if problem.rule != "no-speaker"
    ]


ANN = {"speakers": {"ann": {"name": "Ann"}}, "speaker": "ann"}
TOPIC = {"topics": {"t": {"label": "T"}}}
UNDER = {"t": {"label": "T"}, "u": {"label": "U", "parent": "t"}}
TWO = {"speakers": {"ann": {"name": "Ann"}, "bo": {"name": "Bo"}}, "speaker": "ann"}
PLAIN = "One two three four. One five."
OUTER = quote("two three")


def draft(words: str, coder: str, key: str) -> dict[str, Any]:
    return quote(words, key, coder=coder, status="draft")


# A rule, its severity, a statement that breaks it and one like it that does not.
Case = tuple[str, str, dict[str, Any], dict[str, Any]]
CASES: dict[str, Case] = {
    "an excerpt that is not there": (
        "missing", "error", tree(PLAIN, quote("two four")), tree(PLAIN, quote("two  three"))),
    "a part that is not there": (
        "missing", "error", tree(PLAIN, quote(["two", "six"])),
        tree(PLAIN, quote(["two", "four"]))),
    "parts in another order": (
        "missing", "error", tree(PLAIN, quote(["four", "two"])),
        tree(PLAIN, quote(["two", "four"]))),
    "another quotation mark": (
        "typographic", "warning",
        tree("He said ‘yes’.", quote("said 'yes'")),
        tree("A said ‘yes’.", quote("said ‘yes’"))),
    "another case": (
        "loose", "error", tree(PLAIN, quote("Two three")), tree(PLAIN, quote("two three"))),
    "an excerpt that is there twice": (
        "ambiguous", "error", tree(PLAIN, quote("One")), tree(PLAIN, quote("One", suffix="five"))),
    "a suffix that is not there": (
        "context", "error", tree(PLAIN, quote("two", suffix="four")),
        tree(PLAIN, quote("two", suffix="three"))),
    "a prefix that is not there": (
        "context", "error", tree(PLAIN, quote("two", prefix="four")),
        tree(PLAIN, quote("two", prefix="One"))),
    "words left out inside a quotation": (
        "skips", "warning",
        tree("“One two three four,” said Ann.", quote(["One two", "four"]), **ANN),
        tree("“One two,” said Ann, “three four.”", quote(["One two", "three four."]), **ANN)),
    "a not that is left out": (
        "skips", "warning",
        tree("Ann said it did not rain.", quote(["it did", "rain"], kind="indirect"), **ANN),
        tree("Ann said it did, in May, rain.", quote(["it did", "rain"], kind="mixed"), **ANN)),
    "a cue that is not there": (
        "cue", "warning", tree(PLAIN, quote("two", cue="said Ann")),
        tree(PLAIN, quote("two", cue="three"))),
    "no speaker": (
        "no-speaker", "warning", tree(PLAIN, quote("two")), tree(PLAIN, quote("two"), **ANN)),
    "no topic": (
        "no-topic", "warning",
        tree(PLAIN, quote("two"), quote("three", "b", topics=["t"]), **TOPIC),
        tree(PLAIN, quote("two", topics=["t"]), **TOPIC)),
    "no topic where there are none": (
        "no-topic", "warning", tree(PLAIN, quote("two"), **TOPIC), tree(PLAIN, quote("two"))),
    "a topic without quotes": (
        "unused-topic", "warning", tree(PLAIN, **TOPIC),
        tree(PLAIN, quote("two", topics=["t"]), **TOPIC)),
    "a topic whose subtopics have none": (
        "unused-topic", "warning",
        tree(PLAIN, topics=UNDER),
        tree(PLAIN, quote("two", topics=["u"]), topics=UNDER)),
    "a speaker without quotes": (
        "unused-speaker", "warning", tree(PLAIN, quote("two", speaker="ann"), **TWO),
        tree(PLAIN, quote("two", speaker="ann", reported_by="bo"), **TWO)),
    "the statement's speaker without quotes": (
        "unused-speaker", "warning", tree(PLAIN, speakers={"ann": {"name": "Ann"}}),
        tree(PLAIN, **ANN)),
    "quotes that overlap": (
        "overlap", "warning", tree(PLAIN, quote("two three"), quote("three four", "b")),
        tree(PLAIN, quote("two three"), quote("four", "b"))),
    "drafts that overlap, of one coder within that of another": (
        "overlap", "warning",
        tree(PLAIN, draft("One two three four", "Ada", "w"), draft("two three", "Ben", "a"),
             draft("three four", "Ben", "b")),
        tree(PLAIN, draft("One two three four", "Ada", "w"), draft("two three", "Ben", "a"),
             draft("four", "Ben", "b"))),
    "a draft on what is settled": (
        "overlap", "warning",
        tree(PLAIN, quote("two three", coder="Ada"), draft("three four", "Ben", "b")),
        tree(PLAIN, draft("two three", "Ada", "a"), draft("three four", "Ben", "b"))),
    "a quote in a quote": (
        "overlap", "warning",
        tree(PLAIN, OUTER, quote("three", "b", speaker="bo"), **TWO),
        tree(PLAIN, OUTER, quote("three", "b", speaker="bo", reported_by="ann"), **TWO)),
    "a quote in a quote, told by another": (
        "overlap", "warning",
        tree(PLAIN, OUTER, quote("three", "b", speaker="ann", reported_by="bo"), **TWO),
        tree(PLAIN, OUTER, quote("four", "b", speaker="ann", reported_by="bo"), **TWO)),
    "marks without a quote": (
        "uncovered", "warning", tree(TEXT, quote("One two", suffix=",”")),
        tree(TEXT, quote("One two", suffix=",”"), quote("Three four five", "b"))),
    "marks, not inches": (
        "uncovered", "warning", tree('He is "tall".'), tree("He is 6'2\" tall.")),
    "a day that is none": (
        "date", "warning", tree(PLAIN, source={"published": "2023-02-29"}),
        tree(PLAIN, source={"published": "2024-12"})),
    "a day in words": (
        "date", "warning", tree(PLAIN, source={"accessed": "2 May 2024"}),
        tree(PLAIN, source={"accessed": "2024-05-02"})),
    "an address that is none": (
        "url", "warning", tree(PLAIN, source={"url": "example.org"}),
        tree(PLAIN, source={"url": "https://example.org"})),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "severity", "bad", "good"), CASES.values(), ids=CASES)
def test_a_rule_reports_what_breaks_it_and_nothing_else(
    rule: str, severity: str, bad: dict[str, Any], good: dict[str, Any]
) -> None:
    broken = [
        problem for problem in check_file(FILE, written(bad)).problems if problem.rule == rule
    ]
    assert broken
    for problem in broken:
        assert problem.severity == severity
        assert problem.message
        assert problem.hint
        assert problem.place.file == FILE
        assert problem.place.line
    kept = check_file(FILE, written(good)).problems
    assert rule not in [problem.rule for problem in kept]
    assert {problem.rule for problem in kept} <= {"no-speaker", "no-topic"}


@pytest.mark.parametrize(
    ("text", "parts", "said"),
    [
        ("“We will not sail.”", ["We will", "sail."], "leaves out “not”"),
        ("“We don’t, I say, sail.”", ["We", "sail."], "leaves out “don’t”"),
        ("“We will,” said Ann, “never sail.”", ["We will", "sail."], "leaves out “never”"),
        ('"We will without fear," said Ann, "go."', ["We will", "go."], "leaves out “without”"),
        ("“We will gladly sail.”", ["We will", "sail."], "leaves out words inside a quotation"),
        ("„Wir werden gern segeln.“", ["Wir werden", "segeln."], "leaves out words inside"),
        ("It “will now sail,” said Ann.", ["It “will", "sail,”"], "leaves out words inside"),
        ("“We say ‘ay’ and sail.”", ["We say", "sail."], "leaves out words inside a quotation"),
        ("“No.\n\n“Never. We sail.”", ["No.", "We sail."], "leaves out “Never”"),
        # Not the speaker's words, or no quotation at all.
        ("“We will,” said Ann, who did not smile. “Sail.”", ["We will", "Sail."], ""),
        ("“We will,” said Ann. Bo rose. “Sail.”", ["We will", "Sail."], ""),
        ("It is “one,” and not “two.”", ["one", "two."], ""),
        ("We will, one day, sail.", ["We will", "sail."], ""),
        ("“One,” she said. We will, one day, sail.", ["We will", "sail."], ""),
    ],
)
def test_words_that_a_quote_skips_are_named(text: str, parts: list[str], said: str) -> None:
    kind = "mixed" if "“" in parts[0] else "direct"
    found = [one for one in report(text, quote(parts, kind=kind)).problems if one.rule == "skips"]
    assert bool(found) == bool(said)
    for problem in found:
        assert said in problem.message
        assert problem.severity == "warning"


def test_what_nobody_has_reviewed_is_counted() -> None:
    statuses = ("draft", "unresolved", "reviewed", None)
    quotes = [
        quote(word, word, **({"status": status} if status else {}))
        for word, status in zip(("two", "three", "four", "five"), statuses)
    ]
    assert report(PLAIN, *quotes).unreviewed == 2


def test_the_structure_is_checked_too_and_problems_are_in_file_order() -> None:
    found = report(
        PLAIN,
        quote("One two", topics=["t"]),
        quote("nothing", "b"),
        quote("two", "c", kind="x"),
        extra="y",
    )
    errors = [problem.rule for problem in found.problems if problem.severity == "error"]
    assert errors == ["unknown-topic", "missing", "value", "unknown-key"]
    assert found.errors == 4


def test_a_file_without_a_statement_has_a_report() -> None:
    found = check_file(FILE, b"title: a\n")
    assert (found.statement, found.tiers, found.words, found.errors) == (None, {}, 0, 2)
    assert [problem.rule for problem in check_file(FILE, b"a: &b c").problems] == ["anchor"]


def test_a_file_is_read_if_no_data_are_given(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(written(tree(PLAIN, quote("two"), **ANN)))
    assert (check_file(str(path)).file, check_file(str(path)).problems) == (str(path), ())
    with pytest.raises(UnreadableError):
        check_file(str(tmp_path / "none.yaml"))


EXCERPTS = ("three four", "One", "“two”", '"two"', "FOUR", "five")


def test_tiers_are_counted() -> None:
    found = report("One “two” three four.", *[
        quote(words, f"q{n}") for n, words in enumerate(EXCERPTS)
    ])  # fmt: skip
    assert found.tiers == {"exact": 3, "typographic": 1, "loose": 1, "missing": 1}


def test_a_topic_that_is_its_own_ancestor_is_reported() -> None:
    topics = {"t": {"label": "T", "parent": "u"}, "u": {"label": "U", "parent": "t"}}
    assert rules(PLAIN, quote("two", topics=["t"]), topics=topics) == ["topic-cycle", "topic-cycle"]


def test_a_parent_that_does_not_exist_is_reported() -> None:
    topics = {"t": {"label": "T", "parent": "u"}}
    assert rules(PLAIN, quote("two", topics=["t"]), topics=topics) == ["unknown-topic"]


def only(text: str, *quotes: dict[str, Any], rule: str, **keys: Any) -> str:
    """Return the message and the hint of the one breach of a rule."""
    (problem,) = [
        problem for problem in report(text, *quotes, **keys).problems if problem.rule == rule
    ]
    return f"{problem.message} | {problem.hint}"


def test_a_missing_excerpt_is_shown_with_the_nearest_passage_and_where_they_differ() -> None:
    text = "Nothing here.\n\nThe harbour will grow by a third until spring."
    said = only(text, quote("The harbour will shrink by a third"), rule="missing")
    assert "quote 'a' is not in the text" in said
    assert "“The harbour will grow by a third”" in said
    assert "has “shrink by a third”" in said
    assert "source has “grow by a third”" in said


def test_a_missing_excerpt_may_have_no_similar_passage() -> None:
    assert "no similar passage found" in only(PLAIN, quote("entirely other words"), rule="missing")


def test_parts_in_another_order_are_reported_as_such() -> None:
    assert "not in this order" in only(PLAIN, quote(["four", "two"]), rule="missing")


def test_a_looser_match_is_shown_with_where_it_differs() -> None:
    said = only("He said: “yes, of course”.", quote('said: "yes'), rule="typographic")
    assert "differs from the source in typography" in said
    assert 'has “"yes”, the source ““yes”' in said


def test_only_the_part_that_differs_is_reported() -> None:
    assert "has “Four”, the source “four”" in only(PLAIN, quote(["two", "Four"]), rule="loose")


def test_an_ambiguous_excerpt_is_counted() -> None:
    assert "occurs 3 times" in only("a b a b a", quote("a"), rule="ambiguous")
    assert "occurs 1,000 times or more" in only("a " * 1200, quote("a"), rule="ambiguous")


def test_unused_names_and_impossible_dates_are_reported_at_their_places() -> None:
    data = """\
title: a
source:
  published: yesterday
  accessed: 2024-1-2
  url: nowhere
speakers: {x: {name: Ann}}
topics:
  t: {label: T}
text: a
quotes: []
"""
    found = [
        (problem.rule, problem.place.line, problem.place.column)
        for problem in check_file(FILE, data.encode()).problems
    ]
    assert found == [
        *[("date", 3, 14), ("date", 4, 13), ("url", 5, 8)],
        *[("unused-speaker", 6, 12), ("unused-topic", 8, 3)],
    ]


def test_of_many_warnings_the_last_says_that_there_are_more_and_no_error_is_lost() -> None:
    many = [quote("two", str(n), prefix="One") for n in range(MAX_PROBLEMS + 5)]
    found = report("One two three.", *many, quote("four", "lost"))
    assert found.errors == 1
    warnings = [one for one in found.problems if one.severity == "warning"]
    assert len(warnings) == MAX_PROBLEMS + 1
    assert found.problems[-1].rule == "too-many"
    assert "more warnings not listed" in found.problems[-1].message
