"""Who may be the source of each claim: the candidates, what speaks for each, and the choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from quotecli.drafting.claims import sources
from quotecli.drafting.claims.claims import Claim
from quotecli.drafting.claims.cues import Cue
from quotecli.drafting.claims.sources import Range
from quotecli.drafting.people import scoring
from quotecli.drafting.people.scoring import Features
from quotecli.drafting.reading.sentences import STRETCHES, Skeleton
from quotecli.drafting.tags import ROLE, tag_set

_NAMES = tag_set("NAME INITIAL INITIALS PARTICLE")
_PRONOUNS = tag_set("PRONOUN OBJECT CONTRACTION")
_RELATIVES = tag_set("RELATIVE QUESTION")
_GOVERNING = tag_set("PREPOSITION TO OF BY")
_VERBS = tag_set("SPEECH_VERB ATTITUDE_VERB FINITE ED AUXILIARY")
_BETWEEN = ((frozenset("\n"), "paragraph"), (frozenset(".?!"), "sentence"))
_DISTANCES = ((2, "next to"), (8, "near"), (30, "far"))
_LOWEST_CHANCE = 0.7  # that another source must have to be taken for that of a rule


class Candidate(NamedTuple):
    """Who may be the source of a claim, None for nobody, and the features that score it."""

    source: Range | None
    features: Features


def choose_sources(skeleton: Skeleton, cues: Sequence[Cue], claims: Sequence[Claim]) -> None:
    """Give each claim the likeliest of its candidates; what a rule gives to nobody stays so."""
    ordered = sorted(claims, key=lambda claim: min(claim.pieces))
    by_sentence = list_by_sentence(cues)
    for number, claim in enumerate(ordered):
        if claim.source is None:
            continue
        candidates = find_candidates(skeleton, by_sentence, ordered, number)
        best, chance = scoring.choose("source", [(one.features,) for one in candidates])
        if chance >= _LOWEST_CHANCE:
            claim.source = candidates[best].source


def find_candidates(
    skeleton: Skeleton, cues: Mapping[int, list[Cue]], claims: Sequence[Claim], number: int
) -> list[Candidate]:
    """Return the candidates for the source of one of the claims, which are in order.

    `cues` are those of list_by_sentence(). What is proposed goes by the sources that the claims
    before have by then.
    """
    claim = claims[number]
    before = claims[number - 1].source if number else None
    after = claims[number + 1].source if number + 1 < len(claims) else None
    proposed: dict[Range | None, list[str]] = {}
    for origin, source in _propose(skeleton, cues, claim, before, after):
        proposed.setdefault(source, []).append(origin)
    return [
        Candidate(source, _describe(skeleton, claim, source, tuple(origins)))
        for source, origins in proposed.items()
    ]


def list_by_sentence(cues: Sequence[Cue]) -> dict[int, list[Cue]]:
    """Return the cues in order, by the first place of their sentence."""
    found: dict[int, list[Cue]] = {}
    for cue in sorted(cues, key=attrgetter("place")):
        found.setdefault(cue.sentence[0], []).append(cue)
    return found


def _propose(
    skeleton: Skeleton,
    cues: Mapping[int, list[Cue]],
    claim: Claim,
    before: Range | None,
    after: Range | None,
) -> Iterator[tuple[str, Range | None]]:
    """Yield the sources that a claim may have, each with where it comes from."""
    yield "own", claim.source
    yield "nobody", None
    place = claim.cue.place if claim.cue is not None else min(claim.pieces)[0]
    first, last = skeleton.sentence(place)
    inside = [cue for cue in cues.get(first, ()) if cue.source is not None]
    if inside:
        yield "first cue", inside[0].source
        earlier = [cue for cue in inside if cue.place < place]
        if earlier:
            yield "cue before", earlier[-1].source
    main = sources.find_main(skeleton.signs, first, last)
    if main is not None:
        yield "main", main
    if claim.cue is None:
        if first:
            above = sources.find_main(skeleton.signs, *skeleton.sentence(first - 1))
            if above is not None:
                yield "main before", above
        if after is not None:
            yield "next", after
    if before is not None:
        yield "last", before


def _describe(
    skeleton: Skeleton, claim: Claim, source: Range | None, origins: tuple[str, ...]
) -> Features:
    """Return the features of a source that may be that of a claim."""
    if source is None:
        return _spell_origins(claim.rule, "", origins)

    signs, (start, end) = skeleton.signs, source
    place = claim.cue.place if claim.cue is not None else min(claim.pieces)[0]
    gap = place - end if start <= place else start - place
    between = signs[start:place] if start <= place else signs[place:start]
    return _spell_origins(claim.rule, _find_shape(signs[start:end]), origins) + _spell_place(
        signs[start - 1 : start],
        signs[end : end + 1],
        "before" if start <= place else "after",
        next((word for most, word in _DISTANCES if gap <= most), "farther"),
        next((word for ends, word in _BETWEEN if not ends.isdisjoint(between)), ""),
        not STRETCHES.isdisjoint(between),
        any(first <= start < last for first, last in claim.pieces),
    )


@cache
def _spell_origins(rule: str, shape: str, origins: tuple[str, ...]) -> Features:
    features = [*origins, *(f"{rule} {origin}" for origin in origins)]
    if shape:
        features += [shape, *(f"{shape} {origin}" for origin in origins)]
    return tuple(features)


@cache
def _spell_place(
    before: str, after: str, side: str, distance: str, between: str, stretch: bool, within: bool
) -> Features:
    held = {
        "governed": before in _GOVERNING,
        "acts": after in _VERBS,
        f"{side} {distance}": True,
        f"other {between}": bool(between),
        "stretch between": stretch,
        "within the words": within,
    }
    return tuple(feature for feature, holds in held.items() if holds)


@lru_cache(maxsize=4096)
def _find_shape(words: str) -> str:
    """Return what kind of words a source is, by their tags."""
    if words[0] in _PRONOUNS:
        return "pronoun"
    if words[0] in _RELATIVES:
        return "relative"
    if not _NAMES.isdisjoint(words):
        return "name"
    return "role" if ROLE in words else "noun"
