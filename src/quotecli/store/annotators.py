"""Files with statements of one id: one text that several people annotated, or a mistake."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quotecli.errors import Place, Problem
from quotecli.model import Statement
from quotecli.store.reader import statement_id
from quotecli.text.slugs import make_slug


class CodedText(NamedTuple):
    """What tells annotations of one text from each other.

    `text` is a digest of the text, "" if it is unreadable; `coder` is "" if nobody is named, or
    several people are.
    """

    text: str = ""
    coder: str = ""


class Annotators:
    """The statements of many files, each with an id of its own.

    The first file of an id has it. Another one with the same text and another coder has that id
    and the coder's name as a slug; anything else is a problem.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._taken = set(map(statement_id, paths))
        self._first: dict[str, tuple[str, CodedText]] = {}
        self._coders: dict[str, set[str]] = {}

    def name(self, path: str, annotation: CodedText) -> tuple[str, Problem | None]:
        """Return the id of the statement in the next file, and what is wrong with it, if anything.

        The files come in their order.
        """
        key = statement_id(path)
        home, first = self._first.setdefault(key, (path, annotation))
        coders = self._coders.setdefault(key, set())
        slug = make_slug(annotation.coder) if annotation.coder else ""
        if home == path:
            coders.add(slug)
            return key, None

        own = f"{key}-{slug}"
        is_same_text = bool(annotation.text) and annotation.text == first.text
        is_other = bool(slug) and coders.isdisjoint(("", slug)) and own not in self._taken
        if is_same_text and is_other:
            coders.add(slug)
            self._taken.add(own)
            return own, None
        hint = "rename one of the files"
        if is_same_text and not (slug and first.coder):
            hint += ", or name the coder of each: 'coder: NAME'"
        message = f"the statement '{key}' is also in {home}"
        return key, Problem("duplicate-statement", message, Place(path), hint)


def find_coder(statement: Statement) -> str:
    """Return who annotated a statement, if that is one person."""
    coders = {quote.coder for quote in statement.quotes} - {""}
    return statement.coder or (coders.pop() if len(coders) == 1 else "")


def annotate(text: str, coder: str) -> CodedText:
    """Return what tells a statement from others of the same text."""
    from hashlib import blake2b

    return CodedText(blake2b(text.encode("utf-8", "surrogatepass")).hexdigest(), coder)
