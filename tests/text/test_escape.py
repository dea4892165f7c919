"""Dangerous characters are shown as escapes, all others unchanged."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.text.escape import json_ascii, json_safe, visible, visible_line, with_escapes
from tests.cli.conftest import CONTROL


@given(st.text())
def test_only_dangerous_characters_are_escaped(text: str) -> None:
    assert not CONTROL.search(visible(text))
    assert not CONTROL.search(visible_line(text))
    assert "\n" not in visible_line(text)
    assert "\t" not in visible_line(text)
    if text.isprintable():
        assert visible(text) == visible_line(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b", r"\x1b"),
        ("\r", r"\r"),
        ("\x7f", r"\x7f"),
        ("\x9b", r"\x9b"),
        ("\u202e", r"\u202e"),
        ("\u2066", r"\u2066"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("\t\n", "\t\n"),
        ("e\u0301 👨‍👩‍👧 بيت", "e\u0301 👨‍👩‍👧 بيت"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_an_escape_may_be_written_with_what_it_stands_for() -> None:
    assert (
        with_escapes("a\u202eb\n", lambda character, escape: f"<{ord(character):x} {escape}>")
        == "a<202e \\u202e>b\n"
    )


@given(st.text())
def test_json_means_the_same(text: str) -> None:
    written = json.dumps(text, ensure_ascii=False)
    assert json.loads(json_safe(written)) == text
    assert json.loads(json_ascii(written)) == text
    assert json_ascii(written).isascii()
    assert not CONTROL.search(json_safe(written))
