"""What the selectors of an annotation's target select: words in their context, and a position."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from quotecli.importing.positions import ClaimedPlace

Selector = dict[str, Any]

# How many selectors may refine each other; more are no place that anybody marked.
_MAX_REFINED = 8
_MAX_DIGITS = 12
# The positions of RFC 5147, with or without what it has to check them by.
_CHARACTERS = re.compile(r"#?char=(?P<start>[0-9]*),(?P<end>[0-9]+)(?:;.*)?", re.DOTALL)


class SelectedWords(NamedTuple):
    """The words of a passage, and what stands before and after it."""

    exact: str = ""
    prefix: str = ""
    suffix: str = ""


def read_selectors(selectors: Sequence[Selector]) -> tuple[SelectedWords, ClaimedPlace | None]:
    """Return the first words that selectors of one target select, and the first position."""
    chains = [list(_list_refinements(selector)) for selector in selectors]
    words = next(filter(None, map(_read_words, chains)), SelectedWords())
    # A position in what another selector selects is none in the text.
    places = (_read_position(chain[0]) for chain in chains if len(chain) == 1)
    place = next(filter(None, places), None)
    return words, ClaimedPlace(*place, words.exact, "whole") if place else None


def split_characters(address: str) -> tuple[str, list[Selector]]:
    """Return an address without the positions that its fragment gives, and their selector."""
    page, _, fragment = address.partition("#")
    if not _CHARACTERS.fullmatch(fragment):
        return address, []
    return page, [{"type": "FragmentSelector", "value": fragment}]


def _list_refinements(selector: Selector) -> Iterator[Selector]:
    """Yield a selector and those that refine it, the last of which says what is meant."""
    for _ in range(_MAX_REFINED):
        yield selector
        refined = selector.get("refinedBy")
        if refined is None:
            return
        # Several refinements are ways to say the same; the first is as good as any.
        given = refined[0] if isinstance(refined, list) and refined else refined
        selector = given if isinstance(given, dict) else {}
    yield {}


def _read_words(chain: Sequence[Selector]) -> SelectedWords | None:
    """Return the words that a chain of selectors ends with, in the context of those before."""
    found: SelectedWords | None = None
    for selector in chain:
        given = _read_quote(selector)
        if given is None:
            place = _read_position(selector) if found else None
            given = _cut(found.exact, place) if found and place else None
        found = _widen(given, found) if given and found else given
    return found


def _read_quote(selector: Selector) -> SelectedWords | None:
    if not _is_a("TextQuoteSelector", selector):
        return None
    values = (selector.get(key) for key in SelectedWords._fields)
    words = SelectedWords(*[value if isinstance(value, str) else "" for value in values])
    return words if words.exact else None


def _cut(exact: str, place: tuple[int, int]) -> SelectedWords | None:
    """Return the words at a position in others, if it is the same however it is counted."""
    start, end = place
    if not 0 <= start < end <= len(exact) or not exact.isascii():
        return None
    return SelectedWords(exact[start:end], exact[:start], exact[end:])


def _widen(inner: SelectedWords, outer: SelectedWords) -> SelectedWords:
    """Return words in the context of those that hold them in one place."""
    at = outer.exact.find(inner.exact)
    if at < 0 or outer.exact.find(inner.exact, at + 1) >= 0:
        return inner
    before, after = outer.exact[:at], outer.exact[at + len(inner.exact) :]
    return SelectedWords(inner.exact, outer.prefix + before, after + outer.suffix)


def _read_position(selector: Selector) -> tuple[int, int] | None:
    """Return the start and the end that a selector gives, as its program counts them."""
    if _is_a("TextPositionSelector", selector):
        start, end = selector.get("start"), selector.get("end")
    elif _is_a("RangeSelector", selector):
        # A range ends where its second selector begins.
        first, last = selector.get("startSelector"), selector.get("endSelector")
        start, end = (
            one.get("start")
            if isinstance(one, dict) and _is_a("TextPositionSelector", one)
            else None
            for one in (first, last)
        )
    elif _is_a("FragmentSelector", selector):
        match = _CHARACTERS.fullmatch(str(selector.get("value", "")))
        start, end = (match["start"] or "0", match["end"]) if match else (None, None)
    else:
        return None
    pair = _read_number(start), _read_number(end)
    return None if pair[0] is None or pair[1] is None else (pair[0], pair[1])


def _is_a(name: str, selector: Selector) -> bool:
    kind = selector.get("type")
    return kind == name or (isinstance(kind, list) and name in kind)


def _read_number(value: Any) -> int | None:
    """Return a whole number, which some programs write as text, or None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value) if len(value) <= _MAX_DIGITS else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if type(value) is int else None  # True and False are ints, too
