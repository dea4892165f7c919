"""What tells the likely sources of a quotation from other texts, without splitting their words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from math import ceil, log
from typing import TYPE_CHECKING, NamedTuple

from quotecli.text.scripts import is_unspaced
from quotecli.verifying.spelling import Run, keep_consonants, list_words, make_line
from quotecli.verifying.wording import Wording

if TYPE_CHECKING:
    from quotecli.verifying.searching.sources import SourceText

_MIN_RARE = 3  # letters of a rare word
_MAX_GROUPS, _MAX_GROUP = 4, 3  # groups of rare words, any of which may be undamaged
_MAX_NEARLY = 4  # texts with nearly as many runs as the likeliest
_MAX_SHINGLES = 200
_MIN_LETTERS = 5  # of a word that a text is asked for, besides the longest ones
_NONE: frozenset[bytes] = frozenset()
_SHINGLE = 3  # words in a row by which likely texts are told
_LETTERS = re.compile(r"[^\W_]+")


class Clues:
    """What tells the likely sources of a quotation from others, without splitting their words.

    A text is asked for its `words`; what it has of them is `found`. A likely text has all words of
    one of the `groups` at least; one that has all of the quotation has the consonants of the `gate`
    in a row.
    """

    def __init__(self, quotation: Wording) -> None:
        self._quoted = words = quotation.words
        self.is_unspaced = any(map(is_unspaced, words.source))
        spelled = list_words(words.source)
        self.groups = _list_groups(spelled) or [_NONE]
        # Shorter words are in most texts, and cost more time than they save.
        long = [word for word in spelled if len(word) >= _MIN_LETTERS]
        self.words = frozenset(long).union(*self.groups)
        self._order = sorted(self.words)
        spans = [words.span(first, last) for first, last in quotation.list_runs()]
        self._runs = [make_line(list_words(words.source[start:end])) for start, end in spans]
        self.gate = max(map(keep_consonants, self._runs), key=len, default=b"")
        self._pairs = _list_runs(spelled, 2)
        self._shingles = _list_runs(spelled, _SHINGLE)
        self.runs = self._pairs | self._shingles

    def may_have_all(self, source: SourceText) -> bool:
        """Return False if a text has not all words of the quotation, or not in its order."""
        return self.gate in source.consonants and all(run in source.line for run in self._runs)

    def list_written(self, words: frozenset[bytes]) -> list[str]:
        """Return words as the quotation writes them: an index does not fold all that spell() does.

        It leaves ß and the ς at the end of a word, for example. In scripts without spaces it has
        no words.
        """
        written = dict.fromkeys(one for key in self._quoted.keys for one in _LETTERS.findall(key))
        spaced = [one for one in written if not is_unspaced(one[0])]
        return [one for one in spaced if not words.isdisjoint(list_words(one))]

    def note(self, found: frozenset[bytes]) -> bytes:
        """Return which of the words a text has, in little memory."""
        return bytes(map(found.__contains__, self._order))

    def read_note(self, note: bytes) -> frozenset[bytes]:
        """Return the words that note() was given."""
        return frozenset(compress(self._order, note))

    def make_scale(self, counts: Mapping[bytes, int]) -> Callable[[bytes], float]:
        """Return what weighs notes of texts; `counts` says how many texts have a word.

        A word weighs as much as it tells by its rarity: the logarithm of one text in so many.
        """
        most = 1 + max(counts.values(), default=0)
        weights = [log(most / max(counts[word], 1)) for word in self._order]
        return lambda note: sum(compress(weights, note))

    def score(self, found: frozenset[bytes], runs: frozenset[Run]) -> Score:
        """Return how many runs of three words a text has, and how many pairs and rare words."""
        rare = sum(len(group & found) for group in self.groups)
        return Score(len(self._shingles & runs), 2 * len(self._pairs & runs) + rare)


class Score(NamedTuple):
    """How likely a text is to be the source of a quotation, by its runs of words.

    If it has none, it is its smaller pieces that count.
    """

    runs: int
    pieces: int


def _list_groups(words: list[bytes]) -> list[frozenset[bytes]]:
    """Return groups of the longest words of a quotation, which tend to be the rarest ones.

    All of a true quotation are in its source, and of a damaged one those of most groups.
    """
    rare = [word for word in set(words) if _is_rare(word.decode())]
    chosen = sorted(rare, key=lambda word: (-len(word), word))[: _MAX_GROUPS * _MAX_GROUP]
    # Small groups if they are few: of one group of all, one damaged word would leave none.
    size = max(1, ceil(len(chosen) / _MAX_GROUPS))
    return [frozenset(chosen[at : at + size]) for at in range(0, len(chosen), size)]


def _is_rare(word: str) -> bool:
    """Return True for a word that not every text has; a letter is one in some scripts."""
    return len(word) >= _MIN_RARE or is_unspaced(word[0])


def list_likely(scores: Sequence[Score]) -> list[int]:
    """Return the numbers of the texts to be compared, the likeliest first.

    Those with most runs of words are all among them, and a few that have nearly as many.
    """
    order = sorted(range(len(scores)), key=lambda at: (*scores[at], -at), reverse=True)
    most = scores[order[0]].runs if order else 0
    alike = [at for at in order if scores[at].runs == most > 0]
    near = [at for at in order[:_MAX_NEARLY] if most <= 2 * scores[at].runs]
    return list(dict.fromkeys([*alike, *near]))


def _list_runs(words: list[bytes], size: int) -> frozenset[Run]:
    """Return the runs of so many words of a quotation."""
    ends = range(size, min(len(words), _MAX_SHINGLES + _SHINGLE - 1) + 1)
    return frozenset(tuple(words[end - size : end]) for end in ends)
