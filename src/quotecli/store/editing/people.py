"""A table of people with their attributes -> the speakers of a codebook."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from quotecli.errors import Place, QuotecliError
from quotecli.model import collapse_space
from quotecli.store.editing.collection import Collection, Member
from quotecli.store.editing.table import arm, find_separator
from quotecli.store.fields import SLUG, is_attribute
from quotecli.store.table_lines import read_lines
from quotecli.text.slugs import add_unique, make_slug
from quotecli.text.words import fold_words

_OWN = ("id", "name")


class PersonRow(NamedTuple):
    """A row of a table: who it is, by an id, a name or both, and the attributes that it gives."""

    id: str
    name: str
    attributes: dict[str, str]
    line: int


def read_people(text: str, file: str) -> list[PersonRow]:
    """Return the people of a table in CSV or TSV.

    A column is called id or name; each of the others is an attribute, called by its heading as a
    slug. Empty cells say nothing. Raises QuotecliError if the table says nothing of anybody, names
    somebody twice, or has a heading that cannot be the name of an attribute.
    """
    lines = read_lines(text, file, find_separator(text))
    headings = _read_headings(next(lines, (1, []))[1], file)
    people: dict[str, PersonRow] = {}
    for number, line in lines:
        cells = {name: collapse_space(arm(cell)) for name, cell in zip(headings, line)}
        key, name = (cells.pop(own, "") for own in _OWN)
        who, place = key or name, Place(file, number)
        if not who and any(cells.values()):
            hint = "fill in the name or the id, or delete the row"
            raise QuotecliError("nobody is named", place=place, hint=hint)
        if not who:
            continue
        if key and not SLUG.fullmatch(key):
            hint = "use a-z, 0-9 and hyphens between them"
            raise QuotecliError(f"'{key}' is not a valid id", place=place, hint=hint)
        if who in people:
            raise QuotecliError(f"'{who}' occurs twice", place=place)
        given = {attribute: value for attribute, value in cells.items() if value}
        people[who] = PersonRow(key, name, given, number)
    return list(people.values())


def _read_headings(cells: list[str], file: str) -> list[str]:
    headings = [_read_heading(cell, file) for cell in cells]
    twice = next((name for at, name in enumerate(headings) if name in headings[:at]), "")
    if twice:
        raise QuotecliError(f"two columns are called '{twice}'", place=Place(file, 1))
    if not set(_OWN) & set(headings) or not set(headings) - set(_OWN):
        hint = "name the columns in the first line: id or name, and an attribute each"
        raise QuotecliError("no people with attributes", place=Place(file, 1), hint=hint)
    return headings


def _read_heading(cell: str, file: str) -> str:
    text = collapse_space(arm(cell.lstrip("\ufeff")))
    name = make_slug(text, "")
    if name in _OWN or is_attribute(name):
        return name
    message = f"the column '{text}' cannot be an attribute" if text else "a column has no name"
    raise QuotecliError(message, place=Place(file, 1), hint="give it another name")


def set_attributes(
    collection: Collection, book: Member, people: list[PersonRow], file: str
) -> list[str]:
    """Give the speakers of a codebook attributes; who is not there yet is added to it.

    Somebody is found by the id, or else by the name or an alias, in the codebook and in the files
    that it serves. In a file that gives the same person another value, it is changed, too. Returns
    a line for each person whom nothing had known. Raises QuotecliError if a row may be several
    people, if two rows are one, or if id and name are those of two.
    """
    served = [member for member in collection.files if member.book is book]
    known, names = _list_known([book, *served])
    added = []
    lines: dict[str, int] = {}
    taken = {*known, *(person.id for person in people)}
    found: dict[str, PersonRow] = {}
    for person in people:
        key = person.id or _find(person, names, file) or add_unique(make_slug(person.name), taken)
        _refuse_confused(person, key, lines.setdefault(key, person.line), known, names, file)
        if person.attributes:
            found[key] = person
            added += [] if key in known else [_describe_added(person, key, file)]
    _fill(book, found, known)
    for member in served:
        collection.edit(member, partial(_correct, member, found, known))
    return added


def _list_known(
    members: list[Member],
) -> tuple[dict[str, dict[str, Any]], dict[tuple[bool, str], list[str]]]:
    """Return the speakers of files by id, and the ids by the forms of their names."""
    known: dict[str, dict[str, Any]] = {}
    names: dict[tuple[bool, str], list[str]] = {}
    for member in members:
        for key, record in member.records("speakers").items():
            known.setdefault(key, record)
            for name in (record["name"], *record.get("aliases", ())):
                for form in _list_forms(name):
                    keys = names.setdefault(form, [])
                    keys += [key] if key not in keys else []
    return known, names


def _describe_added(person: PersonRow, key: str, file: str) -> str:
    what = "is called" if person.name else "has the id"
    who = person.name or key
    return f"{Place(file, person.line)}: nobody {what} '{who}'; added as {key}"


def _list_forms(name: str) -> list[tuple[bool, str]]:
    """Return how a name is looked for: as it is, then without accents and punctuation."""
    return [(True, name.casefold()), (False, " ".join(fold_words(name)) or name.casefold())]


def _find(person: PersonRow, names: Mapping[tuple[bool, str], list[str]], file: str) -> str:
    exact, folded = _list_forms(person.name)
    keys = names.get(exact) or names.get(folded, [])
    if len(keys) > 1:
        hint = f"give one of them in a column id: {', '.join(keys)}"
        message = f"several people are called '{person.name}'"
        raise QuotecliError(message, place=Place(file, person.line), hint=hint)
    return keys[0] if keys else ""


def _refuse_confused(
    person: PersonRow,
    key: str,
    line: int,
    known: Mapping[str, dict[str, Any]],
    names: Mapping[tuple[bool, str], list[str]],
    file: str,
) -> None:
    """Refuse a row about whom another `line` is, and one whose id and name are those of two."""
    place, who = Place(file, person.line), person.name or person.id
    if line != person.line:
        hint = f"both rows are of '{key}': give a person one row"
        raise QuotecliError(f"'{who}' is also in line {line}", place=place, hint=hint)
    forms = _list_forms(person.name) if person.name and key in known else []
    if forms and not any(key in names.get(form, ()) for form in forms):
        message = f"'{key}' is {known[key]['name']}, not '{person.name}'"
        raise QuotecliError(message, place=place, hint="correct the id or the name")


def _correct(
    member: Member, people: Mapping[str, PersonRow], known: Mapping[str, dict[str, Any]]
) -> None:
    """Change what a file says otherwise of the attributes of people."""
    for key, record in member.records("speakers").items():
        if key not in people or record["name"] != known[key]["name"]:
            continue
        given = people[key].attributes
        for attribute in record.get("attributes", {}).keys() & given.keys():
            member.document.set(("speakers", key, "attributes", attribute), given[attribute])


def _fill(
    book: Member, people: Mapping[str, PersonRow], known: Mapping[str, dict[str, Any]]
) -> None:
    """Add the attributes of people to a codebook, and those whom it does not have."""
    had = book.records("speakers")
    speakers: dict[str, Any] = {}
    for key, person in people.items():
        name = known[key]["name"] if key in known else person.name or key
        head = {} if key in had else {"name": name}
        speakers[key] = {**head, "attributes": person.attributes}
    if speakers:
        book.document.set_many(("speakers",), speakers)
    if speakers and not had and book.document.get("topics") == {}:
        book.document.remove(("topics",))
