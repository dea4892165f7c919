"""quotecli stats: counts by one side and by two, pairs of topics, the matrix, the summary."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from quotecli.cli.stats import stats
from quotecli.library.tally import Measure
from tests.cli.conftest import Run
from tests.everyday import everyday
from tests.make import quote, tree, written

SUMMARY = """\
Statements  1
Published   2026-03
Quotes      9: 6 direct, 2 indirect, 1 mixed
Words       56
Speakers    2
Topics      4
"""
BY_TOPIC = """\
topic            quotes  words  share
Money                 4     25    45%  ████████████████
  Taxes               2     12    21%  ████████
    Harbour tax       1      6    11%  ████
Harbour works         5     33    59%  ████████████████████
no topic              1      9    16%  ████
all                   9     56   100%
"""
CROSSED = """\
topic            Ann Léa  Bo Chan  unknown speaker  all
Money                  3        1                0    4
  Taxes                2        0                0    2
    Harbour tax        1        0                0    1
Harbour works          2        1                2    5
no topic               0        1                0    1
all                    5        2                2    9
"""
SHARES = """\
topic            Ann Léa  Bo Chan  unknown speaker  words
Money                56%      44%               0%     25
  Taxes             100%       0%               0%     12
    Harbour tax     100%       0%               0%      6
