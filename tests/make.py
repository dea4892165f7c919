"""Makes statement files for tests from nothing but what a test is about."""

from __future__ import annotations

import json
from typing import Any

from quotecli.anchoring.anchor import Anchorer
from quotecli.checking.report import Report
from quotecli.checking.rules import check_file
from quotecli.errors import Problem, StatementError
from quotecli.model import Statement
from quotecli.store import reader

FILE = "sample.yaml"


def tree(text: str = "One two three.", *quotes: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """Return the tree of a statement file."""
    return {"title": "A title", "text": text, "quotes": list(quotes), **keys}


def quote(excerpt: str | list[str], name: str = "a", **keys: Any) -> dict[str, Any]:
    """Return the tree of a quote."""
    return {"id": name, "kind": "direct", "excerpt": excerpt, **keys}


def written(content: Any) -> bytes:
    """Return a tree as the bytes of a file: JSON is YAML."""
    return json.dumps(content, ensure_ascii=False).encode("utf-8")


def made(text: str, *quotes: dict[str, Any], file: str = FILE, **keys: Any) -> Statement:
    """Return the statement of a tree."""
    return reader.read(written(tree(text, *quotes, **keys)), file)


def problems(data: bytes | str, file: str = FILE) -> list[Problem]:
    """Return the problems of a file's structure."""
    try:
        reader.read(data.encode("utf-8") if isinstance(data, str) else data, file)
    except StatementError as error:
        return list(error.problems)
    return []


def report(text: str, *quotes: dict[str, Any], **keys: Any) -> Report:
    """Return the report on a tree."""
    return check_file(FILE, written(tree(text, *quotes, **keys)))


def found(text: str, *parts: str, prefix: str = "", suffix: str = "") -> tuple[str, list[str]]:
    """Return the match tier of an excerpt in a text, and the stretches that it matches."""
    anchor = Anchorer(text).anchor(parts, prefix, suffix)
    return anchor.tier, [text[start:end] for start, end in anchor.spans]
