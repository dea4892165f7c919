"""Damage that leaves all times as they were, as a bad disk does: the index is rebuilt."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError
from quotecli.library.library import Library
from quotecli.library.loading import load
from tests.library.cache.cached import (
    assert_right,
    damage,
    database,
    describe,
    garble,
    make_many,
)

pytestmark = pytest.mark.usefixtures("old_files")

# More of them: QUOTECLI_DAMAGES=2000 pytest tests/library/cache/test_damage.py
DAMAGES = int(os.environ.get("QUOTECLI_DAMAGES", "60"))


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A collection whose quotes are many pages of a database."""
    return make_many(tmp_path)


def flip(chance: random.Random) -> Callable[[bytearray], None]:
    """Return what changes a bit, some bytes, or a sector."""

    def harm(content: bytearray) -> None:
        at = chance.randrange(100, len(content))
        size = chance.choice([0, 8, 512])
        if size:
            content[at : at + size] = chance.randbytes(len(content[at : at + size]))
        else:
            content[at] ^= 1 << chance.randrange(8)

    return harm


def replace(old: bytes, new: bytes) -> Callable[[bytearray], None]:
    def harm(content: bytearray) -> None:
        assert old in content
        content[:] = content.replace(old, new)

    return harm


def words_of(library: Library) -> dict[str, Any]:
    """Return every word of a library that is shown."""
    return {
        "topics": library.count_topics(),
        "speakers": list(library.speakers.values()),
        "lines": list(library.lines()),
        "quotes": list(library.quotes(sort="length")),
        "texts": [(one.title, one.text) for one in library.statements.values()],
        "notes": library.notes,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"harbour will grow", b"harbour will sink"), (b"Ann Lee", b"Ann Low"), (b"chan", b"diaz")],
)
def test_not_one_word_of_a_damaged_index_is_shown(
    folder: Path, cache: Path, old: bytes, new: bytes
) -> None:
    expected = describe(load(str(folder), cache=False))
    load(str(folder))
    damage(database(cache), replace(old, new))
    assert describe(load(str(folder))) == expected
    assert_right(folder)


@pytest.mark.parametrize(
    ("old", "new", "method"),
    [(b"Weather", b"Wealthy", "count_topics"), (b"Ann Lee", b"Ann Low", "count_speakers")],
)
def test_names_in_a_damaged_index_are_not_shown(
    folder: Path, cache: Path, old: bytes, new: bytes, method: str
) -> None:
    expected = getattr(load(str(folder), cache=False), method)()
    load(str(folder))
    damage(database(cache), replace(old, new))
    assert getattr(load(str(folder)), method)() == expected


def test_counts_in_a_damaged_index_are_not_shown(folder: Path, cache: Path) -> None:
    expected = load(str(folder), cache=False).count_topics()
    load(str(folder))
    path = database(cache)
    before = path.stat()
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE counted SET quotes = quotes + 1")
        db.commit()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    damage(path, lambda content: None)
    assert load(str(folder)).count_topics() == expected


def test_whatever_is_damaged_no_wrong_word_is_shown(folder: Path, cache: Path) -> None:
    expected = words_of(load(str(folder), cache=False))
    chance = random.Random(1)
    wrong: list[tuple[int, object]] = []
    for number in range(DAMAGES):
        load(str(folder))
        damage(database(cache), flip(chance))
        try:
            found = words_of(load(str(folder)))
            if found != expected:
                wrong.append((number, [key for key in found if found[key] != expected[key]]))
        except Exception as error:
            wrong.append((number, repr(error)))
        database(cache).unlink(missing_ok=True)
    assert wrong == []


@pytest.mark.parametrize("method", ["lines", "quotes", "select", "texts", "features"])
def test_an_answer_goes_on_where_it_was(many: Path, cache: Path, method: str) -> None:
    def ask(library: Library) -> Iterator[Any]:
        if method == "texts":
            return library.texts(Criteria(), lambda text: True)
        found: Iterator[Any] = getattr(library, method)()
        return found

    expected = list(ask(load(str(many), cache=False)))
    load(str(many))
    library = load(str(many))
    rows = ask(library)
    first = next(rows)
    damage(database(cache), garble)
    assert [first, *rows] == expected
    assert list(ask(library)) == expected


def test_every_question_is_answered_from_a_damaged_index(many: Path, cache: Path) -> None:
    expected = describe(load(str(many), cache=False))
    load(str(many))
    library = load(str(many))
    damage(database(cache), garble)
    assert describe(library) == expected
    assert library.quote("s3/q7").id == "q7"
    assert library.summary().quotes == 360


def test_if_the_files_have_changed_too_an_answer_that_has_begun_ends_with_an_error(
    many: Path, cache: Path
) -> None:
    load(str(many))
    library = load(str(many))
    rows = library.lines()
    next(rows)
    damage(database(cache), garble)
    path = many / "s0.yaml"
    path.write_bytes(path.read_bytes().replace(b"of 7 words", b"of six words"))
    with pytest.raises(QuotecliError, match="damaged and rebuilt from files that have"):
        list(rows)
    assert_right(many)


def test_no_quote_is_given_twice_in_an_answer_without_an_order(many: Path, cache: Path) -> None:
    load(str(many))
    damage(database(cache), replace(b"of 7 words", b"of 9 words"))
    given = []
    # Unless the first one is damaged, when it is rebuilt before anything is given.
    with suppress(QuotecliError):
        for row in load(str(many)).lines(sort="random"):
            given.append(row)
    assert len(set(given)) == len(given)


def test_if_the_index_cannot_be_rebuilt_the_files_are_read(
    many: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = list(load(str(many), cache=False).lines())
    load(str(many))
    library = load(str(many))
    damage(database(cache), garble)

    def refuse(path: str) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("os.unlink", refuse)
    assert list(library.lines()) == expected
