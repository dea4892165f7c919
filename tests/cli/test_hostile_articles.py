"""Hostile articles and files of other programs: what is made of them obeys nobody, and is valid."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from quotecli.store.reader import load
from tests.cli.conftest import CONTROL, Run, list_commands
from tests.cli.test_hostile import HOSTILE, as_yaml, check_output, make_tree

HEAD = ("title", "speaker", "occasion", "source.author", "source.url", "source.published")
ARTICLE = """{0}

“Rain {0} falls,” said the mayor of {0}. Ann {0} Lee told us that the {0} tax is fair. “No {0},”
the {0}council said. “Nothing at all {0},” said {0}. {0} added: “We {0} go.” The{0} minister denied it.
"""
ARGUMENTS = {"suggest quotes": "-t t --at-least 0", "show": "q", "cite": "q", "kwic": "begin"}
TAKE_FILES = ("compare", "import", "verify")
# No terminal gets these.
# Those that a terminal is not given: bytes, and folders.
BINARY = ("xlsx", "sqlite", "qdpx", "taguette", "label-studio", "brat", "parquet")


@pytest.fixture(params=HOSTILE)
def article(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An article with the text in every place that a draft takes something from."""
    path = tmp_path / "article.txt"
    path.write_bytes(ARTICLE.format(HOSTILE[request.param]).encode())
    return path


@pytest.mark.parametrize(
    "hidden", ["", "\x1b]0;x\x07\u202e\u2003Ann\u2003Lee\u3000\x9b", "\x1c\u2003"]
)
def test_a_draft_obeys_nobody_and_is_valid(
    run: Run, article: Path, tmp_path: Path, hidden: str
) -> None:
    head = [word for name in HEAD for word in (f"--{name}", hidden)]
    drafted = run("draft", article, *head)
    for done in (drafted, run("draft", article, *head, columns=40)):
        assert not CONTROL.search(done.out)
        assert not CONTROL.search(done.err)

    path = tmp_path / "drafted.yaml"
    path.write_bytes(drafted.raw)
    run("check", path)
    text = article.read_bytes().decode().replace("\r\n", "\n").replace("\r", "\n")
    assert load(str(path)).text == text


def test_the_quotes_of_hostile_lines_are_shown_safely(run: Run, tmp_path: Path) -> None:
    lines = [json.dumps({"id": text, "text": ARTICLE.format(text)}) for text in HOSTILE.values()]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join([*lines, "\x1b]0;x\x07\u202e", '{"id": "\x9b"}']), encoding="utf-8")
    for columns in (0, 40):
        done = run("draft", "--jsonl", path, status=2, columns=columns)
        assert len(done.lines) == len(lines)
        assert not CONTROL.search(done.out)
        assert not CONTROL.search(re.sub(r"\x1b\[\?25[lh]|\r", "", done.err))  # the bar's own


@pytest.mark.parametrize("form", ["w3c", "qdpx", "taguette"])
def test_an_import_obeys_nobody_and_is_valid(run: Run, tmp_path: Path, form: str) -> None:
    path, project = tmp_path / "all.yaml", tmp_path / "project"
    path.write_text(as_yaml(make_tree([*HOSTILE.values()])), encoding="ascii")
    run("export", "--to", form, "-o", project, "-d", path)
    for columns in (0, 40):
        done = run("import", "--from", form, project, status=None, columns=columns)
        assert not CONTROL.search(done.out)
        assert not CONTROL.search(done.err)
    imported = tmp_path / "imported.yaml"
    run("import", "--from", form, project, "-o", imported, status=None)
    assert load(str(imported)).text == load(str(path)).text


def _list_formats() -> Iterator[str]:
    """Yield each command with each of its formats, and the argument that it needs."""
    for name, command in list_commands():
        # Those that take files as arguments have tests of their own.
        for option in command.params if name not in TAKE_FILES else ():
            if option.name == "form" and isinstance(option.type, click.Choice):
                asked = f"{name} {ARGUMENTS.get(name, '')} {option.opts[-1]}"
                yield from (f"{asked} {choice}" for choice in option.type.choices)


@pytest.mark.parametrize("command", [*_list_formats()])
def test_every_format_of_every_command_obeys_nobody(run: Run, tmp_path: Path, command: str) -> None:
    path = tmp_path / "all.yaml"
    path.write_text(as_yaml(make_tree([*HOSTILE.values()])), encoding="ascii")
    if command.endswith(BINARY):
        assert run(*command.split(), "-d", path, status=2, columns=40).out == ""
    else:
        check_output(run, path, command)


@pytest.mark.parametrize("columns", [0, 40])
def test_an_article_that_is_verified_obeys_nobody(run: Run, tmp_path: Path, columns: int) -> None:
    said = [f"before {text} end of {number}" for number, text in enumerate(HOSTILE.values())]
    folder = tmp_path / "sources\x1b]0;x\x07"
    folder.mkdir()
    (folder / "all.yaml").write_text(as_yaml(make_tree([*HOSTILE.values()])), encoding="ascii")
    source = folder / "speech\x9b.txt"
    source.write_bytes("\n\n".join(f"{one} Nobody else spoke." for one in said).encode())
    article = tmp_path / "article\u202e.md"
    quoted = [f"“{one}”, she said. “{one.replace('end', 'start')}” it is." for one in said]
    article.write_bytes("\n\n".join(quoted).encode())

    both = ("-d", folder, "--sources", folder)
    for form in ("text", "json", "jsonl", "github", "html"):
        done = run("verify", article, *both, "-f", form, status=1, columns=columns)
        assert done.out
        assert not CONTROL.search(done.shown + done.err), form
    for form in ("text", "json", "csv", "html"):
        reuse = run("verify", "--reuse", source, article, "-f", form, columns=columns)
        shown = reuse.shown.replace("\r\n", "\n") if form == "csv" else reuse.shown
        assert not CONTROL.search(shown + reuse.err), form


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse names that are not UTF-8")
@pytest.mark.parametrize("cache", [[], ["--no-cache"]])
def test_names_that_are_not_utf8_are_shown_as_escapes(
    run: Run, tmp_path: Path, cache: list[str]
) -> None:
    folder = tmp_path / "f\udcff"
    folder.mkdir()
    content = as_yaml(make_tree(["a"]))
    (folder / "good\udcfe.yaml").write_text(content, encoding="ascii")
    (folder / "bad\udcfe.yaml").write_text(content.replace("kind", "kin"), encoding="ascii")
    for command in _list_formats():
        if command.startswith("check") or command.endswith(BINARY):
            continue
        # Of one statement without a reviewed quote nothing can be learned.
        status = {"suggest topics": 1, "suggest quotes": 2}.get(" ".join(command.split()[:2]), 0)
        done = run(*command.split(), "-d", folder, *cache, status=status)
        assert "f\\udcff/bad\\udcfe.yaml:" in done.err
    for form in ("text", "json"):
        assert "f\\udcff/good\\udcfe.yaml" in run("check", folder, "-f", form, status=1).out
