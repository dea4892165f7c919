"""How much more often a word occurs in some texts than in others."""

from __future__ import annotations

from functools import lru_cache
from math import log, sqrt

_Z = 1.2816  # standard deviations that nine of ten values stay below


@lru_cache(maxsize=1 << 16)  # most words are in few texts, so that their numbers come again
def log_likelihood(inside: int, outside: int, size: int, others: int) -> float:
    """Return the log-likelihood (G²) of a word: how much more frequent it is in some texts.

    `inside` of these `size` texts have it, and `outside` of the `others`. It is 0 for what is
    not more frequent there. From 6.6 on, chance explains it in one of a hundred words.

    T. Dunning, Accurate methods for the statistics of surprise and coincidence, Computational
    Linguistics 19 (1993), 61-74, over the four cells.
    """
    total, both = size + others, inside + outside
    if not inside or inside * total <= both * size:
        return 0.0
    value = inside * log(inside * total / (both * size))
    if outside:
        value += outside * log(outside * total / (both * others))
    if size > inside:
        value += (size - inside) * log((size - inside) * total / ((total - both) * size))
    if others > outside:
        value += (others - outside) * log((others - outside) * total / ((total - both) * others))
    return 2 * value


def class_tf_idf(inside: int, everywhere: int, size: int, average: float) -> float:
    """Return the c-TF-IDF of a word: its share of a group, times how rare it is in all groups.

    `size` counts the texts of the group, `average` those of a group on average. M. Grootendorst,
    BERTopic: Neural topic modeling with a class-based TF-IDF procedure (2022), arXiv:2203.05794.
    """
    return inside / size * log(1 + average / everywhere)


def bound_share(inside: int, everywhere: int) -> float:
    """Return the least share of the texts with a word that are in a group, with 90 % certainty.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of
    the American Statistical Association 22 (1927), 209-212, on one side.
    """
    share, weight = inside / everywhere, _Z * _Z / everywhere
    spread = sqrt(share * (1 - share) * weight + weight * weight / 4)
    return (share + weight / 2 - spread) / (1 + weight)
