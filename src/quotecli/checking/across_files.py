"""The checks of many files, in order, and what only shows over all of them: ids that mean two
things, names unused.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from quotecli.checking.definitions import (
    Definition,
    Used,
    What,
    conflict,
    of_codebook,
    of_statement,
    used,
)
from quotecli.checking.rules import Report, check_codebook, check_file, sorted_problems
from quotecli.errors import Place, Problem, UnreadableError
from quotecli.processes import in_order, processors
from quotecli.store.codebook import Codebook, examine_codebook
from quotecli.store.discovery import Scan, is_codebook, scan
from quotecli.store.files import read_bytes
from quotecli.store.reader import statement_id

_CHUNK = 250_000
"""How many bytes of files go to a process at once, about."""
_FEW = 500_000
"""Fewer bytes than this are checked faster than a process is started."""
_MOST = 200
"""So many files at the most: what was found appears soon."""


class _Checked(NamedTuple):
    """What is kept of the check of one file: its report without the statement, and what concerns
    other files.
    """

    report: Report
    definitions: tuple[Definition, ...] = ()
    used: Used | None = None


class _Book(NamedTuple):
    """A codebook as far as it could be read, what is wrong with it, and what of it was used."""

    book: Codebook
    problems: list[Problem]
    topics: set[str]
    speakers: set[str]


def check_files(paths: Sequence[str]) -> Iterator[Report]:
    """The reports of all statement files that paths stand for, in order, then those of their
    codebooks.

    They have no statement: with many files nothing is held but what other files may contradict.
    What cannot be read has a report that says so. Raises UnreadableError where a folder cannot be
    read or holds no statement.
    """
    named = [path for path in paths if is_codebook(path)]
    others = [path for path in paths if not is_codebook(path)]
    found = scan(others) if others else Scan([], [], [], set(), [])
    return _Run(found, named).reports()


class _Run:
    """One check of many files; it remembers the first definition of each id and the first file of
    each name.
    """

    def __init__(self, found: Scan, named: Sequence[str]) -> None:
        self._found = found
        self._books: dict[str, _Book] = {}
        self._real: dict[str, str] = {}
        for path in (*found.codebooks, *found.books, *named):
            if path:
                self._read_book(path)
        self._walked = {self._real[path] for path in found.codebooks}
        self._in_doubt: set[str] = set()
        self._defined: dict[tuple[What, str], Definition] = {}
        self._compared: set[str] = set()
        self._names: dict[str, str] = {}

    def reports(self) -> Iterator[Report]:
        for checked, path in zip(self._checked(), self._found.books):
            book = self._real.get(path, "")
            self._compare_book(book)
            report = checked.report
            problems = [*self._twin(report.file), *self._conflicts(checked.definitions, book)]
            self._use(checked, book)
            yield (
                replace(report, problems=sorted_problems([*report.problems, *problems]))
                if problems
                else report
            )
        for path, (book_of, problems, topics, speakers) in self._books.items():
            self._compare_book(path)
            whole = path in self._walked and path not in self._in_doubt and not problems
            unused = Used(frozenset(topics), frozenset(speakers)) if whole else None
            yield check_codebook(book_of, problems, unused)

    def _read_book(self, path: str) -> None:
        real = os.path.realpath(path)
        if self._real.setdefault(path, real) in self._books:
            return
        try:
            book, problems = examine_codebook(read_bytes(path), path)
        except UnreadableError as error:
            book, problems = Codebook(path, {}, {}), [_unreadable(path, error)]
        self._books[real] = _Book(book, problems, set(), set())

    def _checked(self) -> Iterator[_Checked]:
        """The checks of the files, in order, on as many processes as are worth starting."""
        sizes = [max(0, size) for size, *_ in self._found.fingerprints]
        files = zip(self._found.paths, sizes, self._found.books)
        jobs = processors() if sum(sizes) > _FEW else 1
        for batch in in_order(_check_all, self._chunks(files), jobs):
            yield from batch

    def _chunks(
        self, files: Iterable[tuple[str, int, str]]
    ) -> Iterator[tuple[list[tuple[str, str]], _Books]]:
        rest = iter(files)
        while first := next(rest, None):
            chunk, size = [first], first[1]
            for file in islice(rest, _MOST - 1):
                chunk.append(file)
                size += file[1]
                if size > _CHUNK:
                    break
            books = {book: self._books[self._real[book]].book for _, _, book in chunk if book}
            yield [(path, book) for path, _, book in chunk], books

    def _twin(self, file: str) -> Iterator[Problem]:
        name = statement_id(file)
        first = self._names.setdefault(name, file)
        if first != file:
            message = f"the statement '{name}' is also in {first}"
            yield Problem(
                "duplicate-statement", message, Place(file), "give one of the files another name"
            )

    def _conflicts(self, definitions: Iterable[Definition], book: str) -> Iterator[Problem]:
        known = self._books[book].book if book else None
        for definition in definitions:
            what, key = definition.what, definition.key
            if known and key in (known.topics if what == "topic" else known.speakers):
                continue  # the check of the file has held it against the codebook
            first = self._defined.setdefault((what, key), definition)
            if first is not definition and (problem := conflict(definition, first)):
                yield problem

    def _compare_book(self, path: str) -> None:
        """Hold a codebook against what was defined before the first file that it serves."""
        if path and path not in self._compared:
            self._compared.add(path)
            book, problems, _, _ = self._books[path]
            problems.extend(self._conflicts(of_codebook(book), ""))

    def _use(self, checked: _Checked, book: str) -> None:
        if not book:
            return
        if checked.used is None or checked.report.breaches:
            self._in_doubt.add(book)
        else:
            self._books[book].topics.update(checked.used.topics)
            self._books[book].speakers.update(checked.used.speakers)


_Books = dict[str, Codebook]


def _check_all(part: tuple[list[tuple[str, str]], _Books]) -> list[_Checked]:
    """The checks of some files, each with the path of its codebook."""
    files, books = part
    return [_check(path, books.get(book)) for path, book in files]


def _check(path: str, book: Codebook | None) -> _Checked:
    try:
        report = check_file(path, book=book)
    except UnreadableError as error:
        return _Checked(Report(path, (_unreadable(path, error),), None, {}, breaches=1))
    statement = report.statement
    if statement is None:
        return _Checked(report)
    return _Checked(
        replace(report, statement=None), tuple(of_statement(statement, book)), used(statement)
    )


def _unreadable(path: str, error: UnreadableError) -> Problem:
    return Problem("unreadable", error.message, error.place or Place(path), error.hint)
