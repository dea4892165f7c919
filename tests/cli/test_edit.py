"""`quotecli edit` changes quotes in their files, and no other line."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import TOWN, Run
from tests.everyday import everyday


def test_one_quote_is_edited(run: Run, town: Path) -> None:
    done = run(
        *("edit", "silence", "-d", town, "--set-speaker", "Bo Chan", "--set-kind", "indirect"),
        *("--set-status", "reviewed", "--set-polarity", "negative", "--set-note", ""),
        *(
            "--add-topic",
            "Harbour works",
            "--remove-topic",
            "finance",
            "--set-cue",
            "the mayor said",
        ),
    )
    assert (done.out, done.err) == ("", f"edited silence in {town}\n")
    assert town.read_text(encoding="utf-8") == TOWN.replace(
        """    topics: [money]
    kind: direct
    speaker: ann-lea
    excerpt: No comment.
    prefix: the mayor said. “
    status: draft
    note: who said it is a guess
""",
        """    topics: [harbour]
    kind: indirect
    polarity: negative
    speaker: bo-chan
    excerpt: No comment.
    cue: the mayor said
    prefix: the mayor said. “
    status: reviewed
""",
    )


def test_a_quote_is_marked_as_important(run: Run, town: Path) -> None:
    run("edit", "shame", "-d", town, "--set-important")
    marked = TOWN.replace("excerpt: Shame!\n", "excerpt: Shame!\n    important: true\n")
    assert town.read_text(encoding="utf-8") == marked
    assert '"important": true' in run("show", "shame", "-d", town, "-f", "json").out
    run("edit", "shame", "-d", town, "--no-important")
    assert town.read_text(encoding="utf-8") == TOWN


def test_an_excerpt_is_proved_before_it_is_written(run: Run, town: Path) -> None:
    refused = run("edit", "silence", "-d", town, "--set-excerpt", "No remark.", status=2)
    assert f"{town}: the excerpt is not in the text\n" in refused.err
    assert town.read_text(encoding="utf-8") == TOWN


REPEATED = """\
title: Twice
text: |
  “Never again,” he said. “Never again,” she said. “Never again?” they asked.
quotes:
  - id: she
    kind: direct
    excerpt: Never again,” she said
    note: the second one
