"""Checks of many files, and of what only shows over all of them: conflicting ids, unused names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from quotecli.checking.definitions import (
    DefinedKind,
    Definition,
    Uses,
    compare,
    find_uses,
    list_codebook_definitions,
    list_own_definitions,
)
from quotecli.checking.elsewhere import Elsewhere, find_lost
from quotecli.checking.report import Report, sort_problems
from quotecli.checking.rules import check_codebook, check_file
from quotecli.errors import Place, Problem, UnreadableError, list_first
from quotecli.store.annotators import Annotators, CodedText, annotate, find_coder
from quotecli.store.codebook import Codebook, examine_codebook
from quotecli.store.discovery import Scan, scan
from quotecli.store.files import read_bytes
from quotecli.store.serving import is_codebook

# About how many bytes of files a process gets at once.
_CHUNK_BYTES = 250_000
# How many files a process gets at most, so that the first results appear soon.
_MAX_CHUNK_FILES = 200
# Fewer bytes than this are checked faster than a process is started.
_MIN_PARALLEL_BYTES = 500_000

_Codebooks = dict[str, Codebook]


class _Checked(NamedTuple):
    """The report of one file without its statement, and what is compared with other files.

    `lost` are the places of excerpts that are not in its text, and their words. `annotation` is
    compared with those of files with the same id.
    """

    report: Report
    definitions: tuple[Definition, ...] = ()
    uses: Uses | None = None
    lost: tuple[tuple[Place, str], ...] = ()
    annotation: CodedText = CodedText()


class _CheckedCodebook(NamedTuple):
    """The readable part of a codebook, its problems, and the ids that its statements use."""

    book: Codebook
    problems: list[Problem]
    topics: set[str]
    speakers: set[str]


def check_files(paths: Sequence[str]) -> Iterator[Report]:
    """Yield the reports of all statement files that `paths` stand for, then of their codebooks.

    Reports hold no statement: of many files, only what other files may contradict stays in memory.
    An unreadable file, or folder in another one, has a report that says so. Raises UnreadableError
    as scan() does.
    """
    named = [path for path in paths if is_codebook(path)]
    others = [path for path in paths if not is_codebook(path)]
    found = scan(others) if others else Scan([], [], [], set(), [], {})
    return _Run(found, named).reports()


class _Run:
    """One check of many files.

    It remembers the first definition of each topic and speaker, and the files of each statement's
    id.
    """

    def __init__(self, found: Scan, named: Sequence[str]) -> None:
        self._found = found
        # By real path, since one codebook may be reached on several paths.
        self._books: dict[str, _CheckedCodebook] = {}
        self._real_paths: dict[str, str] = {}
        for path in (*found.codebooks, *found.books, *named):
            if path:
                self._read_book(path)
        # Codebooks of which all statements are checked: none, if a folder is unreadable.
        whole = [] if found.unreadable else found.codebooks
        self._complete = {self._real_paths[path] for path in whole}
        self._compared: set[str] = set()
        self._defined: dict[tuple[DefinedKind, str], Definition] = {}
        self._annotators = Annotators(found.paths)
        self._elsewhere = Elsewhere(found.paths)

    def reports(self) -> Iterator[Report]:
        for folder, problems in self._found.unreadable.items():
            yield Report(folder, tuple(problems), None, {}, breaches=1)
        for checked, path in zip(self._check_statements(), self._found.books):
            book = self._real_paths.get(path, "")
            self._compare_book(book)
            report = self._add_other_places(checked)
            problems = [
                *self._check_id(report.file, checked.annotation),
                *list_first(self._find_conflicts(checked.definitions, book)),
            ]
            self._record_uses(checked, book)
            if problems:
                report = replace(report, problems=sort_problems([*report.problems, *problems]))
            yield report

        for path, (book_of, problems, topics, speakers) in self._books.items():
            self._compare_book(path)
            is_complete = path in self._complete and not problems
            uses = Uses(frozenset(topics), frozenset(speakers)) if is_complete else None
            yield check_codebook(book_of, problems, uses)

    def _read_book(self, path: str) -> None:
        real = os.path.realpath(path)
        if self._real_paths.setdefault(path, real) in self._books:
            return
        try:
            book, problems = examine_codebook(read_bytes(path), path)
        except UnreadableError as error:
            book, problems = Codebook(path, {}, {}), [_unreadable(path, error)]
        self._books[real] = _CheckedCodebook(book, problems, set(), set())

    def _check_statements(self) -> Iterator[_Checked]:
        """Yield the checks of the files, in order, made by as many processes as are worth it."""
        sizes = [max(0, size) for size, *_ in self._found.fingerprints]
        chunks = self._chunks(zip(self._found.paths, sizes, self._found.books))
        if sum(sizes) <= _MIN_PARALLEL_BYTES:
            batches: Iterator[list[_Checked]] = map(_check_chunk, chunks)
        else:
            from quotecli.processes import count_processors, map_in_order

            batches = map_in_order(_check_chunk, chunks, count_processors())
        for batch in batches:
            yield from batch

    def _chunks(
        self, files: Iterable[tuple[str, int, str]]
    ) -> Iterator[tuple[list[tuple[str, str]], _Codebooks]]:
        rest = iter(files)
        while first := next(rest, None):
            chunk, size = [first], first[1]
            for file in islice(rest, _MAX_CHUNK_FILES - 1):
                chunk.append(file)
                size += file[1]
                if size > _CHUNK_BYTES:
                    break
            books = {book: self._books[self._real_paths[book]].book for _, _, book in chunk if book}
            yield [(path, book) for path, _, book in chunk], books

    def _check_id(self, file: str, annotation: CodedText) -> Iterator[Problem]:
        _, problem = self._annotators.name(file, annotation)
        if problem:
            yield problem

    def _add_other_places(self, checked: _Checked) -> Report:
        """Return a report that says of missing excerpts in which other file they stand."""
        places = {
            place: other
            for place, words in checked.lost
            if (other := self._elsewhere.find(words, checked.report.file))
        }
        if not places:
            return checked.report
        problems = [
            problem._replace(hint=f"stands in {places[problem.place]}; here, {problem.hint}")
            if problem.rule == "missing" and problem.place in places
            else problem
            for problem in checked.report.problems
        ]
        return replace(checked.report, problems=tuple(problems))

    def _find_conflicts(self, definitions: Iterable[Definition], book: str) -> Iterator[Problem]:
        shared = self._books[book].book if book else None
        for definition in definitions:
            kind, key = definition.kind, definition.id
            if shared and key in (shared.topics if kind == "topic" else shared.speakers):
                continue  # the check of the file has compared it with the codebook
            first = self._defined.setdefault((kind, key), definition)
            if first is not definition and (problem := compare(definition, first)):
                yield problem

    def _compare_book(self, path: str) -> None:
        """Compare a codebook with what was defined before the first file that it serves."""
        if path and path not in self._compared:
            self._compared.add(path)
            book, problems, _, _ = self._books[path]
            conflicts = self._find_conflicts(list_codebook_definitions(book), "")
            problems.extend(list_first(conflicts))

    def _record_uses(self, checked: _Checked, book: str) -> None:
        if not book:
            return
        if checked.uses is None or checked.report.breaches:
            # What such a file would use is unknown, so nothing can be called unused.
            self._complete.discard(book)
        else:
            self._books[book].topics.update(checked.uses.topics)
            self._books[book].speakers.update(checked.uses.speakers)


def _check_chunk(chunk: tuple[list[tuple[str, str]], _Codebooks]) -> list[_Checked]:
    """Return the checks of some files, each given with the path of its codebook."""
    files, books = chunk
    return [_check(path, books.get(book)) for path, book in files]


def _check(path: str, book: Codebook | None) -> _Checked:
    try:
        report = check_file(path, book=book)
    except UnreadableError as error:
        return _Checked(Report(path, (_unreadable(path, error),), None, {}, breaches=1))
    statement = report.statement
    if statement is None:
        return _Checked(report)
    definitions = tuple(list_own_definitions(statement, book))
    lost = tuple(find_lost(statement))
    annotation = annotate(statement.text, find_coder(statement))
    uses = find_uses(statement)
    return _Checked(replace(report, statement=None), definitions, uses, lost, annotation)


def _unreadable(path: str, error: UnreadableError) -> Problem:
    return Problem("unreadable", error.message, error.place or Place(path), error.hint)
