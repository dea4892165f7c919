"""The review: what each key decides, and that it is in the file before the next quote shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from quotecli.store.reader import load
from quotecli.tui.review import ReviewApp
from quotecli.tui.review_panel import REVIEW_KEYS
from quotecli.tui.reviewing import Item, Review
from tests.cli.conftest import CONTROL, DRAFT
from tests.cli.test_hostile import HOSTILE

SIZES = [(80, 24), (120, 40), (200, 50)]

Script = Callable[["Session"], Awaitable[None]]


class Session:
    """A running review of one file."""

    def __init__(self, app: ReviewApp, pilot: Pilot[Any], path: Path) -> None:
        self.app, self.pilot, self.path = app, pilot, path

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type on the line that asks for a text."""
        self.app.screen.query_one(Input).value = text
        await self.pilot.pause()

    @property
    def file(self) -> str:
        return self.path.read_bytes().decode()

    @property
    def current(self) -> str:
        return self.app.review.item.key

    def quote(self, key: str) -> Any:
        return next(one for one in load(str(self.path)).quotes if one.id == key)

    def strips(self) -> list[Any]:
        return list(self.app.screen._compositor.render_strips())

    def text(self) -> str:
        return "\n".join(strip.text for strip in self.strips())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "quay.yaml"
    path.write_bytes(DRAFT.encode())
    return path


def drive(
    path: Path, script: Script, *, keys: str = "grow fish asked", size: tuple[int, int] = (120, 30)
) -> ReviewApp:
    """Run a review of the quotes of these ids under a script, and return it after its end."""

    async def run() -> ReviewApp:
        app = ReviewApp(Review([Item(str(path), key) for key in keys.split()], {}))
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            await script(Session(app, pilot, path))
        return app

    return asyncio.run(run())


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_screen_has_the_quote_in_its_text_and_all_that_is_to_be_decided(
    path: Path, size: tuple[int, int]
) -> None:
    async def script(on: Session) -> None:
        await on.press("n")
        shown = on.text()
        for part in (
            "2 of 3", "3 left", "⟦there were", "Bo Chan", "mixed", "said", "0.40", "Fish",
            "What is", "draft, not reviewed", "the excerpt", "a Accept",
        ):  # fmt: skip
            assert part in shown, part
        assert all(strip.cell_length == size[0] for strip in on.strips())
        assert len(on.strips()) == size[1]

    drive(path, script, size=size)


