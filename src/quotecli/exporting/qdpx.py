"""A REFI-QDA project (.qdpx), for NVivo, ATLAS.ti, MAXQDA, QualCoder and others.

It is a zip archive of project.qde and the texts in sources/. Topics are codes in their hierarchy,
kinds are codes under “Kind”, speakers are cases, a part of a quote is a PlainTextSelection with its
codings. What the standard cannot represent (aliases, cues, ids …) is in a note on each text: the
statement's file as JSON, which quotecli.importing.qdpx reads back.

Readers decide some details (QualCoder's importer was read as source; it documents what it found in
files of NVivo, ATLAS.ti and MAXQDA):

- Texts are UTF-8 without a byte order mark: readers disagree on whether it counts (to QualCoder it
  does). Only a text that itself begins with U+FEFF gets one: a reader that drops the mark would
  otherwise drop a character of the text.
- Line ends are those of the text. The standard counts CR LF as two code points, and so do we;
  QualCoder turns it into LF and a space unless the project is from ATLAS.ti, which counts it as
  one. A text with LF only, as most have, is safe everywhere.
- QualCoder fails on a selection or note without a creationDateTime, so all have the same one, the
  first that a zip archive can express: the same statements give the same bytes.
- Code names must differ in QualCoder; if two topics have the same label, the later one has its id.
- Control characters that XML cannot represent are shown as escapes in names and descriptions; texts
  and notes are files of their own, and keep them.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from typing import IO

from quotecli.exporting.refi import (
    CASE_VARIABLES,
    KIND,
    NAMESPACE,
    ORIGINS,
    RECORD,
    VARIABLES,
    attribute_guid,
    escape_attribute,
    escape_content,
    make_guid,
    make_part_guid,
)
from quotecli.exporting.refi_codes import open_code, write_codes, write_description
from quotecli.exporting.refi_words import name_part, name_person, write_header
from quotecli.library.identity import add_topics, assign_ids, disambiguate, merge_speakers
from quotecli.model import KINDS, Quote, Speaker, Statement, Topic
from quotecli.objects import encode, stream_list, stream_object
from quotecli.render.theme import NEUTRAL
from quotecli.store.files import read_chunks
from quotecli.store.tree import quote_tree, statement_tree, write_decimal
from quotecli.text.counting import Counting

_USER = make_guid("user")
_CREATED = f'creatingUser="{_USER}" creationDateTime="1980-01-01T00:00:00Z"'


def export(statements: Iterable[Statement], positions: str = "codepoints") -> Iterator[bytes]:
    """Yield the archive, which is completed first: its codes and cases depend on every text.

    `positions` are counted in code points or "utf16" units; the project's origin says which.
    """
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as sources:
        project = _Project(sources, positions)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for statement in statements:
                source, record = project.add(statement)
                mark = "\ufeff" if statement.text.startswith("\ufeff") else ""
                _store(archive, f"sources/{source}.txt", [mark.encode(), statement.text.encode()])
                _store(archive, f"sources/{record}.txt", _record(statement))
            _store(archive, "project.qde", project.xml())
        file.seek(0)
        yield from read_chunks(file)


def _store(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    # Dates and attributes of this machine would make a different file each time.
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16

    with archive.open(entry, "w") as file:
        for piece in pieces:
            file.write(piece)


def _record(statement: Statement) -> Iterator[bytes]:
    """Return the statement's file as JSON, one quote per line."""
    tree = statement_tree(statement)
    del tree["text"]
    quotes = (encode(quote_tree(quote, statement)) for quote in statement.quotes)
    record = stream_object({"id": statement.id, **tree}, "quotes", stream_list(quotes))
    return (piece.encode() for piece in record)


