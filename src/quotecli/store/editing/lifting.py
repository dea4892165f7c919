"""Topics and speakers that several files define -> the codebook that serves these files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from quotecli.store.editing.collection import Collection, Member
from quotecli.store.editing.renaming import Group

_LISTS = ("aliases", "keywords")


class Lifted(NamedTuple):
    """A topic or speaker that moves to the codebook, and the files that it is removed from.

    If its definitions differ in a key, `differ` names it, and nothing is moved.
    """

    group: Group
    key: str
    record: dict[str, Any]
    members: list[Member]
    differ: str = ""


def find_shared(collection: Collection, book: Member) -> list[Lifted]:
    """Return the topics and speakers that several files define, or that the codebook does, too.

    Only files count that the codebook serves. A definition goes into the codebook if no file gets
    another label, name, role, description or parent by it.
    """
    found = [*_find(collection, book, "topics"), *_find(collection, book, "speakers")]
    # A topic cannot go without the one above it.
    while True:
        known = {one.key for one in found if one.group == "topics" and not one.differ}
        known |= set(book.records("topics"))
        lost = [
            one for one in found if not one.differ and one.record.get("parent", "") not in known
        ]
        lost = [one for one in lost if "parent" in one.record]
        if not lost:
            return found
        found = [one._replace(differ="parent") if one in lost else one for one in found]


def _find(collection: Collection, book: Member, group: Group) -> Iterator[Lifted]:
    served = [member for member in collection.files if member.book is book]
    shared = book.records(group)
    counts = Counter(key for member in served for key in member.records(group))
    for key, count in counts.items():
        if count < 2 and key not in shared:
            continue
        members = [member for member in served if key in member.records(group)]
        records = [member.records(group)[key] for member in members]
        if key in shared:
            records.insert(0, shared[key])
        record, differ = _combine(records)
        yield Lifted(group, key, record, members, differ)


def _combine(records: list[dict[str, Any]]) -> tuple[dict[str, Any], str]:
    """Return a definition that stands for several, and the first key in which they differ."""
    combined: dict[str, Any] = {}
    for record in records:
        for name, value in record.items():
            if name in _LISTS:
                combined[name] = list(dict.fromkeys([*combined.get(name, ()), *value]))
            elif name == "attributes":
                known = combined.setdefault(name, {})
                if any(known.setdefault(key, text) != text for key, text in value.items()):
                    return combined, name
            elif " ".join(combined.setdefault(name, value).split()) != " ".join(value.split()):
                return combined, name
    if len({record.get("parent") for record in records}) > 1:
        return combined, "parent"
    return combined, ""


def lift(found: list[Lifted], book: Member) -> None:
    """Move definitions from the files to the codebook."""
    chosen = [one for one in found if not one.differ]
    groups: tuple[Group, ...] = ("topics", "speakers")
    for group in groups:
        records = {one.key: one.record for one in chosen if one.group == group}
        if records:
            _fill(book, group, records)
        elif not book.records(group):
            book.document.remove((group,))
    for one in chosen:
        for member in one.members:
            member.document.remove((one.group, one.key))


def _fill(book: Member, group: Group, records: Mapping[str, dict[str, Any]]) -> None:
    """Add definitions to the codebook, and to those that it has what others have in addition."""
    known = book.records(group)
    # A list that is there keeps its items as they are written, and gets others.
    lists = {
        (key, name): [item for item in record[name] if item not in known[key][name]]
        for key, record in records.items()
        for name in _LISTS
        if name in known.get(key, ())
    }
    others = {
        key: {name: value for name, value in record.items() if (key, name) not in lists}
        for key, record in records.items()
    }
    book.document.set_many((group,), others)
    # One for each list at a time: the text is read again before a list gets another one.
    while lists := {path: items for path, items in lists.items() if items}:
        for path, items in lists.items():
            book.document.add((group, *path), items.pop(0))
