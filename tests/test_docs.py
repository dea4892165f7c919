"""The documentation says what the program does now."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from jsonschema import Draft202012Validator

from quotecli import __version__
from quotecli.checking.rules import check_file
from quotecli.store import fields
from quotecli.store.codebook import read_codebook
from tests.everyday import everyday

ROOT = Path(__file__).parent.parent
MAN_PAGE = ROOT / "docs" / "man" / "quotecli.1"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "docs" / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_commands_are_those_of_the_help(build: ModuleType) -> None:
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == build.commands()


def test_the_man_page_is_that_of_the_help(build: ModuleType) -> None:
    def said(page: str) -> list[str]:
        """What the page says, without the macros of one version of docutils."""
        return [line for line in page.splitlines() if re.match(r"[^.]|\.(SH|SS|B|TH) ", line)]

    page = MAN_PAGE.read_text(encoding="utf-8")
    assert said(page) == said(build.man_page())
    assert f'"{__version__}"' in page


def test_man_shows_the_page_without_a_warning() -> None:
    if not (shutil.which("man") and shutil.which("groff")):
        pytest.skip("man is not installed")
    done = subprocess.run(
        ["man", "--warnings", "-l", str(MAN_PAGE)],
        capture_output=True,
        text=True,
        env={**os.environ, "MANPAGER": "cat", "MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
        check=True,
    )
    assert done.stderr == ""
    shown = re.sub("\x1b\\[[0-9;]*m|.\b", "", done.stdout)
    assert "quotecli - explore who said what, about what, and exactly where" in shown
    assert "quotecli quotes -q '\"foreign policy\" relation*' -f json" in shown
    assert "-d, --data PATH" in shown


def test_the_keys_are_those_of_the_reader(build: ModuleType) -> None:
    page = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")
    assert page == build.with_keys(page)
    assert build.keys() in page


def test_the_columns_are_those_of_the_rows(build: ModuleType) -> None:
    page = (ROOT / "docs" / "rows.md").read_text(encoding="utf-8")
    assert page == build.with_keys(page)
    assert build.columns() in page


def test_the_schema_beside_the_shipped_statement_is_current() -> None:
    assert (
        json.loads((ROOT / "data" / "statement.schema.json").read_text(encoding="utf-8"))
        == fields.schema()
    )


def test_every_rule_is_explained() -> None:
    page = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")
    sources = [
        path.read_text(encoding="utf-8") for path in (ROOT / "src" / "quotecli").rglob("*.py")
    ]
    calls = r"(?:Problem|_problem|_refusal|_refuse|\.report)\(\s*f?\"([a-z-]+)(?:\{\w+\})?\""
    rules = {rule for source in sources for rule in re.findall(calls, source)}
    assert {"missing", "unknown-key", "alias", "encoding", "ambiguous"} <= rules
    assert [rule for rule in rules if f"`{rule.removesuffix('-')}" not in page] == []
    assert {f"`{tier}`" for tier in ("typographic", "loose")} <= set(re.findall("`[a-z-]+`", page))


def test_the_example_of_the_file_format_is_proved(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "bridge.yaml"
    path.write_text(example, encoding="utf-8")
    report = check_file(str(path))
    assert report.problems == ()
    assert report.tiers["exact"] == 2
    assert yaml.safe_load(example)["source"]["published"].isoformat() == "2024-03-01"


def test_the_codebook_of_the_file_format_is_one(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n")[2].split("```")[0]
    path = tmp_path / "codebook.yaml"
    path.write_text(example, encoding="utf-8")
    book = read_codebook(str(path))
    assert (list(book.topics), list(book.speakers)) == (["traffic", "bridges"], ["lind"])
    assert example.startswith("# yaml-language-server: $schema=codebook.schema.json\n")
    schema = json.loads((ROOT / "data" / "codebook.schema.json").read_text(encoding="utf-8"))
    assert schema == fields.codebook_schema()
    Draft202012Validator(schema).validate(yaml.safe_load(example))


def test_the_readme_shows_what_the_commands_print() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for arguments in (["topics"], ["quotes", "--topic", "military", "-n", "2"]):
        ran = subprocess.run(
            [sys.executable, "-m", "quotecli", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        assert ran.stdout in readme


def test_the_python_example_of_the_readme_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = readme.split("```python\n")[1].split("```")[0]
    ran = subprocess.run(
        [sys.executable, "-c", example],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stdout.splitlines()[0] == "Sattar Mohbaliyev 8 (Span(start=2200, end=2363),)"


def test_the_exports_are_as_they_are_shown(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")

    def exported(*arguments: str) -> bytes:
        command = [sys.executable, "-m", "quotecli", "export", "--to", *arguments]
        return subprocess.run(command, capture_output=True, check=True).stdout

    shown = re.findall(r"```console\n\$ quotecli export --to (\w+)(.*)\n([^$`]+)```", page)
    assert [form for form, _, _ in shown] == ["md", "ris"]
    for form, options, output in shown:
        assert exported(form, *shlex.split(options)).decode().splitlines() == output.splitlines()
    annotation = json.loads(page.split("```json\n")[1].split("```")[0])
    assert annotation in json.loads(exported("w3c"))["first"]["items"]
    with zipfile.ZipFile(io.BytesIO(exported("qdpx"))) as project:
        assert page.split("```xml\n")[1].split("```")[0] in project.read("project.qde").decode()
    (tmp_path / "quotes.db").write_bytes(exported("sqlite"))
    with closing(sqlite3.connect(tmp_path / "quotes.db")) as db:
        ((speaker, excerpt, _),) = db.execute(page.split("```sql\n")[1].split("```")[0]).fetchall()
    assert (speaker, excerpt[:36]) == ("Sattar Mohbaliyev", "He has always had sincere relations ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_libraries_are_named_and_not_extras_of_another_project() -> None:
    # quotecli on the package index is another project, which pip would install.
    sources = [*PAGES, MAN_PAGE, *(ROOT / "src").rglob("*.py")]
    assert [path for path in sources if "quotecli[" in path.read_text(encoding="utf-8")] == []


def test_the_pictures_show_what_is_drawn_now(build: ModuleType) -> None:
    for name, svg in build.pictures():
        committed = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
        assert _texts(committed) == _texts(svg)
        assert "url(" not in committed.replace("url(#", "")


@pytest.mark.parametrize(("first", "end"), everyday(1, [(0, 1), (1, None)]))
def test_the_pictures_of_full_screens_show_what_is_drawn_now(
    build: ModuleType, first: int, end: int | None
) -> None:
    pytest.importorskip("textual")
    for name, svg in islice(build.screens(), first, end):
        committed = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
        assert _texts(committed) == _texts(svg)
        assert "url(" not in committed.replace("url(#", "")


def test_the_picture_of_the_page_is_small() -> None:
    picture = (ROOT / "docs" / "pictures" / "page.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 200_000


def _texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_example_of_editing_runs(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    example = page.partition("## Editing")[2].split("```python\n")[1].split("```")[0]
    done = subprocess.run(
        [sys.executable, "-c", example],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        cwd=tmp_path,
    )
    assert "title: The bridge  # of the harbour\n" in done.stdout
    assert "review" not in done.stdout.replace("reviewed", "")
    assert "  - id: later\n    topics: [traffic]\n    kind: direct\n" in done.stdout


def test_the_example_of_verifying_runs_as_it_is_shown(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "verify.md").read_text(encoding="utf-8")
    (tmp_path / "sources").mkdir()
    for name, kind in (("article.md", "markdown"), ("sources/hearing.txt", "text")):
        text = page.split(f"```{kind}\n")[1].split("```")[0]
        (tmp_path / name).write_text(text, encoding="utf-8")
    shown = re.findall(r"```console\n\$ quotecli (.*)\n([^`]+)```", page)
    assert [command.split()[:2] for command, _ in shown] == [
        ["verify", "article.md"],
        ["verify", "--reuse"],
    ]
    for command, output in shown:
        ran = run_in(tmp_path, command)
        assert (ran.stdout, ran.stderr) == (output, "")


def run_in(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, without the word quotecli before it."""
    return subprocess.run(
        [sys.executable, "-m", "quotecli", *shlex.split(command)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_study_of_two_coders_runs_as_it_is_shown(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "coding.md").read_text(encoding="utf-8")
    part = page.partition("## Two coders")[2]
    for name, file in zip(("ada", "ben"), part.split("```yaml\n")[1:]):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ferry.yaml").write_text(file.split("```")[0], encoding="utf-8")
    (tmp_path / "interviews").mkdir()
    for name, kind in (("interviews/pilot.txt", "text"), ("people.csv", "csv")):
        content = page.split(f"```{kind}\n")[1].split("```")[0]
        (tmp_path / name).write_text(content, encoding="utf-8")
    blocks = re.findall(r"```console\n([^`]+)```", page)
    shown = re.findall(r"\$ quotecli (.*)\n((?:(?!\$ ).*\n)+)", "".join(blocks))
    assert [command.split()[0] for command, _ in shown] == [
        *("draft", "compare", "compare", "codebook", "stats", "quotes"),
    ]
    for command, output in shown:
        ran = run_in(tmp_path, command)
        differs = command.startswith("compare")
        assert (ran.stdout + ran.stderr, ran.returncode) == (output, int(differs)), command


def test_hooks_and_workflows_are_as_their_programs_take_them() -> None:
    page = (ROOT / "docs" / "verify.md").read_text(encoding="utf-8")
    config, workflow = (
        yaml.safe_load(part.split("```")[0]) for part in page.split("```yaml\n")[1:]
    )
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in config["repos"][0]["hooks"]} == {hook["id"] for hook in hooks}
    assert {hook["language"] for hook in hooks} == {"python"}
    used = [step["uses"] for step in workflow["jobs"]["verify"]["steps"] if "uses" in step]
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one)] == []
