"""Archives from anywhere: nothing is unpacked to a path, and nothing grows without end."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from quotecli.errors import UnreadableError
from quotecli.importing import archive
from quotecli.importing.archive import Archive


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of a name that is there twice
        with zipfile.ZipFile(stream, "w", method) as made:
            for name, content in entries:
                made.writestr(name, content)
    return stream.getvalue()


def test_files_are_read_by_name_in_any_case() -> None:
    found = Archive(
        zipped(("project.qde", b"<a/>"), ("Sources/", b""), ("Sources/ABC.txt", b"words")), "a.qdpx"
    )
    assert found.read("sources/abc.TXT") == b"words"
    assert found.read("sources/other.txt") is None
    assert found.names() == ["project.qde", "Sources/ABC.txt"]


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "sources/../../evil.txt",
        "/etc/evil",
        "..\\evil.txt",
        "C:evil.txt",
        "sources/..",
        "\\\\a\\b",
    ],
)
def test_a_name_that_leads_out_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableError, match="leads out of it"):
        Archive(zipped(("project.qde", b""), (name, b"evil")), "a.qdpx")
    assert list(tmp_path.iterdir()) == []


def test_a_name_behind_a_nul_is_refused() -> None:
    data = zipped(("project.qde?x", b"")).replace(b"project.qde?x", b"project.qde\0x")
    with pytest.raises(UnreadableError, match="leads out of it"):
        Archive(data, "a.qdpx")


@pytest.mark.parametrize("other", ["project.qde", "PROJECT.QDE"])
def test_two_files_of_one_name_are_refused(other: str) -> None:
    with pytest.raises(UnreadableError, match="two files with the name"):
        Archive(zipped(("project.qde", b"1"), (other, b"2")), "a.qdpx")


def test_a_bomb_is_refused_before_it_has_grown() -> None:
    bomb = zipped(("project.qde", b"\0" * 100_000_000))
    assert len(bomb) < 200_000
    with pytest.raises(UnreadableError, match="too large"):
        Archive(bomb, "a.qdpx").read("project.qde")


def test_what_is_large_all_together_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 5_000)
    found = Archive(zipped(("a", b"a" * 3_000), ("b", b"b" * 3_000)), "a.qdpx")
    assert found.read("a") == b"a" * 3_000
    with pytest.raises(UnreadableError, match="too large"):
        found.read("b")


def test_text_that_repeats_itself_is_no_bomb() -> None:
    text = b"Said he. " * 1_000_000
    assert Archive(zipped(("sources/a.txt", text)), "a.qdpx").read("sources/a.txt") == text


def test_many_files_are_refused() -> None:
    data = zipped(
        *((str(number), b"") for number in range(archive.MOST_ENTRIES + 1)),
        method=zipfile.ZIP_STORED,
    )
    with pytest.raises(UnreadableError, match="more than 10,000 files"):
        Archive(data, "a.qdpx")


def test_a_table_of_contents_that_is_too_large_is_not_read() -> None:
    data = zipped(("project.qde", b""))
    end = data.rindex(b"PK\x05\x06")
    lie = data[: end + 12] + struct.pack("<I", 0xFFFFFFFF) + data[end + 16 :]
    with pytest.raises(UnreadableError, match="more than 10,000 files"):
        Archive(lie, "a.qdpx")


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    at = data.index(b"words")
    return data[:at] + b"sword" + data[at + 5 :]


def _encrypted(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + b"\x01" + data[at + 9 :]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_cut, "no zip archive, or one that was cut off"),
        (_flipped, "damaged"),
        (_encrypted, "encrypted"),
        (lambda data: b"", "no zip archive"),
        (lambda data: b"PK\x05\x06", "no zip archive"),
        (lambda data: b"not a zip" * 100, "no zip archive"),
    ],
)
def test_what_is_broken_is_said_in_one_line(change: Callable[[bytes], bytes], message: str) -> None:
    data = change(zipped(("project.qde", b"words"), method=zipfile.ZIP_STORED))
    with pytest.raises(UnreadableError, match=message) as caught:
        Archive(data, "a.qdpx").read("project.qde")
    assert "\n" not in str(caught.value)


def test_no_cut_of_an_archive_is_a_traceback() -> None:
    data = zipped(("project.qde", b"words" * 50), ("sources/a.txt", b"more"))
    for end in range(0, len(data), 3):
        with pytest.raises(UnreadableError):
            Archive(data[:end], "a.qdpx").read("project.qde")
    for at in range(len(data)):
        for mask in (0xFF, 1, 0x40):
            broken = data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]
            with suppress(UnreadableError):
                Archive(broken, "a.qdpx").read("project.qde")


def test_a_method_of_packing_that_could_ask_for_any_memory_is_refused() -> None:
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        with pytest.raises(UnreadableError, match="packed in a way"):
            Archive(zipped(("project.qde", b"words"), method=method), "a.qdpx").read("project.qde")
