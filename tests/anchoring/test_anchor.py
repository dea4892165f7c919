"""An excerpt is found where it is, in the best match tier, and never in the middle of a word."""

from __future__ import annotations

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from quotecli.anchoring import anchor, text_index
from quotecli.anchoring.anchor import Anchorer
from quotecli.model import Anchor, Quote, Span, collapse_space
from quotecli.text.paragraphs import Paragraphs
from tests.make import found

SPACE = " \t\n\v\f\r\x85\u2028\u2029"

# What real texts and unkind ones are made of.
PIECES = [
    *("one", "two", "Three,", "four.", "“five",
      "six”", "can't", "can", "I", "re-elect", "a", "a.b", "x_y", "44-day"),
    *("naïve", "nai\u0308ve", "ﬁsh", "İstanbul", "straße",
      "…", "—", "100\u00a0km", "\u00a0", "co\xadop", "a\u200bb"),
    *("学而时习之", "不亦说乎？", "مَرْحَبًا", "العالم", "עברית",
      "हिन्दी", "में", "ภาษา", "한국어", "👍🏽", "𝒳𝒴"),
    *("[sic]", ":smile:", "\\n", "%s", "'", '"', "-", "\u0301", "\x1b[31m"),
]  # fmt: skip
words = st.sampled_from(PIECES) | st.text(
    st.characters(exclude_characters=SPACE, exclude_categories=["Cs"]), min_size=1, max_size=6
)
gaps = st.sampled_from([" ", "  ", "\n", "\r\n", "\n\n", "\t", "\u2028", " \r\n\r\n "])


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """Draw a text and the spans of its words, as white space separates them."""
    pieces = draw(st.lists(words, min_size=1, max_size=25))
    text, spans = draw(st.sampled_from(["", " ", "\n"])), []
    for piece in pieces:
        spans.append(Span(len(text), len(text) + len(piece)))
        text += piece + draw(gaps)
    return text, spans


@given(texts(), st.data())
@example((" \u0301a b", [Span(1, 3), Span(4, 5)]), None)
def test_any_stretch_of_whole_words_is_found_exactly_however_it_is_wrapped(
    made: tuple[str, list[Span]], data: st.DataObject | None
) -> None:
    text, spans = made
    first = data.draw(st.integers(0, len(spans) - 1)) if data else 0
    last = data.draw(st.integers(first, len(spans) - 1)) if data else 0
    start, end = spans[first].start, spans[last].end
    wrapped = re.sub(f"[{SPACE}]+", lambda _: data.draw(gaps) if data else " ", text[start:end])
    anchor = Anchorer(text).anchor((f" {wrapped}\n",))
    assert anchor.tier == "exact"
    assert anchor.context
    (span,) = anchor.spans
    assert collapse_space(text[span.start : span.end]) == collapse_space(text[start:end])
    assert span.start <= start
    if anchor.occurrences == 1:
        assert span == (start, end)


@given(texts(), st.data())
def test_a_prefix_and_a_suffix_pick_the_place_that_has_them(
    made: tuple[str, list[Span]], data: st.DataObject
) -> None:
    text, spans = made
    at = data.draw(st.integers(0, len(spans) - 1))
    whole = [text[start:end] for start, end in spans]
    before, after = " ".join(whole[max(0, at - 3) : at]), " ".join(whole[at + 1 : at + 4])
    anchor = Anchorer(text).anchor((whole[at],), before, after)
    assert (anchor.tier, anchor.context) == ("exact", True)
    (span,) = anchor.spans
    if anchor.occurrences == 1:
        assert span == spans[at]


@given(texts(), st.lists(words, min_size=1, max_size=3), st.sampled_from(["", "a"]))
def test_whatever_is_found_can_be_read_at_its_place(
    made: tuple[str, list[Span]], parts: list[str], prefix: str
) -> None:
    text, _ = made
    anchor = Anchorer(text).anchor(tuple(parts), prefix)
    assert len(anchor.spans) == (0 if anchor.tier == "missing" else len(parts))
    assert (anchor.occurrences == 0) == (anchor.tier == "missing")
    end = 0
    for span, part in zip(anchor.spans, parts):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        if anchor.tier == "exact":
            assert collapse_space(text[span.start : span.end]) == collapse_space(part)


