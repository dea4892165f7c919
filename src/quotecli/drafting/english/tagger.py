"""Words to their tags: by the lists, else by their shape."""

from __future__ import annotations

import re
from functools import cache

from quotecli.drafting import frames, tags
from quotecli.drafting.english.lexicon import sections, verbs, words

_CLITIC = re.compile(r"(.+)['’](s|re|ve|ll|d|m)$")
_ELIDED = re.compile("[a-z]{1,4}['’][A-Z]")  # d'Arcy
_CONTRACTED = tags.tag_set("PRONOUN THAT RELATIVE QUESTION DETERMINER")
_PRONOUNS = tags.tag_set("PRONOUN RELATIVE OBJECT")
_ENDINGS = (("ly", 5, tags.ADVERB), ("ing", 6, tags.ING), ("ed", 5, tags.ED))
_CACHED_WORDS = 60_000
_LONGEST_CACHED = 40


class Tagger(dict[str, str]):
    """Tokens, with the spaces after them, to their tags; learns unseen tokens."""

    def __init__(self) -> None:
        super().__init__()
        self._known = _known()
        self._nouns = frozenset(
            form for form, (_, verb) in verbs().items() if frames.NOUN in verb.frames
        )
        self._capitalised = {
            **dict.fromkeys(words("abbreviations"), tags.ABBREVIATION),
            **dict.fromkeys(words("titles", "abbreviated"), tags.TITLE),
            **dict.fromkeys(words("small_words", "names"), tags.NAME),
            **dict.fromkeys(words("titles", "courtesy"), tags.TITLE),
            **dict.fromkeys(words("name_parts", "name or preposition"), tags.NAME_OR_PREPOSITION),
            **dict.fromkeys(words("name_parts", "name or time"), tags.NAME_OR_TIME),
            **dict.fromkeys(words("name_parts", "company"), tags.COMPANY),
            **dict.fromkeys(words("name_parts", "saint"), tags.SAINT),
        }
        self._capitalised |= {
            word.capitalize(): tags.SURNAME_OR_ROLE
            for word in words("name_parts", "surname or role")
        }

    def __missing__(self, token: str) -> str:
        tag = "\n" if token[0] == "\n" else self._tag(token.rstrip())

        if len(self) > _CACHED_WORDS:
            self.clear()
        if len(token) <= _LONGEST_CACHED:
            self[token] = tag
        return tag

    def _tag(self, word: str) -> str:
        if not word:
            return " "
        first = word[0]
        if not first.isalnum():
            return tags.SIGNS.get(first, tags.OTHER)
        if first.isdigit():
            return tags.NUMBER
        capital = first.isupper()
        return self._listed(word, capital) or _by_shape(word, capital)

    def _listed(self, word: str, capital: bool) -> str:
        """Return the tag that the lists give to a word; "" for none."""
        low = word.lower()
        known = self._known.get(low, "")
        if capital:
            if len(word) == 1 and not known:
                return tags.INITIAL
            if word in self._capitalised:
                return self._capitalised[word]
            if low in self._nouns or (known in _PRONOUNS and word.isupper() and len(word) > 1):
                return tags.NAME  # the Post, the WHO
            if known == tags.PARTICLE or low in words("name_parts", "organisation"):
                return tags.NAME
        return known or self._by_clitic(low, capital)

    def _by_clitic(self, low: str, capital: bool) -> str:
        """Return the tag of a word that ends in 's, 're and the like; "" for any other."""
        clitic = _CLITIC.match(low) if "'" in low or "’" in low else None
        if clitic is None:
            return ""
        if self._known.get(clitic.group(1)) in _CONTRACTED:
            return tags.CONTRACTION
        if clitic.group(2) != "s":
            return tags.NOUN
        return tags.NAME_POSSESSIVE if capital else tags.POSSESSIVE


def _by_shape(word: str, capital: bool) -> str:
    if capital or _is_after_particle(word) or _ELIDED.match(word):
        return tags.INITIALS if "." in word else tags.NAME
    if "." in word:
        return tags.ABBREVIATION
    low = word.lower()
    for ending, shortest, tag in _ENDINGS:
        if low.endswith(ending) and len(low) >= shortest:
            return tag
    return tags.NOUN


def _known() -> dict[str, str]:
    """Return the words of the lists, in small letters, with their tags."""
    known = {form: tag for form, (tag, _) in verbs().items()}
    known.update(dict.fromkeys(words("nouns", "speech") - known.keys(), tags.SPEECH_NOUN))
    known.update(dict.fromkeys(words("nouns", "attitude") - known.keys(), tags.ATTITUDE_NOUN))
    known.update(dict.fromkeys(words("roles"), tags.ROLE))
    known.update(dict.fromkeys(words("name_parts", "particle"), tags.PARTICLE))

    for section, listed in sections("function_words").items():
        tag = tags.TAGS[section.upper()]
        new = set(listed) - known.keys() if tag == tags.FINITE else listed
        known.update(dict.fromkeys(new, tag))
    return known


def _is_after_particle(word: str) -> bool:
    """Return True for a surname that begins with a small particle: al-Rashed."""
    particle, hyphen, rest = word.partition("-")
    return bool(hyphen) and rest[:1].isupper() and particle in words("name_parts", "particle")


@cache
def tagger() -> Tagger:
    """Return the one tagger of this process."""
    return Tagger()
