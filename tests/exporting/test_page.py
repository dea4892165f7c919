"""The page, read by an HTML parser: it holds the filtered quotes verbatim, never as markup."""

from __future__ import annotations

import re
import sys
from base64 import b64encode
from hashlib import sha256
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli import Criteria
from quotecli.citing.citation import citation, link
from quotecli.errors import QuotecliError
from quotecli.exporting.formats import load_export
from quotecli.exporting.page.entries import check_address
from quotecli.exporting.page.page import export
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.model import Anchor, Kind, Quote, Source, Span, Speaker, Topic, collapse_space
from tests.cli.conftest import CONTROL
from tests.cli.test_hostile import HOSTILE
from tests.exporting.reading import ANN, BO, PORTS, TRADE, Page, part, quote, said, statement

WORSE = {
    **HOSTILE,
    "cdata": "a]]>b<![CDATA[c",
    "end-script": "</script><script>document.title = 'broken'</script>",
    "end-style": "</style><img src=x onerror=alert(1)>",
    "attribute": '" onclick="alert(1)" x=\'',
    "comment": "<!-- a --!> b",
    "template": "{{ 7 * 7 }} {% raw %} &amp; &#x202e;",
    "crlf": "one\r\ntwo\r\n\r\nthree\rfour",
}


class Placed:
    """An anchoring with given spans."""

    def __init__(self, *spans: tuple[int, int]) -> None:
        self.spans = tuple(Span(*span) for span in spans)

    def anchor(self, parts: tuple[str, ...], prefix: str = "", suffix: str = "") -> Anchor:
        return Anchor("exact", self.spans, 1)

    def paragraph(self, offset: int) -> int:
        return 1

    def join(self, quote: Quote) -> tuple[str, ...]:
        return ()


@pytest.fixture(params=WORSE)
def hostile(request: pytest.FixtureRequest) -> str:
    return WORSE[request.param]


def test_every_excerpt_speaker_and_topic_is_on_the_page(library: Library) -> None:
    page = Page(*library.select())
    quotes = list(library.quotes())
    assert [entry.get("id") for entry in page.entries] == [
        f"{item.statement}/{item.id}" for item in quotes
    ]
    for entry, item in zip(page.entries, quotes):
        home = library.statements[item.statement]
        marks = ("“", "”") if item.kind == "direct" else ("", "")
        assert said(entry, "said") == item.excerpt.join(marks)
        assert said(entry, "speaker") == (item.speaker.name if item.speaker else "unknown speaker")
        assert said(entry, "kind") == item.kind
        topics = [
            said(label, "topic")
            for label in entry.iter("span")
            if "topic" in (label.get("class") or "")
        ]
        assert topics == ([topic.label for topic in item.topics] or ["no topic"])
        assert said(entry, "cite") == citation(home, item)
    assert page.texts == [item.text for item in library.statements.values()]


def test_the_page_holds_only_filtered_quotes(library: Library) -> None:
    page = Page(*library.select(Criteria(speakers=("chan",))))
    assert [entry.get("id") for entry in page.entries] == [
        "harbour/deeper-quay",
        "harbour/more-herring",
    ]
    assert [item.get("id") for item in page.all("section")] == ["harbour"]
    assert "Carla" not in page.source


def test_the_same_quotes_make_the_same_bytes(library: Library) -> None:
    assert b"".join(export(library.select())) == b"".join(export(library.select()))


