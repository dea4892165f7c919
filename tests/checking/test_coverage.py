"""The words that quotes cover, and the quotation marks that they leave out."""

from __future__ import annotations

import pytest

from quotecli.checking.coverage import Coverage
from tests.checking.test_rules import TEXT, only, rules
from tests.make import made, quote, report


def test_coverage_counts_each_word_of_the_text_once() -> None:
    found = report("One two three four.", quote("One two"), quote("two three", "b"))
    assert (found.covered, found.words) == (3, 4)
    assert report("One two three four.").covered == 0


def test_an_uncovered_passage_is_shown_once_for_its_two_marks() -> None:
    assert "“Three four five.”" in only(TEXT, quote("One two", suffix=","), rule="uncovered")


@pytest.mark.parametrize("opened", ["“a b”", "„a b“", "«a b»", '"a b"', "「a b」", "``a b''"])
def test_any_pair_of_quotation_marks_is_checked(opened: str) -> None:
    assert rules(f"Before, {opened}, he said.") == ["uncovered"]
    assert rules(f"Before, {opened}, he said.", quote("a b")) == []


def test_a_mark_inside_a_quote_is_covered() -> None:
    assert rules("“They said “no” to us,” he said.", quote("They said “no” to us")) == []


PARAGRAPHS = [
    # Nobody quotes the next paragraph.
    ("“One two,” she said. “Three.”\n\n“Four five,” he said. “Six.”", ["“Four five,”", "“Six.”"]),
    ("“Four five,” he said. “Six.”\n\n“One two,” she said, “Three.”", ["“Four five,”", "“Six.”"]),
    ('"One two," she said. "Three."\n\n"Four five," he said.', ['"Four five,"']),
    # A quotation goes on with an opening mark.
    ("“A b.\n\n“C d,” he said. “E f.”", ["“A b.", "“C d,”", "“E f.”"]),
    ('"A b.\n \n  "C d," he said. "E f."', ['"A b.', '"C d,"', '"E f."']),
    ("A “b.\n\nC d.\n\n“E f.”", ["“b.", "“E f.”"]),
    # It goes on without one.
    ("“A b.\n\nC d,” he said.", ["“A b. C d,”"]),
    ("“One two.” Three.\n\n”A b” and ”C d”.", ["”A b”", "”C d”"]),
]


@pytest.mark.parametrize(("text", "passages"), PARAGRAPHS)
def test_marks_pair_anew_in_each_paragraph(text: str, passages: list[str]) -> None:
    quotes = [quote(words, words[:3].lower()) for words in ("One two", "Three") if words in text]
    found = Coverage(made(text, *quotes)).uncovered_passages()
    assert [" ".join(text[start:end].split()) for start, end in found] == passages


def test_a_quote_may_continue_over_paragraphs_with_a_mark_at_each() -> None:
    text = "“One two.\n\n“Three four,” said Ann."
    assert rules(text, quote("One two. “Three four")) == []
    assert rules(text, quote("One two."), quote("Three four", "b")) == []


ADJACENT = [
    ("“One two.” “Four five.” “Six.”", "One two", ["“Four five.”", "“Six.”"]),
    ("“Four five.” “One two.” “Six.”", "One two", ["“Four five.”", "“Six.”"]),
    ("“Four five.” – “One two.”", "One two", ["“Four five.”"]),
    ('"One two." "Four five." "Six."', "One two", ['"Four five."', '"Six."']),
    ("„Four five.“ „One two.“ „Six.“", "One two", ["„Four five.“", "„Six.“"]),
    ("”Four five.” ”One two.” ”Six.”", "One two", ["”Four five.”", "”Six.”"]),
    ("»Four five.« »One two.« »Six.«", "One two", ["»Four five.«", "»Six.«"]),
    ("« Four five. » « One two. » « Six. »", "One two", ["« Four five. »", "« Six. »"]),
    ("「Four five」「One two」「Six」", "One two", ["「Four five」", "「Six」"]),
    # A quote that has its marks in its excerpt, and one that goes on over those between two.
    ("“Four five.” “One two.” “Six.”", "“One two.”", ["“Four five.”", "“Six.”"]),
    ("“One two.” “Four five.” “Six.”", "One two.” “Four five.", ["“Six.”"]),
    # Marks inside others are those of one quotation.
    ("He said: «“One two”».", "One two", []),
    ("Il dit : « “One two” ».", "One two", []),
    ("He said: ““One two.”” “Six.”", "One two", ["“Six.”"]),
    ('("One two") ("Six")', "One two", ['"Six"']),
]


@pytest.mark.parametrize(("text", "excerpt", "passages"), ADJACENT)
def test_a_quotation_beside_one_that_is_quoted_is_named_whole(
    text: str, excerpt: str, passages: list[str]
) -> None:
    found = Coverage(made(text, quote(excerpt))).uncovered_passages()
    assert [text[start:end] for start, end in found] == passages
