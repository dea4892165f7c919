"""Who is one person for several coders of a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from quotecli.library.identity import disambiguate
from quotecli.model import NOBODY, Quote, Speaker, Statement
from quotecli.text.slugs import add_unique


def identify_people(statements: Sequence[Statement]) -> list[Statement]:
    """Return what several coders made of a text, with one id for one person.

    People of one name are one person, whatever ids coders gave them, unless a coder has two people
    of that name: then they are one by id and name. The ids of the first coder stay.
    """
    namesakes = _find_namesakes(statements)
    ids: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    found = []
    for item in statements:
        new: dict[str, str] = {}
        for who in item.speakers.values():
            key = (who.id if who.name in namesakes else "", who.name)
            if key not in ids:
                ids[key] = add_unique(who.id, taken)
            new[who.id] = ids[key]
        changed = any(key != one for key, one in new.items())
        found.append(_rename(item, new) if changed else item)
    return found


def name_people(quotes: Iterable[Quote | None]) -> dict[str, str]:
    """Return the names of those who are quoted or report, by id; of namesakes with their ids."""
    people = [who for quote in quotes if quote for who in (quote.speaker, quote.reported_by)]
    return disambiguate({who.id: who.name for who in people if who})


def name_speaker(quote: Quote, names: dict[str, str]) -> str:
    """Return who is quoted, as `names` from name_people() has them."""
    return names[quote.speaker.id] if quote.speaker else NOBODY


def _find_namesakes(statements: Iterable[Statement]) -> set[str]:
    """Return the names that several people of one statement have."""
    counts = [Counter(who.name for who in item.speakers.values()) for item in statements]
    return {name for names in counts for name, number in names.items() if number > 1}


def _rename(statement: Statement, ids: dict[str, str]) -> Statement:
    """Return a statement whose speakers have other ids."""

    def rename(who: Speaker | None) -> Speaker | None:
        return who and who._replace(id=ids[who.id])

    return statement._replace(
        speakers={ids[who.id]: who._replace(id=ids[who.id]) for who in statement.speakers.values()},
        speaker=rename(statement.speaker),
        quotes=tuple(
            replace(quote, speaker=rename(quote.speaker), reported_by=rename(quote.reported_by))
            for quote in statement.quotes
        ),
    )
