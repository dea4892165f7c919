"""The name and the role that a statement gives to somebody, from all the ways in which the text
puts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from quotecli.drafting.english import lexicon
from quotecli.model import one_line

_DETERMINERS = frozenset("the a an his her their its our".split())
_BEFORE_TITLES = frozenset(
    "former ex then acting interim late longtime veteran deputy foreign prime".split()
)
_SHORT_TITLES = frozenset("AG CEO CFO COO DA FM MEP MP PM VP".split())
# These belong to the name that follows them: nobody calls a pope by his surname.
_KEPT = frozenset(
    "King Queen Pope Prince Princess Emperor Saint St St. Mother Father Brother Sister Lord Lady".split()
)
_ORGANISATIONS = frozenset(
    "agency army association authority bank board bureau church club college commission committee company congress"
    " corp corps council court department district executive foundation fund group guild hospital house inc industries"
    " institute journal library ministry motors museum office party police post press school senate service society"
    " times tribune union university".split()
)
_PARTICLES = frozenset("al bin da de del der di dos du el ibn la le van von".split())
_SUFFIXES = frozenset("Jr Jr. Sr Sr. II III IV".split())
_NO_ROLES = frozenset("and or but who whose whom which where that".split())
_MOST_WORDS = 4


def full_name(name: str, aliases: Iterable[str]) -> str:
    """The fullest name in the mentions of one person, without titles: "Former AG Lee", "Ann Lee"
    give "Ann Lee".

    A mention counts where it ends in the same surname; `name` as it is where nothing else is a
    name.
    """
    best = _untitled(name)
    if not best:
        return one_line(name)
    for alias in aliases:
        words = _untitled(alias)
        if words and words[-1] == best[-1] and _weight(words) > _weight(best):
            best = words
    return " ".join(best)


def surname(name: str) -> str:
    """The last word of a name that is no Jr or III."""
    words = name.split()
    return next((word for word in reversed(words) if word not in _SUFFIXES), name)


def role_of(role: str) -> str:
    """A role that says what somebody is or does; "" for words that only happened to stand beside
    the name.
    """
    words = [word.strip(",.()’'").lower() for word in role.split()]
    if not words or words[0] in _NO_ROLES:
        return ""
    known = lexicon.words("roles") | _titles()
    return one_line(role).strip(" ,;:") if any(word in known for word in words) else ""


def _untitled(mention: str) -> list[str]:
    """The words of a name without the titles that lead up to it; none where the mention is more
    than a name.
    """
    words = mention.strip(" ,;:").split()
    while words and words[0] in _DETERMINERS:
        del words[0]
    is_name = all(word[0].isupper() or word in _PARTICLES or _is_title(word) for word in words)
    if not words or not is_name or "," in mention.strip(" ,"):
        return []
    organisation = words[-1].lower().rstrip(".") in _ORGANISATIONS
    if not organisation and words[0].lower() not in _given():
        # As many titles as leave two words: "General Motors" and "Dr. Lee" stay as they are.
        for last in range(len(words) - 3, -1, -1):
            if _is_title(words[last]):
                del words[: last + 1]
                break
    return (
        words
        if len(words) <= _MOST_WORDS and all(not _is_title(word) for word in words[1:])
        else []
    )


def _weight(words: list[str]) -> int:
    """How much of a name is there: "Mayor Lee" is less than "Ann Lee"."""
    return sum(not _is_title(word) for word in words)


def _is_title(word: str) -> bool:
    plain = word.lower()
    known = (
        plain in _BEFORE_TITLES or plain.rstrip(".") in _titles() or plain in lexicon.words("roles")
    )
    return word in _SHORT_TITLES or (known and word not in _KEPT)


@cache
def _given() -> frozenset[str]:
    return lexicon.words("given")


@cache
def _titles() -> frozenset[str]:
    return frozenset(word.lower() for word in lexicon.words("titles"))
