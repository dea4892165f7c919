"""Words that turn what stands beside them into something else: not, no, never, if.

They are told for a number of languages, without asking which one a text is in: a word of another
language only makes somebody look twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotecli.verifying.words import Words

_NEGATIONS = frozenset(
    """
    not no never none nor neither cannot nobody nothing nowhere without hardly scarcely barely
    nicht nichts nie niemals nirgends niemand kein keine keinen keinem keiner keines ohne weder
    ne pas jamais aucun aucune sans rien non mai nessun nessuno senza né
    nunca jamás nada nadie ningún ninguna ninguno sin ni não nem sem nenhum nenhuma
    niet geen nooit niets inte aldrig ingen inget ikke aldri nie brak bez
    не нет ни никогда никто без не́ ні ніколи
    δεν μην όχι χωρίς eivät nem nincs değil yok tidak bukan không
    לא אין בלי لا لم لن ليس ليست بدون نیست नहीं मत 안 못
    不 没 沒 未 无 無 勿
    """.split()
)
_CONDITIONS = frozenset(
    "if unless wenn falls sofern sauf se om hvis jeśli jeżeli если якщо".split()
)
# In scripts without spaces, where a word has several characters: before and behind a passage.
_BEFORE = ("ไม่", "ไม่ได้", "ไม่ใช่", "ບໍ່", "មិន")
_BEHIND = ("ない", "なかった", "なく", "ません", "ず")
_NARROWING = frozenset("but and only even nur aber mais seulement solo pero".split())
_REACH = 2  # words from a negation to what it may negate


class Edge(NamedTuple):
    """A word that turns a passage from outside: right before it, or right behind it."""

    word: str
    is_before: bool

    @property
    def reason(self) -> str:
        """What is said of it."""
        return f"“{self.word}” stands right {'before' if self.is_before else 'behind'} it"


def is_turning(word: str) -> bool:
    """Return True for a word, in small letters, that denies or makes conditional."""
    return is_negation(word) or word in _CONDITIONS or word.startswith("non-")


def is_negation(word: str) -> bool:
    """Return True for a word, in small letters, that denies."""
    return word in _NEGATIONS or word.endswith("n't")


def find_lost(dropped: Sequence[str], added: Sequence[str]) -> str:
    """Return why other words turn a passage: what it loses or gains; "" for neither."""
    lost = [word for word in dropped if is_turning(word)]
    gained = [word for word in added if is_turning(word)]
    if len(lost) > len(gained):
        return f"“{lost[0]}” is left out"
    if len(gained) > len(lost):
        return f"“{gained[0]}” is added"
    return ""


def find_at_edges(words: Words, first: int, last: int) -> str:
    """Return why a passage that is left out turns what stands beside it; "" if nothing does.

    A long one has its own sentences: only what reaches over its ends counts.
    """
    if last - first <= 2 * _REACH:
        return find_lost(words.folded[first:last], ())
    word = find_behind(words, first - 1) or find_before(words, last)
    return f"“{word}” is left out" if word else ""


def find_edges(words: Words, first: int, last: int) -> tuple[Edge, ...]:
    """Return the words that turn a passage from outside; `last` is the word behind it."""
    before, behind = find_before(words, first), find_behind(words, last - 1)
    found = (Edge(before, True), Edge(behind, False))
    return tuple([edge for edge in found if edge.word])


def is_in_article(edge: Edge, before: str, behind: str) -> bool:
    """Return True if an article has such a word itself, right outside its quotation marks.

    `before` and `behind` are its words there: she would not “go home”.
    """
    words = Words(before if edge.is_before else behind)
    word = find_before(words, len(words)) if edge.is_before else find_behind(words, -1)
    return bool(word) and is_negation(word.casefold()) == is_negation(edge.word.casefold())


def find_before(words: Words, first: int) -> str:
    """Return the word before a passage that turns it; "" if none does."""
    for at in range(first - 1, max(first - 1 - _REACH, -1), -1):
        if words.gap(at):
            return ""
        word = words.folded[at]
        if is_negation(word) or (at == first - 1 and word in _CONDITIONS):
            return words.keys[at]
    start = words.starts[first] if first < len(words) else 0
    return next((one for one in _BEFORE if words.source.endswith(one, 0, start)), "")


def find_behind(words: Words, last: int) -> str:
    """Return the word behind the `last` of a passage if that turns it, else ""."""
    at = last + 1
    if at >= len(words):
        return ""
    for one in _BEHIND:
        if words.source.startswith(one, words.ends[last]):
            return one
    gap = words.gap(last)
    while words.folded[at] in _NARROWING and at + 1 < len(words):
        at += 1
    word = words.folded[at]
    if (is_negation(word) and not gap) or (word in _CONDITIONS and gap in ("", ",")):
        return words.keys[at]
    return ""
