"""A REFI-QDA project (.qdpx): NVivo, ATLAS.ti, MAXQDA, QualCoder and others read it.

A zip of project.qde and the texts in sources/. Topics are codes in their hierarchy, kinds the codes
under “Kind”, speakers cases, a part of a quote is a PlainTextSelection with its codings. What the
standard has no place for (aliases, cues, ids …) stands in a note of each text: the statement's file
as JSON, which quotecli.importing.qdpx reads back.

What readers do decides some details (QualCoder's importer was read as source; it tells what it met
in files of NVivo, ATLAS.ti and MAXQDA):

- Texts are UTF-8 without a byte order mark: readers part on whether one counts (to QualCoder it
does). Only a text that
  itself begins with U+FEFF gets one, lest a reader that drops marks drop a character of the text.
- Line ends are the text's own. The standard counts CR LF as two code points, and so do we;
QualCoder makes it LF and a
  space unless the project is from ATLAS.ti, which counts it as one. A text with LF alone, as most
  have, is safe everywhere.
- QualCoder fails on a selection or note without a creationDateTime, so all have the same one, the
first that a zip can
  tell: the same statements give the same bytes.
- Names of codes must differ in QualCoder; where two topics have the same label, the later one's id
is added.
- Control characters that XML cannot carry are shown as escapes in names and descriptions; texts and
notes are files of
  their own, and have them unchanged.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import IO

from quotecli.citing.attribution import attribution
from quotecli.export.refi import NAMESPACE, ORIGIN, RECORD, code_names, guid, part_guid, shown
from quotecli.library.identity import add_topics, assign_ids, disambiguate, merge_speakers
from quotecli.model import KINDS, Quote, Source, Speaker, Statement, Topic
from quotecli.objects import encode, stream_list, stream_object
from quotecli.render.theme import COLOURS, NEUTRAL, topic_look
from quotecli.store.files import read_chunks
from quotecli.store.tree import quote_tree, statement_tree
from quotecli.topic_tree import TopicTree

_USER = guid("user")
_MADE = f'creatingUser="{_USER}" creationDateTime="1980-01-01T00:00:00Z"'
_VARIABLES = ("statement", "speaker", "occasion", *Source._fields)
_CASE_VARIABLES = ("role", "aliases")


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """The archive, in pieces; it is made whole first, because a code of the first text may be on
    the last as well.
    """
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as sources:
        project = _Project(sources)
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
    # An entry with a date or the marks of a machine would not be the same twice.
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16

    with archive.open(entry, "w") as file:
        for piece in pieces:
            file.write(piece)


def _record(statement: Statement) -> Iterator[bytes]:
    """The statement's file as JSON, a quote a line."""
    tree = statement_tree(statement)
    del tree["text"]
    quotes = (encode(quote_tree(quote, statement)) for quote in statement.quotes)
    record = stream_object({"id": statement.id, **tree}, "quotes", stream_list(quotes))
    return (piece.encode() for piece in record)


