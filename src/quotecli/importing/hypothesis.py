"""What the API of Hypothesis gives for a search: {"total": …, "rows": […]}; it holds no source
text.

A row's `user` annotated the passage, and did not say it: a speaker is never made of one. Who
annotated, when, and who may see it, has no place in a statement and is not taken over.
"""

from __future__ import annotations

from typing import Any

from quotecli.errors import Place, UnreadableError
from quotecli.importing import Imported, safejson
from quotecli.importing.annotations import (
    Annotation,
    checked_text,
    many,
    statement_name,
    statement_of,
    string,
)
from quotecli.model import Source


def read(data: bytes, file: str, text: str | None) -> Imported:
    """One statement, of the annotations on the document that most are on."""
    answer = safejson.parse(data, file)
    rows = answer.get("rows") if isinstance(answer, dict) else answer
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        hint = "save what https://api.hypothes.is/api/search?uri=… gives"
        raise UnreadableError("no search result of Hypothesis", place=Place(file), hint=hint)
    if not rows:
        return Imported((), (), ("the search found no annotations",))
    source_text = checked_text(text, file, "Hypothesis holds no source text")
    left_out = []
    if (
        isinstance(answer, dict)
        and type(answer.get("total")) is int
        and answer["total"] > len(rows)
    ):
        missing = answer["total"] - len(rows)
        left_out.append(
            f"{missing:,} annotations that the search found are not in this file: ask for the next page"
        )
    annotations = []
    for number, row in enumerate(rows, 1):
        name = f"annotation {string(row.get('id')) or number}"
        if many(row.get("references")):
            left_out.append(f"{name}: a reply to another annotation")
        else:
            annotations.append(_annotation(name, row))
    uris = [uri for annotation in annotations for uri in annotation.sources]
    uri = max(uris, key=uris.count) if uris else ""
    title = next((title for row in rows if row.get("uri") == uri and (title := _title(row))), uri)
    source = Source(url=uri) if uri.startswith(("http://", "https://")) else Source()
    statement, more = statement_of(annotations, source_text, statement_name(file), title, source)
    return Imported((statement,), (*left_out, *more))


def _annotation(name: str, row: dict[str, Any]) -> Annotation:
    targets = [
        target
        for target in many(row.get("target"))
        if isinstance(target, dict) and target.get("selector")
    ]
    selectors = tuple(
        tuple(one for one in many(target["selector"]) if isinstance(one, dict))
        for target in targets
    )
    uri = string(row.get("uri"))
    tags = tuple(tag for tag in many(row.get("tags")) if isinstance(tag, str))
    return Annotation(name, (uri,) if uri else (), selectors, tags, note=string(row.get("text")))


def _title(row: dict[str, Any]) -> str:
    document = row.get("document")
    titles = many(document.get("title")) if isinstance(document, dict) else []
    return next((title for title in titles if isinstance(title, str) and title.strip()), "")