"""


def test_an_excerpt_that_occurs_more_often_stays_where_the_quote_was(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "twice.yaml"
    path.write_text(REPEATED, encoding="utf-8")
    run("edit", "she", "-d", path, "--set-excerpt", "Never again", "--set-kind", "mixed")
    expected = REPEATED.replace("direct", "mixed").replace(
        "excerpt: Never again,” she said", 'excerpt: Never again\n    suffix: ",” she said."'
    )
    assert path.read_text(encoding="utf-8") == expected
    run("edit", "she", "-d", path, "--set-excerpt", "they asked")
    assert "prefix" not in path.read_text(encoding="utf-8")


def test_an_excerpt_elsewhere_that_occurs_more_often_wants_its_context(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "twice.yaml"
    elsewhere = REPEATED.replace("excerpt: Never again,” she said", "excerpt: they asked")
    path.write_text(elsewhere, encoding="utf-8")
    done = run("edit", "she", "-d", path, "--set-excerpt", "Never again", status=2)
    assert "the excerpt occurs 3 times in the text\n  give the words right before" in done.err
    assert path.read_text(encoding="utf-8") == elsewhere
    run("edit", "she", "-d", path, "--set-excerpt", "Never again", "--set-suffix", "?”")
    assert '    suffix: "?”"\n' in path.read_text(encoding="utf-8")
    done = run("edit", "she", "-d", path, "--set-suffix", "", status=2)
    assert "the excerpt occurs 3 times in the text" in done.err


def test_an_excerpt_in_parts_is_set(run: Run, town: Path) -> None:
    parts = ["--set-excerpt", "We will build", "--set-excerpt", "nobody will pay"]
    run("edit", "shame", "-d", town, *parts)
    assert "    excerpt:\n      - We will build\n      - nobody will pay\n" in town.read_text(
        encoding="utf-8"
    )


def test_several_quotes_want_a_yes(run: Run, folder: Path) -> None:
    before = (folder / "harbour.yaml").read_bytes()
    asked = run("edit", "-s", "chan", "--set-kind", "direct", "-d", folder, status=2)
    assert asked.err == (
        f"quotecli: not done without --yes: edit 2 quotes in {folder}/harbour.yaml\n"
        "  use --dry-run to see what would change\n"
    )
    assert (folder / "harbour.yaml").read_bytes() == before
    done = run(
        "edit", "-t", "weather", "-t", "fishing", "--new-topic", "The sea", "--yes", "-d", folder
    )
    assert done.err == "edited 4 quotes in 2 files\n"
    for path in (folder / "harbour.yaml", folder / "below" / "storm.yml"):
        content = path.read_text(encoding="utf-8")
        assert content.count("the-sea:\n    label: The sea\n") == 1
        assert content.count(", the-sea]") == 2
    assert run("quotes", "-t", "the-sea", "--count", "-d", folder).out == "4\n"


@pytest.mark.parametrize(("answer", "status"), everyday(2, [("y", 0), ("n", 1), ("", 1)]))
def test_on_a_terminal_it_asks(town: Path, answer: str, status: int) -> None:
    ours, its = pty.openpty()
    command = ["edit", "-t", "parks", "-t", "harbour", "--set-kind", "mixed", "-d", str(town)]
    child = subprocess.Popen(
        [sys.executable, "-m", "quotecli", *command], stdin=its, stdout=its, stderr=its
    )
    os.write(ours, f"{answer}\n".encode())
    assert child.wait(60) == status
    assert b"Edit 5 quotes in " in os.read(ours, 1 << 16)
    os.close(its)
    os.close(ours)
    assert (town.read_text(encoding="utf-8") == TOWN) is (status == 1)


def test_a_dry_run_prints_a_diff_and_changes_nothing(run: Run, town: Path, tmp_path: Path) -> None:
    done = run("edit", "-t", "harbour", "--set-status", "reviewed", "--dry-run", "-d", town)
    assert town.read_text(encoding="utf-8") == TOWN
    assert done.err == ""
    assert done.out.count("\n+    status: reviewed\n") == 5
    (tmp_path / "the.diff").write_text(done.out, encoding="utf-8")
    run.shell(f"patch -s {town} {tmp_path}/the.diff")
    changed = town.read_bytes()
    town.write_text(TOWN, encoding="utf-8")
    run("edit", "-t", "harbour", "--set-status", "reviewed", "--yes", "-d", town)
    assert town.read_bytes() == changed


def test_nothing_found_and_nothing_to_change(run: Run, town: Path) -> None:
    done = run("edit", "-q", "zebra", "--set-kind", "direct", "-d", town, status=1)
    assert done.err == "no quotes found\n"
    done = run("edit", "shame", "--set-kind", "direct", "-d", town)
    assert done.err == "nothing to change\n"
    assert town.read_text(encoding="utf-8") == TOWN


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ("shame --set-speaker Ann", "no speaker 'Ann'; did you mean ann-lea?"),
        ("shame --add-topic harbor", "no topic 'harbor'; did you mean harbour or"),
        ("sham --set-kind mixed -t harbour", "give either ID or filters"),
        ("--set-kind mixed", "give either ID or filters"),
        ("shame", "say what to change: --set-speaker, --add-topic …"),
        ("shame --set-speaker bo-chan --new-speaker Bo", "cannot be combined"),
    ],
)
def test_what_is_unclear_is_refused(run: Run, town: Path, args: str, told: str) -> None:
    assert told in run("edit", *args.split(), "-d", town, status=2).err
    assert town.read_text(encoding="utf-8") == TOWN


def test_the_shipped_statement_is_not_changed(run: Run) -> None:
    done = run("edit", "more-exercises", "--set-kind", "mixed", status=2)
    assert "say which files to change with -d PATH" in done.err
    assert (
        "+    kind: mixed" in run("edit", "more-exercises", "--set-kind", "mixed", "--dry-run").out
    )


def test_standard_input_is_not_edited(run: Run) -> None:
    done = run("edit", "shame", "--set-kind", "mixed", "-d", "-", stdin=TOWN, status=2)
    assert done.err == "quotecli: standard input cannot be edited\n  give the name of a file\n"


def test_quotes_are_removed(run: Run, town: Path) -> None:
    done = run("remove", "shame", "-d", town)
    assert done.err == f"removed shame in {town}\n"
    run("remove", "--status", "draft", "-d", town)
    content = town.read_text(encoding="utf-8")
    assert "shame" not in content
    assert "silence" not in content
    assert run("quotes", "--count", "-d", town).out == "7\n"


def test_a_quote_is_added(run: Run, town: Path) -> None:
    done = run(
        *("add", town, "--excerpt", "the wall would", "--speaker", "The engineer"),
        *("--topic", "port", "--new-topic", "Walls", "--kind", "indirect", "--cue", "Bo Chan said"),
    )
    assert done.err == f"added wall-would in {town}\n"
    assert town.read_text(encoding="utf-8").endswith(
        """
  - id: wall-would
    topics: [harbour, walls]
    kind: indirect
    speaker: bo-chan
    excerpt: the wall would
    cue: Bo Chan said
"""
    )
    assert "no comment" in run("show", "silence", "-d", town).out.lower()
    assert run("check", town, status=1).out.count("wall-would") == 1  # it overlaps another one


def test_words_that_are_not_in_the_text_are_not_added(run: Run, town: Path) -> None:
    done = run("add", town, "--excerpt", "nobody shall pay twice", status=2)
    assert done.err == (
        f"{town}: the excerpt is not in the text\n"
        f"  the nearest is “nobody will pay twice” ({town}:20:62): where it has “shall pay twice”,"
        " the source has “will pay twice”\n"
    )
    assert town.read_text(encoding="utf-8") == TOWN
