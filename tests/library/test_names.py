"""A name is an id, a label or an alias, or the beginning of any word of one."""

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
def test_a_name_means(name: str, expected: str) -> None:
    known = {**NAMES, "学而": ("论语",)} if name == "a" else NAMES
    assert resolve(name, known, "topic") == expected


def said(name: str, names: dict[str, tuple[str, ...]]) -> str:
    with pytest.raises(UnknownNameError) as caught:
        resolve(name, names, "topic")
    return f"{caught.value.message} | {caught.value.hint}"


def test_a_wrong_name_says_what_was_meant() -> None:
    assert said("militry", NAMES) == "no topic 'militry'; did you mean military-exercises? | "
    assert "did you mean diplomacy?" in said(
        "diplomatic policy", {"diplomacy": ("diplomatic policies",)}
    )


def test_the_middle_of_a_word_is_no_name() -> None:
    assert "no topic 'ilitary'" in said("ilitary", NAMES)


def test_an_ambiguous_name_lists_what_it_fits() -> None:
    assert said("for", {"a": ("for one",), "b": ("for two",)}) == (
        "'for' matches 2 topics: a, b | give the whole id of the topic"
    )


def test_a_whole_name_goes_before_the_beginning_of_another() -> None:
    assert resolve("war", {"war-support": (), "x": ("War",)}, "topic") == "x"


def test_a_name_like_no_other_lists_what_there_is() -> None:
    assert said("zzz", {"a": (), "b": ()}) == "no topic 'zzz' | the topics are a, b"
    assert said("zzz", {}) == "no topic 'zzz' | there are no topics"
    assert "n11 and 8 more" in said("zzz", {f"n{n}": () for n in range(20)})


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
    assert "the topics are" in said(name, NAMES)
