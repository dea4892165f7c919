"""A page as a browser without script sees it, read by a parser that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from quotecli.anchoring.anchor import Anchorer
from quotecli.exporting.page.page import export
from quotecli.model import Kind, Quote, Source, Speaker, Statement, Topic


def statement(text: str, *quotes: Quote, **values: Any) -> Statement:
    """Return a statement with these quotes, which are anchored in its text.

    Any field may hold any text.
    """
    topics = {topic.id: topic for quote in quotes for topic in quote.topics}
    people = {who.id: who for quote in quotes for who in (quote.speaker, quote.reported_by) if who}
    anchoring = Anchorer(text)
    settled = tuple(_anchored(quote, anchoring) for quote in quotes)
    return Statement(
        **{
            "id": "sample",
            "title": "A title",
            "speakers": people,
            "topics": topics,
            "source": Source(),
            **values,
        },
        text=text,
        quotes=settled,
    )


def _anchored(quote: Quote, anchoring: Anchorer) -> Quote:
    return replace(quote, anchoring=quote.anchoring or anchoring)


def quote(name: str, *parts: str, kind: Kind = "direct", **values: Any) -> Quote:
    """Return a quote of the statement "sample"."""
    return Quote(**{"id": name, "statement": "sample", "kind": kind, "parts": parts, **values})


ANN = Speaker("ann", "Ann Lee", "mayor")
BO = Speaker("bo", "Bo Chan")
TRADE = Topic("trade", "Trade", "What is bought and sold.")
PORTS = Topic("ports", "Ports", parent="trade")


class Page:
    """The elements of a page."""

    def __init__(self, *statements: Statement) -> None:
        self.bytes = b"".join(export(statements))
        self.source = self.bytes.decode()
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False, strict=False
        )
        self.root: Element = parser.parse(self.source)
        self.errors: list[Any] = parser.errors

    def all(self, tag: str, cls: str = "") -> list[Element]:
        """Return the elements with a tag and a class, in order."""
        return [
            item
            for item in self.root.iter(tag)
            if not cls or cls in (item.get("class") or "").split()
        ]

    @property
    def entries(self) -> list[Element]:
        return self.all("li", "q")

    @property
    def texts(self) -> list[str]:
        """The texts of the statements, read back."""
        return [verbatim(item) for item in self.all("div", "text")]

    def marked(self, number: int) -> str:
        """Return the text marked for the quote of that number, from 0."""
        return "".join(
            verbatim(item) for item in self.all("mark") if item.get("data-q") == str(number)
        )


def part(entry: Element, cls: str) -> Element | None:
    """Return the element with a class inside another."""
    return next((item for item in entry.iter() if cls in (item.get("class") or "").split()), None)


def said(entry: Element, cls: str) -> str:
    """Return the text of the element with a class inside another, or "" without one."""
    found = part(entry, cls)
    return "" if found is None else verbatim(found)


def verbatim(element: Element) -> str:
    """Return the text of an element as docs/export.md says: each escape is its character."""
    return "".join(_texts(element))


def _texts(element: Element) -> Iterator[str]:
    code = element.get("data-u")
    if code is not None:
        yield chr(int(code, 16))
    else:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""
