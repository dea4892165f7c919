"""Groups of texts by key phrases: what needs nothing but the texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heapreplace
from itertools import chain
from math import log, log1p

from quotecli.suggesting.keyness import log_likelihood
from quotecli.suggesting.places import choose_terms
from quotecli.suggesting.words import Term

FEW = 60
"""Of fewer texts, the words that only one has may name a topic, if no others do."""

MAX_SHARE = 0.35
"""Of the texts: a word in more of them parts nothing."""

_LONGEST = 2  # words of a phrase
_MOST_HEADS = 400  # that are weighed
_ASSOCIATES = 10  # terms that say how much a head holds together
_LEAST_IDF = 0.1  # a word that all of very few texts have
_SHARED = 0.3  # is what a text counts for that another head has
_ROUNDS = 3
_SIGNIFICANT = 3.84  # chance explains so much in one of twenty words


def group_by_phrases(
    places: Mapping[Term, list[int]], size: int, number: int, names_topic: Callable[[Term], bool]
) -> list[int]:
    """Return the group of each of `size` texts, -1 for none; there are up to `number` groups.

    `places` are the texts that have each term.

    A group begins with a key phrase that may name a topic: one that many texts have that are in no
    other group, and that keeps company with the same words. Texts then go where their words speak
    for, by the logarithm of how much more frequent these are there, for some rounds; few texts say
    nothing of that.
    """
    most = max(MAX_SHARE * size, 2)
    known = choose_terms(places, _LONGEST, 1)
    repeated = {term: at for term, at in known.items() if 2 <= len(at) <= most}
    if size >= FEW or len(repeated) > number:
        known = repeated
    table = _Table(size, dict(sorted(known.items())))

    groups = _choose_heads(table, number, names_topic)
    for _ in range(_ROUNDS if size >= FEW else 0):
        groups = _regroup(table, groups)
    return groups


class _Table:
    """Which texts have which terms; a term is known by its number in the order of the alphabet."""

    def __init__(self, size: int, places: dict[Term, list[int]]) -> None:
        self.terms = list(places)
        self.places = list(places.values())
        """The texts that have each term."""
        self.rows: list[list[int]] = [[] for _ in range(size)]
        """The terms of each text."""
        for term, places_of_term in enumerate(self.places):
            for at in places_of_term:
                self.rows[at].append(term)


def _choose_heads(table: _Table, number: int, names_topic: Callable[[Term], bool]) -> list[int]:
    """Return the groups of the texts that have the best heads; a head takes what is left."""
    terms, places = table.terms, table.places
    size = len(table.rows)
    idf = [max(log(size / len(at)), _LEAST_IDF) for at in places]
    heads = [term for term in range(len(terms)) if names_topic(terms[term])]
    heads.sort(key=lambda term: (-len(places[term]) * idf[term] * len(terms[term]), term))
    plain = {term: idf[term] * len(terms[term]) ** 0.5 for term in heads[:_MOST_HEADS]}
    worth = dict(plain)
    unsure = set(plain) if size >= FEW else set()
    for term in unsure:
        # No company is better than that of words which are in all of its texts and no others.
        most = len(places[term])
        worth[term] *= 1 + log1p(_ASSOCIATES * log_likelihood(most, 0, most, size - most))

    groups = [-1] * size
    free = {term: len(places[term]) for term in worth}  # texts that no other head has taken
    for group in range(number):
        head = _find_best(worth, free, places)
        # Company takes long to measure: only of those that could be the best.
        while head is not None and head in unsure:
            worth[head] = plain[head] * (1 + log1p(_measure_company(head, table)))
            unsure.remove(head)
            head = _find_best(worth, free, places)
        if head is None:
            break
        for at in places[head]:
            if groups[at] < 0:
                groups[at] = group
                for term in table.rows[at]:
                    if term in free:
                        free[term] -= 1
        del worth[head]
    return groups


def _find_best(
    worth: Mapping[int, float], free: Mapping[int, int], places: Sequence[Sequence[int]]
) -> int | None:
    """Return the head that is worth most for the texts that it has, None if all are taken."""
    gains = {
        term: value * (free[term] + _SHARED * (len(places[term]) - free[term]))
        for term, value in worth.items()
        if free[term]
    }
    return min(gains, key=lambda term: (-gains[term], term), default=None)


def _measure_company(head: int, table: _Table) -> float:
    """Return how much more often than by chance the words around a head are there."""
    at, words = table.places[head], set(table.terms[head])
    around = Counter(chain.from_iterable(table.rows[place] for place in at))
    size, others = len(at), len(table.rows) - len(at)
    best, least = [0.0] * _ASSOCIATES, 2
    for term, inside in around.items():
        if inside < least:
            continue
        value = log_likelihood(inside, len(table.places[term]) - inside, size, others)
        if value > best[0] and words.isdisjoint(table.terms[term]):
            heapreplace(best, value)
            # Terms of fewer texts cannot be among the best even if no other text has them.
            while least < size and log_likelihood(least, 0, size, others) <= best[0]:
                least += 1
    return sum(sorted(best, reverse=True))


def _regroup(table: _Table, groups: Sequence[int]) -> list[int]:
    """Return for each text the group that its terms speak for most, -1 if for none."""
    inside: dict[int, list[list[int]]] = defaultdict(list)
    for group, row in zip(groups, table.rows):
        inside[group].append(row)

    best, most = [-1] * len(groups), [0.0] * len(groups)
    for group in sorted(inside.keys() - {-1}):
        scores = [0.0] * len(groups)
        for term, weight in _weigh(table, inside[group]):
            for at in table.places[term]:
                scores[at] += weight
        for at, score in enumerate(scores):
            if score > most[at]:
                best[at], most[at] = group, score
    return best


def _weigh(table: _Table, rows: Sequence[Sequence[int]]) -> Iterator[tuple[int, float]]:
    """Yield the terms that speak for the group of some texts, and how much."""
    size, others = len(rows), len(table.rows) - len(rows)
    for term, count in Counter(chain.from_iterable(rows)).items():
        outside = len(table.places[term]) - count
        if log_likelihood(count, outside, size, others) >= _SIGNIFICANT:
            yield term, log((count + 0.5) * (others + 1) / ((outside + 0.5) * (size + 1)))
