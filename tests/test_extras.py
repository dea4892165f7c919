"""A missing library is named in one way, and what to install is what the project asks for."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from quotecli.errors import Place, QuotecliError, UnreadableError
from quotecli.extras import EXTRAS, explain_missing, load_module

ROOT = Path(__file__).parents[1]
NOT_OF_USERS = {"training", "dev"}


def test_the_table_is_that_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = project.split("[project.optional-dependencies]\n")[1].split("\n[")[0]
    lists = re.findall(r"^(\w+) = (\[.*?\])$", section, re.MULTILINE | re.DOTALL)
    extras = {name: tuple(ast.literal_eval(packages)) for name, packages in lists}
    assert {name: extra.packages for name, extra in EXTRAS.items()} == {
        name: packages for name, packages in extras.items() if name not in NOT_OF_USERS
    }


@pytest.mark.parametrize("name", EXTRAS)
def test_what_to_install_is_in_the_documentation(name: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    for package in EXTRAS[name].packages:
        assert f"'{package}'" in text


@pytest.mark.parametrize("module", [name for extra in EXTRAS.values() for name in extra.modules])
def test_what_a_library_is_for_and_how_to_install_it(
    module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(QuotecliError) as caught:
        load_module(f"{module}.any", Place("a"))
    assert isinstance(caught.value, UnreadableError)
    assert re.fullmatch(r"a: [^\n]+ needs [\w.-]+( and [\w.-]+)*", str(caught.value))
    assert re.fullmatch(r"run: pip install( '[\w.-]+(\[sql\])?>=[\w.]+')+", caught.value.hint)
    with pytest.raises(QuotecliError):
        load_module(module)


def test_a_library_that_lacks_one_of_its_own_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docx.py").write_text("raise ImportError('lxml is\\nbroken')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "docx", raising=False)
    with pytest.raises(QuotecliError, match=r"^a Word file needs python-docx: lxml is broken$"):
        load_module("docx")


def test_all_that_is_imported_is_required_or_in_an_extra() -> None:
    """What is imported beside a library, such as one that it brings along, may be missing, too."""
    known = {"quotecli", "click", "rich", "yaml", *sys.stdlib_module_names}
    known |= {module for extra in EXTRAS.values() for module in extra.modules}
    imported = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                imported |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    assert imported <= known


def test_what_no_extra_has_is_a_bug_and_not_hidden() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"quotecli\.nothing"):
        load_module("quotecli.nothing")


def test_an_extra_can_be_explained_before_it_is_needed() -> None:
    error = explain_missing("topics")
    assert (str(error), error.hint) == (
        "'suggest quotes' needs scikit-learn",
        "run: pip install 'scikit-learn>=1.5'",
    )
