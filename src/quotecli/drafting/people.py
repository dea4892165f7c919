"""Mentions to people: a surname to the full name, a role to who was introduced by it, a pronoun to
the nearest.
"""

from __future__ import annotations

import re
from collections import deque
from functools import lru_cache

from quotecli.drafting.english.lexicon import words
from quotecli.drafting.names import DETERMINED, RUN, Name, Names, bare
from quotecli.drafting.tokens import Tokens
from quotecli.drafting.values import Person

_LED_IN = re.compile(r"[rnN&]*r[T_]*")
_COURTESY = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.? *$")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_HE = frozenset("he him his himself he's he'd he'll he’s he’d he’ll".split())
_SHE = frozenset("she her hers herself she's she'd she'll she’s she’d she’ll".split())
_IT = frozenset("it its they them their themselves this that these those which".split())
_LINKS = frozenset("of the for and a".split())
_REMEMBERED = 40
_FAR = 400
_MOST_NEAR = 12


class _Speaker:
    """Somebody quoted: by name, or by a mention that no name was found for."""

    __slots__ = ("aliases", "last", "number", "resolved", "who")

    def __init__(self, who: Name, resolved: bool, number: int) -> None:
        self.who = who
        self.resolved = resolved
        self.number = number
        self.aliases: list[str] = []
        self.last = -1


class People:
    """The people of one text: give it each source in the order of the text, take the people at the
    end.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._names = Names(tokens)
        self._quoted: list[_Speaker] = []
        self._recent: deque[_Speaker] = deque(maxlen=_REMEMBERED)
        self._by_name: dict[Name, _Speaker] = {}
        self._by_mention: dict[str, _Speaker] = {}
        self._role_words: dict[str, frozenset[str]] = {}
        self._unnamed: dict[str, _Speaker] = {}

    def of(self, start: int, end: int) -> int | None:
        """The number of the one whom the source from token `start` to `end` names; None where
        nobody can be told.
        """
        tokens = self._tokens
        mention = tokens.text[tokens.starts[start] : tokens.end(end - 1)]
        found = self._by_mention.get(mention)
        if found is None:
            low = mention.lower()
            if (end - start == 1 and tokens.tags[start] in "PZWO") or low in _HE or low in _SHE:
                found = self._pronoun(bare(low), start)
                if found is None:
                    return None
            else:
                found = (
                    self._named(start, end, mention) or self._role(mention) or self._other(mention)
                )
            plain = bare(mention)
            if plain not in found.aliases and plain != found.who.name:
                found.aliases.append(plain)
        found.last = start
        self._recent.append(found)
        return found.number

    def _speaker(self, who: Name, resolved: bool = True) -> _Speaker:
        """Whoever is quoted by a name, from now on if not before."""
        found = self._by_name.get(who)
        if found is None:
            self._by_name[who] = found = _Speaker(who, resolved, len(self._quoted))
            self._quoted.append(found)
        return found

    def _named(self, start: int, end: int, mention: str) -> _Speaker | None:
        span = _name_in(self._tokens.tags[start:end])
        if span is None:
            return None
        first, last = start + span[0], start + span[1]
        who = self._names.of(first, last)
        if last - first < end - start:
            before, _, after = mention.partition(self._names.text(first, last))
            for role in (
                _COURTESY.sub("", before).strip(" ,") if before else "",
                after.strip(" ,"),
            ):
                if not role:
                    continue
                role = DETERMINED.sub("", role, count=1)
                if (
                    len(role) > 1
                    and role[0].isalpha()
                    and not role.startswith("who ")
                    and role not in who.roles
                ):
                    who.roles.append(role)
        self._by_mention[mention] = found = self._speaker(who)
        return found

    def _role(self, mention: str) -> _Speaker | None:
        """Who was introduced by the role that a mention like "the chairman of the board" gives."""
        if not DETERMINED.match(mention):
            return None
        asked = set(mention.lower().split()[1:]) - _LINKS
        if asked.isdisjoint(words("roles")):
            return None
        asked = {word.strip(",.()") for word in asked}
        best: _Speaker | None = None
        for found in self._quoted[-_REMEMBERED:]:
            for role in found.who.roles:
                if asked <= self._words_of(role) and (best is None or found.last > best.last):
                    best = found
        return best

    def _words_of(self, role: str) -> frozenset[str]:
        known = self._role_words.get(role)
        if known is None:
            self._role_words[role] = known = frozenset(map(str.lower, _WORD.findall(role)))
        return known

    def _other(self, mention: str) -> _Speaker:
        key = mention.lower()
        found = self._unnamed.get(key)
        if found is None:
            self._unnamed[key] = found = self._speaker(Name(mention, False, "it"), resolved=False)
        return found

    def _pronoun(self, word: str, start: int) -> _Speaker | None:
        """The nearest one before who agrees: who spoke last, or a name that is nearer and begins
        its sentence.
        """
        gender = "he" if word in _HE else "she" if word in _SHE else "it" if word in _IT else ""
        if not gender and word != "who":
            return None
        spoke: _Speaker | None = None
        for one in reversed(self._recent):
            if not gender or not one.who.gender or one.who.gender == gender:
                spoke = one
                break
        if gender == "it":
            return (
                spoke
                if spoke is not None and spoke.who.gender == "it" and start - spoke.last < _FAR
                else None
            )
        near: Name | None = None
        for seen, (place, who) in enumerate(
            self._names.between(spoke.last + 1 if spoke is not None else 0, start)
        ):
            if seen >= _MOST_NEAR:
                break
            if _agrees(who.gender, gender):
                near = who
                if word == "who" or self._names.begins(place):
                    return self._speaker(who)
        if spoke is not None:
            return spoke
        return self._speaker(near) if near is not None else None

    def people(self) -> tuple[Person, ...]:
        """Those who were quoted, in the order in which they first were."""
        return tuple(
            Person(
                one.who.name,
                max(one.who.roles, key=len, default=""),
                tuple(one.aliases),
                one.resolved,
            )
            for one in self._quoted
        )


@lru_cache(maxsize=4096)
def _name_in(tags: str) -> tuple[int, int] | None:
    """Where the name of the speaker stands in a mention: not the name that a role or a preposition
    governs.
    """
    best: tuple[int, int] | None = None
    for match in RUN.finditer(tags):
        lead = tags[: match.start()].rstrip("d")
        governed = lead[-1:] == "(" or (lead[-1:] in ("o", "p", "t") and "r" in lead)
        possessive = match.group().endswith("G") and match.end() < len(tags)
        if possessive or (best is None and governed):
            continue
        if (
            best is None
            or _LED_IN.fullmatch(tags, best[1], match.start())
            or (lead[-1:] == "," and tags[0] == "r")
        ):
            best = match.span()
        else:
            break
    return best


def _agrees(one: str, other: str) -> bool:
    return not one or not other or one == other
