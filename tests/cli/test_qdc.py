"""`codebook --from` and `--to` a REFI-QDA codebook (.qdc), as other programs write and read it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given

from quotecli.exporting.refi_codes import CODEBOOK, write_codebook
from quotecli.importing import qdc
from quotecli.model import Statement, Topic
from quotecli.store.codebook import read_topics
from tests.cli.conftest import Run
from tests.generated import statements
from tests.importing.test_taguette import run_taguette

ATLAS = """\
<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="urn:QDA-XML:codebook:0:4 Codebook.xsd" origin="ATLAS.ti Win 23"
  xmlns="urn:QDA-XML:codebook:1.0">
  <Codes>
    <Code guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="Ferries &amp; boats" color="#46AA00"
      isCodable="true"><Description>All that
      floats.</Description></Code>
    <Code guid="2FF58B12-6F6F-4B0C-8BE5-BBDC91F55294" name="Crews" color="#a0B" isCodable="true"/>
  </Codes>
  <Sets>
    <Set name="Group 1" guid="ECA18D76-2B8B-4F26-BC1D-19ECA19FB3F0">
      <MemberCode guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294"/>
    </Set>
  </Sets>
</CodeBook>
"""
NVIVO = """\
<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<CodeBook origin="NVivo 12 For Mac" xmlns="urn:QDA-XML:codebook:1:0"><Codes>
<Code guid="{A1}" isCodable="false" name="Travel"><Code guid="{A2}" isCodable="true" name="Price">
<Description>Of a ticket</Description></Code><Code guid="{A3}" isCodable="true" name="Delay"/></Code>
<Code guid="{A4}" isCodable="true" name="Home"><Code guid="{A5}" isCodable="true" name="Price"/>
</Code></Codes></CodeBook>
"""
BARE = (
    '<q:CodeBook xmlns:q="urn:QDA-XML:codebook:1.0"><q:Codes>'
    '<q:Code guid="1" name="Nets" isCodable="true" color="blue"/></q:Codes><q:Sets/></q:CodeBook>'
)


def fetch(run: Run, folder: Path, content: str | bytes) -> str:
    """Read a codebook into the one of a folder, and return what was said."""
    path = folder / "book.QDC"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run("codebook", folder, "--from", path).err


def test_a_codebook_of_atlas_ti_is_read(run: Run, tmp_path: Path) -> None:
    told = fetch(run, tmp_path, ATLAS)
    assert told == (
        "note: the set “Group 1” is left out\n"
        f"changed 2 topics of {tmp_path}/codebook.yaml in 1 file\n"
    )
    assert (tmp_path / "codebook.yaml").read_text() == (
        "# yaml-language-server: $schema=codebook.schema.json\n"
        "topics:\n"
        "  ferries-boats:\n    label: Ferries & boats\n    description: All that floats.\n"
        '    colour: "#46AA00"\n'
        '  crews:\n    label: Crews\n    colour: "#aa00BB"\n'
    )
    assert fetch(run, tmp_path, ATLAS).endswith("nothing to change\n")


def test_codes_inside_of_codes_are_subtopics(run: Run, tmp_path: Path) -> None:
    told = fetch(run, tmp_path, NVIVO)
    assert "note: “Travel”, which only groups others, is a topic like these\n" in told
    topics = read_topics(str(tmp_path / "codebook.yaml"))
    assert {key: (one.label, one.parent, one.description) for key, one in topics.items()} == {
        "travel": ("Travel", "", ""),
        "price": ("Price", "travel", "Of a ticket"),
        "delay": ("Delay", "travel", ""),
        "home": ("Home", "", ""),
        "price-2": ("Price", "home", ""),
    }
    assert fetch(run, tmp_path, NVIVO).endswith("nothing to change\n")


def test_a_prefix_and_a_colour_that_is_none_do_not_matter(run: Run, tmp_path: Path) -> None:
    fetch(run, tmp_path, BARE.encode("utf-16"))
    assert read_topics(str(tmp_path / "codebook.yaml")) == {"nets": Topic("nets", "Nets")}


def test_what_the_codebook_has_keeps_its_id_and_its_lines(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "codebook.yaml"
    book.write_text(
        "topics:\n  c: {label: Crews, keywords: [sailor]}  # people\n  p: {label: Price}\n"
    )
    fetch(run, tmp_path, ATLAS)
    kept = '  c: {label: Crews, keywords: [sailor], colour: "#aa00BB"}  # people\n'
    assert kept in book.read_text()
    # Of two codes of one name neither is the topic of that name, unless it is below the same one.
    fetch(run, tmp_path, NVIVO)
    assert {"p", "price", "price-2"} < set(read_topics(str(book)))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<CodeBook>", "book.qdc:1:11: not XML: no element found"),
        ("name,parent", "book.qdc:1:1: not XML: syntax error"),
        ("<Project/>", "book.qdc: not a REFI-QDA codebook\n  use 'quotecli import --from qdpx'"),
        ('<codeBook xmlns="ddi:codebook:2_5"/>', "book.qdc: not a REFI-QDA codebook"),
        ("<!DOCTYPE x><CodeBook/>", "book.qdc:1:12: the XML has a document type"),
        (
            '<CodeBook><Codes><Code name="A"/></Codes></CodeBook>',
            "book.qdc: the code “A” has no identifier of its own",
        ),
        ("<a>" * 100 + "</a>" * 100, "the XML is nested more than 64 levels deep"),
    ],
)
def test_what_is_no_codebook_is_refused(run: Run, tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "book.qdc").write_text(content)
    done = run("codebook", tmp_path, "--from", tmp_path / "book.qdc", status=2)
    assert told in done.err
    assert not (tmp_path / "codebook.yaml").exists()


FULL = """\
topics:
  boats:
    label: Boats
    description: All that floats.
    aliases: [ships]
    keywords: [ferry, quay]
    colour: "#1f77b4"
    memo: Rafts, too?
  crews: {label: "Crews <&>", parent: boats}
  other: {label: Boats, parent: crews}
