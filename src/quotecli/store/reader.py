"""A tree -> a Statement; finds every problem of its structure, not only the first."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from quotecli.anchoring.anchor import Anchorer
from quotecli.errors import Place, Problem, QuotecliError, StatementError
from quotecli.model import Quote, Source, Speaker, Statement, Topic, collapse_space
from quotecli.store import fields as fmt
from quotecli.store.codebook import Codebook, DefinitionReader
from quotecli.store.files import read_bytes
from quotecli.store.text_file import TextFiles
from quotecli.store.yaml_events import PlacedText, key_place, parse, place_of
from quotecli.text.slugs import make_slug

# A key that all statements have, in YAML or JSON.
_KEY = rb"\b(?:title|quotes)[\"']? *:"


class Examined(NamedTuple):
    """The readable part of a file, and the problems of its structure in file order."""

    statement: Statement | None
    problems: list[Problem]


def load(path: str, book: Codebook | None = None) -> Statement:
    """Return the statement in the file at `path`, or on standard input for "-".

    `book` is the codebook that serves it. Raises UnreadableError if the file is unreadable, and
    StatementError with every breach of the file format.
    """
    return read(read_bytes(path), path, book)


def read(
    data: bytes, file: str, book: Codebook | None = None, *, texts: TextFiles | None = None
) -> Statement:
    """Return the statement in the bytes of `file`.

    `texts` reads its text file, by default one beside or below `file`. Raises StatementError with
    every breach of the file format.
    """
    # Lines are only needed for problems, so most files are read once, without them. What is wrong
    # with the YAML has its line already.
    found = examine(data, file, book, texts=texts, placed=False)
    if found.problems and all(problem.place.line for problem in found.problems):
        raise StatementError(found.problems)
    if found.statement is None or found.problems:
        raise StatementError(examine(data, file, book, texts=texts).problems or found.problems)
    return found.statement


def examine(
    data: bytes,
    file: str,
    book: Codebook | None = None,
    *,
    texts: TextFiles | None = None,
    placed: bool = True,
) -> Examined:
    """Return the readable part of a statement file and its problems; takes what read() takes.

    Unless `placed`, neither the problems nor the texts of the statement know their lines.
    """
    if _is_article(data, file):
        import shlex

        hint = f"make a statement of it with '{shlex.join(['quotecli', 'draft', file])}'"
        problem = Problem("shape", "a plain text, not a statement", Place(file), hint)
        return Examined(None, [problem])
    try:
        tree = parse(data, file, placed=placed)
    except StatementError as error:
        return Examined(None, list(error.problems))
    reader = _StatementReader(file, book, texts)
    statement = reader.statement(tree)
    return Examined(statement, reader.sorted_problems())


def read_tree(
    tree: Any, file: str, book: Codebook | None = None, *, texts: TextFiles | None = None
) -> Statement:
    """Return the statement of a plain tree as statement_tree() makes; its id comes from `file`.

    Takes what read() takes, but reads no text file unless `texts` does. Raises StatementError with
    every breach of the file format.
    """
    reader = _StatementReader(file, book, texts or TextFiles("-"))
    statement = reader.statement(tree)
    if statement is None or reader.problems:
        raise StatementError(reader.problems)
    return statement


def reread(
    statement: Statement, before: Any, tree: Any, file: str, book: Codebook | None = None
) -> Statement:
    """Return the statement of a tree, given one of the same file and its tree.

    Quotes are only read if their entries are not the very objects of the tree before; the others
    keep the places that were found for them. Takes what read_tree() takes, and raises what it does.
    """
    texts = TextFiles(file)
    is_same = before.keys() == tree.keys() and all(
        before[key] is tree[key] for key in tree if key != "quotes"
    )
    if is_same:
        known = dict(zip(map(id, before["quotes"]), statement.quotes))
        unread = [entry for entry in tree["quotes"] if id(entry) not in known]
        part = read_tree({**tree, "quotes": unread}, file, book, texts=texts)
        place = statement.quotes[0].anchoring if statement.quotes else None
        for entry, quote in zip(unread, part.quotes):
            known[id(entry)] = replace(quote, anchoring=place or quote.anchoring)
        quotes = tuple(known[id(entry)] for entry in tree["quotes"])
        if part.text == statement.text and len({one.id for one in quotes}) == len(quotes):
            return statement._replace(quotes=quotes)
    return read_tree(tree, file, book, texts=texts)


def statement_id(file: str) -> str:
    """Return the id of the statement in a file: the stem of the file's name as a slug."""
    return make_slug(os.path.splitext(os.path.basename(file))[0]) if file != "-" else "stdin"


def _is_article(data: bytes, file: str) -> bool:
    """Return True for a text whose name is not that of a statement and that has no key of one."""
    if file.endswith((".yaml", ".yml")) or not data.strip() or re.search(_KEY, data):
        return False
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


