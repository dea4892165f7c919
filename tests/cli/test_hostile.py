"""One table of hostile text in every field, through every command and format: shown whole, and
never obeyed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from quotecli.model import collapse_space
from quotecli.text.escape import visible
from tests.cli.conftest import CONTROL, Run

HOSTILE = {
    "sic": "[sic] and [bold]bold[/bold]",
    "closing": "[/] alone",
    "emoji-name": "a :smile: b",
    "tab": "one\ttwo",
    "newlines": "one\ntwo\n\nthree",
    "cjk": "学而时习之，不亦说乎",
    "arabic": "قال \u202eالكلمة\u202c ثم \u2067غاب\u2069 end",
    "title-setter": "a\x1b]0;x\x07b",
    "colour": "a\x1b[31mred\x1b[0m",
    "clear": "\x1b[2J\x1b[Hgone",
    "c1": "a\x9b31mb\x85c\x90d",
    "delete": "a\x7fb\x08c",
    "return": "shown\rhidden",
    "separators": "a\u2028b\u2029c",
    "tags": "a\U000e0041b",
    "invisible": "a\u2063b\ufeffc\ufffed\uffffe",
    "emoji": "👨‍👩‍👧‍👦 family ❤️",
    "marks": "e\u0301 a\u0308\u0323 Z͑ͫ̓",
    "long": "x" * 10_000,
    "formula": "=cmd|' /C calc'!A0",
    "script": "<script>alert('x')</script>",
    "backticks": "`rm -rf` ``two`` $(reboot)",
    "quotes": "“a” \"b\" 'c' «d»",
    "backslash": r"a\nb \x1b c\\",
    "template": "{{ site.secret }} {% raw %} {process.env.SECRET} %%hidden%% #tag",
    "separated": "Bob;=1+1\tand;+2",
}
ONE_QUOTE = """
show q
show q -f json
cite q
cite lost --style apa
cite q --style chicago -f json
""".strip().splitlines()
# Every format of every command is tried in test_hostile_articles.py; these are further options.
COMMANDS = """
quotes -f csv --raw
read
quotes -q a
quotes -s p
topics -t t
export --to md --by topic
kwic begin --sort left
kwic begin -w 9
kwic end -f csv
kwic end -f csv --raw
kwic end -f json
kwic end -f jsonl
stats --by topic --by speaker
stats --by speaker --by topic
stats --by topic
stats --matrix -f csv
stats --by speaker --by topic -f md
stats --by speaker -f csv
stats --pairs -f json
stats --by month --by topic --measure share
""".strip().splitlines()


@pytest.fixture(params=HOSTILE)
def hostile(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


@pytest.fixture
def statement(write: Callable[..., Path], hostile: str) -> Path:
    """A statement that holds the text in every field that takes any."""
    return write(as_yaml(make_tree([hostile])), "hostile.yaml")


@pytest.fixture
def statement_of_all(write: Callable[..., Path]) -> Path:
    """A statement that holds all the texts, each in every field that takes any."""
    return write(as_yaml(make_tree([*HOSTILE.values()])), "hostile.yaml")


def make_tree(texts: list[str]) -> dict[str, object]:
    """Return the tree of a statement with a speaker, a topic and two quotes for each text."""
    said = [f"begin {text} end" for text in texts]
    ids = ["", *map(str, range(1, len(texts)))]
    every = " ".join(said)
    # JSON is YAML but for a few escapes: it writes each of these characters as one that YAML reads.
    return {
        "title": every,
        "occasion": every,
        "speaker": "p",
        "source": dict.fromkeys(("author", "publisher", "published", "accessed", "language"), every)
        | {"url": f"https://a.example/{every}"},
        "speakers": {
            f"p{n}": {"name": one, "role": one, "aliases": [one, one], "attributes": {"party": one}}
            for n, one in zip(ids, said)
        },
        "topics": {
            f"t{n}": {"label": one, "description": one, "aliases": [one], "keywords": [one]}
            for n, one in zip(ids, said)
        },
        "text": "\n\n".join(f"Before. {one} “After it.” He said {one}" for one in said),
        "quotes": [quote for n, one in zip(ids, said) for quote in make_quotes(n, one)],
    }


def make_quotes(number: str, said: str) -> list[dict[str, object]]:
    """Return the trees of a quote that is found, and of one that is not."""
    about = {"topics": [f"t{number}"], "speaker": f"p{number}"}
    found = {"id": f"q{number}", "kind": "indirect", "excerpt": said, "suffix": "“"}
    lost = {"id": f"lost{number}", "kind": "direct", "excerpt": ["nowhere", said, "either"]}
    return [{**found, **about, "cue": said, "note": said}, {**lost, **about, "cue": "so"}]


def as_yaml(value: object) -> str:
    """A value as YAML that holds no character beyond ASCII: JSON writes those beyond U+FFFF as two,
    YAML as one.
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_yaml, value)) + "]"
    return '"' + "".join(_escaped(character) for character in str(value)) + '"'


