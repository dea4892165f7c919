"""Quotes made of the passages that other tools marked.

Nothing is accepted that cannot be proved: a passage that cuts a word, or that no context tells from
another, is skipped.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.context import find_context
from quotecli.model import Kind, Quote, Span, Topic, collapse_space
from quotecli.text.lazy import lazy
from quotecli.text.slugs import add_unique

if TYPE_CHECKING:
    from quotecli.importing.letters import Letters

_QUOTATION_MARKS = {
    "“": "”",
    "„": "“",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    "「": "」",
    "『": "』",
    '"': '"',
    "'": "'",
}
MAX_CONTEXT = 320
"""The longest prefix and suffix of a quote, in code points."""


class MarkedPassage(NamedTuple):
    """A passage that a tool marked: its stretches of the text, and what the tool says of it.

    `title` names it in messages; `topics` are ids.
    """

    title: str
    spans: tuple[Span, ...]
    topics: tuple[str, ...] = ()
    kind: Kind | None = None
    note: str = ""


class ImportedText:
    """A source text, in which passages are found and made into quotes.

    `counted` is how positions in it are counted, or "" if evidence must tell.
    """

    def __init__(self, text: str, counted: str = "") -> None:
        self.text = text
        self.counted = counted
        self.anchorer = Anchorer(text)

    def find(self, exact: str, prefix: str, suffix: str, position: Span | None) -> Span | str:
        """Return the span of a passage, or the reason why it has none.

        The position counts if the words are there. Otherwise they must occur in one place only, or
        beside their context in one place only, if need be by their letters.
        """
        if position:
            words = self.text[position.start : position.end]
            if collapse_space(words) == collapse_space(exact):
                return position

        if not exact.strip():
            return "it marks only white space"
        anchor = self.anchorer.anchor((exact,), prefix, suffix)
        if anchor.tier in ("exact", "typographic") and anchor.occurrences == 1:
            return anchor.spans[0]
        return self._letters.find(exact, prefix, suffix)

    def make_quotes(
        self,
        passages: Iterable[MarkedPassage],
        statement: str,
        topics: Mapping[str, Topic],
        taken: Iterable[str] = (),
    ) -> tuple[list[Quote], list[str]]:
        """Return the quotes of a statement, and a line on each passage that is skipped.

        Passages at the same place become one quote. If no kind is given, it is guessed from the
        quotation marks in the text, and the quote is a draft. `taken` are the ids of other quotes.
        """
        from quotecli.drafting.ids import quote_ids

        merged, skipped = self._merge(passages)
        quotes: list[Quote] = []
        used = set(taken)
        words = [" ".join(self.text[start:end] for start, end in one.spans) for one in merged]
        for passage, key in zip(merged, quote_ids(words)):
            parts = tuple(collapse_space(self.text[start:end]) for start, end in passage.spans)
            context = find_context(self.anchorer, parts, passage.spans, MAX_CONTEXT)
            if context is None:
                skipped.append(
                    f"{passage.title}: it cuts a word, or the same words occur elsewhere"
                )
                continue

            quote = Quote(
                id=add_unique(key, used),
                statement=statement,
                kind=passage.kind or self.guess_kind(passage.spans),
                parts=parts,
                topics=tuple(topics[topic] for topic in passage.topics),
                prefix=context[0],
                suffix=context[1],
                status=None if passage.kind else "draft",
                note="\n".join(passage.note.strip().splitlines()),
                anchoring=self.anchorer,
            )
            quotes.append(quote)
        return quotes, skipped

    def move(self, quote: Quote, spans: tuple[Span, ...], title: str) -> Quote | str:
        """Return a quote with the words at `spans`, or a line on why that is impossible."""
        moved, skipped = self.make_quotes(
            [MarkedPassage(title, spans, kind=quote.kind)], quote.statement, {}
        )
        if not moved:
            return skipped[0]
        return replace(quote, parts=moved[0].parts, prefix=moved[0].prefix, suffix=moved[0].suffix)

    def _merge(self, passages: Iterable[MarkedPassage]) -> tuple[list[MarkedPassage], list[str]]:
        """Return the passages, those at one place merged, and a line on each that is skipped."""
        merged: dict[tuple[Span, ...], MarkedPassage] = {}
        skipped: list[str] = []
        for passage in passages:
            spans = tuple(span for given in passage.spans if (span := self._trim(given)))
            trimmed = passage._replace(spans=spans)
            other = merged.get(spans)
            if not spans:
                skipped.append(f"{passage.title}: it marks only white space")
            elif other is None:
                merged[spans] = trimmed
            elif other.kind and passage.kind and other.kind != passage.kind:
                skipped.append(
                    f"{passage.title}: the same words are “{other.kind}” in another annotation,"
                    f" and “{passage.kind}” here"
                )
            else:
                merged[spans] = _join(other, passage)
        return list(merged.values()), skipped

    def _trim(self, span: Span) -> Span | None:
        """Return a span without outer white space and quotation marks, or None if it is empty."""
        start, end = span
        for _ in range(2):
            words = self.text[start:end]
            start += len(words) - len(words.lstrip())
            end -= len(words) - len(words.rstrip())
            if _is_quoted(self.text[start:end]):
                start, end = start + 1, end - 1
        return Span(start, end) if start < end else None

    def guess_kind(self, spans: Iterable[Span]) -> Kind:
        """Return "direct" if every span is between quotation marks, else "indirect"."""
        starts, ends = self._quoted
        for span in spans:
            at = bisect_right(starts, span.start) - 1
            if at < 0 or span.end > ends[at]:
                return "indirect"
        return "direct"

    @lazy
    def _letters(self) -> Letters:
        from quotecli.importing.letters import Letters

        return Letters(self.anchorer)

    @lazy
    def _quoted(self) -> tuple[list[int], list[int]]:
        """The starts and the ends of the stretches between quotation marks."""
        from quotecli.drafting.reading.marks import find_stretches

        # To what pairs the marks, a line end within a paragraph is a space; no character moves.
        lines = self.text.replace("\r\n", " \n").replace("\r", "\n")
        if re.search(r"\n[ \t]*\n", lines):
            lines = re.sub(r"(?<!\n)\n(?![ \t]*\n)", " ", lines)

        outer = [one for one in find_stretches(lines) if one.closed and not one.depth]
        return [one.first for one in outer], [one.last for one in outer]


def _is_quoted(words: str) -> bool:
    """Return True if a pair of quotation marks encloses some words and is not part of them."""
    return (
        len(words) > 2
        and _QUOTATION_MARKS.get(words[0]) == words[-1]
        and not set(words[1:-1]) & {words[0], words[-1]}
    )


def _join(one: MarkedPassage, other: MarkedPassage) -> MarkedPassage:
    """Return a passage with the topics, the kind and the notes of two at the same place."""
    return one._replace(
        topics=tuple(dict.fromkeys((*one.topics, *other.topics))),
        kind=one.kind or other.kind,
        note="; ".join(dict.fromkeys(note for note in (one.note, other.note) if note)),
    )
