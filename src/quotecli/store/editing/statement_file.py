"""The edits that a statement file can get: of its quotes, speakers, topics and of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Any, NoReturn

from quotecli.errors import Place, QuotecliError, UnknownNameError
from quotecli.model import Kind, Span, Speaker, Topic
from quotecli.store import fields as fmt
from quotecli.store.codebook import read_codebook
from quotecli.store.discovery import scan
from quotecli.store.editing.document import YamlDocument
from quotecli.store.editing.plans import Path
from quotecli.store.editing.saving import EditedFile
from quotecli.store.records import RecordReader
from quotecli.store.tree import write_decimal
from quotecli.store.yaml_events import Tree
from quotecli.text.slugs import make_slug
from quotecli.text.suggestion import did_you_mean, find_similar
from quotecli.text.words import fold_words

_MAX_ID = 40
EXCERPT = ("excerpt", "prefix", "suffix")
"""The keys of a quote that are proved together."""


def edit(path: str) -> StatementFile:
    """Open a statement file for edits, which are written when the `with` block ends.

    The codebook beside the file serves it. Nothing is written if the block raises an exception.
    Raises UnreadableError if the file is unreadable, and StatementError if it breaks the format.
    """
    return open_file(path, scan([path]).books[0])


def open_file(path: str, book: str = "") -> StatementFile:
    """Open a statement file for edits; `book` is the path of the codebook that serves it."""
    return StatementFile(path, read_codebook(book) if book else None)


class StatementFile(EditedFile):
    """A statement file that is being edited.

    Every edit changes the lines that it concerns, and no other byte of the file. An edit that would
    make the file wrong raises QuotecliError, and is not made. Nothing is written before save().
    """

    def __enter__(self) -> StatementFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.save()

    # Edits of quotes.

    def set_quote(self, key: str, **values: Any) -> None:
        """Set keys of a quote, by their names in the file; None removes a key.

        A `status` of "reviewed" removes the confidence of a draft, and its comments that say what
        to review. An excerpt (a text, or a list of them) is proved first, and gets a new
        prefix and suffix unless these are given.
        """
        self._quote(key)
        if "id" in values:
            raise QuotecliError("the id of a quote stays", place=Place(self.path))
        is_reviewed = values.get("status") == "reviewed"
        if is_reviewed:
            values.setdefault("confidence", None)
        if any(name in values for name in EXCERPT):
            values = {**values, **self._prove(key, values)}
        plain = self._plain(values, fmt.QUOTE)

        def change(document: YamlDocument) -> None:
            _set_keys(document, ("quotes", key), plain)
            if is_reviewed:
                document.remove_comments(("quotes", key), "review:")

        self.change(("quotes", key), change)

    def _prove(self, key: str, values: Mapping[str, Any]) -> dict[str, Tree | None]:
        before = self._quote(key)
        kept = {} if "excerpt" in values else before
        given = {name: values.get(name, kept.get(name)) or "" for name in EXCERPT}
        excerpt = given["excerpt"]
        parts = [excerpt] if isinstance(excerpt, str) else list(excerpt)
        self.proved.add(key)
        around = (given["prefix"], given["suffix"])
        found = self.prover.prove(parts, *around, before=None if kept else before)
        return {name: found.get(name) for name in EXCERPT}

    def set_spans(self, key: str, spans: Sequence[Span]) -> None:
        """Replace the excerpt of a quote by the words at these spans of the text.

        A prefix or suffix is added if the words occur elsewhere, too.
        """
        self._quote(key)
        self.set_quote(key, **self.prover.prove_spans(spans))

    def add_topics(self, key: str, *topics: str) -> None:
        """Add topics, by their ids, to those of a quote."""
        had = self._quote(key).get("topics", [])
        self.set_quote(key, topics=[*had, *(topic for topic in topics if topic not in had)])

    def remove_topics(self, key: str, *topics: str) -> None:
        """Remove topics from those of a quote; those that it does not have do not matter."""
        had = self._quote(key).get("topics", [])
        self.set_quote(key, topics=[topic for topic in had if topic not in topics])

    def add_quote(
        self,
        excerpt: str | Sequence[str] = (),
        *,
        kind: Kind = "direct",
        key: str = "",
        spans: Sequence[Span] = (),
        after: str | None = None,
        **values: Any,
    ) -> str:
        """Add a quote, and return its id.

        Its words are the `excerpt`, with the `prefix` and `suffix` among the `values` if need be,
        or what is at these `spans` of the text. The id is made of them unless it is given as `key`.
        The quote comes after the one of the id `after`, first if that is "", and last if it is
        None.
        """
        if spans:
            proved = self.prover.prove_spans(spans)
        else:
            parts = [excerpt] if isinstance(excerpt, str) else list(excerpt)
            around = (values.get("prefix") or "", values.get("suffix") or "")
            proved = self.prover.prove(parts, *around)
        if after:
            self._quote(after)
        key = self._new_id("quotes", key, _telling_words(str(proved["excerpt"])), "quote")
        plain = self._plain({"kind": kind, **values, **proved}, fmt.QUOTE)
        entry: dict[str, Tree] = {"id": key}
        entry |= {name: value for name in fmt.QUOTE if (value := plain.get(name)) is not None}
        self.proved.add(key)
        self.change(("quotes", key), lambda document: document.add(("quotes",), entry, after))
        return key

    def remove_quote(self, key: str) -> None:
        """Remove a quote, and the comments right above it."""
        self._quote(key)
        self.proved.discard(key)
        self.change(("quotes", key), lambda document: document.remove(("quotes", key)))

    # Edits of speakers, topics and the statement itself.

    def add_speaker(self, name: str, *, key: str = "", **values: Any) -> str:
        """Add a speaker to those that the file defines, and return the id."""
        return self._add_record("speakers", fmt.SPEAKER, key, {"name": name, **values})

    def add_topic(self, label: str, *, key: str = "", **values: Any) -> str:
        """Add a topic to those that the file defines, and return the id."""
        return self._add_record("topics", fmt.TOPIC, key, {"label": label, **values})

    def set_speaker(self, key: str, **values: Any) -> None:
        """Set keys of a speaker that the file defines; None removes a key."""
        self._set_record("speakers", fmt.SPEAKER, key, values)

    def set_topic(self, key: str, **values: Any) -> None:
        """Set keys of a topic that the file defines; None removes a key."""
        self._set_record("topics", fmt.TOPIC, key, values)

    def remove_speaker(self, key: str) -> None:
        """Remove a speaker from those that the file defines."""
        self.change(("speakers", key), lambda document: document.remove(("speakers", key)))

    def remove_topic(self, key: str) -> None:
        """Remove a topic from those that the file defines."""
        self.change(("topics", key), lambda document: document.remove(("topics", key)))

    def set_statement(self, **values: Any) -> None:
        """Set keys of the statement: title, speaker, occasion, coder or memo; None removes one."""
        names = ("title", "speaker", "occasion", "coder", "memo")
        self._set_top((), fmt.Fields({name: fmt.STATEMENT[name] for name in names}), values)

    def set_source(self, **values: Any) -> None:
        """Set keys of the statement's source; None removes a key."""
        self._set_top(("source",), fmt.SOURCE, values)

    def _set_top(self, path: Path, fields: fmt.Fields, values: Mapping[str, Any]) -> None:
        for name, value in self._plain(values, fields).items():
            self.change((*path, name), partial(_set_keys, path=path, values={name: value}))

    def _add_record(
        self, group: str, fields: fmt.Fields, key: str, values: Mapping[str, Any]
    ) -> str:
        name = str(next(iter(values.values())))
        key = self._new_id(group, key, name, group[:-1])
        record = {
            name: value for name, value in self._plain(values, fields).items() if value is not None
        }
        self.change((group, key), lambda document: document.set((group, key), record))
        return key

    def _set_record(
        self, group: str, fields: fmt.Fields, key: str, values: Mapping[str, Any]
    ) -> None:
        if self.document.get(group, key) is None:
            what = group[:-1]
            hint = "change it in the codebook" if self._is_known(group, key) else ""
            self._refuse_name(f"the file defines no {what} '{key}'", key, group, hint)
        plain = self._plain(values, fields)
        self.change((group, key), lambda document: _set_keys(document, (group, key), plain))

    # What is known, and what is valid.

    def _quote(self, key: str) -> dict[str, Any]:
        """Return the keys of a quote; raise UnknownNameError if there is none of that id."""
        quote: Any = self.document.get("quotes", key)
        if quote is None:
            self._refuse_name(f"no quote '{key}'", key, "quotes")
        return dict(quote)

    def _is_known(self, group: str, key: str) -> bool:
        shared = getattr(self.book, group) if self.book else ()
        return key in shared or self.document.get(group, key) is not None

    def _refuse_name(self, message: str, key: str, group: str, hint: str = "") -> NoReturn:
        known = getattr(self.statement, group)
        known = [quote.id for quote in known] if group == "quotes" else list(known)
        hint = hint or did_you_mean(find_similar(key, known))
        raise UnknownNameError(message, place=Place(self.path), hint=hint)

    def _new_id(self, group: str, key: str, words: str, fallback: str) -> str:
        if key and self._is_known(group, key):
            place = Place(self.path)
            raise QuotecliError(f"the id '{key}' is taken", place=place, hint="give another id")
        if key:
            return key
        base = make_slug(words[:_MAX_ID], fallback)
        number = 1
        while self._is_known(group, key := base if number == 1 else f"{base}-{number}"):
            number += 1
        return key

    def _plain(self, values: Mapping[str, Any], fields: fmt.Fields) -> dict[str, Tree | None]:
        """Return values as the file has them, empty ones as None; raises QuotecliError."""
        plain = {name: _plain_value(value) for name, value in values.items()}
        place = Place(self.path)
        for name, value in plain.items():
            if name not in fields:
                hint = did_you_mean(find_similar(name, fields)) or f"use one of {', '.join(fields)}"
                raise QuotecliError(f"unknown key '{name}'", place=place, hint=hint)
            if value is None and fields[name].required:
                raise QuotecliError(f"{name} is required", place=place)

        reader = RecordReader(self.path)
        optional = {name: fields[name]._replace(required=False) for name in plain}
        given = {name: value for name, value in plain.items() if value is not None}
        reader.record(given, fmt.Fields(optional), "")
        for problem in reader.problems[:1]:
            raise QuotecliError(problem.message, place=place, hint=problem.hint)
        for name in ("speaker", "reported_by"):
            self._check_known("speakers", plain.get(name))
        for topic in (*(plain.get("topics") or ()), plain.get("parent")):
            self._check_known("topics", topic)
        return plain

    def _check_known(self, group: str, key: Any) -> None:
        if key and not self._is_known(group, key):
            self._refuse_name(f"unknown {group[:-1]} '{key}'", key, group)


