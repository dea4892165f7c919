"""Whom a mention may mean: the names and speakers around it, each with what speaks for it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from quotecli.drafting.language import lexicon, phrases, wording
from quotecli.drafting.people.name import FEMALE, MALE, THING, Name
from quotecli.drafting.people.names import NameFinder
from quotecli.drafting.people.scoring import Features
from quotecli.drafting.reading.tokens import Tokens
from quotecli.drafting.tags import DETERMINER, NAME_POSSESSIVE, PREPOSITION, tag_set

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_WINDOW = 200  # tokens back in which names are looked for
_MAX_MENTIONS = 16
_AHEAD = 40  # tokens ahead in which a pronoun may find who is named later
_MAX_RANK = 3
_MAX_COUNT = 5
_MAX_SENTENCES = 3
_MAX_PARAGRAPHS = 3
_GOVERNING = tag_set("PREPOSITION TO OF BY")
_ACTING = tag_set("AUXILIARY FINITE SPEECH_VERB ATTITUDE_VERB ED ADVERB RELATIVE")
_VERBS = tag_set(
    """SPEECH_VERB SPEECH_BASE SPEECH_ING ATTITUDE_VERB ATTITUDE_BASE ATTITUDE_ING FINITE ED ING"""
)
_TITLES = tag_set("TITLE POINT ROLE")


class Referent(NamedTuple):
    """Somebody whom a mention may mean, None for nobody, and the features that score it."""

    name: Name | None
    groups: tuple[Features, ...]


class Asked(NamedTuple):
    """Whom a mention asks for: by which model, of which gender, and by which words.

    `model` is "pronoun" or "description"; `gender` is "" for either, THING for no single person.
    `word` is the kind of pronoun, or the noun of the description, and `words` are all of its nouns.
    """

    model: str
    gender: str
    words: frozenset[str]
    word: str

    @classmethod
    def by_pronoun(cls, pronoun: str, gender: str) -> Asked:
        """Return what a pronoun asks for."""
        if gender == THING:
            several = pronoun in lexicon.words("pronouns", "several")
            return cls("pronoun", gender, frozenset(), "they" if several else "it")
        word = {MALE: "he", FEMALE: "she"}.get(gender, "who")
        return cls("pronoun", gender, frozenset(), word)

    @property
    def kind(self) -> str:
        """The kind of mention, as a word of a feature."""
        if self.model == "pronoun":
            return self.word
        return "thing" if self.gender == THING else "person"


class Referents:
    """The candidates for the pronouns and descriptions of one text.

    `describe` gives somebody without a name by the tokens that describe them. `quoted` holds the
    first and the last token of each marked stretch, in order; at token `body` the headline ends.
    """

    def __init__(
        self,
        tokens: Tokens,
        names: NameFinder,
        describe: Callable[[int, int], Name],
        quoted: Sequence[tuple[int, int]] = (),
        body: int = 0,
    ) -> None:
        self._tokens = tokens
        self._names = names
        self._describe = describe
        self._mentions = _find_mentions(tokens)
        self._quoted = quoted
        self._body = body
        # What is known of each mention and each name, since many pronouns look at the same ones.
        self._described: dict[int, Features] = {}
        self._begins: dict[int, bool] = {}
        self._counts: dict[Name, Features] = {}

    def find(self, asked: Asked, start: int, spoken: Sequence[tuple[Name, int]]) -> list[Referent]:
        """Return whom the mention at token `start` may mean, nobody first.

        `spoken` holds those who were quoted, the last one first, each with the token of its last
        mention.
        """
        word, gender = asked.kind, asked.gender
        mentions = self.find_before(start, gender)
        latest = dict(mentions)
        for name, place in spoken:
            if _agree(name.gender, gender):
                latest[name] = max(place, latest.get(name, -1))
        nearest = sorted(latest, key=latest.__getitem__, reverse=True)
        subjects = [
            name for name in nearest if name in mentions and self._begins_sentence(mentions[name])
        ]
        speakers = [name for name, _ in spoken if name in latest]

        candidates = [Referent(None, (self._describe_nobody(word, nearest, speakers),))]
        for name in nearest:
            ranks = [_rank(listed, name) for listed in (nearest, subjects, speakers)]
            groups = [
                _describe_ranks(word, *ranks),
                *_describe_name(word, name, gender),
                self._describe_distance(latest[name], start),
                self._describe_count(name),
            ]
            if asked.words:
                groups.append(_describe_role(asked, name))
            if name in mentions:
                groups += self._describe_mention(ranks[0], mentions[name])
            candidates.append(Referent(name, tuple(groups)))
        ahead = self._find_ahead(start, gender)
        if ahead is not None and ahead not in latest:
            described = _describe_name(word, ahead, gender)
            candidates.append(Referent(ahead, (_describe_ahead(len(nearest)), *described)))
        return candidates

    def find_before(self, start: int, gender: str) -> dict[Name, int]:
        """Return the nearest mention before `start` of each one that agrees, the nearest first."""
        found: dict[Name, int] = {}
        number = bisect_left(self._mentions, (start,))
        for first, last, described in reversed(
            self._mentions[max(0, number - _MAX_MENTIONS) : number]
        ):
            if first < start - _WINDOW:
                break
            if described:
                name = self._describe(first, last)
            elif self._names.is_name(first, last):
                name = self._names.find(first, last)
                if gender != THING and not name.gender and self._is_place(first):
                    continue
            else:
                continue
            if last <= start and _agree(name.gender, gender):
                found.setdefault(name, first)
        return found

    def _find_ahead(self, start: int, gender: str) -> Name | None:
        """Return the first full name after a pronoun that begins a sentence."""
        tags = self._tokens.tags
        for match in phrases.NAME_RUN.finditer(tags, start, min(len(tags), start + _AHEAD)):
            name = self._names.find(*match.span())
            if name.full and _agree(name.gender, gender):
                return name if self._names.begins_sentence(match.start()) else None
        return None

    # Features.

    def _describe_nobody(self, word: str, nearest: list[Name], speakers: list[Name]) -> Features:
        known = sum(bool(name.gender) for name in nearest)
        return (
            "nobody",
            f"nobody {word}",
            f"nobody of {min(len(nearest), _MAX_RANK)}",
            f"nobody of {min(known, 2)} with a gender",
            f"nobody of {min(len(speakers), 2)} speakers",
        )

    def _describe_distance(self, last: int, start: int) -> Features:
        between = self._tokens.tags[last:start]
        sentences = between.count(".") + between.count("?") + between.count("!")
        return _spell_distance(
            min(sentences, _MAX_SENTENCES), min(between.count("\n"), _MAX_PARAGRAPHS)
        )

    def _describe_count(self, name: Name) -> Features:
        """Return how often a text names somebody, as a feature."""
        if name not in self._counts:
            count = min(self._names.count(name), _MAX_COUNT)
            self._counts[name] = (f"{count} mentions",)
        return self._counts[name]

    def _describe_mention(self, near: str, place: int) -> list[Features]:
        """Return what stands around the mention at a token, which is the `near`-th nearest."""
        if place not in self._described:
            self._described[place] = self._list_signs(place)
        features = self._described[place]
        return [features, (f"acts near {near}",)] if "acts" in features else [features]

    def _list_signs(self, place: int) -> Features:
        tags = self._tokens.tags
        run = phrases.NAME_RUN.match(tags, place)
        end = run.end() if run else place + 1
        before, after = tags[place - 1 : place] or "\n", tags[end : end + 1] or "\n"
        held = {
            "governed": before in _GOVERNING,
            "in a place": self._is_place(place),
            "object": before in _VERBS,
            "determined": before == DETERMINER,
            "titled": before in _TITLES,
            "age after": phrases.AGE.match(tags, end) is not None,
            "possessive": tags[end - 1] == NAME_POSSESSIVE,
            "acts": after in _ACTING,
            "comma after": after == ",",
            "in the headline": place < self._body,
            "inside a quotation": self._is_quoted(place),
        }
        return tuple(feature for feature, holds in held.items() if holds)

    def _is_place(self, place: int) -> bool:
        """Return True for a name that a preposition of place governs: in [Port Ellery]."""
        places = lexicon.words("small_words", "place")
        governed = self._tokens.tags[place - 1 : place] == PREPOSITION
        return governed and self._tokens.word(place - 1).lower() in places

    def _begins_sentence(self, place: int) -> bool:
        if place not in self._begins:
            self._begins[place] = self._names.begins_sentence(place)
        return self._begins[place]

    def _is_quoted(self, place: int) -> bool:
        number = bisect_right(self._quoted, (place, len(self._tokens.tags))) - 1
        return number >= 0 and place <= self._quoted[number][1]


def _find_mentions(tokens: Tokens) -> list[tuple[int, int, bool]]:
    """Return the first token of each mention of somebody and the one after its last, in order.

    A mention that names nobody, "a young nurse", is true.
    """
    found = [(*match.span(), False) for match in phrases.NAME_RUN.finditer(tokens.tags)]
    found += [
        (*match.span(), True)
        for match in phrases.DESCRIPTION.finditer(tokens.tags)
        if not wording.is_plural(tokens.word(match.end() - 1).lower())
    ]
    return sorted(found)


@cache
def _describe_ranks(word: str, near: str, subject: str, spoke: str) -> Features:
    return (
        f"near {near}",
        f"subject {subject}",
        f"spoke {spoke}",
        f"near {near} subject {subject}",
        f"spoke {spoke} subject {subject}",
        f"spoke {spoke} near {near}",
        f"{word} near {near}",
        f"{word} spoke {spoke}",
    )


def _describe_name(word: str, name: Name, gender: str) -> tuple[Features, ...]:
    known = "known" if gender and name.gender else "unknown"
    first = name.name.partition(" ")[0].lower()
    if name.described:
        return _describe_kind(word, "described", known, False, False), (f"described {first}",)
    given = first in lexicon.words("given_names")
    return (_describe_kind(word, name.kind, known, given, bool(name.roles)),)


@cache
def _describe_ahead(before: int) -> Features:
    return "ahead", f"ahead of {min(before, 2)}"


@cache
def _spell_distance(sentences: int, paragraphs: int) -> Features:
    return f"sentences {sentences}", f"paragraphs {paragraphs}"


@cache
def _describe_kind(word: str, kind: str, known: str, given: bool, role: bool) -> Features:
    return (
        f"gender {known}",
        f"{kind} name",
        f"{word} {kind} name",
        f"{kind} gender {known}",
        f"{kind} {'with' if given else 'without'} a given name",
        f"{kind} {'with' if role else 'without'} a role",
    )


def _rank(names: list[Name], name: Name) -> str:
    """Return the place of a name among others as a word of a feature, "no" if it is not there."""
    return str(min(names.index(name) + 1, _MAX_RANK)) if name in names else "no"


def _describe_role(asked: Asked, name: Name) -> Features:
    """Return how far a description fits what is known of somebody."""
    roles = [frozenset(map(str.lower, _WORD.findall(role))) for role in name.roles]
    spelled = set(map(str.lower, _WORD.findall(name.name)))
    fits = next(
        (
            word
            for word, holds in (
                ("whole", asked.words in roles),
                ("contained", any(asked.words <= role for role in roles)),
                ("head", any(asked.word in role for role in roles)),
                ("partly", any(asked.words & role for role in roles)),
                ("not", bool(roles)),
            )
            if holds
        ),
        "unknown",
    )
    named = "in the name" if asked.word in spelled else "not in the name"
    return f"role fits {fits}", f"{asked.kind} {named}", f"{asked.kind} {name.kind} fits {fits}"


def _agree(gender: str, other: str) -> bool:
    return not gender or not other or gender == other
