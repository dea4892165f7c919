"""quotecli browse, before its screen and after it; tests/tui has what it shows."""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path

import pytest

from quotecli.cli.full_screen import REQUIRES
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def test_without_a_terminal_a_line_says_so(run: Run) -> None:
    done = run("browse", status=2)
    assert done.err == (
        "quotecli: a full screen needs a terminal\n  'quotecli quotes' writes to pipes and files\n"
    )


def test_without_textual_a_line_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("quotecli.tui")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual.app", None)
    done = run("browse", status=2)
    assert done.err.splitlines()[0].startswith("quotecli: a full screen needs textual")
    assert done.err.splitlines()[1] == f"  pip install '{REQUIRES}'"
    assert f'tui = ["{REQUIRES}"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_one_search_at_most(run: Run) -> None:
    done = run("browse", "-q", "one", "-q", "two", status=2)
    assert "browse takes one --search" in done.err


def test_an_unknown_topic_is_an_error_before_the_screen(run: Run, town: Path) -> None:
    shown = run.terminal("browse", town, "--topic", "boats", status=2).shown
    assert "no topic 'boats'" in shown
    assert "\x1b[?1049h" not in shown


SEEN, COPIED = "⟦".encode(), b"quote copied"


@pytest.mark.parametrize("terminal", ["xterm-256color", "xterm-kitty"])
def test_what_is_copied_goes_to_the_terminal_and_is_printed_if_that_may_not_take_it(
    run: Run, town: Path, terminal: str
) -> None:
    env = {"TERM": terminal, "TERM_PROGRAM": "", "TMUX": "", "STY": ""}
    done = run.terminal("browse", town, env=env, keys={SEEN: b"c", COPIED: b"q"})
    (sent,) = re.findall(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", done.out)
    copied = base64.b64decode(sent).decode()
    assert "Ann Léa" in copied
    left = done.out.rpartition("\x1b[?1049l")[2]
    assert (copied[:40] in left) == (terminal == "xterm-256color")


def test_review_begins_with_the_quote_that_is_named(run: Run, town: Path) -> None:
    done = run.terminal("review", town, "--everything", "--at", "no-such", status=2)
    assert "no quote 'no-such' to review" in done.out
