"""The check for known vulnerabilities fails for these, and for nothing else."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

_SCRIPT = Path(__file__).parent.parent / ".ci" / "audit.py"
_CLEAN = {"name": "clean", "version": "1.0", "vulns": []}
_HOLE = {"id": "PYSEC-2000-1", "fix_versions": ["2.1"], "aliases": [], "description": "x"}
_HOLED = {"name": "holed", "version": "2.0", "vulns": [_HOLE]}
_UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI"}

pytestmark = pytest.mark.skipif(not _SCRIPT.exists(), reason="not a checkout")


@pytest.mark.parametrize(
    ("libraries", "lines", "failed"),
    [
        (None, ["not audited: the advisories are unreachable"], False),
        ([_CLEAN], ["no known vulnerability in 1 libraries"], False),
        ([_CLEAN, _UNKNOWN], ["not audited, no answer on: unknown"], False),
        (
            [_UNKNOWN, _HOLED],
            [
                "vulnerable: holed 2.0: PYSEC-2000-1, fixed in 2.1",
                "not audited, no answer on: unknown",
            ],
            True,
        ),
    ],
)
def test_only_a_known_vulnerability_fails(
    libraries: list[dict[str, Any]] | None, lines: list[str], failed: bool
) -> None:
    judge = runpy.run_path(str(_SCRIPT))["judge"]
    assert judge(None if libraries is None else {"dependencies": libraries}) == (lines, failed)


def test_the_libraries_of_every_extra_are_audited() -> None:
    project = _SCRIPT.parent.parent.joinpath("pyproject.toml").read_text(encoding="utf-8")
    table = project.partition("[project.optional-dependencies]")[2].partition("\n[")[0]
    extras = set(re.findall(r"^([a-z]+) = \[", table, re.MULTILINE)) - {"dev", "training"}
    run = _SCRIPT.with_name("run").read_text("utf-8")
    installed = {
        name for some in re.findall(r"\.whl\)\[([a-z,]+)\]", run) for name in some.split(",")
    }
    # PySpark is installed for its own test alone: it is too large to be installed twice.
    assert installed == extras
