"""Lines that a hand or a program broke are joined, and every offset stays."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.drafting.draft import draft
from quotecli.drafting.reading.lines import flatten

PARAGRAPHS = [
    "The boats will stay in the harbour on Monday and will not leave until the storm is over, the"
    " pilots of Port Ellery decided in the evening.",
    "“We have waited for weeks and nobody has mended the light,” said Nora Vell, a pilot. “It is"
    " late, and the council knows it as well as the pilots do.”",
    "The council will meet again in the second week of June to look at what the divers have found.",
]
EXCERPTS = [
    "We have waited for weeks and nobody has mended the light. It is late, and the council"
    " knows it as well as the pilots do.",
]


@pytest.mark.parametrize("width", [44, 60, 72, 80, 100])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_broken_at_any_width_is_drafted_alike(width: int, gap: str, end: str) -> None:
    text = gap.join([textwrap.fill(part, width) for part in PARAGRAPHS]).replace("\n", end)
    quotes = [quote for quote in draft(text, topics={}).quotes if quote.kind == "direct"]
    assert [quote.excerpt for quote in quotes] == EXCERPTS
    assert all(quote.proved for quote in quotes)


def test_a_list_of_short_lines_is_not_joined() -> None:
    text = "Present:\nNora Vell\nOmar Tind\nAnna van den Brink\n\nThe council met.\n"
    assert flatten(text) == text


def test_front_matter_is_no_text() -> None:
    text = "---\ntitle: “We sail”\nauthor: 'Nora Vell'\n---\n\n“We row,” said Omar Tind.\n"
    assert [quote.excerpt for quote in draft(text, topics={}).quotes] == ["We row"]


@given(st.text(alphabet="ab A.\n\r\t-”é—", max_size=400))
def test_every_offset_stays(text: str) -> None:
    flat = flatten(text)
    assert len(flat) == len(text)
    assert all(a == b or b in " \n" for a, b in zip(text, flat))
