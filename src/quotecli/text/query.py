"""What a search asks for: words, beginnings and phrases, found in any script without regard to case
and accents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quotecli.model import Span
from quotecli.text.words import folded, tokens

_MARKS = '"“”„‟«»＂「」『』'
_TERM = re.compile(rf"[{_MARKS}]([^{_MARKS}]*)(?:[{_MARKS}]|$)(\*?)|([^\s{_MARKS}]+)")
_INTERRUPTION = "\uffff"
"""Stands between the parts of a quote, so that no phrase is found across them."""


class Term(NamedTuple):
    """Words that must follow each other; with `beginning` the last need only begin so."""

    words: tuple[str, ...]
    beginning: bool = False

    def hits(self, found: Sequence[str]) -> list[int]:
        """The indexes in a list of folded words at which the term occurs."""
        size = len(self.words)
        last = self.words[-1]
        return [
            at
            for at in range(len(found) - size + 1)
            if tuple(found[at : at + size - 1]) == self.words[:-1]
            and (
                found[at + size - 1].startswith(last)
                if self.beginning
                else found[at + size - 1] == last
            )
        ]


class Query(NamedTuple):
    """Terms that must all occur; one without terms (its text has no word) matches nothing."""

    terms: tuple[Term, ...]

    def match(self) -> str:
        """The query as an FTS5 expression, for text that indexed() made."""
        return " AND ".join(
            f'"{" ".join(term.words)}"{"*" if term.beginning else ""}' for term in self.terms
        )

    def matches(self, parts: Sequence[str]) -> bool:
        """Whether every term occurs in one of the parts of an excerpt."""
        found = [[token.folded for token in tokens(part)] for part in parts]
        return bool(self.terms) and all(
            any(term.hits(words) for words in found) for term in self.terms
        )

    def hits(self, text: str) -> list[Span]:
        """Where in `text` terms occur, in order and without overlap."""
        found = tokens(text)
        words = [token.folded for token in found]
        spans = [
            Span(found[at].start, found[at + len(term.words) - 1].end)
            for term in self.terms
            for at in term.hits(words)
        ]
        merged: list[Span] = []
        for span in sorted(spans):
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return merged


def parse(text: str) -> Query:
    """The query that `text` asks for; any text is one.

    Words stand alone; * after one asks for words that begin so; words in quotation marks are a
    phrase.
    """
    terms = []
    for phrase, star, word in _TERM.findall(text):
        words = tuple(token.folded for token in tokens(phrase or word))
        if words:
            terms.append(Term(words, bool(star) or word.endswith("*")))
    return Query(tuple(terms))


def indexed(parts: Sequence[str]) -> str:
    """The words of an excerpt's parts as FTS5 is to index them."""
    return f" {_INTERRUPTION} ".join([" ".join(folded(part)) for part in parts])