def test_the_page_of_the_shipped_statement_is_valid_html() -> None:
    page = Page(*load().select())
    assert page.errors == []
    ids = [item.get("id") for item in page.root.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
    assert page.texts == [load().statements["statement"].text]


def test_only_direct_quotes_have_quotation_marks_and_reporters_are_named(
    library: Library,
) -> None:
    entries = {entry.get("id"): entry for entry in Page(*library.select()).entries}
    assert (
        said(entries["harbour/harbour-grows"], "said")
        == "“The harbour will grow. It feeds us all.”"
    )
    assert said(entries["harbour/deeper-quay"], "said") == "the boats would need a deeper quay"
    assert said(entries["harbour/deeper-quay"], "by") == "— paraphrase of Bo Chan, harbour master"
    told = "— partly a paraphrase of Bo Chan, harbour master, as told by Ann Lee"
    assert said(entries["harbour/more-herring"], "by") == told
    assert said(entries["harbour/more-herring"], "said") == "more herring than ever"
    assert said(entries["storm/bells"], "by") == "— unknown speaker"
    quoted = {entry.get("id") for entry in entries.values() if list(entry.iter("blockquote"))}
    assert quoted == {name for name, entry in entries.items() if said(entry, "kind") == "direct"}


def test_an_unproved_quote_says_so_and_leads_nowhere() -> None:
    page = Page(
        statement("One two. One two.", quote("twice", "One two"), quote("lost", "nine ten"))
    )
    twice, lost = page.entries
    assert said(twice, "doubt") == "not proved: the excerpt occurs 2 times in the source"
    assert said(lost, "doubt") == "not proved: the excerpt is not in the source"
    assert part(lost, "to") is None
    assert page.marked(1) == ""
    assert "⚠" not in page.texts[0]


def test_a_draft_says_that_it_is_one() -> None:
    page = Page(
        statement(
            "One. Two.",
            quote("a", "One", status="draft", confidence=0.625, note="a guess", cue="he"),
        )
    )
    (entry,) = page.entries
    assert said(entry, "status") == "draft"
    assert "Notea guess" in said(entry, "more")
    assert "Confidence62%" in said(entry, "more")
    assert "Cuehe" in said(entry, "more")


def test_every_card_says_its_status() -> None:
    page = Page(statement("One. Two.", quote("a", "One"), quote("b", "Two", status="reviewed")))
    assert ["reviewed" in said(entry, "head") for entry in page.entries] == [True, True]


def test_attributes_of_a_speaker_are_shown_with_the_role() -> None:
    who = Speaker("a", "Ann Lee", "mayor", attributes=(("party", "A <b>\u202e"), ("seat", "North")))
    page = Page(statement("One.", quote("a", "One", speaker=who, reported_by=BO), speaker=who))
    (entry,) = page.entries
    shown = "Ann Lee (party: A <b>\u202e; seat: North), mayor"
    assert said(entry, "by") == f"— {shown}, as told by Bo Chan"
    assert f"Statement by{shown}" in said(page.all("header", "top")[0], "facts")
    assert page.errors == []


def test_overlapping_nested_and_split_quotes_are_marked_whole() -> None:
    text = "zero one two three\n\nfour five six seven eight"
    page = Page(
        statement(
            text,
            quote("outer", "one two three", "four five"),
            quote("inner", "two", topics=(TRADE,)),
            quote("across", "five six seven", topics=(PORTS,)),
            quote("same", "five six seven", kind="indirect"),
            quote("whole", collapse_space(text)),
        )
    )
    assert [page.marked(number) for number in range(4)] == [
        "one two threefour five",
        "two",
        *["five six seven"] * 2,
    ]
    assert page.marked(4) == text
    assert page.texts == [text]
    assert page.errors == []
    signs = [sign.get("id") for sign in page.all("a", "n") if sign.get("id")]
    assert sorted(map(str, signs)) == [
        f"text/sample/{name}" for name in ("across", "inner", "outer", "same", "whole")
    ]


def test_no_two_topics_have_the_same_colour_and_sign() -> None:
    topics = tuple(Topic(f"t{number}", f"Topic {number}") for number in range(64))
    page = Page(statement("One.", quote("a", "One", topics=topics)))
    looks = [
        label.get("class")
        for label in page.all("span", "topic")
        if label in list(page.entries[0].iter())
    ]
    assert len(set(looks)) == 64
    first = [str(look).split()[1:] for look in looks[:12]]
    assert len({colour for colour, _ in first}) == len({sign for _, sign in first}) == 12


def test_every_look_of_a_topic_is_in_the_style_sheet() -> None:
    topics = tuple(Topic(f"t{number}", f"Topic {number}") for number in range(64))
    page = Page(statement("One.", quote("a", "One", topics=topics)))
    looks = {cls for item in page.all("span", "topic") for cls in str(item.get("class")).split()}
    (style,) = page.all("style")
    assert {look for look in looks if f".{look} {{" not in str(style.text)} == set()


def test_a_topic_counts_the_quotes_on_its_subtopics(library: Library) -> None:
    page = Page(*library.select())
    counts = {
        str(box.get("value")): said(label, "count")
        for label in page.all("label")
        for box in label.iter("input")
        if box.get("name") == "topic"
    }
    tree = {count.topic.id: f"{count.quotes}" for count in library.count_topics() if count.quotes}
    assert counts == {**tree, "-": "1"}


@pytest.mark.parametrize(
    ("language", "kept"),
    [
        *(("en", "en"), ("pt-BR", "pt-BR"), ("zh-Hant-TW", "zh-Hant-TW")),
        *((other, None) for other in ("", "english", "en_US", 'en" onload="x', "a", "x-y")),
    ],
)
def test_the_language_is_given_if_it_is_valid(language: str, kept: str | None) -> None:
    page = Page(statement("One.", quote("a", "One"), source=Source(language=language)))
    assert page.all("div", "text")[0].get("lang") == kept
    assert page.all("blockquote")[0].get("lang") == kept
    assert page.all("html")[0].get("lang") == "en"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "JaVaScRiPt:x",
            " https://a.example",
            "java\nscript:x",
            "",
        ),
        *(
            "https://a.example/\n",
            'https://a.example/"x',
            "https://a.example/\u202ex",
            "//a.example",
            "file:///etc/x",
        ),
    ],
)
def test_only_web_addresses_are_links(url: str) -> None:
    assert check_address(url) == ""
    page = Page(statement("One.", quote("a", "One"), source=Source(url=url)))
    assert [
        str(item.get("href")) for item in page.all("a") if not str(item.get("href")).startswith("#")
    ] == []


