"""Every key of the explorer, at three widths, over hostile text, and files that change."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.binding import Binding

from quotecli.tui import app as app_module
from quotecli.tui.browse import Browse
from quotecli.tui.filter_list import FilterList
from quotecli.tui.help import KEYS
from quotecli.tui.quote_list import QuoteList
from quotecli.tui.rows import RowList, TextRows
from tests.cli.conftest import CONTROL, TOWN
from tests.cli.test_hostile import HOSTILE
from tests.tui.driving import Session, drive

SIZES = [(80, 24), (120, 40), (200, 50)]


@pytest.fixture
def town(tmp_path: Path) -> Path:
    path = tmp_path / "town.yaml"
    path.write_text(TOWN, encoding="utf-8")
    return path


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    taken: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: taken.append(text))
    return taken


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run."""
    ran: list[list[str]] = []

    @contextmanager
    def suspended(_: Any) -> Iterator[None]:
        yield

    def call(command: list[str]) -> int:
        ran.append(command)
        return 0

    monkeypatch.setattr(App, "suspend", suspended)
    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: ran.append(command))
    return ran


def test_the_help_names_every_key() -> None:
    listed = {
        key for keys in KEYS.values() for names in keys for key in names.replace(",", " ").split()
    }
    names = {"question_mark": "?", "slash": "/"}
    bound = {
        names.get(key, key)
        for kind in (Browse, RowList, TextRows, FilterList, QuoteList)
        for one in kind.__dict__.get("BINDINGS", [])
        for key in one.key.split(",")
    }
    inherited = {
        key
        for one in app_module.QuoteApp.BINDINGS
        if isinstance(one, Binding)
        for key in one.key.split(",")
    }
    bound |= {names.get(key, key) for key in inherited}
    assert bound - listed == {"escape"} - listed


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_cursor_goes_where_keys_send_it(folder: Path, size: tuple[int, int]) -> None:
    async def script(on: Session) -> None:
        quotes = on.app.query_one(QuoteList)
        for keys, row in (
            (["down"], 1), (["j"], 2), (["up"], 1), (["k"], 0), (["end"], 5), (["home"], 0),
            (["G"], 5), (["g"], 0), (["pagedown"], 5), (["pageup"], 0), (["space"], 5), (["b"], 0),
            (["n", "n"], 2), (["p"], 1), (["up", "up", "up"], 0),
        ):  # fmt: skip
            await on.press(*keys)
            assert quotes.cursor == row, keys
            assert quotes.current
            assert quotes.current.quote.id in on.pane("head")[0]

    drive(str(folder), script, size=size)


