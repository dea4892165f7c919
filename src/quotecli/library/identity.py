"""Who is one person and what is one topic over many statements.

A topic is one by its id. People are one by id and name: to count two people with one id as one
would put words into somebody's mouth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from quotecli.model import Speaker, Statement, Topic

SEPARATOR = "/"
"""Stands between an id that several people have and the name of one of them; no id contains it."""


def assign_ids(people: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the ids that the library uses for people, given by id and name, each once.

    That is their own id if only one name has it, otherwise id/name-as-a-slug.
    """
    names: dict[str, list[str]] = {}
    for key, name in people:
        names.setdefault(key, []).append(name)
    return {
        (key, name): key if len(those) == 1 else f"{key}{SEPARATOR}{_unique_slug(name)}"
        for key, those in names.items()
        for name in those
    }


def _unique_slug(name: str) -> str:
    """Return a name as a slug that no other name has, with a digest of what the slug leaves out.

    It does not depend on who else there is.
    """
    from hashlib import blake2b

    from quotecli.text.slugs import make_slug

    plain = make_slug(name, "name")
    if plain.replace("-", " ").title() == name:
        return plain
    return f"{plain}-{blake2b(name.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"


def merge_topics(first: Topic, other: Topic) -> Topic:
    """Return one topic of two statements: the first definition, and all that it is called."""
    names = (*first.aliases, other.label, *other.aliases)
    aliases = tuple(dict.fromkeys(name for name in names if name != first.label))
    return first._replace(aliases=aliases)


def merge_speakers(first: Speaker, other: Speaker) -> Speaker:
    """Return one person of two statements: the first role, and all names.

    Of an attribute it is the first value.
    """
    aliases = tuple(dict.fromkeys((*first.aliases, *other.aliases)))
    attributes = first.attributes
    if other.attributes:
        from quotecli.store.codebook import merge_attributes

        attributes = merge_attributes(attributes, other.attributes)
    return first._replace(aliases=aliases, role=first.role or other.role, attributes=attributes)


def identify_people(statements: Iterable[Statement]) -> dict[tuple[str, str], str]:
    """Return the ids that the library uses for the people of statements, by id and name."""
    return assign_ids(
        dict.fromkeys((who.id, who.name) for item in statements for who in item.speakers.values())
    )


def collect_topics(statements: Iterable[Statement]) -> dict[str, Topic]:
    """Return the topics of statements by id, merged, in the order of their first definition."""
    topics: dict[str, Topic] = {}
    for item in statements:
        add_topics(topics, item.topics.values())
    return topics


def add_topics(known: dict[str, Topic], topics: Iterable[Topic]) -> None:
    """Add the topics of one more statement to those that are known."""
    for topic in topics:
        first = known.setdefault(topic.id, topic)
        if first is not topic:
            known[topic.id] = merge_topics(first, topic)


def add_people(known: dict[tuple[str, str], Speaker], people: Iterable[Speaker]) -> None:
    """Add the people of one more statement to those that are known, by id and name."""
    for person in people:
        who = (person.id, person.name)
        known[who] = merge_speakers(known.get(who, person), person)


def find_namesakes(
    speakers: Mapping[str, Speaker], keys: Iterable[str] | None
) -> dict[str, dict[str, Speaker]]:
    """Return the people who share an id, or one of those that some `keys` are about.

    They are by that id, then by the id that the library uses.
    """
    shared = None
    if keys is not None:
        shared = {key.partition(SEPARATOR)[0] for key in keys if SEPARATOR in key}
        if not shared:
            return {}

    people: dict[str, dict[str, Speaker]] = {}
    for key in speakers:
        one, several, _ = key.partition(SEPARATOR)
        if several and (shared is None or one in shared):
            people.setdefault(one, {})[key] = speakers[key]
    return people


def disambiguate(names: Mapping[str, str]) -> dict[str, str]:
    """Return names by id, each with its id after it if several have the name."""
    many = Counter(names.values())
    return {key: f"{name} ({key})" if many[name] > 1 else name for key, name in names.items()}
