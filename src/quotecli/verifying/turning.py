"""Words that turn what stands beside them into something else: not, no, never, if.

They are told for a number of languages, without asking which one a text is in: a word of another
language only makes somebody look twice.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    return find_behind(words, first - 1, "is left out") or find_before(words, last, "is left out")


def find_before(words: Words, first: int, where: str = "stands right before it") -> str:
    """Return why what stands before a passage turns it; "" if nothing does."""
    for at in range(first - 1, max(first - 1 - _REACH, -1), -1):
        if words.gap(at):
            return ""
        word = words.folded[at]
        if is_negation(word) or (at == first - 1 and word in _CONDITIONS):
            return f"“{words.keys[at]}” {where}"
    start = words.starts[first] if first < len(words) else 0
    beside = (one for one in _BEFORE if words.source.endswith(one, 0, start))
    return next((f"“{one}” {where}" for one in beside), "")


def find_behind(words: Words, last: int, where: str = "stands right behind it") -> str:
    """Return why the word behind the `last` of a passage turns it; "" if it does not."""
    at = last + 1
    if at >= len(words):
        return ""
    for one in _BEHIND:
        if words.source.startswith(one, words.ends[last]):
            return f"“{one}” {where}"
    gap = words.gap(last)
    while words.folded[at] in _NARROWING and at + 1 < len(words):
        at += 1
    word = words.folded[at]
    if (is_negation(word) and not gap) or (word in _CONDITIONS and gap in ("", ",")):
        return f"“{words.keys[at]}” {where}"
    return ""
