"""Groups of texts by key phrases: what needs nothing but the texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from math import log, log1p

from quotecli.suggesting.keyness import log_likelihood
from quotecli.suggesting.words import Run, Term, list_terms

FEW = 60
"""Of fewer texts, the words that only one has may name a topic, if no others do."""

MAX_SHARE = 0.35
"""Of the texts: a word in more of them parts nothing."""

_MOST_HEADS = 400  # that are weighed
_ASSOCIATES = 10  # terms that say how much a head holds together
_LEAST_IDF = 0.1  # a word that all of very few texts have
_SHARED = 0.3  # is what a text counts for that another head has
_ROUNDS = 3
_SIGNIFICANT = 3.84  # chance explains so much in one of twenty words


def group_by_phrases(
    texts: Sequence[Sequence[Run]], number: int, names_topic: Callable[[Term], bool]
) -> list[int]:
    """Return the group of each text, -1 for none; there are up to `number` groups.

    A group begins with a key phrase that may name a topic: one that many texts have that are in no
    other group, and that keeps company with the same words. Texts then go where their words speak
    for, by the logarithm of how much more frequent these are there, for some rounds; few texts say
    nothing of that.
    """
    terms = [list_terms(runs) for runs in texts]
    counts = Counter(term for some in terms for term in some)
    most = max(MAX_SHARE * len(texts), 2)
    repeated = {term for term, count in counts.items() if 2 <= count <= most}
    if len(texts) >= FEW or len(repeated) > number:
        terms = [some & repeated for some in terms]

    places: dict[Term, list[int]] = defaultdict(list)
    for at, some in enumerate(terms):
        for term in some:
            places[term].append(at)
    heads = [term for term in places if names_topic(term)]
    groups = _choose_heads(heads, terms, places, number)
    for _ in range(_ROUNDS if len(texts) >= FEW else 0):
        weights = _weigh(terms, groups, number)
        groups = [_find_best(some, weights) for some in terms]
    return groups


def _choose_heads(
    heads: Sequence[Term], terms: Sequence[set[Term]], places: dict[Term, list[int]], number: int
) -> list[int]:
    """Return the groups of the texts that have the best heads; a head takes what is left."""
    size = len(terms)
    idf = {term: max(log(size / len(at)), _LEAST_IDF) for term, at in places.items()}
    ranked = sorted(heads, key=lambda term: (-len(places[term]) * idf[term] * len(term), term))
    worth = {term: idf[term] * len(term) ** 0.5 for term in ranked[:_MOST_HEADS]}
    if size >= FEW:
        worth = {
            term: value * (1 + log1p(_measure_company(term, terms, places)))
            for term, value in worth.items()
        }
    groups = [-1] * size
    for group in range(number):
        gains = {}
        for term, value in worth.items():
            free = sum(groups[at] < 0 for at in places[term])
            gains[term] = value * (free + _SHARED * (len(places[term]) - free)) if free else 0.0
        head = min(gains, key=lambda term: (-gains[term], term), default=None)
        if head is None or gains[head] <= 0:
            break
        for at in places[head]:
            if groups[at] < 0:
                groups[at] = group
        del worth[head]
    return groups


def _measure_company(
    head: Term, terms: Sequence[set[Term]], places: dict[Term, list[int]]
) -> float:
    """Return how much more often than by chance the words around a head are there."""
    at = places[head]
    around = Counter(term for place in at for term in terms[place])
    others = len(terms) - len(at)
    values = [
        log_likelihood(inside, len(places[term]) - inside, len(at), others)
        for term, inside in around.items()
        if inside > 1 and not set(term) & set(head)
    ]
    return sum(sorted(values, reverse=True)[:_ASSOCIATES])


def _weigh(
    terms: Sequence[set[Term]], groups: Sequence[int], number: int
) -> dict[Term, list[tuple[int, float]]]:
    """Return for each term the groups that it speaks for, and how much."""
    sizes = Counter(group for group in groups if group >= 0)
    inside: dict[Term, Counter[int]] = defaultdict(Counter)
    total: Counter[Term] = Counter()
    for some, group in zip(terms, groups):
        total.update(some)
        if group >= 0:
            for term in some:
                inside[term][group] += 1

    weights: dict[Term, list[tuple[int, float]]] = {}
    for term, counts in inside.items():
        spoken = []
        for group, count in counts.items():
            outside, size = total[term] - count, sizes[group]
            others = len(terms) - size
            if log_likelihood(count, outside, size, others) >= _SIGNIFICANT:
                share = (count + 0.5) * (others + 1) / ((outside + 0.5) * (size + 1))
                spoken.append((group, log(share)))
        if spoken:
            weights[term] = spoken
    return weights


def _find_best(some: set[Term], weights: dict[Term, list[tuple[int, float]]]) -> int:
    """Return the group that the terms of a text speak for most, -1 if for none."""
    scores: dict[int, float] = defaultdict(float)
    for term in sorted(some & weights.keys()):
        for group, weight in weights[term]:
            scores[group] += weight
    return min(scores, key=lambda group: (-scores[group], group), default=-1)
