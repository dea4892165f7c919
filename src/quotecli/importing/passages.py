"""Passages that other tools marked -> quotes: the words of the text, in parts, so that they are
found again.

Nothing is taken that cannot be proved: a passage that cuts a word, or that no context tells from
another, is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.context import find_context
from quotecli.model import Kind, Quote, Span, Topic, collapse_space
from quotecli.text.slugs import make_slug

_CLOSES = {
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
_LONGEST_ID = 60
_LONGEST_CONTEXT = 320


class Passage(NamedTuple):
    """What a tool marked: the stretches of the text, and what it says of them; `name` is what to
    call it on stderr.
    """

    name: str
    spans: tuple[Span, ...]
    topics: tuple[str, ...] = ()
    kind: Kind | None = None
    note: str = ""


class Text:
    """A source text, in which passages are found and made into quotes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.anchorer = Anchorer(text)

    def find(self, exact: str, prefix: str, suffix: str, position: Span | None) -> Span | str:
        """Where a passage stands, or why it cannot be said.

        The position is believed where the words stand at it; elsewhere they must stand in one place
        only, or next to their context in one place only.
        """
        text = self.text
        if position and 0 <= position.start < position.end <= len(text):
            there = text[position.start : position.end]
            if not exact or collapse_space(there) == collapse_space(exact):
                return position
        if not exact:
            return "it gives no words, and its position is not in the text"
        if not exact.strip():
            return "it marks nothing but white space"
        anchor = self.anchorer.anchor((exact,), prefix, suffix)
        if anchor.tier not in ("exact", "typographic"):
            return "its words are not in the text"
        if anchor.occurrences > 1:
            return f"its words stand {anchor.occurrences:,} times in the text"
        return anchor.spans[0]

    def quotes(
        self,
        passages: Iterable[Passage],
        statement: str,
        topics: Mapping[str, Topic],
        taken: Iterable[str] = (),
    ) -> tuple[list[Quote], list[str]]:
        """The quotes of a statement, and of what could not become one, why; passages at one place
        become one quote.

        `taken` are ids that other quotes have. A kind that is not given is guessed from the text's
        quotation marks, and the quote is a draft.
        """
        from quotecli.drafting.ids import quote_ids

        merged: dict[tuple[Span, ...], Passage] = {}
        left_out: list[str] = []
        for passage in passages:
            spans = tuple(span for given in passage.spans if (span := self._trimmed(given)))
            known = merged.get(spans)
            if not spans:
                left_out.append(f"{passage.name}: it marks nothing but white space")
            elif known and known.kind and passage.kind and known.kind != passage.kind:
                left_out.append(
                    f"{passage.name}: its words are “{known.kind}” elsewhere, and “{passage.kind}” here"
                )
            elif known:
                note = "; ".join(dict.fromkeys(text for text in (known.note, passage.note) if text))
                all_topics = tuple(dict.fromkeys((*known.topics, *passage.topics)))
                merged[spans] = known._replace(
                    topics=all_topics, kind=known.kind or passage.kind, note=note
                )
            else:
                merged[spans] = passage._replace(spans=spans)
        made: list[Quote] = []
        used = set(taken)
        ids = quote_ids(
            [" ".join(self.text[start:end] for start, end in spans) for spans in merged]
        )
        for passage, key in zip(merged.values(), ids):
            parts = tuple(collapse_space(self.text[start:end]) for start, end in passage.spans)
            context = find_context(self.anchorer, parts, passage.spans, _LONGEST_CONTEXT)
            if context is None:
                left_out.append(
                    f"{passage.name}: it cuts a word, or nothing near it tells it from another place"
                )
                continue
            name = unused(key, used)
            kind: Kind = passage.kind or ("direct" if self.is_marked(passage.spans) else "indirect")
            made.append(
                Quote(
                    id=name,
                    statement=statement,
                    kind=kind,
                    parts=parts,
                    topics=tuple(topics[topic] for topic in passage.topics),
                    prefix=context[0],
                    suffix=context[1],
                    status=None if passage.kind else "draft",
                    note=collapse_space(passage.note),
                    anchoring=self.anchorer,
                )
            )
        return made, left_out

    def moved(self, quote: Quote, spans: tuple[Span, ...], called: str) -> Quote | str:
        """A quote with the words that stand at `spans`; or, with what it is `called`, why that
        cannot be.
        """
        moved, left_out = self.quotes(
            [Passage(called, spans, kind=quote.kind)], quote.statement, {}
        )
        if not moved:
            return left_out[0]
        return replace(quote, parts=moved[0].parts, prefix=moved[0].prefix, suffix=moved[0].suffix)

    def _trimmed(self, span: Span) -> Span | None:
        """A stretch without white space at its ends, and without the outer quotation marks; None
        where none is left.
        """
        start, end = max(0, span.start), min(len(self.text), span.end)
        for _ in range(2):
            words = self.text[start:end]
            start, end = (
                start + len(words) - len(words.lstrip()),
                end - len(words) + len(words.rstrip()),
            )
            words = self.text[start:end]
            if (
                len(words) > 2
                and _CLOSES.get(words[0]) == words[-1]
                and not set(words[1:-1]) & {words[0], words[-1]}
            ):
                start, end = start + 1, end - 1
        return Span(start, end) if start < end else None

    def is_marked(self, spans: Iterable[Span]) -> bool:
        """Whether every stretch stands between quotation marks."""
        starts, ends = self._marked
        for span in spans:
            at = bisect_right(starts, span.start) - 1
            if at < 0 or span.end > ends[at]:
                return False
        return True

    @cached_property
    def _marked(self) -> tuple[list[int], list[int]]:
        from quotecli.drafting.marks import find_stretches

        # A line end within a paragraph is a space to what pairs the marks; no character moves.
        lines = self.text.replace("\r\n", " \n").replace("\r", "\n")
        if re.search(r"\n[ \t]*\n", lines):
            lines = re.sub(r"(?<!\n)\n(?![ \t]*\n)", " ", lines)
        outer = [
            stretch for stretch in find_stretches(lines) if stretch.closed and not stretch.depth
        ]
        return [stretch.first for stretch in outer], [stretch.last for stretch in outer]


class Topics:
    """The topics of one statement, which grow by the tags that are met."""

    def __init__(self, known: Mapping[str, Topic]) -> None:
        self.known = dict(known)
        self._by_label = {topic.label: topic.id for topic in known.values()}
        self._used = set(known)

    def labelled(self, label: str, description: str = "", parent: str = "") -> str:
        """The id of the topic with that label; a new one where there is none."""
        label = collapse_space(label)
        return self._by_label.get(label) or self.new(label, description, parent)

    def new(self, label: str, description: str = "", parent: str = "") -> str:
        """The id of a new topic, whatever others are called."""
        name = unused(short_id(label, "topic"), self._used)
        self.known[name] = Topic(
            name, collapse_space(label) or name, collapse_space(description), parent=parent
        )
        self._by_label.setdefault(collapse_space(label), name)
        return name


def short_id(name: str, otherwise: str) -> str:
    """`name` as an id of a length that people can type and a file can hold."""
    return make_slug(name, otherwise)[:_LONGEST_ID].strip("-")


def unused(name: str, used: set[str]) -> str:
    """`name`, or with the first number that makes it one that is not used; it is from then on."""
    number, found = 1, name
    while found in used:
        number += 1
        found = f"{name}-{number}"
    used.add(found)
    return found
