"""What notebooks draw: escaped, well-formed, and with what must be said of a quote."""

from __future__ import annotations

import re
from dataclasses import replace

import html5lib
import pytest

import quotecli
from quotecli.library.library import Library
from quotecli.model import Quote, Source, Speaker, Statement, Topic
from quotecli.store.reader import read
from tests.conftest import HARBOUR

HOSTILE = "<script>alert(1)</script>\" onload='x' & \u202e\x1b[31m\x00 <!-- ]]> مرحبا"
SHOWN = "<script>alert(1)</script>\" onload='x' & \\u202e\\x1b[31m\\x00 <!-- ]]> مرحبا"

MADE = read(HARBOUR.encode(), "harbour.yaml")


def parse(markup: str) -> tuple[str, set[str], list[str]]:
    """Return the text of a fragment, the names of its elements, and its addresses."""
    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parseFragment(markup)
    elements = [one for one in tree.iter() if isinstance(one.tag, str)]
    names = {re.sub("{.*}", "", one.tag) for one in elements}
    assert {key for one in elements for key in one.attrib} <= {"style", "dir", "href", "rel"}
    links = [one.attrib["href"] for one in elements if "href" in one.attrib]
    return "".join(tree.itertext()), names, links


def make_hostile() -> tuple[Statement, Quote]:
    who = Speaker("s", HOSTILE, HOSTILE)
    topic = Topic("t", HOSTILE, colour='red;"')
    quote = replace(
        MADE.quotes[0],
        id="q",
        parts=(HOSTILE,),
        speaker=who,
        reported_by=who,
        topics=(topic,),
        cue=HOSTILE,
        kind="indirect",
        anchoring=None,
    )
    statement = MADE._replace(
        title=HOSTILE,
        occasion=HOSTILE,
        source=Source(author=HOSTILE, url=f"javascript:{HOSTILE}", published=HOSTILE),
        speaker=who,
        speakers={"s": who},
        topics={"t": topic},
        quotes=(quote,),
    )
    return statement, quote


def test_every_text_is_escaped() -> None:
    statement, quote = make_hostile()
    library = Library([statement], notes=[HOSTILE])
    for drawn in (quote._repr_html_(), statement._repr_html_(), library._repr_html_()):
        text, names, links = parse(drawn)
        assert SHOWN in text
        assert names <= {*"div span b bdi table thead tbody tr th td a DOCUMENT_FRAGMENT".split()}
        assert links == []
    address = statement._replace(source=Source(url='https://paper.example/"><b>\u202e'))
    assert parse(address._repr_html_())[2] == ['https://paper.example/"><b>\\u202e']


@pytest.mark.parametrize("kind", ["direct", "indirect", "mixed"])
def test_a_quote_says_whose_words_it_has_and_what_must_be_said_of_them(kind: str) -> None:
    quote = replace(MADE.quotes[0], kind=kind, status="draft")  # type: ignore[arg-type]
    text = parse(quote._repr_html_())[0]
    assert ("“The harbour will grow" in text) == (kind == "direct")
    assert f"— {quotecli.attribution(quote, manner=True)}" in text
    assert "harbour/harbour-grows, ¶\xa01" in text
    assert "draft, not reviewed" in text
    denied = replace(quote, polarity="negative", anchoring=None)
    text = parse(denied._repr_html_())[0]
    assert "— denied by Ann Lee, mayor" in text
    assert "not proved: the excerpt is not in the source; draft, not reviewed" in text


def test_a_statement_has_its_head_and_its_first_quotes() -> None:
    text, _, _ = parse(MADE._repr_html_())
    assert text.startswith("The harbour will growAnn Lee · opening of the quay · 3 quotes")
    assert text.count("— ") == 3
    many = MADE._replace(quotes=MADE.quotes * 10)
    assert parse(many._repr_html_())[0].endswith("… and 10 quotes more")


def test_a_library_has_its_sums() -> None:
    text, _, _ = parse(Library([MADE])._repr_html_())
    assert text.startswith("1 statement · 3 quotes · ")
    assert "– Ports" in text
    assert "Bo Chan211" in text
    assert parse(Library([])._repr_html_())[0].startswith("0 statements · 0 quotes")
