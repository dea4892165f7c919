"""What tells the likely sources of a quotation from other texts, without splitting their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from quotecli.verifying.consonants import keep_consonants
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words, fold_text, join_letters

if TYPE_CHECKING:
    from quotecli.verifying.sources import SourceText

_RARE = re.compile(r"[^\W_]{3,}")
_PIECE = re.compile(r"[^\W_]+")
_MAX_PIECES = 200  # words of a quotation that a text is asked for
_MAX_GROUPS, _GROUP = 4, 3  # groups of rare words, any of which may be undamaged
_MAX_COMPARED = 4  # statements that are compared word by word
_MAX_SHINGLES = 200
_SHINGLE = 3  # words in a row by which likely statements are told


def list_groups(quotation: Wording) -> list[list[str]]:
    """Return groups of the longest words of a quotation, which tend to be the rarest ones.

    All of a true quotation are in its source, and of a damaged one those of most groups.
    """
    found = {word for key in quotation.words.keys for word in _RARE.findall(key)}
    words = sorted(found, key=lambda word: (-len(word), word))[: _MAX_GROUPS * _GROUP]
    return [words[at : at + _GROUP] for at in range(0, len(words), _GROUP)]


class Clues:
    """What tells the likely sources of a quotation from others, without splitting their words."""

    def __init__(self, quotation: Wording) -> None:
        words = quotation.words
        self.groups = list_groups(quotation)
        keys = [[_make_key(word.casefold()) for word in group] for group in self.groups]
        # Those with most consonants first, which are absent most often.
        self._groups = [sorted(some, key=lambda key: -len(key.consonants)) for some in keys]
        self._rare = [word for group in self._groups for word in group]
        pieces = {piece: None for word in words.folded for piece in _PIECE.findall(word)}
        # The longest first, which are absent most often.
        self._all = sorted(islice(pieces, _MAX_PIECES), key=len, reverse=True)
        runs = ["".join(words.folded[first:last]) for first, last in quotation.list_runs()]
        self._runs = [Key(keep_consonants(run), join_letters(run)) for run in runs]
        # Consonants without which a text has not all of the quotation, or none of the groups.
        self.whole_gates = [max((run.consonants for run in self._runs), key=len, default=b"")]
        self.part_gates = [group[0].consonants for group in self._groups] or [b""]
        pairs = list(map(_make_key, _list_runs(words, 2)))
        self._pairs = set(pairs)
        # A text with a run of three words has both its pairs.
        self._shingles = dict(zip(map(_make_key, _list_runs(words, _SHINGLE)), pairwise(pairs)))
        self.most = Score(len(self._shingles), 2 * len(self._pairs) + len(self._rare))

    def may_have_all(self, source: SourceText) -> bool:
        """Return False if a text has not all words of the quotation, or not in its order."""
        if not all(source.has(run.consonants) for run in self._runs):
            return False
        if not all(map(source.plain.__contains__, self._all)):
            return False
        return all(run.text in source.letters for run in self._runs)

    def may_have_some(self, source: SourceText) -> bool:
        """Return True if a text has the words of one of the groups."""
        if not self._groups:
            return True
        # Consonants are a fourth of the text to be searched.
        likely = (some for some in self._groups if all(source.has(key.consonants) for key in some))
        return any(all(map(source.has_word, some)) for some in likely)

    def score(self, source: SourceText) -> Score:
        """Return how many runs of three words a text has, and how many pairs and rare words."""
        has = source.has_run
        pairs = set(filter(has, self._pairs))
        runs = [run for run, both in self._shingles.items() if pairs.issuperset(both) and has(run)]
        return Score(len(runs), 2 * len(pairs) + sum(map(source.has_word, self._rare)))


class Key(NamedTuple):
    """Words that are looked for in a text, folded, and the consonants by which it is ruled out."""

    consonants: bytes
    text: str


class Score(NamedTuple):
    """How likely a text is to be the source of a quotation, by its runs of words.

    If it has none, it is its smaller pieces that count.
    """

    runs: int
    pieces: int


def list_likely(scores: Sequence[Score]) -> list[int]:
    """Return the numbers of the texts to be compared, the likeliest first.

    Those with most runs of words are all among them, and a few that have nearly as many.
    """
    order = sorted(range(len(scores)), key=lambda at: (*scores[at], -at), reverse=True)
    most = scores[order[0]].runs if order else 0
    alike = [at for at in order if scores[at].runs == most > 0]
    near = [at for at in order[:_MAX_COMPARED] if most <= 2 * scores[at].runs]
    return list(dict.fromkeys([*alike, *near]))


def _list_runs(words: Words, size: int) -> list[str]:
    """Return the runs of so many words of a quotation, folded, in order."""
    last = min(len(words), _MAX_SHINGLES + _SHINGLE - 1) - size + 1
    spans = [words.span(at, at + size) for at in range(last)]
    return [fold_text(words.source[start:end]) for start, end in spans]


def _make_key(folded: str) -> Key:
    return Key(keep_consonants(folded), folded)
