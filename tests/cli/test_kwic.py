"""quotecli kwic: words in context, and whose words they are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.make import quote, tree, written


def test_every_word_is_shown_in_context_with_its_place_and_speaker(run: Run, town: Path) -> None:
    assert run("kwic", "tax", "PAY*", "gallery", "-w", "20", "-d", town).lines == [
        "…, “and nobody will pay twice.” Bo Chan sa…      ¶ 1  Ann Léa",
        "…r promised a lower tax, he added. “The ta…      ¶ 2  Ann Léa (paraphrase), as told by Bo Chan",
        "…ax, he added. “The tax is fair — it’s low…      ¶ 3  narration",
        "…” A voice from the gallery cried: “Shame!” 子…  ¶ 3  narration",
    ]


def test_a_hit_says_whether_it_is_verbatim_or_a_paraphrase(run: Run, folder: Path) -> None:
    lines = run("kwic", "harbour", "quay", "herring", "storm", "-d", folder, "-w", "12").lines
    assert [line.strip() for line in lines] == [
        "“The harbour will grow,…  harbour  ¶ 1  Ann Lee",
        "…d a deeper quay. “We caugh…     harbour  ¶ 2  Bo Chan (paraphrase)",
        "…ught ‘more herring than ever’…  harbour  ¶ 3  Bo Chan (partly paraphrase), as told by Ann Lee",
        "“The storm came at ni…    storm    ¶ 1  Carla Díaz",
    ]
    assert (
        len(
            {line.index(word) for line, word in zip(lines, ("harbour", "quay", "herring", "storm"))}
        )
        == 1
    )


def test_hits_in_unproved_quotes_count_as_narration(run: Run, town: Path) -> None:
    rows = json.loads(run("kwic", "tax", "gallery", "twice", "-d", town, "-f", "json").out)
    # "The tax is fair - it's low" and "a VOICE from the gallery" are not verbatim in the text.
    assert [
        (row["keyword"], row["quote"], row["reported_by"] and row["reported_by"]["id"])
        for row in rows
    ] == [
        ("twice", "build", None),
        ("tax", "lower-tax", "bo-chan"),
        ("tax", None, None),
        ("gallery", None, None),
    ]


def test_filters_narrow_to_hits_in_such_quotes_and_statements(run: Run, folder: Path) -> None:
    def found(*args: str, status: int = 0) -> list[tuple[str, str | None]]:
        out = run("kwic", "the", "-d", folder, "-f", "jsonl", *args, status=status).out
        return [(row["statement"], row["quote"]) for row in map(json.loads, out.splitlines())]

    narration = [("harbour", None)] * 2
    assert found() == [
        ("harbour", "harbour-grows"),
        ("harbour", None),
        ("harbour", "deeper-quay"),
        ("harbour", None),
        ("storm", "storm-at-night"),
        ("storm", "bells"),
    ]
    assert found("--in", "narration") == narration
    assert found("--in", "quotes") == [hit for hit in found() if hit[1]]
    assert found("-s", "chan") == [("harbour", "deeper-quay")]
    assert found("-k", "direct", "-t", "ports") == [("harbour", "harbour-grows")]
    assert found("-q", "bells") == [("storm", "bells")]
    assert found("--statement", "storm", "--in", "quotes") == [
        ("storm", "storm-at-night"),
        ("storm", "bells"),
    ]
    assert found("--statement", "storm") == [("storm", "storm-at-night"), ("storm", "bells")]
    assert found("--since", "2024", status=1) == []
    assert found("-n", "1") == [("harbour", "harbour-grows")]
    assert found("-n", "1", "--sort", "right") == [("storm", "bells")]


def test_since_and_until_choose_statements(run: Run, town: Path) -> None:
    assert run("kwic", "gallery", "-d", town, "--since", "2026-03").out
    run("kwic", "gallery", "-d", town, "--until", "2026-02", status=1)


def test_hits_are_sorted_by_what_stands_beside_them(run: Run, write: Callable[..., Path]) -> None:
    path = write(written(tree("big dog sat. A cat ran. Ábc cat Ate. zoo dog ran.")))

    def starts(*args: str) -> list[int]:
        return [
            row["start"]
            for row in json.loads(run("kwic", "dog", "cat", "-d", path, "-f", "json", *args).out)
        ]

    assert starts() == [4, 15, 28, 41]
    assert starts("--sort", "left") == [15, 28, 4, 41]
    assert starts("--sort", "right") == [28, 41, 15, 4]
    assert starts("--sort", "right", "-n", "2") == [28, 41]


def test_json_says_everything(run: Run, folder: Path) -> None:
    out = run("kwic", "herring", "said", "-d", folder, "-w", "6", "-f", "jsonl").out
    rows = [json.loads(line) for line in out.splitlines()]
    assert rows[2] == {
        "statement": "harbour",
        "paragraph": 3,
        "start": 133,
        "end": 140,
        "left": "‘more ",
        "keyword": "herring",
        "right": " than ",
        "quote": "more-herring",
        "kind": "mixed",
        "polarity": "positive",
        "speaker": {
            "id": "chan",
            "name": "Bo Chan",
            "role": "harbour master",
            "aliases": [],
            "attributes": {},
        },
        "reported_by": {
            "id": "lee",
            "name": "Ann Lee",
            "role": "mayor",
            "aliases": ["the mayor"],
            "attributes": {},
        },
    }
    assert (rows[0]["quote"], rows[0]["kind"], rows[0]["speaker"], rows[0]["reported_by"]) == (
        None,
    ) * 4
    assert list(rows[0]) == list(rows[2])


def test_csv_is_a_row_a_hit_on_one_line_and_defused(run: Run, write: Callable[..., Path]) -> None:
    path = write(
        written(
            tree(
                "Say\r\n=word\x1b, it",
                quote("word", speaker="a"),
                speakers={"a": {"name": "=A", "role": "r"}},
            )
        )
    )
    expected = {
        "statement": "bad",
        "paragraph": "2",
        "start": "6",
        "end": "10",
        "left": "Say =",
        "keyword": "word",
        "right": "\\x1b, it",
        "quote": "a",
        "kind": "direct",
        "polarity": "positive",
        "speaker": "'=A",
        "role": "r",
        "reported_by": "",
    }
    for args, changed in (([], {}), (["--raw"], {"right": "\x1b, it", "speaker": "=A"})):
        out = run("kwic", "word", "-d", path, "-f", "csv", *args).raw.decode()
        assert list(csv.DictReader(io.StringIO(out, newline=""))) == [expected | changed]
        assert out.count("\r\n") == out.count("\n") == 2


def test_nothing_found_says_so(run: Run, town: Path) -> None:
    assert run("kwic", "zebra", "-d", town, status=1).err == "no hits found\n"
    assert run("kwic", "zebra", "-d", town, "-f", "json", status=1).out == "[]\n"
    done = run("kwic", "…", "-d", town, status=1)
    assert done.err == "no hits found: the search '…' has no word in it\n"
    assert run("kwic", "tax", "-q", "–", "-d", town, status=1).err.endswith(
        "the search '–' has no word in it\n"
    )


def test_impossible_combinations_are_refused(run: Run, town: Path) -> None:
    assert (
        "cannot be combined"
        in run("kwic", "tax", "-d", town, "--in", "narration", "-k", "direct", status=2).err
    )
    run("kwic", "tax", "-d", town, "--in", "narration", "--since", "2026")
    assert "no speaker 'zzz'" in run("kwic", "nowhere", "-d", town, "-s", "zzz", status=2).err
    assert (
        "no statement 'zzz'"
        in run("kwic", "nowhere", "-d", town, "--statement", "zzz", status=2).err
    )
    assert "WORDS" in run("kwic", status=2).err


@pytest.mark.parametrize("columns", [80, 120])
def test_on_a_terminal_a_hit_is_a_line_with_the_keyword_marked_in_one_column(
    run: Run, columns: int
) -> None:
    for env in ({}, {"NO_COLOR": "1"}):
        done = run("kwic", "importance", "militar*", columns=columns, env=env)
        plain = done.shown.splitlines()
        assert len(plain) == 5
        assert all(len(line) <= columns for line in plain)
        assert (
            len(
                {
                    min(n for n in (line.find("military"), line.find("importance")) if n > 0)
                    for line in plain
                }
            )
            == 1
        )
        assert (
            done.out.count("\x1b[7m") == 5
        )  # reverse video, which neither themes nor NO_COLOR remove
        assert plain[2].rstrip("… ").split("  ")[-1].startswith("Ilham Aliyev (paraphrase)")
    assert not {"31", "36"} & set(done.out.split("\x1b["))


def test_in_a_pipe_a_phrase_around_the_keyword_can_be_searched_for(run: Run) -> None:
    done = run("kwic", "military")
    assert "great military power and is expanding" in done.out
    assert all(line.endswith("Sattar Mohbaliyev") for line in done.lines)
    assert "\x1b" not in done.out


def test_a_wide_context_is_what_was_asked_for_on_a_terminal_too(run: Run) -> None:
    (first, *_) = run("kwic", "military", "-w", "100", columns=80).shown.splitlines()
    assert len(first.partition("military")[0]) == 100
