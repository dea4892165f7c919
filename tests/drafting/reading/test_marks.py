"""Stretches between quotation marks."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.drafting.reading.marks import find_stretches, mark_blocks
from quotecli.model import Span

MARKED = [
    ("straight", 'She said, "We will sail."', ["We will sail."]),
    ("curly", "She said, “We will sail.”", ["We will sail."]),
    ("doubled apostrophes", "She said, ''We will sail.''", ["We will sail."]),
    ("backticks", "She said, ``We will sail.''", ["We will sail."]),
    ("code of Markdown", "```sh\nmake it “so”\n```", ["so"]),
    ("guillemets", "She said, « We will sail. »", [" We will sail. "]),
    ("guillemets turned inward", "She said, »We will sail.«", ["We will sail."]),
    ("low and high", "She said, „We will sail.“", ["We will sail."]),
    ("corner brackets", "She said 「我们要走」 twice.", ["我们要走"]),
    ("single curly", "She said, ‘We will sail.’", ["We will sail."]),
    ("single straight", "She said, 'We will sail.'", ["We will sail."]),
    ("two kinds in one paragraph", '“Go,” she said, and he said "no".', ["Go,", "no"]),
    ("both turned the wrong way", "She said, ”We will sail.“", ["We will sail."]),
    ("closing mark at both ends", "She said, ”We will sail.”", ["We will sail."]),
    ("two singles in a row", "Praise for ‘boasters’ and ‘bakers’ alike", ["boasters", "bakers"]),
    (
        "left open at the paragraph's end",
        "“We will sail.\n\n“We will win.”",
        ["We will sail.", "We will win."],
    ),
    ("never closed", "She said, “We will sail.", ["We will sail."]),
    (
        "possessive inside single marks",
        "‘The voters’ anger is real,’ she said.",
        ["The voters’ anger is real,"],
    ),
    ("elision inside", "“Get ’em,” she said.", ["Get ’em,"]),
    ("a decade inside", "“The ’90s are over,” she said.", ["The ’90s are over,"]),
]

NOT_MARKED = [
    ("contractions", "It’s what they don't say that isn’t heard."),
    ("plural possessives", "The voters’ anger and the mayors' fear"),
    ("a decade", "Back in the '90s and the ’80s it was warm."),
    ("elisions", "Rock 'n' roll, get 'em, 'til dawn, ’twas so"),
    ("feet and inches", "He is 6'2\" and she is 5' 9\" tall."),
    ("inches", 'A 40" screen and a 13" one'),
    ("minutes of arc", "At 51° 30' north"),
    ("attributes of markup", '<a href="home" class="x">'),
    ("an empty pair", 'Nothing: "" here'),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in MARKED], ids=[case[0] for case in MARKED]
)
def test_marked_stretches(text: str, expected: list[str]) -> None:
    assert [
        text[one.first : one.last] for one in find_stretches(text) if one.depth == 0
    ] == expected


@pytest.mark.parametrize(
    "text", [case[1] for case in NOT_MARKED], ids=[case[0] for case in NOT_MARKED]
)
def test_other_signs_mark_nothing(text: str) -> None:
    assert find_stretches(text) == []


def test_nested_stretches_know_their_depth() -> None:
    text = "“He told me, ‘Never again,’ and left,” she said."
    assert [(text[one.first : one.last], one.depth) for one in find_stretches(text)] == [
        ("He told me, ‘Never again,’ and left,", 0),
        ("Never again,", 1),
    ]


def test_double_inside_single() -> None:
    text = "‘He told me “never” and left,’ she said."
    assert [text[one.first : one.last] for one in find_stretches(text)] == [
        "He told me “never” and left,",
        "never",
    ]


def test_an_open_stretch_says_so() -> None:
    one, two = find_stretches("“We will sail.\n“We will win.”")
    assert (one.closed, two.closed) == (False, True)


@given(st.text(alphabet="ab s'\"“”„‘’«»「」`\n.,6"))
def test_stretches_are_ordered_and_within_the_text(text: str) -> None:
    found = find_stretches(text)
    assert found == sorted(found, key=lambda one: (one.start, -one.end))
    for one in found:
        assert 0 <= one.start <= one.first < one.last <= one.end <= len(text)
        assert text[one.first : one.last].strip()
    outer = [one for one in found if one.depth == 0]
    assert all(one.end <= two.start for one, two in itertools.pairwise(outer))


def test_a_block_is_one_stretch_with_what_is_marked_in_it() -> None:
    text = "“It rained,” she wrote:\n\nI said “no” and “yes”.\n\n“A lot.”"
    block = Span(text.index("I said"), text.index("\n\n“A"))
    marked = mark_blocks(find_stretches(text), [block])
    words = [text[one.first : one.last] for one in marked]
    assert words == ["It rained,", "I said “no” and “yes”.", "A lot."]
