"""The import formats: one module each, loaded when it is chosen.

To add a format, write a module of this folder with a function `read`, add its name to FORMATS, and
give it a paragraph in docs/import.md and a word in the help of the command.
tests/importing/test_formats.py fails until all of it is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple, Protocol

from quotecli.model import Statement, Topic


class Imported(NamedTuple):
    """Statements, a line for each thing that was skipped, and remarks on what needs attention
    although nothing is missing.

    `codebook` has the topics that the statements share, by id, those that no quote has included;
    each statement has them, too.
    """

    statements: tuple[Statement, ...]
    skipped: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    codebook: Mapping[str, Topic] = MappingProxyType({})


class Import(Protocol):
    """The function `read` of a format's module.

    It takes the bytes of a file, its path for messages, and the source text if the user gives one.
    It names a speaker only if the file does, and never guesses one. Raises UnreadableError if the
    file is not of its format.
    """

    def __call__(self, data: bytes, file: str, text: str | None, **options: str) -> Imported: ...


FORMATS = ("qdpx", "w3c", "hypothesis")
COUNTED = ("qdpx", "w3c")
"""The formats whose read() takes how positions are counted, as the keyword `positions`."""


def load_import(name: str) -> Import:
    """Return the function that reads a format."""
    read: Import = import_module(f"quotecli.importing.{name}").read
    return read
