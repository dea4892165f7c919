"""Quotes taken elsewhere: one file a format, loaded when it is chosen.

A format is a module of this folder with one function, `export`: it takes the statements that Library.selected()
gives, each with the quotes that were chosen and no others, in the order of its source, and yields the bytes of
the file. The same statements give the same bytes. What a format needs beyond that is an optional keyword of its
`export`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import NamedTuple, Protocol

from quotecli.errors import QuotecliError
from quotecli.model import Statement


class Export(Protocol):
    """What writes statements in a format."""

    def __call__(self, statements: Iterable[Statement]) -> Iterator[bytes]: ...


class Format(NamedTuple):
    """A format: its module here, the ending of its files, whether they are binary, and the extra that it needs."""

    module: str
    ending: str
    binary: bool = False
    extra: str = ""


FORMATS = {
    "md": Format("markdown", ".md"),
    "html": Format("page", ".html", extra="html"),
}


def exporter(name: str) -> Export:
    """The function that writes the format of that name.

    Raises QuotecliError where what it needs is not installed.
    """
    form = FORMATS[name]
    try:
        export: Export = import_module(f"quotecli.export.{form.module}").export
    except ModuleNotFoundError as error:
        if not form.extra or (error.name or "").startswith("quotecli"):
            raise
        hint = f"pip install 'quotecli[{form.extra}]'"
        raise QuotecliError(f"the format {name} needs {error.name}, which is not installed", hint=hint) from None
    return export
