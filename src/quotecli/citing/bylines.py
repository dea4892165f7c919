"""A byline -> its authors: a name is turned about only where it is certain which part is the family
name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from quotecli.model import one_line

_SEPARATORS = re.compile(r"\s*,\s*(?:and|&)\s+|\s+(?:and|&)\s+|\s*;\s*|\s*,\s*")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+")
# One word, or two with a hyphen between them; an apostrophe may stand within.
_FAMILY = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A given name or an initial: its first letter, and the hyphen that joins it to the one before.
_NAME = re.compile(r"(-?)([^\W\d_])[^\W\d_]*\.?")
# Given names that are family names as well where the family name comes first.
_EITHER = frozenset(["ali", "kim"])
# What follows a given name in the name of no person: Victoria Police, Virginia Tech.
_NO_FAMILY = frozenset(
    "agency associates association bank books bulletin bureau chronicle city college company council courier daily"
    " department desk foundation gazette group herald house institute journal magazine media ministry museum network"
    " news newspaper office police post press radio reporter reporters review service society staff star studios team"
    " tech television times today tribune trust tv university weekly writer writers jr sr ii iii iv".split()
)


class Author(NamedTuple):
    """An author: `name` as it is printed; `family` and `given` where they are certain, else empty."""

    name: str
    given: str = ""
    family: str = ""

    @property
    def inverted(self) -> str:
        """The family name first where it is certain, else the name as it is printed."""
        return f"{self.family}, {self.given}" if self.family else self.name

    @property
    def short(self) -> str:
        """The family name where it is certain, else the whole name."""
        return self.family or self.name

    @property
    def initials(self) -> str:
        """The initials of the given names: "J.-P. F."."""
        found = _NAME.findall(self.given)
        return "".join([f"{hyphen or ' '}{letter.upper()}." for hyphen, letter in found]).strip()


def authors(byline: str) -> tuple[Author, ...]:
    """The authors whom a byline names; one, as it is printed, unless each of several is certain to
    be a person.
    """
    byline = one_line(byline)
    if not byline:
        return ()
    one = _person(byline)
    if one:
        return (one,)
    several = [_person(name) for name in _SEPARATORS.split(byline)]
    return (
        tuple(person for person in several if person)
        if len(several) > 1 and all(several)
        else (Author(byline),)
    )


def _person(name: str) -> Author | None:
    """A person whose family name is certain; None where it is not."""
    family, comma, given = name.partition(", ")
    if comma:
        known = _FAMILY.fullmatch(family) and _is_given(given) and not _is_given(family)
        return Author(name, given, family) if known else None
    given, _, family = name.rpartition(" ")
    return (
        Author(name, given, family) if given and _is_family(family) and _is_given(given) else None
    )


def _is_family(word: str) -> bool:
    low = word.lower()
    return bool(
        _FAMILY.fullmatch(word) and word[0].isupper() and len(word) > 1 and not _known_given(word)
        and low not in _NO_FAMILY and not word.isupper()
    )  # fmt: skip


def _is_given(text: str) -> bool:
    """Whether a text is initials, or a given name that is one of many with initials after it."""
    first, _, rest = text.partition(" ")
    if _INITIALS.fullmatch(text):
        return True
    return (
        _known_given(first)
        and first.lower() not in _EITHER
        and (not rest or bool(_INITIALS.fullmatch(rest)))
    )


def _known_given(word: str) -> bool:
    from quotecli.drafting.english.lexicon import words

    parts = word.split("-")
    return word[:1].isupper() and all(part.lower() in words("given_names") for part in parts)
