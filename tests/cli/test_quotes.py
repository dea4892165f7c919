"""quotecli quotes: attributed excerpts, filtered by topic, speaker, kind and words."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from quotecli.library.loading import load
from quotecli.model import collapse_space
from tests.cli.conftest import Run
from tests.everyday import everyday
from tests.make import quote, tree, written

SHIPPED = """\
more-exercises  Military exercises · direct · ¶ 8
  “As for the military exercises, the head of state, Mr. Ilham Aliyev, especially noted the importance of this, and \
it is planned to increase the number of exercises.”
  — Sattar Mohbaliyev, Chairman of Azerbaijan Trade Unions Confederation (ATUC), MP

importance-of-exercises  Military exercises · indirect · ¶ 8
  the importance of this, and it is planned to increase the number of exercises
  — paraphrase of Ilham Aliyev, head of state, as told by Sattar Mohbaliyev (cue: the head of \
state, Mr. Ilham Aliyev, especially noted)

regular-exercises  Military exercises · direct · ¶ 8
  “It is known that the military of Azerbaijan, Turkey and Pakistan regularly conduct exercises and improve their \
combat capabilities.”
  — Sattar Mohbaliyev, Chairman of Azerbaijan Trade Unions Confederation (ATUC), MP

defense-and-security  Military exercises · direct · ¶ 9
  “Of course, this is of particular importance in the modern era in terms of increasing the defense power of our \
states, protecting independence and territorial integrity, and ensuring security”
  — Sattar Mohbaliyev, Chairman of Azerbaijan Trade Unions Confederation (ATUC), MP
"""
TOWN_QUOTES = """\
build  Harbour works · direct · ¶ 1
  “We will build the harbour, and nobody will pay twice”
  — Ann Léa, mayor

century  Harbour works, Money · mixed · ¶ 2
  the wall would “hold for a century” if the town paid
  — partly a paraphrase of Bo Chan

lower-tax  Harbour tax · indirect · ¶ 2
  The mayor promised a lower tax
  — paraphrase of Ann Léa, mayor, as told by Bo Chan (cue: he added)

fair  Taxes · direct · ¶ 3
  “The tax is fair - it's low”
  — Ann Léa, mayor
  ⚠ not verbatim: the source differs in typography

silence  Money · direct · ¶ 3 · draft, not reviewed
  “No comment.”
  — Ann Léa, mayor

gallery  Harbour works · indirect · ¶ 3
  a VOICE from the gallery
  — paraphrase of unknown speaker
  ⚠ not verbatim: the source differs in case, accents or punctuation

shame  Harbour works · direct · ¶ 3
  “Shame!”
  — unknown speaker

learn  no topic · direct · ¶ 4
  “学而时习之，不亦说乎？”
  — Bo Chan

lost  Harbour works · direct
  “We will never build the bridge”
  — Ann Léa, mayor
  ⚠ not proved: the excerpt is not in the source
"""
ALL = ["build", "century", "lower-tax", "fair", "silence", "gallery", "shame", "learn", "lost"]


@pytest.fixture
def ids(run: Run, town: Path) -> Any:
    """The ids of the quotes that options choose from the town's."""

    def chosen(*options: str, status: int = 0) -> list[str]:
        rows = json.loads(run("quotes", "-d", town, *options, "-f", "json", status=status).out)
        return [row["id"] for row in rows]

    return chosen


def test_the_main_job_in_a_pipe(run: Run) -> None:
    assert run("quotes", "--topic", "military").out == SHIPPED


@pytest.mark.parametrize("columns", everyday(1, [20, 80, 120]))
def test_the_main_job_on_a_terminal_wraps_and_loses_nothing(run: Run, columns: int) -> None:
    done = run.terminal("quotes", "--topic", "military", columns=columns)
    assert max(map(len, done.shown.splitlines())) <= columns
    shown = done.unsigned
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", SHIPPED)
    if columns > 20:
        paragraphs = [" ".join(part.split()) for part in shown.split("\n\n")]
        assert paragraphs == [" ".join(part.split()) for part in SHIPPED.split("\n\n")]


