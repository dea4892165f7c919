"""A topic or a speaker renamed, merged or moved in every file of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

from quotecli.errors import QuotecliError, UnknownNameError
from quotecli.store.editing.collection import Collection, Member
from quotecli.text.slugs import make_slug
from quotecli.text.suggestion import did_you_mean, find_similar

Group = Literal["topics", "speakers"]

_LABEL: dict[Group, str] = {"topics": "label", "speakers": "name"}
_NAMED = {"topics": "topic", "speakers": "speaker"}


class Renaming:
    """Changes of the topics or the speakers of a collection."""

    def __init__(self, collection: Collection, group: Group) -> None:
        self._collection = collection
        self._group: Group = group
        self._label = _LABEL[group]

    def find(self, name: str) -> tuple[str, list[Member]]:
        """Return the id of a topic or speaker, and the files in which it is that one.

        `name` is an id, a label or name, or an alias. If an id means different people in different
        files, it is followed by a slash and the slug of the speaker's name. Raises
        UnknownNameError if there is none, or more than one.
        """
        known = self._list_known()
        key, _, slug = name.partition("/")
        if key not in known:
            key, slug = self._find_key(name, known), ""
        labels = {record[self._label] for record in known[key]}
        if self._group == "speakers" and len(labels) > 1:
            labels = _choose_person(key, slug, [record[self._label] for record in known[key]])
        members = [
            member
            for member in self._collection
            if (record := member.definition(self._group, key)) and record[self._label] in labels
        ]
        return key, members

    def _find_key(self, name: str, known: dict[str, list[dict[str, Any]]]) -> str:
        """Return the id of what has a label, name or alias."""
        folded = name.casefold()
        keys = {
            key
            for key, records in known.items()
            for record in records
            for form in (record[self._label], *record.get("aliases", ()))
            if form.casefold() == folded
        }
        if len(keys) != 1:
            raise self._unknown(name, sorted(keys), known)
        return keys.pop()

    def _list_known(self) -> dict[str, list[dict[str, Any]]]:
        """Return all definitions by id."""
        known: dict[str, list[dict[str, Any]]] = {}
        for member in self._collection:
            for key, record in member.records(self._group).items():
                known.setdefault(key, []).append(record)
        return known

    def _unknown(
        self, name: str, keys: list[str], known: dict[str, list[dict[str, Any]]]
    ) -> UnknownNameError:
        what = _NAMED[self._group]
        if keys:
            hint = f"give the whole id of the {what}"
            return UnknownNameError(f"'{name}' matches {', '.join(keys)}", hint=hint)
        forms = {record[self._label]: key for key, some in known.items() for record in some}
        similar = find_similar(name, [*known, *forms])
        hint = did_you_mean([forms.get(one, one) for one in similar])
        return UnknownNameError(f"no {what} '{name}'", hint=hint)

    def set_label(self, name: str, label: str) -> None:
        """Give a topic another label, or a speaker another name, wherever it is defined."""
        key, members = self.find(name)
        for member in members:
            if key in member.records(self._group):
                path = (self._group, key, self._label)
                self._collection.edit(member, partial(member.document.set, path, label))

    def set_id(self, name: str, new: str) -> None:
        """Give a topic or speaker another id, in definitions and in quotes.

        Raises QuotecliError if the id is taken.
        """
        key, members = self.find(name)
        if new in self._list_known() and new != key:
            hint = f"make one of two with 'quotecli merge {_NAMED[self._group]}'"
            raise QuotecliError(f"the id '{new}' is taken", hint=hint)
        for member in members:
            self._collection.edit(member, partial(self._rename, member, key, new))

    def _rename(self, member: Member, key: str, new: str) -> None:
        self._replace(member, key, new)
        if key in member.records(self._group):
            member.document.rename((self._group, key), new)

    def merge(self, names: Sequence[str], into: str) -> None:
        """Merge several topics or speakers into one: `into` gets their quotes.

        Their labels and aliases become aliases. Their definitions are removed.
        """
        target, _ = self.find(into)
        definition = self._first_definition(target)
        forms: list[str] = []
        for key, members in [self.find(name) for name in names]:
            if key == target:
                continue
            for member in members:
                if record := member.records(self._group).get(key):
                    forms += [record[self._label], *record.get("aliases", ())]
                absorb = partial(self._absorb, member, key, target, definition)
                self._collection.edit(member, absorb)
        for member in self._collection:
            self._collection.edit(member, partial(self._add_aliases, member, target, forms))

    def _absorb(self, member: Member, key: str, target: str, definition: dict[str, Any]) -> None:
        """Replace a topic or speaker by the target in a file, and remove its definition."""
        self._replace(member, key, target)
        if key in member.records(self._group):
            if member.definition(self._group, target) is None:
                self._define(member, target, definition)
            member.document.remove((self._group, key))

    def _add_aliases(self, member: Member, key: str, forms: Sequence[str]) -> None:
        record = member.records(self._group).get(key)
        if record is not None:
            has = {record[self._label], *record.get("aliases", ())}
            for form in dict.fromkeys(forms):
                if form not in has:
                    member.document.add((self._group, key, "aliases"), form)

    def move(self, name: str, under: str | None) -> None:
        """Put a topic under another one, or at the top, wherever it is defined."""
        key, members = self.find(name)
        parent = self.find(under)[0] if under is not None else None
        for member in members:
            if key not in member.records(self._group):
                continue
            self._collection.edit(member, partial(self._move, member, key, parent))

    def _move(self, member: Member, key: str, parent: str | None) -> None:
        if parent is None:
            member.document.remove((self._group, key, "parent"))
            return
        if member.definition(self._group, parent) is None:
            self._define(member, parent, self._first_definition(parent))
        member.document.set((self._group, key, "parent"), parent)

    def _first_definition(self, key: str) -> dict[str, Any]:
        found = (member.records(self._group).get(key) for member in self._collection)
        return next(record for record in found if record)

    def _define(self, member: Member, key: str, record: dict[str, Any]) -> None:
        """Define a topic or speaker in a file as it is in another, with the topics above it."""
        member.document.set((self._group, key), record)
        parent = record.get("parent")
        if parent and member.definition(self._group, parent) is None:
            self._define(member, parent, self._first_definition(parent))

    def _replace(self, member: Member, old: str, new: str) -> None:
        """Replace an id wherever a file refers to it."""
        if self._group == "topics":
            _replace_topic(member, old, new)
            return
        document = member.document
        if document.get("speaker") == old:
            document.set(("speaker",), new)
        for name in ("speaker", "reported_by"):
            for quote in member.quotes:
                if quote.get(name) == old:
                    document.set(("quotes", quote["id"], name), new)


def _choose_person(key: str, slug: str, names: Sequence[str]) -> set[str]:
    """Return the name with a slug, among those of several people with one id."""
    slugs = {name: make_slug(name) for name in names}
    chosen = {name for name in slugs if slugs[name] == slug}
    if len(chosen) != 1:
        listed = ", ".join(dict.fromkeys(f"{key}/{one}" for one in slugs.values()))
        message = f"'{key}' refers to several people: {listed}"
        raise UnknownNameError(message, hint="give one of these ids")
    return chosen


def _replace_topic(member: Member, old: str, new: str) -> None:
    document = member.document
    for quote in member.quotes:
        topics = quote.get("topics", ())
        if old in topics and new in topics:
            document.remove(("quotes", quote["id"], "topics", old))
        elif old in topics:
            document.set(("quotes", quote["id"], "topics", old), new)
    for key, record in member.records("topics").items():
        if record.get("parent") == old and key == new:
            document.remove(("topics", key, "parent"))
        elif record.get("parent") == old:
            document.set(("topics", key, "parent"), new)
