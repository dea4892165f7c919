"""CSV: a row per quote, harmless in a spreadsheet, readable by anything."""

from __future__ import annotations

import csv
import io

from quotecli.citing.citation import citation, link
from quotecli.exporting.formats import load_export
from quotecli.exporting.table import COLUMNS
from quotecli.library.library import Library
from quotecli.model import Statement
from quotecli.render.machine.separated import defuse


def read(*statements: Statement) -> list[dict[str, str]]:
    data = b"".join(load_export("csv")(statements))
    assert not data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def test_every_row_holds_its_quote_made_harmless(hostile: Statement) -> None:
    rows = read(hostile)
    assert [row["id"] for row in rows] == [item.id for item in hostile.quotes]
    for row, item in zip(rows, hostile.quotes):
        assert tuple(row) == COLUMNS
        assert row["excerpt"] == defuse(item.excerpt)
        assert row["speaker"] == defuse(item.speaker.name if item.speaker else "")
        assert row["role"] == defuse(item.speaker.role if item.speaker else "")
        assert row["reported_by"] == defuse(item.reported_by.name if item.reported_by else "")
        assert row["topics"].split(";") == [topic.id for topic in item.topics]
        assert (row["title"], row["cue"], row["note"]) == tuple(
            map(defuse, (hostile.title, item.cue, item.note))
        )
        assert (row["kind"], row["doubt"], row["proved"]) == (
            item.kind,
            item.doubt,
            "yes" if item.proved else "no",
        )
        spans = item.anchor.spans
        assert (row["start"], row["end"]) == (
            (str(spans[0].start), str(spans[-1].end)) if spans else ("", "")
        )
        assert row["citation"] == defuse(citation(hostile, item))
        assert row["link"] == defuse(link(hostile, item))


def test_rows_come_in_the_order_of_the_source(library: Library) -> None:
    rows = read(*library.select())
    assert [row["id"] for row in rows] == [item.id for item in library.quotes()]
    assert [row["statement"] for row in rows] == ["harbour"] * 3 + ["storm"] * 3


def test_a_byte_order_mark_on_request(hostile: Statement) -> None:
    plain = b"".join(load_export("csv")([hostile]))
    marked = b"".join(load_export("csv")([hostile], bom="true"))
    assert marked == b"\xef\xbb\xbf" + plain
    # As Excel reads it: the mark says UTF-8, and is no part of the first name.
    rows = list(csv.DictReader(io.StringIO(marked.decode("utf-8-sig"), newline="")))
    assert rows == list(csv.DictReader(io.StringIO(plain.decode(), newline="")))
    assert {"doubt", "status"} < set(rows[0])
