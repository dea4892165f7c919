"""Names as users type them -> the topic, speaker, coder or statement that is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from quotecli.criteria import Criteria
from quotecli.errors import UnknownNameError
from quotecli.library.shelf import Shelf
from quotecli.text.suggestion import did_you_mean, find_similar

MAX_LISTED = 12
"""The most ids that an error lists."""


def resolve_criteria(criteria: Criteria, shelf: Shelf) -> Criteria:
    """Return criteria whose names are ids.

    Raises UnknownNameError if there is no such topic, speaker, coder or statement, or more than
    one.
    """

    def topics() -> dict[str, Iterable[str]]:
        return {key: (topic.label, *topic.aliases) for key, topic in shelf.topics.items()}

    def speakers() -> dict[str, Iterable[str]]:
        return {key: (who.name, *who.aliases) for key, who in shelf.speakers.items()}

    def statements() -> dict[str, Iterable[str]]:
        return {key: (title,) for key, title in shelf.list_titles().items()}

    def coders() -> dict[str, Iterable[str]]:
        sql = "SELECT DISTINCT coder FROM quote WHERE coder IS NOT NULL ORDER BY coder"
        return {name: () for (name,) in shelf.db.execute(sql)}

    if any("=" in name for name in criteria.speakers):
        criteria = criteria._replace(speakers=_expand_attributes(criteria.speakers, shelf))

    # There may be thousands of names in a database: they are read only if no id fits.
    ids: dict[str, Any] = {}
    for field, what, listed, names in (
        ("topics", "topic", "topics", topics),
        ("not_topics", "topic", "topics", topics),
        ("speakers", "speaker", "speakers", speakers),
        ("coders", "coder", "", coders),
        ("statements", "statement", "statements", statements),
    ):
        if wanted := getattr(criteria, field):
            known = getattr(shelf, listed) if listed else ()
            ids[field] = tuple(
                [name if name in known else resolve(name, names(), what) for name in wanted]
            )
    return criteria._replace(**ids)


def _expand_attributes(names: Iterable[str], shelf: Shelf) -> tuple[str, ...]:
    """Return names of speakers, with those who have an attribute in place of party=Labour."""
    known = shelf.list_attributes()
    expanded: list[str] = []
    for name in names:
        attribute, equals, wanted = name.partition("=")
        if not equals or name in shelf.speakers:
            expanded.append(name)
            continue
        check_attributes([attribute], known)
        values = {key: of[attribute] for key, of in known.items() if attribute in of}
        # Of values that differ in case or accents alone, one is enough to be asked for.
        forms = {fold_name(value): value for value in values.values()}
        names = dict.fromkeys(forms.values(), ())
        asked = fold_name(resolve(wanted, names, f"{attribute} value"))
        expanded += [key for key, value in values.items() if fold_name(value) == asked]
    return tuple(expanded)


def check_attributes(names: Iterable[str], known: Mapping[str, Mapping[str, str]]) -> None:
    """Raise UnknownNameError for the first name that no speaker has an attribute of."""
    attributes = list(dict.fromkeys(chain.from_iterable(known.values())))
    for name in names:
        if name not in attributes:
            message = f"no speaker has an attribute '{name}'"
            if meant := did_you_mean(find_similar(name, attributes)):
                raise UnknownNameError(f"{message}; {meant}")
            hint = f"give one of {list_ids(attributes)}" if attributes else ""
            raise UnknownNameError(
                message, hint=hint or "add some with 'quotecli codebook --attributes'"
            )


def resolve(
    wanted: str, names: Mapping[str, Iterable[str]], what: str, *, whole: bool = False
) -> str:
    """Return the id that `wanted` is or names: `names` has labels, names and aliases by id.

    A whole name goes before the beginning of a word, which does not count if it has to be `whole`.
    `what` is the noun of an error. Raises
    UnknownNameError if nothing matches, with the most similar ids, or if several do, with these.
    """
    if wanted in names:
        return wanted
    asked = fold_name(wanted)
    forms = {key: {fold_name(name) for name in (key, *others)} for key, others in names.items()}
    matches = [key for key, known in forms.items() if asked in known] if asked else []
    if not matches and asked and not whole:
        matches = [
            key for key, known in forms.items() if any(f" {asked}" in f" {form}" for form in known)
        ]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UnknownNameError(
            f"'{wanted}' matches {len(matches)} {what}s: {list_ids(matches)}",
            hint=f"give the whole id of the {what}",
        )
    message = f"no {what} '{wanted}'"
    if meant := did_you_mean(find_similar_ids(asked, forms)):
        raise UnknownNameError(f"{message}; {meant}")
    hint = f"give one of {list_ids(list(names))}" if names else f"there are no {what}s"
    raise UnknownNameError(message, hint=hint)


def fold_name(name: str) -> str:
    """Return the words of a name as they compare: without case, accents and punctuation."""
    from quotecli.text.words import fold_words

    return " ".join(fold_words(name))


def find_similar_ids(asked: str, forms: Mapping[str, Iterable[str]]) -> list[str]:
    """Return up to two ids of which a name, or a word of one, is similar to what was asked for.

    Both the name asked for and `forms`, the names by id, are folded.
    """
    meant = {
        form: key
        for key, known in forms.items()
        for name in known
        for form in (name, *name.split())
        if len(form) > 2
    }
    similar = find_similar(asked, meant, limit=3)
    return list(dict.fromkeys(meant[form] for form in similar))[:2]


def list_ids(ids: list[str]) -> str:
    """Return ids as a list in a sentence, cut after MAX_LISTED."""
    more = len(ids) - MAX_LISTED
    return ", ".join(ids[:MAX_LISTED]) + (f" and {more:,} more" if more > 0 else "")
