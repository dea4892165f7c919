"""The block quotations of Markdown and of pages: which there are, and what in them is no prose."""

from __future__ import annotations

import pytest

from quotecli.verifying.reading.markdown_blocks import Blocks, find_blocks, strip_markup
from quotecli.verifying.reading.page_blocks import find_page_blocks


def show(blocks: Blocks, text: str) -> list[list[str]]:
    """Return the words of the paragraphs of each block, of the lines behind its marks."""
    assert len(blocks.text) == len(text)
    return [
        [" ".join(blocks.text[slice(*span)].split()) for span in block.paragraphs]
        for block in blocks.blocks
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> It rained.\n> A lot.\n>\n> Twice.\n\nNo.\n", [["It rained. A lot.", "Twice."]]),
        (">It rained,\nand that\n\nwas all", [["It rained, and that"]]),
        ("> It rained.\n# No\n> A lot.\n", [["It rained."], ["A lot."]]),
        ("> It rained.\n> > He wept.\n> I left.\n", [["It rained."], ["He wept."], ["I left."]]),
        ("> 1. It rained.\n> 2. A lot,\n>    and more.\n", [["It rained.", "A lot, and more."]]),
        ("- It:\n\n    > It rained.\n", [["It rained."]]),
        ("It is code:\n\n    > It rained.\n", []),
        ("```\n> It rained.\n```\n> A lot.\n", [["A lot."]]),
        ("> [!NOTE]\n> It rained.\n\n> [!quote] Day\n> A lot.\n", [["A lot."]]),
        ("> **Note:** it rained.\n\n> Warning\n> It rains.\n", []),
        ("> **Important** people came.\n", [["**Important** people came."]]),
        ("See <blockquote> in HTML.\n", []),
        ("> Notes of the rain are lost.\n", [["Notes of the rain are lost."]]),
        ("> It rained. (Marlow 2024: 12)\n", [["It rained."]]),
        ("> It rained (in 2024).\n", [["It rained (in 2024)."]]),
        ("On Monday she wrote:\n\n> It rained.\n", [["It rained."]]),
        (
            "Hello.\n\nOn 5 May 2024, 10:12, Bo Chan\nwrote:\n\n> It rained.\n\nNo.\n> It did.\n",
            [],
        ),
        ("Bo Chan <bo@example.org> wrote:\n> It rained.\n", []),
        ("x\n<blockquote>\n<p>It rained.</p>\n</blockquote>\nNo.\n", [["<p>It rained.</p>"]]),
        ('<blockquote class="note">It rained.</blockquote>\n', []),
        ("3 > 2 and 2 < 3\n", []),
        ("> ***\n> 12\n", []),
    ],
)
def test_the_paragraphs_of_markdown(text: str, expected: list[list[str]]) -> None:
    assert show(find_blocks(text), text) == expected


@pytest.mark.parametrize(
    ("last", "signed"),
    [
        ("— Ada Marlow", "— Ada Marlow"),
        ("-- **Ada Marlow**, mayor", "-- Ada Marlow , mayor"),
        ("- [Ada Marlow](https://example.org)", "- Ada Marlow"),
        ("<cite>Ada Marlow</cite>", "Ada Marlow"),
        ("— and it rained", ""),
        ("— And it rained.", ""),
        ("- Money", ""),
        ("Ada Marlow", ""),
    ],
)
def test_a_line_below_says_whose_they_are(last: str, signed: str) -> None:
    text = f"> It rained.\n> {last}\n"
    (block,) = find_blocks(text).blocks
    assert " ".join(block.signed.split()) == signed
    end = block.paragraphs[-1].end
    assert text[:end].endswith(last) is not bool(signed)


def test_a_signature_alone_is_a_quotation() -> None:
    text = "> — Ada Marlow"
    assert show(find_blocks(text), text) == [["— Ada Marlow"]]


@pytest.mark.parametrize(
    "part",
    ["```\n> code\n> ```", "| a | b |\n> | - | - |", "![](wall.png)", "## Rain", "<table>"],
)
def test_what_is_no_prose_is_told_once(part: str) -> None:
    found = find_blocks(f"It rained.\n\n> Words of hers.\n>\n> {part}\n>\n> And more.\n")
    assert [len(block.paragraphs) for block in found.blocks] == [2]
    assert found.unread == (5,)


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (
            "We will [not](https://example.org/a_(b) sell",
            "We will [not](https://example.org/a_(b) sell",
        ),
        ("We will [not](https://example.org) sell", "We will not sell"),
        ('We will [not](x "y z") sell[^1] it', "We will not sell  it"),
        ("We will [not][2] <em>sell</em>", "We will not  sell "),
        ("We […][the council] sell [sic] 1\\. <3>", "We […][the council] sell [sic] 1. <3>"),
    ],
)
def test_markup_is_no_word(words: str, plain: str) -> None:
    assert strip_markup(words) == plain


PAGE = """<body><blockquote>
<p>It rained, <em>a lot</em>,
in&nbsp;Tarn.</p>{}</blockquote></body>"""
TEXT = "It rained, a lot, in Tarn.\n\nOne\n\nTwo\n\n- Three. Four.\n\n— Ada Marlow\n"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", []),
        ("<p>One<br>Two</p>", ["One Two"]),
        ("One<br><br>Two", ["One", "Two"]),
        ("<ul><li><p>Three.</p><p>Four.</p></li></ul>", ["Three. Four."]),
    ],
)
def test_the_paragraphs_of_a_page(more: str, expected: list[str]) -> None:
    found = find_page_blocks(TEXT, PAGE.format(more), "page.html")
    assert show(found, TEXT)[0] == ["It rained, a lot, in Tarn.", *expected]
    assert found.unread == ()


@pytest.mark.parametrize(
    ("more", "signed", "stands"),
    [
        ("<p>— Ada Marlow</p>", "— Ada Marlow", True),
        ("<footer>— Bo <b>Chan</b></footer>", "— Bo Chan", False),
        ("<cite>Bo Chan</cite>", "Bo Chan", False),
        ("<p>One</p><p>Two</p>", "", False),
    ],
)
def test_the_signature_on_a_page(more: str, signed: str, stands: bool) -> None:
    (block,) = find_page_blocks(TEXT, PAGE.format(more), "page.html").blocks
    assert (block.signed, bool(block.signature)) == (signed, stands)


@pytest.mark.parametrize("more", ["<pre>some code</pre>", "<p>Left out.</p>", "<h3>Heading</h3>"])
def test_what_is_not_read_of_a_page_is_told(more: str) -> None:
    found = find_page_blocks(TEXT, PAGE.format(f"\n{more}"), "page.html")
    assert show(found, TEXT) == [["It rained, a lot, in Tarn."]]
    assert found.unread == (4,)


def test_notes_and_messages_on_a_page_are_no_quotations() -> None:
    for attribute in ('class="callout note"', 'type="cite"', "class=gmail_quote"):
        page = PAGE.format("").replace("<blockquote", f"<blockquote {attribute}")
        assert find_page_blocks(TEXT, page, "page.html") == Blocks(TEXT)


def test_a_block_inside_another_is_one_of_its_own() -> None:
    more = "<blockquote><p>One</p></blockquote><p>Two</p>"
    found = find_page_blocks(TEXT, PAGE.format(more), "page.html")
    assert show(found, TEXT) == [["It rained, a lot, in Tarn."], ["One"], ["Two"]]
