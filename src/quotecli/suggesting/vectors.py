"""Groups of texts by what their words mean, told from the company that these keep."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from quotecli.suggesting.places import find_places
from quotecli.suggesting.words import Run

_MOST_TERMS = 3_000
_DIMENSIONS = 80
_MAX_SHARE = 0.2  # of the texts: a word in more of them parts nothing
_TRIES = 4  # beginnings of the clustering, of which the best is taken
_SAMPLE = 6_000  # texts that are clustered; of more, the others go to the nearest group
_SVD_ROUNDS = 4


def group_by_vectors(texts: Sequence[Sequence[Run]], number: int) -> list[int]:
    """Return the group of each text, -1 for none; there are up to `number` groups.

    A word is a point, near words that occur in the same texts: the positive pointwise mutual
    information of words, cut to a few dimensions (O. Levy and Y. Goldberg, Neural word embedding
    as implicit matrix factorization, NIPS 2014). A text is where its words are on average, the
    rarer the weightier, and k-means parts the texts. Needs scikit-learn.
    """
    import numpy as np
    from scipy.sparse import csc_matrix
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import normalize
    from sklearn.utils.extmath import randomized_svd

    places = _choose_terms(texts)
    ends: Any = np.cumsum([0, *map(len, places)])
    flat: Any = np.fromiter(chain.from_iterable(places), dtype=np.int32, count=int(ends[-1]))
    shape = (len(texts), len(places))
    has: Any = csc_matrix((np.ones(len(flat), dtype=np.float32), flat, ends), shape=shape).tocsr()
    filled = np.diff(has.indptr) > 0
    number = min(number, int(filled.sum()), _SAMPLE // 2)
    if number < 2:
        return [0 if full else -1 for full in filled]

    left, strength, _ = randomized_svd(
        _measure_company(has),
        min(_DIMENSIONS, len(places) - 1),
        n_iter=_SVD_ROUNDS,
        random_state=0,
    )
    idf = np.log(len(texts) / np.asarray(has.sum(axis=0)).ravel())
    points = normalize((has @ (left * np.sqrt(strength) * idf[:, None]))[filled])
    means = KMeans(number, n_init=_TRIES, random_state=0)
    means.fit(points[:: -(-len(points) // _SAMPLE)])
    groups = np.full(len(texts), -1)
    groups[filled] = means.predict(points)
    return [int(group) for group in groups]


def _choose_terms(texts: Sequence[Sequence[Run]]) -> list[list[int]]:
    """Return the places of each term that tells texts apart: neither rare nor everywhere."""
    places = find_places(texts, 1, 3)
    most = max(_MAX_SHARE * len(texts), 3)
    terms = [term for term, at in places.items() if len(at) <= most]
    terms.sort(key=lambda term: (-len(places[term]), term))
    return [places[term] for term in terms[:_MOST_TERMS]]


def _measure_company(has: Any) -> Any:
    """Return the positive pointwise mutual information of each two terms, as a sparse matrix."""
    import numpy as np

    both = (has.T @ has).tocoo()
    apart = both.row != both.col
    row, column, count = both.row[apart], both.col[apart], both.data[apart].astype(np.float64)
    sums = np.bincount(row, weights=count, minlength=has.shape[1])
    values = np.log(count * count.sum() / (sums[row] * sums[column]))
    near = values > 0
    return type(has)((values[near], (row[near], column[near])), shape=(has.shape[1],) * 2)