def test_a_quote_leads_to_its_place_in_the_source() -> None:
    item = statement(
        "One two.", quote("a", "One two."), source=Source(url="https://a.example/x?y=1&z=2")
    )
    page = Page(item)
    there = part(page.entries[0], "source")
    assert there is not None
    assert (
        there.get("href")
        == link(item, item.quotes[0])
        == "https://a.example/x?y=1&z=2#:~:text=One%20two."
    )
    assert there.get("rel") == "noopener noreferrer"


def test_hostile_text_is_shown_whole_and_is_never_markup(hostile: str) -> None:
    text = f"Before. {hostile} After."
    item = statement(
        text,
        quote(
            "q",
            hostile,
            topics=(Topic("t", hostile, hostile),),
            speaker=Speaker("p", hostile, hostile),
            reported_by=Speaker("r", hostile),
            kind="indirect",
            cue=hostile,
            note=hostile,
        ),
        title=hostile,
        occasion=hostile,
        speaker=Speaker("p", hostile, hostile),
        source=Source(hostile, hostile, f"https://a.example/{hostile}", hostile, hostile, hostile),
    )
    page = Page(item)
    line = collapse_space(hostile)
    (entry,) = page.entries
    assert page.texts == [text]
    assert [said(entry, name) for name in ("said", "speaker", "topic", "cite")] == [
        *(line, line, line),
        collapse_space(citation(item, item.quotes[0])),
    ]
    assert line in said(entry, "more")
    plain = Page(statement("w", quote("q", "w", topics=(TRADE,), speaker=ANN, reported_by=BO)))
    known = {item.tag for item in plain.root.iter()}
    assert {element.tag for element in page.root.iter()} <= known | {
        "span",
        "i",
        "a",
        "p",
        "dl",
        "div",
    }
    assert len(page.all("script")) == len(page.all("style")) == 1
    handlers = [
        name for element in page.root.iter() for name in element.attrib if name.startswith("on")
    ]
    assert handlers == []
    assert not CONTROL.search(page.source)