def test_each_kind_of_quote_looks_different(run: Run, town: Path) -> None:
    assert run("quotes", "-d", town).out == TOWN_QUOTES


def test_topics_widen_and_include_their_subtopics(ids: Any) -> None:
    assert ids("-t", "money") == ["century", "lower-tax", "fair", "silence"]
    assert ids("-t", "taxes") == ["lower-tax", "fair"]
    assert ids("-t", "harbour-tax", "-t", "port") == [
        "build",
        "century",
        "lower-tax",
        "gallery",
        "shame",
        "lost",
    ]
    assert ids("-t", "money", "-t", "harbour", "--any") == [name for name in ALL if name != "learn"]


def test_all_asks_for_every_topic(ids: Any) -> None:
    assert ids("-t", "money", "-t", "harbour", "--all") == ["century"]
    assert ids("-t", "money", "-t", "taxes", "--all") == ["lower-tax", "fair"]


def test_not_topic_excludes(ids: Any) -> None:
    assert ids("--not-topic", "harbour") == ["lower-tax", "fair", "silence", "learn"]
    assert ids("--not-topic", "harbour", "--not-topic", "money") == ["learn"]
    assert ids("-t", "money", "--not-topic", "taxes") == ["century", "silence"]


def test_speakers_and_kinds_widen_and_different_options_narrow(ids: Any) -> None:
    assert ids("-s", "chan") == ["century", "learn"]
    assert ids("-s", "chan", "-s", "mayor") == [
        "build",
        "century",
        "lower-tax",
        "fair",
        "silence",
        "learn",
        "lost",
    ]
    assert ids("-k", "mixed", "-k", "indirect") == ["century", "lower-tax", "gallery"]
    assert ids("-s", "ann", "-k", "direct", "-t", "money") == ["fair", "silence"]


def test_search_takes_words_beginnings_and_phrases_without_case_and_accents(ids: Any) -> None:
    assert ids("-q", "harbour") == ["build"]
    assert ids("-q", "THE will") == ["build", "lost"]
    assert ids("-q", "harb", status=1) == []
    assert ids("-q", "harb*") == ["build"]
    assert ids("-q", '"will build"') == ["build"]
    assert ids("-q", '"build will"', status=1) == []
    assert ids("-q", "pay", "-q", "tax") == ["build", "lower-tax", "fair"]
    assert ids("-q", "学而") == ["learn"]
    assert ids("-q", "习之") == ["learn"]
    assert (
        ids("-q", '"harbour and"', status=1) == []
    )  # no phrase goes on over what a split quote leaves out


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        '"',
        "*",
        "(",
        "a AND",
        "NEAR(",
        '""',
        "'",
        "--",
        "^",
        "\x00a",
        ":",
        "a:b",
        "\udcff",
        "OR",
        "-a",
    ],
)
def test_no_search_fails(run: Run, town: Path, words: str) -> None:
    done = run("quotes", "-d", town, f"--search={words}", status=None)
    assert done.status in (0, 1)
    assert done.status == 0 or "no quotes found" in done.err


def test_a_search_without_a_word_says_why_nothing_is_found(run: Run) -> None:
    assert (
        run("quotes", "-q", '"', status=1).err
        == "no quotes found: the search '\"' has no word in it\n"
    )


def test_hits_are_marked_on_a_terminal(run: Run, town: Path) -> None:
    out = run("quotes", "-d", town, "-q", "century", columns=80).out
    assert re.search(r"\x1b\[[0-9;]*7m[^\x1b]*century", out)


def test_limit_takes_the_first(ids: Any, run: Run) -> None:
    assert ids("-n", "2") == ALL[:2]
    assert ids("--limit", "99") == ALL
    run("quotes", "-n", "0", status=2)


