"""Pairs of topics that quotes are about together, with how closely they are related."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from quotecli.library.shelf import Shelf
from quotecli.library.sql import Condition, choose


class TopicPair(NamedTuple):
    """Two topics that quotes are about together.

    `quotes` and `words` count the quotes on both topics, `first_quotes` and `second_quotes` those
    on each, and `all_quotes` those that were counted at all.
    """

    first: str
    second: str
    quotes: int
    words: int
    first_quotes: int
    second_quotes: int
    all_quotes: int

    @property
    def jaccard(self) -> float:
        """The quotes on both topics as a share of the quotes on either, from 0 to 1.

        P. Jaccard, The distribution of the flora in the alpine zone, New Phytologist 11 (1912),
        37–50.
        """
        return self.quotes / (self.first_quotes + self.second_quotes - self.quotes)

    @property
    def lift(self) -> float:
        """How many times as often the topics occur together as if they were unrelated.

        1 means that they are unrelated. S. Brin et al., Dynamic itemset counting and implication
        rules for market basket data, SIGMOD 1997, where it is called “interest”. Its logarithm is
        the pointwise mutual information of K. W. Church and P. Hanks, Word association norms,
        mutual information, and lexicography, Computational Linguistics 16 (1990), 22–29.
        """
        return self.quotes * self.all_quotes / (self.first_quotes * self.second_quotes)


def find_pairs(shelf: Shelf, condition: Condition, only: Collection[str] | None) -> list[TopicPair]:
    """Return the pairs of topics in quotes that meet a condition, the most frequent first.

    A topic and one of its ancestors are not a pair. With `only`, one topic of each pair is in it.
    """
    # The limit keeps SQLite from merging this query into the join below, which could take hours.
    topics = (
        f"{choose(shelf, condition)}, topics AS"
        f" (SELECT topic, n, words FROM chosen{shelf.dialect.topics} LIMIT {2**62})"
    )
    values = condition.parameters
    head = choose(shelf, condition)
    ((all_quotes,),) = shelf.db.execute(f"{head} SELECT count(*) FROM chosen", values)
    single = dict(
        shelf.db.execute(f"{topics} SELECT topic, count(*) FROM topics GROUP BY 1", values)
    )
    rows = shelf.db.execute(
        f"{topics} SELECT a.topic, b.topic, count(*), sum(a.words) FROM topics AS a"
        " CROSS JOIN topics AS b WHERE a.n = b.n AND a.topic < b.topic GROUP BY 1, 2",
        values,
    )

    rank = {topic: number for number, topic in enumerate(shelf.tree.list_ids())}
    pairs = []
    for one, other, quotes, words in rows:
        related = one in shelf.tree.path(other) or other in shelf.tree.path(one)
        if not related and (only is None or one in only or other in only):
            first, second = sorted((one, other), key=rank.__getitem__)
            counts = (quotes, words, single[first], single[second], all_quotes)
            pairs.append(TopicPair(first, second, *counts))
    return sorted(
        pairs, key=lambda pair: (-pair.quotes, -pair.jaccard, rank[pair.first], rank[pair.second])
    )
