"""Who is one person and what one topic over many statements: ids that are shared, and names that
tell apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from quotecli.model import Speaker, Statement, Topic

BETWEEN = "/"
"""What stands between an id that two people have and the name by which one of them is told apart;
no id has it.
"""


def keys(people: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What each person, an id and a name that come once, is known by: the id, as long as only one
    name has it.

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
        for name in those:
            found[key, name] = f"{key}{BETWEEN}{_slug(name)}"
    return found


def _slug(name: str) -> str:
    """A name as a slug that no other name has, whoever else there is: with a digest of what the
    slug leaves out.
    """
    from hashlib import blake2b

    from quotecli.text.slugs import make_slug

    plain = make_slug(name, "name")
    if plain.replace("-", " ").title() == name:
        return plain
    return f"{plain}-{blake2b(name.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"


def joined(one: Topic, other: Topic) -> Topic:
    """One topic as two statements have it: the first definition, and whatever else it is called."""
    names = (*one.aliases, other.label, *other.aliases)
    return one._replace(aliases=tuple(dict.fromkeys(name for name in names if name != one.label)))


def united(one: Speaker, other: Speaker) -> Speaker:
    """One person as two statements have them: the first role, all the names."""
    aliases = tuple(dict.fromkeys((*one.aliases, *other.aliases)))
    return one._replace(aliases=aliases, role=one.role or other.role)


def people(statements: Iterable[Statement]) -> dict[tuple[str, str], str]:
    """What each person that these statements know, an id and a name, is known by in all of them: as
    keys().
    """
    return keys(
        dict.fromkeys((who.id, who.name) for item in statements for who in item.speakers.values())
    )


def topics(statements: Iterable[Statement]) -> dict[str, Topic]:
    """The topics of these statements by id, in the order of their first definition, each as
    joined().
    """
    found: dict[str, Topic] = {}
    for item in statements:
        add_topics(found, item)
    return found


def add_topics(known: dict[str, Topic], statement: Statement) -> None:
    """Put the topics of one more statement to those that are known."""
    for topic in statement.topics.values():
        first = known.setdefault(topic.id, topic)
        if first is not topic:
            known[topic.id] = joined(first, topic)


def apart(called: Mapping[str, str]) -> dict[str, str]:
    """Names by id, with the id after a name that several have."""
    many = Counter(called.values())
    return {key: f"{name} ({key})" if many[name] > 1 else name for key, name in called.items()}
