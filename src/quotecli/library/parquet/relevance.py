"""The order of relevance: BM25 as SQLite's FTS5 counts it, to the last bit of the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from quotecli.library.shelf import Row
from quotecli.library.sql import Condition
from quotecli.text.query import Query, Term

# S. Robertson and H. Zaragoza, The probabilistic relevance framework: BM25 and beyond, Foundations
# and Trends in Information Retrieval 3 (2009), 333-389, with the parameters of FTS5.
_K1, _B = 1.2, 0.75
_RAREST = 1e-6  # the weight of a word that most quotes have

# Words are separated by one space; a part without words leaves two.
_TOKENS = "(strlen(replace(folded, '  ', ' ')) - strlen(replace(folded, ' ', '')) - 1)"


def contains(term: Term) -> Condition:
    """Return the condition that a quote has the words of a term."""
    words = " ".join(term.words)
    return Condition("contains(folded, ?)", (f" {words}" if term.beginning else f" {words} ",))


def has_one(queries: Sequence[Query]) -> Condition:
    """Return the condition that a quote has all terms of one of some searches."""
    each = [_has_all(query) for query in queries]
    sql = " OR ".join([condition.sql for condition in each])
    return Condition(f"({sql})", tuple([one for some in each for one in some.parameters]))


def count_words(queries: Sequence[Query]) -> Condition:
    """Return the query for the number of quotes and of words, and of quotes with each term."""
    terms = [contains(term) for query in queries for term in query.terms]
    counts = "".join([f", count(*) FILTER ({term.sql})" for term in terms])
    values = tuple([value for term in terms for value in term.parameters])
    return Condition(f"SELECT count(*), sum({_TOKENS}){counts} FROM quote", values)


def rank(columns: str, condition: Condition, queries: Sequence[Query], counted: Row) -> Condition:
    """Return the query for the quotes that meet a condition, best first.

    `counted` is the row that answers count_words().
    """
    quotes, words, *hits = counted
    average = (words or 0) / (quotes or 1) or 1.0
    every = [(query, term) for query in queries for term in query.terms]
    times = [_count(term) for _, term in every]
    counts = "".join([f", {one.sql} AS times{at}" for at, one in enumerate(times)])
    split = f"SELECT *, string_split(folded, ' ') AS split FROM quote WHERE {condition.sql}"

    sums: list[str] = []
    values: list[Any] = [value for one in times for value in one.parameters] + [
        *condition.parameters
    ]
    for at, (query, _) in enumerate(every):
        found = _has_all(query)
        weight = log((quotes - hits[at] + 0.5) / (hits[at] + 0.5))
        # In the order of FTS5, since sums of decimal numbers depend on it.
        sums.append(
            f"CASE WHEN {found.sql} THEN ?::DOUBLE * ((times{at} * {_K1 + 1.0}::DOUBLE) /"
            f" (times{at} + {_K1}::DOUBLE * ({1 - _B}::DOUBLE + {_B}::DOUBLE * {_TOKENS}"
            " / ?::DOUBLE))) ELSE 0::DOUBLE END"
        )
        values += [*found.parameters, weight if weight > 0 else _RAREST, average]
    sql = (
        f"SELECT {columns} FROM (SELECT *{counts} FROM ({split})) AS quote"
        f" ORDER BY {' + '.join(sums)} DESC, n"
    )
    return Condition(sql, tuple(values))


def _has_all(query: Query) -> Condition:
    each = [contains(term) for term in query.terms]
    sql = " AND ".join([condition.sql for condition in each])
    return Condition(f"({sql})", tuple([one for some in each for one in some.parameters]))


def _count(term: Term) -> Condition:
    """Return the expression for the number of places at which a quote has a term."""
    *before, last = term.words
    tests = [f"split[nth + {place}] = ?" for place in range(len(before))]
    at_last = f"split[nth + {len(before)}]"
    tests.append(f"starts_with({at_last}, ?)" if term.beginning else f"{at_last} = ?")
    test = f"coalesce({' AND '.join(tests)}, false)"
    sql = f"len(list_filter(range(1, len(split) + 1), lambda nth: {test}))::DOUBLE"
    return Condition(sql, (*before, last))