def _escaped(character: str) -> str:
    return character if character.isalnum() and character.isascii() else f"\\U{ord(character):08x}"


def _shown(text: str) -> str:
    return visible(collapse_space(text))


@pytest.mark.parametrize("command", ONE_QUOTE)
def test_no_control_character_of_a_quote_is_printed(
    run: Run, statement: Path, command: str
) -> None:
    check_output(run, statement, command)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_control_character_is_printed(run: Run, statement_of_all: Path, command: str) -> None:
    check_output(run, statement_of_all, command)


def check_output(run: Run, statement: Path, command: str) -> None:
    """Check what a command prints into a pipe and on a narrow terminal."""
    for columns in (0, 40):
        done = run(*command.split(), "-d", statement, status=None, columns=columns)
        raw = "--raw" in command and not columns  # what is asked for raw, for a program to read
        assert done.status in (0, 1)
        shown = done.shown.replace("\r\n", "\n") if _ends_lines_with_cr(command) else done.shown
        assert raw or not CONTROL.search(shown)
        assert not CONTROL.search(done.err)
        assert done.out or command == "check"


def _ends_lines_with_cr(command: str) -> bool:
    return "csv" in command or command.endswith("ris")


def test_a_terminal_shows_the_excerpt_whole(run: Run, statement: Path, hostile: str) -> None:
    for columns in (20, 80):
        lines = run("quotes", "-k", "indirect", "-d", statement, columns=columns).shown.splitlines()
        assert max(map(cell_len, lines)) <= columns
        assert re.sub(r"\s", "", _shown(f"begin {hostile} end")) in re.sub(
            r"\s", "", "".join(lines)
        )


def test_headings_and_labels_of_tables_are_shown_whole(
    run: Run, statement: Path, hostile: str
) -> None:
    said = re.sub(r"\s", "", _shown(f"begin {hostile} end"))
    command = ("stats", "--by", "statement", "--by", "topic", "-d", statement)
    heading = run(*command).lines[0]
    assert said in re.sub(r"\s", "", heading)
    for columns in (20, 80):
        for by in (("topic", "kind"), ("kind", "topic"), ("speaker",)):
            sides = [option for side in by for option in ("--by", side)]
            lines = run("stats", *sides, "-d", statement, columns=columns).shown.splitlines()
            assert max(map(cell_len, lines)) <= columns
    titles = run("statements", "-d", statement).lines
    assert said in re.sub(r"\s", "", titles[1])


def test_a_pipe_shows_every_field_on_a_line(run: Run, statement: Path, hostile: str) -> None:
    said = _shown(f"begin {hostile} end")
    by = f"— paraphrase of {said}, {said} (cue: {said})"
    assert f"  {said}\n  {by}\n" in run("quotes", "-d", statement).out
    detail = run("show", "q", "-d", statement).out
    assert f"Note        {said}\n" in detail
    assert f"Named as    {said}; {said}\n" in detail
    assert run("topics", "-d", statement).lines[1].startswith(f"t   {said}  ")
    assert said in run("speakers", "-d", statement).lines[1]


def test_json_says_the_very_text(run: Run, statement: Path, hostile: str) -> None:
    said = collapse_space(f"begin {hostile} end")
    row = json.loads(run("quotes", "-k", "indirect", "-d", statement, "-f", "json").out)[0]
    assert row["excerpt"] == said
    assert (row["speaker"]["name"], row["speaker"]["role"], row["speaker"]["aliases"]) == (
        said,
        said,
        [said, said],
    )
    assert (collapse_space(row["cue"]), collapse_space(row["note"])) == (said, said)
    assert row["proved"]


def test_csv_gives_the_very_excerpt_back(run: Run, statement: Path, hostile: str) -> None:
    said = collapse_space(f"begin {hostile} end")
    defused = re.sub(";(?=[=+])", ";'", visible(said))
    for raw, expected in (([], defused), (["--raw"], said)):
        out = run("quotes", "-k", "indirect", "-d", statement, "-f", "csv", *raw).raw.decode()
        (row,) = csv.DictReader(io.StringIO(out, newline=""))
        assert row["excerpt"] == expected
        assert row["speaker"] == expected


