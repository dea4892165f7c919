"""Every import format is registered, explained and loaded only when it is chosen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quotecli import importing
from quotecli.cli.import_ import import_ as command
from quotecli.importing.formats import FORMATS
from tests.exporting.test_formats import ROOT, functions

FOLDER = Path(importing.__file__).parent


def test_every_module_that_reads_a_format_is_registered() -> None:
    modules = {
        path.stem for path in FOLDER.glob("*.py") if {"read", "read_folder"} & functions(path)
    }
    names = {name.replace("-", "_") for name in FORMATS}
    assert modules - {"qdc"} == names  # a codebook, which `codebook --from` reads


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_explained(name: str) -> None:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    assert f"- **{name}**: " in page
    assert f"quotecli import --from {name} " in page
    explained = str(command.help).partition("Examples:")[0]
    assert name in explained.lower()


def test_a_format_is_loaded_when_it_is_chosen() -> None:
    script = (
        "import sys, quotecli.importing.formats\n"
        "print(*[name for name in sys.modules if name.startswith('quotecli.importing.')])\n"
        "quotecli.importing.formats.load_import('w3c')\n"
        "print('quotecli.importing.qdpx' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == ["quotecli.importing.formats", "False"]
