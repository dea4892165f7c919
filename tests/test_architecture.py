"""Imports point one way, heavy libraries have a room each, and a command loads only what it uses."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import quotecli

HOME = Path(quotecli.__file__).parent

# From the ground up: a module imports from its own floor and from those below it.
FLOORS = [
    {"errors", "processes"},
    {"model"},
    {"objects", "topic_tree"},
    {"text"},
    {"criteria"},
    {"anchoring"},
    {"store"},
    {"library"},
    {"drafting"},
    {"citing"},
    {"checking"},
    {"render"},
    {"export", "importing"},
    {"cli"},
]
ABOVE_ALL = {"__init__", "__main__"}
ROOMS = {
    "yaml": {"store.yaml_events"},
    "sqlite3": {"library", "export.sqlite"},
    "rich": {"render.terminal", "render.width"},
    "click": {"cli"},
    "jinja2": {"export.page"},
}


def modules() -> dict[str, ast.Module]:
    """The modules of the package by their name within it."""
    return {
        ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in HOME.rglob("*.py")
    }


def imported(tree: ast.AST) -> Iterator[str]:
    """What a module imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield str(node.module)
            if node.module in ("quotecli", "quotecli.cli", "quotecli.render"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(part: str) -> int:
    (level,) = [level for level, parts in enumerate(FLOORS) if part in parts]
    return level


MODULES = modules()


def test_the_floors_hold_every_module() -> None:
    parts = {name.partition(".")[0] for name in MODULES}
    known = {part for parts in FLOORS for part in parts} | ABOVE_ALL
    assert parts - known == set(), "give the module a floor"
    assert known - parts == set(), "the module is gone"


@pytest.mark.parametrize("name", sorted(set(MODULES) - ABOVE_ALL))
def test_imports_point_down(name: str) -> None:
    mine = floor(name.partition(".")[0])
    for other in imported(MODULES[name]):
        package, _, inner = other.partition(".")
        if package == "quotecli" and inner and inner != "__version__":
            assert floor(inner.partition(".")[0]) <= mine, f"{name} imports {other}"


@pytest.mark.parametrize("name", sorted(set(MODULES) - ABOVE_ALL))
def test_nothing_imports_the_command_line(name: str) -> None:
    if name.partition(".")[0] != "cli":
        assert not [other for other in imported(MODULES[name]) if other.startswith("quotecli.cli")]


def test_a_renderer_never_reads() -> None:
    readers = {"quotecli.store.reader", "quotecli.store.yaml_events"}
    for name, tree in MODULES.items():
        if name.startswith("render"):
            assert not readers & set(imported(tree)), name


@pytest.mark.parametrize("library", ROOMS)
def test_a_library_has_a_room(library: str) -> None:
    users = {
        name
        for name, tree in MODULES.items()
        if library in {other.partition(".")[0] for other in imported(tree)}
    }
    assert {name if name in ROOMS[library] else name.partition(".")[0] for name in users} == ROOMS[
        library
    ]


def test_every_module_can_be_the_first_that_is_imported() -> None:
    script = """
import sys
for name in sys.argv[1:]:
    for other in [other for other in sys.modules if other.startswith("quotecli")]:
        del sys.modules[other]
    __import__(name)
"""
    names = [f"quotecli.{name}" for name in sorted(set(MODULES) - ABOVE_ALL)]
    subprocess.run([sys.executable, "-c", script, *names], check=True, timeout=60)


HEAVY = (
    "yaml",
    "sqlite3",
    "rich",
    "importlib.metadata",
    "quotecli.library",
    "quotecli.store.reader",
    "quotecli.library.tally",
)


def loaded(*args: str) -> set[str]:
    """The heavy modules that a command line has loaded when it ends."""
    script = (
        "import sys\nfrom quotecli.cli.main import main\n"
        f"main({list(args)!r})\n"
        f"sys.stderr.write(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )
    return set(done.stderr.split())


def test_the_command_line_loads_nothing_heavy_before_it_knows_what_is_wanted() -> None:
    assert loaded("--version") == set()
    assert loaded("--help") == set()
    assert loaded("quotes", "--help") == set()


def test_what_programs_read_is_written_without_rich() -> None:
    assert loaded("quotes", "-f", "json") == {
        "yaml",
        "sqlite3",
        "quotecli.library",
        "quotecli.store.reader",
    }
    assert not {"rich", "quotecli.library.tally"} & loaded("topics", "-f", "csv")
    assert "rich" not in loaded("stats", "--by", "topic", "-f", "csv")


def test_in_a_pipe_people_read_without_rich_too() -> None:
    assert "rich" not in loaded("quotes")
    assert "rich" not in loaded("kwic", "military")
    assert "rich" not in loaded("stats", "--by", "topic", "--by", "speaker")
