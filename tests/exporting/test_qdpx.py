"""REFI-QDA projects: valid against the schema, and read by an independent reader."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given, settings

from quotecli.exporting.qdpx import export
from quotecli.model import Statement
from quotecli.store import reader
from quotecli.store.files import find_shipped
from quotecli.store.reader import read_tree
from tests.cli.test_hostile import HOSTILE
from tests.conftest import HARBOUR, STORM
from tests.generated import statements
from tests.make import made, quote, tree

Q = "{urn:QDA-XML:project:1.0}"


@cache
def schema() -> xmlschema.XMLSchema:
    """The schema of the standard, under the MIT licence, which it includes."""
    return xmlschema.XMLSchema(str(Path(__file__).parent / "refi-qda-project.xsd"))


class Selected(NamedTuple):
    """What a tool shows of a selection: its words and the names of its codes."""

    name: str
    words: str
    codes: list[str]


class Tool:
    """Reads projects by the standard: positions count the code points of the text file."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.xml = self.archive.read("project.qde")
        self.root = ElementTree.fromstring(self.xml)
        self.codes = {node.get("guid"): node.get("name", "") for node in self.root.iter(f"{Q}Code")}

    def text(self, source: ElementTree.Element) -> str:
        scheme, _, name = source.get("plainTextPath", "").partition("://")
        assert scheme == "internal"
        return self.archive.read(f"sources/{name}").decode("utf-8-sig")

    def selected(self) -> list[Selected]:
        found = []
        for source in self.root.iter(f"{Q}TextSource"):
            text = self.text(source)
            for node in source.iter(f"{Q}PlainTextSelection"):
                words = text[int(node.get("startPosition", "")) : int(node.get("endPosition", ""))]
                codes = [self.codes[one.get("targetGUID")] for one in node.iter(f"{Q}CodeRef")]
                found.append(Selected(node.get("name", ""), words, codes))
        return found


def written(*items: Statement) -> Tool:
    return Tool(b"".join(export(items)))


