"""The cache folder: where it is, what is removed from it, and the lock."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from quotecli.library.cache.folder import locate_cache
from quotecli.library.loading import load
from tests.conftest import HARBOUR
from tests.library.cache.cached import assert_right, database

pytestmark = pytest.mark.usefixtures("old_files")


def test_the_cache_folder_follows_the_environment(
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


def test_without_a_home_directory_nothing_is_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QUOTECLI_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    # What it returns if neither the environment nor the system knows a home directory.
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.chdir(folder / "below")
    assert load(str(folder)).notes == (
        "cannot write the index (no home directory); reading all files",
    )
    assert [entry.name for entry in os.scandir()] == ["storm.yml"]


def test_only_its_owner_can_read_a_database(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cache = tmp_path / "new" / "cache"
    monkeypatch.setenv("QUOTECLI_CACHE", str(cache))
    load(str(folder))
    assert cache.stat().st_mode & 0o777 == 0o700
    assert database(cache).stat().st_mode & 0o777 == 0o600


def test_tidying_removes_remains_and_unused_databases_and_nothing_else(
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
        f"{'f' * 32}.db.seal",
        f"{'f' * 32}.db",
    ]
    old = [
        f"{other}.db",
        f"{other}.db.lock",
        f"{other}.db.seal",
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
    os.utime(cache / f"{'f' * 32}.db.seal")
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    load(str(folder))
    assert sorted(entry.name for entry in os.scandir(cache)) == sorted(
        [*kept, mine, f"{mine}.lock", f"{mine}.seal"]
    )


def test_the_time_of_use_is_set_once_a_day(folder: Path, cache: Path, changes: list[str]) -> None:
    load(str(folder))
    path = Path(f"{database(cache)}.seal")
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns - 3 * 24 * 3600 * 10**9, state.st_mtime_ns))
    assert_right(folder)
    assert time.time() - path.stat().st_atime < 3600
    assert changes == ["built"]


def test_a_lock_is_not_waited_for_if_its_holder_does_nothing(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(str(folder))
    folder.joinpath("harbour.yaml").write_text(HARBOUR.replace("herring", "cod"), encoding="utf-8")
    monkeypatch.setattr("quotecli.library.cache.folder._MAX_WAIT", 0.01)
    holder = sqlite3.connect(f"{database(cache)}.lock", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    found = load(str(folder))
    reason = "locked by another process that has stopped working"
    assert found.notes == (f"cannot write the index in {cache} ({reason}); reading all files",)
    assert "cod" in str([one.excerpt for one in found.quotes()])
    holder.close()
    assert_right(folder)


def test_a_lock_is_waited_for_while_its_holder_works(
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
        # Between two looks at the lock its holder gives a sign of work, and in the end it is done.
        if next(looks, None) is None:
            holder.close()
        else:
            os.utime(f"{path}.lock", (time.time(), len(list(looks)) + 1000))
        return 0.0

    monkeypatch.setattr("time.monotonic", clock)
    assert load(str(folder)).notes == ()
