"""`quotecli verify --reuse`: where articles quote one source, how faithfully, and what most."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_verify import STATEMENT

ARTICLES = {
    "one.md": "“The harbour must be dredged before winter comes,” said Ada Marlow.\n",
    "below/two.txt": (
        "“The harbour must be dredged before the winter comes,” said Ada Marlow.\n\n"
        "“We will raise taxes on the poor,” said Bo Chan.\n"
    ),
    "three.txt": "“Purple elephants dance at night in the town,” said Cy Dunn.\n",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    for name, text in ARTICLES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.yaml"
    path.write_text(STATEMENT.format(n=1), encoding="utf-8")
    return path


def test_the_most_quoted_passage_comes_first_with_where_it_is_quoted(
    run: Run, articles: Path, source: Path
) -> None:
    first, second = json.loads(run("verify", "--reuse", source, articles, "-f", "json").out)
    assert (first["quote"], first["quotations"], first["articles"]) == ("dredge", 2, 2)
    assert (first["verbatim"], first["altered"], first["turned"]) == (1, 1, 0)
    assert [(Path(use["file"]).name, use["line"], use["verdict"]) for use in first["uses"]] == [
        *[("one.md", 1, "verbatim"), ("two.txt", 1, "altered")],
    ]
    assert (second["quote"], second["paragraph"], second["turned"]) == (None, 2, 1)


def test_people_get_tables_and_a_spreadsheet_a_row_for_each_quotation(
    run: Run, articles: Path, source: Path
) -> None:
    shown = run("verify", "--reuse", source, articles).out
    assert shown.splitlines()[0].split() == [
        *("passage words quotations articles verbatim shortened altered turned".split()),
    ]
    assert f"{articles}/below/two.txt:3" in shown
    assert "shortened, turned" in shown
    rows = list(
        csv.DictReader(io.StringIO(run("verify", "--reuse", source, articles, "-f", "csv").out))
    )
    assert [(row["quote"], row["verdict"]) for row in rows] == [
        *[("dredge", "verbatim"), ("dredge", "altered"), ("", "shortened")],
    ]


def test_the_page_has_only_articles_that_quote_the_source(
    run: Run, articles: Path, source: Path
) -> None:
    page = run("verify", "--reuse", source, articles, "-f", "html").out
    assert "What is quoted" in page
    assert "two.txt" in page
    assert "elephants" not in page


def test_the_source_may_be_a_plain_text(run: Run, articles: Path, tmp_path: Path) -> None:
    text = tmp_path / "speech.txt"
    text.write_text("It rained.\n\nWe will not raise taxes on the poor, she said.\n")
    (use,) = json.loads(run("verify", "--reuse", text, articles, "-f", "json").out)
    assert (use["quote"], use["paragraph"], use["turned"]) == (None, 2, 1)


def test_a_source_beside_its_articles_does_not_quote_itself(
    run: Run, articles: Path, tmp_path: Path
) -> None:
    source = articles / "hearing.txt"
    source.write_text("“The harbour must be dredged before winter comes,” she said.\n", "utf-8")
    (passage,) = json.loads(run("verify", "--reuse", source, articles, "-f", "json").out)
    assert [Path(use["file"]).name for use in passage["uses"]] == ["one.md", "two.txt"]
    # Named itself, it is an article as well.
    named = json.loads(run("verify", "--reuse", source, source, "-f", "json").out)
    assert [one["quotations"] for one in named] == [1]

    alone = tmp_path / "alone"
    alone.mkdir()
    source = source.rename(alone / "hearing.txt")
    assert run("verify", "--reuse", source, alone, status=1).out == ""


def test_nothing_is_quoted_of_what_nobody_quotes(run: Run, articles: Path, tmp_path: Path) -> None:
    text = tmp_path / "speech.txt"
    text.write_text("Nothing of this is in any article.\n")
    assert run("verify", "--reuse", text, articles, status=1).out == ""
    assert json.loads(run("verify", "--reuse", text, articles, "-f", "json", status=1).out) == []


def test_an_unreadable_article_is_told_and_the_others_are_read(
    run: Run, articles: Path, source: Path
) -> None:
    (articles / "bad.txt").write_bytes(b"\xff\xfe\x00bad")
    done = run("verify", "--reuse", source, articles, "/no/such/a.txt", "-f", "json")
    assert len(json.loads(done.out)) == 2
    assert "/no/such/a.txt" in done.err
    run("verify", "--reuse", source, "/no/such/a.txt", status=2)
    run("verify", "--reuse", "/no/such.yaml", articles, status=2)
    run("verify", "--reuse", "/no/such.txt", articles, status=2)


@pytest.mark.parametrize("options", [["-d", "a.yaml"], ["--sources", "b"], ["-f", "github"]])
def test_what_says_nothing_of_one_source_is_refused(
    run: Run, articles: Path, source: Path, options: list[str]
) -> None:
    done = run("verify", "--reuse", source, articles, *options, status=2)
    assert "--reuse cannot be combined with" in done.err


def test_csv_is_for_reuse(run: Run, articles: Path) -> None:
    assert "-f csv needs --reuse" in run("verify", articles / "one.md", "-f", "csv", status=2).err


def test_a_folder_is_no_source(run: Run, articles: Path) -> None:
    done = run("verify", "--reuse", articles, articles / "one.md", status=2)
    assert f"--reuse takes one file, and {articles} is a folder" in done.err
