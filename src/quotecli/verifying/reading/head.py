"""What an article says of itself: its title, and where it leads to."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from quotecli.drafting.reading.headline import find_headline
from quotecli.model import collapse_space
from quotecli.verifying.reading.markdown_blocks import strip_markup

_LINK = re.compile(
    r"""\bhref\s*=\s*["']?(https?://[^\s"'<>]+)|(?:\]\(\s*<?|<)(https?://[^\s<>)]+)""",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(\S.*)", re.MULTILINE)
_EMPHASIS = re.compile(r"[*`]|\b_|_\b")
_ADDRESS = re.compile("https?://", re.IGNORECASE)


def find_title(text: str) -> str:
    """Return the first heading of a text in Markdown, or its headline; "" if it has neither."""
    heading, headline = _HEADING.search(text), find_headline(text)
    line = heading[1].rstrip(" \t#") if heading else text[slice(*headline)] if headline else ""
    sentence = not heading and line.endswith(".")
    return "" if sentence else collapse_space(_EMPHASIS.sub("", strip_markup(line)))


def find_links(raw: str, known: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses on the web that an article leads to, those that are `known` first.

    `raw` is the source of a page or of Markdown.
    """
    found = [html.unescape("".join(groups)) for groups in _LINK.findall(raw)]
    links = [link.partition("#")[0] for link in (*known, *found)]
    return tuple(dict.fromkeys([link for link in links if _ADDRESS.match(link)]))