def test_reading_shows_the_text(run: Run, statement: Path, hostile: str) -> None:
    out = run("read", "-d", statement).out
    lines = re.split(r"\r\n?|\n", f"Before. ⟦q: begin {hostile} end⟧ “After it.”")
    assert "\n".join(map(visible, lines)) in out


def test_a_hit_is_shown_on_a_line_of_its_own(run: Run, statement: Path, hostile: str) -> None:
    said = _shown(f"begin {hostile} end")
    first, second = run("kwic", "begin", "-d", statement, "-w", "40000").lines
    assert f"Before. {said} “After it.” He said {said}  " in first
    assert first.endswith(f"  ¶ 1  {said} (paraphrase)")
    assert f"Before. {said} “After it.” He said {said}  " in second
    assert second.endswith("  narration")


def test_the_context_of_a_hit_is_the_very_text(run: Run, statement: Path, hostile: str) -> None:
    rows = json.loads(run("kwic", "begin", "-d", statement, "-w", "40000", "-f", "json").out)
    said = f"begin {hostile} end"
    text = f"Before. {said} “After it.” He said {said}"
    assert {row["left"] + row["keyword"] + row["right"] for row in rows} == {text}
    assert [row["keyword"] for row in rows] == ["begin"] * 2


@pytest.mark.parametrize(
    "command", ["topics -t", "quotes -s", "read --not-topic", "show", "topics -d", "quotes -k", ""]
)
def test_what_is_typed_is_never_obeyed(run: Run, hostile: str, command: str) -> None:
    for columns in (0, 80):
        done = run(*command.split(), hostile, status=2, columns=columns)
        assert done.out == ""
        assert re.match(r"quotecli: |.*: unreadable", done.err)
        assert not CONTROL.search(done.err)
        assert sum(not line.startswith("  ") for line in done.err.splitlines()) == 1


@pytest.mark.parametrize(
    "place", ["key: {}", "topic: {}", "speaker: {}", "id: {}", "kind: {}", "anchor", "tag"]
)
def test_what_a_broken_file_holds_is_never_obeyed(
    run: Run, write: Callable[..., Path], hostile: str, place: str
) -> None:
    said = as_yaml(f"{hostile}!")
    quote = {
        "key": f"{{id: q, kind: direct, excerpt: w, {said}: x}}",
        "topic": f"{{id: q, kind: direct, excerpt: w, topics: [{said}]}}",
        "speaker": f"{{id: q, kind: direct, excerpt: w, speaker: {said}}}",
        "id": f"{{id: {said}, kind: direct, excerpt: w}}",
        "kind": f"{{id: q, kind: {said}, excerpt: w}}",
        "anchor": f"{{id: q, kind: direct, excerpt: &a {said}}}",
        "tag": f"{{id: q, kind: direct, excerpt: !!python {said}}}",
    }[place.partition(":")[0]]
    path = write(f"title: t\ntext: w\nquotes:\n- {quote}\n", "name\x1b]0;x\x07\u202e.yaml")
    for columns in (0, 80):
        done = run("quotes", "-d", path, status=2, columns=columns)
        assert done.out == ""
        assert not CONTROL.search(done.err)
        assert re.match(r".*name\\x1b\]0;x\\x07\\u202e\.yaml:4:\d+: ", done.err)
        assert sum(not line.startswith("  ") for line in done.err.splitlines()) == 1


def test_a_real_terminal_gets_nothing_but_styles(run: Run, write: Callable[..., Path]) -> None:
    said = "".join(text for name, text in HOSTILE.items() if name != "long")
    path = write(
        f"title: {as_yaml(said)}\nspeaker: p\nspeakers: {{p: {{name: {as_yaml(said)}}}}}\n"
        f"topics: {{t: {{label: {as_yaml(said)}}}}}\n"
        f"text: {as_yaml(said)}\n"
        f"quotes: [{{id: q, topics: [t], kind: direct, excerpt: {as_yaml(said)}}}]\n"
    )
    for command in (
        "topics",
        "quotes",
        "speakers",
        "show q",
        "read",
        "quotes -f csv --raw",
        "quotes -f json",
        "kwic family",
        "stats --by topic --by speaker",
        "statements",
    ):
        done = run.terminal(*command.split(), "-d", path, env={"PAGER": "cat"})
        assert not CONTROL.search(
            done.shown.replace("\r\n", "\n").replace("\r", "") if "csv" in command else done.shown
        )
