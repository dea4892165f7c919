"""Tasks of Label Studio in JSON, as it exports them: annotations, or our predictions.

The annotation of a task counts, since a person made it; of several the one that is the ground
truth, or else the last. What it keeps of our predictions is reviewed. Offsets are in code points
since 1.5 and were UTF-16 units before; the words of a region tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quotecli.errors import Place, UnreadableError
from quotecli.exporting.labels import RECORD
from quotecli.importing.annotations import as_list, as_text, refuse_text
from quotecli.importing.formats import Imported
from quotecli.importing.labelled import LabelledText, Region, iterate, parse_objects, read_texts

# What of a result's value are labels, and what is text that a person wrote.
_CHOICES = ("labels", "choices", "hypertextlabels", "taxonomy")
_WRITTEN = "textarea"

Node = dict[str, Any]


def read(data: bytes, file: str, text: str | None, positions: str = "") -> Imported:
    """Return a statement for each task, which holds its text.

    `positions` is how positions are counted, a key of WAYS.
    """
    refuse_text(text, file)
    tasks = parse_objects(data, file)
    if not all(isinstance(task.get("data"), dict) for task in tasks):
        hint = "export them as JSON there"
        raise UnreadableError("not tasks of Label Studio", place=Place(file), hint=hint)
    skipped: list[str] = []
    texts = [_read_task(task, number, skipped) for number, task in enumerate(tasks, 1)]
    return read_texts(texts, positions, skipped=skipped)


def _read_task(task: Node, number: int, skipped: list[str]) -> LabelledText:
    data = task["data"]
    field = _find_text(data)
    name = as_text(data.get("title")) or f"task {task.get('id', number)}"
    annotation = _choose(name, task, skipped)
    if annotation is None:
        return LabelledText(name, as_text(data.get(field)), record=data.get(RECORD))
    regions = _read_regions(name, list(iterate(annotation.get("result"))), skipped)
    return LabelledText(
        name,
        as_text(data.get(field)),
        regions,
        data.get(RECORD),
        coder=_name_user(annotation.get("completed_by")),
        is_reviewed=True,
        has_notes=True,
    )


def _find_text(data: Node) -> str:
    """Return the name of the field that is annotated: "text", or else the longest one."""
    fields = {key: len(value) for key, value in data.items() if isinstance(value, str)}
    return "text" if "text" in fields else max(fields, key=lambda key: fields[key], default="")


def _choose(name: str, task: Node, skipped: list[str]) -> Node | None:
    """Return the annotation of a task that counts, or None without one."""
    given = [one for one in iterate(task.get("annotations")) if not one.get("was_cancelled")]
    ranked = sorted(
        given, key=lambda one: (one.get("ground_truth") is True, as_text(one.get("updated_at")))
    )
    skipped += [
        f"{name}: the annotation {one.get('id')} by {_name_user(one.get('completed_by'))},"
        " since another one of this text counts"
        for one in ranked[:-1]
    ]
    return dict(ranked[-1]) if ranked else None


def _name_user(user: Any) -> str:
    """Return who completed an annotation: an address or a number."""
    if isinstance(user, dict):
        return as_text(user.get("email")) or as_text(user.get("username")) or str(user.get("id"))
    return f"user {user}" if type(user) is int else as_text(user)


def _read_regions(name: str, results: list[Any], skipped: list[str]) -> list[Region]:
    """Return the regions of results: those with one id are one region."""
    regions: dict[str, Region] = {}
    for number, result in enumerate(results, 1):
        if result.get("type") == "relation":
            continue

        value = result.get("value")
        value = value if isinstance(value, dict) else {}
        start, end = _read_offsets(value)
        if start is None or end is None:
            skipped.append(f"{name}: a result of the type “{str(result.get('type'))[:60]}”")
            continue

        key = as_text(result.get("id")) or f"result {number}"
        region = regions.get(key) or Region(f"region {key}", start, end)
        is_written = result.get("type") == _WRITTEN
        notes = map(as_text, as_list(value.get("text"))) if is_written else ()
        regions[key] = region._replace(
            words=region.words or as_text(value.get("text")),
            labels=tuple(dict.fromkeys((*region.labels, *_list_labels(value)))),
            note="\n".join(filter(None, (region.note, *notes))),
        )
    return list(regions.values())


def _list_labels(value: Node) -> Iterator[str]:
    """Yield the labels of a result, of every kind that there is."""
    for kind in _CHOICES:
        yield from filter(None, map(_name_label, as_list(value.get(kind))))


def _name_label(value: Any) -> str:
    """Return a label; one of a taxonomy is a list from the root, here with dots between."""
    if isinstance(value, list):
        return ".".join(part for part in map(as_text, value) if part)
    return as_text(value)


def _read_offsets(value: Node) -> tuple[int | None, int | None]:
    """Return the start and end of a value; in HTML, those of its global offsets."""
    offsets = value.get("globalOffsets")
    given = offsets if isinstance(offsets, dict) else value
    start, end = given.get("start"), given.get("end")
    return (start, end) if type(start) is int and type(end) is int else (None, None)
