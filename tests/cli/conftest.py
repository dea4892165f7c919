"""Running the command line: in process, as a process of its own, and on a terminal; and a statement
to run it on.
"""

from __future__ import annotations

import gc
import io
import os
import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from rich.style import Style

from quotecli.cli.main import cli, main
from quotecli.render.theme import SIGNS

# The environment variables that change what the program does.
_HEEDED = (
    "QUOTECLI_DATA _QUOTECLI_COMPLETE COLUMNS LINES TERM COLORTERM NO_COLOR FORCE_COLOR PAGER LESS"
    " PYTHONIOENCODING PYTHONUTF8 PYTHONWARNINGS LC_ALL LC_CTYPE LANG TTY_COMPATIBLE"
    " TTY_INTERACTIVE CI"
).split()
_STYLING = re.compile(r"\x1b\[[0-9;]*m")

# Characters that data must never send to a terminal: C0 except tab and line feed, DEL, C1, and
# those that change the reading order or are never seen.
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2061-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)

TOWN = """\
title: The harbour bill
occasion: hearing of the town council
source:
  author: Ida Roth
  publisher: The Harbour Post
  url: https://post.example/harbour?id=7#top
  published: 2026-03-04
  accessed: 2026-03-05
  language: en
speakers:
  ann-lea: {name: Ann Léa, role: mayor, aliases: [the mayor]}
  bo-chan: {name: Bo Chan, aliases: [the engineer]}
topics:
  money: {label: Money, description: What it costs., aliases: [finance], keywords: [cost, pay]}
  taxes: {label: Taxes, parent: money}
  harbour-tax: {label: Harbour tax, parent: taxes}
  harbour: {label: Harbour works, aliases: [port]}
  parks: {label: Parks}
text: |
  “We will build the harbour,” said the mayor, Ann Léa, “and nobody will pay twice.”

  Bo Chan said that the wall would “hold for a century” if the town paid. The mayor promised a lower tax, he added.

  “The tax is fair — it’s low,” the mayor said. “No comment.” A voice from the gallery cried: “Shame!”

  子曰：“学而时习之，不亦说乎？” the engineer read out. “No comment.”
quotes:
  - id: build
    topics: [harbour]
    kind: direct
    speaker: ann-lea
    excerpt: [We will build the harbour, and nobody will pay twice]
    cue: said the mayor, Ann Léa
  - id: century
    topics: [harbour, money]
    kind: mixed
    speaker: bo-chan
    excerpt: the wall would “hold for a century” if the town paid
    cue: Bo Chan said
  - id: lower-tax
    topics: [harbour-tax]
    kind: indirect
    speaker: ann-lea
    reported_by: bo-chan
    excerpt: The mayor promised a lower tax
    cue: he added
  - id: fair
    topics: [taxes]
    kind: direct
    speaker: ann-lea
    excerpt: The tax is fair - it's low
  - id: silence
    topics: [money]
    kind: direct
    speaker: ann-lea
    excerpt: No comment.
    prefix: the mayor said. “
    status: draft
    note: who said it is a guess
  - id: gallery
    topics: [harbour]
    kind: indirect
    excerpt: a VOICE from the gallery
  - id: shame
    topics: [harbour]
    kind: direct
    excerpt: Shame!
  - id: learn
    kind: direct
    speaker: bo-chan
    excerpt: 学而时习之，不亦说乎？
  - id: lost
    topics: [harbour]
    kind: direct
    speaker: ann-lea
    excerpt: We will never build the bridge
"""

DRAFT = """\
# A draft of the hearing.
title: The quay
speakers:
  lee: {name: Ann Lee, role: mayor}
  chan: {name: Bo Chan}
topics:
  fish: {label: Fish, description: What is caught.}
  money: {label: Money}
text: |
  “The quay will grow, and it will pay,” said the mayor, Ann Lee.

  Bo Chan said there were “more fish than ever”. “Nobody asked us.” Somebody added: “We’re late.”
quotes:
  - id: grow
    kind: direct
    speaker: lee
    excerpt: The quay will grow, and it will pay
    cue: said
    status: draft
    confidence: 0.9

  # review: the excerpt and the speaker (confidence 0.40)
  # a comment that stays
  - id: fish
    topics: [fish]
    kind: mixed
    speaker: chan
    excerpt: there were “more fish than ever”
    cue: said
    status: draft
    confidence: 0.4  # low

  # review: who said this?
  - id: asked
    kind: direct
    excerpt: Nobody asked us.
    status: unresolved
    confidence: 0.3
"""


class Result(NamedTuple):
    """The result of a run of the command line."""

    status: int
    out: str
    err: str
    raw: bytes
    """Standard output before decoding."""

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def shown(self) -> str:
        """Standard output without colours."""
        return _STYLING.sub("", self.out)

    @property
    def unsigned(self) -> str:
        """What was written to stdout, without colours and the signs of topics."""
        return re.sub(f"[{SIGNS}] ", "", self.shown)


class Stream(io.TextIOWrapper):
    """A stream in memory that can pose as a terminal."""

    def __init__(self, encoding: str, terminal: bool) -> None:
        self.bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.bytes, encoding=encoding, newline="")

    def isatty(self) -> bool:
        return self.terminal

    def taken(self) -> bytes:
        self.flush()
        return self.bytes.getvalue()


