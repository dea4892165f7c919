"""One id for two people, one id for two topics, two ids for one name, in every format."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import yaml
from openpyxl import load_workbook

import quotecli
from quotecli.exporting.formats import load_export, load_folder_export
from quotecli.importing.formats import load_import
from quotecli.library.library import Library
from quotecli.model import Statement
from tests.exporting.conftest import Browser
from tests.exporting.reading import Page, said
from tests.exporting.test_markdown import shown
from tests.exporting.test_qdpx import Q, Tool
from tests.make import made, quote

FISH = {"label": "Fish", "description": "What swims."}
CATCH = {"label": "The catch", "description": "What was caught.", "parent": "work"}
WORK = {"label": "Work"}
SAID = {"One was here.": "Ann Smith", "Two was there.": "John Smith", "Three is left.": "Ann Smith"}
"""The speaker of each excerpt."""


def _statement(
    file: str, excerpt: str, speaker: str, role: str, topics: dict[str, dict[str, str]]
) -> Statement:
    return made(
        f"{excerpt} So it was.",
        quote(excerpt, name="q", speaker="smith", reported_by="teller", topics=["fish"]),
        file=file,
        speaker="smith",
        speakers={
            "smith": {"name": speaker, "role": role},
            "teller": {"name": f"Teller of {speaker}"},
        },
        topics=topics,
    )


@pytest.fixture
def chosen() -> list[Statement]:
    """Return three statements in which one id is two people, and another is two topics."""
    statements = [
        _statement("a.yaml", "One was here.", "Ann Smith", "mayor", {"fish": FISH}),
        _statement(
            "b.yaml", "Two was there.", "John Smith", "baker", {"work": WORK, "fish": CATCH}
        ),
        _statement("c.yaml", "Three is left.", "Ann Smith", "minister", {"fish": FISH}),
    ]
    return list(Library(statements).select())


def _binary(form: str, chosen: list[Statement]) -> io.BytesIO:
    return io.BytesIO(b"".join(load_export(form)(chosen)))


def _text(form: str, chosen: list[Statement], **options: str) -> str:
    return b"".join(load_export(form)(chosen, **options)).decode()


def test_the_page_filters_by_person(chosen: list[Statement]) -> None:
    page = Page(*chosen)
    boxes = {box.get("value") for box in page.all("input") if box.get("name") == "speaker"}
    assert boxes == {"smith/ann-smith", "smith/john-smith"}
    assert {
        said(entry, "said").strip("“”"): said(entry, "speaker") for entry in page.entries
    } == SAID
    key = {"Ann Smith": "smith/ann-smith", "John Smith": "smith/john-smith"}
    for entry in page.entries:
        assert entry.get("data-s") == key[said(entry, "speaker")]
    labels = {_label(item): item for item in page.all("label")}
    assert (said(labels["Ann Smith"], "count"), said(labels["John Smith"], "count")) == ("2", "1")
    assert said(labels["Fish"], "count") == "3"


def test_rows_have_the_name_of_each_person(chosen: list[Statement], tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    duckdb = pytest.importorskip("duckdb")
    quotecli.export(chosen, "parquet", str(tmp_path / "rows"))
    with duckdb.connect() as db:
        asked = f"SELECT excerpt, speaker FROM '{tmp_path}/rows/quotes/*.parquet'"
        assert dict(db.sql(asked).fetchall()) == SAID
    found = quotecli.import_from(str(tmp_path / "rows"))
    assert {one.quotes[0].excerpt: one.speakers["smith"].name for one in found.statements} == SAID
    assert found.codebook == {}


def test_a_filter_by_person_can_be_linked(chosen: list[Statement], browser: Browser) -> None:
    browser.open(*chosen).choose("speaker", "smith/john-smith")
    assert [item.get_attribute("id") for item in browser.seen(".q")] == ["b/q"]
    assert browser.fragment == "#speaker=smith/john-smith"
    browser.go("speaker=smith/ann-smith")
    assert [item.get_attribute("id") for item in browser.seen(".q")] == ["a/q", "c/q"]


def _label(item: Element) -> str:
    return said(item, "label")


def test_markdown_groups_by_person(chosen: list[Statement]) -> None:
    headings, quotes, _ = shown(_text("md", chosen, by="speaker"))
    assert headings == ["Ann Smith", "John Smith"]
    assert [paragraphs[0].strip("“”") for paragraphs in quotes] == [
        "One was here.",
        "Three is left.",
        "Two was there.",
    ]
    for paragraphs in quotes:
        who = SAID[paragraphs[0].strip("“”")]
        assert paragraphs[1].startswith(f"— {who}, ")
        assert f"as told by Teller of {who}" in paragraphs[1]


def test_notes_are_one_for_each_person(chosen: list[Statement]) -> None:
    notes = dict(load_folder_export("md")(chosen, "speaker"))
    assert list(notes) == ["smith-ann-smith.md", "smith-john-smith.md"]
    fronts = [yaml.safe_load(content.decode().split("---\n")[1]) for content in notes.values()]
    assert [(front["id"], front["speaker"], front["roles"]) for front in fronts] == [
        ("smith/ann-smith", "Ann Smith", ["mayor", "minister"]),
        ("smith/john-smith", "John Smith", ["baker"]),
    ]
    assert ["Two was there" in content.decode() for content in notes.values()] == [False, True]


def test_a_note_of_a_topic_has_its_first_definition(chosen: list[Statement]) -> None:
    notes = dict(load_folder_export("md")([chosen[1], chosen[0]], "topic"))
    assert list(notes) == ["fish.md"]
    front = yaml.safe_load(notes["fish.md"].decode().split("---\n")[1])
    assert (front["title"], front["description"], front["parent"]) == (
        "The catch",
        "What was caught.",
        "work",
    )
    assert front["aliases"] == ["Fish"]
    assert front["speakers"] == ["John Smith", "Ann Smith"]


def test_tables_name_the_speakers(chosen: list[Statement]) -> None:
    rows = list(csv.DictReader(io.StringIO(_text("csv", chosen), newline="")))
    headings, *cells = load_workbook(_binary("xlsx", chosen))["Quotes"].iter_rows(values_only=True)
    for found in (rows, [dict(zip(headings, map(str, row))) for row in cells]):
        assert {row["excerpt"]: row["speaker"] for row in found} == SAID
        assert {row["excerpt"]: row["reported_by"] for row in found} == {
            words: f"Teller of {who}" for words, who in SAID.items()
        }


def test_the_database_has_a_row_for_each_person(chosen: list[Statement], tmp_path: Path) -> None:
    (tmp_path / "quotes.db").write_bytes(_binary("sqlite", chosen).getvalue())
    db = sqlite3.connect(tmp_path / "quotes.db")
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    view = "SELECT excerpt, speaker, role, reported_by, topics FROM attributed_quotes ORDER BY n"
    assert db.execute(view).fetchall() == [
        ("One was here.", "Ann Smith", "mayor", "Teller of Ann Smith", "Fish"),
        ("Two was there.", "John Smith", "baker", "Teller of John Smith", "Fish"),
        ("Three is left.", "Ann Smith", "minister", "Teller of Ann Smith", "Fish"),
    ]
    assert db.execute("SELECT id, name FROM speakers ORDER BY id").fetchall() == [
        ("smith/ann-smith", "Ann Smith"),
        ("smith/john-smith", "John Smith"),
        ("teller/teller-of-ann-smith-26a70390", "Teller of Ann Smith"),
        ("teller/teller-of-john-smith-5cd3a968", "Teller of John Smith"),
    ]
    owners = (
        "SELECT statements.id, name FROM statements JOIN speakers ON speakers.id = speaker"
        " ORDER BY 1"
    )
    assert db.execute(owners).fetchall() == [
        ("a", "Ann Smith"),
        ("b", "John Smith"),
        ("c", "Ann Smith"),
    ]
    assert db.execute("SELECT id, label, aliases, parent FROM topics").fetchall() == [
        ("fish", "Fish", '["The catch"]', None)
    ]
    db.close()


def test_a_project_has_a_case_for_each_person(chosen: list[Statement]) -> None:
    project = Tool(_binary("qdpx", chosen).getvalue())
    words = {
        node.get("guid"): item.words
        for node, item in zip(project.root.iter(f"{Q}PlainTextSelection"), project.selected())
    }
    cases = {
        str(case.get("name")): [
            words[ref.get("targetGUID")] for ref in case.iter(f"{Q}SelectionRef")
        ]
        for case in project.root.iter(f"{Q}Case")
    }
    assert {name: said for name, said in cases.items() if said} == {
        "Ann Smith": ["One was here.", "Three is left."],
        "John Smith": ["Two was there."],
    }
    guids = [node.get("guid") for node in project.root.iter() if node.get("guid")]
    assert len(guids) == len(set(guids))
    assert [item.codes[0] for item in project.selected()] == ["Fish"] * 3
    ann = next(case for case in project.root.iter(f"{Q}Case") if case.get("name") == "Ann Smith")
    assert "mayor; minister" in [node.text for node in ann.iter(f"{Q}TextValue")]


@pytest.mark.parametrize("form", ["w3c", "qdpx", "taguette"])
def test_imported_quotes_have_their_speakers(chosen: list[Statement], form: str) -> None:
    done = load_import(form)(_binary(form, chosen).getvalue(), f"all.{form}", None)
    found = {quote.excerpt: quote for item in done.statements for quote in item.quotes}
    assert {words: quote.speaker.name for words, quote in found.items() if quote.speaker} == SAID
    assert found["Two was there."].topics[0].label == "The catch"
    assert done.skipped == ()


def test_annotations_name_the_speakers(chosen: list[Statement]) -> None:
    for collection in json.loads(_text("w3c", chosen)):
        for annotation in collection["first"]["items"]:
            (who,) = [
                body["source"]
                for body in annotation["body"]
                if body.get("purpose") == "identifying"
            ]
            (target,) = [annotation["target"]]
            assert who["name"] == SAID[target["selector"][0]["exact"]]


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl-json"])
def test_sources_keep_the_topics_of_their_own_statement(chosen: list[Statement], form: str) -> None:
    text = _text(form, chosen)
    assert text.count("Fish") == 2
    assert text.count("The catch") == 1


def test_two_ids_with_one_name_are_told_apart() -> None:
    people = {"lee-1": {"name": "Ann Lee"}, "lee-2": {"name": "Ann Lee"}}
    topics = {"fish": {"label": "Fish"}, "catch": {"label": "Fish"}}
    statement = made(
        "One two.",
        quote("One", speaker="lee-1", topics=["fish"]),
        quote("two", name="b", speaker="lee-2", topics=["catch"]),
        speakers=people,
        topics=topics,
    )
    told = ["Ann Lee (lee-1)", "Ann Lee (lee-2)"]
    assert shown(_text("md", [statement], by="speaker"))[0] == told
    assert shown(_text("md", [statement], by="topic"))[0] == ["Fish (fish)", "Fish (catch)"]
    page = Page(statement)
    labels = [_label(item) for item in page.all("label")]
    assert {"Fish (fish)", "Fish (catch)", *told} <= set(labels)
    project = Tool(_binary("qdpx", [statement]).getvalue())
    assert [case.get("name") for case in project.root.iter(f"{Q}Case")] == told
