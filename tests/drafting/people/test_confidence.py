"""The order of confidences: what is plainer is surer."""

from __future__ import annotations

import pytest

from quotecli.drafting.pipeline import extract


def sure(text: str) -> float:
    return max(quote.confidence for quote in extract(text).quotations)


@pytest.mark.parametrize(
    ("surer", "less"),
    [
        ("“We will sail,” Ada Marlow said.", "Ada Marlow said the boats would sail."),
        ("Ada Marlow said the boats would sail.", "Ada Marlow praised the boats."),
        ("“We will sail,” Ada Marlow said.", "“We will sail.”\n\nNight fell on the harbour."),
        ("“We will sail,” Ada Marlow said.", "Ada Marlow warbled about “an old wall” there."),
    ],
)
def test_order(surer: str, less: str) -> None:
    assert sure(surer) > sure(less)


def test_a_plain_quotation_is_nearly_certain() -> None:
    assert sure("“We will sail,” Ada Marlow said.") >= 0.9


def test_no_source_is_never_certain() -> None:
    assert sure("“We will sail.”\n\nNight fell on the harbour.") < 0.3
