"""Saved web pages: the text of the article without what is around it."""

from __future__ import annotations

import contextlib
import logging
import re
from typing import Any

from quotecli.errors import Place, UnreadableError
from quotecli.extras import load_module
from quotecli.intake.document import Document

MAX_TAGS = 200_000
"""The most tags of a page: each is looked at many times."""
MAX_ATTRIBUTES = 2_000
"""The most attributes of a tag: each is compared with all others."""
_HINT = "save its text, or print it as a PDF file"
# Every match is where the next search begins behind, so that no quote is looked for twice.
_TAG = re.compile(rb"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*""")
_VALUE = re.compile(rb""""[^"]*"|'[^']*'""")
_LANGUAGE = re.compile(rb"<html[^>]{0,500}?\blang=[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)")


def read_page(data: bytes, file: str, url: str = "") -> Document:
    """Return the article of a web page, and its head. Nothing that the page names is loaded.

    Raises UnreadableError if trafilatura is not installed, or finds no text in the page, or if the
    page has more tags, a tag more attributes or the page more levels than are read.
    """
    trafilatura: Any = load_module("trafilatura", Place(file))
    _refuse_excess(data, file)

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


def _refuse_excess(data: bytes, file: str) -> None:
    if what := _find_excess(data, file):
        raise UnreadableError(f"a web page {what}", place=Place(file), hint=_HINT)


def _find_excess(data: bytes, file: str) -> str:
    """Return what a page has too much of to be read whole and in time; "" if nothing."""
    if data.count(b"<") > MAX_TAGS:
        return f"of more than {MAX_TAGS:,} tags"
    long = (tag.group() for tag in _TAG.finditer(data) if len(tag.group()) > 2 * MAX_ATTRIBUTES)
    if any(len(_VALUE.sub(b"", tag).split()) > MAX_ATTRIBUTES for tag in long):
        return f"with a tag of more than {MAX_ATTRIBUTES:,} attributes"

    etree: Any = load_module("lxml.etree", Place(file))
    # The parser ends without an error where it gives up, and what follows would be lost.
    parser = etree.HTMLParser()
    with contextlib.suppress(etree.XMLSyntaxError):  # an empty page: trafilatura finds no text
        etree.fromstring(data, parser)
    if parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT):
        return "that is nested too deeply, or has too long a text in one piece"
    return ""


def _find_language(data: bytes) -> str:
    """Return the language that the first tag of a page names."""
    match = _LANGUAGE.search(data)
    return match.group(1).decode() if match else ""
