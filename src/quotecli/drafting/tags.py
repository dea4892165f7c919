"""The tags of words and the signs of marked stretches, by name.

A text is tagged with one letter for each word, so that grammar is a regular expression over the
tags. Patterns and sets are written with the names below; what each letter is, only this file says.
Punctuation is its own tag.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Function words: the sections of `function_words.txt`.
DETERMINER = "d"  # the, his, many
NUMBER = "0"  # three, 1990
PREPOSITION = "p"  # in, about
OF = "o"
TO = "t"
BY = "b"
AND = "c"  # and, or
BUT = "C"  # but, because: begins a clause
THAT = "h"
QUESTION = "w"  # what, whether
RELATIVE = "W"  # who, whom
PRONOUN = "P"  # she, they, nobody
OBJECT = "O"  # him, themselves
CONTRACTION = "Z"  # she's: a pronoun with its auxiliary
AUXILIARY = "x"  # is, has, can't
ADVERB = "a"  # also, never
TIME = "y"  # Monday, evening
FINITE = "v"  # went, remains: a finite verb that reports nothing
ACCORDING = "%"

# Reporting verbs of `verbs.txt`, by form: those that may report speech, and all others.
SPEECH_VERB = "V"  # said, says
SPEECH_ING = "J"  # saying
SPEECH_BASE = "B"  # say
ATTITUDE_VERB = "A"  # wanted, supports
ATTITUDE_ING = "K"  # wanting
ATTITUDE_BASE = "F"  # want

# Nouns and names.
SPEECH_NOUN = "R"  # statement, claim
ATTITUDE_NOUN = "M"  # belief, hope
ROLE = "r"  # mayor, spokeswoman
TITLE = "T"  # Mr, Sen
ABBREVIATION = "k"  # Inc, e.g
NAME = "N"  # any other word with a capital
COMPANY = "f"  # Inc, Ltd
SAINT = "z"  # St, within a name
PARTICLE = "q"  # von, al: small letters within a name
SURNAME_OR_ROLE = "s"  # Baker, King: until the words beside it tell
NAME_OR_PREPOSITION = "u"  # Per, with a capital: until the words beside it tell
NAME_OR_TIME = "j"  # April, June: likewise
INITIAL = "I"  # J
INITIALS = "U"  # U.S
NAME_POSSESSIVE = "G"  # Lee's
POSSESSIVE = "g"  # mayor's
NOUN = "n"  # any other word

# Other shapes.
ING = "i"  # walking
ED = "e"  # founded
POINT = "_"  # the point of a title, an initial or an abbreviation: it ends no sentence
ELLIPSIS = "~"
OTHER = "*"  # any other sign

# A marked stretch of a skeleton is one sign, by what it ends with.
STRETCH_COMMA = "1"
STRETCH_STOP = "2"
STRETCH_BREAK = "3"  # a question or exclamation mark, a dash, dots
STRETCH_PLAIN = "4"  # none of these

TAGS = {name: tag for name, tag in globals().items() if name.isupper()}

SIGNS = {
    **{sign: sign for sign in "\n.,:;?!()&@-'"},
    **dict.fromkeys("–—―−", "-"),
    **{"’": "'", "…": ELLIPSIS, "[": "(", "{": "(", "]": ")", "}": ")"},
}
"""Signs of a text to their tags; any other is OTHER."""

_NAMED = re.compile(r"[A-Z][A-Z_]+")
_WHITE = re.compile(r"\s+")


def spell(pattern: str, pieces: Mapping[str, str] | None = None) -> str:
    """Return a pattern with its names replaced by letters and its white space left out.

    A name is that of a tag or of one of `pieces`, which may hold names in turn. Raises KeyError for
    any other name.
    """
    names = {**TAGS, **pieces} if pieces else TAGS
    while _NAMED.search(pattern):
        pattern = _NAMED.sub(lambda match: names[match.group()], pattern)
    return _WHITE.sub("", pattern)


def tag_set(names: str) -> frozenset[str]:
    """Return the letters that names, separated by spaces, stand for; a sign may be among them."""
    return frozenset(spell(names))