Harbour works        48%      33%              18%     33
no topic              0%     100%               0%      9
all                  54%      36%              11%     56
"""
ONCE = "a quote on several topics counts in each of them, and once in all\n"


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """Statements of several months, of a year and undated: one quote each, 2024-02 has two."""
    folder = tmp_path / "years"
    folder.mkdir()
    for number, date in enumerate(["2023-11-30", "2024-02", "2024-02-29", "2024", "", "soon"]):
        content = tree(
            "One two.", quote("One two"), source={"published": date} if date else {"publisher": "A"}
        )
        (folder / f"s{number}.yaml").write_bytes(written(content))
    return folder


@pytest.fixture
def crowd(tmp_path: Path) -> Path:
    """130 speakers, the first of them quoted most, and 40 topics, two of them with every quote."""
    path = tmp_path / "crowd.yaml"
    numbers = [number for number in range(130) for _ in range(1 + (number < 5))]
    path.write_bytes(
        written(
            tree(
                "One two.",
                *(
                    quote(
                        "One two",
                        f"q{n}",
                        speaker=f"p{number}",
                        topics=[f"t{number % 40}", f"t{(number + 1) % 40}"],
                    )
                    for n, number in enumerate(numbers)
                ),
                speakers={f"p{number}": {"name": f"Person {number}"} for number in range(130)},
                topics={f"t{number}": {"label": f"Topic {number}"} for number in range(40)},
            )
        )
    )
    return path


def test_what_is_offered_is_what_can_be_counted() -> None:
    options = {option.name: option.type for option in stats.params}
    assert [*getattr(options["measure"], "choices", ())] == [*get_args(Measure)]


def rows(run: Run, *args: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("stats", *args, "-f", "json").out)
    assert [json.loads(line) for line in run("stats", *args, "-f", "jsonl").lines] == found
    return found


def test_without_a_side_there_is_a_summary(run: Run, town: Path) -> None:
    assert run("stats", "-d", town).out == SUMMARY
    assert rows(run, "-d", town) == [
        {"statements": 1, "quotes": 9, "words": 56, "speakers": 2, "topics": 4}
        | {
            "first": "2026-03",
            "last": "2026-03",
            "undated": 0,
            "direct": 6,
            "indirect": 2,
            "mixed": 1,
            "denied": 0,
        }
    ]
    assert run("stats").lines[1] == "Published   undated"


@pytest.mark.parametrize("columns", [0, 80, 120])
def test_one_side_is_a_chart(run: Run, town: Path, columns: int) -> None:
    done = run("stats", "--by", "topic", "-d", town, columns=columns)
    assert [line.split() for line in done.unsigned.splitlines()] == [
        line.split() for line in BY_TOPIC.splitlines()
    ]
    assert done.err == (ONCE if columns else "")


@pytest.mark.parametrize("columns", [0, 80, 120])
def test_two_sides_are_a_table_whose_totals_count_each_quote_once(
    run: Run, town: Path, columns: int
) -> None:
    crossed = ["--by", "topic", "--by", "speaker", "--with-unknown"]
    for options, table in (([], CROSSED), (["--measure", "share"], SHARES)):
        done = run("stats", *crossed, *options, "-d", town, columns=columns)
        assert [line.split() for line in done.unsigned.splitlines()] == [
            line.split() for line in table.splitlines()
        ]
        assert done.err == (ONCE if columns else "")


def test_a_cross_table_leaves_out_the_unknown_and_says_so(run: Run, town: Path) -> None:
    done = run("stats", "--by", "topic", "--by", "speaker", "-d", town)
    assert [line.split() for line in done.unsigned.splitlines()] == [
        ["topic", "Ann", "Léa", "Bo", "Chan", "all"],
        ["Money", "3", "1", "4"],
        ["Taxes", "2", "0", "2"],
        ["Harbour", "tax", "1", "0", "1"],
        ["Harbour", "works", "2", "1", "5"],
        ["all", "5", "2", "9"],
    ]
    assert done.err == (
        "left out: 1 quote, no topic; --with-unknown shows them\n"
        "left out: 2 quotes, unknown speaker; --with-unknown shows them\n"
    )
    rows = json.loads(
        run("stats", "--by", "topic", "--by", "speaker", "-d", town, "-f", "json").out
    )
    assert None in {row["topic"] for row in rows}


def test_rates_are_of_the_words_of_the_texts(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text, excerpts in (
        ("long", "one two three four five six seven eight nine ten", ["one two"]),
        ("short", "one two three four five", ["one two", "four"]),
        ("silent", "one two three four five", []),
    ):
        quotes = [quote(words, f"q{number}") for number, words in enumerate(excerpts)]
        (folder / f"{name}.yaml").write_bytes(written(tree(text, *quotes)))
    of_texts = json.loads(
        run(
            *("stats", "--by", "statement", "--measure", "quotes-per-thousand"),
            *("-d", folder, "-f", "json"),
        ).out
    )
    assert [
        (row["statement"], row["quotes_per_thousand"], row["words_per_thousand"])
        for row in of_texts
    ] == [("long", 100, 200), ("short", 400, 600)]
    lines = run("stats", "--by", "kind", "--measure", "words-per-thousand", "-d", folder).lines
    assert lines[-1].split()[-1] == "250.0"


@pytest.mark.parametrize(
    ("by", "ending"),
    everyday(
        2,
        [
            *[(["topic"], "svg"), (["topic", "speaker"], "png"), (["month"], "svg")],
            *[(["topic"], "png"), (["topic", "speaker"], "svg"), (["month"], "png")],
        ],
    ),
)
def test_counts_are_drawn_to_a_file(
    run: Run, town: Path, tmp_path: Path, by: list[str], ending: str
) -> None:
    pytest.importorskip("matplotlib")
    path = tmp_path / f"chart.{ending}"
    asked = [part for side in by for part in ("--by", side)]
    assert run("stats", *asked, "-d", town, "--chart", path).out == ""
    first = path.read_bytes()
    assert first.startswith(b"\x89PNG" if ending == "png" else b"<?xml")
    if ending == "svg" and "topic" in by:
        assert "Harbour works" in first.decode()
    assert "already exists" in run("stats", *asked, "-d", town, "--chart", path, status=2).err
    run("stats", *asked, "-d", town, "--chart", path, "--force")
    assert path.read_bytes() == first


def test_a_chart_shows_texts_literally(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    label = "$x^2$ & <b>\x1b[31m"
    about = tree("It rains.", quote("It rains", topics=["t"]), topics={"t": {"label": label}})
    (tmp_path / "a.yaml").write_bytes(written(about))
    run("stats", "--by", "topic", "-d", tmp_path / "a.yaml", "--chart", tmp_path / "a.svg")
    assert "$x^2$ &amp; &lt;b&gt;" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_characters_that_no_font_has_are_named_in_one_line(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    label = "Boats " + "".join(map(chr, range(0x13000, 0x1300B))) + " ميناء"
    about = tree("It rains.", quote("It rains", topics=["t"]), topics={"t": {"label": label}})
    (tmp_path / "a.yaml").write_bytes(written(about))
    asked = ("stats", "--by", "topic", "-d", tmp_path / "a.yaml", "--chart")
    assert run(*asked, tmp_path / "a.png").err == (
        "no font has 𓀀 𓀁 𓀂 𓀃 𓀄 𓀅 𓀆 𓀇 and 3 more, drawn as boxes: write an .svg or install a font\n"
    )
    assert run(*asked, tmp_path / "a.svg").err == ""
    assert label in (tmp_path / "a.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--chart", "a.svg"], "--chart needs --by"),
        (["--by", "topic", "--chart", "a.pdf"], "a.pdf: not a kind of picture"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(
    run: Run, town: Path, options: list[str], message: str
) -> None:
    pytest.importorskip("matplotlib")
    assert message in run("stats", *options, "-d", town, status=2).err


def test_bars_and_cells_show_the_measure(run: Run, town: Path) -> None:
    lines = run("stats", "--by", "speaker", "--measure", "words", "-d", town).lines
    assert lines[1:3] == [
        "Ann Léa               5     30    54%  " + "█" * 20,
        "Bo Chan               2     20    36%  " + "█" * 13 + "▍",
    ]
    lines = run("stats", "--by", "speaker", "--by", "kind", "--measure", "words", "-d", town).lines
    assert lines[0].split() == ["speaker", "direct", "indirect", "mixed", "all"]
    assert lines[1].split() == ["Ann", "Léa", "24", "6", "0", "30"]


def test_heat_is_in_the_colour_alone(run: Run, town: Path) -> None:
    command = ("stats", "--by", "topic", "--by", "speaker", "-d", town)
    coloured = run.terminal(*command, env={"COLORTERM": "truecolor"})
    assert re.search(r"\x1b\[1;38;5;231;48;5;124m3", coloured.out)
    plain = run(*command, columns=80, env={"NO_COLOR": "1"})
    assert "38;5" not in plain.out
    assert coloured.shown.startswith(plain.shown)


def test_months_without_quotes_are_shown_and_nothing_without_a_date_is_lost(
    run: Run, years: Path
) -> None:
    expected = [
        ("2023-11", 1),
        ("2023-12", 0),
        ("2024", 1),
        ("2024-01", 0),
        ("2024-02", 2),
        ("undated", 2),
        ("all", 6),
    ]
    lines = run("stats", "--by", "month", "-d", years).lines
    assert [(line.split()[0], int(line.split()[1])) for line in lines[1:]] == expected
    assert rows(run, "--by", "month", "-d", years) == [
        {"month": month, "quotes": quotes, "words": 2 * quotes, "share": round(quotes / 6, 6)}
        | {"denied": 0}
        for month, quotes in (("2023-11", 1), ("2024", 1), ("2024-02", 2), (None, 2))
    ]
    assert run("stats", "-d", years).lines[1] == "Published   2023-11 to 2024-02, 2 undated"


def test_a_long_time_is_not_filled_with_months(run: Run, tmp_path: Path) -> None:
    for name, date in (("old", "1813-02-01"), ("new", "2024-01")):
        (tmp_path / f"{name}.yaml").write_bytes(
            written(tree("One.", quote("One"), source={"published": date}))
        )
    lines = run("stats", "--by", "month", "-d", tmp_path).lines
    assert [line.split()[0] for line in lines[1:]] == ["1813-02", "2024-01", "all"]


def test_topics_that_occur_together(run: Run, town: Path) -> None:
    assert run("stats", "--pairs", "-d", town).lines == [
        "topic  with           quotes  words  jaccard  lift",
        "Money  Harbour works       1     11     0.12  0.45",
    ]
    assert rows(run, "--pairs", "-d", town) == [
        {
            "topic": "money",
            "other": "harbour",
            "quotes": 1,
            "words": 11,
            "topic_quotes": 4,
            "other_quotes": 5,
        }
        | {"jaccard": 0.125, "lift": 0.45}
    ]
    assert (
        run("stats", "--pairs", "-d", town, "-s", "ann", status=1).err
        == "no topics together found\n"
    )


def test_the_matrix_has_a_row_a_quote_and_a_column_a_topic(run: Run, town: Path) -> None:
    out = run("stats", "--matrix", "-d", town, "-t", "taxes").out
    assert out.split("\r\n") == [
        "id,statement,speaker,kind,month,words,topic_money,topic_taxes,topic_harbour-tax,topic_harbour,topic_parks",
        "lower-tax,town,ann-lea,indirect,2026-03,6,1,1,1,0,0",
        "fair,town,ann-lea,direct,2026-03,6,1,1,0,0,0",
        "",
    ]
    table = list(csv.DictReader(io.StringIO(run("stats", "--matrix", "-d", town).out, newline="")))
    objects = rows(run, "--matrix", "-d", town)
    assert [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in objects
    ] == table
    assert len(objects) == 9
    assert run("stats", "--matrix", "-d", town, "-q", "nowhere", status=1).out.count("\r\n") == 1
    for form in ("table", "md"):
        assert (
            f"--matrix cannot be written as {form}"
            in run("stats", "--matrix", "-f", form, status=2).err
        )


def test_the_long_form_has_a_key_for_each_side(run: Run, town: Path) -> None:
    objects = rows(run, "--by", "speaker", "--by", "topic", "-d", town)
    keys = ["speaker", "topic", "quotes", "words", "share", "denied"]
    assert [list(row) for row in objects] == [keys] * 8
    assert objects[0] == {
        "speaker": "ann-lea",
        "topic": "money",
        "quotes": 3,
        "words": 14,
        "share": 0.466667,
        "denied": 0,
    }
    assert objects[-1] == {
        "speaker": None,
        "topic": "harbour",
        "quotes": 2,
        "words": 6,
        "share": 1.0,
        "denied": 0,
    }
    out = run("stats", "--by", "speaker", "--by", "topic", "-d", town, "-f", "csv").out
    table = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in objects
    ] == table


def test_markdown_is_the_table_that_people_see(run: Run, town: Path) -> None:
    lines = run("stats", "--by", "topic", "--by", "speaker", "-d", town, "-f", "md").lines
    assert lines[:3] == [
        "| topic | Ann Léa | Bo Chan | all |",
        "| --- | ---: | ---: | ---: |",
        "| Money | 3 | 1 | 4 |",
    ]
    assert len(lines) == 7
    assert (
        run("stats", "--by", "kind", "-d", town, "-f", "md").lines[0]
        == "| kind | quotes | words | share |"
    )


def test_filters_narrow_what_is_counted(run: Run, town: Path) -> None:
    assert [
        (row["kind"], row["quotes"]) for row in rows(run, "--by", "kind", "-d", town, "-s", "bo")
    ] == [
        ("direct", 1),
        ("mixed", 1),
    ]
    for command in ([], ["--by", "kind"], ["--by", "topic", "--by", "month"]):
        done = run("stats", *command, "-d", town, "-q", "nowhere", status=1)
        assert (done.out, done.err) == ("", "no quotes found\n")
        assert (
            run("stats", *command, "-d", town, "-q", "nowhere", "-f", "json", status=1).out
            == "[]\n"
        )


def test_by_topic_only_the_topics_asked_for_are_counted(run: Run, town: Path) -> None:
    assert run("stats", "--by", "topic", "-t", "taxes", "-d", town).lines == [
        "topic          quotes  words  share",
        "Taxes               2     12   100%  ████████████████████",
        "  Harbour tax       1      6    50%  ██████████",
        "all                 2     12   100%",
    ]
    crossed = run("stats", "--by", "topic", "--by", "speaker", "-t", "taxes", "-d", town).lines
    assert [line.split()[0] for line in crossed] == ["topic", "Taxes", "Harbour", "all"]
    pairs = json.loads(run("stats", "--pairs", "-t", "harbour", "-d", town, "-f", "json").out)
    assert [pair["other"] for pair in pairs] == ["harbour"]
    run("stats", "--pairs", "-t", "taxes", "-d", town, status=1)


def test_what_does_not_fit_a_screen_is_grouped_with_a_note(run: Run, crowd: Path) -> None:
    command = ("stats", "--by", "speaker", "--by", "topic", "-d", crowd)
    done = run(*command, columns=80)
    lines = [line.rstrip() for line in done.shown.splitlines()]
    assert max(map(len, lines)) <= 80
    assert re.split(r" {2,}", lines[1])[0] == "speaker"
    assert "30 more" in " ".join(lines)  # speakers; topics are headings, broken over lines
    assert re.fullmatch(r"30 more( +\d+)+ +30", lines[-2])
    assert re.fullmatch(r"all( +\d+)+ +135", lines[-1])
    shown = [int(number) for number in lines[-1].split()[1:-1]]
    assert f"{40 - (len(shown) - 1)} less frequent topics grouped; use -f csv for all" in done.err
    assert "30 less frequent speakers grouped" in done.err
    assert ONCE in done.err
    # Every quote is on two topics; it is not counted twice where both are among the others.
    assert shown[-1] < 135 < sum(shown)
    wider = run(*command, columns=120)
    assert len(wider.shown.splitlines()[-1].split()) > len(lines[-1].split())


def test_a_pipe_and_what_programs_read_are_complete(run: Run, crowd: Path) -> None:
    command = ("stats", "--by", "speaker", "--by", "topic", "-d", crowd)
    done = run(*command)
    assert (len(done.lines), done.err) == (132, "")
    assert done.lines[0].count("Topic ") == 40
    assert len(run(*command, "-f", "md", columns=80).lines) == 133
    assert len(rows(run, "--by", "speaker", "--by", "topic", "-d", crowd)) == 260


def test_a_chart_is_no_longer_than_a_hundred_rows_and_their_rest(run: Run, crowd: Path) -> None:
    done = run("stats", "--by", "speaker", "-d", crowd, columns=80)
    lines = [line.split() for line in done.shown.splitlines()]
    assert len(lines) == 103
    assert lines[1] == [
        "Person",
        "0",
        "2",
        "4",
        "1%",
        "█" * 20,
    ]  # the rest does not scale the bars
    assert lines[-2][:4] == ["30", "more", "30", "60"]
    assert len(run("stats", "--by", "speaker", "-d", crowd).lines) == 132


def test_of_months_the_last_are_shown(run: Run, tmp_path: Path) -> None:
    for number in range(1, 13):
        content = tree("One.", quote("One"), source={"published": f"2024-{number:02}"})
        (tmp_path / f"s{number:02}.yaml").write_bytes(written(content))
    done = run("stats", "--by", "kind", "--by", "month", "-d", tmp_path, columns=50)
    assert done.shown.splitlines()[0].split() == [
        "kind",
        "2024-10",
        "2024-11",
        "2024-12",
        "9",
        "more",
        "all",
    ]
    assert done.shown.splitlines()[1].split() == ["direct", "1", "1", "1", "9", "12"]
    assert done.err == "9 earlier months grouped; use -f csv for all\n"


def test_people_with_the_same_name_are_counted_separately(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    speakers = {"a": {"name": "Ann Lee"}, "b": {"name": "Ann Lee"}}
    quotes = [quote("One", "x", speaker="a"), quote("two", "y", speaker="b")]
    path.write_bytes(written(tree("One two.", *quotes, speakers=speakers)))
    lines = run("stats", "--by", "speaker", "-d", path).lines
    assert [line[:11] for line in lines[1:3]] == ["Ann Lee (a)", "Ann Lee (b)"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--by", "topic", "--pairs"], "--by, --pairs and --matrix cannot be combined"),
        (["--matrix", "--pairs"], "--by, --pairs and --matrix cannot be combined"),
        (["--by", "topic", "--by", "topic"], "--by takes one or two different values"),
        (
            ["--by", "topic", "--by", "kind", "--by", "month"],
            "--by takes one or two different values",
        ),
    ],
)
def test_options_that_cannot_be_combined_are_refused(
    run: Run, options: list[str], said: str
) -> None:
    done = run("stats", *options, status=2)
    assert (done.out, said in done.err) == ("", True)


def test_a_matrix_separates_people_with_one_id(run: Run, tmp_path: Path) -> None:
    for name in ("Ann Lee", "Bo Lee"):
        (tmp_path / f"{name[:2].strip().lower()}.yaml").write_text(
            f"title: t\nspeaker: lee\nspeakers: {{lee: {{name: {name}}}}}\ntext: one\n"
            "quotes: [{id: q, kind: direct, excerpt: one}]\n",
            encoding="utf-8",
        )
    rows = run("stats", "-d", tmp_path, "--matrix", "-f", "jsonl").lines
    assert [json.loads(row)["speaker"] for row in rows] == ["lee/ann-lee", "lee/bo-lee"]
