"""A draft can be reviewed: it passes a check without errors, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import quotecli
from quotecli.checking.rules import check_file
from quotecli.drafting.draft import make
from quotecli.model import Quote, Source, Span, Topic, collapse_space
from quotecli.store import files, reader, writer
from quotecli.text.words import Token, tokenize

_WORDS = [
    *(
        "“No,”",
        "he",
        "said",
        "Ann",
        "Lee",
        "said.",
        "“We",
        "can’t",
        "go.”",
        '"',
        "''",
        "``",
        "«да»",
        "that",
        "According",
    ),
    *(
        "to",
        "him,",
        "the",
        "mayor",
        "\n\n",
        "\n",
        "\r\n",
        "NAME:",
        "– said",
        "‘x’",
        "学而。",
        "「不」",
        "5'9\"",
        "told",
    ),
    *("Mr.", "Cho", ".", "Null", "“Null,”", "null"),
]
_ARTICLES = st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join)
# What a name, a cue or an alias may consist of beside letters, or without any.
_ODD = st.lists(
    st.sampled_from([*_WORDS, "\x1b]0;x\x07", "\u202e", "\x1f\x1d", "\u2003", "\u200b", "\u2028"]),
    max_size=40,
).map("".join)
_ANY = st.one_of(
    _ARTICLES, _ODD, st.text(max_size=200), st.text(alphabet="“”\"‘’' aB.,\n\x1b", max_size=80)
)


@settings(max_examples=settings().max_examples * 5 // 2)
@given(_ANY.filter(lambda text: bool(text.strip())))
@example("\u00a0" * 500 + "Rain.")
def test_any_text_makes_a_file_that_passes_the_check(text: str) -> None:
    made = make(text, speaker=text[:20], title=text[-20:])
    report = check_file(
        "draft.yaml", writer.write(made.statement, made.review, ["a draft"]).encode()
    )
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    assert report.statement
    assert report.statement.text == text
    assert len(report.statement.quotes) == len(made.statement.quotes)


@settings(max_examples=settings().max_examples * 5 // 2)
@given(_ANY)
def test_any_text_makes_a_statement_whose_excerpts_are_verbatim(text: str) -> None:
    made = quotecli.draft(text)
    assert made.text == text
    for quote in made.quotes:
        spans = quote.anchor.spans
        assert quote.proved
        assert list(spans) == sorted(spans)
        assert [collapse_space(text[start:end]) for start, end in spans] == list(quote.parts)
        assert quote.confidence is not None
        assert 0 <= quote.confidence <= 1


def test_the_source_of_the_shipped_statement_gives_every_quote_of_its_annotation() -> None:
    shipped = reader.load(files.find_shipped())
    made = quotecli.draft(shipped.text)
    names = {who.name for who in made.speakers.values()}
    assert names == {who.name for who in shipped.speakers.values()}
    for wanted in shipped.quotes:
        assert wanted.speaker
        words = {
            token.start
            for start, end in wanted.anchor.spans
            for token in _tokens_in(made.text, start, end)
        }
        found = {
            token.start
            for quote in made.quotes
            if quote.speaker and quote.speaker.name == wanted.speaker.name
            for start, end in quote.anchor.spans
            for token in _tokens_in(made.text, start, end)
        }
        assert len(words & found) >= 0.85 * len(words), wanted.id
    (told,) = [quote for quote in made.quotes if quote.reported_by]
    assert told.speaker
    assert told.reported_by
    assert (told.speaker.name, told.reported_by.name, told.kind) == (
        "Ilham Aliyev",
        "Sattar Mohbaliyev",
        "indirect",
    )
    assert made.title == shipped.title


def _tokens_in(text: str, start: int, end: int) -> list[Token]:
    return [token for token in tokenize(text) if start <= token.start < end]


def test_metadata_is_filled_in() -> None:
    text = "The bridge will close\n\n“It will rain,” said Ann Lee. “It always does.”"
    topics = {"rain": Topic("rain", "Rain", keywords=("rain",)), "sun": Topic("sun", "Sun")}
    made = quotecli.draft(
        text,
        topics=topics,
        speaker="Ann Lee",
        occasion="a walk",
        source=Source(url="https://example.org"),
        name="walk",
    )
    assert made.title == "The bridge will close"
    assert made.speaker
    assert made.speaker.name == "Ann Lee"
    assert [quote.speaker for quote in made.quotes] == [made.speaker] * len(made.quotes)
    assert made.quotes[0].topics == (topics["rain"],)
    assert made.topics == topics
    assert (made.id, made.occasion, made.source.url) == ("walk", "a walk", "https://example.org")


def test_what_is_unsure_is_marked_for_review() -> None:
    made = make("“It will rain on Sunday,” officials said. The mayor hinted that it may snow.")
    unresolved = [quote for quote in made.statement.quotes if quote.status == "unresolved"]
    assert unresolved
    for quote in made.statement.quotes:
        unsure = quote.status == "unresolved" or (quote.confidence or 0) < 0.9
        assert bool(made.review.get(quote.id)) == unsure


@pytest.mark.parametrize("text", ["", " \n ", "no quotes here"])
def test_a_text_without_quotes_makes_a_statement_without_quotes(text: str) -> None:
    assert quotecli.draft(text).quotes == ()
    assert quotecli.draft(text).title


def test_a_name_that_yaml_reads_as_null_stays_a_name() -> None:
    made = make(
        "“Null,” said Ann Null.",
        speaker="Null",
        topics={"null": Topic("null", "Null", keywords=("null",))},
    )
    report = check_file("draft.yaml", writer.write(made.statement).encode())
    assert report.errors == 0


@pytest.mark.parametrize("speaker", ["\x1f\x1d,", "\u2003Ann\u2003\u3000Lee\x1c", "Ann\u00a0Lee"])
def test_a_speaker_is_written_with_plain_spaces(speaker: str) -> None:
    made = make("“It will rain,” said Ann Lee.", speaker=speaker)
    report = check_file("draft.yaml", writer.write(made.statement).encode())
    assert report.errors == 0
    assert made.statement.speaker
    assert made.statement.speaker.name in (",", "Ann Lee")
    assert "Ann Lee" in [who.name for who in made.statement.speakers.values()]


def test_invisible_values_are_left_out() -> None:
    made = make(
        "“It will rain,” said Ann Lee.", title="\u00a0", speaker=" ", source=Source(url=" ")
    )
    report = check_file("draft.yaml", writer.write(made.statement).encode())
    assert report.errors == 0


_ARTICLE = """Ada Marlow said the harbour would stay open. “We will not sell it,” she said.

