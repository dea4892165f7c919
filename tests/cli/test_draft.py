"""quotecli draft."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quotecli import load
from quotecli.checking.rules import check_file
from tests.cli.conftest import Run

ARTICLE = "Rain is coming\n\n“It will rain,” said Ann Lee, mayor of Lund. “It always does.”\n"


Draft = Callable[..., tuple[str, str]]


@pytest.fixture
def draft(run: Run) -> Draft:
    """Run draft; return what it wrote to standard output and to standard error."""

    def drafted(*arguments: str, stdin: bytes = b"", code: int = 0) -> tuple[str, str]:
        done = run("draft", *arguments, stdin=stdin, status=code)
        return done.out, done.err

    return drafted


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "rain.txt"
    path.write_bytes(ARTICLE.encode())
    return path


def test_an_article_becomes_a_statement_file_that_is_proved(
    draft: Draft, article: Path, tmp_path: Path
) -> None:
    out, err = draft(str(article))
    assert err.splitlines() == [
        "1 quote drafted: 1 sure, 0 to review, 0 of them without a name",
        "next: save this as rain.yaml, then: quotecli review rain.yaml",
    ]
    report = check_file("rain.yaml", out.encode())
    assert report.errors == 0
    assert report.statement
    assert report.statement.text == ARTICLE
    assert report.statement.title == "Rain is coming"
    (quote,) = report.statement.quotes
    assert quote.excerpt == "It will rain. It always does."
    assert quote.speaker
    assert (quote.speaker.id, quote.speaker.name, quote.speaker.role) == (
        "lee",
        "Ann Lee",
        "mayor of Lund",
    )
    assert out.startswith("# Drafted by quotecli")


BOOK = """\
topics:
  weather: {label: Weather, keywords: [rain]}
  quay: {label: The quay}
speakers:
  mayor: {name: Ann Lee, aliases: [the mayor]}
  other: {name: Bo Chan}
