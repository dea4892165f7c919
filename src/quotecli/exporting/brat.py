"""A folder for brat: texts (.txt), annotations in its standoff format (.ann), annotation.conf.

A quote is a text-bound annotation whose type is its kind, with a fragment for each part; topics,
speaker, reporter, polarity, status and doubt are attributes, the note is a note. What brat cannot
hold is in a .json file beside, which it does not touch.

Seen in the source of brat: offsets count code points of the text as Python reads it, CR LF as one;
the words of an annotation have to be those of its fragments, so that none has a line end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from quotecli.exporting.labels import Labels, list_labels, make_record
from quotecli.exporting.tags import Key
from quotecli.library.identity import SEPARATOR, assign_ids, collect_topics
from quotecli.model import KINDS, Quote, Statement, collapse_space
from quotecli.objects import encode
from quotecli.store.discovery import name_statement_files
from quotecli.text.counting import Counting
from quotecli.text.escape import json_safe

CONFIG = "annotation.conf"
NOTE = "AnnotatorNotes"
_ROLES = {"speaker": "speaker", "reported by": "reporter"}
_LINE = re.compile("[^\r\n]+")


def export(statements: Iterable[Statement], split: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of the files of a folder."""
    items = list(statements)
    labels = name_labels(items)
    names = name_statement_files([item.id for item in items])
    for name, item in zip(names, items):
        stem = name.rpartition(".")[0]
        lines, spans = _annotate(item, labels)
        record = {**make_record(item, labels), "spans": spans}
        yield f"{stem}.txt", item.text.encode()
        yield f"{stem}.ann", "".join(lines).encode()
        yield f"{stem}.json", f"{json_safe(encode(record))}\n".encode()
    yield CONFIG, "".join(_write_config(labels)).encode()


def name_labels(statements: Iterable[Statement]) -> dict[Key, str]:
    """Return what brat calls all that may be said of quotes: a type, NAME or NAME=VALUE."""
    items = list(statements)
    people = dict.fromkeys((who.id, who.name) for one in items for who in one.speakers.values())
    ids = assign_ids(people)
    labels: dict[Key, str] = {("kind", kind): kind for kind in KINDS}
    labels |= {("topic", key): f"topic-{key}" for key in collect_topics(items)}
    for role, name in _ROLES.items():
        labels |= {(role, *who): f"{name}={ids[who].replace(SEPARATOR, '_')}" for who in people}
    labels["polarity", "negative"] = "denied"
    labels |= {("status", one): f"status={one}" for one in ("draft", "unresolved", "reviewed")}
    labels["doubt", "unproved"] = "unproved"
    return labels


def _annotate(statement: Statement, labels: Labels) -> tuple[list[str], dict[str, Any]]:
    """Return the lines of an .ann file, and the spans of parts by the fragments that they make."""
    lines: list[str] = []
    spans: dict[str, Any] = {}
    counting = Counting(statement.text, joins_line_ends=True)
    attributes = 0
    for number, quote in enumerate(statement.quotes, 1):
        places, words = _list_fragments(quote, statement.text, counting)
        if not places:
            continue
        kind, *others = sorted(list_labels(quote, labels), key=lambda one: one != quote.kind)
        lines.append(f"T{number}\t{kind} {places}\t{words}\n")
        parts = [[counting.position(at) for at in span] for span in quote.anchor.spans]
        spans.setdefault(places, parts)
        for label in others:
            attributes += 1
            name, _, value = label.partition("=")
            lines.append(f"A{attributes}\t{name} T{number}{f' {value}' if value else ''}\n")
        if quote.note:
            lines.append(f"#{number}\t{NOTE} T{number}\t{collapse_space(quote.note)}\n")
    return lines, spans


def _list_fragments(quote: Quote, text: str, counting: Counting) -> tuple[str, str]:
    """Return the places of the fragments of a quote, none with a line end, and their words."""
    found = [
        (start + match.start(), start + match.end())
        for start, end in quote.anchor.spans
        for match in _LINE.finditer(text[start:end])
    ]
    places = ";".join(" ".join(str(counting.position(at)) for at in place) for place in found)
    return places, " ".join(text[start:end] for start, end in found)


def _write_config(labels: Labels) -> Iterator[str]:
    values: dict[str, list[str]] = {}
    for key, label in labels.items():
        if key[0] != "kind":
            name, _, value = label.partition("=")
            values.setdefault(name, []).extend([value] if value else [])
    yield "[entities]\n" + "".join(f"{kind}\n" for kind in KINDS)
    yield "[relations]\n[events]\n[attributes]\n"
    for name, some in values.items():
        choices = f", Value:{'|'.join(some)}" if some else ""
        yield f"{name}\tArg:<ENTITY>{choices}\n"
