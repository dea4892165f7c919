"""The examples in Python of the documentation run, and type checkers take them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = [
    pytest.param(example, id=f"{page.name}-{number}")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    for number, example in enumerate(
        re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    )
    if "import quotecli" in example  # the others are excerpts of the source
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "to_frame" in example:
        pytest.importorskip("pandas")
        pytest.importorskip("polars")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "example.py", "exec"), {"__name__": "__main__"})


def write_examples(folder: Path) -> None:
    """Write each example to a module, and what says how strictly pyright reads them."""
    for number, example in enumerate(EXAMPLES):
        (folder / f"example_{number}.py").write_text(str(example.values[0]), encoding="utf-8")
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")


@pytest.mark.stress
def test_mypy_takes_the_examples(tmp_path: Path) -> None:
    write_examples(tmp_path)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "."]
    env = {**os.environ, "MYPYPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert "Success: no issues found" in done.stdout, done.stdout


@pytest.mark.stress
def test_pyright_takes_the_examples(tmp_path: Path) -> None:
    pyright = shutil.which("basedpyright") or shutil.which("pyright")
    if not pyright:
        pytest.skip("pyright is not installed")
    write_examples(tmp_path)
    command = [pyright, "--pythonpath", sys.executable]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.startswith("0 errors"), done.stdout
