"""An updated database answers as a new one, whatever has happened to the files."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.criteria import Criteria
from quotecli.library.cache import register
from quotecli.library.loading import load
from tests.library.answers import asked, in_memory
from tests.make import tree, written

SPOKEN = [
    "The harbour will grow.",
    "Nobody slept",
    "a deeper quay",
    "“No,”",
    "the storm",
    "nowhere to be found",
]
TEXT = (
    "“The harbour will grow. A storm,” she said. Nobody slept."
    " “No,” he said of a deeper quay, “the  storm\n is gone.”"
)
TOPICS: list[dict[str, Any]] = [
    {},
    {"a": {"label": "A"}},
    {"a": {"label": "A"}, "b": {"label": "B", "parent": "a"}},
    {"b": {"label": "B"}, "a": {"label": "Other", "parent": "b", "aliases": ["x", "y"]}},
    {"c": {"label": "C", "parent": "b"}, "b": {"label": "Bee", "parent": "a"}, "a": {}},
    {"b": {"label": "B", "keywords": ["k"]}, "c": {"label": "C"}},
]
SPEAKERS: list[dict[str, Any]] = [
    {},
    {"lee": {"name": "Ann Lee"}},
    {"lee": {"name": "Bo Lee", "role": "mayor"}},
    {"lee": {"name": "Ann Leé"}, "chan": {"name": "Chan"}},
    {
        "chan": {"name": "Chan", "aliases": ["c"]},
        "lee": {"name": "Ann Lee", "role": "mayor", "aliases": ["Ms. Lee"]},
    },
]
STATEMENTS = [
    "a.yaml",
    "b.yml",
    "c.yaml",
    "sub/a.yaml",
    "sub/d.yaml",
    "sub/deep/e.yaml",
    "B.yaml",
    "zé.yaml",
]
TEXTS = ["t.txt", "sub/t.txt", "b.yml"]
BOOKS = ["codebook.yaml", "sub/codebook.yaml"]
BAD = [
    b"",
    b"title: [",
    b"\xff",
    b"title: A\ntext: One.\nquotes: [{id: x, kind: direct, excerpt: One, topics: [zz]}]\n",
]


@st.composite
def statements(draw: st.DrawFn) -> bytes:
    """Draw a small statement, often with definitions of others, sometimes with undefined ids."""
    topics, speakers = draw(st.sampled_from(TOPICS)), draw(st.sampled_from(SPEAKERS))
    shared: list[str] = draw(st.sampled_from([[], [], [], ["a", "c"]]))
    known, people = [*topics, *shared], [*speakers, *(["lee"] if shared else [])]
    quotes = []
    for number in range(draw(st.integers(0, 3))):
        parts = draw(st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=2))
        one: dict[str, Any] = {
            "id": f"q{number}",
            "kind": draw(st.sampled_from(["direct", "mixed"])),
            "excerpt": parts,
        }
        if known and (chosen := draw(st.lists(st.sampled_from(known), max_size=2))):
            one["topics"] = chosen
        if draw(st.booleans()) and people:
            one["speaker"] = draw(st.sampled_from(people))
        quotes.append(one)
    made: dict[str, Any] = {
        "title": draw(st.sampled_from(["One", "Two"])),
        "topics": topics,
        "speakers": speakers,
    }
    if speakers and draw(st.booleans()):
        made["speaker"] = next(iter(speakers))
    if draw(st.booleans()):
        made["source"] = {"published": draw(st.sampled_from(["2021", "2022-03", "2022-03-04"]))}
    made |= draw(
        st.sampled_from(
            [{"text": TEXT}, {"text": TEXT}, {"text": TEXT[3:]}, {"text_file": "t.txt"}]
        )
    )
    if "text_file" in made and draw(st.booleans()):
        made["text_file"] = "b.yml"
    return json.dumps({**made, "quotes": quotes}, ensure_ascii=False).encode()


@st.composite
def books(draw: st.DrawFn) -> bytes:
    """Draw a codebook, sometimes a bad one."""
    made = {"topics": draw(st.sampled_from(TOPICS)), "speakers": draw(st.sampled_from(SPEAKERS))}
    return draw(st.sampled_from([json.dumps(made).encode()] * 4 + BAD[:2]))


paths = st.sampled_from(STATEMENTS)
changes = st.one_of(
    st.tuples(st.just("put"), paths, statements()),
    st.tuples(st.just("put"), paths, statements()),
    st.tuples(st.just("put"), paths, st.sampled_from(BAD)),
    st.tuples(
        st.just("put"),
        st.sampled_from(TEXTS[:2]),
        st.sampled_from([TEXT.encode(), TEXT[2:].encode(), b"\xff"]),
    ),
    st.tuples(st.just("put"), st.sampled_from(BOOKS), books()),
    st.tuples(st.just("remove"), st.sampled_from([*STATEMENTS, *TEXTS, *BOOKS, "sub"])),
    st.tuples(st.just("touch"), st.sampled_from([*STATEMENTS, *TEXTS, *BOOKS])),
    st.tuples(st.just("rename"), paths, paths),
    st.tuples(st.just("rename"), st.just("sub"), st.just("moved")),
    st.tuples(st.just("rename"), st.just("moved"), st.just("sub")),
    st.tuples(st.just("swap"), paths, paths),
    st.tuples(st.just("overwrite"), paths, paths),
    st.tuples(
        st.just("link"),
        st.sampled_from([*STATEMENTS, *TEXTS[:1], *BOOKS]),
        st.sampled_from([*STATEMENTS, *TEXTS[:2], *BOOKS, "none"]),
    ),
)


def change(folder: Path, what: str, name: str, *more: Any) -> None:
    """Change the files of a folder, if it can be done."""
    path = folder / name
    if what == "put":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True) if path.is_symlink() else None
        path.write_bytes(more[0])
    elif what == "link":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(folder / more[0])
    elif not path.exists():
        return
    elif what == "remove":
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif what == "touch":
        os.utime(path)
    elif what == "rename":
        target = folder / more[0]
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            shutil.rmtree(target)
        os.replace(path, target)
    elif (other := folder / more[0]).exists():
        # Neither size nor time of modification shows what follows.
        contents = [path.read_bytes(), other.read_bytes()]
        size = max(map(len, contents))
        time = path.stat().st_mtime_ns
        contents = [content.ljust(size, b"\n") for content in contents]
        for target, content in zip(
            (path, other), contents if what == "overwrite" else contents[::-1]
        ):
            target.write_bytes(content)
            os.utime(target, ns=(time, time))


@contextmanager
def a_folder() -> Iterator[tuple[Path, Path]]:
    """Yield a folder with two statements, and one for the cache, in memory if possible."""
    at = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=at) as made, pytest.MonkeyPatch.context() as patch:
        data, cache = Path(made, "data"), Path(made, "cache")
        patch.setenv("QUOTECLI_CACHE", str(cache))
        data.mkdir()
        for name in ("a.yaml", "m.yaml"):
            data.joinpath(name).write_text(json.dumps({"title": "T", "text": TEXT, "quotes": []}))
        yield data, cache


def settle(settled: Path) -> None:
    """Wait until the clock of the file system has moved on, so that a change gets another time."""
    settled.touch()
    before = settled.stat().st_ctime_ns
    while settled.stat().st_ctime_ns == before:
        settled.touch()


@pytest.mark.parametrize("sure", [False, True])
@settings(max_examples=settings().max_examples // 6)
@given(st.lists(st.lists(changes, min_size=1, max_size=3), min_size=1, max_size=6))
def test_after_any_changes_the_cached_library_answers_as_a_new_one(
    sure: bool, rounds: list[list[tuple[Any, ...]]]
) -> None:
    with a_folder() as (data, cache), pytest.MonkeyPatch.context() as patch:
        if sure:
            # As if all files were old: their fingerprints are trusted.
            patch.setattr(register, "_GRAIN", -3600 * 10**9)
        asked(data)
        for changed in rounds:
            for one in changed:
                change(data, *one)
            if sure:
                settle(cache / "clock")
            cached = asked(data)
            assert cached == asked(data, cache=False)
            if every := cached.get(str(Criteria())):
                given = zip(every["quotes"]["source"], every["lines"])
                assert [(*quote, line) for quote, line in given] == in_memory(data)
            assert {entry.name[33:] for entry in os.scandir(cache)} <= {
                "db",
                "db.lock",
                "db.seal",
                "",
            }
        # Nothing has changed since.
        assert asked(data) == cached


def test_speakers_come_in_the_order_of_their_first_statement(tmp_path: Path) -> None:
    def put(name: str, *people: str) -> None:
        speakers = {person: {"name": person.title()} for person in people}
        tmp_path.joinpath(name).write_bytes(
            written(tree("One two.", speakers=speakers, title=name))
        )

    put("b.yaml", "chan", "diaz")
    put("c.yaml", "lee", "diaz")
    assert list(load(str(tmp_path)).speakers) == ["chan", "diaz", "lee"]
    put("a.yaml", "lee", "roth")
    assert list(load(str(tmp_path)).speakers) == ["lee", "roth", "chan", "diaz"]
    tmp_path.joinpath("a.yaml").unlink()
    assert list(load(str(tmp_path)).speakers) == ["chan", "diaz", "lee"]
