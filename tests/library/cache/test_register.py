"""A change of a file is noticed, whenever and however it happens."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from quotecli.errors import Place, StatementError, UnreadableError
from quotecli.library.cache import register
from quotecli.library.loading import load
from quotecli.store.discovery import fingerprint, scan
from tests.conftest import HARBOUR
from tests.everyday import everyday
from tests.library.cache.cached import assert_right
from tests.make import quote, written

pytestmark = pytest.mark.usefixtures("old_files")


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
    ("index", "_build", False),
    ("reading", "_read", False),
    ("reading", "_read", True),
    ("register", "digest_scan", False),
    ("register", "digest_scan", True),
    ("index", "write_seal", True),
    ("refresh", "read_codebook", False),
    ("refresh", "read_codebook", True),
]


@pytest.mark.parametrize(("module", "name", "after"), MOMENTS)
@pytest.mark.parametrize("what", ["text", "book", "statement"])
@pytest.mark.parametrize("how", everyday(1, ["keeping-its-time", "replaced", "written"]))
def test_a_change_at_any_moment_of_reading_is_noticed_the_next_time(
    texts: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    name: str,
    after: bool,
    what: str,
    how: str,
) -> None:

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
        _when(
            patch,
            importlib.import_module(f"quotecli.library.cache.{module}"),
            name,
            act,
            after=after,
        )
        load(str(texts))
    assert_right(texts)
    monkeypatch.setattr(register, "_GRAIN", -3600 * 10**9)
    assert_right(texts)
    assert_right(texts)


def test_a_text_that_changes_between_two_of_its_statements_is_read_again(
    texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(str(texts))
    # Only one of its statements is read again, and the text changes just then.
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
    assert_right(texts)


def void(_: object) -> None:
    """Return nothing."""


@pytest.mark.parametrize(
    "distance", [-(10**9), 400 * 24 * 3600, 500 * 365 * 24 * 3600], ids=["past", "soon", "far"]
)
def test_times_far_from_now_do_no_harm(folder: Path, changes: list[str], distance: int) -> None:
    for path in (folder / "harbour.yaml", folder / "below" / "storm.yml"):
        os.utime(path, (time.time() + distance, time.time() + distance))
    assert_right(folder)
    assert_right(folder)
    assert changes == ["built"]
    folder.joinpath("harbour.yaml").write_text(
        HARBOUR.replace("herring", "hering "), encoding="utf-8"
    )
    os.utime(folder / "harbour.yaml", (time.time() + distance, time.time() + distance))
    assert_right(folder)


def test_fingerprints_fit_into_a_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Large(NamedTuple):
        """The state of a file as some file systems report it."""

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
def test_a_file_that_the_system_refused_once_is_read_again(
    texts: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def refused(path: str) -> bytes:
        raise UnreadableError("unreadable: Too many open files", place=Place(path))

    with monkeypatch.context() as patch:
        patch.setattr(f"{where}.read_bytes", refused)
        with suppress(StatementError, UnreadableError):
            load(str(texts), strict=False)
    assert_right(texts)
    assert len(load(str(texts)).statements) == 3
    with monkeypatch.context() as patch:
        patch.setattr(f"{where}.read_bytes", refused)
        texts.joinpath("b.yaml").write_bytes(texts.joinpath("b.yaml").read_bytes() + b"\n")
        texts.joinpath("codebook.yaml").write_text("topics: {t: {label: New}}")
        with suppress(StatementError, UnreadableError):
            load(str(texts), strict=False)
    assert_right(texts)
    assert len(load(str(texts)).statements) == 3


def test_a_codebook_that_the_system_refused_once_is_read_again(
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
        assert_right(folder)
        assert "t" in load(str(folder)).topics
        folder.joinpath("codebook.yaml").write_text("topics: {t: {label: T2}}")


def test_a_change_within_one_tick_of_a_coarse_clock_is_noticed(
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