def test_from_the_words_typed_the_arrows_reach_the_list(folder: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("slash", *"the", "down", "down", "up")
        assert on.app.query_one("#search").has_focus
        assert on.app.query_one(QuoteList).cursor == 1

    drive(str(folder), script)


def test_from_the_text_keys_scroll_it_and_step_to_other_quotes(town: Path) -> None:
    async def script(on: Session) -> None:
        text = on.app.query_one("#text", TextRows)
        await on.press("enter")
        assert text.has_focus
        await on.press("end")
        assert text.scroll_offset.y > 0
        await on.press("g", "down", "up", "pagedown", "pageup", "k", "j", "space", "b", "home", "G")
        assert text.scroll_offset.y > 0
        await on.press("n")
        assert "century" in on.pane("head")[0]
        assert text.has_focus
        await on.press("escape")
        assert on.app.query_one(QuoteList).has_focus
        await on.press("tab")
        assert not on.app.query_one(QuoteList).has_focus

    drive(str(town), script, size=(80, 18))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_filters_are_chosen_counted_folded_and_taken_back(
    town: Path, size: tuple[int, int]
) -> None:
    async def script(on: Session) -> None:
        await on.press("f", "down")
        assert on.app.query_one(FilterList).has_focus
        assert any("Taxes" in row for row in on.pane("filters"))
        await on.press("left")
        assert not any("Taxes" in row for row in on.pane("filters"))
        await on.press("right", "enter")
        assert "Money" in on.rows()[1]
        assert "4 of 9 quotes" in on.rows()[0]
        assert any(row.startswith("▌x") for row in on.pane("filters"))
        await on.press("enter")
        assert "9 quotes" in on.rows()[0]
        await on.press("l", "h", "space", "f")
        assert on.app.query_one(QuoteList).has_focus
        assert ("Kind" in on.text()) == (size[0] >= 100)
        await on.press("x")
        assert "9 quotes" in on.rows()[0]

    drive(str(town), script, size=size)


def test_filters_of_one_side_widen_and_of_two_narrow(folder: Path) -> None:
    async def script(on: Session) -> None:
        explorer = on.app.explorer
        for side, key, found in (
            ("speaker", "lee", 1), ("speaker", "diaz", 3), ("kind", "direct", 3),
            ("topic", "weather", 2), ("statement", "storm", 2), ("speaker", "lee", 2),
        ):  # fmt: skip
            on.app._toggle(side, key)  # type: ignore[arg-type]
            await on.settle()
            assert on.rows()[0].endswith(f" {found} of 6 quotes "), (side, key)
        assert explorer.describe_filters() == "Weather · Carla Díaz · After the storm · direct"

    drive(str(folder), script)


@pytest.mark.parametrize(
    ("key", "typed", "found"), [("s", "día", 2), ("t", "weath", 2), ("S", "storm", 3)]
)
def test_a_picker_filters_as_one_types(folder: Path, key: str, typed: str, found: int) -> None:
    async def script(on: Session) -> None:
        await on.press(key, *typed)
        assert len([row for row in on.pane("names") if row.strip()]) == 1
        await on.press("down", "up", "enter")
        assert f"{found} of 6 quotes" in on.rows()[0]
        await on.press(key, "escape")
        assert f"{found} of 6 quotes" in on.rows()[0]
        await on.press(key, *"zzz", "enter", "escape")
        assert f"{found} of 6 quotes" in on.rows()[0]

    drive(str(folder), script)


def test_what_is_copied_says_who_and_what_is_in_doubt(town: Path, clipboard: list[str]) -> None:
    async def script(on: Session) -> None:
        await on.press("c", "C")
        assert (
            clipboard[0]
            == "“We will build the harbour, and nobody will pay twice” — Ann Léa, mayor"
            or clipboard[0]
        )
        assert clipboard[1].startswith(clipboard[0] + "\n\n")
        assert "The Harbour Post" in clipboard[1]
        await on.press("end", "c")
        assert "not proved" in clipboard[2]
        assert on.app.copied == clipboard

    drive(str(town), script)


def test_the_source_and_the_editor_are_opened_at_the_quote(
    town: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "browser_command", lambda address: ["browser", address])
    monkeypatch.setenv("EDITOR", "vi -u NONE")
    monkeypatch.delenv("VISUAL", raising=False)
    line = TOWN[: TOWN.index("id: build")].count("\n") + 1

    async def script(on: Session) -> None:
        await on.press("o", "e")
        assert commands[0][1].startswith("https://post.example/harbour?id=7#top:~:text=We%20will")
        assert commands[1] == ["vi", "-u", "NONE", f"+{line}", str(town)]
        await on.settle()
        assert "9 quotes" in on.rows()[0]

    drive(str(town), script)


def test_what_cannot_be_opened_is_told(folder: Path, clipboard: list[str]) -> None:
    async def script(on: Session) -> None:
        await on.press("o")
        assert "the source has no web address" in on.text()
        await on.press("e")
        assert "cannot show another program" in on.text()

    drive(str(folder), script)
    assert clipboard == []


def test_files_that_change_are_read_again_when_asked(folder: Path) -> None:
    path = folder / "harbour.yaml"

    async def script(on: Session) -> None:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("The harbour will", "The haven will"), encoding="utf-8")
        await on.press("down", "up")
        assert "files have changed; r reads them again" in on.text()
        assert "The harbour will grow" in on.text()
        await on.press("r")
        await on.settle()
        assert "The haven will grow" in on.text()
        path.write_text("title: [broken", encoding="utf-8")
        await on.press("r")
        assert "3 quotes" in on.rows()[0]
        path.unlink()
        (folder / "below" / "storm.yml").unlink()
        await on.press("r")
        assert "3 quotes" in on.rows()[0]

    drive(str(folder), script)


