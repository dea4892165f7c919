"""quotecli draft, of whatever people have."""

from __future__ import annotations

import contextlib
import http.server
import os
import shlex
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from quotecli.checking.rules import check_file
from quotecli.intake.fetching import find_private
from quotecli.intake.kinds import ENDINGS, KINDS
from quotecli.store.reader import load
from tests.cli.conftest import Run
from tests.intake.make import PAGE, PLAIN, QUOTED, VTT, make_pdf, make_word


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder of files of every kind, and of some that cannot be read."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "wall.docx").write_bytes(make_word())
    (folder / "long.pdf").write_bytes(make_pdf([QUOTED, PLAIN]))
    (folder / "long.txt").write_text(QUOTED, encoding="utf-8")
    (folder / "talk.vtt").write_text(VTT, encoding="utf-8")
    (folder / "bad.docx").write_text("A text.", encoding="utf-8")
    return folder


def test_a_folder_of_mixed_files_becomes_statements(run: Run, mixed: Path, tmp_path: Path) -> None:
    done = run("draft", str(mixed), "-o", str(tmp_path / "out"), status=2)
    assert "bad.docx: not a Word file" in done.err
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == ["long-pdf.yaml", "long-txt.yaml", "page.yaml", "talk.yaml", "wall.yaml"]
    page = load(str(tmp_path / "out" / "page.yaml"))
    assert (page.title, page.source.publisher) == ("The wall holds", "Harbour Times")
    assert page.source.file == "page.html"
    talk = load(str(tmp_path / "out" / "talk.yaml"))
    assert [quote.note for quote in talk.quotes] == ["at 00:00:04", "at 00:00:09"]


def test_the_original_is_compared_if_it_is_there(run: Run, mixed: Path) -> None:
    target, original = mixed / "page.yaml", mixed / "page.html"
    run("draft", str(original), "-o", str(target))
    source = load(str(target)).source
    assert (source.file, source.sha256) == ("page.html", sha256(original.read_bytes()).hexdigest())
    assert [one for one in check_file(str(target)).problems if one.rule == "original"] == []
    original.write_text("changed", encoding="utf-8")
    (problem,) = [one for one in check_file(str(target)).problems if one.rule == "original"]
    assert "has changed" in problem.message
    original.unlink()
    assert [one for one in check_file(str(target)).problems if one.rule == "original"] == []


def test_no_original_is_read_outside_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "a.yaml").write_text(
        "title: T\nsource: {file: ../secret, sha256: ab}\ntext: |-\n  a\nquotes: []\n"
    )
    (problem,) = [
        one for one in check_file(str(inner / "a.yaml")).problems if one.rule == "original"
    ]
    assert "outside the statement's folder" in problem.message


def test_the_text_is_shown_before_anything_is_drafted(run: Run, mixed: Path) -> None:
    assert run("draft", str(mixed / "talk.vtt"), "--show-text").out == (
        "[00:00:04] Ines Rook: The line is open & long.\n\n[00:00:09] Owen Salt: I doubt it.\n"
    )


def test_a_table_fills_in_the_head_of_each_file(run: Run, mixed: Path, tmp_path: Path) -> None:
    (mixed / "sources.csv").write_text(
        "file,author,publisher,published\npage.html,Bo Pen,,2024-05-06\nwall.docx,,The Quay,\n"
    )
    (mixed / "bad.docx").unlink()
    out = tmp_path / "out"
    run("draft", str(mixed), "-o", str(out), "--source.publisher", "All")
    page, wall = load(str(out / "page.yaml")).source, load(str(out / "wall.yaml")).source
    assert (page.author, page.published, page.publisher) == ("Bo Pen", "2024-05-06", "All")
    assert (wall.author, wall.publisher) == ("Ann Writer", "All")
    (mixed / "sources.csv").write_text("name,author\n")
    done = run("draft", str(mixed), "-o", str(out), "--force", status=2)
    assert "sources.csv:1: unknown column 'name'" in done.err


