"""Texts that wait for a second look."""

from __future__ import annotations

import errno
import io
from pathlib import Path
from typing import Any

import pytest

from quotecli.model import Statement
from quotecli.verifying.finding import Finding
from quotecli.verifying.reading.article import read_article
from quotecli.verifying.searching import aside
from quotecli.verifying.searching.sources import SourceText
from quotecli.verifying.verify import Verifier

TEXTS = [
    "We will keep the harbour “open” for ﬁshing, said Bo Chan.",
    "Zoë’s quay was sold in 1954.\n\nNobody came\nto the sale.",
    "港は閉めない。\ud800",
    "We will keep the old harbour open.",
]
SAID = [
    "We will keep the old harbour open",
    "Nobody comes to the sale",
    "We shall keep the harbour",
]


def find() -> list[Finding]:
    article = read_article("\n\n".join(f"“{one},” said Ada." for one in SAID).encode(), "a.txt")
    texts = [SourceText(Statement("", "", text, (), {}, {}, file="b.txt")) for text in TEXTS]
    ((_, findings),) = Verifier().verify([article], texts)
    return findings


def test_texts_in_the_file_are_as_good_as_those_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = find()
    assert [one.verdict for one in expected] == ["verbatim", "altered", "altered"]
    for held in (0, 60, 120):
        monkeypatch.setattr(aside, "_MAX_HELD", held)
        assert find() == expected


def test_texts_are_compared_sooner_if_the_file_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = find()
    monkeypatch.setattr(aside, "_MAX_HELD", 0)
    monkeypatch.setattr(aside, "_MAX_STORED", 10)
    assert find() == expected


def test_texts_are_compared_sooner_if_no_file_can_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(**_: object) -> None:
        raise OSError("No space left on device")

    expected = find()
    monkeypatch.setattr(aside, "_MAX_HELD", 0)
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert find() == expected


class FullDisk(io.FileIO):
    """A file on a disk that has room for so many bytes."""

    def write(self, data: Any) -> int:
        room = 70 - self.tell()
        if room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(bytes(data)[:room])


def test_what_was_written_can_be_read_when_the_disk_is_full(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def make(buffering: int = -1) -> object:
        file = FullDisk(tmp_path / "texts", "w+")
        return io.BufferedRandom(file) if buffering else file

    expected = find()
    monkeypatch.setattr(aside, "_MAX_HELD", 0)
    monkeypatch.setattr("tempfile.TemporaryFile", make)
    assert find() == expected


def test_texts_in_the_file_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "_MAX_HELD", 0)
    waiting = aside.Waiting()
    text = SourceText(Statement("", "", "The harbour stays.", (), {}, {}))
    assert text.line
    assert text.words
    waiting.add(text)
    assert "harbour" not in repr(vars(text))
    assert text.statement.text == "The harbour stays."
    waiting.close()
