"""The words that an excerpt in parts leaves out inside a quotation: they may turn its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quotecli.anchoring.gaps import APOSTROPHE, DOUBLED, list_gaps, split_gap
from quotecli.model import GAP, Quote, Span, collapse_space

_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|nobody|nothing|none|without|hardly|cannot)\b|\b\w+n['’]t\b",
    re.I,
)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
# An open quotation is looked for so far back, in code points.
_MAX_BACK = 2_000
_BOTH_MARKS = re.compile(r"“[^“”]*”|‘[^‘’]*’|«[^«»]*»|「[^「」]*」")
_CLOSING = re.compile('[”’"»」』“]')


class Skip(NamedTuple):
    """Words that are left out before a part of an excerpt; `negation` is one of them, "" if none.

    `part` is the number of that part, from 0.
    """

    part: int
    words: str
    negation: str


def find_skips(quote: Quote, text: str) -> Iterator[Skip]:
    """Yield the words that a quote leaves out inside quotation marks, and any negation elsewhere.

    What stands between a closing mark and the next opening one is not the speaker's.
    """
    spans = quote.anchor.spans
    for number, (gap, join) in enumerate(zip(list_gaps(text, spans), quote.joins), 1):
        if join != GAP:
            continue
        split = split_gap(gap)
        inside = _is_open(text, spans[number - 1])
        if split.is_closed:
            words = f"{split.before} {split.after}" if inside else ""
        else:
            inside = inside and not _CLOSING.search(_BOTH_MARKS.sub("", APOSTROPHE.sub("", gap)))
            words = gap

        negation = _NEGATION.search(words)
        words = collapse_space(words)
        if any(map(str.isalnum, words)) and (inside or negation):
            yield Skip(number, words, negation.group() if negation else "")


def _is_open(text: str, span: Span) -> bool:
    """Return True if a quotation that was opened before the end of a span is not closed in it."""
    before = text[max(0, span.end - _MAX_BACK) : span.end]
    for blank in _BLANK_LINE.finditer(before):
        before = text[max(0, span.end - _MAX_BACK) + blank.end() : span.end]
    bare = DOUBLED.sub('"', APOSTROPHE.sub("", before))
    if bare.count('"') % 2:
        return True
    # A German quotation ends with the mark that opens an English one.
    pairs = ("„“", "‚‘") if "„" in bare or "‚" in bare else ("“”", "‘’")
    return any(bare.rfind(pair[0]) > bare.rfind(pair[1]) for pair in (*pairs, "«»", "「」", "『』"))
