"""The database in the cache is believed only while it is whole and says what the files say; else it
is made anew.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecli.errors import Place, StatementError, UnreadableError
from quotecli.library import Library, load
from quotecli.library.cache import index, refresh, register, values
from quotecli.library.cache.folder import locate_cache
from quotecli.library.cache.reading import read_entries
from quotecli.library.cache.tables import VERSION
from quotecli.store.discovery import fingerprint, scan
from tests.conftest import HARBOUR, STORM
from tests.library.answers import asked
from tests.make import quote, tree, written


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done to databases: "built" or "updated", in order."""
    done: list[str] = []

    def watch(name: str, what: str) -> None:
        real = getattr(index, name)

        def watched(*args: Any) -> Any:
            done.append(what)
            return real(*args)

        monkeypatch.setattr(index, name, watched)

    watch("_build", "built")
    watch("_update", "updated")
    return done


@pytest.fixture(autouse=True)
def _old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the files of a test had been there for long, so that their marks are believed."""
    monkeypatch.setattr(register, "_GRAIN", -3600 * 10**9)


def database(cache: Path) -> Path:
    (found,) = cache.glob("*.db")
    return found


def right(folder: Path) -> None:
    """The library of a folder answers as one that is read anew, and has nothing to say of the
    cache.
    """
    found = said(load(str(folder), strict=False))
    assert found == said(load(str(folder), strict=False, cache=False))
    assert found["notes"] == ()


def said(library: Library) -> dict[str, Any]:
    """Enough of what a library answers to see a difference; test_refresh.py asks for everything."""
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


def test_a_second_look_reads_nothing_again(folder: Path, changes: list[str]) -> None:
    right(folder)
    right(folder)
    assert changes == ["built"]


def test_only_what_changed_is_read_again(
    folder: Path, changes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right(folder)
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


def _edited(path: Path, sql: str) -> None:
    db = sqlite3.connect(path)
    db.execute(sql)
    db.commit()
    db.close()


def _with_a_log(path: Path) -> None:
    """As a tool leaves it that keeps a log beside databases, and has changed something in it."""
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
    """As a process leaves it that is killed while it writes."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE content SET members = replace(members, 'grow', 'sink')")
    db.execute(
        "CREATE TABLE filling AS SELECT a.*, b.* FROM content AS a, content AS b, content AS c, content AS d"
    )
    copies = {name: Path(f"{path}{name}").read_bytes() for name in ("", "-journal")}
    db.execute("ROLLBACK")
    db.close()
    for name, content in copies.items():
        Path(f"{path}{name}").write_bytes(content)


def _beside_a_strange_journal(path: Path) -> None:
    Path(f"{path}-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + b"\1" * 600)


def _linked(path: Path) -> None:
    elsewhere = path.with_name("elsewhere")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def _dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))


