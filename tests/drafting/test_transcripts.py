"""The lines of a transcript are quotes, with marks or without."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import quotecli
from quotecli.drafting.pipeline import extract

DEBATE = """The debate

MR. LEE: Good evening. We will build the harbour.

MS. CHAN (laughing): No, we will not.

MR. LEE: We said “never again” in 2019, and I meant it.
"""


def _said(text: str) -> list[tuple[str, str]]:
    return [
        (quote.speaker.name if quote.speaker else "", quote.excerpt)
        for quote in quotecli.draft(text).quotes
    ]


def test_each_line_is_said_by_whom_it_begins_with() -> None:
    assert _said(DEBATE) == [
        ("LEE", "Good evening. We will build the harbour."),
        ("CHAN", "No, we will not."),
        ("LEE", "We said “never again” in 2019, and I meant it."),
    ]
    assert {quote.kind for quote in quotecli.draft(DEBATE).quotes} == {"direct"}
    assert quotecli.draft(DEBATE).quotes[0].cue == "MR. LEE:"


def test_a_name_in_capitals_is_that_of_the_article_around_it() -> None:
    text = f"“We will see,” said Bo Chan.\n\n{DEBATE}"
    assert ("Bo Chan", "No, we will not.") in _said(text)
    assert ("Bo Chan", "We will see") in _said(text)


def test_a_single_line_is_no_transcript() -> None:
    assert _said("NOTE: the harbour is closed.\n\nNothing was said.") == []


def test_marked_lines_are_left_to_the_marks() -> None:
    assert _said("LEE: “No.”\n\nCHAN: “Yes.”") == [("LEE", "No."), ("CHAN", "Yes.")]


_PIECES = ["MR. LEE:", "CHAN: ", "said", "“No”", "\n", "A B C:", "x", ":"]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join))
def test_any_lines(text: str) -> None:
    for quote in extract(text).quotations:
        for start, end in quote.content:
            assert 0 <= start < end <= len(text)