@given(statements())
@settings(max_examples=settings().max_examples // 3)
def test_it_is_valid_whatever_it_holds(item: Statement) -> None:
    schema().validate(ElementTree.ElementTree(written(item).root))


@given(statements(), statements("other"))
@settings(max_examples=settings().max_examples // 3)
def test_a_reader_of_the_standard_finds_the_words(one: Statement, other: Statement) -> None:
    expected = [
        item.text[span.start : span.end]
        for item in (one, other)
        for q in item.quotes
        for span in q.anchor.spans
    ]
    assert [found.words for found in written(one, other).selected()] == expected


def test_a_harbour_in_full() -> None:
    tool = written(reader.read(HARBOUR.encode(), "harbour.yaml"))
    schema().validate(ElementTree.ElementTree(tool.root))
    assert tool.selected() == [
        Selected("harbour-grows (1/2)", "The harbour will grow", ["Ports", "direct"]),
        Selected("harbour-grows (2/2)", "It feeds us all.", ["Ports", "direct"]),
        Selected(
            "deeper-quay", "the boats would need a deeper quay", ["Ports", "Fishing", "indirect"]
        ),
        Selected("more-herring", "more herring than ever", ["Fishing", "Trade", "mixed"]),
    ]
    trade = tool.root.find(f"{Q}CodeBook/{Q}Codes/{Q}Code[@name='Trade']")
    assert trade is not None
    assert trade.find(f"{Q}Code[@name='Ports']/{Q}Code[@name='Fishing']") is not None
    cases = {
        case.get("name"): len(case.findall(f"{Q}SelectionRef"))
        for case in tool.root.iter(f"{Q}Case")
    }
    assert cases == {"Ann Lee": 2, "Bo Chan": 2}


def test_several_statements_are_one_project_with_one_codebook() -> None:
    items = [
        reader.read(HARBOUR.encode(), "harbour.yaml"),
        reader.read(STORM.encode(), "storm.yaml"),
    ]
    tool = written(*items)
    schema().validate(ElementTree.ElementTree(tool.root))
    # Two statements call one topic by two labels: it is one code, and each has its own label in its
    # record.
    assert sorted(tool.codes.values()) == sorted(
        ["Trade", "Ports", "Fishing", "Weather", "Safety", "Kind", "direct", "indirect", "mixed"]
    )
    assert len(list(tool.root.iter(f"{Q}TextSource"))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "😀😀 “It rains,” he said.\r\n“It pours.”",
        "\ufeff😀 “It pours.”",
        "a\r\rb\n\r\n“It pours.”\r\n",
    ],
)
def test_positions_hold_beyond_the_bmp_and_at_any_line_end(text: str) -> None:
    tool = written(made(text, quote("It pours.")))
    assert [found.words for found in tool.selected()] == ["It pours."]
    assert [tool.text(source) for source in tool.root.iter(f"{Q}TextSource")] == [text]


def test_a_tool_that_makes_crlf_a_line_feed_and_a_space_finds_the_words() -> None:
    # As QualCoder does for projects that are not from ATLAS.ti.
    tool = written(made("a\r\n\r\n“It pours,” he said.\r\n“It rains.”", quote("It rains.")))
    (source,) = tool.root.iter(f"{Q}TextSource")
    text = tool.text(source).replace("\r\n", "\n").replace("\n", "\n ")
    (node,) = source.iter(f"{Q}PlainTextSelection")
    assert (
        text[int(node.get("startPosition", "")) : int(node.get("endPosition", ""))] == "It rains."
    )


def test_only_a_text_that_begins_with_one_gets_a_byte_order_mark() -> None:
    for text, marks in (("One two.", 0), ("\ufeffOne two.", 2)):
        tool = written(made(text, quote("two")))
        name = (
            next(tool.root.iter(f"{Q}TextSource"))
            .get("plainTextPath", "")
            .removeprefix("internal://")
        )
        assert tool.archive.read(f"sources/{name}").count("\ufeff".encode()) == marks


def test_codes_with_the_same_label_have_different_names() -> None:
    topics = {"a": {"label": "War"}, "b": {"label": "War"}, "c": {"label": "direct"}}
    tool = written(made("One two.", quote("two", topics=["a", "b", "c"]), topics=topics))
    assert tool.selected()[0].codes == ["War", "War (b)", "direct (c)", "direct"]


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_is_kept(hostile: str) -> None:
    said = f"begin {hostile} end"
    item = read_tree(
        {
            **tree(f"“{said}” he said.", quote(said, note=said), topics={"t": {"label": said}}),
            "title": said,
        },
        "a.yaml",
    )
    tool = written(item)
    schema().validate(ElementTree.ElementTree(tool.root))
    assert [found.words for found in tool.selected()] == [item.text[1 : 1 + len(said)]]


def test_line_ends_in_descriptions_and_names_are_kept() -> None:
    topics = {"t": {"label": "x", "description": "a\rb\r\nc\td"}}
    tool = written(
        made(
            "One two.", quote("two", note="e\rf", topics=["t"]), topics=topics, title="tab\xa0here"
        )
    )
    described = [node.text for node in tool.root.iter(f"{Q}Description")]
    assert described == ["id: t\n\na b c d", "quote: a\n\ne\rf"]


def test_nothing_in_it_depends_on_time_or_machine() -> None:
    item = reader.load(find_shipped())
    data = b"".join(export([item]))
    assert data == b"".join(export([item]))
    assert {entry.date_time for entry in Tool(data).archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    # QualCoder fails on a selection or note without a date.
    for node in Tool(data).root.iter():
        if node.tag in (f"{Q}PlainTextSelection", f"{Q}Note", f"{Q}TextSource"):
            assert node.get("creationDateTime") == "1980-01-01T00:00:00Z"
