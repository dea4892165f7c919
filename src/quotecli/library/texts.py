"""How many words the texts of statements have, which rates of quotes are of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotecli.library.shelf import Shelf
from quotecli.library.sql import MONTH, Condition
from quotecli.text.words import count_words


class TextWords(NamedTuple):
    """The words of texts: of all, and by the statement or month at a `place` among sides."""

    all: int = 0
    by_key: dict[str | None, int] = {}  # noqa: RUF012  # never changed
    place: int | None = None


def count_text_words(shelf: Shelf, condition: Condition, by: Sequence[str]) -> TextWords:
    """Return the words of the texts that meet a condition on `statement`.

    They are counted by the statement or month among `by`, if there is one. Every text is read, also
    one without quotes.
    """
    place = next((by.index(side) for side in ("statement", "month") if side in by), None)
    sql = (
        f"SELECT id, {MONTH} FROM (SELECT number AS statement, id, first, last FROM statement)"
        f" WHERE {condition.sql} ORDER BY statement"
    )
    by_key: dict[str | None, int] = {}
    for key, month in shelf.db.execute(sql, condition.parameters):
        name = "" if place is None else key if by[place] == "statement" else month
        by_key[name] = by_key.get(name, 0) + count_words(shelf.load_statement(key).text)
    return TextWords(sum(by_key.values()), by_key, place)
