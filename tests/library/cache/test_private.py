"""A cache folder that somebody else can write to is not used, and nothing in it is changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quotecli.library.cache.private import UnsafeError, make_private_folder
from quotecli.library.cache.values import seal_row
from quotecli.library.loading import load
from tests.library.cache.cached import database

pytestmark = [
    pytest.mark.usefixtures("old_files"),
    pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no modes on this system"),
]
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can act as another user"
)

NOBODY = 65534


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder below one that everybody can enter."""
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    place = top / "cache"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("QUOTECLI_CACHE", str(place))
    yield place
    shutil.rmtree(top)


def as_nobody(action: Callable[[], object]) -> None:
    """Do something in a process of another user."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            action()
            status = 0
        finally:
            os._exit(status)
    assert os.waitpid(process, 0)[1] == 0


def forge(source: Path, target: Path) -> None:
    """Write a copy of an index with other words, and with the seal that makes it believed."""
    target.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    with closing(sqlite3.connect(target)) as db:
        db.execute("UPDATE content SET members = replace(members, 'grow', 'sink')")
        columns = "n, id, speaker_id, reporter_id, members, rest"
        rows = [(seal_row(*row), row[0]) for row in db.execute(f"SELECT {columns} FROM content")]
        db.executemany("UPDATE content SET seal = ? WHERE n = ?", rows)
        inode = os.stat(target).st_ino
        db.execute("UPDATE meta SET value = ? WHERE key = 'inode'", (inode,))
        ((seal,),) = db.execute("SELECT value FROM meta WHERE key = 'seal'")
        db.commit()
    os.utime(target, ns=(seal, seal))
    Path(f"{target}.seal").write_text(str(os.stat(target).st_ctime_ns))


def excerpts(folder: Path) -> tuple[list[str], tuple[str, ...]]:
    """Return the excerpts of a folder, and the notes of its library."""
    library = load(str(folder))
    return [quote.excerpt for quote in library.quotes()], library.notes


def assert_refused(folder: Path, reason: str) -> None:
    """Assert that all files are read, with a note that says why."""
    found, (note,) = excerpts(folder)
    assert found == excerpts_without_cache(folder)
    assert reason in note
    assert note.endswith("); reading all files")


def excerpts_without_cache(folder: Path) -> list[str]:
    return [quote.excerpt for quote in load(str(folder), cache=False).quotes()]


def of_nobody(path: Path) -> None:
    os.chown(path, NOBODY, NOBODY)


def open_to_all(path: Path) -> None:
    path.chmod(0o777)


def open_to_a_group(path: Path) -> None:
    os.chown(path, -1, NOBODY)
    path.chmod(0o775)


def test_the_forged_index_is_one_that_would_be_believed(folder: Path, shared: Path) -> None:
    load(str(folder))
    kept = shared / "kept"
    shutil.copyfile(database(shared), kept)
    forge(kept, database(shared))
    found, notes = excerpts(folder)
    assert "The harbour will sink" in str(found)
    assert notes == ()


@pytest.mark.parametrize(
    ("expose", "reason"),
    [
        (open_to_all, "others may write to"),
        pytest.param(of_nobody, "belongs to another user", marks=as_root),
        pytest.param(open_to_a_group, "others may write to", marks=as_root),
    ],
)
@pytest.mark.parametrize("what", ["folder", "parent", "index", "seal", "lock"])
def test_what_others_can_write_to_is_not_believed(
    folder: Path, shared: Path, expose: Callable[[Path], None], reason: str, what: str
) -> None:
    load(str(folder))
    path = database(shared)
    kept = shared / "kept"
    shutil.copyfile(path, kept)
    forge(kept, path)
    files = {"index": path, "seal": Path(f"{path}.seal"), "lock": Path(f"{path}.lock")}
    if what == "lock":
        path.unlink()
    expose({"folder": shared, "parent": shared.parent, **files}[what])
    before = {entry: entry.read_bytes() for entry in shared.iterdir()}
    assert_refused(folder, reason)
    assert {entry: entry.read_bytes() for entry in shared.iterdir()} == before


@as_root
def test_what_another_user_plants_is_not_believed(folder: Path, shared: Path) -> None:
    load(str(folder))
    path = database(shared)
    kept = shared.parent / "kept"
    shutil.copyfile(path, kept)
    kept.chmod(0o644)
    shared.chmod(0o777)
    Path(f"{path}.seal").unlink()
    as_nobody(lambda: forge(kept, path))
    assert_refused(folder, "others may write to")
    # What was planted while the folder was open is not believed later on.
    shared.chmod(0o700)
    assert_refused(folder, "belongs to another user")


@as_root
def test_somebody_elses_link_in_the_place_of_the_lock_costs_no_file(
    folder: Path, shared: Path, tmp_path: Path
) -> None:
    load(str(folder))
    path = database(shared)
    path.unlink()
    lock, thesis = Path(f"{path}.lock"), tmp_path / "thesis.txt"
    thesis.write_text("Ten years of work. " * 100)
    shared.chmod(0o777)
    lock.unlink()
    as_nobody(lambda: lock.symlink_to(thesis))
    for mode in (0o777, 0o700):
        shared.chmod(mode)
        assert_refused(folder, "others may write to" if mode == 0o777 else "not a regular file")
        assert thesis.read_text() == "Ten years of work. " * 100


@pytest.mark.parametrize("put", [os.symlink, os.link, shutil.copyfile])
def test_a_file_in_the_place_of_the_lock_keeps_every_byte(
    folder: Path, cache: Path, tmp_path: Path, put: Callable[[Path, Path], None]
) -> None:
    load(str(folder))
    path = database(cache)
    path.unlink()
    lock, thesis = Path(f"{path}.lock"), tmp_path / "thesis.txt"
    thesis.write_text("Ten years of work. " * 100)
    lock.unlink()
    put(thesis, lock)
    assert_refused(folder, "not a regular file" if lock.is_symlink() else "not a lock")
    assert lock.read_text() == thesis.read_text() == "Ten years of work. " * 100


def test_everything_that_is_made_is_private(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path / "new"
    monkeypatch.setenv("QUOTECLI_CACHE", str(top / "below" / "cache"))
    before = os.umask(0)
    try:
        assert load(str(folder)).notes == ()
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in top.rglob("*") if path.is_file()}
    assert modes == {0o600}
    folders = [top, *(path for path in top.rglob("*") if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


def test_a_folder_that_a_link_leads_to_is_used(
    folder: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link"
    link.symlink_to(cache)
    monkeypatch.setenv("QUOTECLI_CACHE", str(link))
    assert load(str(folder)).notes == ()
    assert database(cache)


def test_a_folder_where_only_the_owner_of_a_file_can_remove_it_may_be_above(
    folder: Path, shared: Path
) -> None:
    shared.parent.chmod(0o1777)
    assert load(str(folder)).notes == ()


@pytest.mark.parametrize(
    ("members", "name", "safe"),
    [
        ([], "kim", True),
        (["kim"], "kim", True),
        (["kim", "mallory"], "kim", False),
        ([], "staff", False),
    ],
)
def test_the_group_of_a_user_alone_may_write(
    shared: Path, monkeypatch: pytest.MonkeyPatch, members: list[str], name: str, safe: bool
) -> None:
    import grp
    import pwd

    monkeypatch.setattr(pwd, "getpwuid", lambda _: pwd.struct_passwd(["kim", *"x" * 6]))
    monkeypatch.setattr(grp, "getgrgid", lambda _: grp.struct_group([name, "x", 1000, members]))
    monkeypatch.setattr(os, "stat", _in_group(1000))
    shared.chmod(0o775)
    if safe:
        assert make_private_folder(str(shared)) == os.path.realpath(shared)
    else:
        with pytest.raises(UnsafeError, match="others may write"):
            make_private_folder(str(shared))


def _in_group(group: int) -> Callable[..., os.stat_result]:
    real = os.stat

    def stat(path: str, *, follow_symlinks: bool = True) -> os.stat_result:
        values = list(real(path, follow_symlinks=follow_symlinks))
        values[5] = group
        return os.stat_result(values)

    return stat
