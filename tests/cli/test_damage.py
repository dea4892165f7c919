"""Commands on a damaged index rebuild it in silence, and answer as without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.everyday import everyday
from tests.library.cache.cached import damage, database, garble, make_many


# The tests of the index try every kind of damage.
@pytest.mark.parametrize(
    "command",
    everyday(
        2,
        [
            *("quotes -f jsonl", "stats --by topic", "topics", "speakers -f csv", "show s3/q7"),
            *("export --to csv", "kwic words"),
        ],
    ),
)
def test_a_command_answers_from_a_damaged_index(
    tmp_path: Path, cache: Path, run: Run, command: str
) -> None:
    make_many(tmp_path)
    expected = run(*command.split(), "-d", tmp_path, "--no-cache")
    run("topics", "-d", tmp_path)
    damage(database(cache), garble)
    done = run(*command.split(), "-d", tmp_path)
    assert (done.out, done.err) == (expected.out, "")