"""


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    """The schema of codes, which projects and codebooks share, in the namespace of codebooks."""
    path = Path(__file__).parents[1] / "exporting" / "refi-qda-project.xsd"
    source = path.read_text(encoding="utf-8").replace("urn:QDA-XML:project:1.0", CODEBOOK)
    root = '<xsd:element name="CodeBook" type="BookType"/><xsd:complexType name="BookType">'
    root += '<xsd:complexContent><xsd:extension base="CodeBookType"><xsd:attribute name="origin"'
    root += ' type="xsd:string"/></xsd:extension></xsd:complexContent></xsd:complexType>'
    return xmlschema.XMLSchema(source.replace("</xsd:schema>", f"{root}</xsd:schema>"))


def test_a_codebook_goes_out_and_comes_back(
    run: Run, tmp_path: Path, schema: xmlschema.XMLSchema
) -> None:
    book, out = tmp_path / "codebook.yaml", tmp_path / "out.qdc"
    book.write_text(FULL)
    run("codebook", tmp_path, "--to", out)
    schema.validate(ElementTree.ElementTree(ElementTree.fromstring(out.read_bytes())))
    topics = read_topics(str(book))
    assert run("codebook", tmp_path, "--from", out).err == "nothing to change\n"
    book.unlink()
    run("codebook", tmp_path, "--from", out)
    assert read_topics(str(book)) == topics
    assert "already exists" in run("codebook", tmp_path, "--to", out, status=2).err


def test_without_topics_there_is_no_codebook(run: Run, tmp_path: Path) -> None:
    done = run("codebook", tmp_path, "--to", tmp_path / "out.qdc", status=2)
    assert "codebook.yaml: no topics" in done.err
    assert not (tmp_path / "out.qdc").exists()


def test_its_topics_come_back_from_a_table(run: Run, tmp_path: Path) -> None:
    book, out = tmp_path / "codebook.yaml", tmp_path / "out.csv"
    book.write_text(FULL.replace("memo: Rafts, too?", 'memo: "=Rafts,\\n\\n too?"'))
    run("codebook", tmp_path, "--to", out)
    topics = read_topics(str(book))
    book.unlink()
    run("codebook", tmp_path, "--from", out)
    again = read_topics(str(book))
    assert again == topics


@given(statements())
def test_any_topics_come_back(statement: Statement) -> None:
    topics: dict[str, Topic] = statement.topics
    if topics:
        data = b"".join(write_codebook(topics))
        again = qdc.read(data, "book.qdc", {}).topics
        assert again.keys() == topics.keys()
        for key, topic in topics.items():
            assert again[key].parent == topic.parent
            assert again[key].colour == topic.colour


class Counted(str):
    """An id that counts how often it is compared."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str(self) == other

    __hash__ = str.__hash__


@pytest.mark.parametrize("size", [100, 400])
def test_codes_of_one_name_are_looked_up_and_not_compared_with_each_other(size: int) -> None:
    codes = "".join(f'<Code guid="{n}" name="Other" isCodable="true"/>' for n in range(size))
    book = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{codes}</Codes></CodeBook>'
    known = {f"other-{n}": Topic(f"other-{n}", "Other", parent=Counted("up")) for n in range(size)}
    Counted.compared = 0
    made = qdc.read(book.encode(), "book.qdc", known)
    assert len(made.topics) == size
    assert Counted.compared <= 2 * size


TAGUETTE = """\
tag,description,number of highlights,number of documents
Trade.Ports.Größe,How big they are,3,1
Trade,"All of it, and more",5,2
Trade.Ports,,0,0
Dr. Who,,1,1
"""


def test_a_codebook_of_taguette_has_paths(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tags.csv").write_text(TAGUETTE, encoding="utf-8")
    done = run("codebook", tmp_path, "--from", tmp_path / "tags.csv")
    assert "the column 'number of highlights' is left out" in done.err
    topics = read_topics(str(tmp_path / "codebook.yaml"))
    assert {(one.label, one.parent) for one in topics.values()} == {
        ("Trade", ""),
        ("Ports", "trade"),
        ("Größe", "ports"),
        ("Dr. Who", ""),
    }
    assert topics["trade"].description == "All of it, and more"
    again = run("codebook", tmp_path, "--from", tmp_path / "tags.csv")
    assert again.err.endswith("nothing to change\n")


@pytest.mark.stress
def test_taguette_reads_a_codebook_with_a_byte_order_mark(run: Run, tmp_path: Path) -> None:
    (tmp_path / "codebook.yaml").write_text(
        FULL.replace("All that floats.", "Flöße und Fähren"), encoding="utf-8"
    )
    run("codebook", tmp_path, "--to", tmp_path / "out.csv", "--bom")
    tags = run_taguette("--codebook", tmp_path / "out.csv")
    known = read_topics(str(tmp_path / "codebook.yaml"))
    assert [(one["path"], one["description"]) for one in tags] == [
        (topic.label, topic.description) for topic in known.values()
    ]