"""


def test_the_nearest_codebook_is_referred_to(article: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "codebook.yaml").write_text(BOOK)
    target = tmp_path / "deep" / "notes" / "rain.yaml"
    target.parent.mkdir(parents=True)
    target.with_suffix(".txt").write_text(f"{ARTICLE}\n“No,” said Ida Roth.\n", encoding="utf-8")
    done = run("draft", target.with_suffix(".txt"), "-o", target)
    book = tmp_path / "codebook.yaml"
    assert done.err.startswith(f"note: topics and speakers are those of {book}\n")
    content = target.read_text(encoding="utf-8")
    assert "\nspeakers:\n  roth:\n    name: Ida Roth\n" in content
    assert "Weather" not in content
    assert "name: Ann Lee" not in content
    for path in (target, target.parent, tmp_path):  # named, in a folder below, in its own
        assert ": 0 errors, " in run("check", path).out
        rows = json.loads(run("quotes", "-d", path, "-f", "json").out)
        assert [(row["speaker"]["name"], row["topics"]) for row in rows] == [
            ("Ann Lee", ["weather"]),
            ("Ida Roth", []),
        ]
    assert "name: Ann Lee" not in run("draft", article).out
    line = json.dumps({"id": 1, "text": ARTICLE})
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    (quote,) = json.loads(run("draft", "--jsonl", tmp_path / "a.jsonl").out)["quotes"]
    assert (quote["speaker"]["id"], quote["topics"]) == ("mayor", ["weather"])


def test_topics_that_nothing_else_defines_are_written(
    article: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "codebook.yaml").write_text(BOOK)
    other = tmp_path / "other.yaml"
    other.write_text("topics:\n  wet: {label: Wet, keywords: [rain]}\n")
    done = run("draft", article, "--topics", other)
    assert "\ntopics:\n  wet:\n    label: Wet\n" in done.out
    assert "    topics: [wet]\n    kind: direct\n    speaker: mayor\n" in done.out
    assert "speakers:" not in done.out
    made = run("draft", article, "--topics", tmp_path / "codebook.yaml").out
    assert made == run("draft", article).out


UNSURE = "“It will rain,” said Ann Lee. It is believed that the wall will fall.\n"


def test_what_is_left_out_as_unsure_is_counted_and_shown_if_asked_for(
    draft: Draft, tmp_path: Path
) -> None:
    source, line = tmp_path / "articles", json.dumps({"id": 1, "text": UNSURE}).encode()
    source.mkdir()
    for name in ("a.txt", "b.txt"):
        (source / name).write_text(UNSURE, encoding="utf-8")
    for arguments, stdin, found in (
        (["-"], UNSURE.encode(), 1),
        (["-", "-o", str(tmp_path / "one.yaml")], UNSURE.encode(), 1),
        ([str(source), "-o", str(tmp_path / "out")], b"", 2),
        (["--jsonl", "-"], line + b"\n" + line, 2),
    ):
        _, err = draft(*arguments, stdin=stdin)
        quotes, left_out, what_next = err.splitlines()
        assert quotes.startswith(f"{found} quote{'s' * (found > 1)} drafted: {found} sure")
        assert left_out == f"{found} left out as unsure; --all shows them"
        assert what_next.startswith("next: ")
        _, err = draft(*arguments, "--all", "--force", stdin=stdin)
        assert err.startswith(f"{2 * found} quotes drafted: ")
        assert "left out" not in err


def test_standard_input_is_an_article_too(draft: Draft, article: Path) -> None:
    from_file = check_file("a.yaml", draft(str(article))[0].encode()).statement
    from_pipe = check_file("a.yaml", draft("-", stdin=ARTICLE.encode())[0].encode()).statement
    assert from_file
    assert from_pipe
    assert from_file.source.file == "rain.txt"
    assert from_pipe == from_file._replace(source=from_pipe.source)


def test_line_ends_and_a_byte_order_mark_are_those_of_a_text_file(
    draft: Draft, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode())
    assert check_file("a.yaml", draft(str(path))[0].encode()).statement.text == ARTICLE  # type: ignore[union-attr]  # it has one


def test_the_options_fill_in_metadata(draft: Draft, article: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text("topics:\n  weather: {label: Weather, keywords: [rain]}\n")
    options = [
        "--title",
        "T",
        "--speaker",
        "Ann Lee",
        "--occasion",
        "o",
        "--source.url",
        "https://example.org/a",
    ]
    options += [
        "--source.publisher",
        "P: Q",
        "--source.published",
        "2024-01-02",
        "--topics",
        str(book),
    ]
    made = check_file("a.yaml", draft(str(article), *options)[0].encode()).statement
    assert made
    assert (made.title, made.occasion, made.source.url) == ("T", "o", "https://example.org/a")
    assert (made.source.publisher, made.source.published) == ("P: Q", "2024-01-02")
    assert made.speaker
    assert made.speaker.name == "Ann Lee"
    assert [topic.id for topic in made.quotes[0].topics] == ["weather"]


def test_an_existing_file_is_not_overwritten_unasked(
    draft: Draft, article: Path, tmp_path: Path
) -> None:
    target = tmp_path / "rain.yaml"
    target.write_text("mine")
    out, err = draft(str(article), "-o", str(target), code=2)
    assert out == ""
    assert "rain.yaml: already exists\n  use --force" in err
    assert target.read_text() == "mine"
    draft(str(article), "-o", str(target), "--force")
    assert check_file(str(target)).errors == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rain.txt", "rain.yaml"]


def test_nothing_is_said_of_quotes_in_a_folder_that_was_drafted_before(
    draft: Draft, article: Path, tmp_path: Path
) -> None:
    target = tmp_path / "drafts"
    asked = (str(article.parent), "-o", str(target))
    draft(*asked)
    _, err = draft(*asked, code=2)
    assert "already exists" in err
    assert "no quotes found" not in err


def test_a_folder_of_articles_becomes_a_folder_of_statements(draft: Draft, tmp_path: Path) -> None:
    source = tmp_path / "articles"
    (source / "deep").mkdir(parents=True)
    (source / "one.txt").write_text(ARTICLE, encoding="utf-8")
    (source / "deep" / "two.txt").write_text(ARTICLE, encoding="utf-8")
    (source / "bad.txt").write_bytes(b"\xff")
    _, err = draft(str(source), "-o", str(tmp_path / "out"), code=2)
    assert "bad.txt:1:1: not UTF-8" in err
    made = sorted(
        str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.yaml")
    )
    assert made == ["deep/two.yaml", "one.yaml"]
    assert check_file(str(tmp_path / "out" / "one.yaml")).errors == 0


def test_an_unreadable_folder_of_articles_is_left_out(
    tmp_path: Path, run: Run, refused: Callable[[Path], None]
) -> None:
    source, out = tmp_path / "articles", tmp_path / "out"
    (source / "deep").mkdir(parents=True)
    for name in ("one.txt", "deep/two.txt"):
        (source / name).write_text(ARTICLE, encoding="utf-8")
    refused(source / "deep")
    done = run("draft", source, "-o", out, status=2)
    first, summary, _ = done.err.splitlines()
    assert first == f"{source / 'deep'}: unreadable: Permission denied"
    assert summary.startswith("1 quote drafted: ")
    assert [path.name for path in out.iterdir()] == ["one.yaml"]
    (source / "one.txt").unlink()
    done = run("draft", source, "-o", out, status=2)
    assert done.err == f"{source / 'deep'}: unreadable: Permission denied\n"


def test_an_article_called_codebook_is_not_taken_for_one(draft: Draft, tmp_path: Path) -> None:
    source = tmp_path / "articles"
    source.mkdir()
    for name in ("codebook", "codebook-2", "rain"):
        (source / f"{name}.txt").write_text(ARTICLE, encoding="utf-8")
    draft(str(source), "-o", str(tmp_path / "out"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *("codebook-2.yaml", "codebook-3.yaml", "rain.yaml"),
    ]
    target = str(tmp_path / "Codebook.yaml")
    _, err = draft(str(source / "rain.txt"), "-o", target, code=2)
    assert "is the name of a codebook" in err


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_many_articles_are_answered_in_order_and_bad_lines_are_reported(
    run: Run, tmp_path: Path, jobs: str
) -> None:
    path = tmp_path / "articles.jsonl"
    lines = [json.dumps({"id": n, "text": f"“Rain {n},” said Ann Lee."}) for n in range(200)]
    lines[50] = "not json"
    lines[60] = '{"id": 1}'
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    done = run.process("draft", "--jsonl", path, "--jobs", jobs, status=2)
    rows = [json.loads(line) for line in done.lines]
    assert [row["id"] for row in rows] == [n for n in range(200) if n not in (50, 60)]
    assert list(rows[0]["quotes"][0]) == [
        *("id", "speaker", "reported_by", "kind", "polarity", "topics", "excerpt", "parts"),
        *("spans", "paragraph", "tier", "proved", "occurrences", "cue", "status", "confidence"),
        *("important", "coder", "note", "resolved", "content", "source", "source_span", "cue_span"),
    ]
    assert rows[7]["quotes"][0]["content"] == [[1, 8]]
    assert rows[7]["quotes"][0]["speaker"]["name"] == "Ann Lee"
    assert "articles.jsonl:51: not JSON" in done.err
    assert "articles.jsonl:61: not an article" in done.err
    assert done.err.splitlines()[2:] == [
        "198 quotes drafted: 198 sure, 0 to review, 0 of them without a name",
        "next: to review the quotes, draft a folder of texts: quotecli draft FOLDER -o FOLDER",
    ]


def test_articles_come_from_standard_input_and_go_to_a_file(draft: Draft, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    line = b'{"id": "a", "text": "nothing"}\n'
    out, err = draft("--jsonl", "-", "-o", str(target), stdin=line, code=1)
    assert (out, err) == ("", "no quotes found\n")
    assert json.loads(target.read_text()) == {"id": "a", "quotes": []}


def test_rows_are_a_line_a_quote(draft: Draft) -> None:
    lines = [{"id": "a", "text": "“Rain,” said Ann Lee. “Soon,” she said."}, {"id": 2, "text": "x"}]
    stdin = "\n".join(map(json.dumps, lines)).encode()
    out, err = draft("--jsonl", "-", "--rows", stdin=stdin)
    rows = [json.loads(line) for line in out.splitlines()]
    assert [(row["text_id"], row["excerpt"], row["speaker"]) for row in rows] == [
        *(("a", "Rain", "Ann Lee"), ("a", "Soon", "Ann Lee")),
    ]
    assert err.startswith("2 quotes drafted")


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        ([], b"", "give either SOURCE or --jsonl FILE"),
        (["-", "--jsonl", "-"], b"", "give either SOURCE or --jsonl FILE"),
        (["-", "--rows"], b"", "--rows goes with --jsonl"),
        (["-"], b" \n", "-: the article is empty"),
        (["-"], b"a\0b", "-:1:2: NUL character"),
        (["/nowhere.txt"], b"", "/nowhere.txt: unreadable: No such file or directory"),
        (["--jsonl", "/nowhere.jsonl"], b"", "/nowhere.jsonl: unreadable"),
        (["-", "--topics", "/nowhere.yaml"], b"x", "/nowhere.yaml: unreadable"),
        (
            ["-", "-o", "/nowhere/x.yaml"],
            b"x",
            "/nowhere/x.yaml: cannot write: No such file or directory",
        ),
        (["/"], b"", "SOURCE is a folder; use -o FOLDER"),
        (["-", "-o", "-"], b"x", "omit -o to write to standard output"),
        (["-", "/nowhere.txt"], b"", "several SOURCEs; use -o FOLDER"),
        (["-", "--title", "\udcff"], b"x", "--title is not UTF-8"),
    ],
)
def test_an_error_is_one_line(draft: Draft, arguments: list[str], stdin: bytes, said: str) -> None:
    out, err = draft(*arguments, stdin=stdin, code=2)
    assert out == ""
    assert said in err.splitlines()[0]
    assert "Traceback" not in err


def test_excerpts_that_cannot_be_told_apart_are_listed(draft: Draft) -> None:
    out, err = draft("-", stdin="“No way,” said Ann Lee.\n\n".encode() * 300, code=1)
    assert "quotes: []" in out
    first, *_, last, nothing, left_out = err.splitlines()
    assert first == "skipped: the same words occur elsewhere: No way,"
    assert (last, nothing) == ("and 290 more", "no quotes found")
    assert left_out == "300 left out: the same words occur elsewhere in the text"


def test_a_codebook_without_topics_is_refused(draft: Draft, tmp_path: Path) -> None:
    book = tmp_path / "book.yaml"
    book.write_text("speakers: {}\n")
    assert "book.yaml:1:1: no topics" in draft("-", "--topics", str(book), stdin=b"x", code=2)[1]
    book.write_text("topics:\n  a: {labl: A}\n")
    assert (
        "book.yaml:2:7: unknown key 'labl'"
        in draft("-", "--topics", str(book), stdin=b"x", code=2)[1]
    )


def test_ids_that_are_not_json_are_reported(draft: Draft, tmp_path: Path) -> None:
    out, err = draft(
        "--jsonl",
        "-",
        stdin=b'{"id": NaN, "text": "x"}\n{"id": 1e400, "text": "x"}\n{"id": [1], "text": "x"}\n',
        code=2,
    )
    assert [json.loads(line) for line in out.splitlines()] == [{"id": [1], "quotes": []}]
    assert len(err.splitlines()) == 2


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="finds processes as Linux shows them"
)
def test_a_killed_worker_is_reported_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        "".join(
            json.dumps({"id": n, "text": "“Rain,” said Ann Lee. " * 60}) + "\n" for n in range(3000)
        )
    )
    command = [
        sys.executable,
        "-m",
        "quotecli",
        "draft",
        "--jsonl",
        str(path),
        "--jobs",
        "2",
        "-o",
        str(tmp_path / "out"),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as parent:
        workers: list[int] = []
        while not workers and parent.poll() is None:
            workers = _children(parent.pid)
        os.kill(workers[0], signal.SIGKILL)
        err = parent.stderr.read().decode() if parent.stderr else ""
    assert (parent.returncode, err.splitlines()[0]) == (2, "quotecli: a worker process was killed")
    assert [one.name for one in tmp_path.iterdir()] == ["in.jsonl"]


def _children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if fields[1] == str(pid) and fields[0] != "Z":
                found.append(int(stat.parent.name))
    return found


def test_nothing_is_about_the_shipped_statements_topics(draft: Draft, tmp_path: Path) -> None:
    text = "“Baku and Islamabad hold a military exercise,” said Ann Lee. “War is near.”"
    out, _ = draft("-", stdin=text.encode())
    assert "topics:" not in out


def test_the_nearest_codebook_gives_the_topics(draft: Draft, tmp_path: Path) -> None:
    (tmp_path / "codebook.yaml").write_text("topics:\n  rain: {label: Rain, keywords: [rain]}\n")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    target = tmp_path / "deep" / "er" / "a.yaml"
    _, err = draft("-", "-o", str(target), stdin=ARTICLE.encode())
    assert "codebook.yaml" in err
    (quote,) = load(str(target)).quotes()
    assert [topic.id for topic in quote.topics] == ["rain"]


def test_a_draft_ends_with_its_sum_and_what_to_do_next(draft: Draft, tmp_path: Path) -> None:
    target = str(tmp_path / "a.yaml")
    text = "“It will rain,” said Ann Lee.\n\nOmar Tind left.\n\n“It will snow in the hills.”"
    _, err = draft("-", "-o", target, stdin=text.encode())
    assert err == (
        "2 quotes drafted: 1 sure, 1 to review, 1 of them without a name\n"
        f"next: quotecli review {target}\n"
    )
    _, err = draft("-", stdin=b"It rained.", code=1)
    assert err == "no quotes found\n"
