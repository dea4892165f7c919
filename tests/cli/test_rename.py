"""`rename`, `merge` and `move` change a topic or a speaker in every file, or in none."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import HARBOUR


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def change(before: dict[str, bytes], name: str, *pairs: tuple[str, str]) -> bytes:
    content = before[name].decode()
    for old, new in pairs:
        assert old in content
        content = content.replace(old, new)
    return content.encode()


def test_an_id_is_renamed_in_definitions_quotes_and_parents(run: Run, folder: Path) -> None:
    before = read_all(folder)
    done = run("rename", "topic", "Ports", "harbours", "-d", folder)
    assert done.err == "renamed topic Ports in 1 file\n"
    assert read_all(folder) == {
        **before,
        "harbour.yaml": change(
            before,
            "harbour.yaml",
            ("  ports: {", "  harbours: {"),
            ("parent: ports", "parent: harbours"),
            ("topics: [ports]", "topics: [harbours]"),
            ("topics: [ports, fishing]", "topics: [harbours, fishing]"),
        ),
    }


def test_a_speaker_is_renamed_in_all_files_and_the_codebook(run: Run, folder: Path) -> None:
    (folder / "codebook.yaml").write_text("speakers:\n  diaz: {name: Carla Díaz}  # she\n")
    before = read_all(folder)
    asked = run("rename", "speaker", "carla díaz", "Carla Díaz Roe", "-d", folder, status=2)
    assert "not done without --yes: rename speaker carla díaz in 2 files" in asked.err
    assert read_all(folder) == before
    run("rename", "speaker", "carla díaz", "Carla Díaz Roe", "-d", folder, "--yes")
    run("rename", "speaker", "diaz", "diaz-roe", "-d", folder, "--yes")
    assert read_all(folder) == {
        **before,
        "codebook.yaml": "speakers:\n  diaz-roe: {name: Carla Díaz Roe}  # she\n".encode(),
        "below/storm.yml": change(
            before,
            "below/storm.yml",
            ("  diaz: {name: Carla Díaz}", "  diaz-roe: {name: Carla Díaz Roe}"),
            ("speaker: diaz", "speaker: diaz-roe"),
        ),
    }


def test_two_people_with_one_id_are_not_renamed_as_one(run: Run, folder: Path) -> None:
    other = (folder / "below" / "storm.yml").read_bytes()
    changed = other.replace(b"chan: {name: Bo Chan", b"chan: {name: Li Chan")
    (folder / "below" / "storm.yml").write_bytes(changed)
    told = run("rename", "speaker", "chan", "li", "-d", folder, status=2).err
    assert "'chan' refers to several people: chan/bo-chan, chan/li-chan" in told
    before = read_all(folder)
    run("rename", "speaker", "chan/li-chan", "li", "-d", folder)
    assert read_all(folder) == {**before, "below/storm.yml": changed.replace(b"  chan:", b"  li:")}


def test_topics_are_merged(run: Run, folder: Path) -> None:
    before = read_all(folder)
    run("merge", "topic", "fishing", "Ports", "--into", "trade", "-d", folder)
    assert read_all(folder) == {
        **before,
        "harbour.yaml": change(
            before,
            "harbour.yaml",
            ("aliases: [commerce]", "aliases: [commerce, Fishing, Ports]"),
            ("  ports: {label: Ports, parent: trade, keywords: [harbour]}\n", ""),
            ("  fishing: {label: Fishing, parent: ports}\n", ""),
            ("topics: [ports]", "topics: [trade]"),
            ("topics: [ports, fishing]", "topics: [trade]"),
            ("topics: [fishing, trade]", "topics: [trade]"),
        ),
    }


def test_what_a_file_does_not_know_is_defined_in_it(run: Run, folder: Path) -> None:
    before = read_all(folder)
    run("merge", "topic", "safety", "--into", "fishing", "-d", folder, "--yes")
    storm = read_all(folder)["below/storm.yml"].decode()
    assert "topics: [weather, fishing]" in storm
    for line in ("  fishing:\n    label: Fishing\n", "  ports:\n    label: Ports\n", "  trade:\n"):
        assert line in storm
    assert "safety" not in storm.replace("[Safety]", "")
    run("check", folder, status=None)
    assert run("topics", "-d", folder, "-f", "csv").out.count("\r\n") == 5
    assert set(read_all(folder)) == set(before)


def test_a_topic_is_moved(run: Run, folder: Path) -> None:
    before = read_all(folder)
    run("move", "topic", "Fishing", "--under", "weather", "-d", folder)
    run("move", "topic", "ports", "--top", "-d", folder)
    assert read_all(folder) == {
        **before,
        "harbour.yaml": change(
            before,
            "harbour.yaml",
            ("label: Fishing, parent: ports", "label: Fishing, parent: weather"),
            ("label: Ports, parent: trade", "label: Ports"),
        ),
    }


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("rename topic ports trade", "the id 'trade' is taken"),
        ("rename topic prots x", "no topic 'prots'\n  did you mean ports?"),
        ("rename topic chan x", "no topic 'chan'"),
        ("merge topic ports --into prots", "no topic 'prots'"),
        ("move topic trade --under fishing", "the topic 'trade' is its own ancestor"),
        ("move topic trade", "give either --under TOPIC or --top"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, folder: Path, command: str, told: str) -> None:
    before = read_all(folder)
    assert told in run(*command.split(), "-d", folder, "--yes", status=2).err
    assert read_all(folder) == before


def test_a_folder_with_an_unreadable_file_is_left_alone(run: Run, folder: Path) -> None:
    (folder / "bad.yaml").write_text("title: [")
    before = read_all(folder)
    assert (
        "bad.yaml:2:1: expected a value"
        in run("rename", "topic", "ports", "x", "-d", folder, status=2).err
    )
    assert read_all(folder) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  weather: {label: Weather}", "  weather: Weather"),
        ("aliases: [commerce]", "aliases: commerce"),
        ("speakers:\n", "speakers: [chan]\nothers:\n"),
        ("label: Trade", "label: [Trade]"),
        ("label: Trade, ", ""),
        ("quotes:\n", "quotes:\n  - words\n"),
        ("quotes:\n", "quotes: {a: b}\nothers:\n"),
        ("occasion:", "ocassion:"),
    ],
)
@pytest.mark.parametrize("command", ["rename topic ports x", "merge topic ports --into trade", ""])
def test_a_folder_with_an_invalid_file_is_left_alone(
    run: Run, folder: Path, command: str, old: str, new: str
) -> None:
    path = folder / "harbour.yaml"
    path.write_text(HARBOUR.replace(old, new, 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != HARBOUR
    assert_refused(run, folder, command, "harbour.yaml")


@pytest.mark.parametrize(
    "content", ["topics: x", "topics: {ports: x}", "topics: {ports: {label: [x]}}", "speakers: []"]
)
@pytest.mark.parametrize("command", ["rename topic ports x", "merge topic ports --into trade", ""])
def test_a_folder_with_an_invalid_codebook_is_left_alone(
    run: Run, folder: Path, command: str, content: str
) -> None:
    (folder / "codebook.yaml").write_text(content)
    assert_refused(run, folder, command, "codebook.yaml")


def assert_refused(run: Run, folder: Path, command: str, name: str) -> None:
    """Assert that a command, `codebook` if it is "", names the place of what is wrong."""
    before = read_all(folder)
    args = [*command.split(), "-d"] if command else ["codebook"]
    refused = run(*args, folder, "--yes", status=2)
    assert re.search(rf"{name}:[0-9]+:[0-9]+: ", refused.err.splitlines()[0])
    assert read_all(folder) == before


def test_a_dry_run_changes_nothing(run: Run, folder: Path) -> None:
    before = read_all(folder)
    out = run("rename", "topic", "weather", "The sky", "--dry-run", "-d", folder).out
    assert out.count("\n+  weather: {label: The sky}") == 2
    assert read_all(folder) == before


_KILLED = """\
import os, sys
from quotecli.cli.main import main
real, moves = os.replace, []
def replace(source, target):
    real(source, target)
    moves.append(target)
    if len(moves) == 1:
        os._exit(9)
os.replace = replace
main(["rename", "topic", "weather", "sky", "--yes", "-d", sys.argv[1]])
"""


def test_a_killed_renaming_is_undone_by_the_next_one(run: Run, folder: Path) -> None:
    before = read_all(folder)
    (folder / "harbour.yaml").chmod(0o640)
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(folder)], timeout=60)
    assert killed.returncode == 9
    half = read_all(folder)
    assert {name: half[name] for name in before} != before
    run("rename", "topic", "weather", "The sky", "--yes", "-d", folder)
    assert read_all(folder) == {
        **before,
        "harbour.yaml": change(before, "harbour.yaml", ("label: Weather", "label: The sky")),
        "below/storm.yml": change(
            before, "below/storm.yml", ("label: The weather", "label: The sky")
        ),
    }
    assert (folder / "harbour.yaml").stat().st_mode & 0o777 == 0o640
