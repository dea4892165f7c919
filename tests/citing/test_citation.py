"""Citations say what is known of a quote; links open the source at the quote."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.citing.citation import citation, link
from tests.make import made, quote

SPEAKERS = {"lee": {"name": "Ann Lee", "role": "mayor"}, "chan": {"name": "Bo Chan"}}
URL = {"source": {"url": "https://example.org/a"}}


def cited(text: str, one: dict[str, Any], **keys: Any) -> tuple[str, str]:
    statement = made(text, one, speakers=SPEAKERS, **keys)
    return citation(statement, statement.quotes[0]), link(statement, statement.quotes[0])


def test_a_citation_says_all_that_is_known() -> None:
    source = {
        "author": "C. D.",
        "publisher": "The Paper",
        "published": "2024-01-02",
        "accessed": "2024-02-03",
        **URL["source"],
    }
    said, _ = cited("One.\n\nTwo.", quote("Two"), speaker="lee", occasion="a speech", source=source)
    assert said == (
        "Ann Lee, mayor, a speech, “A title” (C. D., The Paper, 2024-01-02), ¶ 2."
        " https://example.org/a (accessed 2024-02-03)"
    )


def test_a_citation_leaves_out_what_is_not_known() -> None:
    assert cited("One.", quote("Two"))[0] == "unknown speaker, “A title”."
    assert (
        cited("One.", quote("One"), source={"published": "2024"})[0]
        == "unknown speaker, “A title” (2024), ¶ 1."
    )


def test_a_link_needs_an_address_and_a_span() -> None:
    assert cited("One.", quote("One"))[1] == ""
    assert cited("One.", quote("Two"), **URL)[1] == ""
    assert cited("One …", quote("…"), **URL)[1] == ""


def target(text: str, one: dict[str, Any], **keys: Any) -> list[str]:
    """The texts of a directive."""
    address, found, directive = cited(text, one, **URL, **keys)[1].partition("#:~:text=")
    assert (address, bool(found)) == ("https://example.org/a", True)
    return directive.split(",")


def test_a_short_excerpt_is_given_from_its_first_word_as_the_source_has_it() -> None:
    assert target("He said:  “yes - & no, you”", quote('"yes - & no, you')) == [
        "yes%20%2D%20%26%20no%2C%20you"
    ]


def test_a_long_excerpt_is_given_by_its_ends() -> None:
    words = [f"word{n}" for n in range(40)]
    assert target(" ".join(words), quote(" ".join(words[1:39]))) == [
        "word1%20word2%20word3%20word4",
        "word35%20word36%20word37%20word38",
    ]


def test_a_split_excerpt_is_given_by_its_ends() -> None:
    assert target("“One two,” he said, “three four.”", quote(["One two", "three four"])) == [
        "One%20two",
        "three%20four",
    ]


def test_an_excerpt_over_paragraphs_is_given_by_an_end_in_each() -> None:
    assert target("Before. One two.\n\nThree. After.", quote("One two. Three.")) == [
        "One%20two",
        "Three.",
    ]


def test_an_excerpt_that_occurs_twice_is_given_with_the_words_before_it() -> None:
    assert target("First: yes.\nSecond: yes.", quote("yes", prefix="Second:"))[0] == "Second%3A-"
    assert target("a yes, b yes", quote("yes")) == ["a-", "yes"]


def test_an_excerpt_that_a_suffix_picks_out_is_not_mistaken_for_the_first() -> None:
    assert target("yes, a. Then yes, b.", quote("yes", suffix=", b")) == [
        "yes%2C%20a.%20Then-",
        "yes",
    ]
    assert target("no or\nyes. Or\nyes, b.", quote("yes", suffix=", b")) == ["yes", "-%2C%20b"]


def test_an_address_keeps_its_own_fragment() -> None:
    source = {"url": "https://example.org/a?b=c#part"}
    assert (
        cited("One two.", quote("two"), source=source)[1]
        == "https://example.org/a?b=c#part:~:text=two"
    )


@given(
    st.lists(
        st.sampled_from(["a", "bcd", "é,", "-", "word" * 20, "\n\n", "\n", "“x”"]),
        min_size=1,
        max_size=14,
    ),
    st.data(),
)
def test_the_texts_of_a_link_are_in_the_source_on_one_line_and_in_order(
    pieces: list[str], data: st.DataObject
) -> None:
    text = "Before " + " ".join(pieces) + " after"
    words = list(re.finditer(r"\S+", text))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    excerpt = text[words[first].start() : words[last].end()]
    statement = made(text, quote(excerpt), source=URL["source"])
    found = link(statement, statement.quotes[0])
    if not found:
        return
    *before, directive = re.split("-,", found.partition(":~:text=")[2])
    directive, *after = directive.split(",-")
    targets = [unquote(part) for part in directive.split(",")]
    lines = [" ".join(line.split()) for line in re.split("[\n]+", excerpt)]
    assert len(before) + len(after) <= 1
    assert 1 <= len(targets) <= 2
    assert any(line.find(targets[0]) >= 0 for line in lines)
    assert any(line.find(targets[-1]) >= 0 for line in lines)
    # The two ends do not share a word: a browser looks for the second after the first.
    whole = " ".join(excerpt.split())
    assert (
        len(targets) == 1 or whole.find(targets[1], whole.find(targets[0]) + len(targets[0])) >= 0
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "post.example/a"]
)
def test_an_address_outside_the_web_makes_no_link(url: str) -> None:
    statement = made("One two.", quote("two"), source={"url": url})
    assert link(statement, statement.quotes[0]) == ""


@pytest.mark.parametrize(
    ("excerpt", "directive"),
    [
        ("“Yes,” he said", "Yes%2C%E2%80%9D%20he%20said"),
        ("… and no", "and%20no"),
        ("學而時習之", "%E5%AD%B8%E8%80%8C%E6%99%82%E7%BF%92%E4%B9%8B"),
    ],
)
def test_a_link_begins_at_a_word(excerpt: str, directive: str) -> None:
    statement = made(f"One. {excerpt}", quote(excerpt), source=URL["source"])
    assert link(statement, statement.quotes[0]).endswith(f":~:text={directive}")
