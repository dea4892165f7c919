"""Short ids that say what a quote is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from quotecli.drafting.english import lexicon
from quotecli.text.words import tokenize

_MOST_WORDS = 3
_MOST_LETTERS = 40


def quote_ids(excerpts: Sequence[str]) -> Iterator[str]:
    """An id for each excerpt: the words in it that are longest and rarest among all excerpts, in
    their order.
    """
    words = [[token.folded for token in tokenize(excerpt)] for excerpt in excerpts]
    common = Counter(word for some in words for word in set(some))
    small = lexicon.words("function")
    taken: Counter[str] = Counter()
    for some in words:
        telling = {
            word: (len(word) > 3, -common[word], min(len(word), 10))
            for word in dict.fromkeys(some)
            if word.isalpha()
            and word.isascii()
            and word not in small
            and len(word) < _MOST_LETTERS // 2
        }
        best = sorted(telling, key=lambda word: telling[word], reverse=True)[:_MOST_WORDS]
        base = "-".join(word for word in telling if word in best) or "quote"
        key = base
        while taken[key]:
            taken[base] += 1
            key = f"{base}-{taken[base]}"
        taken[key] += 1
        yield key