class _StatementReader(DefinitionReader):
    """Reads the tree of a statement file."""

    def __init__(self, file: str, book: Codebook | None, texts: TextFiles | None) -> None:
        super().__init__(file, book)
        self._texts = texts or TextFiles(file)

    def statement(self, tree: Any) -> Statement | None:
        if tree is None:
            hint = "run 'quotecli schema' to see what goes in it"
            self.report("empty", "the file is empty", Place(self.file, 1, 1), hint)
            return None
        if not isinstance(tree, dict):
            what = "a list" if isinstance(tree, list) else "text"
            hint = "put title, text and quotes at the top level"
            self.report("shape", f"the file is {what}, not a mapping", tree, hint)
            return None

        values = self.record(tree, fmt.STATEMENT, "the statement")
        speakers = self.read_speakers(values)
        topics = self.read_topics(values)
        text = self._find_text(tree, values)
        if text is None or "title" not in values or "quotes" not in values:
            self._check_references(values, speakers, topics)
            return None

        text_file = values.get("text_file")
        statement = Statement(
            id=statement_id(self.file),
            title=collapse_space(values["title"]),
            text=text,
            text_file=self._texts.locate(text_file) if text_file else "",
            quotes=(),
            speakers=speakers,
            topics=topics,
            speaker=self.find(values.get("speaker"), speakers, "speaker"),
            occasion=collapse_space(values.get("occasion", "")),
            coder=collapse_space(values.get("coder", "")),
            memo=values.get("memo", ""),
            source=Source(**{key: _line(value) for key, value in values.get("source", {}).items()}),
            file=self.file,
        )
        return statement._replace(quotes=tuple(self._quotes(values["quotes"], statement)))

    def _quotes(self, entries: Iterable[dict[str, Any]], statement: Statement) -> Iterable[Quote]:
        anchorer = Anchorer(statement.text)
        speakers, topics = statement.speakers, statement.topics
        seen: dict[str, str] = {}
        for values in entries:
            key = values.get("id")
            if key is not None:
                if key in seen:
                    self._report_duplicate(key, seen[key])
                seen[key] = key
            about = [self.find(topic, topics, "topic") for topic in values.get("topics", ())]
            speaker = self.find(values.get("speaker"), speakers, "speaker")
            reporter = self.find(values.get("reported_by"), speakers, "speaker")
            if key is None or "kind" not in values or "excerpt" not in values:
                continue

            yield Quote(
                id=key,
                statement=statement.id,
                kind=values["kind"],
                parts=tuple(values["excerpt"]),
                polarity=values.get("polarity", "positive"),
                topics=tuple(dict.fromkeys(topic for topic in about if topic is not None)),
                speaker=speaker or statement.speaker,
                reported_by=reporter,
                cue=values.get("cue", ""),
                prefix=values.get("prefix", ""),
                suffix=values.get("suffix", ""),
                status=values.get("status"),
                note=values.get("note", ""),
                important=values.get("important") == "true",
                confidence=float(values["confidence"]) if "confidence" in values else None,
                coder=collapse_space(values["coder"]) if "coder" in values else statement.coder,
                anchoring=anchorer,
            )

    def _report_duplicate(self, key: str, before: str) -> None:
        line = place_of(before, self.file).line  # None for what was not read from a file
        message = f"the id '{key}' is already used" + (f" on line {line}" if line else "")
        self.report("duplicate-id", message, key, "give each quote its own id")

    def _check_references(
        self, values: dict[str, Any], speakers: dict[str, Speaker], topics: dict[str, Topic]
    ) -> None:
        """Report unknown ids in a statement that is not built."""
        self.find(values.get("speaker"), speakers, "speaker")
        for entry in values.get("quotes", ()):
            for topic in entry.get("topics", ()):
                self.find(topic, topics, "topic")
            self.find(entry.get("speaker"), speakers, "speaker")
            self.find(entry.get("reported_by"), speakers, "speaker")

    def _find_text(self, tree: dict[str, Any], values: dict[str, Any]) -> str | None:
        if "text" in tree and "text_file" in tree:
            place = key_place(tree, "text_file", self.file)
            self.report("text", "both text and text_file", place, "keep one of them")
            return None
        if "text_file" in values:
            return self._read_text_file(values["text_file"])
        if "text" not in tree and "text_file" not in tree:
            hint = "add the source text as 'text: |-'"
            self.report("missing-key", "neither text nor text_file", tree, hint)
        text: str | None = values.get("text")
        return text

    def _read_text_file(self, name: str) -> str | None:
        try:
            return self._texts.read(name)
        except StatementError as error:
            self.problems.extend(error.problems)
        except QuotecliError as error:
            self.report("text-file", f"text_file '{name}': {error.message}", name, error.hint)
        return None


def _line(node: str) -> str:
    """Return a text on one line that still knows where it begins, for the checks of its form."""
    line = collapse_space(node)
    if isinstance(node, PlacedText):
        placed = PlacedText(line)
        placed.line, placed.column = node.line, node.column
        return placed
    return line
