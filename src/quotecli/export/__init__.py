"""Quotes taken elsewhere: one file a format, loaded when it is chosen.

A format is a module of this folder with one function, `export`: it takes the statements that
Library.selected() gives, each with the quotes that were chosen and no others, in the order of its
source, and yields the bytes of the file. The same statements give the same bytes. What a format
needs beyond that is an optional keyword of its `export`, named in the format's `options` and
offered by the command.

A format that can also be a folder of files names a second module, `folder`, whose function `export`
takes the statements and what they are split by, and yields a name and the content of each file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import NamedTuple, Protocol

from quotecli.errors import QuotecliError
from quotecli.model import Statement


class Export(Protocol):
    """What writes statements in a format."""

    def __call__(self, statements: Iterable[Statement], **options: str) -> Iterator[bytes]: ...


class FolderExport(Protocol):
    """What writes statements as a folder of files, one for each of what they are split by."""

    def __call__(
        self, statements: Iterable[Statement], split: str
    ) -> Iterator[tuple[str, bytes]]: ...


class Format(NamedTuple):
    """A format: its module here, the ending of its files, whether they are binary, and the extra
    that it needs.

    `options` are the keywords that its `export` takes, `folder` is the module that writes it as a
    folder of files.
    """

    module: str
    ending: str
    binary: bool = False
    extra: str = ""
    options: tuple[str, ...] = ()
    folder: str = ""


FORMATS = {
    "html": Format("page", ".html", extra="html"),
    "md": Format("markdown", ".md", options=("by",), folder="notes"),
    "csv": Format("table", ".csv"),
    "xlsx": Format("workbook", ".xlsx", binary=True, extra="xlsx"),
    "w3c": Format("w3c", ".jsonld"),
    "qdpx": Format("qdpx", ".qdpx", binary=True),
    "sqlite": Format("sqlite", ".db", binary=True),
    "ris": Format("ris", ".ris"),
    "bibtex": Format("bibtex", ".bib"),
    "csl-json": Format("csl", ".json"),
}


def exporter(name: str) -> Export:
    """The function that writes the format of that name.

    Raises QuotecliError where what it needs is not installed.
    """
    export: Export = _module(name, FORMATS[name].module).export
    return export


def folder_exporter(name: str) -> FolderExport:
    """The function that writes the format of that name, which has one, as a folder of files; raises
    as exporter().
    """
    export: FolderExport = _module(name, FORMATS[name].folder).export
    return export


def _module(name: str, module: str) -> ModuleType:
    form = FORMATS[name]
    try:
        return import_module(f"quotecli.export.{module}")
    except ModuleNotFoundError as error:
        if not form.extra or (error.name or "").startswith("quotecli"):
            raise
        hint = f"pip install 'quotecli[{form.extra}]'"
        raise QuotecliError(
            f"the format {name} needs {error.name}, which is not installed", hint=hint
        ) from None
