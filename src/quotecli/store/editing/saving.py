"""A statement file with edits, and its replacement on the disk: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from quotecli.errors import Place, QuotecliError, StatementError
from quotecli.model import Statement
from quotecli.store import fields as fmt
from quotecli.store.codebook import Codebook
from quotecli.store.editing.document import YamlDocument
from quotecli.store.editing.locking import lock_file
from quotecli.store.editing.plans import Path
from quotecli.store.editing.proof import Prover
from quotecli.store.files import read_bytes, refuse_read_only, write_whole
from quotecli.store.reader import read, read_tree, reread
from quotecli.store.staging import clear_up
from quotecli.store.text_file import TextFiles
from quotecli.store.yaml_events import Tree


class _Edit(NamedTuple):
    """An edit, what it changes, and what that was before."""

    path: Path
    before: Tree | None
    change: Callable[[YamlDocument], None]


class EditedFile:
    """A statement file as it was read, with the edits that it is to get.

    `path` is its path, and `book` the codebook that serves it; `replaced` is what the file was
    before save() wrote it. Raises UnreadableError if the file is unreadable, and StatementError if
    it breaks the format.
    """

    def __init__(self, path: str, book: Codebook | None = None) -> None:
        self.path = path
        self.book = book
        if path == "-":
            raise QuotecliError("standard input cannot be edited", hint="give the name of a file")
        clear_up(os.path.dirname(path))
        data = read_bytes(path)
        document = YamlDocument(data, path, fmt.STATEMENT)
        try:
            statement = read_tree(document.tree, path, book, texts=TextFiles(path))
        except StatementError:
            statement = read(data, path, book)  # raises it with lines
        self._take(data, document, statement)

    def _take(self, data: bytes, document: YamlDocument, statement: Statement) -> None:
        self._data = data
        self._statement: Statement | None = statement
        self._read_before = statement, document.tree
        self.document = document
        self.prover = Prover(statement, data)
        self.proved: set[str] = set()
        self.replaced = data
        self._edits: list[_Edit] = []

    @property
    def statement(self) -> Statement:
        """The statement with all edits so far.

        Raises QuotecliError if they make it wrong.
        """
        if self._statement is None:
            self._statement = self._read(self.document.tree)
        return self._statement

    def change(self, path: Path, change: Callable[[YamlDocument], None]) -> None:
        """Make an edit of what is at a path of the document.

        It is kept, so that it can be made again on what somebody else wrote meanwhile.
        """
        self._edits.append(_Edit(path, self.document.get(*path), change))
        self._statement = None
        change(self.document)

    @property
    def is_edited(self) -> bool:
        """True if there are edits that are not saved."""
        return bool(self._edits)

    def encode(self) -> bytes:
        """Return the bytes of the edited file."""
        return self.document.encode()

    @property
    def original(self) -> bytes:
        """The bytes of the file as it was read, or written last."""
        return self._data

    def save(self) -> bool:
        """Write the edits, whole or not at all; return False if they change nothing.

        If the file has changed meanwhile, they are made again on what it is now, if what they
        change is still the same. Raises QuotecliError if it is not, if they would make the file
        wrong, or if the file cannot be written.
        """
        if not self._edits:
            return False
        with lock_file(self.path):
            data = read_bytes(self.path)
            document = self.document if data == self._data else self._repeat(data)
            content = document.encode()
            statement = self._read(document.tree)
            if content != data:
                refuse_read_only(self.path)
                write_whole(self.path, [content], force=True)
        self._take(content, document, statement)
        self.replaced = data
        return content != data

    def restore(self, content: bytes) -> None:
        """Write what the file was before or after edits that were saved.

        `replaced` has the bytes that save() replaced, `original` those that it wrote. Raises
        QuotecliError if the file has changed since it was read or written last.
        """
        with lock_file(self.path):
            if read_bytes(self.path) != self._data:
                raise QuotecliError(
                    "the file was changed by somebody else meanwhile; nothing is written",
                    place=Place(self.path),
                    hint="read the file again",
                )
            refuse_read_only(self.path)
            write_whole(self.path, [content], force=True)
        document = self.document
        if not document.replace(content):
            document = YamlDocument(content, self.path, fmt.STATEMENT)
        self._take(content, document, self._read(document.tree))

    def _repeat(self, data: bytes) -> YamlDocument:
        """Return a document with the same edits of what the file is now."""
        document = YamlDocument(data, self.path, fmt.STATEMENT)
        for path, before, change in self._edits:
            if document.get(*path) != before:
                what = f"{path[0].removesuffix('s')} {path[-1]}" if len(path) > 1 else path[0]
                raise QuotecliError(
                    f"the {what} was changed by somebody else meanwhile; nothing is written",
                    place=Place(self.path),
                    hint="read the file again",
                )
            change(document)
        return document

    def _read(self, tree: Tree | None) -> Statement:
        """Return the statement of an edited tree; raise QuotecliError if it is wrong."""
        try:
            statement = reread(*self._read_before, tree, self.path, self.book)
        except StatementError as error:
            # Its lines are those of a file that will not be written.
            problem = error.problems[0]
            raise QuotecliError(
                problem.message, place=Place(self.path), hint=problem.hint
            ) from None
        for quote in statement.quotes:
            if quote.id in self.proved and not quote.proved:
                raise QuotecliError(f"quote '{quote.id}' is {quote.doubt}", place=Place(self.path))
        return statement
