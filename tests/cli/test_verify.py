"""`quotecli verify`: an article's quotations against statements and plain texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

STATEMENT = """\
title: Harbour day {n}
source: {{url: "https://example.org/{n}", published: 2024-0{n}-01}}
speakers:
  marlow: {{name: Ada Marlow, role: mayor of Tarn}}
  chan: {{name: Bo Chan}}
text: |-
  “The harbour must be dredged before winter comes, {n} times,” Ada Marlow said.

  Bo Chan spoke next. “We will not raise taxes on the poor,” he said.
quotes:
  - id: dredge
    kind: direct
    speaker: marlow
    excerpt: The harbour must be dredged before winter comes, {n} times,
"""
ARTICLE = """\
---
title: A day
---
“The harbour must be dredged before winter comes, 2 times,” said Ms. Marlow.

“We will raise taxes on the poor,” said Bo Chan. Ada Marlow said: “We will not raise taxes on the
poor.” She had “no idea” of “the purple elephants that dance at night”.
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for n in (1, 2, 3):
        (folder / f"s{n}.yaml").write_text(STATEMENT.format(n=n), encoding="utf-8")
    return folder


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def find(run: Run, *args: object, status: int = 1) -> list[dict[str, Any]]:
    done = run("verify", *map(str, args), "-f", "jsonl", status=status)
    return [json.loads(line) for line in done.out.splitlines()]


def test_each_quotation_has_its_verdict_its_place_and_its_source(
    run: Run, sources: Path, article: Path
) -> None:
    found = find(run, article, "-d", sources)
    assert [(one["line"], one["column"], one["verdict"]) for one in found] == [
        (4, 2, "verbatim"),
        (6, 2, "shortened"),
        (6, 68, "verbatim"),
        (7, 17, "short"),
        (7, 30, "not found"),
    ]
    first, turned, others, _, nowhere = found
    assert first["passage"]["statement"] == "s2"
    assert (first["passage"]["line"], first["passage"]["column"]) == (7, 4)
    assert first["passage"]["url"].startswith("https://example.org/2#:~:text=The%20harbour")
    assert first["attribution"]["verdict"] == "same"
    assert turned["turned"] == "“not” is left out"
    assert turned["others"] == 2
    assert others["attribution"] == {
        "verdict": "differs",
        "article": "Ada Marlow",
        "source": "Bo Chan",
        "named_as": None,
    }
    assert nowhere["passage"] is None


def test_people_see_what_differs_by_signs(run: Run, sources: Path, article: Path) -> None:
    shown = run("verify", str(article), "-d", str(sources), status=1).out
    assert "“We will [-not-] raise taxes on the poor,” said Bo Chan." in shown
    assert "the article: Ada Marlow; the source: Bo Chan" in shown
    assert shown.endswith(
        "5 quotations: 2 verbatim, 1 shortened, 1 not found, 1 short; 1 turned; 1 another's words\n"
    )


def test_people_see_who_may_be_meant(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hearing.txt").write_text(
        "SALT: The engineer told me, “The wall will not last another winter,” I swear.\n\n"
        "THE CHAIR: Who pays?\n\nSALT: Nobody.\n\nTHE CHAIR: Thank you.\n",
        encoding="utf-8",
    )
    article = tmp_path / "article.txt"
    article.write_text("“The wall will not last another winter,” said Bo Chan.", encoding="utf-8")
    sources = str(tmp_path / "hearing.txt")
    shown = run("verify", str(article), "--sources", sources, status=1).out
    assert "turned: told by SALT in the source" in shown
    unsure = "the article: Bo Chan; the source: the engineer, as told by SALT; perhaps one person"
    assert unsure in shown


def test_plain_texts_are_sources_too(run: Run, tmp_path: Path, article: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "speech.txt").write_text("Day one.\n\nSo: We will not raise taxes on the poor.\n")
    (texts / "other.txt").write_text("Nothing of the kind.\n")
    found = find(run, article, "--sources", texts)
    assert [one["verdict"] for one in found] == [
        "not found",
        "shortened",
        "verbatim",
        "short",
        "not found",
    ]
    passage = found[2]["passage"]
    assert (passage["file"], passage["line"], passage["column"]) == (
        str(texts / "speech.txt"),
        3,
        5,
    )