class _Project:
    """Collects what project.qde says; texts with their selections go to a file meanwhile."""

    def __init__(self, sources: IO[bytes], positions: str) -> None:
        self._titles: list[str] = []
        self._names: set[str] = set()
        self._topics: dict[str, Topic] = {}
        self._people: dict[tuple[str, str], Speaker] = {}
        self._roles: dict[tuple[str, str], dict[str, None]] = {}
        self._selections: dict[tuple[str, str], list[str]] = {}
        self._sources = sources
        self._positions = positions
        self._notes: list[str] = []

    def add(self, statement: Statement) -> tuple[str, str]:
        """Add a statement; return the identifiers of its text and of its record."""
        source, record = make_guid("source", statement.id), make_guid("record", statement.id)
        name = statement.title
        if name in self._names:
            # QualCoder gives a second text of a name another one.
            name = f"{name} ({statement.id})"
        self._names.add(name)
        self._titles.append(name)
        add_topics(self._topics, statement.topics.values())
        for who in statement.speakers.values():
            self._add_person(who)

        title = f"{RECORD} {statement.id}"
        self._notes.append(f'<Note guid="{record}" {_file(title, record)} {_CREATED}/>\n')
        people = "\n".join(name_person(who, role=True) for who in statement.speakers.values())
        speaker = name_person(statement.speaker)
        own = (statement.occasion, statement.coder, statement.memo)
        values = (statement.id, speaker, people, *own, *statement.source)
        self._write(f'<TextSource guid="{source}" {_file(name, source)} {_CREATED}>\n')
        counting = Counting(statement.text, utf16=self._positions == "utf16")
        for quote in statement.quotes:
            self._write(*self._selection(quote, counting))
        self._write(f'<NoteRef targetGUID="{record}"/>\n', *_values(VARIABLES, values))
        self._write("</TextSource>\n")
        return source, record

    def _add_person(self, who: Speaker) -> None:
        key = (who.id, who.name)
        known = self._people.setdefault(key, who)
        if known is not who:
            self._people[key] = merge_speakers(known, who)
        if who.role:
            self._roles.setdefault(key, {})[who.role] = None

    def _write(self, *texts: str) -> None:
        self._sources.write("".join(texts).encode())

    def _selection(self, quote: Quote, counting: Counting) -> Iterator[str]:
        """Yield a selection for each part of a quote."""
        codes = [*[_code("topic", topic.id) for topic in quote.topics], _code("kind", quote.kind)]
        spans = quote.anchor.spans
        for number, span in enumerate(spans):
            start, end = map(counting.position, span)
            key = make_part_guid(quote.statement, quote.id, number)
            name = name_part(quote.id, number, len(spans))
            yield (
                f'<PlainTextSelection guid="{key}" name="{name}" startPosition="{start}"'
                f' endPosition="{end}" {_CREATED}>\n'
            )
            yield write_description(_describe(quote, name))
            for code in codes:
                coding = make_guid("coding", key, code)
                reference = f'<CodeRef targetGUID="{code}"/>'
                yield f'<Coding guid="{coding}" {_CREATED}>{reference}</Coding>\n'
            yield "</PlainTextSelection>\n"
            if quote.speaker:
                person = (quote.speaker.id, quote.speaker.name)
                self._selections.setdefault(person, []).append(key)

    def xml(self) -> Iterator[bytes]:
        """Yield project.qde."""
        yield "".join(self._head()).encode()
        if self._titles:
            yield b"<Sources>\n"
            self._sources.seek(0)
            yield from read_chunks(self._sources)
            yield b"</Sources>\n<Notes>\n"
            yield "".join(self._notes).encode()
            yield b"</Notes>\n"
        yield b"</Project>\n"

    def _head(self) -> Iterator[str]:
        titles = self._titles
        name = titles[0] if len(titles) == 1 else f"{len(titles)} statements"
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield f'<Project xmlns="{NAMESPACE}" name="{escape_attribute(name)}"'
        yield f' origin="{ORIGINS[self._positions]}"'
        yield f' creatingUserGUID="{_USER}">\n'
        yield f'<Users><User guid="{_USER}" name="quotecli" id="quotecli"/></Users>\n'
        yield "<CodeBook><Codes>\n"
        yield from self._codes()
        yield "</Codes></CodeBook>\n<Variables>\n"
        named = {make_guid("variable", name): name for name in (*VARIABLES, *CASE_VARIABLES)}
        for person in self._people.values():
            named.update({attribute_guid(name): name for name, _ in person.attributes})
        for key, name in named.items():
            yield f'<Variable guid="{key}" name="{name}" typeOfVariable="Text"/>\n'
        yield "</Variables>\n"
        if self._people:
            yield "<Cases>\n"
            yield from self._cases()
            yield "</Cases>\n"

    def _codes(self) -> Iterator[str]:
        """Yield the codes of topics, each inside its parent's, and those of kinds."""
        yield from write_codes(self._topics, taken=(KIND, *KINDS))
        yield open_code(make_guid("kinds"), KIND, NEUTRAL, is_codable=False)
        for kind in KINDS:
            yield open_code(make_guid("kind", kind), kind, NEUTRAL, end="/>")
        yield "</Code>\n"

    def _cases(self) -> Iterator[str]:
        """Yield a case for each person, with the selections of what they said."""
        ids = assign_ids(self._people)
        names = disambiguate({ids[who]: person.name for who, person in self._people.items()})
        for who, person in self._people.items():
            name = escape_attribute(names[ids[who]])
            yield f'<Case guid="{make_guid("case", *who)}" name="{name}">\n'
            yield write_description(_describe_person(person))
            roles = "; ".join(self._roles.get(who, ()))
            yield from _values(CASE_VARIABLES, (roles, "; ".join(person.aliases)))
            for attribute, value in person.attributes:
                yield _value(attribute_guid(attribute), value)
            for selection in self._selections.get(who, ()):
                yield f'<SelectionRef targetGUID="{selection}"/>\n'
            yield "</Case>\n"


@cache
def _code(*names: str) -> str:
    return make_guid(*names)


def _file(title: str, key: str) -> str:
    """Return the attributes of an element whose content is a file in sources/."""
    return f'name="{escape_attribute(title)}" plainTextPath="internal://{key}.txt"'


def _describe(quote: Quote, name: str) -> str:
    """Return what a selection says of its quote; `name` is that of the part."""
    confidence = "" if quote.confidence is None else write_decimal(quote.confidence)
    values = [
        ("quote", name),
        ("speaker", name_person(quote.speaker)),
        ("reported by", name_person(quote.reported_by)),
        ("polarity", quote.polarity if quote.polarity != "positive" else ""),
        ("cue", quote.cue),
        ("status", quote.status or ""),
        ("confidence", confidence),
        ("important", "true" if quote.important else ""),
        ("coder", quote.coder),
        ("doubt", "; ".join(quote.caveats)),
    ]
    return write_header(values, quote.note)


def _describe_person(person: Speaker) -> str:
    """Return what a case says of a person."""
    values = [("id", person.id), ("name", person.name)]
    values += [("alias", alias) for alias in person.aliases]
    values += [("attribute", f"{name}={value}") for name, value in person.attributes]
    return write_header(values)


def _values(names: Iterable[str], values: Iterable[str]) -> Iterator[str]:
    for name, value in zip(names, values):
        if value:
            yield _value(make_guid("variable", name), value)


def _value(variable: str, value: str) -> str:
    reference = f'<VariableRef targetGUID="{variable}"/>'
    text = f"<TextValue>{escape_content(value)}</TextValue>"
    return f"<VariableValue>{reference}{text}</VariableValue>\n"
