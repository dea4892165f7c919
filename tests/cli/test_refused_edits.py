"""An edit that cannot be is one clear line, and every file stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecli.store.editing import locking
from tests.cli.conftest import TOWN, Run
from tests.cli.test_rename import read_all

COMMANDS = {
    "edit": "edit silence --set-note x -d {town}",
    "excerpt": "edit silence --set-excerpt Shame! -d {town}",
    "add": "add {town} --excerpt Shame! --id new",
    "remove": "remove shame -d {town}",
    "rename": "rename topic harbour docks -d {folder} --yes",
    "merge": "merge speaker bo-chan --into ann-lea -d {folder} --yes",
    "move": "move topic parks --under money -d {folder} --yes",
    "codebook": "codebook {folder} --yes",
}
every_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A statement in a folder of its own, beside one that defines the same."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "town.yaml").write_text(TOWN, encoding="utf-8")
    (folder / "village.yaml").write_text(TOWN, encoding="utf-8")
    return folder / "town.yaml"


def refuse(run: Run, command: str, town: Path, told: str) -> None:
    """Check that a command fails with a line and perhaps a hint, and that nothing has changed."""
    before = read_all(town.parent)
    done = run(*command.format(town=town, folder=town.parent).split(), status=2)
    lines = done.err.splitlines()
    assert told in lines[-1 if lines[-1][0] != " " else -2]
    assert [line for line in lines if not line.startswith(("note: ", "  "))] == [
        line for line in lines if told in line
    ]
    assert done.out == ""
    assert read_all(town.parent) == before


@every_command
def test_a_read_only_file(run: Run, town: Path, command: str) -> None:
    town.chmod(0o444)
    refuse(run, command, town, f"{town}: cannot write: the file is read-only")


@every_command
def test_a_file_that_another_process_holds(
    run: Run, town: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "_MAX_WAIT", 0.02)
    with locking.lock_file(str(town)):
        refuse(run, command, town, f"{town}: another process is editing this file")


@every_command
@pytest.mark.parametrize("wrong", ["title: [", "a: &b c\n", "a: 1\na: 2\n", "x: !!int 1\n"])
def test_a_file_that_cannot_be_parsed(run: Run, town: Path, command: str, wrong: str) -> None:
    town.write_text(wrong)
    refuse(run, command, town, f"{town}:")


@pytest.mark.parametrize("command", ["rename", "merge", "move", "codebook"])
def test_a_link_among_many_files(run: Run, town: Path, command: str) -> None:
    elsewhere = town.parent.parent / "elsewhere.yaml"
    town.rename(elsewhere)
    town.symlink_to(elsewhere)
    refuse(run, COMMANDS[command], town, f"{town}: cannot write: a symbolic link")
    assert elsewhere.read_text(encoding="utf-8") == TOWN


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("edit silence --add-topic harbor -d {town}", "no topic 'harbor'; did you mean"),
        ("edit silence --set-speaker nobody -d {town}", "no speaker 'nobody'"),
        ("edit silence --set-excerpt Shamed! -d {town}", "the excerpt is not in the text"),
        ("edit silence --set-excerpt the -d {town}", "the excerpt occurs"),
        ("edit silence --set-prefix nowhere -d {town}", "not next to its prefix or suffix"),
        ("add {town} --excerpt Shamed!", "the excerpt is not in the text"),
        ("add {town} --excerpt Shame! --id silence", "the id 'silence' is taken"),
        ("add {town} --excerpt Shame! --id No", "'No' is not a valid id"),
        ("add {town} --excerpt Shame! --topic harbor", "no topic 'harbor'; did you mean"),
        ("remove silenc -d {town} -t x", "give either ID or filters"),
    ],
)
def test_what_would_make_the_file_wrong(run: Run, town: Path, command: str, told: str) -> None:
    before = read_all(town.parent)
    done = run(*command.format(town=town).split(), status=2)
    assert told in done.err
    assert len([line for line in done.err.splitlines() if not line.startswith(" ")]) <= 3
    assert read_all(town.parent) == before
