"""Articles as one self-contained HTML page: their quotations marked, and each verdict with its
source.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from quotecli.exporting.page.entries import check_address
from quotecli.exporting.page.template import fill
from quotecli.exporting.page.text import Highlight, mark_paragraphs, to_html
from quotecli.model import collapse_space
from quotecli.verifying.finding import (
    DOUBTS,
    ONLY_SIGNS,
    VERDICTS,
    Article,
    Finding,
    Passage,
    Verdict,
)
from quotecli.verifying.reuse import USED, Reuse

_LOOKS: dict[Verdict, str] = {
    "verbatim": "v-verbatim",
    "shortened": "v-shortened",
    "altered": "v-altered",
    "not found": "v-not-found",
    "short": "v-short",
}
"""The classes of the verdicts, which give each its colour and its sign."""


class Origin(NamedTuple):
    """A source as the page names it; `href` is "" if no link may lead to it.

    `where` is "" if the title says it.
    """

    title: str
    where: str
    href: str
    published: str


class FindingEntry(NamedTuple):
    """A quotation with its verdict.

    `said` and `source` are the words of the article and of the passage, with what differs marked.
    """

    id: str
    number: int
    finding: Finding
    look: str
    said: Markup
    source: Markup
    place: Origin | None
    original: Origin | None


class ArticleChapter:
    """An article; `number` counts it on the page, from 1."""

    def __init__(self, number: int, article: Article, findings: Sequence[Finding]) -> None:
        self.id = f"article-{number}"
        self.title = collapse_space(article.title) or os.path.basename(article.name)
        self.file = article.name
        self.counts: Counter[str] = Counter()
        for finding in findings:
            self.counts.update((finding.verdict, *finding.doubts))
        self._article = article
        self._findings = findings

    def entries(self) -> Iterator[FindingEntry]:
        """Yield the quotations in the order of the article."""
        for number, finding in enumerate(self._findings, 1):
            said, source = _mark_differences(finding)
            yield FindingEntry(
                f"{self.id}-{number}",
                number,
                finding,
                _LOOKS[finding.verdict],
                said,
                source,
                _name_origin(finding.passage),
                _name_origin(finding.original),
            )

    def text(self) -> Iterator[Markup]:
        """Yield the paragraphs of the article with its quotations marked."""
        marks = []
        for number, finding in enumerate(self._findings, 1):
            look = _LOOKS[finding.verdict]
            told = ", ".join((finding.verdict, *finding.doubts))
            doubted = " doubted" * bool(finding.doubts)
            here = f' id="{self.id}-{number}-text"'
            for span in finding.quote.spans:
                sign = (
                    f'<a class="n {look}{doubted}"{here} href="#{self.id}-{number}"'
                    f' data-n="{number}" aria-label="Quotation {number}: {told}"></a>'
                )
                marks.append(Highlight(span, f'<mark class="{look}">', sign))
                here = ""
        return map(Markup, mark_paragraphs(self._article.text, marks))


def export(
    checked: Iterable[tuple[Article, Sequence[Finding]]], reuse: Sequence[Reuse] = ()
) -> Iterator[bytes]:
    """Yield the page of some articles, each with what was found out about its quotations.

    With `reuse`, a table of the passages that they quote comes first.
    """
    chapters = [ArticleChapter(number, *pair) for number, pair in enumerate(checked, 1)]
    title = chapters[0].title if len(chapters) == 1 else f"{len(chapters):,} articles"
    total: Counter[str] = Counter()
    for chapter in chapters:
        total.update(chapter.counts)
    values = {
        "title": title,
        "chapters": chapters,
        "counts": total,
        "verdicts": VERDICTS,
        "doubts": DOUBTS,
        "only_signs": ONLY_SIGNS,
        "looks": _LOOKS,
        "reuse": reuse,
        "used": USED,
    }
    return fill("findings.html", values, styles=("page.css", "findings.css"))


def _name_origin(passage: Passage | None) -> Origin | None:
    if passage is None:
        return None
    paragraph = f", paragraph {passage.paragraph:,}" if passage.paragraph else ""
    title, where = collapse_space(passage.title) or passage.statement, passage.place + paragraph
    url = check_address(passage.url)
    return Origin(title or where, where if title else "", url, passage.published)


def _mark_differences(finding: Finding) -> tuple[Markup, Markup]:
    """Return the words of the article and of its source, with what differs marked in each."""
    if not finding.differences:
        passage = finding.passage.text if finding.passage else ""
        return _to_markup(finding.quote.excerpt), _to_markup(passage)
    said = [_mark("ins", one.kind, one.article) for one in finding.differences]
    source = [_mark("del", one.kind, one.source) for one in finding.differences]
    return Markup("".join(said).strip()), Markup("".join(source).strip())


def _mark(tag: str, kind: str, words: str) -> str:
    """Return words, in an element if they differ; the space behind them stays outside."""
    inner = words.rstrip()
    shown, behind = to_html(collapse_space(inner)), words[len(inner) :]
    if kind == "same" or not inner:
        return f"{shown}{behind}"
    if kind == "marked":
        return f'<span class="marked">{shown}</span>{behind}'
    return f"<{tag}>{shown}</{tag}>{behind}"


def _to_markup(text: str) -> Markup:
    return Markup(to_html(collapse_space(text)))
