"""Mentions to people: whom a surname, a role or a pronoun refers to."""

from __future__ import annotations

import re
from collections import deque
from functools import lru_cache
from itertools import islice

from quotecli.drafting.language import lexicon, phrases, wording
from quotecli.drafting.names import FEMALE, MALE, THING, Name, NameFinder
from quotecli.drafting.naming import describe
from quotecli.drafting.tags import (
    DETERMINER,
    NAME_POSSESSIVE,
    NOUN,
    OF,
    PREPOSITION,
    QUESTION,
    ROLE,
    TO,
    tag_set,
)
from quotecli.drafting.tokens import Tokens
from quotecli.drafting.values import Person

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PRONOUN_TAGS = tag_set("PRONOUN CONTRACTION RELATIVE OBJECT")
_LINKS = frozenset((OF, PREPOSITION, TO))
_HEADS = frozenset((ROLE, NOUN))
_MAX_REMEMBERED = 40
_MAX_DISTANCE = 400
"""Tokens between an organisation and "it" or "they"."""
_MAX_ANTECEDENT = 30  # tokens before "which"
_MAX_NEAR = 12  # names that a pronoun looks back at


class _Speaker:
    """Somebody quoted: by name, or by a mention that no name was found for."""

    __slots__ = ("aliases", "last", "name", "number", "resolved")

    def __init__(self, name: Name, resolved: bool, number: int) -> None:
        self.name = name
        self.resolved = resolved
        self.number = number
        self.aliases: list[str] = []
        self.last = -1


