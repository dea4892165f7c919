"""The words and phrases of texts that may name a topic, and how the texts write them."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from quotecli.drafting.language import wording
from quotecli.model import collapse_space
from quotecli.text.scripts import UNSPACED

Term = tuple[str, ...]
"""A word, or words in a row, as stems."""
Run = tuple[str, ...]
"""Stems in a row that no small word, number or punctuation mark parts."""

# Chinese characters and katakana are read one by one. Of the other scripts without spaces no word
# can be told, and hiragana are mostly the endings of Japanese words: they part words.
_WIDE = "\u3005\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"[{_WIDE}]|[^\W_{UNSPACED}]+(?:['’][^\W_{UNSPACED}]+)*|[^\w\s'’-]|[{UNSPACED}]"
)
_IS_WIDE = re.compile(f"[{_WIDE}]")
# Characters that stand between the words of a Chinese text, as small words do.
_WIDE_SMALL = frozenset(
    "的了是在和不我有他她它这那们个也就都与及对为以而之从把被让说很到会要能将并"
)
_NEARLY = 0.8  # of the places of a name have the same word before it
_MAX_WORD = 40  # characters: longer ones are addresses and noise


class SmallWords(NamedTuple):
    """Words that say nothing of a topic, and those too general to name one alone."""

    empty: frozenset[str] = frozenset()
    general: frozenset[str] = frozenset()


@cache
def read_small_words() -> dict[str, SmallWords]:
    """Return the small words of each language, by its code."""
    loader: Any = __spec__.loader
    path = os.path.join(os.path.dirname(__file__), "stop_words.txt")
    found: dict[str, set[str]] = {}
    for line in loader.get_data(path).decode().splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), set())
        elif line and not line.startswith("#"):
            words.update(line.split())
    return {
        code: SmallWords(frozenset(words), frozenset(found.get(f"{code}, general", ())))
        for code, words in found.items()
        if "," not in code
    }


def choose_small_words(texts: Iterable[str]) -> SmallWords:
    """Return the small words of the languages that texts are written in.

    A language counts if the texts have many of the words that it alone has: "war" says nothing in
    German, and much in English.
    """
    lists = read_small_words()
    languages = Counter(word for words in lists.values() for word in words.empty)
    owners = {
        word: code for code, words in lists.items() for word in words.empty if languages[word] == 1
    }
    hits = Counter(
        owners[word]
        for text in texts
        for word in _PIECE.findall(text.lower().replace("’", "'"))
        if word in owners
    )
    most = max(hits.values(), default=0)
    chosen = [lists[code] for code, number in hits.items() if number * 5 >= most]
    return SmallWords(*(frozenset().union(*words) for words in zip(*chosen)))


class Reader:
    """Reads texts as runs of words that may name a topic, and knows how they were written.

    The words of `names` are too general to name one.
    """

    def __init__(self, small: SmallWords, names: Iterable[str] = ()) -> None:
        self._empty = small.empty
        self._stems: dict[str, str] = {}
        self._pieces: Counter[str] = Counter()
        self._written: dict[str, str] = {}
        general = {*small.general, *(word for name in names for word in name.lower().split())}
        self._general = frozenset(map(wording.stem, general))

    def read(self, text: str) -> list[Run]:
        """Return the runs of a text, in order."""
        stems = self._stems
        pieces = _PIECE.findall(text)
        self._pieces.update(pieces)
        runs: list[Run] = []
        run: list[str] = []
        was_wide = False
        for piece in pieces:
            stem = stems.get(piece)
            if stem is None:
                stem = stems[piece] = self._find_stem(piece)
            is_wide = len(piece) == 1 and piece > "\u3000"
            if run and (not stem or is_wide != was_wide):
                runs.append(tuple(run))
                run = []
            if stem:
                run.append(stem)
            was_wide = is_wide
        if run:
            runs.append(tuple(run))
        return runs

    def _find_stem(self, piece: str) -> str:
        """Return the stem of a word; "" if it parts other words."""
        if _IS_WIDE.match(piece):
            return "" if piece in _WIDE_SMALL else piece
        word = piece.lower().replace("’", "'")
        plain = word.removesuffix("'s")
        is_empty = {word, plain} & self._empty or not 2 <= len(plain) <= _MAX_WORD
        return "" if is_empty or not plain[0].isalpha() else wording.stem(word)

    def names_topic(self, term: Term) -> bool:
        """Return True if a term begins with a word that is not too general to name a topic."""
        return term[0] not in self._general

    @cached_property
    def _forms(self) -> dict[str, Counter[str]]:
        """How each stem was written, and how often."""
        found: dict[str, Counter[str]] = {}
        for piece, count in self._pieces.items():
            found.setdefault(self._stems[piece], Counter())[piece] = count
        return found

    def write(self, term: Term) -> str:
        """Return a term as the texts write its words most often."""
        for stem in term:
            if stem not in self._written:
                self._written[stem] = self._write_word(stem)
        words = [self._written[stem] for stem in term]
        return "".join(words) if is_wide(term) else " ".join(words)

    def _write_word(self, stem: str) -> str:
        forms = self._forms.get(stem) or Counter([stem])
        # Small letters win unless a capital is the rule: sentences begin with one.
        small = {form: count for form, count in forms.items() if form.islower()}
        if sum(small.values()) * 4 >= sum(forms.values()):
            forms = Counter(small)
        form = min(forms, key=lambda form: (-forms[form], form))
        return re.sub("['’]s?$", "", form)

    def find_form(self, term: Term, texts: Sequence[str]) -> str:
        """Return a term as texts write the whole of it most often, as a name in full."""
        if is_wide(term):
            return self.write(term)
        form = self.write(term)
        if len(term) > 1:
            words = ["|".join(map(re.escape, sorted(self._forms[stem]))) for stem in term]
            pattern = re.compile(r"\b(?:" + r")\s+(?:".join(words) + r")\b")
            found = Counter(
                collapse_space(match.group()) for text in texts for match in pattern.finditer(text)
            )
            form = min(found, key=lambda form: (-found[form], form), default=form)
        return _complete_name(re.sub("['’]s?$", "", form), texts)


def _complete_name(form: str, texts: Sequence[str]) -> str:
    """Return a name with a small word that begins it nearly everywhere: "York" as "New York"."""
    if not form[0].isupper():
        return form
    pattern = re.compile(rf"(?:\b[a-z]\w*,? (\w+) )?\b{re.escape(form)}\b")
    before = Counter(match[1] for text in texts for match in pattern.finditer(text))
    word, count = max(before.items(), key=lambda item: item[1], default=(None, 0))
    is_part = word and word[0].isupper() and count >= _NEARLY * sum(before.values())
    return f"{word} {form}" if is_part else form


def is_wide(term: Term) -> bool:
    """Return True if a term is of a script whose characters are read one by one."""
    return len(term[0]) == 1 and term[0] > "\u3000"


def list_terms(runs: Sequence[Run], longest: int = 2) -> set[Term]:
    """Return the words and the phrases of up to `longest` words in the runs of a text.

    One Chinese character alone is no term, and phrases of them are twice as long.
    """
    found: set[Term] = set()
    for run in runs:
        least, most = (2, 2 * longest) if is_wide(run) else (1, longest)
        for size in range(least, most + 1):
            found.update(zip(*[run[at:] for at in range(size)]))
    return found
