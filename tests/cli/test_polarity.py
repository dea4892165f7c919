"""What somebody denies is never shown as said, and a draft never as reviewed, by any command."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

FILE = """
title: The bridge
source: {author: Bo Holt, publisher: The Post, published: 2024-05-06, url: https://post.example/b}
speakers: {marlow: {name: Ada Marlow, role: mayor}, holt: {name: Bo Holt}}
text: |
  Ada Marlow denied that the bridge was unsafe. She said it was old.

  I never said it was new. Somebody shouted: “Close it.”
quotes:
  - {id: unsafe, kind: indirect, polarity: negative, speaker: marlow, excerpt: the bridge was unsafe}
  - {id: old, kind: indirect, speaker: marlow, excerpt: it was old, status: reviewed}
  - {id: new, kind: indirect, polarity: negative, speaker: holt, excerpt: it was new}
  - {id: shout, kind: direct, excerpt: Close it., status: draft}
"""
DRAFT = "draft, not reviewed"


@pytest.fixture
def bridge(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "args",
    [
        ("quotes",),
        ("quotes", "-f", "md"),
        ("quotes", "-f", "table"),
        ("show", "unsafe"),
        ("cite", "unsafe"),
        ("cite", "unsafe", "--style", "apa"),
        ("cite", "unsafe", "--style", "chicago"),
        ("cite", "unsafe", "--style", "mla"),
        ("export", "--to", "md"),
        ("export", "--to", "csv"),
        ("export", "--to", "html"),
        ("export", "--to", "w3c"),
    ],
    ids=" ".join,
)
def test_a_denial_says_who_denied_it(run: Run, bridge: Path, args: tuple[str, ...]) -> None:
    out = " ".join(run(*args, "-d", bridge).out.split())
    assert re.search("[Dd]enied by Ada Marlow", re.sub(r"<[^>]*>", "", out))


def test_ap_style_makes_the_denial_the_verb(run: Run, bridge: Path) -> None:
    out = run("cite", "unsafe", "--style", "ap", "-d", bridge).out
    assert out.startswith("Ada Marlow, mayor, denied, as paraphrased by The Post on May 6, 2024: ")


@pytest.mark.parametrize("style", ["apa", "chicago", "mla", "ap"])
def test_a_denial_in_somebodys_own_text_is_told(run: Run, bridge: Path, style: str) -> None:
    out = run("cite", "new", "--style", style, "-d", bridge).out
    assert "enied" in out
    assert "Bo Holt" in out


def test_the_page_copies_the_denial_once(run: Run, bridge: Path) -> None:
    page = run("export", "--to", "html", "-d", bridge).out
    assert 'class="cite" dir="auto">denied by Ada Marlow, mayor, “The bridge”' in page


def test_a_hit_within_a_denial_says_so(run: Run, bridge: Path) -> None:
    assert "denied" in run("kwic", "unsafe", "-d", bridge).out
    (hit,) = json.loads(run("kwic", "unsafe", "-d", bridge, "-f", "json").out)
    assert hit["polarity"] == "negative"


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--polarity", "negative", ["unsafe", "new"]),
        ("--polarity", "positive", ["old", "shout"]),
        ("--status", "draft", ["shout"]),
        ("--status", "reviewed", ["unsafe", "old", "new"]),
    ],
)
@pytest.mark.parametrize("cache", [True, False])
def test_polarity_and_status_are_filters(
    run: Run, bridge: Path, option: str, value: str, expected: list[str], cache: bool
) -> None:
    where: list[str | Path] = [bridge.parent] if cache else [bridge, "--no-cache"]
    rows = json.loads(run("quotes", option, value, "-f", "json", "-d", *where).out)
    assert [row["id"] for row in rows] == expected
    assert {row["polarity"] for row in rows} <= {"positive", "negative"}


def test_the_database_can_be_asked_for_denials(run: Run, bridge: Path, tmp_path: Path) -> None:
    run("export", "--to", "sqlite", "-d", bridge, "-o", tmp_path / "quotes.db")
    db = sqlite3.connect(tmp_path / "quotes.db")
    found = db.execute("SELECT id FROM attributed_quotes WHERE polarity = 'negative'").fetchall()
    db.close()
    assert found == [("unsafe",), ("new",)]


@pytest.mark.parametrize("form", ["w3c", "qdpx"])
def test_a_denial_comes_back_from_an_export(
    run: Run, bridge: Path, tmp_path: Path, form: str
) -> None:
    run("export", "--to", form, "-d", bridge, "-o", tmp_path / f"out.{form}")
    run("import", "--from", form, tmp_path / f"out.{form}", "-o", tmp_path / "back.yaml")
    rows = json.loads(run("quotes", "-d", tmp_path / "back.yaml", "-f", "json").out)
    assert {row["id"] for row in rows if row["polarity"] == "negative"} == {"unsafe", "new"}


@pytest.mark.parametrize(
    "args",
    [
        ("quotes",),
        ("quotes", "-f", "md"),
        ("quotes", "-f", "table"),
        ("show", "shout"),
        *[("cite", "shout", *style) for style in ((), ("--style", "apa"), ("--style", "ap"))],
        ("export", "--to", "md"),
        ("export", "--to", "html"),
        ("export", "--to", "w3c"),
    ],
    ids=" ".join,
)
def test_a_draft_says_that_nobody_reviewed_it(
    run: Run, bridge: Path, args: tuple[str, ...]
) -> None:
    out = " ".join(run(*args, "-d", bridge).out.split())
    assert DRAFT in out
    assert "reviewed, not reviewed" not in out


def test_an_unknown_polarity_is_an_error(run: Run, write: Callable[[str], Path]) -> None:
    path = write(FILE.replace("polarity: negative", "polarity: maybe", 1))
    assert "bad.yaml:10:44: error: polarity is 'maybe'" in run("check", path, status=1).out


def test_denials_among_the_quotes_of_a_speaker_are_counted(run: Run, bridge: Path) -> None:
    head, *rows = run("speakers", "-d", bridge).lines
    assert head.split()[:5] == ["id", "name", "quotes", "denied", "words"]
    assert ["2", "1"] in [row.split()[3:5] for row in rows]
    assert "denied" not in run("speakers", "-d", bridge, "--polarity", "positive").out
    for args in (["speakers"], ["stats", "--by", "speaker"]):
        found = json.loads(run(*args, "-d", bridge, "-f", "json").out)
        assert sorted(row["denied"] for row in found) == [0, 1, 1]
        (head, *_) = run(*args, "-d", bridge, "-f", "csv").lines
        assert head.split(",")[-1] == "denied"


def test_denials_among_counted_quotes_are_told(run: Run, bridge: Path) -> None:
    assert "; 2 denied" in run("stats", "-d", bridge).out
    assert json.loads(run("stats", "-d", bridge, "-f", "json").out)[0]["denied"] == 2
    chart = run("stats", "--by", "kind", "-d", bridge).lines
    assert chart[0].split() == ["kind", "quotes", "words", "share", "denied"]
    assert [line.split()[4] for line in chart[1:]] == ["0", "2", "2"]
    told = "2 of the quotes are denials; --polarity positive leaves them out\n"
    table = ("stats", "--by", "kind", "--by", "speaker", "--with-unknown", "-d", bridge)
    assert run(*table, columns=80).err == run(*table).err == told
    one = "1 of the quotes is a denial; --polarity positive leaves it out\n"
    assert run(*table, "-s", "holt").err == one
    assert "denied" not in run("stats", "-d", bridge, "--polarity", "positive").out
    assert run(*table, "--polarity", "positive").err == ""