TYPOGRAPHY = [
    ("He said ‘yes’.", "He said 'yes'."),
    ("He said “yes”.", 'He said "yes".'),
    ("He said «yes».", "He said ''yes''."),
    ("He said „yes‟.", "He said ,,yes``."),
    ("one – two", "one - two"),
    ("one — two", "one -- two"),
    ("one—two", "one---two"),
    ("wait… what", "wait... what"),
    ("100\u00a0km on", "100 km on"),
    ("100\u202f000 on", "100\u2009000 on"),
    ("a ﬁne oﬃce", "a fine office"),
    ("co\xadoperate", "cooperate"),
    ("a\u200db ok", "ab ok"),
    ("café ok", "cafe\u0301 ok"),
    ("Việt Nam", unicodedata.normalize("NFD", "Việt Nam")),
    ("й ё ok", unicodedata.normalize("NFD", "й ё ok")),
    ("ガギ。", unicodedata.normalize("NFD", "ガギ。")),
    ("한국어 말", unicodedata.normalize("NFD", "한국어 말")),
    ("\u095c ok", unicodedata.normalize("NFD", "\u095c ok")),
    ("\ufb2c ok", unicodedata.normalize("NFD", "\ufb2c ok")),
    ("273 \u212a", "273 K"),
    ("κ\u1f71 ok", "κ\u03ac ok"),
]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("one", "other"), TYPOGRAPHY)
def test_typography_alone_makes_a_typographic_match(one: str, other: str, turned: bool) -> None:
    if turned:
        one, other = other, one
    text = f"Before it, {one} And after."
    assert found(text, other) == ("typographic", [one])


def test_every_letter_that_has_two_spellings_has_them_typographically() -> None:
    letters = [
        letter
        for letter in map(chr, range(0x10000))
        if unicodedata.normalize("NFD", letter) != letter
        and unicodedata.category(letter)[0] in "LM"
    ]
    assert len(letters) > 12_000
    text = " ".join(f"x{letter}y" for letter in letters)
    assert found(text, unicodedata.normalize("NFD", text)) == ("typographic", [text])


@pytest.mark.parametrize(
    ("text", "excerpt", "stretch"),
    [
        ("The End came.", "the end", "The End"),
        ("Yes, of course!", "Yes of course", "Yes, of course"),
        ("a (b) c", "a b c", "a (b) c"),
        ("extremely important.This is", "extremely important. This", "extremely important.This"),
        ("Älter als er", "Alter als er", "Älter als er"),
        ("子曰：学而", "子曰学而", "子曰：学而"),
    ],
)
def test_case_accents_and_punctuation_make_a_loose_match(
    text: str, excerpt: str, stretch: str
) -> None:
    assert found(text, excerpt) == ("loose", [stretch])


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("One two three.", "One three"),
        ("One two three.", "One four"),
        ("One.", "…"),
        ("One.", "One. Two."),
        ("", "a"),
    ],
)
def test_other_words_are_missing(text: str, excerpt: str) -> None:
    assert found(text, excerpt) == ("missing", [])


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("I can't go", "I can"), ("I can’t go", "I can"), ("I can’t go", "t go"),
        ("unable to", "able to"),
        ("the harbours", "the harbour"), ("кафе\u0301 x", "каф"), ("ﬁre x", "ire x"),
        ("1000 men", "000 men"),
        ("कि है", "क"), ("x₂ y", "x"), ("Привет", "вет"), ("한국어", "한국"),
    ],
)  # fmt: skip
def test_no_match_cuts_a_word(text: str, excerpt: str) -> None:
    assert found(text, excerpt)[0] == "missing"


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("学而时习之", "时习"), ("ภาษาไทย", "ไทย"),
        ("He said 'can' twice", "can"), ("dogs' tails", "dogs"),
        ("‘can’t’ he", "can’t"), ("re-elect", "elect"),
        ("a_b", "b"), ("in学校", "in"), ("one.two", "two"),
        ("(a)", "a"),
    ],
)  # fmt: skip
def test_separate_words_are_found(text: str, excerpt: str) -> None:
    assert found(text, excerpt) == ("exact", [excerpt])


def test_a_better_place_later_is_preferred_to_a_worse_one() -> None:
    assert found("THE END. “the” end. the end", "the end") == ("exact", ["the end"])
    assert Anchorer("THE END. the end").anchor(("the end",)).spans == ((9, 16),)


