"""The topics of a codebook as rows of a table, and rows as topics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from quotecli.errors import Place, QuotecliError
from quotecli.model import collapse_space
from quotecli.store import fields as fmt
from quotecli.store.editing.collection import Member
from quotecli.store.table_lines import read_lines
from quotecli.text.slugs import add_unique, make_slug

COLUMNS = ("id", "name", "description", "parent", "colour", "aliases", "keywords", "memo")
_BETWEEN = " | "
# What keeps a spreadsheet from running a cell (quotecli.render.machine.separated).
_DEFUSED = re.compile("(^|[;\t\n])'(?='* *[\t\r=+@＝＋－＠-])")
# The columns by what they may be called; others are left out.
_HEADINGS = {
    **{name: name for name in COLUMNS},
    **{"label": "name", "topic": "name", "code": "name", "color": "colour"},
    **{"tag": "name", "path": "name"},
}
# Names of these have the names of the topics above before them, with dots between, as in Taguette.
_PATHS = ("tag", "path")


def list_rows(topics: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Yield a row of a table for each topic, by COLUMNS."""
    for key, record in topics.items():
        row = {"id": key, "name": record["label"], **record}
        yield {
            name: _BETWEEN.join(value) if isinstance(value := row.get(name, ""), list) else value
            for name in COLUMNS
        }


def read_rows(text: str, file: str) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows of CSV or TSV that are not empty, and the columns that are left out.

    The first line has the names of the columns, of which "name" has to be one. Raises QuotecliError
    if it has not, if two columns have the same, or if a row that says something has no name.
    """
    numbered = read_lines(text, file, find_separator(text))
    headings = next(numbered, (1, list[str]()))[1]
    names = [_HEADINGS.get(cell.strip().lower(), "") for cell in headings]
    if "name" not in names:
        hint = f"name the columns in the first line: {', '.join(COLUMNS)}"
        raise QuotecliError("no column 'name'", place=Place(file, 1), hint=hint)
    twice = next((name for at, name in enumerate(names) if name and name in names[:at]), "")
    if twice:
        hint = "give one of them another name, and it is left out"
        raise QuotecliError(f"two columns stand for '{twice}'", place=Place(file, 1), hint=hint)
    left_out = [cell for cell, name in zip(headings, names) if not name]
    rows = []
    for number, line in numbered:
        row = {name: _plain(cell, name) for name, cell in zip(names, line) if name and cell.strip()}
        if "name" in row:
            rows.append(row)
        elif any(cell.strip() for cell in line):
            hint = "fill in the name, or delete the row"
            raise QuotecliError("a topic without a name", place=Place(file, number), hint=hint)
    if {cell.strip().lower() for cell in headings} & set(_PATHS) and "parent" not in names:
        rows = _split_paths(rows)
    return rows, left_out


def _split_paths(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return rows with the name and the parent of paths, where there is a row for the parent."""
    paths = {row["name"] for row in rows}
    names: dict[str, str] = {}
    found = []
    for row in sorted(rows, key=lambda row: row["name"].count(".")):
        path = above = row["name"]
        while (above := above.rpartition(".")[0]) and above not in paths:
            pass
        names[path] = path.removeprefix(f"{above}.") if above else path
        parent = {"parent": names[above]} if above else {}
        found.append({**row, "name": names[path], **parent})
    return found


def find_separator(text: str) -> str:
    """Return what separates the cells of a table: a comma, a semicolon or a tab."""
    return max(",;\t", key=text.partition("\n")[0].count)


def arm(cell: str) -> str:
    """Return the text of a cell, without what keeps a spreadsheet from running it."""
    return _DEFUSED.sub(r"\g<1>", cell)


def _plain(cell: str, column: str) -> str:
    text = arm(cell)
    if column == "memo":
        return re.sub("\r\n?", "\n", text)
    if column == "colour":
        return re.sub("^(?=[0-9a-fA-F]{6}$)", "#", text.strip())
    return collapse_space(text)


def make_records(
    rows: list[dict[str, str]], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the topics of the rows of a table by id, as a codebook has them.

    A row without an id is the topic of its name, below the same parent if there are several; any
    other is a new topic. A parent is an id, or the name of a `known` topic or of one in the table.
    What a row leaves empty is left out. Raises QuotecliError if two rows are one topic, or if a
    parent may be several.
    """
    names: dict[str, list[str]] = {}
    for key, record in known.items():
        names.setdefault(record["label"], []).append(key)
    often = Counter(row["name"] for row in rows)
    taken = {*known, *[row["id"] for row in rows if "id" in row]}
    keys = []
    for row in rows:
        found = [row["id"]] if "id" in row else names.get(row["name"], [])
        if "id" not in row and (len(found) > 1 or often[row["name"]] > 1):
            found = [key for key in found if _is_below(row.get("parent", ""), known, key)]
        keys += found[:1] or [add_unique(make_slug(row["name"], "topic"), taken)]

    twice = next((key for key, count in Counter(keys).items() if count > 1), "")
    if twice:
        hint = "leave one row, or give them different ids"
        raise QuotecliError(f"two rows are the topic '{twice}'", hint=hint)
    for row, key in zip(rows, keys):
        names[row["name"]] = list(dict.fromkeys([*names.get(row["name"], ()), key]))
    ids = {**names, **{key: [key] for key in (*known, *keys)}}
    return {key: _record(row, ids) for row, key in zip(rows, keys)}


def _is_below(parent: str, known: Mapping[str, Mapping[str, Any]], key: str) -> bool:
    above = known[key].get("parent", "")
    return parent in (above, known[above]["label"] if above in known else "")


def fill_book(book: Member, topics: Mapping[str, dict[str, Any]]) -> None:
    """Add topics to a codebook, and change those that it has; what is left out of one stays."""
    is_first = not book.records("topics")
    book.document.set_many(("topics",), dict(topics))
    if is_first and book.document.get("speakers") == {}:
        book.document.remove(("speakers",))


def _record(row: dict[str, str], ids: Mapping[str, list[str]]) -> dict[str, Any]:
    record: dict[str, Any] = {"label": row["name"]}
    for name in fmt.TOPIC:
        if name in row:
            is_list = fmt.TOPIC[name].shape == "texts"
            record[name] = re.split(r" *\| *", row[name]) if is_list else row[name]
    if "parent" in row:
        record["parent"], *others = ids.get(row["parent"], [row["parent"]])
        if others:
            hint = f"give the id of one: {', '.join((record['parent'], *others))}"
            raise QuotecliError(f"several topics are called '{row['parent']}'", hint=hint)
    return record