class _Project:
    """What is known of all statements, for project.qde; their texts with their selections go to a
    file.
    """

    def __init__(self, sources: IO[bytes]) -> None:
        self._names: list[str] = []
        self._topics: dict[str, Topic] = {}
        self._people: dict[tuple[str, str], Speaker] = {}
        self._roles: dict[tuple[str, str], dict[str, None]] = {}
        self._said: dict[tuple[str, str], list[str]] = {}
        self._sources = sources
        self._notes: list[str] = []

    def add(self, statement: Statement) -> tuple[str, str]:
        """Take a statement in; gives the identifiers of its text and of its record."""
        source, record = guid("source", statement.id), guid("record", statement.id)
        self._names.append(statement.title)
        add_topics(self._topics, statement.topics.values())
        for who in statement.speakers.values():
            name = (who.id, who.name)
            person = self._people.setdefault(name, who)
            if person is not who:
                self._people[name] = merge_speakers(person, who)
            if who.role:
                self._roles.setdefault(name, {})[who.role] = None
        title, path = _attribute(statement.title), f"internal://{source}.txt"
        self._write(f'<TextSource guid="{source}" name="{title}" plainTextPath="{path}" {_MADE}>\n')
        for quote in statement.quotes:
            self._write("".join(self._selections(quote)))
        self._write(f'<NoteRef targetGUID="{record}"/>\n')
        speaker = statement.speaker.name if statement.speaker else ""
        values = (statement.id, speaker, statement.occasion, *statement.source)
        self._write("".join([*_values(_VARIABLES, values), "</TextSource>\n"]))
        title, path = _attribute(f"{RECORD} {statement.id}"), f"internal://{record}.txt"
        self._notes.append(
            f'<Note guid="{record}" name="{title}" plainTextPath="{path}" {_MADE}/>\n'
        )
        return source, record

    def _write(self, text: str) -> None:
        self._sources.write(text.encode())

    def _selections(self, quote: Quote) -> Iterator[str]:
        codes = [*[_code("topic", topic.id) for topic in quote.topics], _code("kind", quote.kind)]
        spans = quote.anchor.spans
        described = f"<Description>{_content(_told(quote))}</Description>\n"
        for number, span in enumerate(spans):
            mine = part_guid(quote.statement, quote.id, number)
            name = quote.id if len(spans) == 1 else f"{quote.id} ({number + 1}/{len(spans)})"
            yield (
                f'<PlainTextSelection guid="{mine}" name="{name}" startPosition="{span.start}"'
                f' endPosition="{span.end}" {_MADE}>\n{described}'
            )
            for code in codes:
                yield f'<Coding guid="{guid("coding", mine, code)}" {_MADE}><CodeRef targetGUID="{code}"/></Coding>\n'
            yield "</PlainTextSelection>\n"
            if quote.speaker:
                self._said.setdefault((quote.speaker.id, quote.speaker.name), []).append(mine)

    def xml(self) -> Iterator[bytes]:
        """project.qde."""
        yield "".join(self._head()).encode()
        if self._names:
            yield b"<Sources>\n"
            self._sources.seek(0)
            yield from read_chunks(self._sources)
            yield b"</Sources>\n<Notes>\n"
            yield "".join(self._notes).encode()
            yield b"</Notes>\n"
        yield b"</Project>\n"

    def _head(self) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        name = self._names[0] if len(self._names) == 1 else f"{len(self._names)} statements"
        yield f'<Project xmlns="{NAMESPACE}" name="{_attribute(name)}" origin="{ORIGIN}" creatingUserGUID="{_USER}">\n'
        yield f'<Users><User guid="{_USER}" name="quotecli" id="quotecli"/></Users>\n<CodeBook><Codes>\n'
        yield from self._codes()
        yield "</Codes></CodeBook>\n<Variables>\n"
        for variable in (*_VARIABLES, *_CASE_VARIABLES):
            yield f'<Variable guid="{guid("variable", variable)}" name="{variable}" typeOfVariable="Text"/>\n'
        yield "</Variables>\n"
        if self._people:
            yield "<Cases>\n"
            yield from self._cases()
            yield "</Cases>\n"

    def _cases(self) -> Iterator[str]:
        """The people, each with what they said."""
        ids = assign_ids(self._people)
        names = disambiguate({ids[who]: person.name for who, person in self._people.items()})
        for who, person in self._people.items():
            yield f'<Case guid="{guid("case", *who)}" name="{_attribute(names[ids[who]])}">\n'
            yield from _values(
                _CASE_VARIABLES, ("; ".join(self._roles.get(who, ())), "; ".join(person.aliases))
            )
            for selection in self._said.get(who, ()):
                yield f'<SelectionRef targetGUID="{selection}"/>\n'
            yield "</Case>\n"

    def _codes(self) -> Iterator[str]:
        """The codes of topics, each within its parent's, and those of the kinds."""
        children = TopicTree(self._topics).children()
        colours = {
            topic: COLOURS[topic_look(number).colour].sign
            for number, topic in enumerate(self._topics)
        }
        taken = {"Kind", *KINDS}

        def code(topic: Topic) -> Iterator[str]:
            label, longer = code_names(topic)
            name = longer if label in taken else label
            taken.add(name)
            yield f'<Code guid="{guid("topic", topic.id)}" name="{_attribute(name)}" isCodable="true"'
            yield f' color="{colours[topic.id]}">\n'
            if topic.description:
                yield f"<Description>{_content(topic.description)}</Description>\n"
            for child in children.get(topic.id, ()):
                yield from code(self._topics[child])
            yield "</Code>\n"

        for key in children.get("", ()):
            yield from code(self._topics[key])
        yield f'<Code guid="{guid("kinds")}" name="Kind" isCodable="false" color="{NEUTRAL}">\n'
        for kind in KINDS:
            yield f'<Code guid="{guid("kind", kind)}" name="{kind}" isCodable="true" color="{NEUTRAL}"/>\n'
        yield "</Code>\n"


@cache
def _code(*names: str) -> str:
    return guid(*names)


def _told(quote: Quote) -> str:
    """What a person wants to see beside the words: who said it, how the source puts it, what was
    remarked.
    """
    lines = [
        attribution(quote),
        quote.cue and f"cue: {quote.cue}",
        quote.note and f"note: {quote.note}",
        quote.doubt,
    ]
    return "\n".join(line for line in lines if line)


def _values(names: Iterable[str], values: Iterable[str]) -> Iterator[str]:
    for name, value in zip(names, values):
        if value:
            reference = f'<VariableRef targetGUID="{guid("variable", name)}"/>'
            yield f"<VariableValue>{reference}<TextValue>{_content(value)}</TextValue></VariableValue>\n"


def _content(text: str) -> str:
    # A parser would make a line feed of a carriage return that is not written as a reference.
    return escape(shown(text), quote=False).replace("\r", "&#13;")


def _attribute(text: str) -> str:
    # And a space of every line end and tab.
    return escape(shown(text)).replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
