"""Statements made from what other tools hold: one file a format, loaded when it is chosen.

A format is a module of this folder with one function, `read`: it takes the bytes of a file, the
path they come from and the source text where the user gives one, and gives statements and what
could not be made part of them. Nobody's words are given to anybody here: who said something is
taken over where the file says so, and never guessed.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol

from quotecli.model import Statement


class Imported(NamedTuple):
    """Statements, what was left out of them, a line each, and what is to be seen to although
    nothing is missing.
    """

    statements: tuple[Statement, ...]
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class Reader(Protocol):
    """What reads a format."""

    def __call__(self, data: bytes, file: str, text: str | None) -> Imported: ...


FORMATS = ("qdpx", "w3c", "hypothesis")


def importer(name: str) -> Reader:
    """The function that reads the format of that name; it raises UnreadableError for a file that is
    none of it.
    """
    read: Reader = import_module(f"quotecli.importing.{name}").read
    return read
