"""Which files hold texts, and in what form."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import glob
from typing import Literal

from quotecli.errors import Place, QuotecliError, UnreadableError
from quotecli.store.head import KEYS

Kind = Literal["parquet", "lines"]

COLUMNS = ("id", "text", *KEYS)
"""The columns of a table of texts that are read, as far as it has them."""

_LINES = (".jsonl", ".ndjson", ".json")
_PACKED = (".gz", ".bz2")


def find_kind(names: Iterable[str], source: str) -> Kind:
    """Return the one kind of the files that have these names.

    Raises QuotecliError if no file is found, or if files of two kinds are.
    """
    kinds = {find_kind_of_name(name): name for name in names}
    if not kinds:
        hint = "rename what begins with . or _, which is skipped"
        raise UnreadableError("no files found", place=Place(source), hint=hint)
    if None in kinds:
        name = os.path.basename(kinds[None])
        raise QuotecliError(
            f"neither Parquet nor JSON Lines by its name: {name}",
            place=Place(source),
            hint="name files .parquet or .jsonl (.jsonl.gz, .jsonl.bz2), or give a pattern of those"
            " to read: 'FOLDER/*.parquet'",
        )
    if len(kinds) > 1:
        hint = "draft the ones and the others separately: 'FOLDER/*.parquet'"
        raise QuotecliError("has Parquet and JSON Lines files", place=Place(source), hint=hint)
    (kind,) = kinds
    assert kind is not None
    return kind


def find_kind_of_name(name: str) -> Kind | None:
    """Return the kind of a file, None for one that is not a table of texts."""
    plain = name.lower()
    if plain.endswith(".parquet"):
        return "parquet"
    for ending in _PACKED:
        plain = plain.removesuffix(ending)
    return "lines" if plain.endswith(_LINES) else None


def list_files(source: str) -> list[str]:
    """Return the files of a path, a folder and all below it, or a pattern, in order.

    Those whose names begin with a point or an underscore are not data, as in Spark. Raises
    UnreadableError if nothing is there.
    """
    if "://" in source:
        hint = "copy it here, or add --engine spark, which reads it"
        raise UnreadableError("not a path on this machine", place=Place(source), hint=hint)
    found = [source] if os.path.exists(source) else sorted(glob(source))
    if not found:
        raise UnreadableError("no such file or directory", place=Place(source))
    return [file for path in found for file in _walk(path)]


def _walk(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    for name in sorted(os.listdir(path)):
        if not name.startswith((".", "_")):
            yield from _walk(os.path.join(path, name))


def refuse_without_columns(columns: Iterable[str], source: str) -> None:
    """Raise QuotecliError if tables have no column of ids or of texts."""
    known = set(columns)
    missing = [name for name in ("id", "text") if name not in known]
    if missing:
        hint = "give the table the columns id and text"
        raise QuotecliError(f"has no column '{missing[0]}'", place=Place(source), hint=hint)
