"""One quote, found by its id or the beginning of a word of it."""

from __future__ import annotations

from quotecli.errors import UnknownNameError
from quotecli.library.names import MAX_LISTED, find_similar_ids, fold_name, list_ids
from quotecli.library.shelf import Row, Shelf
from quotecli.model import Quote
from quotecli.text.suggestion import did_you_mean

MAX_COMPARED = 5_000
"""With more quotes than this, only ids that begin alike are compared with a wrong one."""
# The most ids with the same beginning that are compared then.
_MAX_ALIKE = 100


def find_rows(shelf: Shelf, wanted: str, limit: int) -> list[Row]:
    """Return the rows of quotes with an id, otherwise of those with a word in it that begins so.

    The id may have that of its statement before it, and a slash.
    """
    statement, _, key = wanted.rpartition("/")
    rows = shelf.find_quotes(statement, key, limit, whole=True)
    words = "" if rows else fold_name(key).replace(" ", "-")
    if words:
        rows = shelf.find_quotes(statement, words, limit, whole=True) or shelf.find_quotes(
            statement, words, limit, whole=False
        )
    return rows


def find_quote(shelf: Shelf, wanted: str) -> Quote:
    """Return the quote that find_rows() finds.

    Raises UnknownNameError if no quote matches, or more than one.
    """
    rows = find_rows(shelf, wanted, MAX_LISTED + 1)
    if len(rows) == 1:
        return shelf.make_quote(rows[0])

    if rows:
        number = len(rows) if len(rows) <= MAX_LISTED else f"more than {MAX_LISTED}"
        listed = list(_full_ids(shelf, rows[:MAX_LISTED]))
        raise UnknownNameError(
            f"'{wanted}' matches {number} quotes: {list_ids(listed)}", hint="give one of these ids"
        )
    raise _unknown(shelf, wanted)


def _unknown(shelf: Shelf, wanted: str) -> UnknownNameError:
    statement, _, key = wanted.rpartition("/")
    words = fold_name(key).replace(" ", "-")
    message = f"no quote '{wanted}'"
    sql = f"SELECT {shelf.columns} FROM quote{shelf.joins} LIMIT ?"
    rows = shelf.db.execute(sql, (MAX_COMPARED + 1,))
    few = len(rows) <= MAX_COMPARED
    if not few:
        # The longest beginning that any id has: with fewer letters in common it is no typing error.
        beginnings = (words[:length] for length in range(len(words) - 1, 1, -1))
        alike = (shelf.find_quotes(statement, one, _MAX_ALIKE, whole=False) for one in beginnings)
        rows = next(filter(None, alike), [])

    ids = _full_ids(shelf, rows)
    if meant := did_you_mean(find_similar_ids(words.replace("-", " "), ids)):
        return UnknownNameError(f"{message}; {meant}")
    if wanted in shelf.statements:
        hint = f"list those of this statement with 'quotecli quotes --statement {wanted}'"
    elif few:
        hint = f"give one of {list_ids(list(ids))}" if ids else "there are no quotes"
    else:
        hint = "list them with 'quotecli quotes'"
    return UnknownNameError(message, hint=hint)


def _full_ids(shelf: Shelf, rows: list[Row]) -> dict[str, list[str]]:
    """Return the words of ids by the ids, which name the statement if there are several."""
    quotes = [shelf.make_quote(row) for row in rows]
    several = len(shelf.statements) > 1
    return {
        f"{quote.statement}/{quote.id}" if several else quote.id: [quote.id.replace("-", " ")]
        for quote in quotes
    }
