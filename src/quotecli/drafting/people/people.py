"""Mentions to people: whom a surname, a role or a pronoun refers to."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, takewhile
from typing import NamedTuple

from quotecli.drafting.language import lexicon, phrases, wording
from quotecli.drafting.people import scoring
from quotecli.drafting.people.name import FEMALE, MALE, THING, Name, is_organisation
from quotecli.drafting.people.names import NameFinder
from quotecli.drafting.people.naming import describe
from quotecli.drafting.people.referents import Asked, Referent, Referents
from quotecli.drafting.reading.tokens import Tokens
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
from quotecli.drafting.values import Person
from quotecli.model import Span

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PRONOUN_TAGS = tag_set("PRONOUN CONTRACTION RELATIVE OBJECT")
_LINKS = frozenset((OF, PREPOSITION, TO))
_HEADS = frozenset((ROLE, NOUN))
_MAX_REMEMBERED = 40
_MAX_SPOKEN = 6  # speakers that a pronoun looks back at
_MAX_ANTECEDENT = 30  # tokens before "which"
_FITTING = 0.95  # the chance of the only one who has the role that is asked for
_CERTAIN = 0.9  # from this chance on, a pronoun tells the gender of the one it means
_LOWEST_CHANCE = 0.5  # of the one whom a pronoun means; below it nobody is named


class _Speaker:
    """Somebody quoted: by name, or by a mention that no name was found for."""

    __slots__ = ("aliases", "last", "name", "number")

    def __init__(self, name: Name, number: int) -> None:
        self.name = name
        self.number = number
        self.aliases: list[str] = []
        self.last = -1


class Reference(NamedTuple):
    """Whom a mention means: a number of People, None for nobody known, and the chance of that.

    `kind` is that of the name, as of Name.kind.
    """

    number: int | None
    chance: float
    kind: str


_NOBODY = Reference(None, 0.0, "")


class People:
    """The people of one text: find() takes its sources in order, people() returns who they are.

    `quoted` holds the first and the last token of each marked stretch, in order; `headline` is the
    span of the headline.
    """

    def __init__(
        self,
        tokens: Tokens,
        quoted: Sequence[tuple[int, int]] = (),
        headline: Span | None = None,
    ) -> None:
        self._tokens = tokens
        self._names = NameFinder(tokens, headline)
        body = tokens.at(headline.end) if headline is not None else 0
        self._referents = Referents(tokens, self._names, self._describe, quoted, body)
        self._quoted: list[_Speaker] = []
        self._recent: deque[_Speaker] = deque(maxlen=_MAX_REMEMBERED)
        self._by_name: dict[Name, _Speaker] = {}
        self._by_mention: dict[str, _Speaker] = {}
        self._described: dict[str, Name] = {}
        self._role_words: dict[str, frozenset[str]] = {}

    def find(self, start: int, end: int) -> Reference:
        """Return who is the source from token `start` to `end`; sources are taken in order."""
        tokens = self._tokens
        if end - start == 1 and tokens.tags[start] == QUESTION:
            return self._find_antecedent(start)
        mention = tokens.text[tokens.starts[start] : tokens.end(end - 1)]
        speaker = self._by_mention.get(mention)
        chance = 1.0
        if speaker is None:
            low = mention.lower()
            single = end - start == 1 and tokens.tags[start] in _PRONOUN_TAGS
            if single or low in lexicon.words("pronouns", MALE, FEMALE):
                speaker, chance = self._find_pronoun(wording.without_possessive(low), start)
                if speaker is None:
                    return _NOBODY
            else:
                speaker = self._find_named(start, end, mention)
                if speaker is None:
                    speaker, chance = self._find_role(mention, start)
                if speaker is None:
                    speaker, chance = self._find_speaker(self._describe(start, end)), 1.0
            alias = wording.without_possessive(mention)
            if alias not in speaker.aliases and alias.lower() != speaker.name.name.lower():
                speaker.aliases.append(alias)
        speaker.last = start
        self._recent.append(speaker)
        return Reference(speaker.number, chance, speaker.name.kind)

    def _find_antecedent(self, start: int) -> Reference:
        """Return what a "which" at token `start` means: [a report], which says."""
        back = self._tokens.tags[max(0, start - _MAX_ANTECEDENT) : start][::-1]
        match = phrases.ANTECEDENT_BACK.match(back)
        if match is None or self._tokens.word(start) not in lexicon.words("pronouns", "thing"):
            return _NOBODY
        return self.find(start - match.end(), start - match.start("phrase"))

    def _find_speaker(self, name: Name) -> _Speaker:
        """Return the one who is quoted by a name, from now on if not before."""
        speaker = self._by_name.get(name)
        if speaker is None:
            self._by_name[name] = speaker = _Speaker(name, len(self._quoted))
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
        first, last = self._names.find_start(first, start), self._names.find_end(last, end)
        if not self._names.is_name(first, last):
            return None
        name = self._names.find(first, last)
        if last - first < end - start:
            before, _, after = mention.partition(self._names.text(first, last))
            _add_role(name, wording.COURTESY.sub("", before) if before else "")
            _add_role(name, after)
        self._by_mention[mention] = speaker = self._find_speaker(name)
        return speaker

    def _find_role(self, mention: str, start: int) -> tuple[_Speaker | None, float]:
        """Return who is likeliest meant by a description, "the chairman of the board"."""
        asked = _find_asked(mention)
        if asked is None:
            return None, 0.0
        fitting = self._find_fitting(asked, start)
        if len(fitting) == 1:
            return self._find_speaker(fitting.pop()), _FITTING
        return self._find_meant(asked, start)

    def _find_fitting(self, asked: Asked, start: int) -> set[Name]:
        """Return those, quoted before or named near a token, who have all that is asked for."""
        near = self._referents.find_before(start, asked.gender)
        quoted = (speaker.name for speaker in self._quoted[-_MAX_REMEMBERED:])
        return {
            name
            for name in chain(near, quoted)
            if any(asked.words <= self._words_of(role) for role in name.roles)
        }

    def _words_of(self, role: str) -> frozenset[str]:
        known = self._role_words.get(role)
        if known is None:
            self._role_words[role] = known = frozenset(map(str.lower, _WORD.findall(role)))
        return known

    def _describe(self, start: int, end: int) -> Name:
        """Return who is described by the words from token `start` to `end`, without a name."""
        tokens = self._tokens
        mention = tokens.text[tokens.starts[start] : tokens.end(end - 1)]
        described = describe(mention, phrases.CAPITALS.match(tokens.tags, start) is not None)
        key = described.lower()
        if key not in self._described:
            self._described[key] = Name(described, False, _guess_gender(key), described=True)
        return self._described[key]

    def _find_pronoun(self, word: str, start: int) -> tuple[_Speaker | None, float]:
        """Return who is likeliest meant by a pronoun, and the chance; None for nobody."""
        gender = _find_gender(word)
        if not gender and word not in lexicon.words("pronouns", "relative"):
            return None, 0.0
        return self._find_meant(Asked.by_pronoun(word, gender), start)

    def _find_meant(self, asked: Asked, start: int) -> tuple[_Speaker | None, float]:
        """Return who is likeliest meant at a token, and the chance; None if it is too small."""
        spoken: dict[Name, int] = {}
        for one in reversed(self._recent):
            spoken.setdefault(one.name, one.last)
            if len(spoken) == _MAX_SPOKEN:
                break
        candidates = self._referents.find(asked, start, list(spoken.items()))
        name, chance = self._choose(asked, start, candidates)
        if name is None or chance < _LOWEST_CHANCE:
            return None, 0.0
        if asked.gender != THING and chance >= _CERTAIN:
            name.gender = name.gender or asked.gender
        if name.described and asked.model == "pronoun":
            # Who is described may be known: "The judge rose. “…” she said."
            speaker, known = self._find_role(name.name, start)
            if speaker is not None:
                return speaker, chance * known
        return self._find_speaker(name), chance

    def _choose(
        self, asked: Asked, start: int, candidates: list[Referent]
    ) -> tuple[Name | None, float]:
        """Return the likeliest of the candidates for the mention at a token, and its chance."""
        best, chance = scoring.choose(asked.model, [one.groups for one in candidates])
        return candidates[best].name, chance

    def people(self) -> tuple[Person, ...]:
        """Return those who were quoted, in the order in which they first were."""
        return tuple(
            Person(
                speaker.name.name,
                max(speaker.name.roles, key=len, default=""),
                tuple(speaker.aliases),
                not speaker.name.described,
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


def _find_asked(mention: str) -> Asked | None:
    """Return what a description asks for; None if it is not of somebody known."""
    if not mention.lower().startswith("the "):
        return None
    words = [word.strip(",.()").lower() for word in mention.partition(",")[0].split()[1:]]
    small = lexicon.words("small_words", "role")
    phrase = list(takewhile(lambda word: word not in small, words))
    if not phrase or wording.is_plural(phrase[-1]):
        return None
    gender = _guess_gender(" ".join(phrase))
    return Asked("description", gender, frozenset(words) - small, phrase[-1])


def _guess_gender(mention: str) -> str:
    """Return the gender of somebody described, "" for none, and THING for no person or several."""
    words = _WORD.findall(mention.partition(",")[0])
    for gender in (MALE, FEMALE):
        if not lexicon.words("titles", gender).isdisjoint(words):
            return gender
    if not words or wording.is_plural(words[-1]) or is_organisation(words[-1]):
        return THING
    return "" if not lexicon.words("roles").isdisjoint(words) else THING
