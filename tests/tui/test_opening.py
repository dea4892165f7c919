"""Editors and browsers, and terminals that are known to have a clipboard."""

from __future__ import annotations

import os

import pytest

from quotecli.errors import Place, QuotecliError
from quotecli.tui.asking import complete
from quotecli.tui.copying import has_clipboard
from quotecli.tui.opening import editor_command


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vi", ["vi", "+7", "/a/-b.yaml"]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+7", "/a/-b.yaml"]),
        ("code", ["code", "--wait", "--goto", "/a/-b.yaml:7"]),
        ("'/my apps/hx'", ["/my apps/hx", "/a/-b.yaml:7"]),
    ],
)
def test_an_editor_is_told_the_line_in_its_own_way(editor: str, command: list[str]) -> None:
    assert editor_command(Place("/a/-b.yaml", 7), {"EDITOR": editor}) == command
    assert editor_command(Place("/a/-b.yaml", 7), {"EDITOR": "no", "VISUAL": editor}) == command


def test_a_name_is_never_taken_for_an_option() -> None:
    command = editor_command(Place("-rf.yaml"), {"EDITOR": "vi"})
    assert command == ["vi", "+1", os.path.abspath("-rf.yaml")]


def test_without_an_editor_a_line_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    for environment in ({}, {"EDITOR": "'unclosed"}, {"EDITOR": " "}):
        with pytest.raises(QuotecliError, match="no editor is set"):
            editor_command(Place("a.yaml"), environment)


@pytest.mark.parametrize(
    ("environment", "known"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "WT_SESSION": "x"}, True),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "WezTerm", "TMUX": "/tmp/tmux"}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "linux"}, False),
        ({}, False),
    ],
)
def test_terminals_with_a_clipboard(environment: dict[str, str], known: bool) -> None:
    assert has_clipboard(environment) == known


@pytest.mark.parametrize(
    ("typed", "search"),
    [
        ("harb", "harb*"),
        ("the harb ", "the harb*"),
        ('"foreign pol', '"foreign pol"*'),
        ("“foreign pol", '“foreign pol"*'),
        ('"foreign policy"', '"foreign policy"'),
        ("harb*", "harb*"),
        ("it’s", "it’s*"),
        ("!", "!"),
    ],
)
def test_the_last_word_typed_is_the_beginning_of_one(typed: str, search: str) -> None:
    assert complete(typed) == search
