"""A folder of Parquet files: a table of quotes, and one of their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from quotecli.model import Statement
from quotecli.parquet import ENDING, TablePart
from quotecli.rows.making import make_quote_rows, make_text_row
from quotecli.rows.schema import QUOTES, TEXTS

MAX_PART = 32_000_000
"""From this size on, in bytes in memory, a part is written and the next one begun."""


def export(statements: Iterable[Statement], split: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of files; those of a number hold the same statements."""
    items = iter(statements)
    for number in count():
        quotes, texts = TablePart(QUOTES), TablePart(TEXTS)
        for statement in items:
            quotes.add(make_quote_rows(statement))
            texts.add([make_text_row(statement)])
            if quotes.size + texts.size >= MAX_PART:
                break
        if number and not len(texts):
            return
        for table, part in (("quotes", quotes), ("texts", texts)):
            yield f"{table}/part-{number:05}{ENDING}", part.encode()
