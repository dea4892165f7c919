"""Folders of brat: texts (.txt) with annotations in its standoff format (.ann).

A text-bound annotation is a quote, with a part for each fragment; its type and its attributes are
topics, unless the annotation is one of ours. Its words are in the file, and must be those of its
place.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from quotecli.errors import Place, UnreadableError
from quotecli.importing import safejson
from quotecli.importing.formats import Imported
from quotecli.importing.labelled import LabelledText, Region, read_texts
from quotecli.store.files import is_endless, list_files, read_bytes
from quotecli.text.counting import Way

_TEXT_BOUND = re.compile(
    r"(T[^\t ]+)\t([^\t ]+) ([0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*)\t(.*)"
)
_ATTRIBUTE = re.compile(r"[AM][^\t ]+\t([^\t ]+) ([^\t ]+)(?: ([^\t]+))?\t?.*")
_NOTE = re.compile(r"#[^\t]*\t([^\t ]+) ([^\t ]+)\t(.*)")
_KINDS = {"R": "relations", "E": "events", "*": "equivalences", "N": "normalizations"}
# Two fragments with nothing but this between are one passage: brat cannot mark a line end.
_LINE_END = re.compile("[\r\n]+")


class _Bound(NamedTuple):
    """A text-bound annotation: its type, its fragments as brat writes them, and its words."""

    type: str
    places: str
    words: str


def read_folder(path: str) -> Imported:
    """Return a statement for each text of a folder that has an .ann file."""
    files, unreadable = list_files(path, (".ann",))
    if unreadable:
        raise unreadable[0]
    if not files:
        raise UnreadableError("no .ann file", place=Place(path), hint="give a folder of brat")
    skipped: list[str] = []
    texts = [_read_text(file, skipped) for file in files]
    return read_texts(texts, expected=[Way(joins_line_ends=True)], skipped=skipped)


def _read_text(file: str, skipped: list[str]) -> LabelledText:
    stem = file.removesuffix(".ann")
    name = os.path.basename(stem)
    others = (f"{stem}.txt", f"{stem}.json")
    if endless := next(filter(is_endless, others), ""):
        raise UnreadableError("not a regular file", place=Place(endless))
    text = _decode(f"{stem}.txt")
    lines = re.split("\r\n|\r|\n", _decode(file))
    record = None
    if os.path.exists(f"{stem}.json"):
        record = safejson.parse(read_bytes(f"{stem}.json"), f"{stem}.json")
    spans = record.pop("spans", {}) if isinstance(record, dict) else {}
    regions = list(_read_regions(name, lines, text, spans, skipped))
    return LabelledText(name, text, regions, record, has_notes=True)


def _decode(path: str) -> str:
    """Return the text of a file with all its characters: to brat, a byte order mark is one."""
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"not UTF-8: byte 0x{error.object[error.start]:02x} at {error.start:,}",
            place=Place(path),
        ) from None


def _read_regions(
    name: str, lines: list[str], text: str, spans: dict[str, Any], skipped: list[str]
) -> Iterator[Region]:
    """Yield the regions of annotations, one for each passage."""
    bound: dict[str, _Bound] = {}
    labels: dict[str, list[str]] = {}
    notes: dict[str, list[str]] = {}
    others: Counter[str] = Counter()
    for line in lines:
        if match := _TEXT_BOUND.fullmatch(line):
            bound[match[1]] = _Bound(match[2], match[3], match[4])
        elif match := _ATTRIBUTE.fullmatch(line):
            labels.setdefault(match[2], []).append(
                f"{match[1]}={match[3]}" if match[3] else match[1]
            )
        elif match := _NOTE.fullmatch(line):
            notes.setdefault(match[2], []).append(match[3])
        elif line.strip():
            others[_KINDS.get(line[0], "unrecognized lines")] += 1
    skipped += [f"{name}: {kind}, {count:,}" for kind, count in others.items()]
    for key, one in bound.items():
        said = tuple(dict.fromkeys([one.type, *labels.get(key, ())]))
        note = "\n".join(notes.get(key, ()))
        for start, end, words in _list_passages(one, text, spans):
            yield Region(f"annotation {key}", start, end, words, said, note, key)
            note = ""


def _list_passages(one: _Bound, text: str, spans: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Yield the start, the end and the words of each passage of an annotation.

    Fragments of ours are the parts of a quote that they were made of.
    """
    pairs = [tuple(map(int, place.split(" "))) for place in one.places.split(";")]
    known = spans.get(one.places) if isinstance(spans, dict) else None
    at = 0
    found: list[list[Any]] = []
    plain = re.sub("\r\n?", "\n", text)
    for start, end in pairs:
        words = one.words[at : at + end - start]
        at += end - start + 1
        if found and _joins(known, plain, found[-1][1], start):
            found[-1][1:] = end, f"{found[-1][2]} {words}"
        else:
            found.append([start, end, words])
    yield from (tuple(one) for one in found)


def _joins(known: Any, text: str, end: int, start: int) -> bool:
    """Return True if the fragments that end and begin there are one passage."""
    if isinstance(known, list):
        return not any(isinstance(span, list) and start == span[0] for span in known)
    return bool(_LINE_END.fullmatch(text[end:start]))
