"""Who is one person and what one topic over many statements: ids that are shared, and names that tell apart."""

from __future__ import annotations

from collections.abc import Iterable

from quotecli.model import Quote, Speaker, Topic

BETWEEN = "/"
"""What stands between an id that two people have and the name by which one of them is told apart; no id has it."""


def keys(people: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What each person, an id and a name, is known by in a library: the id, as long as only one name has it.

    Two people under one id would be one person's quotes: there each is known by id/name-as-a-slug.
    """
    names: dict[str, list[str]] = {}
    for key, name in people:
        names.setdefault(key, []).append(name)
    found: dict[tuple[str, str], str] = {}
    for key, those in names.items():
        if len(those) == 1:
            found[key, those[0]] = key
            continue
        from quotecli.records import slug

        taken: set[str] = set()
        for name in sorted(those):
            base = full = f"{key}{BETWEEN}{slug(name, 'name')}"
            number = 1
            while full in taken:
                number += 1
                full = f"{base}-{number}"
            taken.add(full)
            found[key, name] = full
    return found


def keys_of(quotes: Iterable[Quote]) -> dict[tuple[str, str], str]:
    """What each speaker of some quotes, an id and a name, is known by among them."""
    return keys(dict.fromkeys((quote.speaker.id, quote.speaker.name) for quote in quotes if quote.speaker))


def joined(one: Topic, other: Topic) -> Topic:
    """One topic as two statements have it: the first definition, and whatever else it is called."""
    names = (*one.aliases, other.label, *other.aliases)
    return one._replace(aliases=tuple(dict.fromkeys(name for name in names if name != one.label)))


def united(one: Speaker, other: Speaker) -> Speaker:
    """One person as two statements have them: the first role, all the names."""
    aliases = tuple(dict.fromkeys((*one.aliases, *other.aliases)))
    return one._replace(aliases=aliases, role=one.role or other.role)