# Parts


def test_parts_are_found_in_their_order() -> None:
    text = "two one two three one"
    assert Anchorer(text).anchor(("one", "three")).spans == ((4, 7), (12, 17))
    assert found(text, "three", "two") == ("missing", [])
    assert found("one two one", "one", "one") == ("exact", ["one", "one"])
    assert found("one two", "one", "one") == ("missing", [])


def test_parts_are_next_to_the_rarest_of_them() -> None:
    text = "yes no yes, RARE he said, yes no yes"
    assert Anchorer(text).anchor(("yes", "RARE", "no")).spans == ((7, 10), (12, 16), (30, 32))


def test_all_parts_are_of_one_tier() -> None:
    assert found("One “two” three", "One", '"two"') == ("typographic", ["One", "“two”"])
    assert found("One “two” three", "one", '"two"') == ("loose", ["One", "two"])


@given(texts(), st.data())
def test_any_parts_in_the_texts_order_are_found(
    made: tuple[str, list[Span]], data: st.DataObject
) -> None:
    text, spans = made
    chosen = sorted(data.draw(st.sets(st.integers(0, len(spans) - 1), min_size=1, max_size=4)))
    parts = tuple(text[spans[at].start : spans[at].end] for at in chosen)
    anchor = Anchorer(text).anchor(parts)
    assert anchor.tier == "exact"
    assert [text[start:end] for start, end in anchor.spans] == list(parts)


# Ambiguity


def test_places_are_counted_and_the_first_is_taken() -> None:
    assert Anchorer("a b a b a").anchor(("a",)) == Anchor("exact", (Span(0, 1),), 3)
    assert Anchorer("a b a b a").anchor(("a b a",)) == Anchor("exact", (Span(0, 5),), 2)
    assert Anchorer("ab a").anchor(("a",)) == Anchor("exact", (Span(3, 4),), 1)


def test_the_words_before_or_after_decide() -> None:
    text = "say yes, not no; say  yes, or no"
    anchorer = Anchorer(text)
    assert anchorer.anchor(("yes",)).occurrences == 2
    assert anchorer.anchor(("yes",), suffix=", or") == Anchor("exact", (Span(22, 25),), 1)
    assert anchorer.anchor(("no",), prefix="or") == Anchor("exact", (Span(30, 32),), 1)
    assert anchorer.anchor(("yes",), prefix="say", suffix=", not") == Anchor(
        "exact", (Span(4, 7),), 1
    )
    assert anchorer.anchor(("yes",), prefix="say") == Anchor("exact", (Span(4, 7),), 2)


def test_a_context_that_no_place_has_is_reported() -> None:
    assert Anchorer("yes and yes").anchor(("yes",), prefix="or") == Anchor(
        "exact", (Span(0, 3),), 2, context=False
    )


def test_every_place_is_counted_and_the_last_one_is_found_by_what_follows_it() -> None:
    text = "".join(f"We will rebuild the harbour, all of it. No{n}. " for n in range(900))
    excerpt = "We will rebuild the harbour, all of it."
    anchorer = Anchorer(text)
    assert anchorer.anchor((excerpt,)).occurrences == 900
    last = anchorer.anchor((excerpt,), "", "No899.")
    assert (last.occurrences, last.spans[0].start) == (1, text.rindex("We will"))
    assert anchorer.anchor(("No898.", excerpt)).spans[1].start == text.rindex("We will")


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("It costs 1,500 a day.", "It costs 1"),
        ("It costs 1.5 million.", "It costs 1"),
        ("the foo\u00adbar of it", "the foo"),
        ("we can’t go", "we can"),
    ],
)
def test_no_match_ends_inside_a_number_or_before_an_invisible_sign(text: str, excerpt: str) -> None:
    assert Anchorer(text).anchor((excerpt,)).tier in ("loose", "missing")


def test_a_number_may_end_a_sentence() -> None:
    assert (
        Anchorer("It was 2024. Then, in 2025, it ended.").anchor(("It was 2024", "in 2025")).tier
        == "exact"
    )


# The ways to search: long excerpts by their grams, short ones by reading, many short ones by
# their words.


