"""Many articles as JSON Lines, on several processes, in order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

_CHUNK = 32


class Line(NamedTuple):
    """One line in, one line out: its number (from 1), its size in bytes, and the answer or what is
    wrong with it.
    """

    number: int
    size: int
    answer: str
    error: str


def draft_lines(lines: Iterable[bytes], jobs: int = 1) -> Iterator[Line]:
    """The answer to each line {"id", "text"}, in order, on `jobs` processes; empty lines are passed
    over.

    An answer is {"id", "quotes": [{"content", "source_span", "source", "cue_span", "speaker",
    "kind", "confidence"}]} with spans in code points of the text.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    if jobs == 1:
        yield from (_answer(number, line) for number, line in numbered)
        return
    from quotecli.processes import map_in_order

    chunks = iter(lambda: list(islice(numbered, _CHUNK)), [])
    for answers in map_in_order(_answers, chunks, jobs):
        yield from answers


def _answers(chunk: list[tuple[int, bytes]]) -> list[Line]:
    return [_answer(number, line) for number, line in chunk]


def _answer(number: int, line: bytes) -> Line:
    from quotecli.drafting import pipeline
    from quotecli.drafting.naming import full_name

    def refused(why: str) -> Line:
        return Line(number, len(line), "", why)

    try:
        row: Any = json.loads(
            line.decode("utf-8-sig" if number == 1 else "utf-8"), parse_constant=_refuse
        )
    except UnicodeDecodeError as error:
        return refused(f"not UTF-8: byte 0x{line[error.start]:02x} at {error.start + 1}")
    except json.JSONDecodeError as error:
        return refused(f"not JSON: {error.msg} at {error.colno}")
    except (RecursionError, ValueError):
        return refused("not JSON that can be read")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        return refused('an article is {"id": …, "text": "…"}')
    annotation = pipeline.annotate(row["text"])
    found = pipeline.line(row["id"], annotation)
    for quote in found["quotes"]:
        if quote["speaker"] is not None:
            person = annotation.people[quote["speaker"]]
            quote["speaker"] = (
                full_name(person.name, person.aliases) if person.resolved else person.name
            )
    try:
        return Line(number, len(line), json.dumps(found, ensure_ascii=False, allow_nan=False), "")
    except ValueError:
        return refused("the id is no JSON value")


def _refuse(constant: str) -> None:
    raise ValueError(constant)
