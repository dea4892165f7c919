"""Draws seconds over numbers of quotes, both on logarithmic scales, as an SVG."""

from __future__ import annotations

from html import escape
from math import log10

Series = list[tuple[int, float]]

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 860, 460, 70, 30, 250, 50
_COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f")


def plot(grown: dict[str, Series]) -> str:
    """Return the picture of some series: the numbers of quotes and the seconds of each command."""
    points = [point for series in grown.values() for point in series]
    low, high = (
        min(log10(quotes) for quotes, _ in points),
        max(log10(quotes) for quotes, _ in points),
    )
    bottom, top = -2.0, max(2.0, max(log10(seconds) for _, seconds in points))

    def x(quotes: float) -> float:
        return _LEFT + (log10(quotes) - low) / ((high - low) or 1) * (_WIDTH - _LEFT - _RIGHT)

    def y(seconds: float) -> float:
        return (
            _HEIGHT
            - _BOTTOM
            - (log10(seconds) - bottom) / (top - bottom) * (_HEIGHT - _TOP - _BOTTOM)
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
    ]

    def write(text: str, x: float, y: float, anchor: str = "middle") -> None:
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>')

    for power in range(int(bottom), int(top) + 1):
        at = y(10**power)
        parts.append(f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        write(f"{10**power:g} s", _LEFT - 8, at + 4, "end")
    for quotes in sorted({quotes for quotes, _ in points}):
        write(f"{quotes:,}", x(quotes), _HEIGHT - _BOTTOM + 20)
    write("quotes", (_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 8)

    for number, (name, series) in enumerate(grown.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        line = " ".join(f"{x(quotes):.1f},{y(seconds):.1f}" for quotes, seconds in series)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x(quotes):.1f}" cy="{y(seconds):.1f}" r="3" fill="{colour}"/>'
            for quotes, seconds in series
        ]
        at = _TOP + 20 + 24 * number
        parts.append(f'<circle cx="{_WIDTH - _RIGHT + 20}" cy="{at - 4}" r="5" fill="{colour}"/>')
        write(escape(name), _WIDTH - _RIGHT + 32, at, "start")
    return "\n".join([*parts, "</svg>\n"])
