"""Quotes as one self-contained HTML page: texts with their quotes marked, a list, and filters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quotecli.exporting.page.content import make_contents
from quotecli.exporting.page.template import fill
from quotecli.model import Statement


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Yield the page in pieces.

    All statements are held in memory: the filters come first and name everything that follows.
    """
    contents = make_contents(list(statements))
    return fill("page.html", contents._asdict(), styles=("page.css",), script="page.js")