def test_sort(ids: Any) -> None:
    assert ids("--sort", "source") == ALL
    by_speaker = [
        "build",
        "lower-tax",
        "fair",
        "silence",
        "lost",
        "century",
        "learn",
        "gallery",
        "shame",
    ]
    assert ids("--sort", "speaker") == by_speaker
    longest = ids("--sort", "length")
    assert sorted(longest) == sorted(ALL)
    # Nine words, ten words, ten characters that count as words of their own, …
    assert set(longest[:3]) == {"build", "century", "learn"}
    assert longest[-1] == "shame"


def test_random_gives_one_or_as_many_as_the_limit_says(ids: Any, run: Run) -> None:
    drawn = [ids("--random") for _ in range(40)]
    assert {len(names) for names in drawn} == {1}
    assert len({names[0] for names in drawn}) > 1
    some = ids("--random", "-n", "4")
    assert len(set(some)) == 4
    assert set(some) < set(ALL)
    assert ids("--random", "-q", "century") == ["century"]
    assert "cannot be combined" in run("quotes", "--random", "--sort", "length", status=2).err


def test_count_prints_the_number_alone(run: Run, town: Path) -> None:
    assert run("quotes", "-d", town, "--count").out == "9\n"
    assert run("quotes", "-d", town, "--count", "-t", "money", "-k", "direct").out == "2\n"
    assert run("quotes", "-d", town, "--count", "-n", "3").out == "3\n"
    assert run("quotes", "-d", town, "--count", "-q", "nowhere", status=1).out == "0\n"


@pytest.mark.parametrize(
    ("form", "out"),
    [("excerpt", ""), ("table", ""), ("json", "[]\n"), ("jsonl", ""), ("csv", None), ("md", "")],
)
def test_nothing_found_says_so_and_exits_with_1(run: Run, form: str, out: str | None) -> None:
    done = run("quotes", "-q", "nowhere", "-f", form, status=1)
    assert done.err == "no quotes found\n"
    assert done.out == out or (out is None and done.out.count("\r\n") == 1)


KEYS = [
    *(
        "id",
        "statement",
        "speaker",
        "reported_by",
        "kind",
        "polarity",
        "topics",
        "excerpt",
        "parts",
        "spans",
        "paragraph",
    ),
    *("tier", "proved", "occurrences", "cue", "status", "confidence", "important"),
    *("coder", "note"),
]


def test_the_json_keys_are_a_contract(run: Run, town: Path) -> None:
    rows = json.loads(run("quotes", "-d", town, "-f", "json").out)
    assert [list(row) for row in rows] == [KEYS] * len(ALL)
    by_id = {row["id"]: row for row in rows}
    assert by_id["lower-tax"] == {
        "id": "lower-tax",
        "statement": "town",
        "speaker": {
            "id": "ann-lea",
            "name": "Ann Léa",
            "role": "mayor",
            "aliases": ["the mayor"],
            "attributes": {},
        },
        "reported_by": {
            "id": "bo-chan",
            "name": "Bo Chan",
            "role": None,
            "aliases": ["the engineer"],
            "attributes": {},
        },
        "kind": "indirect",
        "polarity": "positive",
        "topics": ["harbour-tax"],
        "excerpt": "The mayor promised a lower tax",
        "parts": ["The mayor promised a lower tax"],
        "spans": [[156, 186]],
        "paragraph": 2,
        "tier": "exact",
        "proved": True,
        "occurrences": 1,
        "cue": "he added",
        "status": None,
        "confidence": None,
        "important": False,
        "coder": None,
        "note": None,
    }
    assert by_id["build"]["parts"] == ["We will build the harbour", "and nobody will pay twice"]
    assert (by_id["silence"]["status"], by_id["silence"]["note"]) == (
        "draft",
        "who said it is a guess",
    )
    assert by_id["shame"]["speaker"] is None
    assert by_id["learn"]["topics"] == []
    assert {name: row["tier"] for name, row in by_id.items() if not row["proved"]} == {
        "fair": "typographic",
        "gallery": "loose",
        "lost": "missing",
    }
    lost = by_id["lost"]
    assert (lost["spans"], lost["paragraph"], lost["occurrences"]) == ([], None, 0)


