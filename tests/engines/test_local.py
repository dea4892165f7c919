"""A table of texts, drafted on this machine."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from made_articles import make_lines

from quotecli.drafting.batch import read_line
from quotecli.drafting.rows import draft_rows
from quotecli.errors import QuotecliError

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
local = pytest.importorskip("quotecli.engines.local")

LINES = list(make_lines(24, paragraphs=3, spoilt=4))


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"".join(LINES))
    return path


def read(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table of a folder, in order."""
    return {
        table: pq.read_table(folder / table).to_pylist()
        for table in ("quotes", "texts", "rejected")
    }


def test_each_row_is_drafted_or_rejected_with_its_reason(lines: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    totals = local.draft_here(str(lines), str(output), {})
    tables = read(output)
    assert totals == tuple(map(len, tables.values()))
    assert (output / "_SUCCESS").exists()

    given = [read_line(line) for number, line in enumerate(LINES) if number % 4 != 3]
    assert tables["quotes"] == [row for article in given for row in draft_rows(**article)]
    assert [row["text"] for row in tables["texts"]] == [article["text"] for article in given]
    reasons = [row["reason"] for row in tables["rejected"]]
    assert reasons[0].startswith("not JSON: Unterminated string starting at")
    assert LINES[3][:60].decode() in reasons[0]
    assert reasons[1:5] == [
        'not an article: expected {"id": …, "text": "…"}: ["a0000007"]',
        "it has no text",
        "it has no id",
        "its text has half a character, U+D800",
    ]
    assert [row["id"] for row in tables["rejected"]][1:5] == [None, "a0000011", None, "a0000019"]


def test_processes_and_parts_change_no_row(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local.draft_here(str(lines), str(tmp_path / "one"), {})
    monkeypatch.setattr(local, "_CHUNK", 2)
    monkeypatch.setattr(local, "_PART", 20_000)
    local.draft_here(str(lines), str(tmp_path / "two"), {}, jobs=2)
    assert read(tmp_path / "two") == read(tmp_path / "one")
    names = [sorted(os.listdir(tmp_path / "two" / table)) for table in ("quotes", "texts")]
    assert names[0] == names[1] == [f"part-{number:05}.parquet" for number in range(len(names[0]))]
    assert len(names[0]) > 2


def test_parquet_packed_lines_and_patterns_are_read(lines: Path, tmp_path: Path) -> None:
    given = [read_line(line) for number, line in enumerate(LINES) if number % 4 != 3]
    tables = tmp_path / "tables"
    (tables / "below").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(given[:9]), tables / "a.parquet", row_group_size=2)
    pq.write_table(pa.Table.from_pylist(given[9:]), tables / "below" / "b.parquet")
    (tables / "_SUCCESS").touch()
    (tables / "c.parquet").mkdir()
    pq.write_table(pa.table({"other": [1, 2]}), tables / "c.parquet" / "part.parquet")
    packed = tmp_path / "articles-2.jsonl.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + b"".join(LINES) + b"\n\n"))

    for name, source in {"l": lines, "t": tables, "p": tmp_path / "articles-?.jsonl.gz"}.items():
        local.draft_here(str(source), str(tmp_path / name), {})
    assert read(tmp_path / "p") == read(tmp_path / "l")
    found = read(tmp_path / "t")
    assert found["quotes"] == read(tmp_path / "l")["quotes"]
    assert found["rejected"] == [{"id": None, "reason": "it has no id"}] * 2


def test_no_texts_are_three_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").touch()
    assert local.draft_here(str(tmp_path / "none.jsonl"), str(tmp_path / "out"), {}) == (0, 0, 0)
    assert read(tmp_path / "out") == {"quotes": [], "texts": [], "rejected": []}


def test_a_text_with_the_id_of_another_is_rejected(tmp_path: Path) -> None:
    source, output = tmp_path / "a.jsonl", tmp_path / "out"
    said = ["It will rain", "Taxes must rise", "It will snow"]
    lines = [
        json.dumps({"id": key, "text": f"“{words} again this year,” said Ann Lee."})
        for key, words in zip(("a", "a", "b"), said)
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    assert local.draft_here(str(source), str(output), {}) == (2, 2, 1)
    rows = read(output)
    assert [(row["text_id"], row["excerpt"][:7]) for row in rows["quotes"]] == [
        ("a", "It will"),
        ("b", "It will"),
    ]
    assert rows["rejected"] == [{"id": "a", "reason": "its id is that of another text"}]


def test_tables_are_replaced_with_force_as_a_whole_or_not(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    local.draft_here(str(lines), str(output), {})
    was = read(output)
    with pytest.raises(QuotecliError, match="already exists"):
        local.draft_here(str(lines), str(output), {})
    (output / "texts" / "part-00007.parquet").write_bytes(b"of an older run")
    local.draft_here(str(lines), str(output), {}, force=True)
    assert read(output) == was

    real = os.rename

    def fail(source: str, target: str) -> None:
        if os.path.basename(source) == "new" and target == str(output):
            raise OSError(28, "No space left on device")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", fail)
        with pytest.raises(QuotecliError, match="No space left"):
            local.draft_here(str(lines), str(output), {}, force=True)
    local.draft_here(str(lines), str(tmp_path / "other"), {})  # clears up beside it
    assert read(output) == was
    for name in ("README", "texts/mine.txt"):
        (output / name).write_text("mine")
        with pytest.raises(QuotecliError, match="has other files in it"):
            local.draft_here(str(lines), str(output), {}, force=True)
        (output / name).unlink()
    assert sorted(os.listdir(tmp_path)) == ["articles.jsonl", "other", "out"]


def test_a_run_that_fails_leaves_nothing(lines: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "in"
    damaged.mkdir()
    shutil.copy(lines, damaged / "a.jsonl")
    (damaged / "b.jsonl.gz").write_bytes(gzip.compress(lines.read_bytes())[:-20])
    with pytest.raises(QuotecliError, match=r"b\.jsonl\.gz: unreadable: "):
        local.draft_here(str(damaged), str(tmp_path / "out"), {})
    assert sorted(os.listdir(tmp_path)) == ["articles.jsonl", "in"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ([], "no files found"),
        (["a.jsonl", "b.parquet"], "has Parquet and JSON Lines files"),
        (["a.jsonl", "notes.txt"], "neither Parquet nor JSON Lines by its name: notes.txt"),
        (["a.parquet"], r"a\.parquet: unreadable: "),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, names: list[str], message: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in names:
        (folder / name).write_text(json.dumps({"id": 1, "text": ""}))
    with pytest.raises(QuotecliError, match=message):
        local.draft_here(str(folder), str(tmp_path / "out"), {})
    assert not (tmp_path / "out").exists()


def test_a_table_without_ids_or_texts_and_other_machines_are_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": [1], "Text": ["a"]}), tmp_path / "a.parquet")
    with pytest.raises(QuotecliError, match="has no column 'text'"):
        local.draft_here(str(tmp_path / "a.parquet"), str(tmp_path / "out"), {})
    with pytest.raises(QuotecliError, match="no such file or directory"):
        local.draft_here(str(tmp_path / "b.parquet"), str(tmp_path / "out"), {})
    with pytest.raises(QuotecliError, match="not a path on this machine"):
        local.draft_here("s3a://store/a.parquet", str(tmp_path / "out"), {})
