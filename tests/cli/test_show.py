"""quotecli show: one quote in its context, with the evidence for its attribution and a citation."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from quotecli.library.loading import load
from tests.cli.conftest import Run

BUILD = """\
build  The harbour bill

  “⟦We will build the harbour⟧,” said the mayor, Ann Léa, “⟦and nobody will pay twice⟧.”

Speaker     Ann Léa, mayor
Named as    the mayor
Cue         said the mayor, Ann Léa  (¶ 1)
Topics      Harbour works  (harbour)
Kind        direct: the speaker's words
Place       ¶ 1, characters 1-26, 55-80, found exactly
Excerpt at  PATH:20
Entry at    PATH:28
After it    century  the wall would “hold for a century” if the town paid
Citation    Ann Léa, mayor, hearing of the town council, “The harbour bill” (Ida Roth, The Harbour Post, 2026-03-04), \
¶ 1. https://post.example/harbour?id=7#top (accessed 2026-03-05)
Link        https://post.example/harbour?id=7#top:~:text=We%20will%20build%20the,nobody%20will%20pay%20twice
"""


def test_all_the_evidence(run: Run, town: Path) -> None:
    assert run("show", "build", "-d", town).out == BUILD.replace("PATH", str(town))


def test_the_parts_that_only_some_quotes_have(run: Run, town: Path) -> None:
    told = run("show", "lower-tax", "-d", town).out
    assert "Reported by Bo Chan\n" in told
    assert "Before it   century  " in told
    assert "After it    fair  " in told
    draft = run("show", "silence", "-d", town).out
    assert "Status      draft, not reviewed\n" in draft
    assert "Note        who said it is a guess\n" in draft
    assert "not proved" in run("show", "lost", "-d", town).out
    assert "Link" not in run("show", "lost", "-d", town).out


@pytest.mark.parametrize("name", ["build", "century", "lower-tax", "silence", "learn"])
def test_the_link_leads_back_to_the_excerpt(run: Run, town: Path, name: str) -> None:
    row = json.loads(run("show", name, "-d", town, "-f", "json").out)
    page, _, directive = row["link"].partition(":~:text=")
    assert page == "https://post.example/harbour?id=7#top"
    parts = [part for part in directive.split(",") if not part.endswith("-")]
    text = load(str(town)).statements["town"].text
    first, last = unquote(parts[0]), unquote(parts[-1])
    start, end = row["spans"][0][0], row["spans"][-1][1]
    assert text.startswith(first, start)
    assert text[:end].endswith(last)


def test_json_has_the_keys_of_quotes_and_six_more(run: Run, town: Path) -> None:
    row = json.loads(run("show", "build", "-d", town, "-f", "json").out)
    (plain,) = json.loads(run("quotes", "-q", "nobody", "-d", town, "-f", "json").out)
    assert {key: row[key] for key in plain} == plain
    assert list(row) == [
        *plain,
        *("title", "memo", "citation", "link", "entry_place", "excerpt_place"),
    ]
    assert json.loads(run("show", "just", "-f", "json").out)["link"] is None


def test_an_id_by_its_beginning_or_with_its_statement(run: Run, town: Path) -> None:
    assert run("show", "cent", "-d", town).out == run("show", "century", "-d", town).out
    other = town.with_name("other.yaml")
    other.write_text(town.read_text(encoding="utf-8"), encoding="utf-8")
    assert "other/build, town/build" in run("show", "build", "-d", town.parent, status=2).err
    assert run("show", "other/build", "-d", town.parent).out.startswith("other/build  ")


def test_the_places_are_those_of_the_file_in_a_folder_and_alone(run: Run, town: Path) -> None:
    lines = town.read_text(encoding="utf-8").split("\n")
    alone = json.loads(run("show", "century", "-d", town, "-f", "json").out)
    entry, excerpt = alone["entry_place"], alone["excerpt_place"]
    assert entry["file"] == excerpt["file"] == str(town)
    assert lines[entry["line"] - 1][entry["column"] - 1 :] == "id: century"
    start = lines[excerpt["line"] - 1][excerpt["column"] - 1 :]
    assert start.startswith(alone["parts"][0][:10])
    town.with_name("other.yaml").write_text("title: x\ntext: y\nquotes: []\n", encoding="utf-8")
    assert json.loads(run("show", "century", "-d", town.parent, "-f", "json").out) == alone


def test_standard_input_has_no_places(run: Run, town: Path) -> None:
    asked = run("show", "build", "-d", "-", "-f", "json", stdin=town.read_bytes())
    row = json.loads(asked.out)
    assert (row["entry_place"], row["excerpt_place"]) == (None, None)
    assert "Excerpt at" not in run("show", "build", "-d", "-", stdin=town.read_bytes()).out


def test_a_file_name_that_is_not_text_is_shown_escaped(run: Run, town: Path) -> None:
    odd = os.fsdecode(os.fsencode(town.parent) + b"/\xff\x1b[31m.yaml")
    town.rename(odd)
    shown = run("show", "build", "-d", odd).out
    assert "\\x1b[31m.yaml:20" in shown
    assert "\x1b" not in shown
    row = json.loads(run("show", "build", "-d", odd, "-f", "json").out)
    assert row["entry_place"]["line"] == 28