@given(
    st.text(st.sampled_from("ab <&\"'\n\r\t\u202e\x1b\x00\U0001f600é\u0301"), max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 30)), max_size=24),
)
def test_any_text_with_any_marks_is_read_back(text: str, places: list[tuple[int, int]]) -> None:
    spans = [(start, min(start + size, len(text))) for start, size in places if start < len(text)]
    kinds: tuple[Kind, ...] = ("direct", "indirect", "mixed")
    quotes = [
        Quote(f"q{n}", "sample", kinds[n % 3], ("x",), anchoring=Placed(span))
        for n, span in enumerate(spans)
    ]
    page = Page(statement(text, *quotes))
    assert page.texts == [text]
    if len(spans) <= 16:
        # A line end that a mark cuts in two is two characters to it.
        assert [page.marked(number) for number in range(len(spans))] == [
            text[start:end] for start, end in spans
        ]


def test_many_overlaps_do_not_multiply() -> None:
    text = "word " * 600
    quotes = [
        Quote(f"q{n}", "sample", "direct", ("w",), anchoring=Placed((5 * n, 5 * n + 2000)))
        for n in range(200)
    ]
    page = Page(statement(text, *quotes))
    assert page.texts == [text]
    assert len(page.bytes) < 1_000_000


def test_the_policy_allows_this_script_and_this_style_and_nothing_else() -> None:
    page = Page(*load().select())
    (policy,) = [str(item.get("content")) for item in page.all("meta") if item.get("http-equiv")]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    (script,), (style,) = page.all("script"), page.all("style")

    def hashed(source: str | None) -> str:
        return f"'sha256-{b64encode(sha256(str(source).encode()).digest()).decode()}'"

    assert rules == {
        "default-src": "'none'",
        "script-src": hashed(script.text),
        "style-src": hashed(style.text),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert [
        item.tag
        for item in page.root.iter()
        if item.get("src") or item.tag in ("link", "iframe", "img")
    ] == []
    assert [item.tag for item in page.root.iter() if item.get("style")] == []
    assert not re.search(r"url\(|@import|innerHTML|eval\(|fetch\(", page.source)


def test_the_page_comes_in_pieces(library: Library) -> None:
    statements = [
        item._replace(id=f"s{number}") for number in range(40) for item in library.select()
    ]
    pieces = list(export(chain(statements)))
    assert len(pieces) > 3
    assert max(map(len, pieces)) < 200_000


def test_a_missing_library_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.startswith("quotecli.exporting.page")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(QuotecliError, match="an HTML page needs Jinja2") as caught:
        load_export("html")
    assert caught.value.hint == "run: pip install 'Jinja2>=3.1.5'"


def test_a_status_can_be_chosen_if_there_is_more_than_one() -> None:
    one, two = quote("a", "x", status="draft"), quote("b", "y", status="unresolved")
    for quotes, offered in (
        ([one, two, quote("c", "z")], ["draft", "unresolved", "reviewed"]),
        ([one], []),
        ([quote("c", "z"), quote("d", "x", status="reviewed")], []),
    ):
        page = Page(statement("x y z", *quotes))
        boxes = [box.get("value") for box in page.all("input") if box.get("name") == "status"]
        assert boxes == offered


def test_a_paraphrase_shows_its_cue_and_has_no_quotation_marks() -> None:
    page = Page(
        statement(
            "Lee denied it is so.", quote("a", "it is so", kind="indirect", cue="Lee <denied>")
        )
    )
    (entry,) = page.entries
    assert said(entry, "by") == "— paraphrase of unknown speaker (cue: Lee <denied>)"
    assert said(entry, "said") == "it is so"
