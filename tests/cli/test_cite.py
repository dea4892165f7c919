"""quotecli cite."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_without_a_style_everything_known_of_the_place_is_printed(run: Run, town: Path) -> None:
    assert run("cite", "build", "-d", town).out == (
        "“We will build the harbour, and nobody will pay twice” — Ann Léa, mayor\n\n"
        "Ann Léa, mayor, hearing of the town council, “The harbour bill” (Ida Roth, The Harbour Post, 2026-03-04), ¶ 1."
        " https://post.example/harbour?id=7#top (accessed 2026-03-05)\n"
    )


def test_a_style_prints_the_words_and_under_them_the_reference(run: Run, town: Path) -> None:
    text, empty, reference = run("cite", "shame", "-d", town, "--style", "apa").lines
    assert text == "“Shame!” (an unnamed speaker, as cited in Roth, 2026, para. 3)"
    assert empty == ""
    assert reference.startswith(
        "Roth, I. (2026, March 4). The harbour bill. The Harbour Post. https://"
    )


def test_ap_has_no_reference(run: Run, town: Path) -> None:
    (line,) = run("cite", "shame", "-d", town, "--style", "ap").lines
    assert line.endswith(": “Shame!”")


def test_json_has_the_parts(run: Run, town: Path) -> None:
    found = json.loads(run("cite", "lost", "-d", town, "--style", "mla", "-f", "json").out)
    assert found.pop("reference").startswith("Roth, Ida. “The harbour bill.”")
    assert found == {
        "id": "lost",
        "statement": "town",
        "style": "mla",
        "text": "“We will never build the bridge” (Ann Léa, qtd. in Roth)"
        " [not proved: the excerpt is not in the source]",
        "proved": False,
    }
    plain = json.loads(run("cite", "lost", "-d", town, "-f", "json").out)
    said = "“We will never build the bridge” — Ann Léa, mayor [not proved: the excerpt is not in the source]"
    assert (plain["style"], plain["text"]) == (None, said)
    assert plain["reference"].startswith("Ann Léa, mayor")


def test_without_a_style_a_paraphrase_is_called_one(run: Run, town: Path) -> None:
    words = run("cite", "lower-tax", "-d", town).lines[0]
    assert (
        words == "The mayor promised a lower tax — paraphrase of Ann Léa, mayor, as told by Bo Chan"
    )


def test_an_unknown_quote_is_an_error(run: Run, town: Path) -> None:
    assert "no quote 'zebra'" in run("cite", "zebra", "-d", town, status=2).err


def test_a_terminal_wraps_it(run: Run, town: Path) -> None:
    lines = run("cite", "build", "-d", town, "--style", "chicago", columns=40).shown.splitlines()
    assert max(map(len, lines)) <= 40
    assert "quoted in Ida Roth" in " ".join(lines)
