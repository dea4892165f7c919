"""Annotations of Hypothesis, from the export of its sidebar or from its API, in JSON or JSON Lines.

They hold no source text. A row's `user` annotated the passage and did not say it, so nobody is made
a speaker; who annotated, when, and who may see it is not imported.
"""

from __future__ import annotations

from typing import Any

from quotecli.errors import Place, UnreadableError
from quotecli.importing import safejson
from quotecli.importing.annotations import (
    Annotation,
    as_list,
    as_objects,
    as_text,
    check_text,
    find_document,
    make_source,
    make_statement,
    make_statement_id,
)
from quotecli.importing.formats import Imported
from quotecli.importing.passages import ImportedText

# Where a search, an export of the sidebar and the list of a group have the annotations, and where
# they have the number of all there are.
_ROWS = ("rows", "annotations", "data")
_TOTALS = (("total",), ("meta", "page", "total"), ("data", "total"))

Row = dict[str, Any]


def read(data: bytes, file: str, text: str | None) -> Imported:
    """Return one statement, of the annotations on the most frequent document."""
    results = safejson.parse_all(data, file)
    pages = [_rows(result, file) for result in results]
    rows = [row for page in pages for row in page]
    if not rows:
        return Imported((), (), ("the file holds no annotations",))
    source_text = check_text(text, file, "Hypothesis does not store the source text")

    annotations, skipped = [], _missing_pages(results, pages)
    for number, row in enumerate(rows, 1):
        title = f"annotation {as_text(row.get('id')) or number}"
        if as_list(row.get("references")):
            skipped.append(f"{title}: it replies to another annotation")
        else:
            annotations.append(_annotation(title, row))

    page = find_document(annotations)
    titles = (_title(row) for row in rows if row.get("uri") == page)
    title = next(filter(None, titles), page)
    statement, more = make_statement(
        annotations, ImportedText(source_text), make_statement_id(file), title, make_source(page)
    )
    return Imported((statement,), (*skipped, *more))


def _rows(result: Any, file: str) -> list[Row]:
    """Return the annotations of a result: a list, one alone, or in an object around them."""
    rows = result
    while isinstance(rows, dict) and "target" not in rows:
        rows = next((rows[key] for key in _ROWS if key in rows), None)
    if isinstance(rows, dict):
        return [rows]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableError(
            "not a search result or an export of Hypothesis",
            place=Place(file),
            hint="export the annotations from its sidebar as JSON, or save the response of"
            " https://api.hypothes.is/api/search?uri=…",
        )
    return rows


def _missing_pages(results: list[Any], pages: list[list[Row]]) -> list[str]:
    """Return a line on the annotations that a search found and that no page of it holds."""
    missing: dict[int, int] = {}
    for result, page in zip(results, pages):
        total = _total(result)
        if total is not None:
            # The pages of one search all have its total.
            missing[total] = missing.get(total, total) - len(page)
    count = sum(left for left in missing.values() if left > 0)
    noun = "annotation" if count == 1 else "annotations"
    return [f"{count:,} {noun} on further pages of the search result"] if count else []


def _total(result: Any) -> int | None:
    for path in _TOTALS:
        value = result
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if type(value) is int:
            return value
    return None


def _annotation(title: str, row: Row) -> Annotation:
    # A note on the whole page has a target without selectors.
    targets = [target for target in as_objects(row.get("target")) if target.get("selector")]
    page = as_text(row.get("uri"))
    return Annotation(
        title,
        (page,) if page else (),
        tuple(tuple(as_objects(target["selector"])) for target in targets),
        tuple(filter(None, map(as_text, as_list(row.get("tags"))))),
        note=as_text(row.get("text")),
    )


def _title(row: Row) -> str:
    document = row.get("document")
    titles = as_list(document.get("title")) if isinstance(document, dict) else []
    return next((title for title in map(as_text, titles) if title.strip()), "")
