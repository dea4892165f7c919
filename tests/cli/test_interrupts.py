"""An interrupt ends a command with 130 at any moment, in silence; a second one ends it at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends signals as Unix does")

# Start of a program that sends itself a signal when a function is called, or a module imported.
PROGRAM = """\
import os, signal, sys
sys.argv[0] = "quotecli"
def send(number=signal.SIGINT): os.kill(os.getpid(), number)
class Interrupting:
    def find_spec(self, name, path, target=None):
        if name == MODULE: send()
MODULE = ""
sys.meta_path.insert(0, Interrupting())
import quotecli.__main__ as program
"""


def run(body: str, *args: str | Path) -> tuple[int, str, str]:
    """Run the command line in a process that first runs `body`."""
    done = subprocess.run(
        [sys.executable, "-c", f"{PROGRAM}{body}\nprogram.run()", *map(str, args)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.lstrip("\n")  # click ends the line of the ^C


@pytest.mark.parametrize(
    "module", ["click", "quotecli.cli.main", "quotecli.cli.quotes", "quotecli.library.loading"]
)
def test_an_interrupt_while_modules_are_loaded(module: str) -> None:
    assert run(f"MODULE = {module!r}", "quotes") == (130, "", "")


@pytest.mark.parametrize("late", [False, True])
def test_an_interrupt_before_and_after_the_work(late: bool) -> None:
    body = f"""
import quotecli.cli.main as home
main = home.main
def wrapped():
    if not {late}: send()
    status = main()
    if {late}: send()
    return status
home.main = wrapped
"""
    status, _, err = run(body, "topics")
    assert (status, err) == (130, "")


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_second_signal_ends_what_the_first_one_does_not(
    number: signal.Signals, status: int
) -> None:
    body = f"""
import quotecli.cli.main as home
def stuck(*args, **options):
    try: send({int(number)})
    finally:
        print("clearing up", flush=True)
        send({int(number)})
        while True: pass
home.main = stuck
"""
    assert run(body, "topics") == (status, "clearing up\n", "")


def test_an_interrupt_while_an_error_is_told() -> None:
    body = """
import quotecli.cli.main as home
home.complain = lambda *_, **__: send()
"""
    assert run(body, "show", "nothing-like-it") == (130, "", "")


@pytest.mark.parametrize("command", ["import", "export", "draft"])
def test_an_interrupted_command_leaves_no_file(tmp_path: Path, town: Path, command: str) -> None:
    article = tmp_path / "a.txt"
    article.write_text("“It will rain,” said Ann Lee.")
    project = tmp_path / "a.jsonld"
    out = tmp_path / "out"
    line: list[str | Path] = ["export", "--to", "w3c", "-d", town, "-o", project]
    assert run("", *line) == (0, "", "")
    if command == "import":
        line = ["import", "--from", "w3c", project, "-o", out]
    elif command == "draft":
        line = ["draft", article, "-o", out]
    else:
        line = ["export", "--to", "md", "-d", town, "-o", out]
    before = sorted(os.listdir(tmp_path))
    # While it is written: the file that becomes the target is there.
    assert run("fsync = os.fsync\nos.fsync = lambda _: send()", *line) == (130, "", "")
    assert sorted(os.listdir(tmp_path)) == before
