"""The page of an article with its verdicts, as a browser without script sees it."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from quotecli.exporting.page.findings import export
from quotecli.model import Span
from quotecli.verifying.finding import (
    VERDICTS,
    Article,
    ArticleQuote,
    Attribution,
    Difference,
    Finding,
    Passage,
)
from quotecli.verifying.reuse import Reuse
from tests.exporting.reading import verbatim

TEXT = (
    "Harbour to stay\n\n“We sold the quay,” said Ada Marlow, “and the wall.”\n\n"
    "“It <rains>,” he said."
)
HOSTILE = "<script>alert(1)</script>\"'&amp;\u202ex\x1b[2J\ufeff]]>"
PASSAGE = Passage(
    *("hearing", "Hearing", "h.yaml", 9, 1, 2, (Span(0, 9),), "We have not sold the quay."),
    "https://post.example/a?b=1#:~:text=sold",
    "2026-03-04",
)


def quote(*parts: str, text: str = TEXT) -> ArticleQuote:
    spans = tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts)
    return ArticleQuote("a.md", 3, 2, parts, spans, Span(0, len(text)))


SOLD = quote("We sold the quay,", "and the wall.")
RAINS = quote("It <rains>,")


class Page:
    def __init__(self, *findings: Finding, text: str = TEXT, **values: Any) -> None:
        article = Article("a.md", "Harbour to stay", text, tuple(one.quote for one in findings))
        self.bytes = b"".join(export([(article._replace(**values), findings)]))
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False
        )
        self.root: Element = parser.parse(self.bytes.decode())
        self.errors = parser.errors

    def all(self, tag: str, cls: str = "") -> list[Element]:
        return [
            item
            for item in self.root.iter(tag)
            if not cls or cls in (item.get("class") or "").split()
        ]

    def words(self, tag: str, cls: str = "") -> list[str]:
        return [" ".join("".join(item.itertext()).split()) for item in self.all(tag, cls)]


def test_each_quotation_is_marked_in_the_article_and_has_its_verdict_and_source() -> None:
    page = Page(
        Finding(SOLD, "shortened", "“not” is left out", passage=PASSAGE, others=2),
        Finding(RAINS, "verbatim", forgiven=("closing punctuation",), passage=PASSAGE),
    )
    assert page.errors == []
    (text,) = page.all("div", "text")
    assert "".join(verbatim(item) for item in text.iter("p")) == TEXT
    assert page.words("mark", "v-shortened") == ["We sold the quay,", "and the wall."]
    assert page.words("mark", "v-verbatim") == ["It <rains>,"]
    assert page.words("strong", "verdict") == ["shortened", "verbatim"]
    assert page.words("p", "doubt") == ["turned: “not” is left out"]
    assert page.words("p", "notes") == [
        "Also in 2 other sources",
        "Passed over: closing punctuation",
    ]
    assert page.words("p", "from")[0] == "Hearing, 2026-03-04 h.yaml:9:1, paragraph 2"
    assert {item.get("href") for item in page.all("a") if item.get("rel")} == {PASSAGE.url}


def test_links_lead_from_the_mark_to_the_verdict_and_back() -> None:
    page = Page(Finding(SOLD, "not found"), Finding(RAINS, "short"))
    ids = [item.get("id") for item in page.root.iter() if item.get("id")]
    assert len(set(ids)) == len(ids)
    links = [str(item.get("href")) for item in page.all("a")]
    assert len(links) == 5  # two parts and their entry, one part and its entry
    assert {link[1:] for link in links} <= set(ids)


def test_what_differs_is_marked_in_the_article_and_in_the_source() -> None:
    words = (
        Difference("same", "We ", "We "),
        Difference("dropped", "", "have not "),
        Difference("changed", "sold ", "let "),
        Difference("marked", "[…] ", "today "),
        Difference("added", "all", ""),
    )
    page = Page(Finding(SOLD, "altered", share=0.999, differences=words, passage=PASSAGE))
    assert page.words("blockquote") == ["We sold […] all", "We have not let today"]
    assert page.words("ins")[:2] == ["sold", "all"]
    assert page.words("del")[:2] == ["have not", "let"]
    assert "99 % agree" in page.words("p", "head")[0]


def test_somebody_else_s_words_are_said_to_be_theirs() -> None:
    page = Page(Finding(SOLD, "verbatim", attribution=Attribution("differs", "Ada", "Bo, by Ada")))
    assert page.words("p", "doubt") == ["the article: Ada; the source: Bo, by Ada"]


def test_doubts_stand_beside_the_verdicts_in_the_article_and_in_the_totals() -> None:
    """Words that are verbatim and another's are not marked as if nothing were wrong."""
    page = Page(
        Finding(SOLD, "verbatim", attribution=Attribution("differs", "Ada", "Bo, by Ada")),
        Finding(RAINS, "shortened", "“not” is left out"),
    )
    links = page.all("a", "n")
    assert ["doubted" in str(link.get("class")) for link in links] == [True, True, True]
    assert [link.get("aria-label") for link in links] == [
        *["Quotation 1: verbatim, another's words"] * 2,
        "Quotation 2: shortened, turned",
    ]
    totals = page.words("ul", "totals")
    assert totals == ["1 verbatim1 shortened1 turned1 another's words"]
    assert page.words("p", "head")[0] == "1 verbatim line 3"

    sure = Page(Finding(RAINS, "verbatim"))
    assert [link.get("class") for link in sure.all("a", "n")] == ["n v-verbatim"]
    assert sure.words("ul", "totals") == ["1 verbatim"]


