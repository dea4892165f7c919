"""`import quotecli` gives the names it lists, and the example in its docstring runs."""

from __future__ import annotations

import ast
import doctest
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

import quotecli

SOURCE = Path(quotecli.__file__).read_text(encoding="utf-8")


def test_the_example_runs() -> None:
    outcome = doctest.testmod(quotecli)
    assert outcome.attempted == 3
    assert outcome.failed == 0


def test_every_name_has_a_home_and_no_other_has() -> None:
    assert set(quotecli.__all__) == {*quotecli._HOME, "__version__"}
    assert quotecli.__all__ == sorted(quotecli.__all__)


@pytest.mark.parametrize("name", quotecli._HOME)
def test_a_name_is_the_thing_in_its_home(name: str) -> None:
    found = getattr(quotecli, name)
    assert found is getattr(import_module(f"quotecli.{quotecli._HOME[name]}"), name)
    assert found.__module__ == f"quotecli.{quotecli._HOME[name]}"
    assert found.__doc__


def test_type_checkers_see_the_same_names_from_the_same_homes() -> None:
    seen = {
        name.name: str(node.module).removeprefix("quotecli.")
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("quotecli.")
        for name in node.names
    }
    assert seen == quotecli._HOME


def test_dir_names_all_of_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import quotecli; print(*dir(quotecli))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(quotecli.__all__) <= set(done.stdout.split())


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'quotecli' has no attribute 'nothing'"):
        _ = quotecli.nothing
    assert not hasattr(quotecli, "__wrapped__")


def test_all_can_be_imported_at_once() -> None:
    names: dict[str, object] = {}
    exec("from quotecli import *", names)
    assert set(quotecli.__all__) <= set(names)


def test_the_version_is_the_commands() -> None:
    assert quotecli.__version__ == version("quotecli")


def test_files_are_loaded_checked_and_cited(folder: Path) -> None:
    library = quotecli.load(str(folder))
    (one,) = library.quotes(quotecli.Criteria(search=("quay",)))
    assert (one.speaker and one.speaker.name, one.paragraph, one.proved) == ("Bo Chan", 2, True)
    statement = library.statements[one.statement]
    assert quotecli.citation(statement, one).startswith(quotecli.attribution(one))
    assert quotecli.link(statement, one) == ""
    assert quotecli.check_file(statement.file).errors == 0
    with pytest.raises(quotecli.QuotecliError):
        quotecli.load(str(folder / "nothing"))
