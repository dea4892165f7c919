"""The style sheet of a page: the theme's colours and signs, then page.css."""

from __future__ import annotations

from quotecli.render.theme import COLOURS, NO_TOPIC_SIGN, SIGNS, Scheme, page_colours, topic_look

_MEDIA: dict[Scheme, str] = {
    "light": "",
    "dark": "@media (prefers-color-scheme: dark) ",
    # The last one wins: paper is white whatever its reader prefers on a screen.
    "print": "@media print ",
}


def make_theme_css() -> str:
    """Return the variables of each colour scheme and the classes of topics, as CSS."""
    rules = [_variables(scheme) for scheme in _MEDIA]
    rules += [f".c{number} {{ --c: var(--c{number}); }}" for number in range(len(COLOURS))]
    rules += [f'.s{number} {{ --s: "{sign}"; }}' for number, sign in enumerate(SIGNS)]
    rules.append(f'.none {{ --c: var(--soft); --s: "{NO_TOPIC_SIGN}"; }}')
    # Not every browser resolves variables here.
    found = page_colours("light")
    rules.append(
        f"::highlight(found) {{ background: {found['found']}; color: {found['on-found']}; }}"
    )
    return "\n".join(rules)


def _variables(scheme: Scheme) -> str:
    values = " ".join(f"--{name}: {colour};" for name, colour in page_colours(scheme).items())
    return (
        f"{_MEDIA[scheme]}{{ :root {{ {values} }} }}" if _MEDIA[scheme] else f":root {{ {values} }}"
    )


def name_topic_classes(number: int) -> str:
    """Return the classes that give the `number`th topic, from 0, its colour and its sign."""
    look = topic_look(number)
    return f"c{look.colour} s{look.sign}"
