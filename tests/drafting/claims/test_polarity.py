"""What is denied is marked as denied, and what nobody said is no quote."""

from __future__ import annotations

import pytest

from quotecli.drafting.draft import draft
from quotecli.drafting.pipeline import extract

# A text, then the excerpts that it has and whether their speaker denies them.
CASES: list[tuple[str, dict[str, str]]] = [
    ("Nora Vell denied that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell has denied that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell disputed that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell rejected claims that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell dismissed the idea that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell denied reports that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell said the lake was not dry.", {"the lake was not dry": "positive"}),
    ("“I never drained it,” Nora Vell denied.", {"I never drained it": "positive"}),
    (
        "Nora Vell not only said that the lake was dry.",
        {"the lake was dry": "positive"},
    ),
    (
        "Nora Vell, who did not attend, said that the lake was dry.",
        {"the lake was dry": "positive"},
    ),
    ("Nora Vell did not deny that the lake was dry.", {}),
    ("Nora Vell never said that the lake was dry.", {}),
    ("Nora Vell didn’t say that the lake was dry.", {}),
    ("Nora Vell has not confirmed that the lake was dry.", {}),
    ("Nora Vell might have said that the lake was dry.", {}),
    ("Nora Vell would have said that the lake was dry.", {}),
    ("Nora Vell should admit that the lake was dry.", {}),
    ("Nora Vell refused to say whether the lake was dry.", {}),
    ("Nora Vell has yet to say whether the lake was dry.", {}),
    ("Nora Vell stopped short of saying that the lake was dry.", {}),
    ("Nora Vell planned to say that the lake was dry.", {}),
    ("Nora Vell is expected to say that the lake was dry.", {}),
    ("Nobody said that the lake was dry.", {}),
    ("No official said that the lake was dry.", {}),
    ("If Nora Vell says that the lake was dry, the boats will leave.", {}),
    ("Unless Nora Vell says “the lake is dry and will stay dry,” they sail.", {}),
    ("Did Nora Vell say that the lake was dry?", {}),
    ("“The lake is dry and will stay dry,” Nora Vell never said.", {}),
    (
        "Nora Vell rejected as false the claim that the lake was dry.",
        {"the lake was dry": "negative"},
    ),
    (
        "Nora Vell denied as baseless an accusation by Omar Tind that the lake was dry.",
        {"the lake was dry": "negative"},
    ),
    ("Nora Vell scoffed at the notion that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell laughed off claims that the lake was dry.", {"the lake was dry": "negative"}),
    (
        "Nora Vell brushed aside suggestions that the lake was dry.",
        {"the lake was dry": "negative"},
    ),
    ("Nora Vell contested the report that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell refuted allegations that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell called the claim that the lake was dry a lie.", {"the lake was dry": "negative"}),
    (
        "Nora Vell described reports that the lake was dry as utter nonsense.",
        {"the lake was dry": "negative"},
    ),
    (
        "Nora Vell called the rumour that the lake was dry “ridiculous”.",
        {"the lake was dry": "negative"},
    ),
    ("Nora Vell insisted it was not true that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell said that it’s false that the lake was dry.", {"the lake was dry": "negative"}),
    ("Nora Vell contested the will.", {}),
    ("If elected, Nora Vell would say that the lake was dry.", {}),
    ("There is no evidence that Nora Vell said the lake was dry.", {}),
    ("There was no credible proof that Nora Vell told them the lake was dry.", {}),
    ("It is not true that Nora Vell said the lake was dry.", {}),
    ("Hardly anyone said the lake was dry.", {}),
    ("Not one official said that the lake was dry.", {}),
    ("Few officials would say that the lake was dry.", {}),
    (
        "A few officials said the lake was dry.",
        {"the lake was dry": "positive"},
    ),
    ("Nora Vell is set to announce that the lake is dry.", {}),
    ("Imagine Nora Vell saying that the lake was dry.", {}),
    ("Suppose Nora Vell said the lake was dry.", {}),
    ("Imagine a dry lake, Nora Vell said.", {"Imagine a dry lake": "positive"}),
    ("Nora Vell claims he said the lake was dry.", {"he said the lake was dry": "positive"}),
    (
        "Nora Vell alleges that Omar Tind said the lake was dry.",
        {"Omar Tind said the lake was dry": "positive"},
    ),
    (
        "Nora Vell wishes she had said the lake was dry.",
        {},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_only_what_is_said_or_denied_is_a_quote(text: str, expected: dict[str, str]) -> None:
    quotes = draft(text, topics={}).quotes
    assert {quote.excerpt: quote.polarity for quote in quotes} == expected


def test_a_denial_ends_where_something_else_is_said() -> None:
    text = "Nora Vell denied that the lake was dry and said that it was “as deep as ever”."
    quotes = draft(text, topics={}).quotes
    assert {quote.excerpt: quote.polarity for quote in quotes} == {
        "the lake was dry": "negative",
        "it was “as deep as ever”": "positive",
    }


def test_words_that_nobody_said_go_to_nobody_else() -> None:
    text = (
        "“The lake is full,” said Nora Vell. Omar Tind did not say “the lake is dry.”\n\n"
        "“It is deep,” Vell added."
    )
    quotes = draft(text, topics={}).quotes
    assert all("dry" not in quote.excerpt for quote in quotes)


def test_what_somebody_doubts_is_negative_as_well() -> None:
    (quotation,) = extract("Nora Vell doubted that the lake was dry.").quotations
    assert quotation.polarity == "negative"
