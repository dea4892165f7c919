"""Two people with one last name: a wrong name is worse than none."""

from __future__ import annotations

import pytest

import quotecli


def said(article: str) -> dict[str, str | None]:
    """Return the drafted speaker of each quote."""
    return {
        quote.excerpt: quote.speaker.name if quote.speaker else None
        for quote in quotecli.draft(article).quotes
    }


@pytest.mark.parametrize(
    ("article", "speakers"),
    [
        (
            "Joe Biden and Jill Biden came. “We lost,” Jill Biden said. “I won,” Joe Biden said.",
            {"We lost": "Jill Biden", "I won": "Joe Biden"},
        ),
        (
            "“We will win this,” Donald Trump told Bill Clinton. "
            "“You will lose this,” Hillary Clinton said.",
            {"We will win this": "Donald Trump", "You will lose this": "Hillary Clinton"},
        ),
        (
            "Joe Biden met Donald Trump. “We lost this one,” Jill Biden said.",
            {"We lost this one": "Jill Biden"},
        ),
        (
            "“We won this,” George W. Bush said. “We lost this,” George H. W. Bush said.",
            {"We won this": "George W. Bush", "We lost this": "George H. W. Bush"},
        ),
        (
            "“We won this,” John F. Kennedy said. “We lost this,” John Fitzgerald Kennedy said.",
            {"We won this": "John F. Kennedy", "We lost this": "John F. Kennedy"},
        ),
        (
            "Marine Le Pen came. “We will win this,” Le Pen said.",
            {"We will win this": "Marine Le Pen"},
        ),
    ],
)
def test_a_whole_name_is_not_another_ones(article: str, speakers: dict[str, str]) -> None:
    assert said(article) == speakers


def test_a_title_tells_two_people_of_one_name_apart() -> None:
    statement = quotecli.draft(
        "“We go now,” said Mr. Smith. “We stay here,” said Mrs. Smith. “Never,” said Mr. Smith."
    )
    first, second, third = (quote.speaker for quote in statement.quotes)
    assert first
    assert second
    assert first.id != second.id
    assert third == first


@pytest.mark.parametrize(
    ("full", "short"),
    [("Ian O’Rourke", "O'Rourke"), ("Ian O'Rourke", "O’Rourke"), ("Ian O'Rourke", "OʼRourke")],
)
def test_one_name_in_two_kinds_of_signs_is_one_speaker(full: str, short: str) -> None:
    for first, second in ((full, short), (short, full)):
        statement = quotecli.draft(
            f"“We go to the harbour now,” said {first}. It rained. “We stay here,” {second} said."
        )
        assert [speaker.name for speaker in statement.speakers.values()] == [full]
        assert [quote.status for quote in statement.quotes] == ["draft", "draft"]
