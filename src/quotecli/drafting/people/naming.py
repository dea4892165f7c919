"""The name and the role that a statement gives to somebody, from all mentions in the text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from quotecli.drafting.language import lexicon, wording
from quotecli.model import collapse_space
from quotecli.text.normal import normalize

_MAX_WORDS = 4
_TYPOGRAPHY = dict.fromkeys(map(ord, "’‘ʼʻ`´′"), "'") | dict.fromkeys(map(ord, "‐‑"), "-")


@lru_cache(maxsize=4096)
def unify(name: str) -> str:
    """Return a name with one kind of apostrophes, of hyphens, and of composed letters."""
    return normalize("NFC", name.translate(_TYPOGRAPHY))


def full_name(name: str, aliases: Iterable[str]) -> str:
    """Return the fullest name in the mentions of one person, without titles.

    "Former AG Lee" and "Ann Lee" give "Ann Lee". A mention counts if it ends in the same surname.
    If none is a name, returns `name` as it is.
    """
    best = _strip_titles(name)
    if not best:
        return collapse_space(name)
    for alias in aliases:
        words = _strip_titles(alias)
        if (
            words
            and unify(words[-1]) == unify(best[-1])
            and _count_names(words) > _count_names(best)
        ):
            best = words
    return " ".join(best)


def describe(mention: str, capital: bool) -> str:
    """Return how to call somebody without a name: "A pilot, who came late," is "a pilot".

    `capital` is true if the mention begins with a name.
    """
    described = wording.TRAILING.sub("", collapse_space(mention)).rstrip(" ,;:-–—")
    if not described:
        return collapse_space(mention)
    keep = capital or (described.partition(" ")[0].isupper() and described[1:2].isalpha())
    return described if keep else described[0].lower() + described[1:]


def bare_name(mention: str) -> str:
    """Return a name in small letters and one typography, without titles: "Ms. Lind" is "lind"."""
    words = full_name(unify(mention), ()).split()
    while len(words) > 1 and _is_title(words[0]):
        del words[0]
    return " ".join(words).casefold()


@lru_cache(maxsize=4096)
def surname(name: str) -> str:
    """Return the last word of a name that is not Jr or III."""
    suffixes = lexicon.words("name_parts", "suffix")
    return next((word for word in reversed(name.split()) if word not in suffixes), name)


def differs(mention: str, known: str, full: bool) -> bool:
    """Return True if a name of several words is another's than the known one with its last word.

    `full` is true if more than one word of the known one is known.
    """
    mention, known = unify(mention), unify(known)
    if " " not in mention or mention == known:
        return False
    if known.endswith(f" {mention}") and known.count(" ") == mention.count(" ") + 1:
        # Le Pen is Marine Le Pen; a longer run of capitals, as in a headline, may be no name.
        return False
    if known.endswith(f" {mention}") and mention[0].islower():
        return False  # van der Holt is Ludwig Mies van der Holt
    first, *middle = mention.split(" ")[:-1]
    their_first, *their_middle = known.split(" ")[:-1] or [""]
    if not full or first != their_first:
        return True
    # George W. Bush is not George H. W. Bush; John F. Kennedy may be John Fitzgerald Kennedy.
    return bool(middle and their_middle) and [one[0] for one in middle] != [
        one[0] for one in their_middle
    ]


@lru_cache(maxsize=4096)
def have_other_suffixes(name: str, other: str) -> bool:
    """Return True for a father and a son: Karl Berg Sr. is not Karl Berg Jr."""
    suffixes = {_find_suffix(name), _find_suffix(other)}
    return len(suffixes - {""}) > 1


def _find_suffix(name: str) -> str:
    """Return what stands behind a surname: Jr, III; "" for nothing."""
    return name[name.rfind(surname(name)) + len(surname(name)) :].strip(" .,")


def clean_role(role: str) -> str:
    """Return a role on one line; "" for words that only happened to stand beside the name."""
    *before, last = collapse_space(role).strip(" ,").split(", ")
    if before and last.startswith("the ") and all(map(_is_title, last.split()[1:])):
        role = before[-1].removeprefix("the ")  # [in court], the vicar, the Rev Ida Roth
    words = [word.strip(",.()’'").lower() for word in role.split()]
    if not words or words[0] in lexicon.words("small_words", "not a role"):
        return ""
    known = lexicon.words("roles") | _titles()
    return collapse_space(role).strip(" ,;:") if any(word in known for word in words) else ""


def _strip_titles(mention: str) -> list[str]:
    """Return the words of a name without titles; none for a mention that is more than a name."""
    words = mention.strip(" ,;:").split()
    while words and words[0] in lexicon.words("small_words", "before a name"):
        del words[0]
    if not words or "," in mention.strip(" ,") or not all(map(_is_in_name, words)):
        return []

    organisation = words[-1].lower().rstrip(".") in lexicon.words("name_parts", "organisation")
    if not organisation and words[0].lower() not in lexicon.words("given_names"):
        # As many titles as leave two words: "General Motors" and "Dr. Lee" stay as they are.
        for last in range(len(words) - 3, -1, -1):
            if _is_title(words[last]):
                del words[: last + 1]
                break
    whole = len(words) <= _MAX_WORDS and not any(map(_is_title, words[1:]))
    return words if whole else []


def _count_names(words: list[str]) -> int:
    """Return how much of a name is there: "Mayor Lee" is less than "Ann Lee"."""
    return sum(not _is_title(word) for word in words)


def _is_in_name(word: str) -> bool:
    return word[0].isupper() or word in lexicon.words("name_parts", "particle") or _is_title(word)


def _is_title(word: str) -> bool:
    if word in lexicon.words("titles", "capitals"):
        return True
    low = word.lower()
    known = (
        low in lexicon.words("titles", "leading")
        or low.rstrip(".") in _titles()
        or low in lexicon.words("roles")
    )
    return known and word not in lexicon.words("titles", "part of the name")


@cache
def _titles() -> frozenset[str]:
    return frozenset(map(str.lower, lexicon.words("titles", "abbreviated", "whole")))
