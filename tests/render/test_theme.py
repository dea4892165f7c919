"""The theme: topics stay apart for everyone, on light and dark, and text is legible."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from rich.color import Color

from quotecli.render.theme import (
    COLOURS,
    NO_TOPIC_SIGN,
    SIGNS,
    STYLES,
    page_colours,
    topic_look,
)

Triple = tuple[float, float, float]

# Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of color
# vision deficiency", at a severity of 1.0, for linear RGB.
VISIONS: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Distances in OKLab, in hundredths: about 2 are just noticeable side by side.
LEAST = {"normal": 12.0, "protanopia": 4.5, "deuteranopia": 4.5, "tritanopia": 4.5}
SETS = {
    "sign": [colour.sign for colour in COLOURS],
    "on_light": [colour.on_light for colour in COLOURS],
    "on_dark": [colour.on_dark for colour in COLOURS],
}


def linear(colour: str) -> Triple:
    """Return the linear RGB of a hexadecimal colour (IEC 61966-2-1)."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    dark, light = sorted(
        sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear(colour)))
        for colour in (one, other)
    )
    return (light + 0.05) / (dark + 0.05)


def times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector)) for row in matrix)
    return first, second, third


def oklab(rgb: Triple) -> Triple:
    """Return the OKLab coordinates of linear RGB (Ottosson, 2020), times 100."""
    red, green, blue = (min(max(value, 0.0), 1.0) for value in rgb)
    cones = times(
        (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        ),
        (red, green, blue),
    )
    return times(
        (
            (21.04542553, 79.36177850, -0.40720468),
            (197.79984951, -242.85922050, 45.05937099),
            (2.59040371, 78.27717662, -80.86757660),
        ),
        (cones[0] ** (1 / 3), cones[1] ** (1 / 3), cones[2] ** (1 / 3)),
    )


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("place", SETS)
def test_twelve_colours_stay_apart(place: str, vision: str) -> None:
    assert len(set(SETS[place])) == 12
    seen = {colour: oklab(times(VISIONS[vision], linear(colour))) for colour in SETS[place]}
    closest = min(combinations(seen, 2), key=lambda pair: math.dist(seen[pair[0]], seen[pair[1]]))
    assert math.dist(seen[closest[0]], seen[closest[1]]) >= LEAST[vision], closest


@pytest.mark.parametrize("background", ["#ffffff", "#000000"])
def test_signs_are_seen_on_any_screen(background: str) -> None:
    assert min(contrast(colour.sign, background) for colour in COLOURS) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_all_text_on_the_page_is_legible(scheme: str) -> None:
    page = page_colours(scheme)  # type: ignore[arg-type]  # one of its values
    texts = [
        "ink",
        "soft",
        "accent",
        "warn",
        "sure",
        "doubt",
        *(f"c{number}" for number in range(12)),
    ]
    for background in ("paper", "raised"):
        low = {name for name in texts if contrast(page[name], page[background]) < 4.5}
        assert not low
    assert contrast(page["found"], page["on-found"]) >= 4.5


def test_the_heat_keeps_figures_legible_on_any_screen() -> None:
    for number in range(2, 6):
        text, background = STYLES[f"heat {number}"].removeprefix("bold ").split(" on ")
        one, other = (Color.parse(name).get_truecolor().hex for name in (text, background))
        assert contrast(one, other) >= 4.5


def test_signs_are_of_the_256_colours_of_a_terminal() -> None:
    steps = {"00", "5f", "87", "af", "d7", "ff"}
    assert all({c.sign[at : at + 2] for at in (1, 3, 5)} <= steps for c in COLOURS)


def test_every_colour_has_a_sign_of_its_own() -> None:
    assert len(set(SIGNS)) == len(SIGNS) == len(COLOURS)
    assert NO_TOPIC_SIGN not in SIGNS
    assert len({topic_look(number).sign for number in range(12)}) == 12


def test_colours_come_round_with_another_sign() -> None:
    assert topic_look(12).colour == topic_look(0).colour
    assert topic_look(12).sign != topic_look(0).sign
    assert len({topic_look(number) for number in range(144)}) == 144
