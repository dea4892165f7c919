"""The statement files and codebooks below a folder, edited together: all of them or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from typing import Any, NamedTuple

from quotecli.errors import Place, Problem, QuotecliError, StatementError, UnreadableError
from quotecli.processes import count_processors, map_forked, map_in_order
from quotecli.store import fields as fmt
from quotecli.store.codebook import Codebook, examine_codebook
from quotecli.store.discovery import Scan, scan
from quotecli.store.editing.document import YamlDocument
from quotecli.store.editing.locking import lock_file
from quotecli.store.files import read_bytes, refuse_read_only, replace_files
from quotecli.store.reader import read_tree
from quotecli.store.records import RecordReader
from quotecli.store.serving import would_serve
from quotecli.store.staging import clear_up
from quotecli.store.text_file import TextFiles
from quotecli.store.yaml_events import Tree, parse

_NEW_BOOK = b"# yaml-language-server: $schema=codebook.schema.json\ntopics: {}\nspeakers: {}\n"
# From so many files on, starting other processes saves time.
_MANY = 50


class Member(NamedTuple):
    """A file of a collection: its bytes as they were read, and its document.

    `book` is the codebook that serves it, None if there is none or if it is one.
    """

    path: str
    data: bytes
    document: YamlDocument
    book: Member | None = None

    def records(self, group: str) -> dict[str, dict[str, Any]]:
        """Return the topics or speakers that the file itself defines, by id."""
        records: Any = self.document.get(group)
        return records or {}

    def definition(self, group: str, key: str) -> dict[str, Any] | None:
        """Return the definition of a topic or speaker that counts in the file."""
        own = self.records(group).get(key)
        return own or (self.book.records(group).get(key) if self.book else None)

    @property
    def quotes(self) -> list[dict[str, Any]]:
        """The quotes of the file; none of a codebook."""
        quotes: Any = self.document.get("quotes")
        return quotes or []


class Collection:
    """All statement files that paths stand for, and the codebooks that serve them.

    Raises UnreadableError or StatementError if a file is unreadable or invalid: left unchanged, it
    could refer to names that no longer exist.
    """

    def __init__(self, paths: Sequence[str], *, may_be_empty: bool = False) -> None:
        found = scan(paths, may_be_empty=may_be_empty)
        for folder in {os.path.dirname(path) for path in found.paths}:
            clear_up(folder)
        for problem, *_ in found.unreadable.values():
            raise UnreadableError(problem.message, place=problem.place)
        books = {path: _read_book(path) for path in _list_books(found)}
        self.books = list(books.values())
        read = map_in_order(_read_statement, found.paths, _count_jobs(found.paths))
        self.files = [
            Member(path, data, YamlDocument(data, path, fmt.STATEMENT, tree), books.get(book))
            for path, book, (data, tree) in zip(found.paths, found.books, read)
        ]
        self._edits: dict[str, list[Callable[[], None]]] = {}

    def __iter__(self) -> Iterator[Member]:
        """Yield the codebooks, then the files."""
        yield from self.books
        yield from self.files

    def find_book(self, path: str) -> Member:
        """Return the codebook at a path, or a new one, for the files that it will serve."""
        for member in self.books:
            if os.path.realpath(member.path) == os.path.realpath(path):
                return member
        document = YamlDocument(_NEW_BOOK, path, fmt.CODEBOOK)
        new = Member(path, _NEW_BOOK, document)
        self.books.append(new)
        folders = {os.path.dirname(one.path) for one in self.files if not one.book}
        served = {folder for folder in folders if would_serve(path, folder)}
        self.files = [
            one._replace(book=new) if not one.book and os.path.dirname(one.path) in served else one
            for one in self.files
        ]
        return new

    def edit(self, member: Member, change: Callable[[], None]) -> None:
        """Make an edit of a codebook; keep that of a file for changes(), which makes many at once.

        What an edit of a file reads of others is what they were before.
        """
        if member in self.books:
            change()
        else:
            self._edits.setdefault(member.path, []).append(change)

    def changes(self) -> dict[str, tuple[bytes, bytes]]:
        """Return the old and the new bytes of the files that change, by their paths.

        Raises QuotecliError if the edits make one of them wrong.
        """
        books = {member.path: self._check_book(member) for member in self.books}
        contents = [member.document.encode() for member in self.books]
        served = {
            member.path for member, content in zip(self.books, contents) if content != member.data
        }

        def finish(at: int) -> bytes:
            member = self.files[at]
            for change in self._edits.pop(member.path, ()):
                change()
            book = member.book.path if member.book else ""
            content = member.document.encode()
            if content != member.data or book in served:
                self._check_file(member, books.get(book))
            return content

        contents += map_forked(finish, range(len(self.files)), _count_jobs(self.files))
        return {
            member.path: (member.data, content)
            for member, content in zip(self, contents)
            if content != member.data
        }

    def _check_book(self, member: Member) -> Codebook:
        book, problems = examine_codebook(member.document.encode(), member.path, placed=False)
        for problem in problems:
            raise QuotecliError(problem.message, place=Place(member.path), hint=problem.hint)
        return book

    def _check_file(self, member: Member, book: Codebook | None) -> None:
        path = member.path
        try:
            read_tree(member.document.tree, path, book, texts=TextFiles(path))
        except StatementError as error:
            problem = error.problems[0]
            raise QuotecliError(problem.message, place=Place(path), hint=problem.hint) from None

    def save(self, changes: dict[str, tuple[bytes, bytes]] | None = None) -> list[str]:
        """Write all files that change, or none, and return their paths.

        `changes` is what changes() returned, if it was asked before. Raises QuotecliError if one
        has changed since it was read, is read-only or a link, or cannot be written.
        """
        changes = self.changes() if changes is None else changes
        if not changes:
            return []
        known = {path: pair for path, pair in changes.items() if pair[0] is not _NEW_BOOK}
        for path in known:
            _refuse_odd(path)
        with ExitStack() as locks:
            _allow_open_files(len(known))
            for path, (before, _) in sorted(known.items()):
                locks.enter_context(lock_file(path))
                if read_bytes(path) != before:
                    raise QuotecliError(
                        "changed by somebody else meanwhile; nothing is written",
                        place=Place(path),
                        hint="run the command again",
                    )
            replace_files({path: after for path, (_, after) in changes.items()})
        return list(changes)


def _list_books(found: Scan) -> list[str]:
    return list(dict.fromkeys([*found.codebooks, *filter(None, found.books)]))


def _read_book(path: str) -> Member:
    data, tree = _read(path, fmt.CODEBOOK)
    return Member(path, data, YamlDocument(data, path, fmt.CODEBOOK, tree))


def _read_statement(path: str) -> tuple[bytes, Tree | None]:
    return _read(path, fmt.STATEMENT)


def _read(path: str, fields: fmt.Fields) -> tuple[bytes, Tree | None]:
    """Return the bytes of a file and its tree."""
    if path == "-":
        raise QuotecliError("standard input cannot be edited", hint="give the name of a file")
    data = read_bytes(path)
    tree = YamlDocument(data, path, fields).tree
    if _find_problems(tree, path, fields):  # whose lines are not known yet
        raise StatementError(_find_problems(parse(data, path), path, fields))
    return data, tree


def _count_jobs(files: Sequence[object]) -> int:
    return count_processors() if len(files) >= _MANY else 1


def _find_problems(tree: Any, path: str, fields: fmt.Fields) -> list[Problem]:
    """Return what the values of a file are that the format does not allow."""
    reader = RecordReader(path)
    reader.record(tree, fields, "the statement" if fields is fmt.STATEMENT else "the codebook")
    return reader.sorted_problems()


def _refuse_odd(path: str) -> None:
    """Raise QuotecliError for a file that must not be replaced."""
    if os.path.islink(path):
        hint = "give the folder of the file itself"
        raise QuotecliError("cannot write: a symbolic link", place=Place(path), hint=hint)
    refuse_read_only(path)


def _allow_open_files(number: int) -> None:
    """Raise the limit of open files, each of which holds a lock, if the system lets us."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = number + 200
        if soft != resource.RLIM_INFINITY and soft < wanted:
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
