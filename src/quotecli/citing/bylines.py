"""Bylines -> authors: names are inverted only when the surname is certain."""

from __future__ import annotations

import re
from typing import NamedTuple

from quotecli.model import collapse_space

# A run of spaces is tried from its beginning alone: else a long one would be read from each space.
_SEPARATORS = re.compile(r"(?<!\s)(?:\s*,\s*(?:and|&)\s+|\s+(?:and|&)\s+|\s*;\s*|\s*,\s*)")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+")
# One word, or several joined by hyphens or apostrophes.
_SURNAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A given name or an initial: the hyphen that joins it to the one before, and its first letter.
_GIVEN_NAME = re.compile(r"(-?)([^\W\d_])[^\W\d_]*\.?")
# Given names that are also surnames in languages that put the surname first.
_ALSO_SURNAMES = frozenset(["ali", "kim"])
# Words that follow a given name in what is not a person's name: Victoria Police, Virginia Tech.
_NOT_SURNAMES = frozenset(
    "agency associates association bank books bulletin bureau chronicle city college company"
    " council courier daily department desk foundation gazette group herald house institute"
    " journal magazine media ministry museum network news newspaper office police post press radio"
    " reporter reporters review service society staff star studios team tech television times"
    " today tribune trust tv university weekly writer writers jr sr ii iii iv".split()
)


class Author(NamedTuple):
    """An author's name as printed, and its parts, which are empty unless the surname is certain."""

    name: str
    given: str = ""
    family: str = ""

    @property
    def inverted_name(self) -> str:
        """The surname first if it is certain, else the name as printed."""
        return f"{self.family}, {self.given}" if self.family else self.name

    @property
    def short_name(self) -> str:
        """The surname if it is certain, else the whole name."""
        return self.family or self.name

    @property
    def initials(self) -> str:
        """The initials of the given names: "J.-P. F."."""
        names = _GIVEN_NAME.findall(self.given)
        return "".join([f"{hyphen or ' '}{letter.upper()}." for hyphen, letter in names]).strip()


def parse_byline(byline: str) -> tuple[Author, ...]:
    """Return the authors that a byline names.

    The whole byline is one author, as printed, unless each of several is certain to be a person.
    """
    byline = collapse_space(byline)
    if not byline:
        return ()
    person = _parse_person(byline)
    if person:
        return (person,)

    people = [_parse_person(name) for name in _SEPARATORS.split(byline)]
    certain = [person for person in people if person]
    return tuple(certain) if len(certain) == len(people) > 1 else (Author(byline),)


def _parse_person(name: str) -> Author | None:
    """Return a person whose surname is certain; None if it is not."""
    family, comma, given = name.partition(", ")
    if comma:
        is_surname = bool(_SURNAME.fullmatch(family)) and not _are_given(family)
        certain = is_surname and _are_given(given)
    else:
        given, _, family = name.rpartition(" ")
        certain = bool(given) and _is_surname(family) and _are_given(given)
    return Author(name, given, family) if certain else None


def _is_surname(word: str) -> bool:
    return (
        bool(_SURNAME.fullmatch(word))
        and len(word) > 1
        and word[0].isupper()
        and not word.isupper()
        and word.lower() not in _NOT_SURNAMES
        and not _is_given_name(word)
    )


def _are_given(text: str) -> bool:
    """Return True for initials, and for a known given name with or without initials after it."""
    if _INITIALS.fullmatch(text):
        return True
    first, _, rest = text.partition(" ")
    return (
        _is_given_name(first)
        and first.lower() not in _ALSO_SURNAMES
        and (not rest or bool(_INITIALS.fullmatch(rest)))
    )


def _is_given_name(word: str) -> bool:
    from quotecli.drafting.english.lexicon import words

    names = words("common_names")
    return word[:1].isupper() and all(part.lower() in names for part in word.split("-"))
