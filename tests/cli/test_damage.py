"""Commands on a damaged index rebuild it in silence, and answer as without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.library.cache.cached import damage, database, garble, make_many


@pytest.mark.parametrize(
    "command",
    [
        ("quotes", "-f", "jsonl"),
        ("topics",),
        ("speakers", "-f", "csv"),
        ("stats", "--by", "topic"),
        ("show", "s3/q7"),
        ("export", "--to", "csv"),
        ("kwic", "words"),
    ],
    ids=lambda command: command[0],
)
def test_a_command_answers_from_a_damaged_index(
    tmp_path: Path, cache: Path, run: Run, command: tuple[str, ...]
) -> None:
    make_many(tmp_path)
    expected = run(*command, "-d", tmp_path, "--no-cache")
    run("topics", "-d", tmp_path)
    damage(database(cache), garble)
    done = run(*command, "-d", tmp_path)
    assert (done.out, done.err) == (expected.out, "")
