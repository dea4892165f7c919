"""The export formats: one module each, loaded when it is chosen.

To add a format, write a module of this folder with a function `export`, add its row to FORMATS,
and give it a section in docs/export.md and a line in the help of the command. If it needs a
library, add an extra of its name to pyproject.toml. tests/exporting/test_formats.py fails until all
of it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import NamedTuple, Protocol

from quotecli.errors import QuotecliError
from quotecli.model import Statement


class Export(Protocol):
    """The function `export` of a format's module.

    It takes statements, each with the chosen quotes alone, in the order of its source, and yields
    the bytes of the file. The same statements give the same bytes.
    """

    def __call__(self, statements: Iterable[Statement], **options: str) -> Iterator[bytes]: ...


class FolderExport(Protocol):
    """The function `export` of a module that writes a folder.

    It takes statements as Export does and what to split them by, and yields the name and the
    content of each file.
    """

    def __call__(
        self, statements: Iterable[Statement], split: str
    ) -> Iterator[tuple[str, bytes]]: ...


class Format(NamedTuple):
    """An export format.

    `module` writes it, `ending` is that of its files, `requires` is the library to install.
    `options` are the keywords that its export() takes besides the statements; `folder` is the
    module that writes it as a folder of files.
    """

    module: str
    ending: str
    binary: bool = False
    requires: str = ""
    options: tuple[str, ...] = ()
    folder: str = ""


FORMATS = {
    "html": Format("page.page", ".html", requires="Jinja2>=3.1.5"),
    "md": Format("markdown", ".md", options=("by",), folder="notes"),
    "csv": Format("table", ".csv"),
    "xlsx": Format("workbook", ".xlsx", binary=True, requires="XlsxWriter>=3.2"),
    "w3c": Format("w3c", ".jsonld", options=("positions",)),
    "qdpx": Format("qdpx", ".qdpx", binary=True, options=("positions",)),
    "sqlite": Format("sqlite", ".db", binary=True),
    "ris": Format("ris", ".ris"),
    "bibtex": Format("bibtex", ".bib"),
    "csl-json": Format("csl", ".json"),
}


def load_export(name: str) -> Export:
    """Return the function that writes a format; raises QuotecliError if its library is missing."""
    export: Export = _load(name, FORMATS[name].module).export
    return export


def load_folder_export(name: str) -> FolderExport:
    """Return the function that writes a format as a folder of files; raises as load_export()."""
    export: FolderExport = _load(name, FORMATS[name].folder).export
    return export


def _load(name: str, module: str) -> ModuleType:
    requires = FORMATS[name].requires
    try:
        return import_module(f"quotecli.exporting.{module}")
    except ModuleNotFoundError as error:
        if not requires or (error.name or "").startswith("quotecli"):
            raise
        # Never an extra: on the package index "quotecli" is another project.
        raise QuotecliError(
            f"the format {name} needs {error.name}, which is not installed",
            hint=f"pip install '{requires}'",
        ) from None
