"""sources.csv: what a folder says of each of its files."""

from __future__ import annotations

import csv
import io
import os

from quotecli.errors import Place, UnreadableError
from quotecli.store.decoding import text_of
from quotecli.store.files import read_bytes
from quotecli.store.head import KEYS

NAME = "sources.csv"


def read_heads(folder: str) -> dict[str, dict[str, str]]:
    """Return the values of the sources.csv of a folder, by file and column; {} if there is none.

    A file is named by its path within the folder. Raises UnreadableError, with the line, for a
    table without "file", or with a column that is no key of a head.
    """
    path = os.path.join(folder, NAME)
    if not os.path.isfile(path):
        return {}
    rows = csv.reader(io.StringIO(text_of(read_bytes(path), path), newline=""))
    heads: dict[str, dict[str, str]] = {}
    try:
        columns = [column.strip().lower() for column in next(rows, [])]
        unknown = [column for column in columns if column not in ("file", *KEYS)]
        if "file" not in columns or unknown:
            wrong = f"unknown column '{unknown[0]}'" if unknown else "no column 'file'"
            raise UnreadableError(
                wrong, place=Place(path, 1), hint=f"the columns are file, {', '.join(KEYS)}"
            )
        for row in rows:
            values = {key: value.strip() for key, value in zip(columns, row) if value.strip()}
            file = values.pop("file", "").replace("\\", "/")
            if file in heads:
                raise UnreadableError(f"'{file}' occurs twice", place=Place(path, rows.line_num))
            if file:
                heads[file] = values
    except csv.Error as error:
        raise UnreadableError(f"not CSV: {error}", place=Place(path, rows.line_num)) from None
    return heads
