"""The name and the role that a statement gives to somebody, from all the ways in which the text puts them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from quotecli.drafting import lexicon
from quotecli.model import one_line

_BEFORE_TITLES = frozenset("former ex then acting interim late longtime veteran the a an his her their".split())
_SHORT_TITLES = frozenset("AG CEO CFO COO DA FM MEP MP PM VP".split())
_PARTICLES = frozenset("al bin da de del der di dos du el ibn la le van von".split())
_MOST_WORDS = 4


def full_name(name: str, aliases: Iterable[str]) -> str:
    """The fullest name in the mentions of one person, without titles: "Former AG Lee", "Ann Lee" give "Ann Lee".

    A mention counts where it ends in the same surname; `name` as it is where nothing else is a name.
    """
    best = _untitled(name)
    if not best:
        return one_line(name)
    for alias in aliases:
        words = _untitled(alias)
        if len(words) > len(best) and words[-1] == best[-1]:
            best = words
    return " ".join(best)


def role_of(role: str) -> str:
    """A role that says what somebody is or does; "" for words that only happened to stand beside the name."""
    known = lexicon.words("roles") | lexicon.words("titles")
    words = [word.strip(",.()’'").lower() for word in role.split()]
    return one_line(role).strip(" ,;:") if any(word in known or word in _titles() for word in words) else ""


def _untitled(mention: str) -> list[str]:
    """The words of a name without what leads up to it; none where the mention is more than a name."""
    words = mention.strip(" ,;:").split()
    while len(words) > 1 and _is_title(words[0]):
        del words[0]
    is_name = all(word[0].isupper() or word in _PARTICLES for word in words)
    return words if words and is_name and len(words) <= _MOST_WORDS and "," not in mention.strip(" ,") else []


def _is_title(word: str) -> bool:
    plain = word.rstrip(".").lower()
    return word in _SHORT_TITLES or plain in _BEFORE_TITLES or plain in _titles() or plain in lexicon.words("roles")


@cache
def _titles() -> frozenset[str]:
    return frozenset(word.lower() for word in lexicon.words("titles"))