def test_accepting_removes_what_a_draft_says_and_goes_on(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("n", "a")
        assert on.current == "asked"
        assert on.file == DRAFT.replace(
            "  # review: the excerpt and the speaker (confidence 0.40)\n", ""
        ).replace("    status: draft\n    confidence: 0.4  # low\n", "    status: reviewed\n")
        await on.press("enter")
        assert on.current == "grow"
        await on.press("a")
        assert [quote.status for quote in load(str(path)).quotes] == ["reviewed"] * 3
        assert "no quote is left" in on.text()
        assert "0 left" in on.text()

    drive(path, script)


def test_rejecting_removes_the_quote(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("x")
        assert on.current == "fish"
        assert "id: grow" not in on.file
        await on.press("p")
        assert on.current == "fish"
        await on.press("x", "x")
        assert load(str(path)).quotes == ()
        await on.press("a", "s", "escape", "t", "k", "d", "i", "m", "l", "H", "full_stop", "A")
        assert on.app.is_running

    drive(path, script)


def test_any_number_of_decisions_is_undone_and_redone_byte_for_byte(path: Path) -> None:
    async def script(on: Session) -> None:
        states = [on.file]
        for key in ("a", "k", "d", "i", "x", "l"):
            await on.press(key)
            assert on.file != states[-1], key
            states.append(on.file)
        for state in reversed(states[:-1]):
            await on.press("u")
            assert on.file == state
        assert on.current == "grow"
        assert "3 left" in on.text()
        await on.press("u")
        assert on.file == DRAFT
        for state in states[1:]:
            await on.press("U")
            assert on.file == state
        await on.press("U", "u", "k", "U")
        assert on.app.review.left == 1

    drive(path, script)


def test_the_speaker_is_of_the_cast_or_somebody_new(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("s")
        await on.type("bo")
        await on.press("enter")
        assert on.quote("grow").speaker.name == "Bo Chan"
        await on.press("n", "s")
        await on.type("Cy Dell")
        await on.press("enter")
        assert on.quote("fish").speaker.name == "Cy Dell"
        await on.press("n", "full_stop")
        assert on.quote("asked").speaker.name == "Cy Dell"
        assert on.file.count("name: Cy Dell") == 1
        await on.press("s", "escape")
        assert on.quote("asked").speaker.name == "Cy Dell"

    drive(path, script)


def test_the_codebook_has_speakers_and_topics_too(path: Path) -> None:
    book = path.parent / "codebook.yaml"
    book.write_text("topics: {law: {label: Law}}\nspeakers: {dell: {name: Cy Dell}}\n")

    async def run() -> None:
        app = ReviewApp(Review([Item(str(path), "grow")], {str(path): str(book)}))
        async with app.run_test() as pilot:
            on = Session(app, pilot, path)
            await on.press("s")
            await on.type("dell")
            await on.press("enter", "t")
            await on.type("law")
            await on.press("enter")

    asyncio.run(run())
    text = path.read_text()
    assert "speaker: dell" in text
    assert "topics: [law]" in text
    assert "Cy Dell" not in text


def test_topics_are_chosen_several_at_once_and_new_ones_made(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("n", "t")
        await on.type("money")
        await on.press("enter")
        assert [topic.id for topic in on.quote("fish").topics] == ["fish", "money"]
        await on.press("t")
        await on.type("fish")
        await on.press("tab")
        await on.type("Harbour law")
        await on.press("tab", "enter")
        assert [topic.label for topic in on.quote("fish").topics] == ["Money", "Harbour law"]
        await on.press("t", "tab", "escape")
        assert [topic.label for topic in on.quote("fish").topics] == ["Money", "Harbour law"]

    drive(path, script)


def test_kind_polarity_mark_and_note(path: Path) -> None:
    async def script(on: Session) -> None:
        await on.press("k", "d", "i", "m")
        await on.type("ask again")
        await on.press("enter")
        quote = on.quote("grow")
        found = (quote.kind, quote.polarity, quote.important, quote.note)
        assert found == ("indirect", "negative", True, "ask again")
        for part in ("indirect", "denied", "important", "ask again"):
            assert part in on.text()
        await on.press("k", "k", "d", "i", "m")
        await on.type("")
        await on.press("enter")
        assert on.file == DRAFT

    drive(path, script)


def test_the_excerpt_grows_and_shrinks_by_words(path: Path) -> None:
    async def script(on: Session) -> None:
        for key, words in (
            ("L", "The quay will grow, and it will"), ("H", "quay will grow, and it will"),
            ("l", "quay will grow, and it will pay"), ("h", "The quay will grow, and it will pay"),
            ("left", "The quay will grow, and it will pay"),
            ("right", "The quay will grow, and it will pay,” said"),
            ("L", "The quay will grow, and it will pay"),
        ):  # fmt: skip
            await on.press(key)
            assert on.quote("grow").excerpt == words, key
        assert on.file == DRAFT
        assert "there is no further word" in on.text()

    drive(path, script)


def test_a_decision_is_made_on_all_of_a_speaker_or_cue_once_their_number_is_seen(
    path: Path,
) -> None:
    async def script(on: Session) -> None:
        await on.press("A")
        assert "first decide on one quote" in on.text()
        await on.press("i", "A")
        assert "important: 1 quote of Ann Lee" in on.text()
        assert "important: 2 quotes with “said”" in on.text()
        await on.press("down", "enter")
        assert on.quote("fish").important
        assert not on.quote("asked").important
        await on.press("u", "u")
        assert on.file == DRAFT

    drive(path, script)


def test_finding_goes_to_the_next_quote_with_the_words(path: Path) -> None:
    async def script(on: Session) -> None:
        for words, key in (("nobody ask", "asked"), ("ann lee", "grow"), ("zzz", "grow")):
            await on.press("slash")
            await on.type(words)
            await on.press("enter")
            assert on.current == key
        assert "no other quote has these words" in on.text()

    drive(path, script)


def test_what_others_write_meanwhile_is_read_and_never_overwritten(path: Path) -> None:
    async def script(on: Session) -> None:
        path.write_text(on.file.replace("# A draft", "# The draft"))
        await on.press("a")
        assert on.file.startswith("# The draft")
        assert on.quote("grow").status == "reviewed"
        path.write_text(on.file.replace("speaker: chan", "speaker: lee"))
        await on.press("k")
        assert "changed by somebody else" in "".join(one.message for one in on.app._notifications)
        assert on.quote("fish").kind == "mixed"
        assert on.quote("fish").speaker.id == "lee"
        before = on.file
        await on.press("u")
        assert "changed by somebody else" in "".join(one.message for one in on.app._notifications)
        assert on.file == before
        await on.press("k")
        assert on.quote("fish").kind == "direct"
        path.write_text("title: [broken")
        await on.press("a", "n", "p", "u", "r", "k", "slash", "escape")
        assert on.file == "title: [broken"
        path.unlink()
        await on.press("a", "n", "u", "r")
        assert not path.exists()

    drive(path, script)


def test_a_read_only_file_stays_as_it_is_and_the_quote_too(path: Path) -> None:
    path.chmod(0o444)

    async def script(on: Session) -> None:
        await on.press("a")
        assert "read-only" in on.text()
        assert on.current == "grow"
        assert on.app.review.left == 3

    drive(path, script)
    assert path.read_text() == DRAFT


def test_the_help_names_every_key(path: Path) -> None:
    listed = {
        key
        for keys in REVIEW_KEYS.values()
        for names in keys
        for key in names.replace(",", " ").split()
    }
    names = {"question_mark": "?", "slash": "/", "full_stop": "."}

    async def script(on: Session) -> None:
        bound = {names.get(key, key) for key in on.app._bindings.key_to_bindings}
        assert bound == listed
        await on.press("question_mark")
        assert "accept: reviewed" in on.text()
        await on.press("escape")
        await on.press("down", "up", "pagedown", "pageup", "space", "b")
        assert on.file == DRAFT

    drive(path, script, size=(120, 60))


def test_copying_and_leaving(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: taken.append(text))

    async def script(on: Session) -> None:
        await on.press("c", "C", "o", "q")

    app = drive(path, script)
    assert taken[0].startswith("“The quay will grow, and it will pay” — Ann Lee")
    assert app.return_value == 0


@pytest.mark.parametrize("name", sorted({*HOSTILE} - {"separators"}))  # which no file may have
def test_hostile_text_is_shown_and_in_place(tmp_path: Path, name: str) -> None:
    import yaml
    from rich.cells import cell_len

    text = HOSTILE[name]
    statement = {
        "title": text,
        "speakers": {"p": {"name": text, "role": text}},
        "topics": {"t": {"label": text, "description": text}},
        "text": f"begin {text} end",
        "quotes": [
            {"id": "q", "topics": ["t"], "kind": "direct", "speaker": "p", "status": "draft",
             "excerpt": f"begin {text} end", "note": text, "cue": text},
        ],
    }  # fmt: skip
    path = tmp_path / "hostile.yaml"
    path.write_text(yaml.safe_dump(statement, allow_unicode=True), encoding="utf-8")

    async def script(on: Session) -> None:
        for keys in ([], ["i"], ["A"], ["escape", "s"], ["escape", "t"], ["escape", "m"]):
            await on.press(*keys)
            for strip in on.strips():
                assert not CONTROL.search(strip.text)
                assert "\t" not in strip.text
                assert strip.cell_length == cell_len(strip.text) == 80

    drive(path, script, keys="q", size=(80, 24))
