"""`quotecli verify` as a process: its exit status, and sources and articles of several kinds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Run
from tests.intake.make import make_pdf

SPEECH = "Ada Marlow: We will not sell the harbour to a bank, and nobody will pay for it twice.\n"
PAGE = f"<!doctype html><html><body><article><p>{SPEECH * 4}</p></article></body></html>"
VTT = f"WEBVTT\n\n00:01.000 --> 00:09.000\n<v Ada Marlow>{SPEECH[12:]}\n"
TRUE = "“We will not sell the harbour to a bank,” said Ada Marlow.\n"
WRONG = "“We will surely sell the harbour to a bank,” said Ada Marlow. She was “blue again”.\n"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "speech.txt").write_text(SPEECH, encoding="utf-8")
    return folder


def test_the_exit_status_of_a_process(run: Run, tmp_path: Path, sources: Path) -> None:
    for text, status, strict in ((TRUE, 0, 0), (WRONG, 1, 1), ("It was “blue again”.\n", 0, 1)):
        article = tmp_path / "article.txt"
        article.write_text(text, encoding="utf-8")
        run("verify", article, "--sources", sources, status=status)
        run("verify", article, "--sources", sources, "--strict", status=strict)
    run.process("verify", article, "--sources", sources, "--strict", status=1)
    done = run.process("verify", tmp_path / "none.txt", "--sources", sources, status=2)
    assert (done.out, done.err.count("\n") <= 2) == ("", True)
    run("verify", "-", "--sources", tmp_path / "nowhere", stdin=TRUE, status=2)


@pytest.mark.parametrize(
    ("name", "content"), [("page.html", PAGE), ("talk.vtt", VTT), ("speech.md", SPEECH)]
)
def test_sources_of_every_kind(run: Run, tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = run("verify", "-", "--sources", tmp_path, "-f", "jsonl", stdin=TRUE)
    found = json.loads(done.out)
    passage = found["passage"]
    assert passage["file"] == str(tmp_path / name)
    assert passage["line"] == 1
    assert passage["extracted"] == (name != "speech.md")
    assert passage["time"] == ("00:00:01" if name == "talk.vtt" else None)


def test_a_place_is_that_in_the_file_or_says_that_it_is_not(run: Run, tmp_path: Path) -> None:
    sources = {
        "page.html": "page.html, line 1 of its text\n",
        "talk.vtt": "talk.vtt at 00:02:07\n",
        "speech.md": "speech.md:6:13\n",
    }
    texts = {
        "page.html": PAGE,
        "talk.vtt": VTT.replace("00:01.000 --> 00:09.000", "02:07.000 --> 02:09.000"),
        "speech.md": f"---\ntitle: A speech\n---\n\nIt rained.\n{SPEECH}",
    }
    for name, place in sources.items():
        path = tmp_path / name
        path.write_text(texts[name], encoding="utf-8")
        assert place in run("verify", "-", "--sources", path, stdin=TRUE).out


CAPTIONS = """\
WEBVTT

00:01.000 --> 00:04.000
We will not sell the harbour to a bank,

00:04.000 --> 00:09.000
and nobody said that they “will pay for it twice”.

00:11.000 --> 00:19.000
<v Bo Chan>Nobody will pay for it twice.
"""


def test_all_that_subtitles_say_is_verified(run: Run, tmp_path: Path, sources: Path) -> None:
    article = tmp_path / "talk.vtt"
    article.write_text(CAPTIONS, encoding="utf-8")
    done = run("verify", article, "--sources", sources, "-f", "json", status=1)
    found = [(one["excerpt"][:24], one["verdict"]) for one in json.loads(done.out)]
    assert found == [
        ("We will not sell the har", "altered"),
        ("will pay for it twice", "verbatim"),
        ("Nobody will pay for it t", "verbatim"),
    ]
    assert done.err == (
        f"note: lines in {article} are those of the text that quotecli draft --show-text prints\n"
    )


def test_an_article_in_pdf_has_a_place(run: Run, tmp_path: Path, sources: Path) -> None:
    article = tmp_path / "article.pdf"
    article.write_bytes(make_pdf(["It was a long day in Tarn, and it rained.", TRUE.strip()]))
    (found,) = json.loads(run("verify", article, "--sources", sources, "-f", "json").out)
    assert (found["verdict"], found["file"]) == ("verbatim", str(article))
    assert found["line"] > 1


@pytest.mark.parametrize("columns", [24, 40, 80, 120])
def test_no_line_is_wider_than_the_terminal(run: Run, sources: Path, columns: int) -> None:
    done = run("verify", "-", "--sources", sources, stdin=WRONG, status=1, columns=columns)
    lines = done.shown.splitlines()
    assert max(map(cell_len, lines)) <= columns
    words = " ".join(" ".join(lines).split())
    assert "“We will [-not-]{+surely+} sell the harbour to a bank,” said Ada Marlow." in words


def test_a_pipe_has_no_colours_and_neither_has_no_color(run: Run, sources: Path) -> None:
    given = ("verify", "-", "--sources", sources)
    assert "\x1b" not in run(*given, stdin=WRONG, status=1).out
    plain = run(*given, stdin=WRONG, status=1, columns=80, env={"NO_COLOR": "1"}).out
    assert "31m" not in plain
    assert "31m" in run(*given, stdin=WRONG, status=1, columns=80).out


def test_a_statement_that_changes_is_searched_as_it_is_now(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "statements"
    folder.mkdir()
    file = folder / "a.yaml"

    def verify() -> dict[str, object]:
        done = run("verify", "-", "-d", folder, "-f", "jsonl", stdin=TRUE, status=None)
        found = json.loads(done.out)
        assert isinstance(found, dict)
        return found

    def write(text: str) -> None:
        file.write_text(f"title: T\ntext: |\n  {text}quotes: []\n", encoding="utf-8")

    (folder / "b.yaml").write_text("title: B\ntext: Rain fell.\nquotes: []\n", encoding="utf-8")
    write(SPEECH)
    assert verify()["verdict"] == "verbatim"
    write(SPEECH.replace("not sell", "never sell"))
    assert verify()["verdict"] == "altered"
    write(SPEECH)
    file.rename(folder / "c.yaml")
    found = verify()
    assert (found["verdict"], found["others"]) == ("verbatim", 0)
    assert "c.yaml" in str(found["passage"])
    (folder / "c.yaml").unlink()
    assert verify()["verdict"] == "not found"


def test_an_unreadable_source_is_told_and_an_error_if_that_is_asked_for(
    run: Run, sources: Path
) -> None:
    (sources / "broken.pdf").write_bytes(b"%PDF-1.7 cut off")
    done = run("verify", "-", "--sources", sources, stdin=TRUE, status=0)
    assert "broken.pdf" in done.err
    assert "1 verbatim" in done.out
    done = run("verify", "-", "--sources", sources, "--strict", stdin=TRUE, status=2)
    assert ("broken.pdf" in done.err, done.out) == (True, "")


def test_without_a_readable_source_nothing_is_judged(run: Run, sources: Path) -> None:
    (sources / "speech.txt").write_bytes(b"caf\xe9, not UTF-8")
    done = run("verify", "-", "--sources", sources, stdin=TRUE, status=2)
    assert "no source is readable" in done.err
