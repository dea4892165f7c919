"""Short ids that say what a quote is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from quotecli.drafting.language import lexicon
from quotecli.text.words import tokenize

_MAX_WORDS = 3
_ASCII_WORD = re.compile("[A-Za-z]{2,19}")  # one letter is what an apostrophe leaves: he’s


def quote_ids(excerpts: Sequence[str]) -> Iterator[str]:
    """Yield an id for each excerpt: its longest and rarest words among all excerpts, in order."""
    words = [[token.folded for token in tokenize(excerpt)] for excerpt in excerpts]
    common = Counter(word for some in words for word in set(some))
    small = lexicon.words("function_words")
    taken: Counter[str] = Counter()
    for some in words:
        telling = {
            word: (len(word) > 3, -common[word], min(len(word), 10))
            for word in dict.fromkeys(some)
            if _ASCII_WORD.fullmatch(word) and word not in small
        }
        best = sorted(telling, key=lambda word: telling[word], reverse=True)[:_MAX_WORDS]
        base = "-".join(word for word in telling if word in best) or "quote"

        key = base
        while taken[key]:
            taken[base] += 1
            key = f"{base}-{taken[base]}"
        taken[key] += 1
        yield key