class Run:
    """Runs command lines and asserts their exit status, by default 0."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(
        self,
        *args: str | Path,
        status: int | None = 0,
        stdin: str | bytes = b"",
        columns: int = 0,
        encoding: str = "utf-8",
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """Run in this process, into memory; with `columns`, as on a terminal of that width."""
        out, err = Stream(encoding, columns > 0), Stream(encoding, columns > 0)
        fed = io.TextIOWrapper(
            io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin), encoding="utf-8"
        )
        with self._monkeypatch.context() as patch:
            for name, stream in (("stdout", out), ("stderr", err), ("stdin", fed)):
                patch.setattr(sys, name, stream)
            if columns:
                patch.setenv("COLUMNS", str(columns))
                # rich keeps the codes of a style for the colours that it was first drawn in, such as
                # those of a picture.
                for made in (Style.parse, Style._add):
                    made.cache_clear()
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            try:
                found = main([str(arg) for arg in args])
            except SystemExit as leaving:  # completion exits like this
                found = leaving.code if isinstance(leaving.code, int) else 1
            finally:
                gc.enable()  # a command leaves it off: its process is about to end
            raw, said = out.taken(), err.taken()
        return _checked(args, found, raw, said, status, encoding)

    def process(
        self,
        *args: str | Path,
        status: int | None = 0,
        stdin: str | bytes = b"",
        encoding: str = "utf-8",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        start: Callable[[], None] | None = None,
    ) -> Result:
        """Run as a process with its streams on pipes; `start` is called in it first.

        That may limit the size of files: no compiled code is written then, which would be cut.
        """
        flags = ["-B"] if start else []
        done = subprocess.run(
            [sys.executable, *flags, "-m", "quotecli", *map(str, args)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            preexec_fn=start,
            timeout=600,
        )
        return _checked(args, done.returncode, done.stdout, done.stderr, status, encoding)

    def shell(self, script: str, status: int | None = 0, cwd: Path | None = None) -> Result:
        """Run `script` in a shell that has quotecli on its PATH."""
        path = os.pathsep.join(
            [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
        )
        done = subprocess.run(
            ["sh", "-c", script],
            capture_output=True,
            env={**os.environ, "PATH": path},
            cwd=cwd,
            timeout=600,
        )
        return _checked([script], done.returncode, done.stdout, done.stderr, status, "utf-8")

    def terminal(
        self,
        *args: str | Path,
        status: int = 0,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        typed: bytes = b"",
        keys: Mapping[bytes, bytes] | None = None,
        stdin: Path | None = None,
        kill: bytes | None = None,
        program: Sequence[str] = ("-m", "quotecli"),
    ) -> Result:
        """Run as a process on a real terminal of that size; `out` is what it shows.

        Nobody is there to turn pages, so that the pager is cat unless `env` has another. `typed` is
        typed before the process starts; of `keys`, each when what it stands beside is shown.
        Standard input is the terminal, or the file `stdin`. The process is killed as soon as `kill`
        is shown.
        """
        import fcntl
        import pty
        import struct
        import termios

        ours, its = pty.openpty()
        read = os.dup(its) if stdin is None else os.open(stdin, os.O_RDONLY)
        try:
            fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.write(ours, typed)
            child = subprocess.Popen(
                [sys.executable, *program, *map(str, args)],
                stdin=read,
                stdout=its,
                stderr=its,
                env={**os.environ, "TERM": "xterm-256color", "PAGER": "cat", **(env or {})},
                start_new_session=True,
                # It is /dev/tty as well.
                preexec_fn=lambda: fcntl.ioctl(1, termios.TIOCSCTTY, 0),
            )
        finally:
            os.close(its)
            os.close(read)
        shown, waiting = bytearray(), dict(keys or {})
        while select.select([ours], [], [], 600)[0]:
            try:
                piece = os.read(ours, 1 << 16)
            except OSError:  # on Linux: the other end is closed
                break
            if not piece:
                break
            shown += piece
            for sight in [sight for sight in waiting if sight in shown]:
                os.write(ours, waiting.pop(sight))
            if kill is not None and kill in shown:
                child.kill()
        os.close(ours)
        # The terminal itself writes each line end as CR LF.
        return _checked(
            args, child.wait(600), bytes(shown).replace(b"\r\n", b"\n"), b"", status, "utf-8"
        )


def _checked(
    args: Sequence[str | Path],
    found: int,
    out: bytes,
    err: bytes,
    status: int | None,
    encoding: str,
) -> Result:
    result = Result(found, out.decode(encoding), err.decode(encoding), out)
    assert "Traceback" not in result.err, result.err
    assert "Traceback" not in result.out or "Traceback" in str(args), result.out
    if status is not None:
        assert found == status, f"{args}: status {found}\n{result.out}\n{result.err}"
    return result


def list_commands(group: click.Group = cli, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield each group and command with what is typed for it, "" for the program itself."""
    context = click.Context(group)
    yield path, group
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = f"{path} {name}".strip()
        if isinstance(command, click.Group):
            yield from list_commands(command, inner)
        elif command:
            yield inner, command


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the environment that tests expect, to which they may add."""
    for name in _HEEDED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("PYTHONSAFEPATH", "1")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(monkeypatch)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A statement with subtopics, every kind of quote, and quotes that are not proved."""
    path = tmp_path / "town.yaml"
    path.write_text(TOWN, encoding="utf-8")
    return path


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes a statement file, into the folder of the test."""

    def written(content: str | bytes, name: str = "bad.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written
