"""The files that a statement may name: where they may be, and what is in them."""

from __future__ import annotations

import os
import stat

from quotecli.errors import QuotecliError
from quotecli.store.decoding import text_of
from quotecli.store.files import read_bytes
from quotecli.store.yaml_events import MAX_SCALAR


class TextFiles:
    """Reads the text file that a statement names: a regular file beside or below its own.

    Links are refused, lest a statement from a stranger shows another file of its reader's. A
    statement from a pipe ("-") has no folder, so its text file is refused.
    """

    def __init__(self, statement_file: str) -> None:
        self._folder = (os.path.dirname(statement_file) or ".") if statement_file != "-" else None

    def locate(self, name: str) -> str:
        """Return the path of a text file; raises QuotecliError if it leads out of the folder."""
        if self._folder is None:
            raise QuotecliError("not available to a statement from standard input", hint="use text")
        if (
            name.startswith("/")
            or ".." in name.split("/")
            or any(character in name for character in "\\:\0")
        ):
            raise QuotecliError(
                "outside the statement's folder",
                hint="name a file beside or below this one, as in sources/a.txt",
            )
        return os.path.join(self._folder, name)

    def read(self, name: str) -> str:
        """Return the text of a text file.

        Raises UnreadableError if the file is unreadable, StatementError if it is not UTF-8, and
        QuotecliError if it may not be read, is empty or too long.
        """
        path = self.locate(name)
        self._refuse_links(name)
        text = text_of(read_bytes(path), path)
        if len(text) > MAX_SCALAR:
            raise QuotecliError(
                f"too long: {len(text):,} characters", hint=f"the limit is {MAX_SCALAR:,}"
            )
        if not text.strip():
            raise QuotecliError("empty")
        return text

    def hash(self, name: str) -> str:
        """Return the SHA-256 of a file, in hexadecimal; "" if it is not there.

        Raises QuotecliError if it may not be read.
        """
        from hashlib import sha256

        if self._folder is None or not os.path.lexists(path := self.locate(name)):
            return ""
        self._refuse_links(name)
        return sha256(read_bytes(path)).hexdigest()

    def _refuse_links(self, name: str) -> None:
        path = self._folder or ""
        try:
            for step in name.split("/"):
                path = os.path.join(path, step)
                if os.path.islink(path):
                    raise QuotecliError("behind a symbolic link", hint="put the file itself here")
            if not stat.S_ISREG(os.stat(path).st_mode):
                raise QuotecliError("not a regular file")
        except OSError as error:
            raise QuotecliError(f"unreadable: {error.strerror}") from None
