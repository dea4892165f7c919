"""A tree -> a Statement; finds every problem of its structure, not the first."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from quotecli import format as fmt
from quotecli.anchor import Anchorer
from quotecli.errors import Place, Problem, QuotecliError, StatementError, UnreadableError
from quotecli.model import Quote, Source, Speaker, Statement, Topic, one_line
from quotecli.yamlsource import MAX_SCALAR, Mapping, Sequence, Text, parse, text_of

MAX_FILE = 512_000_000
"""The largest file that is read, in bytes."""


class Examined(NamedTuple):
    """What a file holds as far as it can be read, and what is wrong with its structure, in file order."""

    statement: Statement | None
    problems: list[Problem]


def load(path: str) -> Statement:
    """The statement in the file at `path`.

    Raises UnreadableError where it cannot be read and StatementError with every breach of the file format.
    """
    return read(read_bytes(path), path)


def read(data: bytes, file: str, folder: str | None = "") -> Statement:
    """The statement in the bytes of `file`; raises StatementError with every breach of the file format.

    `folder` is where a `text_file` is looked for: by default beside `file`; with None it is refused.
    """
    statement, problems = examine(data, file, folder)
    if statement is None or problems:
        raise StatementError(problems)
    return statement


def examine(data: bytes, file: str, folder: str | None = "") -> Examined:
    """As read(), but gives the problems back, with whatever could be read in spite of them."""
    try:
        tree = parse(data, file)
    except StatementError as error:
        return Examined(None, list(error.problems))
    reader = _Reader(file, os.path.dirname(file) or "." if folder == "" else folder)
    statement = reader.statement(tree)
    reader.problems.sort(key=lambda problem: (problem.place.line or 0, problem.place.column or 0))
    return Examined(statement, reader.problems)


def read_bytes(path: str) -> bytes:
    """The bytes of a file; raises UnreadableError with the system's reason where it cannot be read."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableError(f"cannot be read: {reason}", place=Place(path)) from None
    if len(data) > MAX_FILE:
        raise UnreadableError(f"larger than {MAX_FILE // 10**6} MB", place=Place(path), hint="split it")
    return data


