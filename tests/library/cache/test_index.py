"""A database in the cache is believed only while it is whole and current; else it is rebuilt."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.errors import UnreadableError
from quotecli.library.cache import refresh
from quotecli.library.cache.reading import read_entries
from quotecli.library.loading import load
from tests.conftest import HARBOUR, STORM
from tests.library.answers import asked
from tests.library.cache.cached import assert_right, database
from tests.make import quote, tree, written

pytestmark = pytest.mark.usefixtures("old_files")


def test_the_second_time_nothing_is_read_again(folder: Path, changes: list[str]) -> None:
    assert_right(folder)
    assert_right(folder)
    assert changes == ["built"]


def test_only_what_changed_is_read_again(
    folder: Path, changes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_right(folder)
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    read: list[str] = []

    def watched(wanted: Any, books: Any) -> Any:
        read.extend(Path(file.path).name for file in wanted)
        return read_entries(wanted, books)

    monkeypatch.setattr(refresh, "read_entries", watched)
    assert asked(folder)["notes"] == ()
    assert changes == ["built", "updated"]
    assert read == ["harbour.yaml"]


# Damage


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _longer(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b"more")


def _zeroed(path: Path) -> None:
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(bytes(4096 * 3))


def _other_version(path: Path) -> None:
    _edited(path, "UPDATE meta SET value = '0' WHERE key = 'version'")


def _lying(path: Path) -> None:
    _edited(path, "UPDATE content SET members = replace(members, 'grow', 'sink')")


def _lying_about_the_time(path: Path) -> None:
    state = path.stat()
    content = path.read_bytes()
    with path.open("r+b") as stream:
        stream.write(content.replace(b"grow", b"sink"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def _without_its_seal(path: Path) -> None:
    Path(f"{path}.seal").unlink()


def _edited(path: Path, sql: str) -> None:
    db = sqlite3.connect(path)
    db.execute(sql)
    db.commit()
    db.close()


def _with_a_log(path: Path) -> None:
    """Change a database as a tool does that writes a log beside it."""
    state = path.stat()
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("UPDATE content SET members = replace(members, 'grow', 'sink')")
    db.commit()
    copies = {name: Path(f"{path}{name}").read_bytes() for name in ("", "-wal")}
    db.close()
    for name, content in copies.items():
        Path(f"{path}{name}").write_bytes(content)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def _with_a_journal(path: Path) -> None:
    """Leave a database as a process does that is killed while it writes."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE content SET members = replace(members, 'grow', 'sink')")
    db.execute(
        "CREATE TABLE filling AS SELECT a.*, b.*"
        " FROM content AS a, content AS b, content AS c, content AS d"
    )
    copies = {name: Path(f"{path}{name}").read_bytes() for name in ("", "-journal")}
    db.execute("ROLLBACK")
    db.close()
    for name, content in copies.items():
        Path(f"{path}{name}").write_bytes(content)