@given(texts(), st.data())
def test_every_way_to_search_finds_the_same(
    made: tuple[str, list[Span]], data: st.DataObject
) -> None:
    text, spans = made
    text = f"{text} {text}"
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    excerpt = text[spans[first].start : spans[last].end]
    answers = []
    for gram, scans in ((2, 500), (10**6, 500), (10**6, -1)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(text_index, "_GRAM_LENGTH", gram)
            patch.setattr(text_index, "_MAX_SHORT_EXCERPTS", scans)
            answers.append(Anchorer(text).anchor((excerpt,)))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0].occurrences >= 2 or " " in collapse_space(excerpt)


def test_a_long_excerpt_in_a_long_text_is_found_at_any_offset() -> None:
    text = " ".join(f"w{n}" for n in range(2000))
    anchorer = Anchorer(text)
    for n in range(900, 940):
        excerpt = " ".join(f"w{m}" for m in range(n, n + 20))
        (span,) = anchorer.anchor((excerpt,)).spans
        assert text[span.start : span.end] == excerpt


# The way back


@given(texts())
def test_a_loose_match_is_a_stretch_of_the_text(made: tuple[str, list[Span]]) -> None:
    text, spans = made
    excerpt = text[spans[0].start : spans[-1].end].swapcase().replace(",", ";")
    assume(any(character.isalnum() for character in excerpt))
    tier, stretches = found(text, excerpt)
    if tier == "loose":
        words = "".join(character for character in stretches[0] if character.isalnum())
        assert words in "".join(character for character in text if character.isalnum())


@pytest.mark.parametrize(
    ("text", "excerpt", "stretch"),
    [
        ("𝒳 said:\r\n“one\r\n\r\ntwo” ok", '"one two"', "“one\r\n\r\ntwo”"),
        ("ﬁ ﬁ ‘ﬁ two’ ﬁ", "'fi two'", "‘ﬁ two’"),
        ("e\u0301 e\u0301 “é e\u0301”.", '"é é"', "“é e\u0301”"),
        ("👍🏽 “مَرْحَبًا بك” 学", '"مَرْحَبًا بك"', "“مَرْحَبًا بك”"),
        ("a\u00ad\u00adb… “学而…” c", '"学而..."', "“学而…”"),
        ("x \u00a0\n “a\u00a0 b” y", '"a b"', "“a\u00a0 b”"),
    ],
)
def test_a_span_leads_back_over_all_that_was_folded(text: str, excerpt: str, stretch: str) -> None:
    assert found(text, excerpt) == ("typographic", [stretch])


def test_a_paragraph_is_found_by_an_offset() -> None:
    assert [Anchorer("One.\n\nTwo.").paragraph(offset) for offset in (0, 6)] == [1, 2]


@pytest.mark.parametrize(
    ("text", "parts", "context", "doubt"),
    [
        ("One two.", ("two",), {}, ""),
        ("One two two.", ("two",), {}, "occurs 2 times"),
        ("One two two.", ("two",), {"prefix": "two"}, ""),
        ("One two.", ("two",), {"prefix": "three"}, "is not next to its prefix"),
        ("One “two”.", ('One "two"',), {}, "differs in typography"),
        ("One two.", ("one two",), {}, "differs in case"),
        ("One two.", ("three",), {}, "is not in the source"),
    ],
)
def test_a_quote_is_proved_if_one_place_has_its_very_words(
    text: str, parts: tuple[str, ...], context: dict[str, str], doubt: str
) -> None:
    quote = Quote("q", "s", "direct", parts, anchoring=Anchorer(text), **context)  # type: ignore[arg-type]  # texts
    assert quote.proved == (doubt == "")
    assert doubt in quote.doubt
    assert bool(quote.doubt) == bool(doubt)


def test_a_thread_does_not_wait_for_the_paragraphs_of_another_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, done = Event(), Event()

    def make(text: str) -> Paragraphs:
        if text == "slow":
            begun.set()
            assert done.wait(10)
        return Paragraphs(text)

    monkeypatch.setattr(anchor, "Paragraphs", make)
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(lambda: Anchorer("slow").paragraph(0))
        assert begun.wait(10)
        quick = pool.submit(lambda: Anchorer("quick").paragraph(0))
        assert quick.result(5) == 1
        done.set()
        assert slow.result(5) == 1
