"""Tags by name."""

from __future__ import annotations

import pytest

from quotecli.drafting.tags import NAME, SIGNS, SPEECH_VERB, TAGS, spell, tag_set


def test_no_letter_is_two_tags() -> None:
    assert len(set(TAGS.values())) == len(TAGS)
    assert not (set(SIGNS.values()) - {TAGS["ELLIPSIS"]}) & set(TAGS.values())


def test_a_pattern_is_spelled_without_its_names_and_spaces() -> None:
    assert spell(r"NAME+ , (?P<verb> [SPEECH_VERB .]) {1,2} \n") == r"N+,(?P<verb>[V.]){1,2}\n"


def test_a_piece_may_hold_names_and_pieces() -> None:
    pieces = {"PHRASE": "DETERMINER? PART", "PART": "[NOUN NAME]"}
    assert spell("PHRASE (?: OF PHRASE )*", pieces) == "d?[nN](?:od?[nN])*"


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        spell("NAME VERBB")


def test_a_set_of_tags() -> None:
    assert tag_set("NAME SPEECH_VERB ,") == {NAME, SPEECH_VERB, ","}
