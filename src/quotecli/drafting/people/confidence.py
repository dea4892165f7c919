"""How sure a claim is: that it is a quotation at all, that its name is right, that all is right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from quotecli.drafting.claims.claims import Claim
from quotecli.drafting.people import scoring
from quotecli.drafting.people.people import Reference
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.model import Span

# Code points up to which an excerpt counts as a word or two, a phrase, a sentence, several.
_LENGTHS = ((20, "words"), (60, "phrase"), (200, "sentence"), (600, "sentences"))
# The chance from which on whom a pronoun means is almost certain, likely, or a guess.
_CHANCES = ((0.95, "certain"), (0.8, "likely"), (0.0, "guessed"))


def describe(
    skeleton: Skeleton,
    claim: Claim,
    content: tuple[Span, ...],
    kind: str,
    who: Reference | None,
    reported: bool,
) -> tuple[str, ...]:
    """Return the features of a claim to some content; `who` is its source, None for none.

    `reported` is true for a remark within a quotation.
    """
    source = _describe_source(who)
    size = content[-1].end - content[0].start
    length = next((word for most, word in _LENGTHS if size <= most), "long")
    return (
        "any",
        kind,
        f"{kind} {claim.rule}",
        source,
        f"{kind} {source}",
        f"{kind} {length}",
        f"{kind} in {min(len(content), 3)} parts",
        *(["reported"] if reported else []),
        *(["denied"] if claim.polarity == "negative" else []),
        *_describe_cue(claim, kind),
        *_describe_marks(skeleton, claim),
    )


class Chances(NamedTuple):
    """The chances of a quotation, 0 to 1 with two decimals.

    `said` is that of its being a quotation of somebody, `named` that its name is right if it is,
    and `right` that both its excerpt and its name are right.
    """

    said: float
    named: float
    right: float


@lru_cache(maxsize=8192)
def rate(features: tuple[str, ...]) -> Chances:
    """Return the chances of what has some features."""
    return Chances(*(round(scoring.rate(model, features), 2) for model in Chances._fields))


def _describe_source(who: Reference | None) -> str:
    if who is None:
        return "no source"
    if who.number is None:
        return "unknown pronoun"
    if who.kind in ("described", "organisation") or who.chance == 1.0:
        return f"source {who.kind}"
    chance = next(word for least, word in _CHANCES if who.chance >= least)
    return f"pronoun {chance}"


def _describe_cue(claim: Claim, kind: str) -> Iterator[str]:
    cue = claim.cue
    if cue is None:
        yield "no cue"
        return
    yield f"verb {cue.verb.lemma}"
    yield f"{kind} form {cue.form}"
    # In order, so that a sum of weights is the same in every process.
    yield from (f"{kind} frame {frame}" for frame in sorted(cue.verb.frames))
    if cue.turned:
        yield f"{kind} turned"
    if cue.subject is not None:
        yield "passive"


def _describe_marks(skeleton: Skeleton, claim: Claim) -> Iterator[str]:
    """Yield a feature for a mark that nothing closes."""
    for first, _ in claim.pieces:
        stretch = skeleton.stretch_at.get(first)
        if stretch is not None and not stretch.closed:
            yield "left open"
            return
