"""Imports point one way, a heavy library has one room, and a command loads only what it uses."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import quotecli

HOME = Path(quotecli.__file__).parent

# From the ground up. A module imports from its own room and from the rooms below it; rooms on one
# line do not import each other.
ROOMS = [
    {"errors", "signals"},
    {"extras"},
    {"model", "worker"},
    {"objects", "processes", "topic_tree"},
    {"text"},
    {"criteria"},
    {"anchoring"},
    {"store"},
    {"rows"},
    {"library"},
    {"drafting"},
    {"suggesting"},
    {"arrow"},
    {"parquet"},
    {"engines"},
    {"citing"},
    {"checking"},
    {"intake"},
    {"comparing", "verifying"},
    {"render"},
    {"exporting"},
    {"importing"},
    {"tui"},
    {"cli"},
]
# The same within drafting.
DRAFTING = [
    {"english", "frames", "language", "tags", "values"},
    {"reading"},
    {"claims"},
    {"people"},
    {"transcripts"},
    {"assembly", "batch", "draft", "excerpts", "ids", "pipeline", "rows", "topics"},
]
ABOVE_ALL = {"__init__", "__main__"}

# The only modules or rooms that may import a library.
KEEPERS = {
    "yaml": {"store.yaml_events", "store.editing.layout"},
    "duckdb": {"library.parquet.database"},
    "sqlite3": {
        *("library", "importing.safesqlite"),
        *("exporting.sqlite", "exporting.taguette", "exporting.temporary"),
    },
    "rich": {"render.terminal", "render.width", "tui"},
    "textual": {"tui"},
    "click": {"cli"},
    "matplotlib": {"render.charts"},
    "sklearn": {"suggesting"},
    "scipy": {"suggesting"},
    "jinja2": {"exporting.page.template"},
    "xlsxwriter": {"exporting.workbook"},
    "numpy": {"comparing", "suggesting"},
    "pyarrow": {"arrow", "engines", "parquet"},
    "pyspark": {"engines.spark"},
    "pandas": {"library.frames"},
    "polars": {"library.frames"},
}

MAX_LINES = 320
MAX_BRANCHES = 12

# Functions with more branches, each with the reason why it is not several functions.
BRANCHY: dict[str, str] = {}


@cache
def modules() -> dict[str, ast.Module]:
    """Return the modules of the package by their name within it."""
    return {
        ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in HOME.rglob("*.py")
    }


@cache
def list_imports(name: str) -> list[str]:
    """Return what a module imports, at the top or inside a function."""
    return [other for node in ast.walk(modules()[name]) for other in find_imports(node)]


def find_imports(node: ast.AST) -> Iterator[str]:
    """Yield what a statement imports, if it is an import."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0
        yield str(node.module)
        if node.module in ("quotecli", "quotecli.cli", "quotecli.render"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def find_floor(room: str, house: list[set[str]] = ROOMS) -> int:
    """Return how far above the ground a room is."""
    (floor,) = [floor for floor, rooms in enumerate(house) if room in rooms]
    return floor


def count_branches(function: ast.AST) -> int:
    """Return the cyclomatic complexity of a function, without the functions inside it.

    T. J. McCabe, A complexity measure, IEEE Transactions on Software Engineering SE-2 (1976),
    308-320: one, and one for each decision, those inside conditions included.
    """
    branches = 1
    nodes = list(ast.iter_child_nodes(function))
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        decisions = ast.If | ast.IfExp | ast.For | ast.While | ast.ExceptHandler | ast.match_case
        branches += isinstance(node, decisions)
        branches += len(node.values) - 1 if isinstance(node, ast.BoolOp) else 0
        nodes.extend(ast.iter_child_nodes(node))
    return branches


def test_every_module_is_in_a_room() -> None:
    names = {name.partition(".")[0] for name in modules()}
    known = {room for rooms in ROOMS for room in rooms} | ABOVE_ALL
    assert names - known == set(), "give the module a room"
    assert known - names == set(), "the room is gone"


def test_the_documentation_names_every_room_from_the_top() -> None:
    page = (HOME.parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = page.split("src/quotecli/\n")[1].split("\ndata/")[0]
    named = re.findall(r"^  (\w+)", tree, re.MULTILINE)
    assert sorted(named) == sorted(room for rooms in ROOMS for room in rooms)
    floors = [find_floor(name) for name in named]
    assert floors == sorted(floors, reverse=True)


def test_a_room_says_what_it_owns_and_imports_nothing() -> None:
    for path in HOME.rglob("*/__init__.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), path
        assert len(tree.body) == 1, path


def test_imports_point_down() -> None:
    upward = []
    for name in modules().keys() - ABOVE_ALL:
        mine = name.partition(".")[0]
        for other in list_imports(name):
            package, _, inner = other.partition(".")
            if package != "quotecli" or inner in ("", "__version__"):
                continue
            room = inner.partition(".")[0]
            if room != mine and find_floor(room) >= find_floor(mine):
                upward.append(f"{name} imports {other}")
    assert upward == []


def test_imports_within_drafting_point_down() -> None:
    drafting = "quotecli.drafting."
    for name in modules():
        if not name.startswith("drafting."):
            continue
        mine = find_floor(name.split(".")[1], DRAFTING)
        inner = [other for other in list_imports(name) if other.startswith(drafting)]
        for other in inner:
            floor = find_floor(other.removeprefix(drafting).split(".")[0], DRAFTING)
            assert floor <= mine, f"{name} imports {other}"


def test_no_file_is_longer_than_a_few_screens() -> None:
    lengths = {
        path.relative_to(HOME).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in HOME.rglob("*.py")
    }
    assert {path: length for path, length in lengths.items() if length > MAX_LINES} == {}


def test_a_function_with_many_branches_has_a_reason() -> None:
    counts = {
        f"{name}.{node.name}": count_branches(node)
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    branchy = {name: count for name, count in counts.items() if count > MAX_BRANCHES}
    assert {name: count for name, count in branchy.items() if name not in BRANCHY} == {}
    assert set(BRANCHY) - set(branchy) == set(), "take what is simple now out of the list"
    assert all(BRANCHY.values()), "say why"


def test_a_renderer_never_reads() -> None:
    readers = {"quotecli.store.reader", "quotecli.store.yaml_events"}
    for name in modules():
        if name.startswith("render"):
            assert not readers & set(list_imports(name)), name


@pytest.mark.parametrize("library", KEEPERS)
def test_a_library_has_a_room(library: str) -> None:
    users = {
        name
        for name in modules()
        if library in {other.partition(".")[0] for other in list_imports(name)}
    }
    keepers = KEEPERS[library]
    assert {name if name in keepers else name.partition(".")[0] for name in users} == keepers


def find_imports_at_once(node: ast.AST) -> Iterator[str]:
    """Yield what is imported while a module is, not by its functions or for types alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield from find_imports(child)
            if isinstance(child, ast.ImportFrom):
                yield from (f"{child.module}.{alias.name}" for alias in child.names)
        elif not isinstance(child, ast.FunctionDef) and not is_for_types(child):
            yield from find_imports_at_once(child)


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def test_every_module_can_be_the_first_that_is_imported() -> None:
    # Where no module needs itself, directly or through others, one order stands for all.
    graph = {f"quotecli.{name}": set(find_imports_at_once(modules()[name])) for name in modules()}
    assert graph["quotecli.store.reader"] & set(graph)
    list(TopologicalSorter(graph).static_order())
    names = [f"quotecli.{name}" for name in sorted(set(modules()) - ABOVE_ALL, reverse=True)]
    script = "import sys\nfor name in sys.argv[1:]: __import__(name)"
    subprocess.run([sys.executable, "-c", script, *names], check=True, timeout=600)


HEAVY = (
    "yaml",
    "sqlite3",
    "rich",
    "textual",
    *sorted(KEEPERS.keys() - {"click", "yaml", "sqlite3", "rich", "textual"}),
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
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=600
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
    assert "rich" not in loaded("topics")
    assert "rich" not in loaded("kwic", "military")
    assert "rich" not in loaded("stats", "--by", "topic", "--by", "speaker")
