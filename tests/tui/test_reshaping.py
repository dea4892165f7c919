"""Decisions on the words of a quote: where it is split, what it is joined with, a new quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecli.errors import QuotecliError
from quotecli.model import Quote, Span
from quotecli.store.reader import load
from quotecli.tui import decisions, reshaping
from quotecli.tui.reviewing import Item, Review
from tests.cli.conftest import DRAFT


@pytest.fixture
def review(path: Path) -> Review:
    return Review([Item(str(path), key) for key in ("grow", "fish", "asked")], {})


def _quotes(path: Path) -> dict[str, Quote]:
    return {quote.id: quote for quote in load(str(path)).quotes}


def test_a_split_quote_is_two_of_the_same_speaker_and_undone_as_one(
    path: Path, review: Review
) -> None:
    review.decide(reshaping.split(DRAFT_TEXT.index("it will pay")))
    first, second = list(_quotes(path).values())[:2]
    assert (first.id, first.excerpt) == ("grow", "The quay will grow, and")
    assert second.excerpt == "it will pay"
    for one in (first, second):
        assert one.proved
        found = (one.speaker and one.speaker.id, one.kind, one.cue, one.status, one.confidence)
        assert found == ("lee", "direct", "said", "draft", 0.9)
    assert [item.key for item in review.items] == ["grow", second.id, "fish", "asked"]
    review.undo()
    assert path.read_text() == DRAFT
    assert len(review.items) == 3


@pytest.mark.parametrize("words", ["The quay", "said the mayor", "Bo Chan"])
def test_a_quote_is_split_before_one_of_its_words_only(
    path: Path, review: Review, words: str
) -> None:
    with pytest.raises(QuotecliError, match="split before one of its words"):
        review.decide(reshaping.split(DRAFT_TEXT.index(words)))
    assert path.read_text() == DRAFT


def test_a_quote_of_two_parts_is_split_between_them(path: Path, review: Review) -> None:
    review.at = 2
    review.decide(decisions.set_note("kept"))
    review.file.set_spans("asked", [_span("Nobody asked us."), _span("We’re late.")])
    review.file.save()
    review.decide(reshaping.split(DRAFT_TEXT.index("We’re")))
    words = [quote.parts for quote in _quotes(path).values()]
    assert words[2:] == [("Nobody asked us.",), ("We’re late.",)]
    assert list(_quotes(path).values())[3].note == "kept"


def test_joining_keeps_what_is_known_of_both(path: Path, review: Review) -> None:
    review.at = 1
    review.decide(decisions.set_note("first"))
    chan = review.file.statement.speakers["chan"]
    review.decide(decisions.set_speaker(chan), [Item(str(path), "asked")])
    review.decide(decisions.set_note("second"), [Item(str(path), "asked")])
    money = review.file.statement.topics["money"]
    review.decide(decisions.set_topics([money]), [Item(str(path), "asked")])
    review.decide(reshaping.join_next())
    quote = _quotes(path)["fish"]
    assert quote.parts == ("there were “more fish than ever”", "Nobody asked us.")
    assert quote.proved
    assert [topic.id for topic in quote.topics] == ["fish", "money"]
    assert (quote.kind, quote.note, quote.status) == ("mixed", "first\nsecond", "draft")
    assert "asked" not in _quotes(path)
    assert review.left == 2
    review.undo()
    assert review.left == 3
    assert "asked" in _quotes(path)


def test_words_that_follow_each_other_are_joined_as_one(path: Path, review: Review) -> None:
    review.decide(reshaping.split(DRAFT_TEXT.index("it will pay")))
    review.decide(reshaping.join_next())
    assert _quotes(path)["grow"].parts == ("The quay will grow, and it will pay",)
    assert len(_quotes(path)) == 3


def test_quotes_of_two_speakers_are_not_joined(path: Path, review: Review) -> None:
    with pytest.raises(
        QuotecliError, match="“there were “more fish than ever””, has another speaker"
    ):
        review.decide(reshaping.join_next())
    review.at = 2
    with pytest.raises(QuotecliError, match="no quote after"):
        review.decide(reshaping.join_next())
    assert path.read_text() == DRAFT


@pytest.mark.parametrize(
    ("words", "kind", "place"),
    [("We’re late.", "direct", 3), ("the mayor", "indirect", 1), ("“The quay", "indirect", 0)],
)
def test_a_new_quote_is_a_draft_of_nobody_in_the_order_of_the_text(
    path: Path, review: Review, words: str, kind: str, place: int
) -> None:
    review.decide(reshaping.add_quote(_span(words)))
    new = list(_quotes(path).values())[place]
    found = (new.excerpt, new.kind, new.speaker, new.status, new.proved)
    assert found == (words, kind, None, "draft", True)
    assert review.items[1] == Item(str(path), new.id)


DRAFT_TEXT = (
    "“The quay will grow, and it will pay,” said the mayor, Ann Lee.\n\nBo Chan said there were"
    " “more fish than ever”. “Nobody asked us.” Somebody added: “We’re late.”\n"
)


def _span(words: str) -> Span:
    start = DRAFT_TEXT.index(words)
    return Span(start, start + len(words))
