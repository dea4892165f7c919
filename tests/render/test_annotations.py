"""Annotations of an article's lines: what is wrong is told, and nothing passes for a command."""

from __future__ import annotations

import pytest

from quotecli.model import Span
from quotecli.render.annotations import annotate_findings
from quotecli.verifying.finding import (
    ArticleQuote,
    Attribution,
    Difference,
    Finding,
    Passage,
    Verdict,
)

QUOTE = ArticleQuote("a,b:%.md", 7, 3, ("We sold the quay",), (Span(0, 16),), Span(0, 20))
PASSAGE = Passage("", "Hearing", "h.txt", 9, 1, 2, (Span(0, 20),), "We have not sold the quay")


def annotate(**values: object) -> str:
    finding = Finding(QUOTE, "altered", passage=PASSAGE)._replace(**values)  # type: ignore[arg-type]
    return "".join(annotate_findings([finding]))


@pytest.mark.parametrize(
    ("verdict", "level"),
    [("shortened", "warning"), ("altered", "error"), ("not found", "error"), ("short", "notice")],
)
def test_each_verdict_has_a_level_and_its_place(verdict: Verdict, level: str) -> None:
    nearest = "nearest: " if verdict == "not found" else ""
    assert annotate(verdict=verdict) == (
        f"::{level} file=a%2Cb%3A%25.md,line=7,col=3,title={verdict}::"
        f"“We sold the quay”%0A{nearest}“We have not sold the quay” (Hearing, h.txt:9:1)\n"
    )


def test_what_is_true_to_its_source_has_none_unless_somebody_else_said_it() -> None:
    assert annotate(verdict="verbatim") == ""
    foreign = annotate(verdict="verbatim", attribution=Attribution("differs", "Ada", "Bo"))
    assert foreign.startswith("::error ")
    assert ",title=verbatim%2C another's words::" in foreign
    assert "%0Athe article: Ada; the source: Bo%0A" in foreign


def test_what_is_turned_is_an_error_and_the_words_that_differ_are_named() -> None:
    words = (
        Difference("same", "We ", "We "),
        Difference("dropped", "", "have not "),
        Difference("changed", "sold ", "let "),
        Difference("added", "off ", ""),
        Difference("marked", "[…] ", "all of "),
    )
    found = annotate(verdict="shortened", turned="“will” is left out", differences=words)
    assert found.startswith("::error ")
    assert ",title=shortened%2C turned::" in found
    assert (
        "%0Aturned: “will” is left out%0A“have not” is left out; “sold” instead of “let”;"
        " “off” is added%0A“We have" in found
    )


def test_what_turns_a_quotation_is_told_once() -> None:
    lost = (Difference("dropped", "", "not "),)
    found = annotate(verdict="shortened", turned="“not” is left out", differences=lost)
    assert found.count("“not” is left out") == 1


def test_no_text_ends_the_line_or_hides_anything() -> None:
    bad = "x\n::error::y\r\x1b[2J%0A\u202e"
    found = annotate(
        quote=QUOTE._replace(file=bad, parts=(bad,)),
        passage=PASSAGE._replace(title=bad, text=bad, file=bad),
        turned=bad,
        attribution=Attribution("differs", bad, bad),
        differences=(Difference("changed", bad, bad),),
    )
    assert found.count("\n") == 1
    assert found.endswith("\n")
    assert not {"\r", "\x1b", "\u202e"} & set(found)
    assert "%0A::error::y%0D\\x1b[2J%250A\\u202e" in found
