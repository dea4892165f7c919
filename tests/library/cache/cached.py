"""The cached library of a folder, compared with the library of the same files read again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quotecli.library.library import Library
from quotecli.library.loading import load
from tests.make import quote, tree, written


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


def make_many(folder: Path) -> Path:
    """Write a collection whose quotes are many pages of a database."""
    for number in range(6):
        words = [f"word{number} of {at} words" for at in range(60)]
        quotes = [
            quote(word, f"q{at}", topics=[f"t{at % 3}"], speaker="lee", note="x" * 300)
            for at, word in enumerate(words)
        ]
        topics = {f"t{at}": {"label": f"Topic {at}"} for at in range(3)}
        speakers = {"lee": {"name": "Ann Lee"}}
        content = written(tree(". ".join(words), *quotes, topics=topics, speakers=speakers))
        folder.joinpath(f"s{number}.yaml").write_bytes(content)
    return folder


def damage(path: Path, harm: Callable[[bytearray], None]) -> None:
    """Change the bytes of a database as a bad disk does: all times are the same."""
    state, content = path.stat(), bytearray(path.read_bytes())
    harm(content)
    with path.open("r+b") as stream:
        stream.write(content)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    Path(f"{path}.seal").write_text(str(path.stat().st_ctime_ns))


def garble(content: bytearray) -> None:
    """Change every page but the first few, which are read already."""
    content[8192:] = bytes(len(content) - 8192)
