"""Every colour and sign, chosen once: of topics, of the terminal's styles, and of the HTML page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Scheme = Literal["light", "dark", "print"]
"""The backgrounds that a page is drawn on."""


class Colour(NamedTuple):
    """A topic's colour, as each place needs it: hexadecimal, but a name in `ansi`.

    `sign` is for signs, bars and codes, whose background is unknown: 3:1 against white and black.
    `on_light` and `on_dark` are for text: 4.5:1 against the page's backgrounds. `ansi` is for a
    terminal that has only its own sixteen colours, which its user's theme keeps legible.
    """

    sign: str
    on_light: str
    on_dark: str
    ansi: str


class Look(NamedTuple):
    """How a topic is told apart: the places of its colour in COLOURS and of its sign in SIGNS."""

    colour: int
    sign: int


# Chosen by a search for the largest distance of the closest two, as seen with normal vision and
# with each of three colour vision deficiencies (tests/render/test_theme.py measures it). Those of
# `sign` are among the 256 colours of a terminal, so that few of them draw anything else. The most
# different ones come first, since most codebooks are small.
COLOURS = (
    Colour("#005fff", "#0000bb", "#99bbee", "cyan"),  # blue
    Colour("#ff5f00", "#dd1100", "#ff8800", "yellow"),  # orange
    Colour("#00875f", "#007755", "#22ccaa", "green"),  # green
    Colour("#8700d7", "#7722dd", "#dd77ee", "magenta"),  # violet
    Colour("#d70000", "#991133", "#cc7766", "red"),  # red
    Colour("#8787ff", "#3366ff", "#8877ff", "blue"),  # periwinkle
    Colour("#875f00", "#554400", "#bbaa66", "yellow"),  # brown
    Colour("#d75f87", "#cc2288", "#ee5599", "magenta"),  # pink
    Colour("#875faf", "#776699", "#aa88bb", "blue"),  # grape
    Colour("#af875f", "#886622", "#ffcc77", "green"),  # tan
    Colour("#d700d7", "#880088", "#eeccff", "red"),  # magenta
    Colour("#af0087", "#552255", "#ff99cc", "cyan"),  # plum
)
SIGNS = "●■▲◆★▼✚◐□△◇☆"
"""Shapes that tell topics apart without colour, as many as there are colours."""
NO_TOPIC_SIGN = "○"
NEUTRAL = "#808080"
"""The colour of codes that are no topics."""

STYLES: Mapping[str, str] = {
    "": "",
    "id": "bold",
    "dim": "dim",
    "excerpt": "",
    "paraphrase": "italic",
    "speaker": "bold",
    "hit": "reverse",
    "underline": "underline",
    "warning": "bold red",
    "caution": "yellow",
    "heading": "bold",
    "label": "dim",
    "bar": "cyan",
    "total": "bold",
    # From little to much. Both colours are given, so that a figure is as legible on a dark screen
    # as on a light one.
    "heat 0": "dim",
    "heat 1": "",
    "heat 2": "color(16) on color(180)",
    "heat 3": "color(16) on color(215)",
    "heat 4": "color(16) on color(208)",
    "heat 5": "bold color(231) on color(124)",
}
"""The terminal's styles by the names that layout uses, in rich's notation. Topics have "topic 0",
"topic 1" …, by their number.
"""

_PAGE = {
    # The name of each variable: its colour on a light page, on a dark one, and in print.
    "paper": ("#fdfcfa", "#17181b", "#ffffff"),
    "raised": ("#ffffff", "#1f2125", "#ffffff"),
    "ink": ("#1b1c1e", "#e8e6e1", "#000000"),
    "soft": ("#595c61", "#aaa8a2", "#444444"),
    "line": ("#dcd9d3", "#3a3c41", "#bbbbbb"),
    "accent": ("#17517e", "#8fc1ee", "#000000"),
    "warn": ("#8a2c0d", "#f4a27f", "#8a2c0d"),
    "sure": ("#1c6b3c", "#7dd6a0", "#1c6b3c"),
    "doubt": ("#7a5200", "#e6bd62", "#7a5200"),
    "found": ("#ffdf5d", "#ffdf5d", "#ffdf5d"),
    "on-found": ("#1b1c1e", "#1b1c1e", "#1b1c1e"),
}
_SCHEMES: Mapping[Scheme, int] = {"light": 0, "dark": 1, "print": 2}


def topic_look(number: int) -> Look:
    """Return the colour and sign of the topic that is defined as the `number`th, from 0.

    From the thirteenth on colours come round, each with another sign: no two of 144 are the same.
    """
    count = len(COLOURS)
    return Look(number % count, (number + number // count) % count)


def page_colours(scheme: Scheme) -> dict[str, str]:
    """Return a page's colours by the names of its variables: "paper", "ink" …, "c0" to "c11"."""
    page = {name: colours[_SCHEMES[scheme]] for name, colours in _PAGE.items()}
    for number, colour in enumerate(COLOURS):
        page[f"c{number}"] = colour.on_dark if scheme == "dark" else colour.on_light
    return page
