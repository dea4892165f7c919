"""Words that turn what stands beside them into something else: not, no, never, if.

They are told for a number of languages, without asking which one a text is in: a word of another
language only makes somebody look twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotecli.drafting.language import framing

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
_UNTRUE = frozenset(
    """
    falsch unwahr gelogen lüge faux fausse mensonge falso falsa mentira bugia menzogna onwaar leugen
    falskt lögn usant løgn fałsz kłamstwo ложь неправда
    """.split()
)

_MAX_CLAUSE = 8  # words; more of them may call something else false


def is_turning(word: str) -> bool:
    """Return True for a word, in small letters, that denies or makes conditional."""
    return is_negation(word) or is_condition(word) or word.startswith("non-")


def is_untrue(word: str) -> bool:
    """Return True for a word, in small letters, that calls something untrue: false, denies."""
    return word in _UNTRUE or framing.is_untrue(word)


def is_condition(word: str) -> bool:
    """Return True for a word, in small letters, that makes conditional."""
    return word in _CONDITIONS


def is_negation(word: str) -> bool:
    """Return True for a word, in small letters, that denies."""
    return word in _NEGATIONS or word.endswith("n't")


def find_lost(dropped: Sequence[str], added: Sequence[str]) -> str:
    """Return why other words turn a passage: what it loses or gains; "" for neither."""
    is_short = len(dropped) <= _MAX_CLAUSE
    lost, gained = (
        [word for word in words if is_turning(word) or (is_short and framing.is_false(word))]
        for words in (dropped, added)
    )
    if len(lost) > len(gained):
        return f"“{lost[0]}” is left out"
    if len(gained) > len(lost):
        return f"“{gained[0]}” is added"
    return ""
