"""What the texts of a group have in common, in their own words: a label and keywords."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from quotecli.suggesting.keyness import bound_share, class_tf_idf, log_likelihood
from quotecli.suggesting.phrases import FEW, MAX_SHARE
from quotecli.suggesting.words import Term

LONGEST = 3
"""The most words of a phrase."""

MANY = 150
"""So many texts tell how sure it is that those with a word are of a group."""

_MOST_KEYWORDS = 15
_CANDIDATES = 60  # terms of a group that are weighed
_LEAST_SHARE = 0.5  # of the texts with a keyword are in its group
_SURE_SHARE = 0.7
_OFTEN = 0.3  # of its texts have a word at the end of the phrase that completes it
_AS_GOOD = 0.6  # a phrase stands for its words if it is in so many of the texts that have one


class Profile(NamedTuple):
    """The terms that tell the texts of a group from the others, the most telling first."""

    terms: tuple[Term, ...]
    label: Term


def name_groups(
    places: Mapping[Term, list[int]], groups: Sequence[int], names_topic: Callable[[Term], bool]
) -> dict[int, Profile]:
    """Return the profile of each group of texts that has one; -1 is no group.

    `places` are the texts that have each term of up to LONGEST words.
    """
    # Of many texts, what few have is never sure: most of all phrases.
    size = len(groups)
    least, most = 1 + 3 * (size >= MANY), max(MAX_SHARE * size, 2)
    total = {term: len(at) for term, at in places.items() if least <= len(at) <= most}
    sizes = Counter(groups)
    inside: dict[int, dict[Term, int]] = {group: {} for group in sizes if group >= 0}
    for term in filter(names_topic, total):
        for group, count in Counter(map(groups.__getitem__, places[term])).items():
            if group >= 0:
                inside[group][term] = count

    average = size / max(len(inside), 1)
    found = {}
    for group, known in sorted(inside.items()):
        ranked = _rank(known, total, sizes[group], size)
        telling = _drop_parts(ranked, known)[:_MOST_KEYWORDS]
        if telling:
            best = max(
                [term for term in telling if known[term] > 1] or telling,
                key=lambda term: (
                    class_tf_idf(known[term], total[term], sizes[group], average)
                    * (1 + 0.5 * (len(term) > 1))
                ),
            )
            found[group] = Profile(tuple(telling), _complete(best, total, names_topic))
    return found


def _rank(counts: dict[Term, int], total: dict[Term, int], size: int, texts: int) -> list[Term]:
    """Return the terms that a group has more often than the others, by log-likelihood."""
    values = {
        term: log_likelihood(count, total[term] - count, size, texts - size)
        for term, count in counts.items()
        if _is_telling(term, count, total[term], texts)
    }
    ranked = sorted(values, key=lambda term: (-values[term], -len(term), term))
    return ranked[:_CANDIDATES]


def _is_telling(term: Term, inside: int, everywhere: int, texts: int) -> bool:
    """Return True if a text with a term is likely to be of the group that has it `inside`."""
    if texts >= MANY:
        return bound_share(inside, everywhere) >= _SURE_SHARE
    # A word that few texts have once says too little; a phrase may name what they are about.
    repeated = everywhere > 1 or (texts < FEW and len(term) > 1)
    return repeated and inside >= _LEAST_SHARE * everywhere


def _drop_parts(ranked: Sequence[Term], counts: dict[Term, int]) -> list[Term]:
    """Return terms without those that a longer one says better, or another one as well."""
    kept: list[Term] = []
    for term in ranked:
        longer = [one for one in ranked if len(one) > len(term) and _holds(one, term)]
        if any(counts[one] >= _AS_GOOD * counts[term] for one in longer):
            continue
        if not any(_holds(term, one) or _overlap(term, one) for one in kept):
            kept.append(term)
    return kept


def _complete(label: Term, counts: dict[Term, int], names_topic: Callable[[Term], bool]) -> Term:
    """Return the phrase that a word of a label is often the end of, else the label."""
    least = _OFTEN * counts[label]
    phrases = [
        term
        for term, count in counts.items()
        if len(term) == len(label) + 1 == 2 and term[1:] == label and count >= least
    ]
    return min(filter(names_topic, phrases), key=lambda term: (-counts[term], term), default=label)


def _overlap(one: Term, other: Term) -> bool:
    """Return True if two long terms seem to be pieces of one that is longer still."""
    return len(one) == len(other) == LONGEST and (one[1:] == other[:-1] or other[1:] == one[:-1])


def _holds(longer: Term, shorter: Term) -> bool:
    """Return True if the words of one term are in a row in another."""
    size = len(shorter)
    return any(longer[at : at + size] == shorter for at in range(len(longer) - size + 1))