def test_spans_lead_to_the_words_in_the_source(run: Run, town: Path) -> None:
    text = load(str(town)).statements["town"].text
    for row in json.loads(run("quotes", "-d", town, "-f", "json").out):
        if row["proved"]:
            assert [collapse_space(text[start:end]) for start, end in row["spans"]] == row["parts"]


def test_jsonl_is_json_an_object_a_line(run: Run, town: Path) -> None:
    rows = json.loads(run("quotes", "-d", town, "-f", "json").out)
    assert [json.loads(line) for line in run("quotes", "-d", town, "-f", "jsonl").lines] == rows


def test_csv_holds_every_excerpt_speaker_and_topic(run: Run, town: Path) -> None:
    rows = json.loads(run("quotes", "-d", town, "-f", "json").out)
    done = run("quotes", "-d", town, "-f", "csv")
    assert done.raw.count(b"\r\n") == done.raw.count(b"\n") == len(ALL) + 1
    table = list(csv.DictReader(io.StringIO(done.out, newline="")))
    columns = [
        *("id", "statement", "speaker", "role", "reported_by", "kind", "polarity", "topics"),
        *("excerpt", "cue", "paragraph", "start", "end", "tier", "doubt", "status"),
        *("important", "coder", "note"),
    ]
    assert [list(line) for line in table] == [columns] * len(ALL)
    for line, row in zip(table, rows):
        assert line["speaker"] == (row["speaker"]["name"] if row["speaker"] else "")
        assert line["role"] == ((row["speaker"] or {}).get("role") or "")
        assert line["topics"] == ";".join(row["topics"])
        for key in ("id", "statement", "kind", "excerpt", "tier"):
            assert line[key] == row[key]
        for key in ("cue", "paragraph", "status", "coder", "note"):
            assert line[key] == str(row[key] or "")
        assert line["start"] == (str(row["spans"][0][0]) if row["spans"] else "")
        assert line["end"] == (str(row["spans"][-1][1]) if row["spans"] else "")


def test_a_quote_that_is_not_proved_says_so_in_every_format(run: Run, town: Path) -> None:
    for form in ("excerpt", "table", "md"):
        out = run("quotes", "-d", town, "-q", "bridge", "-f", form).out
        assert "not proved: the excerpt is not in the source" in out
    for form in ("json", "jsonl", "csv"):
        assert "missing" in run("quotes", "-d", town, "-q", "bridge", "-f", form).out


def test_markdown_attributes_each_quote(run: Run, town: Path) -> None:
    out = run("quotes", "-d", town, "-t", "harbour-tax", "-f", "md").out
    assert out == (
        "> The mayor promised a lower tax\n>\n"
        "> — paraphrase of Ann Léa, mayor, as told by Bo Chan, ¶ 2 (Harbour tax) (cue: he added)\n"
    )


def test_the_table_has_a_row_a_quote(run: Run, town: Path) -> None:
    lines = run("quotes", "-d", town, "-f", "table").lines
    assert lines[0].split() == ["id", "speaker", "kind", "topics", "¶", "excerpt"]
    assert [line.split()[0] for line in lines[1:]] == ALL
    assert "Ann Léa, as told by Bo Chan" in lines[3]


def test_several_statements_are_named(run: Run, town: Path) -> None:
    other = town.with_name("other.yaml")
    other.write_text(town.read_text(encoding="utf-8"), encoding="utf-8")
    out = run("quotes", "-d", town.parent, "-q", "century").out
    assert re.findall(r"^\S+", out, re.MULTILINE) == ["other/century", "town/century"]


