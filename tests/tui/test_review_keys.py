"""The review: what each key decides, at every width, with hostile text, and beside others."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key

from quotecli.store.reader import load
from quotecli.tui import review
from quotecli.tui.review_panel import REVIEW_KEYS
from tests.cli.conftest import CONTROL, DRAFT
from tests.cli.test_hostile import HOSTILE
from tests.tui.review_driving import Session, drive

SIZES = [(80, 24), (120, 40), (200, 50)]


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


class Hasty(review.ReviewApp):
    """A review at which a key is typed when the screen is there and nothing is drawn on it yet."""

    CSS_PATH = str(Path(review.__file__).with_suffix(".tcss"))

    def on_mount(self) -> None:
        self.call_next(lambda: self.post_message(Key("x", "x")))


def test_a_key_from_before_the_first_quote_is_drawn_decides_nothing(path: Path) -> None:
    async def script(on: Session) -> None:
        assert on.current == "grow"
        assert on.file == DRAFT
        await on.press("x")
        assert on.current == "fish"
        assert "id: grow" not in on.file

    drive(path, script, app_class=Hasty)


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


def test_an_id_is_whom_the_file_says_and_not_whom_the_codebook_says(path: Path) -> None:
    book = path.parent / "codebook.yaml"
    book.write_text("topics: {}\nspeakers: {lee: {name: Cy Dell}}\n")

    async def script(on: Session) -> None:
        await on.press("s")
        await on.type("Cy Dell")
        await on.press("enter")
        assert on.quote("grow").speaker.name == "Cy Dell"

    drive(path, script, book=book)


def test_the_codebook_has_speakers_and_topics_too(path: Path) -> None:
    book = path.parent / "codebook.yaml"
    book.write_text("topics: {law: {label: Law}}\nspeakers: {dell: {name: Cy Dell}}\n")

    async def script(on: Session) -> None:
        await on.press("s")
        await on.type("dell")
        await on.press("enter", "t")
        await on.type("law")
        await on.press("enter")
        assert "Law" in on.text()
        book.write_text(book.read_text().replace("Law", "Sea law"))
        await on.press("r")
        assert "Sea law" in on.text()

    drive(path, script, keys="grow", book=book)
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


def test_no_colour_is_sent_where_none_is_wanted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(on: Session) -> None:
        for keys in ([], ["s"], ["escape", "w"]):
            await on.press(*keys)
            for strip in on.strips():
                for part in strip:
                    colour = part.style.color if part.style else None
                    assert colour is None or colour.is_default

    drive(path, script)


def test_the_mouse_presses_keys_and_picks(path: Path) -> None:
    async def click(on: Session, words: str) -> None:
        row = next(y for y, strip in enumerate(on.strips()) if words in strip.text)
        await on.pilot.click(offset=(on.strips()[row].text.index(words) + 1, row))
        await on.pilot.pause()

    async def script(on: Session) -> None:
        await click(on, "k Kind")
        assert on.quote("grow").kind == "indirect"
        await click(on, "s Speaker")
        await click(on, "Bo Chan  chan")
        assert on.quote("grow").speaker.id == "chan"
        await click(on, "a Accept")
        assert on.current == "fish"

    drive(path, script)


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


def test_hostile_text_is_shown_and_in_place(tmp_path: Path) -> None:
    import yaml
    from rich.cells import cell_len

    # A few in each quote: every key takes a quarter of a second.
    short = [key for key in HOSTILE if key not in ("separators", "long")]
    groups = {f"q-{group[0]}": group for group in (["long"], *(short[n::6] for n in range(6)))}
    texts = {key: " – ".join(HOSTILE[name] for name in group) for key, group in groups.items()}
    excerpts = {
        key: "\n".join(f"begin {name} {HOSTILE[name]} end" for name in group)
        for key, group in groups.items()
    }
    statement = {
        "title": "hostile",
        "speakers": {key: {"name": text, "role": text} for key, text in texts.items()},
        "topics": {key: {"label": text, "description": text} for key, text in texts.items()},
        "text": "\n\n".join(excerpts.values()),
        "quotes": [
            {"id": key, "topics": [key], "kind": "direct", "speaker": key, "status": "draft",
             "excerpt": excerpts[key], "note": text, "cue": text}
            for key, text in texts.items()
        ],
    }  # fmt: skip
    path = tmp_path / "hostile.yaml"
    path.write_text(yaml.safe_dump(statement, allow_unicode=True), encoding="utf-8")

    def look(on: Session, what: str) -> None:
        for strip in on.strips():
            assert not CONTROL.search(strip.text), what
            assert "\t" not in strip.text, what
            assert strip.cell_length == cell_len(strip.text) == 80, what

    async def script(on: Session) -> None:
        for key, group in groups.items():
            look(on, key)
            shown = on.text()
            assert all(f"begin {name}" in shown for name in group)
            for screen in ("m", "w"):
                await on.press(screen)
                look(on, key)
                await on.press("escape")
            await on.press("n")
        await on.press("i")
        for keys in (["A"], ["escape", "s"], ["escape", "t"]):
            await on.press(*keys)
            look(on, keys[-1])

    drive(path, script, keys=" ".join(texts), size=(80, 24))