The rain fell on the quay all night, and nobody came.

“It is a gift,” said Bo Chan, who told Marlow that the wall was to be paid for."""


def test_what_is_drafted_of_a_passage_is_what_is_drafted_of_the_text() -> None:
    whole = make(_ARTICLE).statement
    for start in range(0, len(_ARTICLE), 9):
        span = Span(start, start + 30)
        drafted = [*map(shown, make(_ARTICLE, within=span).statement.quotes)]
        assert [one for one in map(shown, whole.quotes) if one in drafted] == drafted
        # The “that” before what is said is not quoted.
        near = [shown(one) for one in whole.quotes if is_in(one, Span(start, start + 35))]
        inside = [shown(one) for one in whole.quotes if is_in(one, span)]
        assert [one for one in inside if one in drafted] == inside
        assert [one for one in drafted if one in near] == drafted


def is_in(quote: Quote, span: Span) -> bool:
    return any(start < span.end and span.start < end for start, end in quote.anchor.spans)


def shown(quote: Quote) -> tuple[object, ...]:
    who = quote.speaker
    return quote.parts, quote.anchor.spans, quote.kind, quote.status, who and (who.name, who.role)


def test_nobody_is_looked_for_if_a_passage_has_no_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotecli.drafting.pipeline.People", None)
    start = _ARTICLE.index("The rain")
    assert make(_ARTICLE, within=Span(start, start + 50)).statement.quotes == ()