def test_the_status_says_if_all_are_true(run: Run, sources: Path, tmp_path: Path) -> None:
    true = tmp_path / "true.txt"
    true.write_text("“We will not raise taxes on the poor,” said Bo Chan.\n", encoding="utf-8")
    assert find(run, true, "-d", sources, status=0)
    short = tmp_path / "short.txt"
    short.write_text("It was a “purple elephant” again.\n", encoding="utf-8")
    assert find(run, short, "-d", sources, status=0)
    assert find(run, short, "-d", sources, "--strict")
    run("verify", str(tmp_path / "missing.txt"), "-d", str(sources), status=2)


def test_the_earliest_source_is_named(run: Run, sources: Path, tmp_path: Path) -> None:
    true = tmp_path / "true.txt"
    true.write_text("“We will not raise taxes on the poor,” said Bo Chan.\n", encoding="utf-8")
    later = (sources / "s1.yaml").read_text(encoding="utf-8").replace("2024-01-01", "2025-01-01")
    (sources / "s1.yaml").write_text(later, encoding="utf-8")
    (found,) = find(run, true, "-d", sources, status=0)
    assert found["passage"]["statement"] == "s1"
    assert found["original"]["statement"] == "s2"
    assert found["others"] == 2


def test_filters_choose_the_statements(run: Run, sources: Path, tmp_path: Path) -> None:
    true = tmp_path / "true.txt"
    true.write_text("“We will not raise taxes on the poor,” said Bo Chan.\n", encoding="utf-8")
    (found,) = find(run, true, "-d", sources, "--since", "2024-03", status=0)
    assert (found["passage"]["statement"], found["others"]) == ("s3", 0)


def test_a_statement_is_an_article_too(run: Run, sources: Path) -> None:
    (found,) = find(run, sources / "s2.yaml", "-d", sources, status=0)
    assert (found["verdict"], found["line"], found["column"]) == ("verbatim", 7, 4)


def test_an_article_that_quotes_nothing_is_told(run: Run, tmp_path: Path, sources: Path) -> None:
    # One label may be that of a note as well: it makes no transcript.
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Ada Marlow: The harbour must be dredged.\n", encoding="utf-8")
    done = run("verify", tmp_path / "a.txt", "-d", sources)
    assert f"note: no quotations in {tmp_path / 'a.txt'}: " in done.err
    assert "turns of a transcript" in done.err
    done = run("verify", tmp_path / "a.txt", tmp_path / "b.txt", "-d", sources, "-f", "json")
    assert f"note: no quotations in {tmp_path / 'a.txt'} and another article: " in done.err


def test_a_table_of_texts_is_no_article(run: Run, tmp_path: Path, sources: Path) -> None:
    table = tmp_path / "table.jsonl"
    table.write_text('{"id": "a", "text": "“The harbour must be dredged.”"}\n', encoding="utf-8")
    done = run("verify", table, "-d", sources, status=2)
    assert done.err.startswith(f"{table}: JSON, not a text\n  save each text as a file")


def test_sources_that_nobody_named_are_told(run: Run, article: Path, sources: Path) -> None:
    note = "note: the sources are the statement that comes with quotecli; name yours with -d\n"
    assert run("verify", str(article), status=1).err == note
    for args in (["-d", sources], ["--sources", article]):
        status = int(args[0] == "-d")
        assert run("verify", str(article), *map(str, args), status=status).err == ""
    assert run("verify", str(article), env={"QUOTECLI_DATA": str(sources)}, status=1).err == ""


def test_marked_words_that_tell_what_another_said_are_a_quotation(
    run: Run, sources: Path, tmp_path: Path
) -> None:
    path = tmp_path / "told.txt"
    words = "The United Nations concluded in 1999 that the harbour had weapons."
    path.write_text(f"Ada Marlow said: “{words}”", encoding="utf-8")
    assert [found["excerpt"] for found in find(run, path, "-d", sources)] == [words]
