"""The options that commands share: where data come from, and names as people type them."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest

from quotecli.cli.quotes import quotes
from quotecli.criteria import Criteria
from tests.cli.conftest import Run, list_commands


def test_a_folder_several_paths_and_the_environment_name_the_data(run: Run, town: Path) -> None:
    other = town.parent / "sub" / "other.yml"
    other.parent.mkdir()
    other.write_text(town.read_text(encoding="utf-8"), encoding="utf-8")
    ways: list[list[str | Path]] = [
        ["-d", town.parent],
        ["-d", town, "-d", other],
        ["-d", town, "-d", town.parent],
    ]
    for args in ways:
        assert run("quotes", *args, "--count").out == "18\n"
    paths = os.pathsep.join(map(str, (town, other)))
    assert run("quotes", "--count", env={"QUOTECLI_DATA": paths}).out == "18\n"
    assert run("quotes", "--count", "-d", town, env={"QUOTECLI_DATA": paths}).out == "9\n"
    assert run("quotes", "--count", env={"QUOTECLI_DATA": ""}).out == "13\n"


@pytest.mark.parametrize("name", ["harbour-tax", "Harbour tax", "HARBOUR TAX", "harbour t"])
def test_a_topic_by_id_label_case_and_beginning(run: Run, town: Path, name: str) -> None:
    assert run("quotes", "-d", town, "-t", name, "--count").out == "1\n"


@pytest.mark.parametrize("name", ["ann-lea", "Ann Léa", "ann lea", "LEA", "the mayor", "mayor"])
def test_a_speaker_by_id_name_alias_and_without_accents(run: Run, town: Path, name: str) -> None:
    assert run("quotes", "-d", town, "-s", name, "--count").out == "5\n"


def test_a_wrong_name_says_what_was_meant(run: Run) -> None:
    done = run("quotes", "-t", "militry", status=2)
    assert (done.out, done.err) == (
        "",
        "quotecli: no topic 'militry'; did you mean military-exercises?\n",
    )
    assert "did you mean aliyev" in run("speakers", "-s", "alijev", status=2).err
    assert "did you mean just-cause" in run("show", "just-couse", status=2).err
    nothing = run("topics", "-t", "zzz", status=2).err
    assert (
        nothing
        == "quotecli: no topic 'zzz'\n  give one of war-support, diplomacy, military-exercises\n"
    )
    assert "no topic ''" in run("topics", "-t", "", status=2).err


def test_an_ambiguous_name_lists_its_candidates(run: Run, town: Path) -> None:
    done = run("quotes", "-d", town, "-t", "harb", status=2)
    assert (
        done.err == "quotecli: 'harb' matches 2 topics: harbour-tax, harbour\n"
        "  give the whole id of the topic\n"
    )


def test_every_filter_has_an_option() -> None:
    options = {param.name for param in quotes.params}
    assert {*Criteria._fields} - {"every_topic"} | {"any_topic"} <= options


NUMBERS = """
quotes -n
quotes -C
speakers -n
kwic tax -n
kwic tax -w
draft --jobs
suggest topics -n
suggest quotes -n
""".strip().splitlines()


@pytest.mark.parametrize("asked", NUMBERS)
@pytest.mark.parametrize("number", ["9223372036854775808", "-1", "9" * 5000, "1e3", "²"])
def test_a_number_out_of_range_is_refused(run: Run, asked: str, number: str) -> None:
    done = run(*asked.split(), number, status=2)
    assert done.err.startswith("quotecli: Invalid value for ")
    assert "is not " in done.err


def test_every_number_is_tried() -> None:
    found = [
        f"{name} {option.opts[0]}"
        for name, command in list_commands()
        for option in command.params
        if isinstance(option.type, click.types.IntParamType)
    ]
    assert sorted(found) == sorted(line.replace(" tax", "") for line in NUMBERS)


@pytest.mark.parametrize(
    "asked", [line for line in NUMBERS if not line.startswith(("draft", "suggest quotes"))]
)
def test_the_largest_number_is_taken(run: Run, town: Path, asked: str) -> None:
    number = "100000" if asked.endswith("-w") else "1000000000"
    assert run(*asked.split(), number, "-d", town).out
    assert run(*asked.split(), number, "-d", town, columns=80).out


@pytest.mark.parametrize("columns", ["99999999999", "9223372036854775808", "²", "-5", "0", "1"])
@pytest.mark.parametrize(
    "command", ["topics", "quotes", "kwic tax", "stats --by topic", "show build"]
)
def test_any_size_of_a_terminal_is_taken(run: Run, town: Path, columns: str, command: str) -> None:
    size = {"COLUMNS": columns, "LINES": columns}
    assert run(*command.split(), "-d", town, columns=80, env=size).out
    assert run(*command.split(), "-d", town, env={**size, "FORCE_COLOR": "1"}).out


@pytest.mark.parametrize(("name", "command"), [*list_commands()])
def test_no_option_of_a_command_means_two_things(name: str, command: click.Command) -> None:
    names = [each for one in command.params for each in (*one.opts, *one.secondary_opts)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_a_table_has_a_byte_order_mark_on_request(run: Run, form: str) -> None:
    plain = run("quotes", "-f", form)
    marked = run("quotes", "-f", form, "--bom")
    assert marked.raw == b"\xef\xbb\xbf" * (form != "json") + plain.raw