def slug(name: str) -> str:
    """`name` as an id: lower-case ASCII letters and digits, anything else a hyphen; "statement" where none is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain)) or "statement"


class _Reader:
    """Reads one tree; `problems` grows on the way."""

    def __init__(self, file: str, folder: str | None) -> None:
        self.file = file
        self.folder = folder
        self.problems: list[Problem] = []

    def statement(self, tree: Any) -> Statement | None:
        if tree is None:
            self._say("empty", "the file is empty", 1, 1, "'quotecli schema' shows what belongs into it")
            return None
        if not isinstance(tree, Mapping):
            what = "a list" if isinstance(tree, Sequence) else "a text"
            self._say("shape", f"{what} at the top, where title, text and quotes belong", tree.line, tree.column)
            return None
        values = self._record(tree, fmt.STATEMENT, "the statement")
        speakers = {
            key: Speaker(id=key, **{"name": key, **_plain(value)}) for key, value in values.get("speakers", {}).items()
        }
        topics = {
            key: Topic(id=key, **{"label": key, **_plain(value)}) for key, value in values.get("topics", {}).items()
        }
        self._parents(topics, values.get("topics", {}))
        text = self._text(tree, values)
        if text is None or "title" not in values or "quotes" not in values:
            self._references(values, speakers, topics)
            return None
        name = os.path.splitext(os.path.basename(self.file))[0]
        statement = Statement(
            id=slug(name) if self.file != "-" else "stdin",
            title=one_line(values["title"]),
            text=text,
            text_file=os.path.join(self.folder or "", values["text_file"]) if "text_file" in values else "",
            quotes=(),
            speakers=speakers,
            topics=topics,
            speaker=self._known(values.get("speaker"), speakers, "speaker"),
            occasion=one_line(values.get("occasion", "")),
            source=Source(**_plain(values.get("source", {}))),
            file=self.file,
        )
        return replace(statement, quotes=tuple(self._quotes(values["quotes"], statement)))

    def _quotes(self, entries: Iterable[dict[str, Any]], statement: Statement) -> Iterable[Quote]:
        anchorer = Anchorer(statement.text)
        speakers, topics = statement.speakers, statement.topics
        seen: dict[str, Text] = {}
        for values in entries:
            name = values.get("id")
            if name is not None:
                if name in seen:
                    where = f"the id '{name}' is taken on line {seen[name].line}"
                    self._say("duplicate-id", where, name.line, name.column, "every quote needs an id of its own")
                seen[name] = name
            of = tuple([self._known(topic, topics, "topic") for topic in values.get("topics", ())])
            by = self._known(values.get("speaker"), speakers, "speaker")
            told_by = self._known(values.get("reported_by"), speakers, "speaker")
            if name is None or "kind" not in values or "excerpt" not in values:
                continue
            yield Quote(
                id=name,
                statement=statement.id,
                kind=values["kind"],
                parts=tuple(values["excerpt"]),
                topics=tuple(dict.fromkeys(topic for topic in of if topic is not None)),
                speaker=by or statement.speaker,
                reported_by=told_by,
                cue=values.get("cue", ""),
                prefix=values.get("prefix", ""),
                suffix=values.get("suffix", ""),
                status=values.get("status"),
                note=values.get("note", ""),
                anchoring=anchorer,
            )

    def _references(self, values: dict[str, Any], speakers: dict[str, Speaker], topics: dict[str, Topic]) -> None:
        """Checks the names alone, where the statement cannot be built."""
        self._known(values.get("speaker"), speakers, "speaker")
        for entry in values.get("quotes", ()):
            for topic in entry.get("topics", ()):
                self._known(topic, topics, "topic")
            self._known(entry.get("speaker"), speakers, "speaker")
            self._known(entry.get("reported_by"), speakers, "speaker")

    def _known(self, name: Text | None, names: dict[str, Any], what: str) -> Any:
        if name is None:
            return None
        found = names.get(name)
        if found is None:
            near = _nearest(name, names)
            hint = f"did you mean {near}?" if near else f"add it to {what}s"
            self._say(f"unknown-{what}", f"no {what} '{name}'", name.line, name.column, hint)
        return found

    def _parents(self, topics: dict[str, Topic], values: dict[str, dict[str, Any]]) -> None:
        for key, topic in topics.items():
            parent = values[key].get("parent")
            if parent is None or self._known(parent, topics, "topic") is None:
                continue
            above, seen = topic, {key}
            while above.parent in topics:
                above = topics[above.parent]
                if above.id in seen:
                    message = f"the topic '{key}' is its own ancestor"
                    self._say("topic-cycle", message, parent.line, parent.column, "take a parent out")
                    break
                seen.add(above.id)

    def _text(self, tree: Mapping, values: dict[str, Any]) -> str | None:
        if "text" in tree and "text_file" in tree:
            line, column = tree.key_at("text_file")
            self._say("text", "both text and text_file", line, column, "keep one of them")
            return None
        if "text_file" in values:
            return self._text_file(values["text_file"])
        if "text" not in tree and "text_file" not in tree:
            self._say(
                "missing-key", "no text and no text_file", tree.line, tree.column, "add the source, as 'text: |-'"
            )
        text: str | None = values.get("text")
        return text

    def _text_file(self, name: Text) -> str | None:
        try:
            return self._text_in(name)
        except QuotecliError as error:
            if isinstance(error, StatementError):
                self.problems.extend(error.problems)
            else:
                self._say("text-file", f"text_file '{name}' {error.message}", name.line, name.column, error.hint)
            return None

    def _text_in(self, name: str) -> str:
        """The text of a file beside or below the statement's; raises QuotecliError for any other."""
        if self.folder is None:
            raise QuotecliError("has no folder to be in, since the statement comes from a pipe", hint="use text")
        steps = name.split("/")
        if name.startswith("/") or ".." in steps or "\\" in name or ":" in name or "\0" in name:
            raise QuotecliError("leads outside its folder", hint="name a file beside or below this one, with / between")
        path = self.folder
        try:
            for step in steps:
                path = os.path.join(path, step)
                if os.path.islink(path):
                    raise QuotecliError("goes through a link", hint="put the file itself here")
            if not stat.S_ISREG(os.stat(path).st_mode):
                raise QuotecliError("is no file")
        except OSError as error:
            raise QuotecliError(f"cannot be read: {error.strerror}") from None
        text = text_of(read_bytes(path), path)
        if len(text) > MAX_SCALAR:
            raise QuotecliError(f"has {len(text):,} characters", hint=f"{MAX_SCALAR:,} at most")
        if not text.strip():
            raise QuotecliError("is empty")
        return text

    def _record(self, node: Mapping, fields: dict[str, fmt.Field], what: str) -> dict[str, Any]:
        """The values of a mapping that are as they should be; the others are reported."""
        values = {}
        for key, value in node.items():
            field = fields.get(key)
            if field is None:
                near = _nearest(key, fields)
                hint = f"did you mean {near}?" if near else f"the keys here are {', '.join(fields)}"
                line, column = node.key_at(key)
                self._say("unknown-key", f"unknown key '{key[:60]}' in {what}", line, column, hint)
                continue
            if field.shape == "text" and type(value) is Text and value.strip():
                values[key] = value
                continue
            good = self._value(value, field, key)
            if good is not None:
                values[key] = good
        for key, field in fields.items():
            if field.required and key not in node:
                near = _nearest(key, [other for other in node if other not in fields])
                hint = f"is it '{near}'?" if near else field.about
                self._say("missing-key", f"{what} has no {key}", node.line, node.column, hint)
        return values

    def _value(self, node: Any, field: fmt.Field, key: str) -> Any:
        shape = field.shape
        if type(node) is Text:
            if shape == "text" or (shape == "texts" and field.single):
                if not node.strip():
                    return self._wrong(node, f"{key} is empty", "leave the key out" if not field.required else "")
                return node if shape == "text" else [node]
            if shape == "id":
                if fmt.SLUG.fullmatch(node):
                    return node
                hint = f"did you mean {slug(node)}?" if node.strip() else ""
                return self._wrong(node, f"{key} '{node[:60]}' is no id: a-z, 0-9 and hyphens between them", hint)
            if shape == "choice":
                if node in field.choices:
                    return str(node)
                near = _nearest(node, field.choices)
                hint = f"did you mean {near}?" if near else ""
                return self._wrong(node, f"{key} is '{node[:60]}', not one of {', '.join(field.choices)}", hint)
        elif type(node) is Sequence and shape in ("texts", "ids", "list"):
            if field.filled and not node:
                return self._wrong(node, f"{key} is an empty list", "")
            if shape == "list":
                return [self._entry(entry, field, key) for entry in node]
            item = fmt.Field("text" if shape == "texts" else "id", "", required=True)
            return [good for entry in node if (good := self._value(entry, item, f"an item of {key}")) is not None] or (
                None if field.filled else []
            )
        elif type(node) is Mapping and field.fields is not None:
            if shape == "record":
                return self._record(node, field.fields, key)
            if shape == "records":
                return {name: self._named(node, name, field, key) for name in node.placed_keys()}
        return self._wrong(node, f"{key} must be {_WANTED[shape]}, not {_kind_of(node)}", "")

    def _entry(self, node: Any, field: fmt.Field, key: str) -> dict[str, Any]:
        if type(node) is not Mapping:
            self._wrong(node, f"an item of {key} must be a mapping, not {_kind_of(node)}", "")
            return {}
        assert field.fields is not None
        name = node.get("id")
        return self._record(node, field.fields, f"quote '{name[:60]}'" if type(name) is Text else "a quote")

    def _named(self, node: Mapping, name: Text, field: fmt.Field, key: str) -> dict[str, Any]:
        if not fmt.SLUG.fullmatch(name):
            message = f"'{name[:60]}' is no id: a-z, 0-9 and hyphens between them"
            self._wrong(name, message, f"did you mean {slug(name)}?")
        value = node[name]
        if type(value) is not Mapping:
            self._wrong(value, f"{key} {name[:60]} must be a mapping, not {_kind_of(value)}", "")
            return {}
        assert field.fields is not None
        return self._record(value, field.fields, f"{key[:-1]} '{name[:60]}'")

    def _wrong(self, node: Any, message: str, hint: str) -> None:
        self._say("value", message, node.line, node.column, hint)

    def _say(self, rule: str, message: str, line: int, column: int, hint: str = "") -> None:
        self.problems.append(Problem(rule, message, Place(self.file, line, column), hint))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Field values as the model has them: a text on one line, a list as a tuple."""
    return {
        key: tuple(str(item) for item in value) if isinstance(value, list) else one_line(value)
        for key, value in values.items()
    }


_WANTED = {
    "text": "a text",
    "id": "an id",
    "choice": "one word",
    "texts": "a list of texts",
    "ids": "a list of ids",
    "record": "a mapping",
    "records": "a mapping of ids",
    "list": "a list",
}


def _kind_of(node: Any) -> str:
    if type(node) is Mapping:
        return "a mapping"
    if type(node) is Sequence:
        return "a list"
    return "a text" if node else "empty"


def _nearest(name: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name[:60], list(names), n=1, cutoff=0.6)
    return found[0] if found else ""
