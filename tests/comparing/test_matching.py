"""Which quotes of several coders are of the same words."""

from __future__ import annotations

from quotecli.comparing.matching import is_match, list_rivals, match
from quotecli.model import Anchor, FoundAnchoring, Quote, Span, Topic


def make(key: str, *spans: tuple[int, int], topic: str = "", **values: str) -> Quote:
    """Return a quote with a place; none without spans."""
    places = tuple(Span(*span) for span in spans)
    anchor = Anchor("exact" if spans else "missing", places, 1)
    words = (("words",) if spans else (key.rstrip("0123456789"),), "", "")
    return Quote(
        *(key, "s", "direct", words[0]),
        topics=(Topic(topic, topic),) if topic else (),
        anchoring=FoundAnchoring(anchor, 1, words),
        **values,  # type: ignore[arg-type]
    )


def list_ids(*quotes: list[Quote]) -> list[tuple[str, ...]]:
    return [tuple(one.id if one else "-" for one in found) for found in match(quotes)]


def test_half_of_the_longer_one_is_enough_and_less_is_not() -> None:
    assert is_match(make("a", (0, 10)), make("b", (5, 15)))
    assert is_match(make("a", (0, 10)), make("b", (0, 20)))
    assert not is_match(make("a", (0, 10)), make("b", (0, 21)))
    assert not is_match(make("a", (0, 10)), make("b", (6, 16)))
    # Of several parts, all that they share counts.
    assert is_match(make("a", (0, 10), (20, 30)), make("b", (5, 25)))


def test_each_quote_is_in_one_match_and_the_closest_go_first() -> None:
    assert list_ids([make("a", (0, 10))], [make("b", (0, 5)), make("c", (0, 9))]) == [
        ("a", "c"),
        ("-", "b"),
    ]
    first = [make("a", (0, 9), topic="x"), make("b", (0, 9), topic="y")]
    second = [make("c", (0, 9), topic="y"), make("d", (0, 9), topic="x")]
    assert list_ids(first, second) == [("a", "d"), ("b", "c")]


def test_three_coders_share_one_match() -> None:
    some = [[make("a", (5, 15))], [make("b", (0, 14))], [make("c", (6, 15)), make("d", (40, 50))]]
    assert list_ids(*some) == [("a", "b", "c"), ("-", "-", "d")]


def test_what_has_no_place_matches_the_same_words() -> None:
    assert list_ids([make("lost")], [make("lost2"), make("gone")]) == [
        ("-", "gone"),
        ("lost", "lost2"),
    ]


def test_rivals_are_drafts_of_others() -> None:
    def coded(key: str, coder: str, status: str = "draft", start: int = 0) -> Quote:
        return make(key, (start, 10), coder=coder, status=status)

    quote = coded("a", "Ada")
    others = [
        *(coded("b", "Ben", start=4), coded("c", "Cy", start=6), coded("d", "")),
        *(coded("e", "Ada"), coded("f", "Ben", "reviewed")),
    ]
    assert [one.id for one in list_rivals(quote, [quote, *others])] == ["b"]
    unresolved = coded("g", "Ben", "unresolved")
    assert list_rivals(quote, [quote, unresolved]) == [unresolved]
    assert list_rivals(unresolved, [quote, unresolved]) == [quote]
    assert list_rivals(coded("a", ""), others) == []
    assert list_rivals(coded("a", "Ada", "reviewed"), others) == []
