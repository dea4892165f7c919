"""quotecli browse, before its screen and after it; tests/tui has what it shows."""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path

import pytest

from quotecli.render.theme import COLOURS
from tests.cli.conftest import Run
from tests.everyday import everyday

ROOT = Path(__file__).parents[2]


def test_without_a_terminal_a_line_says_so(run: Run) -> None:
    done = run("browse", status=2)
    assert done.err == (
        "quotecli: a full screen needs a terminal\n  use 'quotecli quotes' for pipes and files\n"
    )


def test_errors_that_go_to_a_file_leave_no_screen_to_draw_on(
    run: Run, town: Path, tmp_path: Path
) -> None:
    script = "import os, sys; os.dup2(os.open(sys.argv[1], os.O_CREAT | os.O_RDWR), 2)\n"
    script += "from quotecli.cli.main import main; sys.exit(main(['browse', sys.argv[2]]))"
    log = tmp_path / "log"
    run.terminal(str(log), town, status=2, program=["-c", script])
    assert "a full screen needs a terminal" in log.read_text(encoding="utf-8")


def test_without_textual_a_line_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("quotecli.tui")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual.app", None)
    done = run("browse", status=2)
    assert done.err.splitlines()[:2] == [
        "quotecli: a full screen needs textual",
        "  run: pip install 'textual>=8.2'",
    ]


def test_one_search_at_most(run: Run) -> None:
    done = run("browse", "-q", "one", "-q", "two", status=2)
    assert "browse takes one --search" in done.err


def test_an_unknown_topic_is_an_error_before_the_screen(run: Run, town: Path) -> None:
    shown = run.terminal("browse", town, "--topic", "boats", status=2).shown
    assert "no topic 'boats'" in shown
    assert "\x1b[?1049h" not in shown


SEEN, COPIED = "⟦".encode(), b"quote copied"
AGAIN = b"the files have been read again"
OPENED, LEFT = "\x1b[?1049h", "\x1b[?1049l"


@pytest.mark.parametrize("terminal", everyday(1, ["xterm-256color", "xterm-kitty"]))
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


def test_a_statement_from_standard_input_leaves_the_keys_to_the_terminal(
    run: Run, town: Path
) -> None:
    done = run.terminal("browse", "-", stdin=town, keys={SEEN: b"c", COPIED: b"q"})
    assert "We will build the harbour" in done.shown
    # It is in no file that could be opened.
    run.terminal("browse", "-", stdin=town, keys={SEEN: b"e", b"in no file": b"q"})


@pytest.mark.stress
def test_review_is_opened_at_the_quote_and_left_for_the_list(run: Run, town: Path) -> None:
    before = town.read_bytes()
    century = b"partly a paraphrase"
    keys = {SEEN: b"j", century: b"v", b"2 of 9": b"q", b"9 left to review": b"", AGAIN: b"q"}
    done = run.terminal("browse", town, keys=keys)
    # The explorer, the review that has its terminal, and the explorer again.
    screens = [screen.partition(LEFT)[0] for screen in done.out.split(OPENED)[1:]]
    assert ["2 of 9" in screen for screen in screens] == [False, True, False]
    assert century.decode() in screens[2]
    assert town.read_bytes() == before


def test_what_is_decided_in_that_review_is_in_the_file(run: Run, town: Path) -> None:
    keys = {
        b"draft, not reviewed": b"jjjj",
        b"silence": b"v",
        b"5 of 9": b"a",
        b"6 of 9": b"q",
        AGAIN: b"q",
    }
    run.terminal("browse", town, keys=keys)
    assert "status: draft" not in town.read_text(encoding="utf-8")


@pytest.mark.parametrize("moment", everyday(1, [AGAIN, SEEN, OPENED.encode()]))
def test_a_kill_leaves_the_files_and_the_index_as_they_were(
    run: Run, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: bytes
) -> None:
    index = tmp_path / "index"
    monkeypatch.setenv("QUOTECLI_CACHE", str(index))
    folder = tmp_path / "towns"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_bytes(town.read_bytes())
    quotes = ("quotes", "-d", folder, "-f", "jsonl")
    expected = run(*quotes).out

    def contents() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    before, kept = contents(), sorted(path.name for path in index.iterdir())
    run.terminal("browse", folder, keys={SEEN: b"r"}, kill=moment, status=-9)
    assert contents() == before
    assert sorted(path.name for path in index.iterdir()) == kept
    assert run(*quotes).out == run(*quotes, "--no-cache").out == expected


@pytest.mark.stress
def test_only_colours_that_are_seen_on_light_and_on_dark_are_sent(run: Run, town: Path) -> None:
    keys = {SEEN: b"fj?", b"The list": b"\x03"}
    done = run.terminal(
        "browse", town, columns=120, env={"COLORTERM": "truecolor"}, keys=keys, status=130
    )
    signs = {";".join(map(str, bytes.fromhex(colour.sign[1:]))) for colour in COLOURS}
    for codes in re.findall(r"\x1b\[([0-9;]*)m", done.out):
        set_ = _split(codes)
        behind = [code for code in set_ if re.match("4[0-8]|10[0-7]", code)]
        before = [code for code in set_ if re.match("3[0-8]|9[0-7]", code)]
        # The terminal's own background, or a pair of colours; never white or black on it.
        if behind:
            assert (before, behind) == (["30"], ["47"])
        else:
            assert not {"30", "37", "90", "97"} & {*before}
        # Of all others only those of topics, which are seen on both.
        assert all(code[5:] in signs for code in before if code.startswith("38;"))


def _split(codes: str) -> list[str]:
    """Return each style that an escape sequence sets, with the colour that belongs to it."""
    return re.findall(r"[34]8;2;\d+;\d+;\d+|[34]8;5;\d+|\d+", codes)
