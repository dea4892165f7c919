"""Many texts as JSON Lines, drafted in order by several processes."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from quotecli.drafting.draft import Counts, Draft, is_resolved, make
from quotecli.drafting.rows import as_text_id, make_draft_rows, refuse_halves
from quotecli.drafting.values import Quotation
from quotecli.model import Quote
from quotecli.objects import Row, quote_object
from quotecli.store.head import fill_settings, read_head

_CHUNK = 32  # lines that a process takes at once
_NO_ARTICLE = 'not an article: expected {"id": …, "text": "…"}'


class DraftedLine(NamedTuple):
    """The answer to one line, as lines of JSON, or what is wrong with it.

    `number` is that of the line, from 1, and `size` its length in bytes; `counts` says how many
    quotes are in the answer, and how many are left out.
    """

    number: int
    size: int
    json: str
    error: str
    counts: Counts = Counts()


def draft_lines(
    lines: Iterable[bytes],
    jobs: int = 1,
    settings: Mapping[str, Any] | None = None,
    *,
    as_rows: bool = False,
) -> Iterator[DraftedLine]:
    """Yield the answer to each line {"id", "text"}, in order, made by `jobs` processes.

    Empty lines are skipped. A line may have the keys of a head, too. An answer is what to_record()
    returns of the draft of the text; `settings` are further arguments of make(). With `as_rows` it
    has a line for each quote instead, its row.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    answer_all = partial(_answer_all, dict(settings or {}), as_rows)
    chunks = iter(lambda: list(islice(numbered, _CHUNK if jobs > 1 else 1)), [])
    if jobs == 1:
        batches: Iterator[list[DraftedLine]] = map(answer_all, chunks)
    else:
        from quotecli.processes import map_in_order

        batches = map_in_order(answer_all, chunks, jobs)
    for answers in batches:
        yield from answers


def _answer_all(
    settings: dict[str, Any], as_rows: bool, chunk: list[tuple[int, bytes]]
) -> list[DraftedLine]:
    return [_answer(number, line, settings, as_rows) for number, line in chunk]


def _answer(number: int, line: bytes, settings: dict[str, Any], as_rows: bool) -> DraftedLine:
    def refuse(error: str) -> DraftedLine:
        return DraftedLine(number, len(line), "", error)

    try:
        row = read_line(line)
    except ValueError as error:
        return refuse(str(error))
    if not isinstance(row.get("text"), str) or "id" not in row:
        return refuse(_NO_ARTICLE)

    try:
        head = read_head(row)
    except ValueError as error:
        return refuse(f"'{error}' is not a text")

    try:
        key = as_text_id(row["id"]) if as_rows else ""
        identity = json.dumps(row["id"], ensure_ascii=False)
        refuse_halves({"id": identity, "text": row["text"], **head})
    except ValueError as error:
        return refuse(str(error))

    made = make(row["text"], **fill_settings(settings, head))
    objects = make_draft_rows(key, made) if as_rows else [to_record(row["id"], made, head)]
    try:
        answer = [json.dumps(item, ensure_ascii=False, allow_nan=False) for item in objects]
    except ValueError:
        return refuse("the id is not a JSON value")
    return DraftedLine(number, len(line), "\n".join(answer), "", made.counts)


def read_line(line: bytes) -> Row:
    """Return the object in a line of JSON; a byte order mark before it is skipped.

    Raises ValueError, which says why, if there is none.
    """
    try:
        row = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        at = error.start + line.startswith(BOM_UTF8) * len(BOM_UTF8)
        raise ValueError(f"not UTF-8: byte 0x{line[at]:02x} at {at + 1}") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at {error.colno}") from None
    except (RecursionError, ValueError):
        raise ValueError("not valid JSON") from None
    if not isinstance(row, dict):
        raise ValueError(_NO_ARTICLE)
    return row


def _refuse_constant(constant: str) -> None:
    raise ValueError(constant)


def to_record(identity: Any, made: Draft, head: Mapping[str, str] | None = None) -> Row:
    """Return the JSON object of one text and its head; docs/draft.md lists the keys of a quote."""
    quotes = [
        _to_quote(quote, source) for quote, source in zip(made.statement.quotes, made.quotations)
    ]
    return {"id": identity, **(head or {}), "quotes": quotes}


def _to_quote(quote: Quote, quotation: Quotation) -> Row:
    """Return the public object of a quote, and where in the text it was found."""
    record = quote_object(quote)
    del record["statement"]  # a line is about one text, which has the id of the line
    return {
        **record,
        "resolved": is_resolved(quote),
        "content": quotation.content,
        "source": quotation.source,
        "source_span": quotation.source_span,
        "cue_span": quotation.cue_span,
    }
