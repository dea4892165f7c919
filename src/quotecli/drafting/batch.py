"""Many texts as JSON Lines, drafted in order by several processes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from quotecli.drafting.naming import full_name
from quotecli.drafting.pipeline import extract
from quotecli.drafting.values import Extraction, Person, Quotation

_CHUNK = 32  # lines that a process takes at once


class Answer(NamedTuple):
    """The answer to one line, as JSON, or what is wrong with it.

    `number` is that of the line, from 1, and `size` its length in bytes.
    """

    number: int
    size: int
    json: str
    error: str


def draft_lines(lines: Iterable[bytes], jobs: int = 1) -> Iterator[Answer]:
    """Yield the answer to each line {"id", "text"}, in order, made by `jobs` processes.

    Empty lines are skipped. An answer is {"id", "quotes": [{"content", "source_span", "source",
    "cue_span", "speaker", "kind", "confidence"}]} with spans in code points of the text, their end
    excluded.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    if jobs == 1:
        yield from (_answer(number, line) for number, line in numbered)
        return
    from quotecli.processes import map_in_order

    chunks = iter(lambda: list(islice(numbered, _CHUNK)), [])
    for answers in map_in_order(_answer_all, chunks, jobs):
        yield from answers


def _answer_all(chunk: list[tuple[int, bytes]]) -> list[Answer]:
    return [_answer(number, line) for number, line in chunk]


def _answer(number: int, line: bytes) -> Answer:
    def refuse(error: str) -> Answer:
        return Answer(number, len(line), "", error)

    try:
        encoding = "utf-8-sig" if number == 1 else "utf-8"
        row: Any = json.loads(line.decode(encoding), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        return refuse(f"not UTF-8: byte 0x{line[error.start]:02x} at {error.start + 1}")
    except json.JSONDecodeError as error:
        return refuse(f"not JSON: {error.msg} at {error.colno}")
    except (RecursionError, ValueError):
        return refuse("not valid JSON")
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        return refuse('not an article: expected {"id": …, "text": "…"}')

    record = to_record(row["id"], extract(row["text"]))
    try:
        made = json.dumps(record, ensure_ascii=False, allow_nan=False)
    except ValueError:
        return refuse("the id is not a JSON value")
    return Answer(number, len(line), made, "")


def _refuse_constant(constant: str) -> None:
    raise ValueError(constant)


def to_record(identity: Any, extraction: Extraction) -> dict[str, Any]:
    """Return the JSON object of one text; spans are [start, end] in code points, end excluded."""
    return {
        "id": identity,
        "quotes": [
            {
                "content": [list(span) for span in quotation.content],
                "source_span": [list(span) for span in quotation.source_span],
                "source": quotation.source,
                "cue_span": list(quotation.cue_span) if quotation.cue_span else None,
                "speaker": _name_speaker(quotation, extraction.people),
                "kind": quotation.kind,
                "polarity": quotation.polarity,
                "confidence": quotation.confidence,
            }
            for quotation in extraction.quotations
        ],
    }


def _name_speaker(quotation: Quotation, people: Sequence[Person]) -> str | None:
    if quotation.speaker is None:
        return None
    person = people[quotation.speaker]
    return full_name(person.name, person.aliases) if person.resolved else person.name
