"""Users may type an id, a label, an alias, or the beginning of any word of these."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.errors import UnknownNameError
from quotecli.library.names import resolve

NAMES = {
    "military-exercises": ("Military exercises", "drills"),
    "diplomacy": ("Diplomacy", "foreign policy"),
    "foreign": ("Abroad",),
    "war-support": ("War support", "Élan"),
    "学而": ("The Analects 论语",),
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("diplomacy", "diplomacy"),
        ("DIPLOMACY", "diplomacy"),
        ("Military exercises", "military-exercises"),
        ("military_exercises", "military-exercises"),
        ("military", "military-exercises"),
        ("exer", "military-exercises"),
        ("military ex", "military-exercises"),
        ("dril", "military-exercises"),
        ("foreign policy", "diplomacy"),
        ("foreign", "foreign"),
        ("elan", "war-support"),
        ("“War”", "war-support"),
        ("论", "学而"),
        ("a", "foreign"),
    ],
)
def test_a_name_is_resolved(name: str, expected: str) -> None:
    known = {**NAMES, "学而": ("论语",)} if name == "a" else NAMES
    assert resolve(name, known, "topic") == expected


def error(name: str, names: dict[str, tuple[str, ...]]) -> str:
    with pytest.raises(UnknownNameError) as caught:
        resolve(name, names, "topic")
    return f"{caught.value.message} | {caught.value.hint}"


def test_a_misspelt_name_gets_a_suggestion() -> None:
    assert error("militry", NAMES) == "no topic 'militry'; did you mean military-exercises? | "
    assert "did you mean diplomacy?" in error(
        "diplomatic policy", {"diplomacy": ("diplomatic policies",)}
    )


def test_the_middle_of_a_word_does_not_match() -> None:
    assert "no topic 'ilitary'" in error("ilitary", NAMES)


def test_an_ambiguous_name_lists_its_matches() -> None:
    assert error("for", {"a": ("for one",), "b": ("for two",)}) == (
        "'for' matches 2 topics: a, b | give the whole id of the topic"
    )


def test_a_whole_name_wins_over_the_beginning_of_another() -> None:
    assert resolve("war", {"war-support": (), "x": ("War",)}, "topic") == "x"


def test_an_unknown_name_lists_the_known_ones() -> None:
    assert error("zzz", {"a": (), "b": ()}) == "no topic 'zzz' | give one of a, b"
    assert error("zzz", {}) == "no topic 'zzz' | there are no topics"
    assert "n11 and 8 more" in error("zzz", {f"n{n}": () for n in range(20)})


@given(st.text())
def test_any_text_is_resolved_or_refused(name: str) -> None:
    try:
        found = resolve(name, NAMES, "topic")
    except UnknownNameError as error:
        found = ""
        shown = error.message
    assert found in NAMES or f"'{name}'" in shown


@pytest.mark.parametrize("name", ["", " ", "…", "\ud800"])
def test_a_name_without_words_is_unknown(name: str) -> None:
    assert "give one of" in error(name, NAMES)
