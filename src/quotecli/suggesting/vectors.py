"""Groups of texts by what their words mean, told from the company that these keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from quotecli.suggesting.words import Run, Term, list_terms

if TYPE_CHECKING:
    pass

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
    from scipy.sparse import csr_matrix
    from sklearn.cluster import KMeans
    from sklearn.preprocessing import normalize
    from sklearn.utils.extmath import randomized_svd

    rows = [sorted(list_terms(runs, 1)) for runs in texts]
    known = _choose_terms(rows)
    columns = [[known[term] for term in row if term in known] for row in rows]
    ends: Any = np.cumsum([0, *map(len, columns)])
    flat: Any = np.fromiter(chain.from_iterable(columns), dtype=np.int32, count=int(ends[-1]))
    shape = (len(rows), len(known))
    has: Any = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, ends), shape=shape)
    filled = ends[1:] > ends[:-1]
    number = min(number, int(filled.sum()), _SAMPLE // 2)
    if number < 2:
        return [0 if full else -1 for full in filled]

    left, strength, _ = randomized_svd(
        _measure_company(has),
        min(_DIMENSIONS, len(known) - 1),
        n_iter=_SVD_ROUNDS,
        random_state=0,
    )
    idf = np.log(len(rows) / np.asarray(has.sum(axis=0)).ravel())
    points = normalize((has @ (left * np.sqrt(strength) * idf[:, None]))[filled])
    means = KMeans(number, n_init=_TRIES, random_state=0)
    means.fit(points[:: -(-len(points) // _SAMPLE)])
    groups = np.full(len(rows), -1)
    groups[filled] = means.predict(points)
    return [int(group) for group in groups]


def _choose_terms(rows: Sequence[Sequence[Term]]) -> dict[Term, int]:
    """Return the number of each term that tells texts apart: neither rare nor everywhere."""
    counts = Counter(chain.from_iterable(rows))
    most = max(_MAX_SHARE * len(rows), 3)
    terms = [term for term, count in counts.items() if 3 <= count <= most]
    terms.sort(key=lambda term: (-counts[term], term))
    return {term: number for number, term in enumerate(terms[:_MOST_TERMS])}


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
