"""Somebody by name, and what the words of a name tell."""

from __future__ import annotations

from functools import cache

from quotecli.drafting.language import lexicon, wording

MALE, FEMALE, THING = "male", "female", "thing"
"""What pronoun goes with a name; "" is not known."""


class Name:
    """Somebody by name; `full` is true if more than one word of it is known.

    Without a name, `name` is the description that the text has, and `described` is true.
    """

    __slots__ = ("described", "full", "gender", "name", "roles")

    def __init__(self, name: str, full: bool, gender: str = "", described: bool = False) -> None:
        self.name = name
        self.full = full
        self.gender = gender
        self.described = described
        self.roles: list[str] = []

    @property
    def kind(self) -> str:
        """The kind of name: described, organisation, full or single."""
        if self.described:
            return "described"
        if is_organisation(self.name.rpartition(" ")[2]):
            return "organisation"
        return "full" if self.full else "single"


def is_organisation(word: str) -> bool:
    """Return True for the last word of an organisation's name."""
    return wording.without_possessive(word).lower() in lexicon.words("name_parts", "organisation")


@cache
def list_common_words() -> frozenset[str]:
    """Return the words, in small letters, that alone are nobody's name."""
    common = lexicon.words("roles") | lexicon.words("titles", "leading", "whole")
    return common - lexicon.words("name_parts", "surname or role")


def find_given_gender(name: str) -> str:
    """Return the gender that a given name tells."""
    return _genders().get(name.partition(" ")[0].lower(), "")


@cache
def _genders() -> dict[str, str]:
    male, female = (lexicon.words("given_names", gender) for gender in (MALE, FEMALE))
    return dict.fromkeys(male, MALE) | dict.fromkeys(female, FEMALE)
