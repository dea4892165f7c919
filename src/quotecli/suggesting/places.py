"""Which texts have a word or phrase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

from quotecli.suggesting.words import Run, Term, is_wide


def find_places(
    texts: Sequence[Sequence[Run]], longest: int = 2, least: int = 1
) -> dict[Term, list[int]]:
    """Return the numbers of the texts that have each term, in order, if `least` or more have it.

    The terms are those of list_terms(). A phrase is in no more texts than each part of it, so that
    longer ones are made only of those that enough texts have.
    """
    found: dict[Term, list[int]] = {}
    chains: list[tuple[int, Sequence[Any]]] = [
        (at, run) for at, runs in enumerate(texts) for run in runs
    ]
    terms: list[Term] = []
    for size in range(1, 2 * longest + 1):
        places = _locate(chains, least)
        # A key is a word, or the numbers of the two terms that share all its words but two.
        terms = [(key,) if size == 1 else (*terms[key[0]], terms[key[1]][-1]) for key in places]
        for term, at in zip(terms, places.values()):
            if size > 1 or not is_wide(term):
                found[term] = at
        numbers = {
            key: number
            for number, key in enumerate(places)
            if size < longest or is_wide(terms[number])
        }
        chains = list(_lengthen(chains, numbers))
    return found


def choose_terms(
    places: Mapping[Term, list[int]], longest: int, least: int
) -> dict[Term, list[int]]:
    """Return those of the terms that find_places() gives for a `longest` and a `least`."""
    return {
        term: at
        for term, at in places.items()
        if len(at) >= least and len(term) <= longest * (1 + is_wide(term))
    }


def _locate(chains: Sequence[tuple[int, Sequence[Any]]], least: int) -> dict[Any, list[int]]:
    """Return the texts that have each key, once each, if `least` or more have it."""
    counts = Counter(chain.from_iterable(keys for _, keys in chains))
    places: dict[Any, list[int]] = {key: [] for key, count in counts.items() if count >= least}
    for at, keys in chains:
        for key in filter(places.__contains__, keys):
            known = places[key]
            if not known or known[-1] != at:
                known.append(at)
    return {key: known for key, known in places.items() if len(known) >= least}


def _lengthen(
    chains: Sequence[tuple[int, Sequence[Any]]], numbers: Mapping[Any, int]
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the keys of the terms that are longer by a word, in rows that nothing unknown parts."""
    for at, keys in chains:
        row: list[int] = []
        for key in (*keys, None):
            number = numbers.get(key)
            if number is not None:
                row.append(number)
            elif row:
                yield at, tuple(pairwise(row))
                row = []
