"""The annotated articles as examples to fit weights to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import quotecli
from quotecli.drafting.claims.claims import Claim
from quotecli.drafting.claims.sources import Range
from quotecli.drafting.people.candidates import choose_sources, find_candidates, list_by_sentence
from quotecli.drafting.people.name import Name
from quotecli.drafting.people.people import People
from quotecli.drafting.people.referents import Asked, Referent
from quotecli.drafting.people.speakers import find_speakers
from quotecli.drafting.pipeline import Reading, attribute, read_claims
from quotecli.drafting.reading.lines import flatten
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.model import Quote, Span, Statement

# The share of words that an excerpt and an annotated one must have in common.
_PARTLY, _WHOLLY = 0.5, 0.8
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NO_NAME = re.compile(r"^(?:the|a|an|his|her|its|their) ", re.IGNORECASE)


class Choice(NamedTuple):
    """The features of each candidate, and the numbers of the right ones."""

    candidates: list[tuple[str, ...]]
    right: list[int]


class Rated(NamedTuple):
    """The features of a drafted quotation, its kind, and what is right about it.

    `said` is true if it is one of the annotated quotes, `named` if the name it gives is right, None
    if it gives none, and `right` if all of it is right.
    """

    features: tuple[str, ...]
    kind: str
    said: bool
    named: bool | None
    right: bool


class Article:
    """An annotated article."""

    def __init__(self, statement: Statement) -> None:
        self.id = statement.id
        self.text = statement.text
        self.quotes = statement.quotes

    def list_sources(self) -> list[Choice]:
        """Return the claims whose quotes are annotated, with the candidates for their sources."""
        reading = read_claims(flatten(self.text))
        skeleton, claims = reading.skeleton, reading.claims
        claims.sort(key=lambda claim: min(claim.pieces))
        choices = []
        by_sentence = list_by_sentence(reading.cues)
        for place, claim in enumerate(claims):
            quote = self._find_quote(_find_spans(skeleton, claim), least=_PARTLY)
            if quote is None:
                continue
            candidates = find_candidates(skeleton, by_sentence, claims, place)
            right = [
                number
                for number, one in enumerate(candidates)
                if self._names(skeleton, one.source, quote)
            ]
            if right:
                claim.source = candidates[right[0]].source
                choices.append(Choice([one.features for one in candidates], right))
        return choices

    def _names(self, skeleton: Skeleton, source: Range | None, quote: Quote) -> bool:
        """Return True if a source is the one that attributes a quote, or names its speaker."""
        if source is None or quote.speaker is None:
            return source is None and quote.speaker is None
        words = skeleton.units.text[skeleton.start(source[0]) : skeleton.end(source[1])]
        surname = quote.speaker.name.rpartition(" ")[2]
        return _contains(quote.cue, words.strip(" ,")) or _contains(words, surname)

    def _choose_sources(self) -> Reading:
        reading = read_claims(flatten(self.text))
        choose_sources(reading.skeleton, reading.cues, reading.claims)
        return reading

    def list_mentions(self) -> dict[str, list[Choice]]:
        """Return the pronouns and descriptions that are sources of annotated quotes, by model."""
        reading = self._choose_sources()
        taught = _Taught(reading, dict(self._find_sources(reading)))
        attribute(reading, taught)
        return taught.choices

    def list_rated(self) -> list[Rated]:
        """Return what is drafted of the article, by the weights that are there."""
        reading = self._choose_sources()
        people = People(*reading.list_places())
        extraction = attribute(reading, people)
        speakers = find_speakers(extraction, extraction.quotations, "")
        rated = []
        for quotation in extraction.quotations:
            number = quotation.speaker
            known = number is not None and extraction.people[number].resolved
            name = speakers[number].name if number is not None else ""
            quote = self._find_quote(quotation.content, least=_PARTLY)
            said = quote is not None and quote.polarity == quotation.polarity
            right = said and quote is not None and is_right(quote, name, known)
            named = right if known and said else None
            right = right and self._find_quote(quotation.content, least=_WHOLLY) is quote
            rated.append(Rated(quotation.evidence, quotation.kind, said, named, right))
        return rated

    def _find_sources(self, reading: Reading) -> Iterator[tuple[int, Quote]]:
        """Yield the first token of each source that is right by the annotation, and its quote."""
        skeleton = reading.skeleton
        for claim in reading.claims:
            if claim.source is None:
                continue
            quote = self._find_quote(_find_spans(skeleton, claim), least=_PARTLY)
            first, last = claim.source
            source = skeleton.units.text[skeleton.start(first) : skeleton.end(last)]
            if quote is not None and quote.speaker and _contains(quote.cue, source):
                yield skeleton.tokens[first], quote

    def _find_quote(self, spans: Sequence[Span], least: float) -> Quote | None:
        """Return the quote with whose words those of spans agree best, by `least` of both."""
        words = self._find_words(spans)
        best, quote = 0.0, None
        for one in self.quotes:
            theirs = self._find_words(one.anchor.spans)
            share = len(words & theirs) / len(words | theirs)
            if share > best:
                best, quote = share, one
        return quote if best >= least else None

    def _find_words(self, spans: Sequence[Span]) -> set[int]:
        return {
            word.start() for start, end in spans for word in _WORD.finditer(self.text, start, end)
        }


class _Taught(People):
    """People who know whom a mention means by an annotation, and note the candidates."""

    def __init__(self, reading: Reading, quotes: dict[int, Quote]) -> None:
        super().__init__(*reading.list_places())
        self._quotes = quotes
        self.choices: dict[str, list[Choice]] = {"pronoun": [], "description": []}

    def _choose(
        self, asked: Asked, start: int, candidates: list[Referent]
    ) -> tuple[Name | None, float]:
        quote = self._quotes.get(start)
        if quote is None:
            return super()._choose(asked, start, candidates)
        right = [
            number
            for number, one in enumerate(candidates)
            if one.name is not None and is_meant(quote, one.name)
        ] or [0]
        features = [tuple(chain.from_iterable(one.groups)) for one in candidates]
        self.choices[asked.model].append(Choice(features, right))
        return candidates[right[0]].name, 1.0


def _contains(words: str, part: str) -> bool:
    """Return True if some words hold others, whole ones."""
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words) is not None


def _find_spans(skeleton: Skeleton, claim: Claim) -> list[Span]:
    return [Span(skeleton.start(first), skeleton.end(last)) for first, last in claim.pieces]


def is_meant(quote: Quote, name: Name) -> bool:
    """Return True if a name, with a title or without, or a description is that of who is quoted."""
    who = quote.speaker
    if who is None:
        return False
    words, theirs = split_name(name.name), split_name(who.name)
    if not name.described:
        within = set(words) <= set(theirs) or set(theirs) <= set(words)
        return words[-1:] == theirs[-1:] and within and not who.name[0].islower()
    known = [theirs, *map(split_name, (who.role, *who.aliases))]
    return any(words[-1] in one for one in known)


def split_name(name: str) -> list[str]:
    return _NO_NAME.sub("", name).lower().split()


def is_right(quote: Quote, name: str, known: bool) -> bool:
    """Return True if a quote is said by a name, or described as it, unless the name is `known`."""
    if quote.speaker is None:
        return not known
    wanted = quote.speaker.name
    if wanted[0].islower():  # a description: the text names nobody
        return not known
    words, theirs = split_name(name), split_name(wanted)
    return known and bool(words) and words[-1] == theirs[-1] and set(words) <= set(theirs)


def read_articles(folder: Path) -> list[Article]:
    """Return the annotated articles of a folder, by name."""
    return [
        Article(statement)
        for path in sorted(folder.glob("*.yaml"))
        for statement in quotecli.load(str(path)).statements.values()
    ]
