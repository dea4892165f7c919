"""`quotecli verify`: block quotations, which have no marks but their place on the page."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

SOURCE = """\
Ada Marlow: We will not sell the harbour, and nobody will pay twice. It rained all night.

Bo Chan: The wall is a present to the sea from some of us. We built it in nine months.
"""
ARTICLE = """\
---
title: A day
---
# Harbour day

Ada Marlow, the mayor, met Bo Chan. She wrote:

> We will not sell the harbour, and **nobody**
> will [pay](https://example.org/pay) twice.
>
> It rained “all” night.

They heard it in silence.

> The wall is a present to the sea from all of us.
> — Bo Chan

> We built it in nine months.

> “It rained all night,” said Ada Marlow.

> ```
> make wall
> ```
"""
FOUND = [
    (8, 3, "verbatim", "Ada Marlow"),
    (11, 3, "verbatim", "Ada Marlow"),
    (15, 3, "altered", "Bo Chan"),
    (18, 3, "verbatim", None),
    (20, 4, "verbatim", "Ada Marlow"),
]
PAGE = """\
<!doctype html><html lang="en"><head><title>Harbour day</title>
<script type="application/ld+json">{"articleBody": "We will not sell the harbour, and nobody
will pay twice."}</script></head><body><!-- We will not sell the harbour, and nobody --><article><h1>Harbour day</h1>
<p>Ada Marlow, the mayor, met Bo Chan at the town hall to speak about the harbour. She wrote:</p>
<blockquote>
<p>We will <em>not</em>
sell the&nbsp;harbour, and nobody will pay twice.</p><p>It rained all night.</p></blockquote>
<p>The council heard this in silence, and went on to speak about all the other things.</p>
<blockquote><p>The wall is a present to the sea from all of us.</p>
<footer>— Maria Peel, engineer</footer></blockquote>
<p>The council heard this in silence, and went on to speak about all the other things.</p>
<blockquote class="note">A note of the author that nobody said.</blockquote>
<figure><blockquote>We built it in nine months.</blockquote></figure>
</article></body></html>
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write an article, its page and their source into the current folder."""
    monkeypatch.chdir(tmp_path)
    Path("sources").mkdir()
    for name, text in (("a.md", ARTICLE), ("a.html", PAGE), ("sources/hearing.txt", SOURCE)):
        Path(name).write_text(text, encoding="utf-8")


def find(run: Run, *args: str, stdin: str = "") -> list[tuple[object, ...]]:
    """Return the place, the verdict and the article's speaker of each quotation."""
    given = ("verify", *args, "--sources", "sources", "-f", "jsonl")
    rows = map(json.loads, run(*given, stdin=stdin, status=None).out.splitlines())
    return [
        (row["line"], row["column"], row["verdict"], row["attribution"]["article"]) for row in rows
    ]


def test_the_block_quotations_of_markdown(run: Run, files: None) -> None:
    assert find(run, "a.md") == FOUND
    assert find(run, "-", stdin=ARTICLE) == FOUND


def test_the_block_quotations_of_a_page(run: Run, files: None) -> None:
    assert find(run, "a.html") == [
        (6, 4, "verbatim", "Ada Marlow"),
        (7, 57, "verbatim", "Ada Marlow"),
        (9, 16, "altered", "Maria Peel"),
    ]


def test_what_is_not_verified_in_them_is_told(run: Run, files: None) -> None:
    told = "note: not verified in block quotations: "
    assert f"{told}a.md:22: not prose" in find_notes(run, "a.md")
    assert f"{told}a.html:13: " in find_notes(run, "a.html")
    assert f"{told}a.md:22 and 1 more: " in find_notes(run, "a.md", "a.html")


def find_notes(run: Run, *articles: str) -> str:
    return run("verify", *articles, "--sources", "sources", status=1).err


@pytest.mark.parametrize(
    ("name", "speaker"),
    [
        ("Maria Peel:", "Maria Peel"),
        ("**Maria Peel:**", "Maria Peel"),
        ("__Maria Peel__:", "Maria Peel"),
        ("**Maria Peel:**\n>", "Maria Peel"),
        ("**Maria Peel:**\n>\n>", "Maria Peel"),
        ("**Q:**", None),
    ],
)
def test_a_name_in_front_of_the_words_is_none_of_them(
    run: Run, files: None, name: str, speaker: str | None
) -> None:
    article = f"Bo Chan said:\n\n> It rained.\n>\n> {name} We built it in nine months.\n"
    (_, _, _, above), (_, _, *found) = find(run, "-", stdin=article)
    assert (above, found) == ("Bo Chan", ["verbatim", speaker])


def test_a_name_in_front_of_the_words_of_a_page_is_none_of_them(run: Run, files: None) -> None:
    spoken = "<p><b>John Smith:</b> We built it in nine months.</p>"
    Path("a.html").write_text(
        PAGE.replace("<blockquote><p>The wall", f"<blockquote>{spoken}<p>The wall"), "utf-8"
    )
    assert (9, 35, "verbatim", "John Smith") in find(run, "a.html")


def test_words_in_front_of_a_colon_are_no_name(run: Run, files: None) -> None:
    article = "> We built it: in nine months.\n>\n> The Harbour: We built it in nine months.\n"
    assert [found[1] for found in find(run, "-", stdin=article)] == [3, 3]


def test_every_format_has_them(run: Run, files: None) -> None:
    given = ("verify", "a.md", "--sources", "sources")
    words = "The wall is a present to the sea from"
    shown = run(*given, status=1).out
    assert (
        f"a.md:15:3: altered, 91 % of the words agree\n  {words} [-some-]{{+all+}} of us." in shown
    )
    told = run(*given, "-f", "github", status=1).out
    assert told.startswith("::error file=a.md,line=15,col=3,title=altered::“The wall is a present")
    page = run(*given, "-f", "html", status=1).out
    assert 'data-n="3" aria-label="Quotation 3: altered"></a>The wall is a present' in page

    reuse = ("verify", "--reuse", "sources/hearing.txt", "a.md")
    rows = list(csv.DictReader(io.StringIO(run(*reuse, "-f", "csv").out)))
    assert sum(row["text"].startswith("The wall is a present") for row in rows) == 1
    assert len(rows) == len(FOUND)


@pytest.mark.parametrize(
    ("article", "speaker"),
    [
        ("Bo Chan met Ada Marlow. He said:", "Bo Chan"),
        ("Bo Chan and Ada Marlow met.\n\nBo Chan:", "Bo Chan"),
        ("According to Bo Chan:", "Bo Chan"),
        ("Bo Chan told Ada Marlow on Monday,", "Bo Chan"),
        ("Ada Marlow left. On Monday, Bo Chan wrote to the council:", "Bo Chan"),
        ("As Bo Chan wrote in 2024:", "Bo Chan"),
        ("Bo Chan told them, citing Ada Marlow:", None),
        ("Bo Chan read out what Ada Marlow had written:", None),
        ("Ada Marlow’s letter to Bo Chan says:", None),
        ("The report by Bo Chan concluded:", None),
        ("Bo Chan never said:", None),
        ("Bo Chan asked Ada Marlow to write:", None),
        ("In the letter that Bo Chan got, it said:", None),
        ("Conclusion:", None),
        ("Tarn Gazette:", None),
        ("Bo Chan’s letter had one good sentence:", None),
        ("Bo Chan was right:", None),
        ("Bo Chan said so. It is in the papers:", None),
        ("“It rained,” said Bo Chan.", None),
        ("Bo Chan said that it rained.", None),
        ("Ada Marlow said it first. “It rained,” Bo Chan said, and left.\n\n“A lot.”", None),
    ],
)
def test_only_clear_words_say_whose_they_are(
    run: Run, files: None, article: str, speaker: str | None
) -> None:
    block = "> We built it in nine months.\n>\n> The wall is a present to the sea.\n"
    found = find(run, "-", stdin=f"{article}\n\n{block}\nBo Chan left.\n")
    assert [one[3] for one in found[-2:]] == [speaker, speaker]


@pytest.mark.parametrize(
    ("signature", "speaker"),
    [
        ("— Bo Chan", "Bo Chan"),
        ("— Chan, 3 May", "Bo Chan"),
        ("— Maria Peel (@peel) [May 3](https://example.org/1)", "Maria Peel"),
        ("— The Tarn Gazette", None),
        ("— Hansard, 3 May", None),
    ],
)
def test_a_line_below_says_whose_they_are(
    run: Run, files: None, signature: str, speaker: str | None
) -> None:
    article = f"Bo Chan said it rained.\n\n> We built it in nine months.\n>\n> {signature}\n"
    assert find(run, "-", stdin=article) == [(3, 3, "verbatim", speaker)]


def test_blocks_inside_blocks_have_their_own_places(run: Run, files: None) -> None:
    inner = "<blockquote><p>We built it in nine months.</p></blockquote>"
    page = PAGE.replace("</p><p>It rained", f"</p>{inner}<p>It rained")
    assert [one[:2] for one in find(run, "-", stdin=page)] == [(6, 4), (7, 69), (7, 116), (9, 16)]


def test_the_messages_that_an_e_mail_answers_are_none(run: Run, files: None) -> None:
    head = "From: Bo Chan <bo@example.org>\nTo: ada@example.org\nSubject: Rain\nMIME-Version: 1.0\n"
    mail = f"{head}\nYou said this:\n\n> It rained all night.\n"
    assert find(run, "-", stdin=mail) == []


def test_a_block_in_the_turn_of_a_transcript_is_a_part_of_it(run: Run, files: None) -> None:
    turns = (
        "Ada Marlow: It rained all night. I wrote:\n\n> It rained all night.\n\nBo Chan: No.\n\n"
    )
    found = find(run, "-", stdin=turns * 2)
    assert [line for line, *_ in found] == [1, 5, 7, 11]


def test_what_is_written_between_marks_of_markdown_is_no_word(run: Run, files: None) -> None:
    article = (
        "“It [rained](https://example.org) all<br>night.”\n\n```sh\nmake it rain for us\n```\n"
    )
    assert find(run, "-", stdin=article) == [(1, 2, "verbatim", None)]


def test_an_article_is_named_by_its_heading(run: Run, files: None) -> None:
    given = ("--sources", "sources", "-f", "html")
    article = "It is *us*.\n\n## The **rain** of [Tarn](https://example.org) ##\n\n“It rained.”\n"
    shown = run("verify", "-", *given, stdin=article).out
    assert '<h1 dir="auto">The rain of Tarn</h1>' in shown
    assert "<bdi>standard input</bdi>" in shown
    assert '<h1 dir="auto">A day</h1>' in run("verify", "a.md", *given, status=1).out
    shown = run("verify", "-", *given, stdin="“It rained.”\n").out
    assert '<h1 dir="auto">standard input</h1>' in shown


def test_standard_input_has_a_name(run: Run, files: None) -> None:
    done = run("verify", "-", "--sources", "sources", stdin="It rained.\n")
    assert "note: no quotations in standard input: " in done.err


def test_a_folder_stands_for_the_articles_in_it(run: Run, files: None) -> None:
    Path("sources/statement.yaml").write_text("title: T\n", encoding="utf-8")
    Path("empty").mkdir()
    assert [one[:2] for one in find(run, "sources")] == [(1, 13), (3, 10)]
    done = run("verify", "empty", "--sources", "sources", status=2)
    assert done.err.startswith("empty: no files that can be drafted in this folder\n  give texts")