class People:
    """The people of one text: find() takes its sources in order, people() returns who they are."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._names = NameFinder(tokens)
        self._quoted: list[_Speaker] = []
        self._recent: deque[_Speaker] = deque(maxlen=_MAX_REMEMBERED)
        self._by_name: dict[Name, _Speaker] = {}
        self._by_mention: dict[str, _Speaker] = {}
        self._role_words: dict[str, frozenset[str]] = {}
        self._unnamed: dict[str, _Speaker] = {}

    def find(self, start: int, end: int) -> int | None:
        """Return the number of the one who is the source from token `start` to `end`.

        None for a pronoun that refers to nobody known.
        """
        tokens = self._tokens
        if end - start == 1 and tokens.tags[start] == QUESTION:
            return self._find_antecedent(start)
        mention = tokens.text[tokens.starts[start] : tokens.end(end - 1)]
        speaker = self._by_mention.get(mention)
        if speaker is None:
            low = mention.lower()
            single = end - start == 1 and tokens.tags[start] in _PRONOUN_TAGS
            if single or low in lexicon.words("pronouns", MALE, FEMALE):
                speaker = self._find_pronoun(wording.without_possessive(low), start)
                if speaker is None:
                    return None
            else:
                speaker = (
                    self._find_named(start, end, mention)
                    or self._find_role(mention, start)
                    or self._find_unnamed(mention, start)
                )
            alias = wording.without_possessive(mention)
            if alias not in speaker.aliases and alias.lower() != speaker.name.name.lower():
                speaker.aliases.append(alias)
        speaker.last = start
        self._recent.append(speaker)
        return speaker.number

    def _find_antecedent(self, start: int) -> int | None:
        """Return the number of what a "which" at token `start` means: [a report], which says."""
        back = self._tokens.tags[max(0, start - _MAX_ANTECEDENT) : start][::-1]
        match = phrases.ANTECEDENT_BACK.match(back)
        if match is None or self._tokens.word(start) not in lexicon.words("pronouns", "thing"):
            return None
        return self.find(start - match.end(), start - match.start("phrase"))

    def _find_speaker(self, name: Name, resolved: bool = True) -> _Speaker:
        """Return the one who is quoted by a name, from now on if not before."""
        speaker = self._by_name.get(name)
        if speaker is None:
            self._by_name[name] = speaker = _Speaker(name, resolved, len(self._quoted))
            self._quoted.append(speaker)
        return speaker

    def _find_named(self, start: int, end: int, mention: str) -> _Speaker | None:
        tokens = self._tokens
        office = wording.OFFICE.match(mention)
        if office is not None:
            start = tokens.at(tokens.starts[start] + office.end())
        span = _find_name(tokens.tags[start:end])
        if span is None or wording.POSING.search(mention):
            return None
        first, last = start + span[0], start + span[1]
        if wording.IN_PLACE.search(tokens.text, tokens.starts[start], tokens.starts[first]):
            return None
        if phrases.JOINED.match(tokens.tags, last, end):
            return None
        last = self._names.find_end(last, end)
        if not self._names.is_name(first, last):
            return None
        name = self._names.find(first, last)
        if last - first < end - start:
            before, _, after = mention.partition(self._names.text(first, last))
            _add_role(name, wording.COURTESY.sub("", before) if before else "")
            _add_role(name, after)
        self._by_mention[mention] = speaker = self._find_speaker(name)
        return speaker

    def _find_role(self, mention: str, start: int) -> _Speaker | None:
        """Return who was introduced by the role that is mentioned: "the chairman of the board"."""
        if not wording.DETERMINED.match(mention):
            return None
        asked = set(mention.lower().split()[1:]) - lexicon.words("small_words", "role")
        if asked.isdisjoint(lexicon.words("roles")):
            return None
        asked = {word.strip(",.()") for word in asked}
        best: _Speaker | None = None
        for speaker in self._quoted[-_MAX_REMEMBERED:]:
            for role in speaker.name.roles:
                if asked <= self._words_of(role) and (best is None or speaker.last > best.last):
                    best = speaker
        return best or self._find_introduced(asked, start)

    def _find_introduced(self, asked: set[str], start: int) -> _Speaker | None:
        """Return the only one near whom the text introduces by a role, quoted or not."""
        found = {
            name
            for _, name in islice(self._names.find_between(0, start), _MAX_NEAR)
            if any(asked <= self._words_of(role) for role in name.roles)
        }
        return self._find_speaker(found.pop()) if len(found) == 1 else None

    def _words_of(self, role: str) -> frozenset[str]:
        known = self._role_words.get(role)
        if known is None:
            self._role_words[role] = known = frozenset(map(str.lower, _WORD.findall(role)))
        return known

    def _find_unnamed(self, mention: str, start: int) -> _Speaker:
        named = phrases.CAPITALS.match(self._tokens.tags, start) is not None
        described = describe(mention, named)
        key = described.lower()
        speaker = self._unnamed.get(key)
        if speaker is None:
            name = Name(described, False, THING)
            self._unnamed[key] = speaker = self._find_speaker(name, resolved=False)
        return speaker

    def _find_pronoun(self, word: str, start: int) -> _Speaker | None:
        """Return who a pronoun means: who spoke last, or a nearer name that begins its sentence."""
        gender = _find_gender(word)
        if not gender and word not in lexicon.words("pronouns", "relative"):
            return None
        last = next(
            (one for one in reversed(self._recent) if _agree(one.name.gender, gender)), None
        )
        if gender == THING:
            near = last is not None and start - last.last < _MAX_DISTANCE
            return last if last is not None and near and last.name.gender == THING else None

        name, certain = self._find_near(last.last + 1 if last is not None else 0, start, gender)
        if name is not None and (certain or last is None):
            return self._find_speaker(name)
        return last

    def _find_near(self, low: int, start: int, gender: str) -> tuple[Name | None, bool]:
        """Return the name from token `low` that a pronoun may mean, and whether it is certain.

        The nearest that begins its sentence is certain, as is the nearest of all for "who", which
        has no gender; else it is the farthest that agrees.
        """
        near: Name | None = None
        for seen, (place, name) in enumerate(self._names.find_between(low, start)):
            if seen >= _MAX_NEAR:
                break
            if _agree(name.gender, gender) and self._names.may_be_person(place, name):
                near = name
                if not gender or self._names.begins_sentence(place):
                    return near, True
        return near, False

    def people(self) -> tuple[Person, ...]:
        """Return those who were quoted, in the order in which they first were."""
        return tuple(
            Person(
                speaker.name.name,
                max(speaker.name.roles, key=len, default=""),
                tuple(speaker.aliases),
                speaker.resolved,
            )
            for speaker in self._quoted
        )


def _add_role(name: Name, role: str) -> None:
    """Add what stands before or after a name in a mention, if it may be a role."""
    role = role.strip(" ,")
    if not role:
        return
    role = wording.DETERMINED.sub("", role, count=1)
    relative = role.startswith(wording.RELATIVE)
    if len(role) > 1 and role[0].isalpha() and not relative and role not in name.roles:
        name.roles.append(role)


@lru_cache(maxsize=4096)
def _find_name(tags: str) -> tuple[int, int] | None:
    """Return where the name of the speaker stands in a mention.

    That is not a name which a role or a preposition governs.
    """
    best: tuple[int, int] | None = None
    for match in phrases.NAME_RUN.finditer(tags):
        lead = tags[: match.start()].rstrip(DETERMINER)
        if _is_possessor(tags, match) or (best is None and _is_attribute(tags, match, lead)):
            continue
        if best is not None:
            led = phrases.LED_BY_ROLE.fullmatch(tags, best[1], match.start())
            if not led and not (lead[-1:] == "," and tags[0] == ROLE):
                break
        best = match.span()
    return best


def _is_possessor(tags: str, match: re.Match[str]) -> bool:
    """Return True for a name whose possession is meant: [Marlow's] aide."""
    return match.group().endswith(NAME_POSSESSIVE) and match.end() < len(tags)


def _is_attribute(tags: str, match: re.Match[str], lead: str) -> bool:
    """Return True for a name that only describes who is meant.

    That is one which a role or a preposition governs, the mayor of [Port Ellery], and one before a
    noun, the [Trump] campaign.
    """
    # The Port Workers Union is one name, though "workers" is a role.
    lead = phrases.WITHIN_NAME.sub("", lead).rstrip(DETERMINER)
    governed = lead[-1:] == "(" or (lead[-1:] in _LINKS and not _HEADS.isdisjoint(lead))
    return governed or phrases.DESCRIBING.match(tags, match.end()) is not None


def _find_gender(pronoun: str) -> str:
    """Return the gender that a pronoun tells; "" for none."""
    genders = (MALE, FEMALE, THING)
    return next((one for one in genders if pronoun in lexicon.words("pronouns", one)), "")


def _agree(gender: str, other: str) -> bool:
    return not gender or not other or gender == other
