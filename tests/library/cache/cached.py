"""The cached library of a folder, compared with the library of the same files read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quotecli.library.library import Library
from quotecli.library.loading import load


def database(cache: Path) -> Path:
    """Return the only database in a cache folder."""
    (found,) = cache.glob("*.db")
    return found


def assert_right(folder: Path) -> None:
    """Assert that the library of a folder answers as one without a cache, and has no notes."""
    found = describe(load(str(folder), strict=False))
    assert found == describe(load(str(folder), strict=False, cache=False))
    assert found["notes"] == ()


def describe(library: Library) -> dict[str, Any]:
    """Return enough of a library's answers to see a difference; test_refresh.py has them all."""
    return {
        "lines": list(library.lines()),
        "texts": [
            (one.id, one.file, one.title, one.text, one.text_file)
            for one in library.statements.values()
        ],
        "topics": library.count_topics(),
        "speakers": list(library.speakers.items()),
        "problems": library.problems,
        "left out": library.left_out,
        "notes": library.notes,
    }
