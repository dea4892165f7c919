"""What people read: through the pager if it is longer than the screen, as it is drawn."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import count, islice
from pathlib import Path

import click
import pytest

from quotecli.cli import screen
from quotecli.render.layout import Line, cell
from tests.cli.conftest import Run, Stream
from tests.everyday import everyday

Script = Callable[[str], Path]


@pytest.fixture
def pager(tmp_path: Path) -> Script:
    """Make a pager of the lines of a shell script; $OUT is a file to write to."""

    def make(lines: str) -> Path:
        path = tmp_path / "pager"
        path.write_text(f"#!/bin/sh\nOUT={tmp_path}/paged\n{lines}\n")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """A statement that no screen holds, nor the buffer of a pipe."""
    path = tmp_path / "long.yaml"
    quotes = [
        f"  - {{id: q{n}, kind: direct, excerpt: said number {n} now}}\n" for n in range(3000)
    ]
    text = [f"  He said number {n} now.\n" for n in range(3000)]
    path.write_text("title: t\ntext: |\n" + "".join(text) + "quotes:\n" + "".join(quotes))
    return path


@pytest.mark.parametrize(
    ("rows", "options", "pages"),
    everyday(2, [(10, [], True), (500, [], False), (10, ["--no-pager"], False)]),
)
def test_only_what_is_longer_than_the_screen_is_paged(
    run: Run, pager: Script, rows: int, options: list[str], pages: bool
) -> None:
    script = pager("cat > $OUT")
    done = run.terminal("read", *options, rows=rows, env={"PAGER": str(script)})
    assert script.with_name("paged").exists() == pages
    assert ("⟦more-exercises" in done.unsigned) != pages


@pytest.mark.parametrize(
    "command",
    everyday(
        3,
        [
            *("read", "topics", "kwic pakistan", "quotes", "quotes -f table", "speakers"),
            *("statements", "show just", "stats", "stats --by topic", "stats --pairs"),
        ],
    ),
)
def test_the_pager_gets_all_that_is_drawn(run: Run, pager: Script, command: str) -> None:
    script = pager("cat > $OUT")
    args = command.split()
    whole = run(*args, "--no-pager", columns=80)
    notes = run.terminal(*args, rows=2, env={"PAGER": str(script)}).out
    assert (script.with_name("paged").read_text(), notes) == (whole.out, whole.err)


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_formats_for_programs_are_not_paged(
    run: Run, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    paged: list[object] = []
    monkeypatch.setattr(click, "echo_via_pager", lambda *args, **_: paged.append(args))
    monkeypatch.setenv("LINES", "2")
    assert run("quotes", "-f", form, columns=80).out
    assert paged == []
    run("quotes", columns=80)
    assert paged != []


def test_a_pipe_is_not_paged(run: Run, pager: Script) -> None:
    script = pager("cat > $OUT")
    run.process("read", env={"PAGER": str(script), "LINES": "5"})
    assert not script.with_name("paged").exists()


@pytest.mark.parametrize("command", everyday(1, ["quotes", "read", "kwic said"]))
def test_closing_the_pager_early_is_no_failure(
    run: Run, pager: Script, long: Path, command: str
) -> None:
    done = run.terminal(
        *command.split(), "-d", long, env={"PAGER": str(pager("read line; echo seen"))}
    )
    assert done.out == "seen\n"


def test_nothing_is_drawn_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    drawn = 0

    def endless() -> Iterable[Line]:
        nonlocal drawn
        for drawn in count(1):
            yield cell(f"line {drawn}")

    def page(texts: Iterable[str], color: bool) -> None:
        seen.extend(islice(texts, 30))

    monkeypatch.setattr(sys, "stdout", Stream("utf-8", terminal=True))
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setattr(click, "echo_via_pager", page)
    screen.show(endless(), pager=True)
    assert "".join(seen).splitlines() == [f"line {number}" for number in range(1, 31)]
    assert drawn <= 31


def test_an_interrupt_ends_the_drawing_and_leaves_the_pager_open(pager: Script, long: Path) -> None:
    # As less does, it goes on after an interrupt; it ends with its input.
    script = pager(
        'trap "" INT; for n in 1 2 3 4 5 6 7 8; do read line; echo "$line" >> $OUT; done;'
        " echo > $OUT.began; read go < $OUT.go; cat >> $OUT"
    )
    began, go = script.with_name("paged.began"), script.with_name("paged.go")
    os.mkfifo(began)
    os.mkfifo(go)
    ours, its = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "quotecli", "quotes", "-d", str(long)],
        stdin=its,
        stdout=its,
        env={**os.environ, "PAGER": str(script)},
    ) as child:
        began.read_text()
        child.send_signal(signal.SIGINT)
        go.write_text("go\n")
        status = child.wait(600)
    os.close(its)
    os.close(ours)
    assert status == 130
    assert 0 < script.with_name("paged").read_text().count("said number") < 3000
