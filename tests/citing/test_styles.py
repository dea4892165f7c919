"""Quotes in APA, Chicago, MLA and AP style: words and names unchanged, unknown facts left out."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from quotecli.citing.styles import Citation, CitationStyle, cite
from quotecli.model import collapse_space
from tests.cli.test_hostile import HOSTILE
from tests.exporting.conftest import hostile_statement
from tests.make import made, quote

PEOPLE = {
    "lee": {"name": "Ann Lea", "role": "mayor"},
    "chan": {"name": "Bo Chan"},
    "wei": {"name": "Lin Wei"},
}
SOURCE = {
    "author": "Ida Roth",
    "publisher": "The Post",
    "url": "https://example.org/a",
    "published": "2026-03-04",
    "accessed": "2026-03-05",
}
TEXT = "First.\n\nWe will build."


def cited(
    style: CitationStyle,
    one: dict[str, Any] | None = None,
    /,
    source: dict[str, str] | None = None,
    **keys: Any,
) -> Citation:
    one = {**quote("We will build."), "speaker": "lee", **(one or {})}
    statement = made(TEXT, {key: value for key, value in one.items() if value}, speakers=PEOPLE,
                     source=SOURCE if source is None else source, **keys)  # fmt: skip
    return cite(statement, statement.quotes[0], style)


def without(*names: str, **others: str) -> dict[str, str]:
    return {key: value for key, value in {**SOURCE, **others}.items() if key not in names}


def test_each_style_says_what_is_known() -> None:
    assert cited("apa") == (
        "“We will build.” (Ann Lea, as cited in Roth, 2026, para. 2)",
        "Roth, I. (2026, March 4). A title. The Post. https://example.org/a",
    )
    assert cited("chicago") == (
        "“We will build.”",
        "Ann Lea, quoted in Ida Roth, “A title,” The Post, March 4, 2026, para. 2, https://example.org/a.",
    )
    assert cited("mla") == (
        "“We will build.” (Ann Lea, qtd. in Roth, par. 2)",
        "Roth, Ida. “A title.” The Post, 4 Mar. 2026, https://example.org/a. Accessed 5 Mar. 2026.",
    )
    assert cited("ap") == (
        "Ann Lea, mayor, said, as reported by The Post on March 4, 2026: “We will build.”",
        "",
    )


def test_without_an_author_the_title_comes_first() -> None:
    source = without("author")
    assert cited("apa", source=source) == (
        "“We will build.” (Ann Lea, as cited in “A title,” 2026, para. 2)",
        "A title. (2026, March 4). The Post. https://example.org/a",
    )
    assert cited("chicago", source=source).reference.startswith(
        "Ann Lea, quoted in “A title,” The Post, March 4, 2026"
    )
    assert cited("mla", source=source) == (
        "“We will build.” (Ann Lea, qtd. in “A title,” par. 2)",
        "“A title.” The Post, 4 Mar. 2026, https://example.org/a. Accessed 5 Mar. 2026.",
    )


def test_without_a_date_it_says_when_the_page_was_seen() -> None:
    source = without("published")
    assert cited("apa", source=source) == (
        "“We will build.” (Ann Lea, as cited in Roth, n.d., para. 2)",
        "Roth, I. (n.d.). A title. The Post. Retrieved March 5, 2026, from https://example.org/a",
    )
    assert "para. 2, accessed March 5, 2026, https" in cited("chicago", source=source).reference
    assert cited("mla", source=source).reference == (
        "Roth, Ida. “A title.” The Post, https://example.org/a. Accessed 5 Mar. 2026."
    )
    assert (
        cited("ap", source=source).text
        == "Ann Lea, mayor, said, as reported by The Post: “We will build.”"
    )


def test_if_nothing_is_known_only_the_title_is_there() -> None:
    assert cited("apa", source={}).reference == "A title. (n.d.)."
    assert cited("chicago", source={}).reference == "Ann Lea, quoted in “A title,” para. 2."
    assert cited("mla", source={}).reference == "“A title.”"
    assert (
        cited("ap", source={}).text
        == "Ann Lea, mayor, said, as reported in “A title”: “We will build.”"
    )


@pytest.mark.parametrize(
    ("published", "apa", "chicago", "mla", "ap"),
    [
        ("2026", "(2026).", "2026,", "The Post, 2026,", "in 2026:"),
        (
            "2026-09",
            "(2026, September).",
            "September 2026,",
            "The Post, Sept. 2026,",
            "in September 2026:",
        ),
        (
            "2026-09-01",
            "(2026, September 1).",
            "September 1, 2026,",
            "1 Sept. 2026,",
            "on Sept. 1, 2026:",
        ),
        ("spring", "(spring).", "spring,", "The Post, spring,", "(spring):"),
    ],
)
def test_dates_are_as_exact_as_they_are_known(
    published: str, apa: str, chicago: str, mla: str, ap: str
) -> None:
    source = without(published=published)
    assert apa in cited("apa", source=source).reference
    assert f"The Post, {chicago}" in cited("chicago", source=source).reference
    assert mla in cited("mla", source=source).reference
    assert ap in cited("ap", source=source).text


@pytest.mark.parametrize("style", get_args(CitationStyle))
@pytest.mark.parametrize("kind", ["indirect", "mixed"])
def test_a_paraphrase_has_no_quotation_marks(style: CitationStyle, kind: str) -> None:
    found = cited(style, {"kind": kind})
    assert "“We will build." not in found.text
    assert "We will build." in found.text
    assert "quoted in" not in found.reference
    assert "said" not in found.text
    assert "paraphrase" in f"{found.text}{found.reference}"


@pytest.mark.parametrize("style", get_args(CitationStyle))
def test_an_unproved_quote_says_so(style: CitationStyle) -> None:
    assert cited(style, quote("We will burn.")).text.endswith(
        "[not proved: the excerpt is not in the source]"
    )
    assert "par" not in cited(style, quote("We will burn.")).text.partition("[")[0]


@pytest.mark.parametrize("style", get_args(CitationStyle))
def test_an_unknown_speaker_is_unnamed_and_not_the_author(style: CitationStyle) -> None:
    found = cited(style, {"speaker": None})
    assert "n unnamed speaker" in f"{found.text}{found.reference}"


@pytest.mark.parametrize("style", get_args(CitationStyle))
def test_the_reporter_has_the_whole_name(style: CitationStyle) -> None:
    for speaker in ("lee", None):
        found = cited(style, {"speaker": speaker, "reported_by": "chan", "kind": "indirect"})
        assert "Bo Chan" in f"{found.text}{found.reference}"


def test_somebodys_own_writing_is_not_a_source_within_a_source() -> None:
    source = without(author="Ann Lea")
    assert cited("apa", source=source).text == "“We will build.” (Lea, 2026, para. 2)"
    assert cited("chicago", source=source).reference.startswith("Ann Lea, “A title,” The Post")
    assert cited("mla", source=source).text == "“We will build.” (Lea, par. 2)"
    assert (
        cited("ap", source=source).text
        == "Ann Lea, mayor, said, in The Post on March 4, 2026: “We will build.”"
    )


@pytest.mark.parametrize("style", get_args(CitationStyle))
def test_names_without_a_certain_surname_are_not_inverted(style: CitationStyle) -> None:
    for name in ("Lin Wei", "Reuters", "Vincent van Dyke", "李伟"):
        found = cited(style, {"speaker": "wei"}, source=without("publisher", author=name))
        assert name in f"{found.text}{found.reference}"
        assert "Wei, L" not in f"{found.text}{found.reference}"


def test_several_authors() -> None:
    two = without(author="Ida Roth and John Muller")
    assert cited("apa", source=two) == (
        "“We will build.” (Ann Lea, as cited in Roth & Muller, 2026, para. 2)",
        "Roth, I., & Muller, J. (2026, March 4). A title. The Post. https://example.org/a",
    )
    assert (
        "quoted in Ida Roth and John Muller, “A title,”" in cited("chicago", source=two).reference
    )
    assert cited("mla", source=two).reference.startswith("Roth, Ida, and John Muller. “A title.”")
    three = without(author="Ida Roth, John Muller and Emma Holt")
    assert "in Roth et al., 2026" in cited("apa", source=three).text
    assert cited("mla", source=three).reference.startswith("Roth, Ida, et al. “A title.”")


def test_a_title_keeps_its_own_ending() -> None:
    assert "Why? The Post" in cited("apa", title="Why?").reference
    assert "“Why?” The Post" in cited("chicago", title="Why?").reference
    assert "“Why?” The Post" in cited("mla", title="Why?").reference


@pytest.mark.parametrize("style", get_args(CitationStyle))
@pytest.mark.parametrize("name", HOSTILE)
def test_the_words_are_never_changed(style: CitationStyle, name: str) -> None:
    hostile = hostile_statement(HOSTILE[name])
    for item in hostile.quotes:
        found = cite(hostile, item, style)
        assert item.excerpt in found.text
        assert (
            item.speaker is None
            or collapse_space(item.speaker.name) in f"{found.text}{found.reference}"
        )
        assert "\n" not in f"{found.text}{found.reference}"
