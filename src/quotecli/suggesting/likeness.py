"""How likely a text is to be of a kind, learned from examples, and which of its words say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from math import exp, log
from typing import Any

from quotecli.suggesting.words import Run, Term, list_terms

_MOST_TERMS = 50_000
_STRICTNESS = 10.0  # of the fit to the examples: the inverse of the penalty on weights
_PARTS = 5  # of the examples, each judged by what the others teach
_STEPS = 1_000  # at most, of a fit


class Likeness:
    """Judges whether texts are of a kind: a logistic regression over words and phrases.

    Its scores become probabilities as J. Platt has it (Probabilistic outputs for support vector
    machines, 1999): by a curve through the scores that examples get from fits without them, with
    his cautious targets. Others get the mean of these fits. `kept` is the share of the negative
    examples that were taken. Needs scikit-learn.
    """

    def __init__(
        self, positive: Sequence[Sequence[Run]], negative: Sequence[Sequence[Run]], kept: float
    ) -> None:
        rows = [list_terms(runs) for runs in (*positive, *negative)]
        counts = Counter(chain.from_iterable(rows))
        terms = sorted(
            (term for term, count in counts.items() if count > 1),
            key=lambda term: (-counts[term], term),
        )
        self._numbers = {term: number for number, term in enumerate(terms[:_MOST_TERMS])}
        self._terms = list(self._numbers)
        self._idf = [log((len(rows) + 1) / (counts[term] + 1)) + 1 for term in self._terms]

        is_positive = [True] * len(positive) + [False] * len(negative)
        points = self._place(rows)
        self._weights, self._bias, self.scores = _fit_apart(points, is_positive)
        """The scores of the examples, in order, by what the others teach."""
        weights = self._weights.tolist()
        self._says = [idf * weight for idf, weight in zip(self._idf, weights)]
        self._slope, self._shift = _calibrate(self.scores, is_positive)
        self._shift += log(kept)

    def judge(self, texts: Sequence[Sequence[Run]]) -> list[float]:
        """Return the chance, 0 to 1, that each text is of the kind."""
        if not texts:
            return []
        points = self._place(map(list_terms, texts))
        return [self.estimate(score) for score in points @ self._weights + self._bias]

    def explain(self, runs: Sequence[Run], most: int = 5) -> tuple[Term, ...]:
        """Return up to `most` terms of a text that speak for the kind, the strongest first."""
        known = map(self._numbers.get, list_terms(runs))
        spoken = [number for number in known if number is not None and self._says[number] > 0]
        spoken.sort(key=lambda number: (-self._says[number], self._terms[number]))
        return tuple(self._terms[number] for number in spoken[:most])

    def estimate(self, score: float) -> float:
        """Return the chance that a text of a score is of the kind."""
        power = self._slope * score + self._shift
        return 1 / (1 + exp(-max(min(power, 500.0), -500.0)))

    def _place(self, rows: Iterable[set[Term]]) -> Any:
        """Return texts as rows of a sparse matrix: TF-IDF, each of length one."""
        import numpy as np
        from scipy.sparse import csr_matrix
        from sklearn.preprocessing import normalize

        numbers: list[int] = []
        ends = [0]
        for row in rows:
            known = map(self._numbers.get, row)
            numbers += sorted(number for number in known if number is not None)
            ends.append(len(numbers))
        values = np.asarray(self._idf)[numbers]
        shape = (len(ends) - 1, max(len(self._terms), 1))
        return normalize(csr_matrix((values, numbers, ends), shape=shape, dtype=float))


def _fit_apart(points: Any, is_positive: Sequence[bool]) -> tuple[Any, float, list[float]]:
    """Return the weight of each term, what is added to their sum, and the score of each example.

    The examples are in parts, and each is scored by the fit on all parts but its own; the weights
    are the mean of these fits.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    known = np.asarray(is_positive)
    scores = np.zeros(len(known))
    parts = max(min(_PARTS, int(known.sum()), int((~known).sum())), 2)
    places: Any = np.empty(len(known), dtype=int)
    for value in (True, False):
        places[known == value] = np.arange(int((known == value).sum())) % parts
    weights, bias = np.zeros(points.shape[1]), 0.0
    for part in range(parts):
        others = places != part
        fitted = LogisticRegression(C=_STRICTNESS, max_iter=_STEPS).fit(
            points[others], known[others]
        )
        scores[~others] = fitted.decision_function(points[~others])
        weights += fitted.coef_[0] / parts
        bias += float(fitted.intercept_[0]) / parts
    return weights, bias, [float(score) for score in scores]


def _calibrate(scores: Sequence[float], is_positive: Sequence[bool]) -> tuple[float, float]:
    """Return the slope and the shift of the curve from scores to probabilities.

    Each example counts as one of each kind, in Platt's proportions: few examples prove little.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    known = np.asarray(is_positive)
    positives, negatives = int(known.sum()), int((~known).sum())
    targets = np.where(known, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    column = np.asarray(scores)[:, None]
    fitted = LogisticRegression(C=1e6, max_iter=_STEPS).fit(
        np.vstack([column, column]),
        np.repeat([True, False], len(known)),
        sample_weight=np.concatenate([targets, 1 - targets]),
    )
    # Scores that say nothing, or the contrary, must not turn into confidence.
    return max(float(fitted.coef_[0][0]), 0.0), float(fitted.intercept_[0])
