"""Decisions on the words of a quote: its ends, a split, what it is joined with, a new quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from quotecli.errors import QuotecliError
from quotecli.model import Quote, Span, collapse_space
from quotecli.store.editing.statement_file import StatementFile
from quotecli.tui.reviewing import Change, Decision, find_quote
from quotecli.tui.word_edges import End, find_words, move_edge

_WORDS = ("id", "kind", "excerpt", "prefix", "suffix")


def move_end(end: End, by: int) -> Decision:
    """Move an end of the excerpt by a word, forward or (by -1) back."""

    def make(file: StatementFile, key: str) -> Change:
        spans = _find_placed(file, key).anchor.spans
        file.set_spans(key, move_edge(file.statement.text, spans, end, by))
        return Change()

    return Decision("longer" if (end == "end") == (by > 0) else "shorter", make)


def split(offset: int) -> Decision:
    """Split a quote before the word at an offset of the text.

    What is known of it holds for both quotes; the new one has the words from the offset on.
    """

    def make(file: StatementFile, key: str) -> Change:
        quote, text = _find_placed(file, key), file.statement.text
        before, after = _cut(quote.anchor.spans, offset, text)
        values: Any = file.document.get("quotes", key)
        kept = {name: value for name, value in values.items() if name not in _WORDS}
        file.set_spans(key, before)
        return Change([file.add_quote(spans=after, after=key, kind=quote.kind, **kept)])

    return Decision("split", make, repeats=False)


def _cut(spans: Sequence[Span], offset: int, text: str) -> tuple[list[Span], list[Span]]:
    """Return the words before an offset, and those from it on; refuse it if either are none."""
    before, after = list[Span](), list[Span]()
    for span in spans:
        words = find_words(text, span)
        ends = [word.end for word in words if word.start < offset]
        starts = [word.start for word in words if word.start >= offset]
        if not starts:
            before.append(span)
        elif not ends:
            after.append(span)
        else:
            before.append(Span(span.start, ends[-1]))
            after.append(Span(starts[0], span.end))
    if not (before and after):
        raise QuotecliError(
            "a quote is split before one of its words", hint="move to its second word, or further"
        )
    return before, after


def join_next() -> Decision:
    """Join a quote with the next one in the text, which must have the same speaker.

    Words between them make the excerpt one of several parts. Topics and notes of both are kept.
    """
    return Decision("joined", _join_next, repeats=False)


def _join_next(file: StatementFile, key: str) -> Change:
    quote, text = _find_placed(file, key), file.statement.text
    other = _find_next(file, quote)
    for what in ("speaker", "reported_by", "polarity"):
        if getattr(quote, what) != getattr(other, what):
            name = what.replace("reported_by", "reporter")
            raise QuotecliError(
                f"the next quote, “{_begin(other)}”, has another {name}",
                hint=f"give both the same {name} first",
            )

    values = _merge(quote, other)
    spans = _merge_spans([*quote.anchor.spans, *other.anchor.spans], text)
    file.remove_quote(other.id)
    file.set_spans(key, spans)
    file.set_quote(key, **values)
    return Change(gone=[other.id])


def _find_next(file: StatementFile, quote: Quote) -> Quote:
    place = quote.anchor.spans
    others = [other for other in file.statement.quotes if other.anchor.spans > place]
    if not others:
        raise QuotecliError("there is no quote after this one")
    return min(others, key=lambda other: other.anchor.spans)


def _begin(quote: Quote) -> str:
    words = collapse_space(quote.excerpt)
    return words if len(words) <= 40 else f"{words[:39]}…"


def _merge(quote: Quote, other: Quote) -> Mapping[str, Any]:
    """Return what is known of one of two quotes, or of both; a key that changes nothing is None."""
    kinds = {quote.kind, other.kind}
    notes = dict.fromkeys(filter(None, (quote.note, other.note)))
    values: dict[str, Any] = {
        "kind": kinds.pop() if len(kinds) == 1 else "mixed",
        "topics": list(dict.fromkeys(topic.id for topic in (*quote.topics, *other.topics))),
        "note": "\n".join(notes),
        "important": quote.important or other.important,
        "cue": quote.cue or other.cue,
    }
    if other.status in ("draft", "unresolved") and quote.status not in ("draft", "unresolved"):
        values["status"] = other.status
    return values


def _merge_spans(spans: Sequence[Span], text: str) -> list[Span]:
    """Return spans in order, those as one between which there is only white space."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not text[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def add_quote(words: Span) -> Decision:
    """Make a new quote of words of the text, a draft until it is accepted.

    Nobody has said who says it: its speaker is that of the statement, if it has one.
    """
    return Decision("new quote", partial(_add_quote, words=words), repeats=False)


def _add_quote(file: StatementFile, key: str, words: Span) -> Change:
    from quotecli.importing.passages import ImportedText

    statement = file.statement
    before = [
        (spans[0].start, quote.id)
        for quote in statement.quotes
        if (spans := quote.anchor.spans) and spans[0].start <= words.start
    ]
    after = max(before)[1] if before else ""
    kind = ImportedText(statement.text).guess_kind([words])
    return Change([file.add_quote(spans=[words], after=after, kind=kind, status="draft")])


def _find_placed(file: StatementFile, key: str) -> Quote:
    quote = find_quote(file, key)
    if quote is None or not quote.anchor.spans:
        raise QuotecliError("the excerpt is not in the text", hint="correct its words first")
    return quote
