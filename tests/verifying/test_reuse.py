"""What articles quote of one source: each quotation is counted once, where most of it stands."""

from __future__ import annotations

from quotecli.model import Span
from quotecli.store.reader import read
from quotecli.verifying.finding import ArticleQuote, Finding, Passage, Verdict
from quotecli.verifying.reuse import list_reuse

TEXT = "We sold the quay and let the wall go.\n\nIt rains today."
QUOTES = read(
    f"""\
title: Hearing
text: {TEXT!r}
quotes:
  - {{id: quay, kind: direct, excerpt: We sold the quay}}
  - {{id: wall, kind: direct, excerpt: quay and let the wall go}}
""".replace("'We", '"We')
    .replace("today.'", 'today."')
    .encode(),
    "hearing.yaml",
).quotes


def use(
    file: str, words: str, verdict: Verdict = "verbatim", turned: str = "", at: str = ""
) -> Finding:
    start = TEXT.index(at or words)
    span = Span(start, start + len(words))
    quote = ArticleQuote(file, 3, 2, (words,), (span,), span)
    passage = Passage("hearing", "Hearing", "h.yaml", 4, 1, 1 + (start > 38), (span,), words)
    return Finding(quote, verdict, turned, passage=passage)


def test_a_quotation_is_from_the_quote_that_has_most_of_it() -> None:
    found = list_reuse(
        QUOTES,
        [
            use("a", "let the wall go"),
            use("a", "sold the quay"),
            use("b", "the quay and let the wall", "shortened", "“not” is left out"),
            use("b", "rains today", "altered"),
            use("c", "We sold the quay"),
            use("c", "quay", "short"),
            use("c", "We", "not found"),
        ],
    )
    assert [(one.id, one.paragraph, len(one.findings), one.articles) for one in found] == [
        *[("quay", 1, 2, 2), ("wall", 1, 2, 2), ("", 2, 1, 1)],
    ]
    assert [one.text for one in found] == [
        *["We sold the quay", "quay and let the wall go", "rains today"],
    ]
    wall = found[1]
    assert (wall.count("verbatim"), wall.count("shortened"), wall.count("altered")) == (1, 1, 0)
    assert wall.turned == 1


def test_passages_of_one_paragraph_are_one_only_if_they_overlap() -> None:
    found = list_reuse(
        [],
        [
            use("a", "let the wall go"),
            use("a", "We sold"),
            use("b", "sold the quay"),
            use("c", "the wall"),
        ],
    )
    assert [(one.text, one.paragraph, one.articles) for one in found] == [
        ("sold the quay", 1, 2),
        ("let the wall go", 1, 2),
    ]


def test_the_most_quoted_comes_first_and_of_these_what_more_articles_have() -> None:
    found = list_reuse(
        QUOTES,
        [use("a", "We sold"), use("a", "sold the"), use("a", "rains"), use("b", "It rains")],
    )
    assert [(one.id, one.articles) for one in found] == [("", 2), ("quay", 1)]


def test_nothing_is_from_a_source_that_nobody_quotes() -> None:
    assert list_reuse(QUOTES, [use("a", "We sold", "not found")]) == []
    assert list_reuse((), []) == []
