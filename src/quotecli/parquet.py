"""Tables of rows as Parquet files, a part at a time; needs pyarrow."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from quotecli.arrow import make_schema
from quotecli.errors import Place, UnreadableError
from quotecli.rows.making import Row
from quotecli.rows.schema import TABLES, Column, ListOf
from quotecli.store.files import list_files

ENDING = ".parquet"

# So many rows are held as Python has them, in several times the memory that Arrow takes.
_MAX_ROWS = 500
_BATCH = 64  # rows read at once: a row may hold a whole text


class TablePart:
    """The rows of one file; `size` is how many bytes they take, but for the last ones."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._schema = make_schema(columns)
        self._rows: list[Row] = []
        self._batches: list[pa.RecordBatch] = []
        self._length = 0
        self.size = 0

    def __len__(self) -> int:
        return self._length

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows at the end."""
        for row in rows:
            self._rows.append(row)
            self._length += 1
            if len(self._rows) >= _MAX_ROWS:
                self._pack()

    def encode(self) -> bytes:
        """Return the rows as a Parquet file; the same rows give the same bytes."""
        self._pack()
        stream = pa.BufferOutputStream()
        with pq.ParquetWriter(stream, self._schema, compression="zstd") as writer:
            writer.write_table(pa.Table.from_batches(self._batches, self._schema))
        data: bytes = stream.getvalue().to_pybytes()
        return data

    def _pack(self) -> None:
        batch = pa.RecordBatch.from_pylist(self._rows, schema=self._schema)
        self._batches.append(batch)
        self.size += batch.nbytes
        self._rows = []


def find_files(folder: str, table: str) -> list[str]:
    """Return the files of a table in a folder of rows, in order.

    Those of names with a dot or an underscore before them are not of the table, nor are those in
    such folders: programs leave there what they have not finished. Raises UnreadableError if there
    is none.
    """
    path = os.path.join(folder, table)
    files, errors = list_files(path, (ENDING,))
    for error in errors:
        raise error
    files = [file for file in files if not _is_aside(os.path.relpath(file, path))]
    if not files:
        raise UnreadableError("no Parquet file in it", place=Place(path))
    return files


def _is_aside(path: str) -> bool:
    return any(part[0] in "._" for part in path.split(os.sep))


def is_folder_of_rows(folder: str) -> bool:
    """Return True if a folder has nothing but tables of rows in it."""
    for root, folders, names in os.walk(folder):
        if root == folder and not set(folders) <= set(TABLES):
            return False
        # Programs leave _SUCCESS and .part-0.parquet.crc beside the files.
        if any(not name.endswith(ENDING) and name[0] not in "._" for name in names):
            return False
    return True


def read_rows(
    files: Iterable[str], table: Sequence[Column], names: Iterable[str] = ()
) -> Iterator[Row]:
    """Yield the rows of the Parquet files of a table, with some columns alone if these are named.

    An optional column that a file lacks is null. Raises UnreadableError if it lacks another one, if
    a column has values of another type, or nulls that it must not have, and for a damaged file.
    """
    wanted = set(names) or {column.name for column in table}
    columns = [column for column in table if column.name in wanted]
    for path in files:
        try:
            with pq.ParquetFile(path) as file:
                yield from _read_file(file, columns)
        except OSError as error:
            reason = error.strerror or "damaged, or not a Parquet file"
            raise UnreadableError(f"unreadable: {reason}", place=Place(path)) from None
        except (ValueError, pa.ArrowException) as error:  # UnicodeDecodeError is a ValueError
            reason = str(error).partition("\n")[0]
            hint = "write rows with 'quotecli draft' or 'quotecli export --to parquet'"
            raise UnreadableError(f"not rows: {reason}", place=Place(path), hint=hint) from None


def _read_file(file: Any, columns: Sequence[Column]) -> Iterator[Row]:
    there = set(file.schema_arrow.names)
    nulls = {column.name: None for column in columns if column.name not in there}
    for column in columns:
        if column.name in nulls and not column.optional:
            raise ValueError(f"no column '{column.name}'")
    found = [column for column in columns if column.name in there]
    schema = make_schema(found)
    for batch in file.iter_batches(_BATCH, columns=schema.names):
        # As asked for; other programs write large_string, int32, or an order of their own.
        arrays = [batch.column(field.name).cast(field.type) for field in schema]
        for column, array in zip(found, arrays):
            _check_nulls(column.name, column, array)
        for row in pa.RecordBatch.from_arrays(arrays, schema=schema).to_pylist():
            yield {**nulls, **row}


def _check_nulls(name: str, column: Column, array: pa.Array) -> None:
    """Raise ValueError if an array has a null where the schema has none."""
    if array.null_count and not column.optional:
        raise ValueError(f"null in the column '{name}'")
    if isinstance(column.type, ListOf):
        item = column.type.item
        _check_nulls(name, Column("", item, ""), array.flatten())
    elif isinstance(column.type, tuple):
        for field, values in zip(column.type, array.flatten()):
            _check_nulls(f"{name}.{field.name}".lstrip("."), field, values)
