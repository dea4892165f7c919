"""Drafting a table of texts with the processors of this machine."""

from __future__ import annotations

import bz2
import gzip
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b
from itertools import chain, islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from quotecli.arrow import QUOTES_SCHEMA, REJECTED_SCHEMA, TEXTS_SCHEMA
from quotecli.engines.inputs import COLUMNS, Kind, find_kind, list_files, refuse_without_columns
from quotecli.engines.outputs import DONE, TABLES, RowCounts
from quotecli.engines.work import WORK, split_drafts
from quotecli.errors import Place, QuotecliError, UnreadableError
from quotecli.parquet import is_folder_of_rows
from quotecli.processes import map_in_order
from quotecli.store.staging import stage_folder
from quotecli.store.trees import check_target, exchange_folder

COMPRESSION = "zstd"

_SCHEMAS = {"quotes": QUOTES_SCHEMA, "texts": TEXTS_SCHEMA, "rejected": REJECTED_SCHEMA}
_CHUNK = 32  # texts that a process takes at once
_PART = 128_000_000  # bytes in memory that are written to one file of each table
_ROWS_PER_GROUP = 20_000
_OPENERS: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open}

Tables = dict[str, pa.RecordBatch]


def draft_here(
    source: str, output: str, settings: dict[str, Any], *, jobs: int = 1, force: bool = False
) -> RowCounts:
    """Write the drafts of all texts of `source` to the folder `output`, and count them.

    `source` is a Parquet or JSON Lines file, a folder of such files, or a pattern of paths.
    The folder appears when it is whole; an existing one that is not empty is replaced only with
    `force`, and if nothing but tables of rows is in it. `settings` are arguments of make(). Raises
    QuotecliError if a file is unreadable, or the folder not writable.
    """
    files = list_files(source)
    kind = find_kind(files, source)
    target = os.path.realpath(output)
    if os.path.lexists(target):
        check_target(target, output, is_folder_of_rows if force else None)
    batches = _read_tables(files, source) if kind == "parquet" else _read_lines(files)
    drafts = map_in_order(partial(_draft, kind, settings), batches, jobs)

    base = os.path.dirname(target)
    try:
        os.makedirs(base, exist_ok=True)
        with stage_folder(base) as (_, new):
            totals = _write(_reject_repeated(drafts), new)
            (exchange_folder if os.path.lexists(target) else os.rename)(new, target)
    except OSError as error:
        raise QuotecliError(f"cannot write: {error.strerror}", place=Place(output)) from None
    return totals


def _draft(kind: Kind, settings: dict[str, Any], batch: pa.RecordBatch) -> list[Tables]:
    return [split_drafts(drafts) for drafts in WORK[kind]([batch], **settings)]


def _read_lines(files: Iterable[str]) -> Iterator[pa.RecordBatch]:
    """Yield lines without their ends, in a column of bytes; none is in two batches."""
    for file in files:
        try:
            with _OPENERS.get(os.path.splitext(file)[1].lower(), open)(file, "rb") as stream:
                while lines := [line.rstrip(b"\n") for line in islice(stream, _CHUNK)]:
                    yield pa.record_batch([pa.array(lines, pa.large_binary())], ["line"])
        except (OSError, EOFError) as error:
            raise _unreadable(file, error) from None


def _read_tables(files: Iterable[str], source: str) -> Iterator[pa.RecordBatch]:
    """Yield the columns of texts that the files have."""
    schemas = {}
    for file in files:
        try:
            schemas[file] = pq.read_schema(file)
        except (OSError, pa.ArrowException) as error:
            raise _unreadable(file, error) from None
    refuse_without_columns((name for schema in schemas.values() for name in schema.names), source)

    for file, schema in schemas.items():
        names = [name for name in COLUMNS if name in schema.names]
        try:
            with pq.ParquetFile(file) as table:
                # Threads would not survive the start of the worker processes.
                for batch in table.iter_batches(_CHUNK, columns=names, use_threads=False):
                    yield batch if names else pa.record_batch([pa.nulls(len(batch))], ["id"])
        except (OSError, pa.ArrowException) as error:
            raise _unreadable(file, error) from None


def _unreadable(file: str, error: Exception) -> UnreadableError:
    why = getattr(error, "strerror", None) or " ".join(str(error).split())
    return UnreadableError(f"unreadable: {why}", place=Place(file))


def _reject_repeated(drafts: Iterable[list[Tables]]) -> Iterator[list[Tables]]:
    """Yield drafts without the texts whose ids are those of others before them.

    Their quotes would be looked for in the other text.
    """
    seen: set[bytes] = set()
    for some in drafts:
        for tables in some:
            texts = tables["texts"]
            keep = []
            for key in texts.column("id").to_pylist():
                digest = blake2b(key.encode(), digest_size=16).digest()
                keep.append(digest not in seen)
                seen.add(digest)
            if not all(keep):
                _drop_texts(tables, keep)
        yield some


def _drop_texts(tables: Tables, keep: list[bool]) -> None:
    """Move texts from the tables to that of rejected ones; their quotes come in the same order."""
    texts = tables["texts"]
    counts = texts.column("quotes").to_pylist()
    of_quotes = [kept for kept, count in zip(keep, counts) for _ in range(count)]
    dropped = texts.column("id").filter(pa.array([not kept for kept in keep]))
    rows = [{"id": key, "reason": "its id is that of another text"} for key in dropped.to_pylist()]
    repeated = pa.RecordBatch.from_pylist(rows, schema=REJECTED_SCHEMA)
    tables["texts"] = texts.filter(pa.array(keep))
    tables["quotes"] = tables["quotes"].filter(pa.array(of_quotes, pa.bool_()))
    (tables["rejected"],) = (
        pa.Table.from_batches([tables["rejected"], repeated]).combine_chunks().to_batches()
    )


def _write(drafts: Iterable[list[Tables]], folder: str) -> RowCounts:
    """Write the tables, in parts that fit into memory, and return their numbers of rows."""
    totals = dict.fromkeys(TABLES, 0)
    for number, part in enumerate(_gather_parts(drafts)):
        for name, batches in part.items():
            table = pa.Table.from_batches(batches, _SCHEMAS[name])
            totals[name] += table.num_rows
            os.makedirs(os.path.join(folder, name), exist_ok=True)
            path = os.path.join(folder, name, f"part-{number:05}.parquet")
            pq.write_table(table, path, compression=COMPRESSION, row_group_size=_ROWS_PER_GROUP)
    with open(os.path.join(folder, DONE), "xb"):
        pass
    return RowCounts(**totals)


def _gather_parts(drafts: Iterable[list[Tables]]) -> Iterator[dict[str, list[pa.RecordBatch]]]:
    """Yield the batches of each table for one part after the other, at least one."""
    part: dict[str, list[pa.RecordBatch]] = {name: [] for name in TABLES}
    size = written = 0
    for tables in chain.from_iterable(drafts):
        for name, batch in tables.items():
            part[name].append(batch)
            size += batch.nbytes
        if size >= _PART:
            yield part
            part, size, written = {name: [] for name in TABLES}, 0, written + 1
    if size or not written:
        yield part