def test_a_statement_without_quotes_and_filters_without_a_match(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("title: Empty\ntext: Nothing was said.\nquotes: []\n", encoding="utf-8")

    async def script(on: Session) -> None:
        assert "no quotes found" in on.text()
        assert "0 quotes" in on.rows()[0]
        keys = (
            "down up end home enter escape n p c C o e f down enter f x t escape s escape".split()
        )
        await on.press(*keys, "slash", "a", "escape", "pagedown", "question_mark", "escape")
        assert "no quotes found" in on.text()

    drive(str(path), script)


def test_help_opens_and_closes(folder: Path) -> None:
    async def script(on: Session) -> None:
        for key in ("escape", "question_mark", "q"):
            await on.press("question_mark")
            assert "copy the words and who said them" in on.text()
            await on.press(key)
            assert "copy the words and who said them" not in on.text()

    drive(str(folder), script, size=(80, 40))


@pytest.mark.parametrize(("key", "status"), [("q", 0), ("ctrl+q", 0), ("ctrl+c", 130)])
def test_leaving(folder: Path, key: str, status: int) -> None:
    async def script(on: Session) -> None:
        await on.pilot.press("slash" if key != "q" else "down", key)

    assert drive(str(folder), script).return_value == status


def test_the_mouse_chooses(folder: Path) -> None:
    async def script(on: Session) -> None:
        await on.pilot.click("#quotes", offset=(5, 3))
        await on.settle()
        assert on.app.query_one(QuoteList).cursor == 3
        assert "storm/storm-at-night" in on.pane("head")[0]
        await on.pilot.click("#filters", offset=(5, 1))
        await on.settle()
        assert "of 6 quotes" in on.rows()[0]

    drive(str(folder), script)


def test_denials_and_drafts_say_so(town: Path) -> None:
    town.write_text(
        TOWN.replace("id: build\n", "id: build\n    polarity: negative\n    status: draft\n"),
        encoding="utf-8",
    )

    async def script(on: Session) -> None:
        assert "denied by Ann Léa" in on.pane("quotes")[0]
        assert "draft, not reviewed" in on.pane("quotes")[0]
        assert "draft, not reviewed" in on.pane("head")[0]
        assert "denied by Ann Léa" in on.pane("head")[1]

    drive(str(town), script, size=(120, 30))


# Every text at one of the widths, and those that are hardest to place at all of them.
CASES = [(name, SIZES[number % len(SIZES)]) for number, name in enumerate(HOSTILE)]
CASES += [(name, size) for name in ("arabic", "emoji", "marks", "cjk") for size in SIZES]


@pytest.mark.parametrize(("name", "size"), dict.fromkeys(CASES), ids=str)
def test_hostile_text_is_shown_and_in_place(
    tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    import yaml

    text = HOSTILE[name]
    statement = {
        "title": text,
        "speakers": {"p": {"name": text, "role": text, "aliases": [text]}},
        "topics": {"t": {"label": text, "description": text}},
        "text": f"begin {text} end",
        "quotes": [
            {"id": "q", "topics": ["t"], "kind": "direct", "speaker": "p",
             "excerpt": f"begin {text} end", "note": text},
            {"id": "r", "topics": ["t"], "kind": "direct", "speaker": "p", "excerpt": "end"},
        ],
    }  # fmt: skip
    path = tmp_path / "hostile.yaml"
    path.write_text(yaml.safe_dump(statement), encoding="utf-8")

    async def script(on: Session) -> None:
        for keys in (["down"], ["f"], ["f", "s"], ["escape", "question_mark"], ["escape", "t"]):
            await on.press(*keys)
            for strip in on.strips():
                assert not CONTROL.search(strip.text)
                assert "\t" not in strip.text
                assert "\n" not in strip.text
                # A pane above another may cut an emoji that is joined of several.
                columns = sum(cell_len(part.text) for part in strip)
                assert strip.cell_length == columns == size[0]

    drive(str(path), script, size=size)


def test_right_to_left_text_keeps_to_its_pane(tmp_path: Path) -> None:
    path = tmp_path / "arabic.yaml"
    path.write_text(
        "title: A\nspeakers: {p: {name: قال}}\ntext: قال الكلمة ثم غاب\n"
        "quotes:\n  - {id: q, kind: direct, speaker: p, excerpt: الكلمة ثم}\n",
        encoding="utf-8",
    )

    async def script(on: Session) -> None:
        (row,) = [row for row in on.pane("quotes") if "الكلمة" in row]
        name, _, words = row.partition("“")
        assert "\u200e" in name[name.index("قال") :]
        assert "\u200e" in words

    drive(str(path), script, size=(200, 24))


def test_no_colour_is_sent_where_none_is_wanted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(on: Session) -> None:
        for strip in on.strips():
            for part in strip:
                assert part.style is None or part.style.color is None or part.style.color.is_default

    drive(str(folder), script)
