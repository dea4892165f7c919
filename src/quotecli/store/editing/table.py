"""The topics of a codebook as rows of a table, and rows as topics."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from quotecli.errors import Place, QuotecliError
from quotecli.model import collapse_space
from quotecli.store import fields as fmt
from quotecli.store.editing.collection import Member
from quotecli.text.slugs import make_slug

COLUMNS = ("id", "name", "description", "parent", "colour", "aliases", "keywords", "memo")
_BETWEEN = " | "
# The columns by what they may be called; others are left out.
_HEADINGS = {
    **{name: name for name in COLUMNS},
    **{"label": "name", "topic": "name", "code": "name", "color": "colour"},
}


def list_rows(topics: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Yield a row of a table for each topic, by COLUMNS."""
    for key, record in topics.items():
        row = {"id": key, "name": record["label"], **record}
        yield {
            name: _BETWEEN.join(value) if isinstance(value := row.get(name, ""), list) else value
            for name in COLUMNS
        }


def read_rows(text: str, file: str) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows of CSV or TSV that have a name, and the columns that are left out.

    The first line has the names of the columns, of which "name" has to be one. Raises QuotecliError
    if it has not.
    """
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise QuotecliError(f"not a table: {error}", place=Place(file)) from None
    names = [_HEADINGS.get(cell.strip().lower(), "") for cell in lines[0]] if lines else []
    if "name" not in names:
        hint = f"its first line names the columns: {', '.join(COLUMNS)}"
        raise QuotecliError("no column 'name'", place=Place(file, 1), hint=hint)
    rows = [
        {name: _plain(cell, name) for name, cell in zip(names, line) if name and cell.strip()}
        for line in lines[1:]
    ]
    left_out = [cell for cell, name in zip(lines[0], names) if not name]
    return [row for row in rows if "name" in row], left_out


def _plain(cell: str, column: str) -> str:
    """Return the text of a cell, without what keeps a spreadsheet from running it."""
    text = re.sub("^'(?=[=+@-])", "", cell)
    if column == "memo":
        return re.sub("\r\n?", "\n", text).strip()
    if column == "colour":
        return re.sub("^(?=[0-9a-fA-F]{6}$)", "#", text.strip())
    return collapse_space(text)


def make_records(
    rows: list[dict[str, str]], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the topics of the rows of a table by id, as a codebook has them.

    A row without an id is the topic of its name. A parent is an id, or the name of a `known` topic
    or of one in the table. What a row leaves empty is left out.
    """
    ids = {record["label"]: key for key, record in known.items()}
    keys = [
        row.get("id") or ids.get(row["name"]) or make_slug(row["name"], "topic") for row in rows
    ]
    ids |= {row["name"]: key for row, key in zip(reversed(rows), reversed(keys))}
    ids |= {key: key for key in (*known, *keys)}
    return {key: _record(row, ids) for row, key in zip(rows, keys)}


def fill_book(book: Member, topics: Mapping[str, dict[str, Any]]) -> None:
    """Add topics to a codebook, and change those that it has; what is left out of one stays."""
    known = book.records("topics")
    new = {key: record for key, record in topics.items() if key not in known}
    for key, record in topics.items():
        for name, value in record.items() if key in known else ():
            book.document.set(("topics", key, name), value)
    if not known:
        book.document.set(("topics",), new)
        if book.document.get("speakers") == {}:
            book.document.remove(("speakers",))
    for key, record in new.items() if known else ():
        book.document.set(("topics", key), record)


def _record(row: dict[str, str], ids: Mapping[str, str]) -> dict[str, Any]:
    record: dict[str, Any] = {"label": row["name"]}
    for name in fmt.TOPIC:
        if name in row:
            is_list = fmt.TOPIC[name].shape == "texts"
            record[name] = re.split(r" *\| *", row[name]) if is_list else row[name]
    if "parent" in row:
        record["parent"] = ids.get(row["parent"], row["parent"])
    return record