class _Pages(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012  # of the one server of a test
    ended = threading.Event()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/slow":  # a byte now and then, so that no socket times out
            with contextlib.suppress(OSError):
                while True:
                    self.wfile.write(b"H")
                    if _Pages.ended.wait(0.02):
                        return
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        if self.path.startswith("/old"):
            self.send_response(302)
            port = self.headers["Host"].rpartition(":")[2]
            inside = f"http://localhost:{port}/new.html"
            there = {"/old-file": "file:///etc/passwd", "/old-inside": inside}
            self.send_header("Location", there.get(self.path, "/new.html"))
            self.end_headers()
            return
        self.send_response(200 if self.path == "/new.html" else 404)
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server on this machine."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    _Pages.asked.clear()
    _Pages.ended.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    _Pages.ended.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_fetched_alone_and_redirects_are_shown(
    run: Run, site: str, tmp_path: Path
) -> None:
    target = tmp_path / "a.yaml"
    done = run("draft", f"{site}/old", "-o", str(target))
    assert f"note: redirected to {site}/new.html" in done.err
    source = load(str(target)).source
    assert (source.url, source.publisher, source.file) == (f"{site}/new.html", "Harbour Times", "")
    assert source.accessed
    assert _Pages.asked == ["/old", "/new.html"]


def test_a_page_that_cannot_be_had_is_told(run: Run, site: str) -> None:
    assert "HTTP 404" in run("draft", f"{site}/none", status=2).err
    # Never to a file of this machine.
    assert "HTTP 302" in run("draft", f"{site}/old-file", status=2).err


def test_no_page_of_the_web_leads_into_a_private_network(
    run: Run, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An address that is private itself leads anywhere.
    run("draft", f"{site}/old-inside", "--show-text")
    _Pages.asked.clear()

    def pretend(*private: str) -> None:
        where = "quotecli.intake.fetching.find_private"
        monkeypatch.setattr(where, lambda host: host if host in private else "")

    pretend("localhost")
    done = run("draft", f"{site}/old-inside", status=2)
    assert "redirected to a private network, http://localhost:" in done.err
    assert "draft that address itself" in done.err
    assert _Pages.asked == ["/old-inside"]

    # A name that is looked up again for the connection, and leads there now.
    pretend("127.0.0.1")
    done = run("draft", f"{site.replace('127.0.0.1', 'localhost')}/new.html", status=2)
    assert "localhost: on a private network, 127.0.0.1" in done.err
    assert _Pages.asked == ["/old-inside"]


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.1", True),
        ("2130706433", True),
        ("::1", True),
        ("10.1.2.3", True),
        ("192.168.0.1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("0.0.0.0", True),
        ("fe80::1", True),
        ("fd00::1", True),
        ("::ffff:10.0.0.1", True),
        ("2002:0a00:0001::1", True),
        ("64:ff9b::7f00:1", True),
        ("64:ff9b::808:808", False),
        ("::7f00:1", True),
        ("fec0::1", True),
        ("ff0e::1", True),
        ("224.0.0.1", True),
        ("240.0.0.1", True),
        ("8.8.8.8", False),
        ("2606:4700::1111", False),
        ("", False),
        ("no..name", False),
    ],
)
def test_what_is_a_private_network(host: str, private: bool) -> None:
    assert bool(find_private(host)) == private


def test_a_message_is_drafted(run: Run, tmp_path: Path) -> None:
    letter = f"From: Ann Lee <ann@quay.example>\nSubject: The wall\n\n{QUOTED}\n".encode()
    (tmp_path / "letter.txt").write_bytes(letter)
    # So short a head is not seen as one.
    done = run("draft", tmp_path / "letter.txt", "--show-text", "--from", "mail")
    assert done.out == f"{QUOTED}\n"
    run("draft", "-", "--from", "mail", "-o", tmp_path / "a.yaml", stdin=letter)
    made = load(str(tmp_path / "a.yaml"))
    assert (made.title, made.source.author) == ("The wall", "Ann Lee")
    assert len(made.quotes) == 1


def test_every_kind_can_be_named(run: Run) -> None:
    for kind in KINDS:
        assert kind in run("draft", "--help").out.partition("--from")[2].partition("Kind of")[0]


def test_a_page_that_is_too_large_is_refused(
    run: Run, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotecli.intake.fetching.MAX_PAGE", 100)
    assert "larger than" in run("draft", f"{site}/new.html", status=2).err


def _read_commands() -> list[list[str]]:
    """Return the words of each command that docs/intake.md shows."""
    page = Path(__file__).parents[2] / "docs" / "intake.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    return [shlex.split(line) for line in lines if line.startswith("    quotecli ")]


def test_every_kind_has_a_command_in_the_documentation_that_runs(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "quotecli.intake.fetching.fetch", lambda address, tell: (PAGE.encode(), address)
    )
    for folder in ("sources", "interviews"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "report.pdf").write_bytes(make_pdf([QUOTED, PLAIN]))
    (tmp_path / "interview.docx").write_bytes(make_word())
    (tmp_path / "debate.vtt").write_text(VTT, encoding="utf-8")
    (tmp_path / "letter.eml").write_text(
        f"From: Ann <ann@quay.example>\nTo: Bo\nMIME-Version: 1.0\n\n{QUOTED}\n", encoding="utf-8"
    )
    (tmp_path / "article.md").write_text(f"---\ntitle: T\n---\n{QUOTED}\n", encoding="utf-8")
    (tmp_path / "interview.txt").write_text("P7: We go.\n\nQ: Why?\n\nP7: So.\n", encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text(
        f'{{"id": 1, "text": "{QUOTED}", "url": "https://a.example"}}\n', encoding="utf-8"
    )

    commands = _read_commands()
    assert len(commands) > 10
    for words in commands:
        stdin = (tmp_path / words[words.index("<") + 1]).read_bytes() if "<" in words else b""
        cut = min((words.index(sign) for sign in "<>" if sign in words), default=len(words))
        force = [] if {"--show-text", "--jsonl"} & {*words} else ["--force"]
        run(*words[1:cut], *force, stdin=stdin)
    for kind in ("text", "html", "pdf", "word", "mail", "vtt"):
        assert any(_show_kind(words) == kind for words in commands), kind


def _show_kind(words: list[str]) -> str:
    return ENDINGS.get(os.path.splitext(words[2])[1], "")


def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(
    run: Run, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotecli.intake.fetching.MAX_SECONDS", 0.3)
    assert "slower than" in run("draft", f"{site}/slow", status=2).err


def test_redirects_are_bounded(run: Run, site: str) -> None:
    run("draft", f"{site}/loop", status=2)
    assert len(_Pages.asked) < 10


def test_nothing_that_a_page_names_is_loaded(run: Run, site: str, tmp_path: Path) -> None:
    names = (
        f'<link rel="stylesheet" href="{site}/a.css"><base href="{site}/">'
        f'<img src="{site}/a.png"><iframe src="{site}/a.html"></iframe>'
        f'<script src="{site}/a.js"></script><meta http-equiv="refresh" content="0;{site}/b">'
    )
    page = tmp_path / "page.html"
    entity = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{site}/a.dtd">]>'
    page.write_text(PAGE.replace("<article>", f"{names}<article>"), encoding="utf-8")
    assert "The harbour" in run("draft", str(page), "--show-text").out
    page.write_text(PAGE.replace("<!DOCTYPE html>", entity), encoding="utf-8")
    assert "The harbour" in run("draft", str(page), "--show-text", "--from", "html").out
    assert _Pages.asked == []
