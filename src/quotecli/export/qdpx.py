"""A REFI-QDA project (.qdpx): NVivo, ATLAS.ti, MAXQDA, QualCoder and others read it.

A zip of project.qde and the texts in sources/. Topics are codes in their hierarchy, kinds the codes under “Kind”,
speakers cases, a part of a quote is a PlainTextSelection with its codings. What the standard has no place for (aliases,
cues, ids …) stands in a note of each text: the statement's file as JSON, which quotecli.importing.qdpx reads back.

What readers do decides some details (QualCoder's importer was read as source; it tells what it met in files of NVivo,
ATLAS.ti and MAXQDA):

- Texts are UTF-8 without a byte order mark: readers part on whether one counts (to QualCoder it does). Only a text that
  itself begins with U+FEFF gets one, lest a reader that drops marks drop a character of the text.
- Line ends are the text's own. The standard counts CR LF as two code points, and so do we; QualCoder makes it LF and a
  space unless the project is from ATLAS.ti, which counts it as one. A text with LF alone, as most have, is safe
  everywhere.
- QualCoder fails on a selection or note without a creationDateTime, so all have the same one, the first that a zip can
  tell: the same statements give the same bytes.
- Names of codes must differ in QualCoder; where two topics have the same label, the later one's id is added.
- Control characters that XML cannot carry are shown as escapes in names and descriptions; texts and notes are files of
  their own, and have them unchanged.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from html import escape

from quotecli.cite import attribution
from quotecli.export.refi import NAMESPACE, ORIGIN, RECORD, code_names, guid, part_guid, shown
from quotecli.model import KINDS, Quote, Source, Speaker, Statement, Topic
from quotecli.plaintree import quote_tree, statement_tree

_EPOCH = (1980, 1, 1, 0, 0, 0)
_USER = guid("user")
_MADE = f'creatingUser="{_USER}" creationDateTime="1980-01-01T00:00:00Z"'
_VARIABLES = ("statement", "speaker", "occasion", *Source._fields)
_CASE_VARIABLES = ("role", "aliases")
_COLOURS = "#1b9e77 #d95f02 #7570b3 #e7298a #66a61e #e6ab02 #a6761d #1f78b4 #b2182b #01665e #542788 #8c510a".split()
_GREY = "#808080"
_PIECE = 1 << 20


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """The archive, in pieces; it is made whole first, because a code of the first text may be on the last as well."""
    project = _Project()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for statement in statements:
            source, record = project.add(statement)
            mark = "\ufeff" if statement.text.startswith("\ufeff") else ""
            _store(archive, f"sources/{source}.txt", [mark, statement.text])
            _store(archive, f"sources/{record}.txt", [_record(statement)])
        _store(archive, "project.qde", project.xml())
    stream.seek(0)
    while piece := stream.read(_PIECE):
        yield piece


def _store(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    with archive.open(entry, "w") as file:
        for piece in pieces:
            file.write(piece.encode())


def _record(statement: Statement) -> str:
    tree = statement_tree(statement)
    del tree["text"]
    quotes = [quote_tree(quote, statement) for quote in statement.quotes]
    return json.dumps({"id": statement.id, **tree, "quotes": quotes}, ensure_ascii=False, indent=1)


class _Project:
    """What is known of all statements, for project.qde."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._topics: dict[str, Topic] = {}
        self._cases: dict[Speaker, list[str]] = {}
        self._sources: list[str] = []
        self._notes: list[str] = []

    def add(self, statement: Statement) -> tuple[str, str]:
        """Take a statement in; gives the identifiers of its text and of its record."""
        source, record = guid("source", statement.id), guid("record", statement.id)
        self._names.append(statement.title)
        for topic in statement.topics.values():
            self._topics.setdefault(topic.id, topic)
        for who in statement.speakers.values():
            self._cases.setdefault(who, [])
        name, path = _attribute(statement.title), f"internal://{source}.txt"
        self._sources.append(f'<TextSource guid="{source}" name="{name}" plainTextPath="{path}" {_MADE}>\n')
        for quote in statement.quotes:
            self._sources.append("".join(self._selections(quote)))
        self._sources.append(f'<NoteRef targetGUID="{record}"/>\n')
        speaker = statement.speaker.name if statement.speaker else ""
        values = (statement.id, speaker, statement.occasion, *statement.source)
        self._sources += [*_values(_VARIABLES, values), "</TextSource>\n"]
        name, path = _attribute(f"{RECORD} {statement.id}"), f"internal://{record}.txt"
        self._notes.append(f'<Note guid="{record}" name="{name}" plainTextPath="{path}" {_MADE}/>\n')
        return source, record

    def _selections(self, quote: Quote) -> Iterator[str]:
        codes = [guid("topic", topic.id) for topic in quote.topics]
        spans = quote.anchor.spans
        described = f"<Description>{_content(_told(quote))}</Description>\n"
        for number, span in enumerate(spans):
            mine = part_guid(quote.statement, quote.id, number)
            name = quote.id if len(spans) == 1 else f"{quote.id} ({number + 1}/{len(spans)})"
            yield (
                f'<PlainTextSelection guid="{mine}" name="{name}" startPosition="{span.start}"'
                f' endPosition="{span.end}" {_MADE}>\n{described}'
            )
            for code in [*codes, guid("kind", quote.kind)]:
                yield f'<Coding guid="{guid("coding", mine, code)}" {_MADE}><CodeRef targetGUID="{code}"/></Coding>\n'
            yield "</PlainTextSelection>\n"
            if quote.speaker:
                self._cases.setdefault(quote.speaker, []).append(mine)

    def xml(self) -> Iterator[str]:
        """project.qde."""
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        name = self._names[0] if len(self._names) == 1 else f"{len(self._names)} statements"
        yield f'<Project xmlns="{NAMESPACE}" name="{_attribute(name)}" origin="{ORIGIN}" creatingUserGUID="{_USER}">\n'
        yield f'<Users><User guid="{_USER}" name="quotecli" id="quotecli"/></Users>\n<CodeBook><Codes>\n'
        yield from self._codes()
        yield "</Codes></CodeBook>\n<Variables>\n"
        for variable in (*_VARIABLES, *_CASE_VARIABLES):
            yield f'<Variable guid="{guid("variable", variable)}" name="{variable}" typeOfVariable="Text"/>\n'
        yield "</Variables>\n"
        if self._cases:
            yield "<Cases>\n"
            for who, selections in self._cases.items():
                yield f'<Case guid="{guid("case", who.id, who.name)}" name="{_attribute(who.name)}">\n'
                yield from _values(_CASE_VARIABLES, (who.role, "; ".join(who.aliases)))
                yield "".join(f'<SelectionRef targetGUID="{selection}"/>\n' for selection in selections)
                yield "</Case>\n"
            yield "</Cases>\n"
        for element, children in (("Sources", self._sources), ("Notes", self._notes)):
            if children:
                yield f"<{element}>\n"
                yield from children
                yield f"</{element}>\n"
        yield "</Project>\n"

    def _codes(self) -> Iterator[str]:
        """The codes of topics, each within its parent's, and those of the kinds."""
        children: dict[str, list[Topic]] = {}
        for topic in self._topics.values():
            children.setdefault(topic.parent, []).append(topic)
        colours = {topic: _COLOURS[number % len(_COLOURS)] for number, topic in enumerate(self._topics)}
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
                yield from code(child)
            yield "</Code>\n"

        for topic in children.get("", ()):
            yield from code(topic)
        yield f'<Code guid="{guid("kinds")}" name="Kind" isCodable="false" color="{_GREY}">\n'
        for kind in KINDS:
            yield f'<Code guid="{guid("kind", kind)}" name="{kind}" isCodable="true" color="{_GREY}"/>\n'
        yield "</Code>\n"


def _told(quote: Quote) -> str:
    """What a person wants to see beside the words: who said it, how the source puts it, what was remarked."""
    lines = [attribution(quote), quote.cue and f"cue: {quote.cue}", quote.note and f"note: {quote.note}", quote.doubt]
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
