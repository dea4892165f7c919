"""Archives from strangers: nothing is unpacked to a path, and nothing grows without limit."""

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
from quotecli.intake import archive
from quotecli.intake.archive import Archive


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of duplicate names
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
def test_a_name_that_points_outside_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableError, match="points outside of it"):
        Archive(zipped(("project.qde", b""), (name, b"evil")), "a.qdpx")
    assert list(tmp_path.iterdir()) == []


def test_a_name_behind_a_nul_is_refused() -> None:
    data = zipped(("project.qde?x", b"")).replace(b"project.qde?x", b"project.qde\0x")
    with pytest.raises(UnreadableError, match="points outside of it"):
        Archive(data, "a.qdpx")


@pytest.mark.parametrize("other", ["project.qde", "PROJECT.QDE"])
def test_two_files_of_one_name_are_refused(other: str) -> None:
    with pytest.raises(UnreadableError, match="two files named"):
        Archive(zipped(("project.qde", b"1"), (other, b"2")), "a.qdpx")


def test_a_bomb_is_refused_before_it_has_grown() -> None:
    bomb = zipped(("project.qde", b"\0" * 100_000_000))
    assert len(bomb) < 200_000
    with pytest.raises(UnreadableError, match="too large"):
        Archive(bomb, "a.qdpx").read("project.qde")


def test_entries_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 5_000)
    found = Archive(zipped(("a", b"a" * 3_000), ("b", b"b" * 3_000)), "a.qdpx")
    assert found.read("a") == b"a" * 3_000
    with pytest.raises(UnreadableError, match="too large"):
        found.read("b")


def test_a_small_archive_of_many_large_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped(*((str(number), b"a" * 50_000) for number in range(9)))
    monkeypatch.setattr(archive, "LEAST_BYTES", 400_000)
    small = Archive(data, "a.qdpx")
    for number in range(8):
        assert small.read(str(number)) == b"a" * 50_000
    with pytest.raises(UnreadableError, match="too large when unpacked"):
        small.read("8")
    # Stored, the same files are as large as they say.
    large = Archive(zipped(("0", b"a" * 500_000), method=zipfile.ZIP_STORED), "a.qdpx")
    assert large.read("0") == b"a" * 500_000


def test_repetitive_text_is_not_a_bomb() -> None:
    text = b"Said he. " * 1_000_000
    assert Archive(zipped(("sources/a.txt", text)), "a.qdpx").read("sources/a.txt") == text


def test_many_files_are_refused() -> None:
    data = zipped(
        *((str(number), b"") for number in range(archive.MAX_ENTRIES + 1)),
        method=zipfile.ZIP_STORED,
    )
    with pytest.raises(UnreadableError, match="more than 10,000 files"):
        Archive(data, "a.qdpx")


def test_an_oversized_table_of_contents_is_not_read() -> None:
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
        (_cut, "not a zip archive, or a truncated one"),
        (_flipped, "damaged"),
        (_encrypted, "encrypted"),
        (lambda data: b"", "not a zip archive"),
        (lambda data: b"PK\x05\x06", "not a zip archive"),
        (lambda data: b"not a zip" * 100, "not a zip archive"),
    ],
)
def test_damage_is_reported_in_one_line(change: Callable[[bytes], bytes], message: str) -> None:
    data = change(zipped(("project.qde", b"words"), method=zipfile.ZIP_STORED))
    with pytest.raises(UnreadableError, match=message) as caught:
        Archive(data, "a.qdpx").read("project.qde")
    assert "\n" not in str(caught.value)


def test_a_truncated_archive_never_causes_a_traceback() -> None:
    data = zipped(("project.qde", b"words" * 50), ("sources/a.txt", b"more"))
    for end in range(0, len(data), 3):
        with pytest.raises(UnreadableError):
            Archive(data[:end], "a.qdpx").read("project.qde")
    for at in range(len(data)):
        for mask in (0xFF, 1, 0x40):
            broken = data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]
            with suppress(UnreadableError):
                Archive(broken, "a.qdpx").read("project.qde")


def test_a_compression_method_that_could_need_any_memory_is_refused() -> None:
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        with pytest.raises(UnreadableError, match="compression method"):
            Archive(zipped(("project.qde", b"words"), method=method), "a.qdpx").read("project.qde")
