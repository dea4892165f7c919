"""Shell completion: it offers ids with what explains them, and never prints an error."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import CONTROL, Run

SHELLS = ["bash", "zsh", "fish"]


def words(out: str, shell: str) -> list[str]:
    """The words that a completion protocol offers."""
    lines = [] if out == "\n" else out.splitlines()
    if shell == "zsh":  # three lines an item: its type, the word, what explains it
        assert len(lines) % 3 == 0
        return lines[1::3]
    return [line.partition(",")[2].partition("\t")[0] for line in lines]


@pytest.fixture(params=SHELLS)
def offered(run: Run, request: pytest.FixtureRequest) -> Callable[[str], list[str]]:
    """Return what lists the words that a shell is offered for the last one of a command line."""
    shell: str = request.param

    def complete(line: str) -> list[str]:
        *before, last = line.split(" ")
        env = {
            "_QUOTECLI_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(before)),
        }
        if shell == "fish":
            env["COMP_CWORD"] = last
        done = run(env=env)
        assert done.err == ""
        assert not CONTROL.search(done.out)
        return words(done.out, shell)

    return complete


Offered = Callable[[str], list[str]]


def test_topics_are_offered_by_the_beginning_of_their_ids(offered: Offered) -> None:
    assert offered("quotecli quotes -t mil") == ["military-exercises"]
    assert offered("quotecli topics --topic d") == ["diplomacy"]
    assert offered("quotecli read --not-topic war") == ["war-support"]
    assert offered("quotecli quotes -t ") == ["war-support", "diplomacy", "military-exercises"]


def test_topics_are_offered_by_the_words_of_their_labels(offered: Offered) -> None:
    assert offered("quotecli quotes -t exer") == ["military-exercises"]


def test_speakers_are_offered_by_id_and_name(offered: Offered) -> None:
    assert offered("quotecli quotes -s al") == ["aliyev"]
    assert offered("quotecli speakers --speaker Satt") == ["mohbaliyev"]


def test_quotes_are_offered_by_id_and_by_their_words(offered: Offered) -> None:
    assert offered("quotecli show more") == ["no-ties-with-armenia", "more-exercises"]
    assert "flags-of-gratitude" in offered("quotecli show ")


def test_commands_options_kinds_and_formats_are_offered(offered: Offered) -> None:
    assert offered("quotecli s") == ["show", "speakers", "statements", "stats", "suggest", "schema"]
    assert offered("quotecli quotes --not") == ["--not-topic"]
    assert offered("quotecli quotes -k in") == ["indirect"]
    assert offered("quotecli quotes -f j") == ["json", "jsonl"]


def test_the_data_that_the_line_names_is_read(offered: Offered, town: Path) -> None:
    assert offered(f"quotecli quotes -d {town} -t tax") == ["taxes", "harbour-tax"]
    assert offered(f"quotecli show -d {town} los") == ["lost"]


def test_the_data_of_the_environment_is_read(
    offered: Offered, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUOTECLI_DATA", str(town))
    assert offered("quotecli quotes -s ann") == ["ann-lea"]


@pytest.mark.parametrize("line", ["quotes -d {} -t ", "speakers -d {} -s ", "show -d {} "])
def test_a_broken_file_offers_nothing_and_says_nothing(
    offered: Offered, write: Callable[..., Path], line: str
) -> None:
    assert offered("quotecli " + line.format(write("text: [\n"))) == []
    assert offered("quotecli " + line.format("/no/such/file")) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_standard_input_is_left_alone(run: Run, shell: str, town: Path) -> None:
    env = {
        "_QUOTECLI_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "quotecli quotes -d - -t ",
        "COMP_CWORD": "5",
    }
    done = run(env=env | ({"COMP_CWORD": ""} if shell == "fish" else {}), stdin=town.read_bytes())
    assert (done.out.strip(), done.err) == ("", "")


def test_hostile_labels_are_offered_without_control_characters(
    offered: Offered, write: Callable[..., Path]
) -> None:
    hostile = r"""
title: t
topics: {evil: {label: "a\x1b]0;x\x07\tb\nc\u202e:d,e"}}
text: some words
quotes: [{id: q, kind: direct, topics: [evil], excerpt: "some\nwords\u001b[31m"}]
"""
    path = write(hostile)
    assert offered(f"quotecli quotes -d {path} -t ") == ["evil"]
    assert offered(f"quotecli show -d {path} ") == ["q"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_for_each_shell_exists_and_calls_back(run: Run, shell: str) -> None:
    done = run(env={"_QUOTECLI_COMPLETE": f"{shell}_source"})
    assert f"_QUOTECLI_COMPLETE={shell}_complete" in done.out
    assert done.err == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_takes_its_script(run: Run, tmp_path: Path, shell: str) -> None:
    program = shutil.which(shell)
    if not program:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "completion"
    script.write_text(run(env={"_QUOTECLI_COMPLETE": f"{shell}_source"}).out)
    prepare = "autoload -U compinit && compinit -u; " if shell == "zsh" else ""
    done = subprocess.run(
        [program, "-c", f"{prepare}. {script}"], capture_output=True, text=True, timeout=600
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_bash_completes_with_its_script(run: Run, tmp_path: Path) -> None:
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    script = tmp_path / "completion.bash"
    script.write_text(run(env={"_QUOTECLI_COMPLETE": "bash_source"}).out)
    asked = f"""
source {script}
COMP_WORDS=(quotecli quotes -t mil) COMP_CWORD=3
$(complete -p quotecli | sed 's/.*-F \\([^ ]*\\).*/\\1/') quotecli
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    (tmp_path / "ask.bash").write_text(asked)
    done = run.shell(f"bash {tmp_path / 'ask.bash'}")
    assert (done.out, done.err) == ("military-exercises\n", "")
