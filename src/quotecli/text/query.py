"""Search queries: words, beginnings of words and phrases, without case and accents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quotecli.model import Span
from quotecli.text.words import Token, fold_words, tokenize

_QUOTATION_MARKS = '"“”„‟«»＂「」『』'
_TERM = re.compile(
    rf"[{_QUOTATION_MARKS}]([^{_QUOTATION_MARKS}]*)(?:[{_QUOTATION_MARKS}]|$)(\*?)"
    rf"|([^\s{_QUOTATION_MARKS}]+)"
)
# Stands between the parts of a quote, so that no phrase is found across them.
_INTERRUPTION = "\uffff"


class Term(NamedTuple):
    """Words in sequence; with `beginning` the last one is only the beginning of a word."""

    words: tuple[str, ...]
    beginning: bool = False

    def __str__(self) -> str:
        """Return the term as it is written in a search, and in FTS5."""
        return f'"{" ".join(self.words)}"{"*" if self.beginning else ""}'

    def find(self, words: Sequence[str]) -> list[int]:
        """Return the indexes in a list of folded words at which the term occurs."""
        before, last = self.words[:-1], self.words[-1]
        size = len(before)
        return [
            at
            for at in range(len(words) - size)
            if tuple(words[at : at + size]) == before
            and (words[at + size].startswith(last) if self.beginning else words[at + size] == last)
        ]


class Query(NamedTuple):
    """Terms that must all occur; a query without terms (a text without words) matches nothing."""

    terms: tuple[Term, ...]

    def __str__(self) -> str:
        """Return the text that parse_query() makes this query of."""
        return " ".join(map(str, self.terms))

    def to_fts5(self) -> str:
        """Return the query as an expression of SQLite's FTS5, for text by build_index_text()."""
        return " AND ".join(map(str, self.terms))

    def matches(self, parts: Sequence[str]) -> bool:
        """Return True if all terms occur in the parts of an excerpt, as FTS5 finds them."""
        words = build_index_text(parts).split(" ")
        return bool(self.terms) and all(term.find(words) for term in self.terms)

    def find_spans(self, text: str) -> list[Span]:
        """Return where terms occur in `text`, in order; what overlaps or touches is merged."""
        merged: list[Span] = []
        for span in find_term_spans(self.terms, tokenize(text)):
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return merged


def find_term_spans(terms: Iterable[Term], tokens: Sequence[Token]) -> list[Span]:
    """Return the spans of the tokens at which terms occur, each once, sorted; they may overlap."""
    words = [token.folded for token in tokens]
    return sorted(
        {
            Span(tokens[at].start, tokens[at + len(term.words) - 1].end)
            for term in terms
            for at in term.find(words)
        }
    )


def parse_query(text: str) -> Query:
    """Return the query that `text` stands for; every text is one.

    A word is a term, one followed by * the beginning of a word; words in quotation marks are a
    phrase.
    """
    terms = []
    for phrase, star, word in _TERM.findall(text):
        words = tuple(token.folded for token in tokenize(phrase or word))
        if words:
            terms.append(Term(words, bool(star) or word.endswith("*")))
    return Query(tuple(terms))


def build_index_text(parts: Sequence[str]) -> str:
    """Return the words of an excerpt's parts as FTS5 indexes them."""
    return f" {_INTERRUPTION} ".join([" ".join(fold_words(part)) for part in parts])