def test_context_is_the_paragraphs_around_with_the_excerpt_marked(run: Run, town: Path) -> None:
    own = run("quotes", "-d", town, "-C", "0", "-t", "harbour-tax").lines
    assert own[1].endswith("the town paid. ⟦The mayor promised a lower tax⟧, he added.")
    (statement,) = load(str(town)).statements.values()
    paragraphs = statement.text.strip().split("\n\n")
    for size in (0, 1, 9):
        rows = run("quotes", "-d", town, "--context", str(size), "-f", "jsonl").lines
        for row in map(json.loads, rows):
            if not row["spans"]:
                assert row["context"] is None
                continue
            number = row["paragraph"] - 1
            first, last = max(number - size, 0), number + size + 1
            assert row["context"] == "\n\n".join(paragraphs[first:last])


def test_context_replaces_the_words_and_only_them(run: Run, town: Path) -> None:
    plain = run("quotes", "-d", town).out.split("\n\n")
    inside = run("quotes", "-d", town, "-C", "0").out.split("\n\n")
    assert len(plain) == len(inside)
    for without, within in zip(plain, inside):
        assert without.splitlines()[0] == within.splitlines()[0]
        assert without.splitlines()[2:] == within.splitlines()[2:]
    assert inside[-1] == plain[-1]  # it is not in the text
    marked = run("quotes", "-d", town, "-C", "0", "-f", "md").out
    assert marked.count("⟦") == marked.count("⟧") > len(plain) / 2


def test_context_is_not_for_tables(run: Run) -> None:
    for form in ("table", "csv", "tsv"):
        done = run("quotes", "-C", "1", "-f", form, status=2)
        assert f"--context cannot be written as {form}" in done.err


def test_tsv_holds_the_cells_of_csv(run: Run, town: Path) -> None:
    table = list(csv.reader(io.StringIO(run("quotes", "-d", town, "-f", "csv").out)))
    lines = run("quotes", "-d", town, "-f", "tsv").out.removesuffix("\n").split("\n")
    assert [line.split("\t") for line in lines] == table


def test_markdown_names_the_statement_if_there_are_several(run: Run, town: Path) -> None:
    assert "The harbour bill" not in run("quotes", "-d", town, "-f", "md").out
    same = town.with_name("other.yaml")
    same.write_text(town.read_text(encoding="utf-8"), encoding="utf-8")
    said = run("quotes", "-d", town.parent, "-f", "md", "-t", "harbour-tax").out
    assert "as told by Bo Chan, “The harbour bill (town)”, ¶ 2" in said
    assert "as told by Bo Chan, “The harbour bill (other)”, ¶ 2" in said


def test_grouped_quotes_stand_under_their_statement_and_speaker(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    people = {"lee": {"name": "Ann Lee", "role": "mayor"}, "chan": {"name": "Bo Chan"}}
    for name in ("one", "two"):
        quotes = [
            quote("It rains", "a", speaker="lee"),
            quote("it snows", "b", speaker="chan"),
            quote("it pours", "c", speaker="lee"),
            quote("so be it", "d"),
        ]
        content = tree("It rains, it snows, it pours, so be it.", *quotes, speakers=people)
        (folder / f"{name}.yaml").write_bytes(written({**content, "title": f"Day {name}"}))
    shown = run("quotes", "--grouped", "-d", folder).lines
    heads = [line for line in shown if line and not line.startswith("  ") and "·" not in line]
    day = ["Ann Lee, mayor", "Bo Chan", "unknown speaker"]
    assert heads == ["Day one", *day, "Day two", *day]
    assert [line.split()[0] for line in shown if "·" in line] == [
        *("one/a", "one/c", "one/b", "one/d"),
        *("two/a", "two/c", "two/b", "two/d"),
    ]
    marked = run("quotes", "--grouped", "-d", folder, "-f", "md").lines
    assert [line for line in marked if line.startswith("#")][:3] == [
        *("## Day one", "### Ann Lee", "### Bo Chan"),
    ]


@pytest.mark.parametrize("options", [["--sort", "length"], ["--random"], ["-f", "csv"]])
def test_grouped_quotes_have_an_order_of_their_own(run: Run, options: list[str]) -> None:
    error = run("quotes", "--grouped", *options, status=2).err
    assert re.search("--grouped (and --[a-z]+ cannot be combined|cannot be written as csv)", error)
