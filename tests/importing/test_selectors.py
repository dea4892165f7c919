"""Selectors of every kind that says where words are, as programs write them."""

from __future__ import annotations

from typing import Any

import pytest

from quotecli.importing.positions import ClaimedPlace
from quotecli.importing.selectors import SelectedWords, read_selectors, split_characters


def quote(exact: str, prefix: str = "", suffix: str = "", **keys: Any) -> dict[str, Any]:
    given = {"exact": exact, "prefix": prefix, "suffix": suffix}
    return {"type": "TextQuoteSelector", **given, **keys}


def position(start: Any, end: Any, **keys: Any) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end, **keys}


def fragment(value: Any, **keys: Any) -> dict[str, Any]:
    return {"type": "FragmentSelector", "value": value, **keys}


def range_of(start: Any, end: Any) -> dict[str, Any]:
    return {"type": "RangeSelector", "startSelector": start, "endSelector": end}


@pytest.mark.parametrize(
    "selector",
    [
        position(4, 9),
        position("4", "9"),
        position(4.0, 9.0),
        {**position(4, 9), "type": ["TextPositionSelector"]},
        range_of(position(4, 5), position(9, 12)),
        fragment("char=4,9"),
        fragment("#char=4,9;length=20,UTF-8"),
    ],
)
def test_positions_are_read_however_they_are_written(selector: dict[str, Any]) -> None:
    assert read_selectors([selector]) == (SelectedWords(), ClaimedPlace(4, 9, "", "whole"))


def test_a_fragment_may_begin_with_the_text() -> None:
    assert read_selectors([fragment("char=,9")])[1] == ClaimedPlace(0, 9, "", "whole")


@pytest.mark.parametrize(
    "selector",
    [
        position(True, 9),
        position("4", "nine"),
        position("4", "9" * 13),
        position(4.5, 9),
        position("٤", "٩"),
        range_of(quote("a"), position(9, 12)),
        range_of(position(4, 5), None),
        fragment("char=4"),
        fragment("line=4,9"),
        fragment(None),
        {"type": "SvgSelector", "value": "char=4,9"},
        {},
    ],
)
def test_what_is_no_position_is_none(selector: dict[str, Any]) -> None:
    assert read_selectors([selector]) == (SelectedWords(), None)


@pytest.mark.parametrize(
    ("selector", "words"),
    [
        (
            fragment("par2", refinedBy=quote("boats", "of ", " in")),
            SelectedWords("boats", "of ", " in"),
        ),
        (
            quote("many boats here", "so ", ".", refinedBy=quote("boats")),
            SelectedWords("boats", "so many ", " here."),
        ),
        # Words that the wider ones hold twice have only the context that they give themselves.
        (
            quote("boat by boat", "a", "b", refinedBy=quote("boat", "by ")),
            SelectedWords("boat", "by "),
        ),
        (
            quote("many boats here", "so ", refinedBy=position(5, 10)),
            SelectedWords("boats", "so many ", " here"),
        ),
        (
            quote("a b", refinedBy=fragment("x", refinedBy=quote("boats"))),
            SelectedWords("boats"),
        ),
        (quote("many boats", refinedBy=[quote("boats")]), SelectedWords("boats", "many ")),
    ],
)
def test_the_words_are_those_of_the_last_refinement(
    selector: dict[str, Any], words: SelectedWords
) -> None:
    assert read_selectors([selector]) == (words, None)


def endless() -> dict[str, Any]:
    selector = quote("boats")
    selector["refinedBy"] = selector
    return selector


@pytest.mark.parametrize(
    "selector",
    [
        quote("many boats", refinedBy={"type": "CssSelector", "value": "b"}),
        quote("many boats", refinedBy=position(5, 11)),
        quote("many 😀 boats", refinedBy=position(5, 6)),
        position(0, 90, refinedBy=position(5, 6)),
        quote("many boats", refinedBy="urn:a:selector"),
        endless(),
    ],
)
def test_what_a_refinement_does_not_tell_is_not_guessed(selector: dict[str, Any]) -> None:
    assert read_selectors([selector]) == (SelectedWords(), None)


def test_a_position_beside_words_is_held_against_them() -> None:
    assert read_selectors([position(4, 9), quote("boats")]) == (
        SelectedWords("boats"),
        ClaimedPlace(4, 9, "boats", "whole"),
    )


@pytest.mark.parametrize(
    ("address", "page", "selectors"),
    [
        ("https://a.example/b.txt#char=4,9", "https://a.example/b.txt", [fragment("char=4,9")]),
        ("https://a.example/b#top", "https://a.example/b#top", []),
        ("", "", []),
    ],
)
def test_an_address_may_say_which_characters(
    address: str, page: str, selectors: list[dict[str, Any]]
) -> None:
    assert split_characters(address) == (page, selectors)
