"""Saved web pages: the text of the article without what is around it."""

from __future__ import annotations

import logging
from typing import Any

from quotecli.errors import Place, UnreadableError
from quotecli.intake.document import Document
from quotecli.intake.libraries import load


def read_page(data: bytes, file: str, url: str = "") -> Document:
    """Return the article of a web page, and its head. Nothing that the page names is loaded.

    Raises UnreadableError if trafilatura is not installed, or finds no text in the page.
    """
    trafilatura: Any = load("trafilatura", "a web page", file)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(
        data, url=url or None, include_comments=False, with_metadata=True, favor_precision=True
    )
    text = (found.text or "").strip() if found else ""
    if not text:
        raise UnreadableError("no text found in this web page", place=Place(file))
    return Document(
        "\n\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n",
        title=found.title or "",
        author=(found.author or "").replace("; ", ", "),
        publisher=found.sitename or "",
        url=url or found.url or "",
        published=found.date or "",
        language=found.language or _find_language(data),
    )


def _find_language(data: bytes) -> str:
    """Return the language that the first tag of a page names."""
    import re

    match = re.search(rb"<html[^>]{0,500}?\blang=[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", data)
    return match.group(1).decode() if match else ""
