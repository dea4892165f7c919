"""sources.csv: what a folder says of each of its files."""

from __future__ import annotations

import os

from quotecli.errors import Place, UnreadableError
from quotecli.store.decoding import text_of
from quotecli.store.files import read_bytes
from quotecli.store.head import KEYS
from quotecli.store.table_lines import read_lines

NAME = "sources.csv"


def read_heads(folder: str) -> dict[str, dict[str, str]]:
    """Return the values of the sources.csv of a folder, by file and column; {} if there is none.

    A file is named by its path within the folder. Raises UnreadableError, with the line, for a
    table without "file", in its first line or in a row, or with a column that is no key of a head.
    """
    path = os.path.join(folder, NAME)
    if not os.path.isfile(path):
        return {}
    rows = read_lines(text_of(read_bytes(path), path), path)
    columns = [column.strip().lower() for column in next(rows, (1, []))[1]]
    unknown = [column for column in columns if column not in ("file", *KEYS)]
    if "file" not in columns or unknown:
        wrong = f"unknown column '{unknown[0]}'" if unknown else "no column 'file'"
        hint = f"use the columns file, {', '.join(KEYS)}"
        raise UnreadableError(wrong, place=Place(path, 1), hint=hint)

    heads: dict[str, dict[str, str]] = {}
    for line, row in rows:
        values = {key: value.strip() for key, value in zip(columns, row) if value.strip()}
        file = values.pop("file", "").replace("\\", "/")
        if values and not file:
            hint = "fill in the file, or delete the row"
            raise UnreadableError("no file is named", place=Place(path, line), hint=hint)
        if file in heads:
            raise UnreadableError(f"'{file}' occurs twice", place=Place(path, line))
        if file:
            heads[file] = values
    return heads