def test_a_name_that_is_nothing_but_the_file_is_printed_once() -> None:
    passage = PASSAGE._replace(title="", statement="", file="h.txt", published="")
    page = Page(Finding(SOLD, "verbatim", passage=passage), title="a.md")
    assert page.words("p", "from") == ["h.txt:9:1, paragraph 2"]
    assert page.words("p", "sum") == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a\u202eb/"])
def test_only_web_addresses_are_links(url: str) -> None:
    page = Page(Finding(SOLD, "verbatim", passage=PASSAGE._replace(url=url)))
    assert [item for item in page.all("a") if item.get("rel")] == []


def test_hostile_text_is_shown_whole_and_is_never_markup() -> None:
    text = f"a {HOSTILE} b"
    nasty = quote(HOSTILE, text=text)._replace(file=HOSTILE, speaker=HOSTILE)
    passage = Passage(*(HOSTILE,) * 3, 1, 1, 1, (), HOSTILE, "", HOSTILE)
    finding = Finding(
        *(nasty, "altered", HOSTILE, (HOSTILE,), 0.5, (Difference("changed", HOSTILE, HOSTILE),)),
        *(passage, 1, passage, Attribution("differs", HOSTILE, HOSTILE)),
    )
    page = Page(finding, text=text, title=HOSTILE, file=HOSTILE)
    assert page.all("script") == []
    assert verbatim(page.all("div", "text")[0]) == text
    assert not {"\u202e", "\x1b", "\ufeff"} & set(page.bytes.decode())
    assert verbatim(page.all("ins")[0]) == HOSTILE
    assert verbatim(page.all("del")[0]) == HOSTILE


def test_the_page_has_no_script_and_its_policy_allows_none() -> None:
    page = Page(Finding(SOLD, "verbatim", passage=PASSAGE))
    (policy,) = [str(item.get("content")) for item in page.all("meta") if item.get("http-equiv")]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'",
        policy,
    )
    assert page.all("script") == []
    assert [item.tag for item in page.root.iter() if item.get("style") or item.get("src")] == []
    assert not re.search(r"url\(|@import", page.bytes.decode())


def test_every_verdict_has_a_look_in_the_style_sheet() -> None:
    page = Page(*[Finding(RAINS, verdict) for verdict in VERDICTS])
    (style,) = page.all("style")
    for mark in page.all("mark"):
        assert f".{mark.get('class')} {{ --c:" in str(style.text)


def test_what_is_quoted_most_comes_first() -> None:
    findings = (Finding(SOLD, "altered", passage=PASSAGE),)
    article = Article("a.md", "Harbour", TEXT, (SOLD,))
    uses = [Reuse("quay", 2, HOSTILE, findings), Reuse("", 3, "It rains.", findings)]
    page = b"".join(export([(article, findings)], uses)).decode()
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False, strict=True
    )
    rows = [[verbatim(cell) for cell in row] for row in parser.parse(page).iter("tr")]
    assert rows[0] == [
        *["Passage", "Quotations", "Articles", "verbatim", "shortened", "altered", "turned"],
    ]
    assert rows[1] == [f"quay{HOSTILE}", "1", "1", "0", "0", "1", "0"]
    assert rows[2][0] == "¶ 3It rains."


def test_several_articles_are_on_one_page() -> None:
    findings = [Finding(RAINS, "verbatim")]
    articles = [Article(f"{name}.md", name, TEXT, (RAINS,)) for name in ("One", "Two")]
    page = b"".join(export([(article, findings) for article in articles])).decode()
    assert "<title>2 articles: quotations verified</title>" in page
    assert 'href="#article-2"' in page
    assert 'id="article-2-1"' in page
