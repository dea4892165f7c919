"""The results of a search with the API of Hypothesis: {"total": …, "rows": […]}.

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

Row = dict[str, Any]


def read(data: bytes, file: str, text: str | None) -> Imported:
    """Return one statement, of the annotations on the most frequent document."""
    result = safejson.parse(data, file)
    rows = _rows(result, file)
    if not rows:
        return Imported((), (), ("the search found no annotations",))
    source_text = check_text(text, file, "Hypothesis does not store the source text")

    annotations, skipped = [], _missing_pages(result, len(rows))
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
        annotations, source_text, make_statement_id(file), title, make_source(page)
    )
    return Imported((statement,), (*skipped, *more))


def _rows(result: Any, file: str) -> list[Row]:
    rows = result.get("rows") if isinstance(result, dict) else result
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableError(
            "not a search result of Hypothesis",
            place=Place(file),
            hint="save the response of https://api.hypothes.is/api/search?uri=…",
        )
    return rows


def _missing_pages(result: Any, count: int) -> list[str]:
    total = result.get("total") if isinstance(result, dict) else None
    if type(total) is not int or total <= count:
        return []
    return [f"{total - count:,} annotations on further pages of the search result"]


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