def _beside_a_strange_journal(path: Path) -> None:
    Path(f"{path}-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + b"\1" * 600)


def _touched(path: Path) -> None:
    os.utime(path)


HARM: list[Callable[[Path], None]] = [
    *(_truncated, _emptied, _longer, _zeroed, _other_version, _lying, _with_a_log, _with_a_journal),
    *(_beside_a_strange_journal, _touched, os.unlink, _lying_about_the_time, _without_its_seal),
]


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("changed", [False, True], ids=["as-it-was", "and-a-file-changed"])
def test_a_damaged_database_is_rebuilt(
    folder: Path, cache: Path, harm: Callable[[Path], None], changed: bool, changes: list[str]
) -> None:
    assert_right(folder)
    harm(database(cache))
    if changed:
        folder.joinpath("harbour.yaml").write_text(
            HARBOUR.replace("herring", "cod"), encoding="utf-8"
        )
    assert_right(folder)
    assert changes == ["built", "built"]
    assert_right(folder)
    assert len(changes) < 3
    assert not list(cache.glob("*-journal")) + list(cache.glob("*-wal")) + list(cache.glob("*.new"))


@settings(max_examples=settings().max_examples // 4)
@given(st.data())
def test_the_answers_are_right_whichever_bytes_of_a_database_change(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder, cache = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("cache")
    for name, text in (("harbour", HARBOUR), ("storm", STORM)):
        folder.joinpath(f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUOTECLI_CACHE", str(cache))
        load(str(folder))
        path = database(cache)
        at = data.draw(st.integers(0, path.stat().st_size - 1))
        harm = data.draw(st.binary(min_size=1, max_size=64))
        with path.open("r+b") as stream:
            stream.seek(at)
            stream.write(harm)
        found = load(str(folder))
        assert found.notes == ()
        assert list(found.lines()) == list(load(str(folder), cache=False).lines())


def _put_a_link(path: Path) -> None:
    path.symlink_to(path.with_name("elsewhere"))


def _put_a_loop(path: Path) -> None:
    path.symlink_to(path)


def _put_another_lock(path: Path) -> None:
    Path(f"{path}.lock").write_bytes(b"what is no database " * 100)


@pytest.mark.parametrize(
    "put",
    [os.mkdir, os.mkfifo, _put_a_link, _put_a_loop, _put_another_lock],
    ids=["folder", "pipe", "link", "loop", "lock"],
)
def test_without_a_place_for_the_database_the_answers_are_right(
    folder: Path, cache: Path, put: Callable[[Any], None]
) -> None:
    assert_right(folder)
    path = database(cache)
    path.rename(path.with_name("elsewhere"))
    put(path)
    found = asked(folder)
    (note,) = found.pop("notes")
    assert note.startswith(f"cannot write the index in {cache} (")
    assert found == {
        key: value for key, value in asked(folder, cache=False).items() if key != "notes"
    }


# Copies, and databases of other paths


def test_an_older_copy_is_not_believed(folder: Path, cache: Path, changes: list[str]) -> None:
    assert_right(folder)
    path = database(cache)
    old = cache / "backup"
    shutil.copy2(path, old)
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    assert_right(folder)
    shutil.copy2(old, path)
    assert_right(folder)
    os.replace(old, path)
    assert_right(folder)
    assert changes[0] == "built"


def test_a_copy_is_not_believed_even_with_its_time(
    folder: Path, cache: Path, changes: list[str]
) -> None:
    assert_right(folder)
    path = database(cache)
    shutil.copy2(path, cache / "copy")
    os.replace(cache / "copy", path)
    assert_right(folder)
    assert changes == ["built", "built"]


def test_the_database_of_other_paths_does_no_harm(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    others = tmp_path / "others"
    others.mkdir()
    for number in range(3):
        content = written(
            tree("One two.", quote("two", topics=["t"]), topics={"t": {"label": "T"}})
        )
        others.joinpath(f"o{number}.yaml").write_bytes(content)
    assert_right(folder / "below" / "..")
    asked(others)
    one, two = sorted(cache.glob("*.db"))
    os.replace(one, cache / "x")
    os.replace(two, one)
    os.replace(cache / "x", two)
    assert_right(others)
    assert_right(folder / "below" / "..")


def test_two_names_of_a_folder_have_their_own_answers(
    folder: Path, monkeypatch: pytest.MonkeyPatch, changes: list[str]
) -> None:
    folder.joinpath("bad.yaml").write_text("title: [", encoding="utf-8")
    link = folder.parent / f"{folder.name}-link"
    link.symlink_to(folder)
    monkeypatch.chdir(folder)
    for _ in range(2):
        for name in (".", str(folder), "./", str(link), "below/.."):
            found = asked(name)
            assert found == asked(name, cache=False)
            assert found["problems"][0].place.file == os.path.join(name, "bad.yaml")
    assert changes == ["built"] * 5
    monkeypatch.chdir(folder.parent)
    with pytest.raises(UnreadableError):
        load(".nothing")
    assert asked(folder.name) == asked(folder.name, cache=False)


def test_a_relative_path_leads_elsewhere_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, word in (("one", "herring"), ("two", "cod")):
        data = tmp_path / place / "data"
        data.mkdir(parents=True)
        for name in ("a", "b"):
            data.joinpath(f"{name}.yaml").write_text(
                HARBOUR.replace("herring", word), encoding="utf-8"
            )
    for _ in range(2):
        for place, word in (("one", "herring"), ("two", "cod")):
            monkeypatch.chdir(tmp_path / place)
            assert word in next(iter(load("data").quotes(sort="relevance"))).excerpt or word in str(
                [one.excerpt for one in load("data").quotes()]
            )


# Readers


def test_a_reader_keeps_its_database_and_blocks_nobody(
    folder: Path, cache: Path, changes: list[str]
) -> None:
    load(str(folder))
    reader = load(str(folder))
    before = list(load(str(folder), cache=False).lines())
    rows = reader.lines()
    first = next(rows)
    for word in ("cod", "eel"):
        folder.joinpath("harbour.yaml").write_text(
            HARBOUR.replace("herring", word), encoding="utf-8"
        )
        assert_right(folder)
        assert word in str([one.excerpt for one in load(str(folder)).quotes()])
    assert [first, *rows] == before
    assert list(reader.lines()) == before
    assert changes == ["built", "updated", "updated", "updated"]  # one attempt, then a copy


def test_making_a_copy_takes_no_locks_from_readers(folder: Path, cache: Path) -> None:
    load(str(folder))
    reader = load(str(folder))
    path = database(cache)
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    old = cache / "old"
    os.link(path, old)
    assert_right(folder)
    # Another process must still be unable to write into what the first one reads.
    script = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN EXCLUSIVE')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(old)], capture_output=True, text=True, check=False
    )
    assert "locked" in done.stderr
    assert reader.count() == 6
