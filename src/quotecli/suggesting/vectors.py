"""Groups of texts by what their words mean, told from the company that these keep."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from quotecli.suggesting.places import choose_terms
from quotecli.suggesting.words import Term

_MOST_TERMS = 3_000
_DIMENSIONS = 80
_LEAST = 3  # texts: a word in fewer keeps no company
_MAX_SHARE = 0.2  # of the texts: a word in more of them parts nothing
_TRIES = 4  # beginnings of the clustering, of which the best is taken
_SAMPLE = 6_000  # texts that are clustered; of more, the others go to the nearest group
_SPARE_DIMENSIONS = 10  # that make the others right
_SVD_ROUNDS = 4
_ROUNDS = 100  # at most, of a clustering


def group_by_vectors(places: Mapping[Term, list[int]], size: int, number: int) -> list[int]:
    """Return the group of each of `size` texts, -1 for none; there are up to `number` groups.

    `places` are the texts that have each term.

    A word is a point, near words that occur in the same texts: the positive pointwise mutual
    information of words, cut to a few dimensions (O. Levy and Y. Goldberg, Neural word embedding
    as implicit matrix factorization, NIPS 2014). A text is where its words are on average, the
    rarer the weightier, and k-means parts the texts. Needs SciPy, of which only sparse matrices are
    loaded: scikit-learn, which has these methods, takes longer to load than they do to run.
    """
    import numpy as np
    from scipy.sparse import csc_matrix

    chosen = _choose_places(places, size)
    ends: Any = np.cumsum([0, *map(len, chosen)])
    flat: Any = np.fromiter(chain.from_iterable(chosen), dtype=np.int32, count=int(ends[-1]))
    shape = (size, len(chosen))
    has: Any = csc_matrix((np.ones(len(flat), dtype=np.float32), flat, ends), shape=shape).tocsr()
    filled = np.diff(has.indptr) > 0
    number = min(number, int(filled.sum()), _SAMPLE // 2)
    if number < 2:
        return [0 if full else -1 for full in filled]

    chance = np.random.RandomState(0)
    idf = np.log(size / np.asarray(has.sum(axis=0)).ravel())
    points = has @ (_place_words(_measure_company(has), chance) * idf[:, None])
    points = points[filled]
    points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-12)
    sample = points[:: -(-len(points) // _SAMPLE)]
    tries = [_find_centres(sample, number, chance) for _ in range(_TRIES)]
    centres = max(tries, key=lambda centres: float(_measure_nearness(sample, centres).max(1).sum()))
    groups = np.full(size, -1)
    groups[filled] = _measure_nearness(points, centres).argmax(axis=1)
    return [int(group) for group in groups]


def _place_words(company: Any, chance: Any) -> Any:
    """Return a point for each word: the strongest singular vectors of a symmetric matrix.

    N. Halko, P. G. Martinsson and J. A. Tropp, Finding structure with randomness, SIAM Review 53
    (2011), 217-288.
    """
    import numpy as np

    size = company.shape[0]
    basis = chance.normal(size=(size, min(_DIMENSIONS + _SPARE_DIMENSIONS, size)))
    for _ in range(_SVD_ROUNDS + 1):
        basis, _ = np.linalg.qr(company @ basis)
    turned, strength, _ = np.linalg.svd((company @ basis).T, full_matrices=False)
    kept = min(_DIMENSIONS, size - 1)
    return (basis @ turned * np.sqrt(strength))[:, :kept]


def _find_centres(points: Any, number: int, chance: Any) -> Any:
    """Return the middles of `number` groups of points.

    They begin far apart, as in k-means++ (D. Arthur and S. Vassilvitskii, SODA 2007).
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    chosen = [chance.randint(len(points))]
    gaps = np.full(len(points), np.inf)
    while len(chosen) < number:
        gaps = np.minimum(gaps, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
        ends: Any = np.cumsum(gaps)
        at = int(np.searchsorted(ends, chance.random_sample() * ends[-1]))
        chosen.append(min(at, len(points) - 1))

    centres, groups = points[chosen], None
    for _ in range(_ROUNDS):
        nearest = _measure_nearness(points, centres).argmax(axis=1)
        if groups is not None and (nearest == groups).all():
            break
        groups = nearest
        sizes = np.bincount(groups, minlength=number)
        starts: Any = np.arange(len(points) + 1)
        within = csr_matrix((np.ones(len(points)), groups, starts), shape=(len(points), number))
        full = sizes > 0
        centres[full] = (within.T @ points)[full] / sizes[full, None]
    return centres


def _measure_nearness(points: Any, centres: Any) -> Any:
    """Return how near each point is to each centre: the squared distance, but for what is equal."""
    return 2 * (points @ centres.T) - (centres**2).sum(axis=1)


def _choose_places(places: Mapping[Term, list[int]], size: int) -> list[list[int]]:
    """Return the places of each word that tells texts apart: neither rare nor everywhere."""
    most = max(_MAX_SHARE * size, _LEAST)
    words = choose_terms(places, 1, _LEAST)
    terms = [term for term, at in words.items() if len(at) <= most]
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
