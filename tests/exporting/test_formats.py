"""Every export format is registered, explained and loaded only when it is chosen."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quotecli import exporting
from quotecli.cli.export import export as command
from quotecli.exporting.formats import FORMATS

ROOT = Path(__file__).parents[2]
FOLDER = Path(exporting.__file__).parent


def functions(path: Path) -> set[str]:
    """Return the names of a module's functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_module_that_exports_belongs_to_a_format() -> None:
    modules = {
        ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        for path in FOLDER.rglob("*.py")
        if "export" in functions(path)
    }
    registered = [(form.module, form.folder) for form in FORMATS.values()]
    # These pages are of `verify` and `compare`, and `formats` has the function for Python.
    assert modules - {"page.findings", "page.comparison", "formats"} == {
        module for pair in registered for module in pair if module
    }


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_explained(name: str) -> None:
    page = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    headings = " ".join(re.findall(r"^## (.*)$", page, re.MULTILINE))
    assert re.search(rf"(?<![\w-]){name}(?![\w-])", headings)
    assert re.search(rf"^\|.*`{name}`.*\|$", page, re.MULTILINE)
    explained = str(command.help).partition("Examples:")[0]
    assert re.search(rf"^ *(?:[\w-]+, )*{name}(?:, [\w-]+)* {{2,}}\S", explained, re.MULTILINE)


def test_a_format_is_loaded_when_it_is_chosen() -> None:
    script = (
        "import sys, quotecli.exporting.formats\n"
        "print(*[name for name in sys.modules if name.startswith('quotecli.exporting.')])\n"
        "quotecli.exporting.formats.load_export('csv')\n"
        "print(*[name for name in sys.modules if name.startswith('quotecli.exporting.')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == [
        "quotecli.exporting.formats",
        "quotecli.exporting.formats quotecli.exporting.table",
    ]