def _looping(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _touched(path: Path) -> None:
    os.utime(path)


def _locked_by_garbage(path: Path) -> None:
    path.unlink()
    Path(f"{path}.lock").write_bytes(b"what is no database " * 100)


HARM: list[Callable[[Path], None]] = [
    *(_truncated, _emptied, _longer, _zeroed, _other_version, _lying, _with_a_log, _with_a_journal),
    *(_beside_a_strange_journal, _linked, _dangling, _touched, _locked_by_garbage, os.unlink),
]


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("changed", [False, True], ids=["as-it-was", "and-a-file-changed"])
def test_a_database_that_was_tampered_with_is_made_anew(
    folder: Path, cache: Path, harm: Callable[[Path], None], changed: bool, changes: list[str]
) -> None:
    right(folder)
    harm(database(cache))
    if changed:
        folder.joinpath("harbour.yaml").write_text(
            HARBOUR.replace("herring", "cod"), encoding="utf-8"
        )
    right(folder)
    # Behind a link is the very database, and nothing wrong with it.
    again = "built" if harm is not _linked else "updated" if changed else ""
    assert changes == [name for name in ("built", again) if name]
    right(folder)
    assert len(changes) < 3
    assert not list(cache.glob("*-journal")) + list(cache.glob("*-wal")) + list(cache.glob("*.new"))


@settings(max_examples=settings().max_examples // 4)
@given(st.data())
def test_whatever_bytes_of_a_database_are_changed_the_answers_are_right(
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


@pytest.mark.parametrize("put", [os.mkdir, os.mkfifo, _looping], ids=["folder", "pipe", "loop"])
def test_what_cannot_be_replaced_is_worked_without(
    folder: Path, cache: Path, put: Callable[[Any], None]
) -> None:
    right(folder)
    path = database(cache)
    if put is not _looping:
        path.unlink()
    put(path)
    found = asked(folder)
    (note,) = found.pop("notes")
    assert note.startswith(f"cannot write the index in {cache} (")
    assert found == {
        key: value for key, value in asked(folder, cache=False).items() if key != "notes"
    }


# Older, and of something else


def test_an_older_copy_is_seen_to_be_older(folder: Path, cache: Path, changes: list[str]) -> None:
    right(folder)
    path = database(cache)
    old = cache / "backup"
    shutil.copy2(path, old)
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    right(folder)
    shutil.copy2(old, path)
    right(folder)
    os.replace(old, path)
    right(folder)
    assert changes[0] == "built"


def test_a_copy_is_not_believed_even_with_its_time(
    folder: Path, cache: Path, changes: list[str]
) -> None:
    right(folder)
    path = database(cache)
    shutil.copy2(path, cache / "copy")
    os.replace(cache / "copy", path)
    right(folder)
    assert changes == ["built", "built"]


def test_the_database_of_other_paths_in_its_place_is_no_harm(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    others = tmp_path / "others"
    others.mkdir()
    for number in range(3):
        content = written(
            tree("One two.", quote("two", topics=["t"]), topics={"t": {"label": "T"}})
        )
        others.joinpath(f"o{number}.yaml").write_bytes(content)
    right(folder / "below" / "..")
    asked(others)
    one, two = sorted(cache.glob("*.db"))
    os.replace(one, cache / "x")
    os.replace(two, one)
    os.replace(cache / "x", two)
    right(others)
    right(folder / "below" / "..")


def test_the_same_folder_by_two_names_has_answers_of_its_own(
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


def test_a_relative_path_is_another_one_elsewhere(
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


# Where it is kept


def test_the_locate_cache_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("QUOTECLI_CACHE")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert locate_cache() == "/somewhere/quotecli"
    for ignored in ("", "relative/path"):
        monkeypatch.setenv("XDG_CACHE_HOME", ignored)
        assert locate_cache() == str(tmp_path / ".cache" / "quotecli")
    monkeypatch.setenv("QUOTECLI_CACHE", "")
    assert locate_cache() == str(tmp_path / ".cache" / "quotecli")
    monkeypatch.setenv("QUOTECLI_CACHE", "here")
    assert locate_cache() == "here"


def test_without_a_home_nothing_is_kept_and_nothing_is_littered(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QUOTECLI_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    # What it answers where neither the environment nor the system knows a home.
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.chdir(folder / "below")
    assert load(str(folder)).notes == (
        "cannot write the index (no home directory); reading all files",
    )
    assert [entry.name for entry in os.scandir()] == ["storm.yml"]


def test_only_its_owner_may_read_what_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cache = tmp_path / "new" / "cache"
    monkeypatch.setenv("QUOTECLI_CACHE", str(cache))
    load(str(folder))
    assert cache.stat().st_mode & 0o777 == 0o700
    assert database(cache).stat().st_mode & 0o777 == 0o600


def test_tidying_removes_what_is_left_and_forgotten_and_nothing_else(
    folder: Path, cache: Path
) -> None:
    long_ago = time.time() - 100 * 24 * 3600
    other = "0123456789abcdef" * 2
    kept = [
        "thesis.db",
        "a.lock",
        "b.new",
        f"{other}.dbx",
        f"x{other}.db",
        f"{'f' * 32}.db.lock",
        f"{'f' * 32}.db",
    ]
    old = [
        f"{other}.db",
        f"{other}.db.lock",
        f"{other}.db.77.new",
        f"{other}.db-journal",
        f"{other}.db.7.new-journal",
    ]
    load(str(folder))
    mine = database(cache).name
    left = [f"{mine}.1.new", f"{mine}.1.new-journal", f"{mine}.99.new"]
    for name in (*kept, *old, *left):
        cache.joinpath(name).touch()
        os.utime(cache / name, (long_ago, long_ago))
    os.utime(cache / f"{'f' * 32}.db")
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    load(str(folder))
    assert sorted(entry.name for entry in os.scandir(cache)) == sorted(
        [*kept, mine, f"{mine}.lock"]
    )


def test_use_is_noted_once_a_day_and_breaks_nothing(
    folder: Path, cache: Path, changes: list[str]
) -> None:
    load(str(folder))
    path = database(cache)
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns - 3 * 24 * 3600 * 10**9, state.st_mtime_ns))
    right(folder)
    assert time.time() - path.stat().st_atime < 3600
    assert changes == ["built"]


# Those who read meanwhile


def test_who_reads_keeps_what_they_read_and_holds_up_nobody(
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
        right(folder)
        assert word in str([one.excerpt for one in load(str(folder)).quotes()])
    assert [first, *rows] == before
    assert list(reader.lines()) == before
    assert changes == ["built", "updated", "updated", "updated"]  # once in vain, then on a copy


def test_a_copy_that_is_made_takes_no_locks_from_those_who_read(folder: Path, cache: Path) -> None:
    load(str(folder))
    reader = load(str(folder))
    path = database(cache)
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    old = cache / "old"
    os.link(path, old)
    right(folder)
    # Another process must still be kept from writing into what the first one reads.
    script = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN EXCLUSIVE')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(old)], capture_output=True, text=True, check=False
    )
    assert "locked" in done.stderr
    assert reader.count() == 6


def test_who_holds_the_lock_and_does_nothing_is_not_waited_for(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(str(folder))
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    monkeypatch.setattr("quotecli.library.cache.folder._MAX_WAIT", 0.01)
    holder = sqlite3.connect(f"{database(cache)}.lock", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    found = load(str(folder))
    assert found.notes == (
        f"cannot write the index in {cache} (locked by another process that has stopped working); reading all files",
    )
    assert "cod" in str([one.excerpt for one in found.quotes()])
    holder.close()
    right(folder)


def test_who_holds_the_lock_and_works_is_waited_for(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(str(folder))
    path = database(cache)
    path.unlink()
    monkeypatch.setattr("quotecli.library.cache.folder._MAX_WAIT", 0)
    holder = sqlite3.connect(f"{path}.lock", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    looks = iter(range(3))

    def clock() -> float:
        # Between two looks at it the holder says that it is at work, and in the end it is done.
        if next(looks, None) is None:
            holder.close()
        else:
            os.utime(f"{path}.lock", (time.time(), len(list(looks)) + 1000))
        return 0.0

    monkeypatch.setattr("time.monotonic", clock)
    assert load(str(folder)).notes == ()


# Files that change while they are read


def _when(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[], None], *, after: bool
) -> None:
    """Do something once, before or after a function is called."""
    real, acts = getattr(module, name), iter([act])

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if not after:
            next(acts, lambda: None)()
        result = real(*args, **kwargs)
        if after:
            next(acts, lambda: None)()
        return result

    monkeypatch.setattr(module, name, wrapped)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder of three statements with one text, and a codebook."""
    folder = tmp_path / "texts"
    folder.mkdir()
    folder.joinpath("text.txt").write_text("One two three. Four five six.")
    folder.joinpath("codebook.yaml").write_text("topics: {t: {label: Old}}")
    for name in "abc":
        content = {
            "title": name,
            "text_file": "text.txt",
            "quotes": [quote("three. Four", topics=["t"])],
        }
        folder.joinpath(f"{name}.yaml").write_bytes(written(content))
    return folder


NEW = "One two. Two three. Four five."
MOMENTS = [
    ("quotecli.library.cache.index", "_build", False), ("quotecli.library.cache.reading", "_read", False),
    ("quotecli.library.cache.reading", "_read", True), ("quotecli.library.cache.register", "digest_scan", False),
    ("quotecli.library.cache.register", "digest_scan", True), ("quotecli.library.cache.index", "_write_seal", True),
    ("quotecli.library.cache.refresh", "read_codebook", False),
    ("quotecli.library.cache.refresh", "read_codebook", True),
]  # fmt: skip


@pytest.mark.parametrize(("module", "name", "after"), MOMENTS)
@pytest.mark.parametrize("what", ["text", "book", "statement"])
@pytest.mark.parametrize("how", ["written", "replaced", "keeping-its-time"])
def test_what_changes_at_any_moment_of_reading_is_seen_the_next_time(
    texts: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    name: str,
    after: bool,
    what: str,
    how: str,
) -> None:
    import importlib

    monkeypatch.setattr(register, "_GRAIN", 2 * 10**9)
    path = {
        "text": texts / "text.txt",
        "book": texts / "codebook.yaml",
        "statement": texts / "b.yaml",
    }[what]
    old = path.read_text()
    new = {"text": NEW, "book": old.replace("Old", "New"), "statement": old.replace('"b"', '"B"')}[
        what
    ]
    assert len(new) == len(old) or what == "text"

    def act() -> None:
        times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
        target = path if how == "written" else path.with_name("beside")
        target.write_text(new)
        if how != "written":
            os.replace(target, path)
        if how == "keeping-its-time":
            os.utime(path, ns=times)

    with monkeypatch.context() as patch:
        _when(patch, importlib.import_module(module), name, act, after=after)
        load(str(texts))
    right(texts)
    monkeypatch.setattr(register, "_GRAIN", -3600 * 10**9)
    right(texts)
    right(texts)


def test_a_text_that_changes_between_two_that_share_it_is_read_again(
    texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(str(texts))
    # Only one of them is read again, and the text changes just then.
    texts.joinpath("b.yaml").write_bytes(texts.joinpath("b.yaml").read_bytes() + b"\n")
    from quotecli.library.cache import reading

    with monkeypatch.context() as patch:
        _when(
            patch,
            reading,
            "_read",
            lambda: void(texts.joinpath("text.txt").write_text(NEW)),
            after=False,
        )
        load(str(texts))
    right(texts)


def void(_: object) -> None:
    """Nothing, of something."""


@pytest.mark.parametrize(
    "distance", [-(10**9), 400 * 24 * 3600, 500 * 365 * 24 * 3600], ids=["past", "soon", "far"]
)
def test_times_far_from_now_are_no_trouble(folder: Path, changes: list[str], distance: int) -> None:
    for path in (folder / "harbour.yaml", folder / "below" / "storm.yml"):
        os.utime(path, (time.time() + distance, time.time() + distance))
    right(folder)
    right(folder)
    assert changes == ["built"]
    folder.joinpath("harbour.yaml").write_text(
        HARBOUR.replace("herring", "hering "), encoding="utf-8"
    )
    os.utime(folder / "harbour.yaml", (time.time() + distance, time.time() + distance))
    right(folder)


def test_numbers_of_files_may_be_larger_than_a_database_holds(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Large(NamedTuple):
        """What some file systems tell."""

        st_size: int = 9
        st_mtime_ns: int = 1 << 65
        st_ctime_ns: int = -1
        st_ino: int = (1 << 64) - 1

    with monkeypatch.context() as patch:
        patch.setattr("os.stat", lambda *_, **__: Large())
        found = fingerprint(str(folder))
    assert all(0 <= number < 1 << 63 for number in found)


@pytest.mark.parametrize(
    "where",
    [
        "quotecli.library.cache.reading",
        "quotecli.library.cache.register",
        "quotecli.store.codebook",
        "quotecli.store.text_file",
    ],
)
def test_what_the_system_did_not_give_once_is_asked_for_again(
    texts: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def refused(path: str) -> bytes:
        raise UnreadableError("unreadable: Too many open files", place=Place(path))

    with monkeypatch.context() as patch:
        patch.setattr(f"{where}.read_bytes", refused)
        with suppress(StatementError, UnreadableError):
            load(str(texts), strict=False)
    right(texts)
    assert len(load(str(texts)).statements) == 3
    with monkeypatch.context() as patch:
        patch.setattr(f"{where}.read_bytes", refused)
        texts.joinpath("b.yaml").write_bytes(texts.joinpath("b.yaml").read_bytes() + b"\n")
        texts.joinpath("codebook.yaml").write_text("topics: {t: {label: New}}")
        with suppress(StatementError, UnreadableError):
            load(str(texts), strict=False)
    right(texts)
    assert len(load(str(texts)).statements) == 3


def test_a_codebook_that_could_not_be_read_once_is_asked_for_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.joinpath("codebook.yaml").write_text("topics: {t: {label: T}}")

    def refused(path: str) -> bytes:
        raise UnreadableError("unreadable: Too many open files", place=Place(path))

    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr("quotecli.store.codebook.read_bytes", refused)
            patch.setattr("quotecli.library.cache.register.read_bytes", refused)
            assert load(str(folder), strict=False).left_out == 1
        right(folder)
        assert "t" in load(str(folder)).topics
        folder.joinpath("codebook.yaml").write_text("topics: {t: {label: T2}}")


def test_a_change_within_the_same_tick_of_a_coarse_clock_is_seen(
    folder: Path, monkeypatch: pytest.MonkeyPatch, changes: list[str]
) -> None:
    monkeypatch.setattr(register, "_GRAIN", 2 * 10**9)
    now = time.time_ns()
    found = scan([str(folder)])
    coarse = found._replace(
        fingerprints=[(size, now, now, inode) for size, _, _, inode in found.fingerprints]
    )
    monkeypatch.setattr("quotecli.library.loading.scan", lambda _: coarse)
    load(str(folder))
    folder.joinpath("harbour.yaml").write_text(
        HARBOUR.replace("herring", "hamster"), encoding="utf-8"
    )
    assert "hamster" in str([one.excerpt for one in load(str(folder)).quotes()])
    assert changes == ["built", "updated"]


# What it says of files


def test_a_bad_codebook_is_said_once_and_first(folder: Path) -> None:
    folder.joinpath("codebook.yaml").write_text("topics: [", encoding="utf-8")
    folder.joinpath("a.yaml").write_text("title: [", encoding="utf-8")
    for _ in range(2):
        found = load(str(folder), strict=False)
        assert [Path(problem.place.file).name for problem in found.problems] == [
            "codebook.yaml",
            "a.yaml",
        ]
        assert found.left_out == 2
        os.utime(folder / "codebook.yaml")
    folder.joinpath("codebook.yaml").write_text("topics: {}", encoding="utf-8")
    assert [
        Path(problem.place.file).name for problem in load(str(folder), strict=False).problems
    ] == ["a.yaml"]


def test_one_good_file_beside_a_bad_one_and_a_bad_codebook_is_answered(folder: Path) -> None:
    folder.joinpath("codebook.yaml").write_text("topics: [", encoding="utf-8")
    folder.joinpath("harbour.yaml").write_text("title: [", encoding="utf-8")
    assert list(load(str(folder), strict=False).statements) == ["storm"]
    with pytest.raises(StatementError) as caught:
        load(str(folder))
    assert caught.value.place is not None
    assert caught.value.place.file.endswith("codebook.yaml")


def test_nothing_but_bad_files_is_an_error(folder: Path) -> None:
    folder.joinpath("codebook.yaml").write_text("topics: [", encoding="utf-8")
    for name in ("harbour.yaml", "below/storm.yml"):
        folder.joinpath(name).write_text("title: [", encoding="utf-8")
    with pytest.raises(StatementError):
        load(str(folder), strict=False)


@pytest.mark.parametrize("order", [1, -1], ids=["folder-first", "file-first"])
def test_a_bad_file_that_is_named_is_an_error_even_if_a_folder_has_it_too(
    folder: Path, order: int
) -> None:
    folder.joinpath("bad.yaml").write_text("title: [", encoding="utf-8")
    assert load(str(folder), strict=False).left_out == 1
    with pytest.raises(StatementError):
        load(*[str(folder), str(folder / "bad.yaml")][::order], strict=False)


def test_a_twin_names_the_one_that_is_there_now(folder: Path) -> None:
    for name in ("a", "b", "c"):
        folder.joinpath(name).mkdir()
        folder.joinpath(name, "one.yaml").write_text(STORM, encoding="utf-8")
    load(str(folder), strict=False)
    folder.joinpath("a", "one.yaml").unlink()
    right(folder)
    assert "also in" in str(load(str(folder), strict=False).problems)


ODD = [
    "a\nb.yaml",
    "\x1b[31mred.yaml",
    "x\udcff.yaml",
    "\udcff/y\udcfe.yaml",
    "🙂%20?#.yaml",
    " .yaml",
    "'\".yaml",
]


def test_any_name_of_a_file_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "data\udcff"
    for name in ODD:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.with_suffix(".txt")
        text.write_text("One two three.")
        path.write_bytes(
            json.dumps(
                {"title": "T", "text_file": f"./{text.name}", "quotes": [quote("two")]}
            ).encode()
        )
    bad = folder / "z\udcff.yaml"
    bad.write_text("title: [")
    right(folder)
    bad.write_bytes(written(tree("One.", title="Mended")))
    folder.joinpath("\udcff", "codebook.yaml").write_text("topics: {t: {label: T}}")
    right(folder)
    statements = load(str(folder), strict=False).statements
    assert str(bad) in {one.file for one in statements.values()}
    right(folder)
    shutil.rmtree(folder / "\udcff")
    right(folder)


def test_ten_files_more_between_the_same_two_always_find_room(
    tmp_path: Path, changes: list[str]
) -> None:
    for name in ("a", "z"):
        tmp_path.joinpath(f"{name}.yaml").write_bytes(written(tree("One two.", quote("two"))))
    for number in range(30):
        tmp_path.joinpath(f"b{'a' * number}b.yaml").write_bytes(
            written(tree("One two.", quote("two")))
        )
        assert list(load(str(tmp_path)).statements) == sorted(
            path.stem for path in tmp_path.glob("*.yaml")
        )
    right(tmp_path)
    assert changes.count("built") < 4


def test_a_version_of_its_own_for_each_program_and_python() -> None:
    import platform

    from quotecli import __version__

    assert __version__ in VERSION
    assert ".".join(platform.python_version_tuple()[:2]) in VERSION


def test_problems_come_back_as_they_were(folder: Path) -> None:
    folder.joinpath("bad.yaml").write_text(
        "title: A\ntext: One.\nquotes: [{id: x}]\n", encoding="utf-8"
    )
    problems = load(str(folder), cache=False, strict=False).problems
    assert (
        problems
        == load(str(folder), strict=False).problems
        == load(str(folder), strict=False).problems
    )
    assert values.decode_problems(values.encode_problems(problems)) == list(problems)
