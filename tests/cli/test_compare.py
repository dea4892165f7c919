"""Coders compared: the figures, the differences, the formats and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import CONTROL, Run
from tests.comparing.make import ADA, BEN, QUAY, TEXT, write, write_study

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def study(tmp_path: Path) -> tuple[str, str]:
    """The folders of two coders."""
    pytest.importorskip("numpy")
    return write_study(tmp_path)


@pytest.mark.parametrize("columns", [120, 80, 50])
def test_a_comparison_on_a_terminal(run: Run, study: tuple[str, str], columns: int) -> None:
    out = run("compare", *study, columns=columns, status=1).shown
    assert max(map(len, out.splitlines())) <= columns
    assert out == (GOLDEN / f"compare-{columns}.txt").read_text(encoding="utf-8")


def test_those_who_agree_do_not_differ(run: Run, study: tuple[str, str]) -> None:
    out = run("compare", study[0], study[0]).out
    assert out.endswith("no differences\n")
    assert "Boats" in out
    assert "0." not in out.partition("\n\n")[2]  # 1.00 everywhere


def read(run: Run, *args: str) -> list[dict[str, object]]:
    out = run("compare", *args, "-f", "jsonl", "--only", "differences", status=1).out
    return [json.loads(line) for line in out.splitlines()]


def test_differences_say_in_what_they_differ(run: Run, study: tuple[str, str]) -> None:
    found = {one["words"]: (one["topic"], one["differ"]) for one in read(run, *study)}
    assert found == {
        "Nobody waits for us on the quay any more.": ("boats", ["extent", "topics"]),
        "We will have it by spring": ("boats", ["missing"]),
        "It is a scandal,” he added, “and they know it.": ("pay", ["topics", "speaker"]),
    }
    assert [one["topic"] for one in read(run, *study)] == ["boats", "boats", "pay"]


def test_a_filter_keeps_what_the_other_coder_made_of_the_words(
    run: Run, study: tuple[str, str]
) -> None:
    found = read(run, *study, "-t", "boats")
    assert [one["differ"] for one in found] == [["extent", "topics"], ["missing"]]
    found = read(run, *study, "-s", "dorn", "-k", "direct")
    assert {one["words"] for one in found} == {
        "We will have it by spring",
        "It is a scandal,” he added, “and they know it.",
    }
    run("compare", *study, "--statement", "quay")
    assert "no topic 'fish'" in run("compare", *study, "-t", "fish", status=2).err


def test_figures_as_rows(run: Run, study: tuple[str, str]) -> None:
    out = run("compare", *study, "-f", "csv", "--only", "figures", status=1).out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["unit"] for row in rows} == {"characters", "words", "quotes"}
    (every,) = [row for row in rows if (row["unit"], row["by"]) == ("quotes", "all")]
    assert (every["covered_by_Ada Ash"], every["covered_by_Ben Oak"]) == ("7", "6")
    assert (every["agreement"], every["kappa"], every["alpha_u"]) == ("0.857143", "", "")
    (boats,) = [row for row in rows if (row["unit"], row["topic"]) == ("characters", "boats")]
    # By hand: 17 code points are about boats for both, 66 for Ada alone, of 329.
    assert (boats["covered_by_Ada Ash"], boats["covered_by_Ben Oak"]) == ("83", "17")
    assert float(boats["agreement"]) == pytest.approx(1 - 66 / 329, abs=1e-6)
    chance = (83 * 17 + 246 * 312) / 329**2
    assert float(boats["kappa"]) == pytest.approx((1 - 66 / 329 - chance) / (1 - chance), abs=1e-6)
    disagreement = 2 * 100 * 558 / 658 / 657
    assert float(boats["alpha"]) == pytest.approx(1 - 66 / 329 / disagreement, abs=1e-6)


def test_a_topic_of_words_that_others_do_not_quote_is_a_difference(
    run: Run, tmp_path: Path
) -> None:
    late, waits, paid, _, spring = ADA.splitlines(keepends=True)
    ada = write(tmp_path / "a", "Ada", late + waits + spring.replace("boats", "pay"))
    ben = write(tmp_path / "b", "Ben", late + waits + paid.replace("[pay]", "[boats]"))
    out = run("compare", ada, ben, "-f", "csv", "--only", "figures", status=1).out
    rows = {
        row["topic"] or row["by"]: row
        for row in csv.DictReader(io.StringIO(out))
        if row["unit"] == "quotes"
    }
    # Two quotes match. Ada alone has a third one, about pay, and Ben one about boats.
    assert (rows["pay"]["agreement"], rows["pay"]["kappa"]) == (str(round(2 / 3, 6)), "0.0")
    assert rows["pay"]["alpha"] == "0.0"
    assert (rows["boats"]["agreement"], rows["boats"]["kappa"]) == (str(round(2 / 3, 6)), "0.0")
    assert rows["topics"]["agreement"] == "1.0"
    assert rows["all"]["agreement"] == "0.5"


def test_quotes_of_a_text_without_a_topic_count_in_its_row(run: Run, tmp_path: Path) -> None:
    for name, coder, quotes in (("a", "Ada", ADA), ("b", "Ben", BEN)):
        write(tmp_path / name, coder, quotes)
        write(tmp_path / name, coder, ADA.replace("[pay]", "[crews]"), "other")
    args = (tmp_path / "a", tmp_path / "b", "-f", "csv", "--only", "figures")
    rows = list(csv.DictReader(io.StringIO(run("compare", *args, status=1).out)))
    (pay,) = [row for row in rows if (row["unit"], row["topic"]) == ("quotes", "pay")]
    # Of the nine quotes that both have, one is about pay for both, and one for Ada alone.
    assert float(pay["agreement"]) == pytest.approx(8 / 9, abs=1e-6)
    chance = (2 * 1 + 7 * 8) / 81
    assert float(pay["kappa"]) == pytest.approx((8 / 9 - chance) / (1 - chance), abs=1e-6)


def test_no_line_ends_in_a_space(run: Run, study: tuple[str, str]) -> None:
    lines = run("compare", *study, status=1).out.splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


def test_different_texts_are_refused_with_the_place(run: Run, tmp_path: Path) -> None:
    one = write(tmp_path / "a", "Ada", ADA)
    other = write(tmp_path / "b", "Ben", BEN, text=TEXT.replace("Bo Chan said", "Bo Chan says"))
    done = run("compare", str(one), str(other), status=2)
    assert done.out == ""
    assert (
        done.err.startswith(
            f"{other}: its text is not that of {one}: line 3 of the text, column 12, has"
            " “s the crews had not been” instead of “d the crews had not been”"
        )
        or "line 3 of the text, column" in done.err
    )


def test_what_one_coder_alone_has_is_told(run: Run, tmp_path: Path) -> None:
    folders = write_study(tmp_path)
    (tmp_path / "ben" / "quay.yaml").unlink()
    done = run("compare", *folders, status=1)
    assert done.err == f"note: left out, as only one coder has it: {folders[0]}/quay.yaml\n"
    assert done.out.startswith("Ada Ash and Ben Oak: 1 text\nquotes: Ada Ash 5, Ben Oak 4; 4 match")
    page = run("compare", *folders, "-f", "html", status=1).out
    assert (
        page.partition("Left out, as only one coder has the text:")[2].count("/ada/quay.yaml") == 1
    )
    write(tmp_path / "c", "Cy", BEN, "other")
    write(tmp_path / "c", "Cy", BEN, "third")
    assert (
        "no text is in two of the paths"
        in run("compare", folders[0], f"{tmp_path}/c", status=2).err
    )
    assert "two coders or more" in run("compare", folders[0], status=2).err


def test_three_coders_with_a_text_that_one_has_not(run: Run, tmp_path: Path) -> None:
    folders = write_study(tmp_path)
    write(tmp_path / "cy", "Cy Elm", ADA)
    write(tmp_path / "cy", "Cy Elm", "", "spare", QUAY)
    out = run("compare", *folders, f"{tmp_path}/cy", "--only", "differences", status=1).out
    lines = [line.strip() for line in out.splitlines()]
    assert lines.count("Ben Oak: nothing") == 1
    assert "Cy Elm: spring: Cy Dorn, direct; Boats" in lines
    assert not [line for line in lines if line.startswith("Cy Elm: wages")]


def test_topics_of_one_label_are_told_apart(run: Run, tmp_path: Path) -> None:
    one = write(tmp_path / "a", "Ada", ADA)
    other = write(tmp_path / "b", "Ben", ADA.replace("[pay]", "[wage]"))
    text = other.read_text(encoding="utf-8")
    other.write_text(text.replace("  pay:", "  wage:"), encoding="utf-8")
    out = run("compare", one, other, status=1).out
    assert "Ada: paid: Bo Chan, indirect; Pay (pay)" in out
    assert "Ben: paid: Bo Chan, indirect; Pay (wage)" in out
    assert re.search(r"^ *Pay \(wage\) .*\n", out, re.MULTILINE)
    assert "Pay (wage)" in run("compare", one, other, "-f", "html", status=1).out


HOSTILE = """\
title: "a \\e[2J"
coder: %s
topics: {t: {label: "<b>\\e]0;x\\a</b>"}}
text: "so “The \\e[31mferry \\u202e=1+1”"
quotes: [%s]
"""


def test_hostile_text_is_shown_and_not_obeyed(run: Run, tmp_path: Path) -> None:
    quote = '{id: q, topics: [t], kind: direct, excerpt: "The \\e[31mferry \\u202e=1+1"}'
    files = [str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")]
    for file, coder, quotes in zip(files, ['"a\\e]0;x\\a"', '"=1+1 <i>"'], [quote, ""]):
        Path(file).write_text(HOSTILE % (coder, quotes), encoding="utf-8")
    for form in ("text", "json", "jsonl", "csv", "html"):
        out = run("compare", *files, "-f", form, status=1).out.replace("\r\n", "\n")
        assert not CONTROL.search(out), form
        assert "ferry" in out
        assert form != "html" or not re.search("<(b|i)>", out)
