"""A tree -> a Statement; finds every problem of its structure, not the first."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from typing import Any, NamedTuple

from quotecli.anchoring.anchor import Anchorer
from quotecli.errors import Place, Problem, QuotecliError, StatementError, UnreadableError
from quotecli.model import Quote, Source, Speaker, Statement, Topic, one_line
from quotecli.store import fields as fmt
from quotecli.store.discovery import MISSING, UNSURE, Marks, marks
from quotecli.store.files import read_bytes
from quotecli.store.records import RecordReader, slug
from quotecli.store.yaml_events import MAX_SCALAR, Text, key_place, parse, place_of, text_of

_MOST_LEVELS = 8


class Examined(NamedTuple):
    """What a file holds as far as it can be read, and what is wrong with its structure, in file
    order.

    `text_file` is the file that its text is to be in, if that may be read at all, `text_marks` its
    marks before it was.
    """

    statement: Statement | None
    problems: list[Problem]
    text_file: str = ""
    text_marks: Marks = MISSING


class Codebook(NamedTuple):
    """Topics and speakers that statements share: those of a file that defines nothing else."""

    file: str
    topics: dict[str, Topic]
    speakers: dict[str, Speaker]


def load(path: str, book: Codebook | None = None) -> Statement:
    """The statement in the file at `path`, or on standard input for "-", served by a codebook.

    Raises UnreadableError where it cannot be read and StatementError with every breach of the file
    format.
    """
    return read(read_bytes(path), path, None if path == "-" else "", book)


def read(
    data: bytes, file: str, folder: str | None = "", book: Codebook | None = None
) -> Statement:
    """The statement in the bytes of `file`; raises StatementError with every breach of the file
    format.

    `folder` is where a `text_file` is looked for: by default beside `file`; with None it is
    refused.
    """
    # Lines are only needed where something is wrong: most files are read once, without them.
    found = examine(data, file, folder, book, placed=False)
    if found.statement is None or found.problems:
        raise StatementError(examine(data, file, folder, book).problems or found.problems)
    return found.statement


def examine(
    data: bytes,
    file: str,
    folder: str | None = "",
    book: Codebook | None = None,
    *,
    placed: bool = True,
) -> Examined:
    """As read(), but gives the problems back, with whatever could be read in spite of them.

    Where it is not `placed`, problems of the structure have no lines.
    """
    try:
        tree = parse(data, file, placed=placed)
    except StatementError as error:
        return Examined(None, list(error.problems))
    reader = _Reader(file, os.path.dirname(file) or "." if folder == "" else folder, book)
    statement = reader.statement(tree)
    reader.problems.sort(key=lambda problem: (problem.place.line or 0, problem.place.column or 0))
    return Examined(statement, reader.problems, reader.text_file, reader.text_marks)


def of_tree(tree: Any, file: str) -> Statement:
    """The statement of a plain tree, as statement_tree() makes one; `file` gives it its id.

    Raises StatementError with every breach of the file format.
    """
    reader = _Reader(file, None)
    statement = reader.statement(tree)
    if statement is None or reader.problems:
        raise StatementError(reader.problems)
    return statement


def read_topics(path: str) -> dict[str, Topic]:
    """The topics in a statement file, or in one that holds only topics (a codebook).

    Raises UnreadableError where it cannot be read and StatementError where its topics break the
    file format.
    """
    reader = _Reader(path, None)
    topics = reader.topics(parse(read_bytes(path), path))
    if reader.problems:
        raise StatementError(reader.problems)
    return topics


def read_codebook(path: str, *, placed: bool = False) -> Codebook:
    """The codebook in a file; where it is `placed`, its ids know their lines.

    Raises UnreadableError where it cannot be read and StatementError where it breaks the file
    format.
    """
    data = read_bytes(path)
    if not placed:
        book, problems = examine_codebook(data, path, placed=False)
        if not problems:
            return book
    book, problems = examine_codebook(data, path)
    if problems:
        raise StatementError(problems)
    return book


def examine_codebook(
    data: bytes, file: str, *, placed: bool = True
) -> tuple[Codebook, list[Problem]]:
    """As read_codebook(), but gives the problems back, with whatever could be read in spite of
    them.
    """
    reader = _Reader(file, None)
    try:
        book = reader.codebook(parse(data, file, placed=placed))
    except StatementError as error:
        return Codebook(file, {}, {}), list(error.problems)
    reader.problems.sort(key=lambda problem: (problem.place.line or 0, problem.place.column or 0))
    return book, reader.problems


def id_of(file: str) -> str:
    """The id of the statement in a file: the stem of its name as a slug."""
    return slug(os.path.splitext(os.path.basename(file))[0]) if file != "-" else "stdin"


class _Reader(RecordReader):
    """Reads one tree; `problems` grows on the way."""

    def __init__(self, file: str, folder: str | None, book: Codebook | None = None) -> None:
        super().__init__(file)
        self.folder = folder
        self.text_file, self.text_marks = "", MISSING
        self.book = book or Codebook("", {}, {})

    def statement(self, tree: Any) -> Statement | None:
        if tree is None:
            self.say(
                "empty",
                "the file is empty",
                Place(self.file, 1, 1),
                "'quotecli schema' shows what belongs into it",
            )
            return None
        if not isinstance(tree, dict):
            what = "a list" if isinstance(tree, list) else "a text"
            self.say("shape", f"{what} at the top, where title, text and quotes belong", tree)
            return None
        values = self.record(tree, fmt.STATEMENT, "the statement")
        speakers = self._speakers(values)
        topics = self._topics(values)
        text = self._text(tree, values)
        if text is None or "title" not in values or "quotes" not in values:
            self._references(values, speakers, topics)
            return None
        statement = Statement(
            id=id_of(self.file),
            title=one_line(values["title"]),
            text=text,
            text_file=os.path.join(self.folder or "", values["text_file"])
            if "text_file" in values
            else "",
            quotes=(),
            speakers=speakers,
            topics=topics,
            speaker=self._known(values.get("speaker"), speakers, "speaker"),
            occasion=one_line(values.get("occasion", "")),
            source=Source(**{key: _line(value) for key, value in values.get("source", {}).items()}),
            file=self.file,
        )
        return statement._replace(quotes=tuple(self._quotes(values["quotes"], statement)))

    def topics(self, tree: Any) -> dict[str, Topic]:
        """The topics of a tree, whatever else it holds."""
        if not isinstance(tree, dict) or "topics" not in tree:
            place = place_of(tree, self.file) if tree is not None else Place(self.file)
            self.say("missing-key", "no topics", place, "add them, as a statement file has them")
            return {}
        return self._topics(
            self.record(
                {"topics": tree["topics"]},
                fmt.Fields({"topics": fmt.STATEMENT["topics"]}),
                "the codebook",
            )
        )

    def codebook(self, tree: Any) -> Codebook:
        """The codebook of a tree."""
        if not isinstance(tree, dict):
            hint = "a codebook is a mapping with topics and speakers"
            if tree is None:
                self.say("empty", "the codebook is empty", Place(self.file, 1, 1), hint)
            else:
                what = "a list" if isinstance(tree, list) else "a text"
                self.say("shape", f"{what} at the top of the codebook", tree, hint)
            return Codebook(self.file, {}, {})
        values = self.record(tree, fmt.CODEBOOK, "the codebook")
        return Codebook(self.file, self._topics(values), self._speakers(values))

    def _speakers(self, values: dict[str, Any]) -> dict[str, Speaker]:
        """The codebook's speakers and the statement's own; one that both have is that of the
        statement.
        """
        speakers = dict(self.book.speakers)
        for key, value in values.get("speakers", {}).items():
            speaker = Speaker(id=key, **{"name": key, **_plain(value)})
            known = speakers.get(key)
            if known and known.name == speaker.name:
                aliases = _united(known.aliases, speaker.aliases)
                speaker = speaker._replace(role=speaker.role or known.role, aliases=aliases)
            speakers[key] = speaker
        return speakers

    def _topics(self, values: dict[str, Any]) -> dict[str, Topic]:
        """The codebook's topics and the statement's own; one that both have is that of the
        statement.
        """
        entries = values.get("topics", {})
        topics = dict(self.book.topics)
        for key, value in entries.items():
            topic = Topic(id=key, **{"label": key, **_plain(value)})
            known = topics.get(key)
            if known and known.label == topic.label:
                topic = topic._replace(
                    description=topic.description or known.description,
                    aliases=_united(known.aliases, topic.aliases),
                    keywords=_united(known.keywords, topic.keywords),
                    parent=topic.parent or known.parent,
                )
            topics[key] = topic
        self._parents(topics, entries)
        return topics

    def _quotes(self, entries: Iterable[dict[str, Any]], statement: Statement) -> Iterable[Quote]:
        anchorer = Anchorer(statement.text)
        speakers, topics = statement.speakers, statement.topics
        seen: dict[str, str] = {}
        for values in entries:
            name = values.get("id")
            if name is not None:
                if name in seen:
                    where = (
                        f"the id '{name}' is taken on line {place_of(seen[name], self.file).line}"
                    )
                    self.say("duplicate-id", where, name, "every quote needs an id of its own")
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
                confidence=float(values["confidence"]) if "confidence" in values else None,
                anchoring=anchorer,
            )

    def _references(
        self, values: dict[str, Any], speakers: dict[str, Speaker], topics: dict[str, Topic]
    ) -> None:
        """Checks the names alone, where the statement cannot be built."""
        self._known(values.get("speaker"), speakers, "speaker")
        for entry in values.get("quotes", ()):
            for topic in entry.get("topics", ()):
                self._known(topic, topics, "topic")
            self._known(entry.get("speaker"), speakers, "speaker")
            self._known(entry.get("reported_by"), speakers, "speaker")

    def _known(self, name: str | None, names: dict[str, Any], what: str) -> Any:
        if name is None:
            return None
        found = names.get(name)
        if found is None:
            near = self.meant(name, names, what)
            hint = (
                f"did you mean {near}?"
                if near
                else f"add it to {what}s, here or in a codebook.yaml that serves this file"
            )
            self.say(f"unknown-{what}", f"no {what} '{name}'", name, hint)
        return found

    def _parents(self, topics: dict[str, Topic], values: dict[str, dict[str, Any]]) -> None:
        for key in values:
            topic = topics[key]
            parent = values[key].get("parent")
            if parent is None or self._known(parent, topics, "topic") is None:
                continue
            above, seen = topic, {key}
            while above.parent in topics:
                above = topics[above.parent]
                if above.id == key:
                    self.say(
                        "topic-cycle",
                        f"the topic '{key}' is its own ancestor",
                        parent,
                        "take a parent out",
                    )
                if above.id in seen:
                    break
                seen.add(above.id)
                if len(seen) > _MOST_LEVELS:
                    message = f"the topic '{key}' stands more than {_MOST_LEVELS} levels deep"
                    self.say("topic-depth", message, parent, "take a parent out")
                    break

    def _text(self, tree: dict[str, Any], values: dict[str, Any]) -> str | None:
        if "text" in tree and "text_file" in tree:
            place = key_place(tree, "text_file", self.file)
            self.say("text", "both text and text_file", place, "keep one of them")
            return None
        if "text_file" in values:
            return self._text_file(values["text_file"])
        if "text" not in tree and "text_file" not in tree:
            self.say(
                "missing-key", "no text and no text_file", tree, "add the source, as 'text: |-'"
            )
        text: str | None = values.get("text")
        return text

    def _text_file(self, name: str) -> str | None:
        try:
            return self._text_in(name)
        except QuotecliError as error:
            if isinstance(error, UnreadableError):
                self.text_marks = UNSURE
            if isinstance(error, StatementError):
                self.problems.extend(error.problems)
            else:
                self.say("text-file", f"text_file '{name}' {error.message}", name, error.hint)
            return None

    def _text_in(self, name: str) -> str:
        """The text of a file beside or below the statement's; raises QuotecliError for any other."""
        if self.folder is None:
            raise QuotecliError(
                "has no folder to be in, since the statement comes from a pipe", hint="use text"
            )
        steps = name.split("/")
        if name.startswith("/") or ".." in steps or "\\" in name or ":" in name or "\0" in name:
            raise QuotecliError(
                "leads outside its folder",
                hint="name a file beside or below this one, with / between",
            )
        self.text_file = os.path.join(self.folder, name)
        self.text_marks = marks(self.text_file, follow=False)
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


def _united(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Field values as the model has them: a text on one line, a list as a tuple."""
    return {
        key: tuple(one_line(item) for item in value) if isinstance(value, list) else one_line(value)
        for key, value in values.items()
    }


def _line(node: str) -> str:
    """A text on one line that still knows where it begins, for the checks of its form."""
    line = one_line(node)
    if isinstance(node, Text):
        placed = Text(line)
        placed.line, placed.column = node.line, node.column
        return placed
    return line