def _set_keys(document: YamlDocument, path: Path, values: Mapping[str, Tree | None]) -> None:
    for name, value in values.items():
        where = (*path, name)
        if value is None:
            document.remove(where)
        elif isinstance(value, list) and name != "excerpt":
            _set_list(document, where, value)
        else:
            document.set(where, value)


def _set_list(document: YamlDocument, path: Path, value: list[Tree]) -> None:
    """Set a list by adding and removing items, if that is all there is to do."""
    had = document.get(*path)
    kept = [item for item in value if item in had] if isinstance(had, list) else []
    is_same_order = isinstance(had, list) and kept == [item for item in had if item in value]
    if not kept or not is_same_order or value[: len(kept)] != kept:
        document.set(path, value)
        return
    for item in had or ():
        if item not in value:
            document.remove((*path, str(item)))
    for item in value[len(kept) :]:
        document.add(path, item)


def _plain_value(value: Any) -> Tree | None:
    if value is None or value is False or value in ("", [], (), {}):
        return None
    if value is True:
        return "true"
    if isinstance(value, (int, float)):
        return write_decimal(value)
    if isinstance(value, (Speaker, Topic)):
        return value.id
    if isinstance(value, Mapping):
        return {str(name): str(item) for name, item in value.items()}
    return value if isinstance(value, str) else [str(_plain_value(item)) for item in value]


def _telling_words(excerpt: str) -> str:
    """Return the first words that tell an excerpt from others."""
    words = fold_words(excerpt)
    return " ".join([word for word in words if len(word) > 3 and word.isascii()][:3])
