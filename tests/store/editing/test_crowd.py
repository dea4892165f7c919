"""Processes that edit one file at the same time lose nothing of each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from quotecli.store.reader import load
from tests.conftest import HARBOUR

_EDITOR = """\
import sys
from quotecli.store.editing.statement_file import edit
path, name, count = sys.argv[1:]
sys.stdin.readline()
for number in range(int(count)):
    with edit(path) as file:
        file.add_quote("the boats", key=f"{name}{number}", after="deeper-quay")
"""
_COUNT = 200


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "harbour.yaml"
    path.write_text(HARBOUR, encoding="utf-8")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _EDITOR, str(path), name, str(_COUNT)], stdin=subprocess.PIPE
        )
        for name in "ab"
    ]
    for process in running:
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.close()
    assert [process.wait(300) for process in running] == [0, 0]
    ids = {quote.id for quote in load(str(path)).quotes}
    assert {f"{name}{number}" for name in "ab" for number in range(_COUNT)} <= ids
    assert len(ids) == 2 * _COUNT + 3
    assert [left.name for left in tmp_path.iterdir()] == ["harbour.yaml"]
