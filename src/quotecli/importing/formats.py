"""The import formats: one module each, loaded when it is chosen.

To add a format, write a module of this folder with a function `read`, add its name to FORMATS, and
give it a paragraph in docs/import.md and a word in the help of the command.
tests/importing/test_formats.py fails until all of it is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType, ModuleType
from typing import NamedTuple, Protocol

from quotecli.errors import Place, QuotecliError
from quotecli.extras import load_module
from quotecli.model import Speaker, Statement, Topic


class Imported(NamedTuple):
    """Statements, a line for each thing that was skipped, and remarks on what needs attention
    although nothing is missing.

    Those of a folder are read while they are iterated over: until then only their `ids` are known,
    and nothing is skipped yet.
    `codebook` has the topics that the statements share, by id, those that no quote has included;
    each statement has them, too. `speakers` has those that several statements share, by id.
    """

    statements: Sequence[Statement]
    skipped: Sequence[str] = ()
    remarks: tuple[str, ...] = ()
    codebook: Mapping[str, Topic] = MappingProxyType({})
    ids: Sequence[str] = ()
    speakers: Mapping[str, Speaker] = MappingProxyType({})


class Import(Protocol):
    """The function `read` of a format's module.

    It takes the bytes of a file, its path for messages, and the source text if the user gives one.
    It names a speaker only if the file does, and never guesses one. Raises UnreadableError if the
    file is not of its format.
    """

    def __call__(self, data: bytes, file: str, text: str | None, **options: str) -> Imported: ...


class FolderImport(Protocol):
    """The function `read_folder` of a format's module, which takes a path and reads as Import."""

    def __call__(self, path: str) -> Imported: ...


FORMATS = ("qdpx", "w3c", "hypothesis", "taguette", "label-studio", "doccano", "brat", "parquet")
COUNTED = ("qdpx", "w3c", "label-studio", "doccano")
"""The formats whose read() takes how positions are counted, as the keyword `positions`."""

FOLDERS = ("parquet", "brat")
"""The formats that are folders."""
_ENDINGS = {".qdpx": "qdpx", ".jsonld": "w3c", ".sqlite3": "taguette"}


def import_from(
    path: str, form: str = "", *, text: str | None = None, positions: str = ""
) -> Imported:
    """Return the statements in a file of another program, or in a folder of rows in Parquet.

    `form` is "qdpx", "w3c" or another format of the command; it can be omitted for a folder and for
    files that end in .qdpx, .jsonld or .sqlite3. `text` is the source text, if the file does not
    have it, and `positions` how positions are counted, if that is not to be found out. Nothing is
    written; what could not be imported is in `skipped`. Raises UnreadableError for an unreadable
    file, and QuotecliError if the format is unknown.
    """
    import os

    from quotecli.store.files import read_bytes

    ending = os.path.splitext(path)[1].lower()
    form = form or ("parquet" if os.path.isdir(path) else _ENDINGS.get(ending, ""))
    if form not in FORMATS:
        what = f"'{form}' is not an import format" if form else "the format is unknown"
        hint = f"choose one of {', '.join(FORMATS)}"
        raise QuotecliError(what, place=Place(path), hint=hint)
    if form in FOLDERS:
        return load_folder_import(form)(path)
    options = {"positions": positions} if positions and form in COUNTED else {}
    return load_import(form)(read_bytes(path), path, text, **options)


def load_folder_import(name: str) -> FolderImport:
    """Return the function that reads a folder; raises QuotecliError if its library is missing."""
    read: FolderImport = _load(name).read_folder
    return read


def load_import(name: str) -> Import:
    """Return the function that reads a format."""
    read: Import = _load(name).read
    return read


def _load(name: str) -> ModuleType:
    return load_module(f"quotecli.importing.{name.replace('-', '_')}")
