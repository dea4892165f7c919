"""The speakers of a drafted statement: an id, a name, a role and aliases for each person quoted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from quotecli.drafting.language import lexicon, wording
from quotecli.drafting.people.known import KnownSpeakers
from quotecli.drafting.people.naming import clean_role, full_name, surname
from quotecli.drafting.values import Extraction, Person, Quotation
from quotecli.model import Speaker, collapse_space
from quotecli.text.slugs import make_slug

_MAX_ID = 40
_LOWEST_ALIAS = 0.5  # confidence of a quotation by whose words somebody is known elsewhere, too


def find_speakers(
    extraction: Extraction,
    quotations: Sequence[Quotation],
    owner_name: str,
    shared: Mapping[str, Speaker] | None = None,
) -> dict[int | None, Speaker]:
    """Return who is quoted, by number in the extraction; the statement's own speaker is None's.

    `shared` are the speakers of a codebook, who are found by their names and aliases.
    """
    numbers = dict.fromkeys(
        number
        for quotation in quotations
        for number in (quotation.speaker, quotation.reporter)
        if number is not None
    )

    known = KnownSpeakers((shared or {}).values(), extraction.people)
    doubtful = _find_doubtful(extraction.quotations)
    taken: set[str] = set(shared or ())
    speakers: dict[int | None, Speaker] = {}
    owner = known.find(Person(owner_name, "", (), True)) if owner_name else None

    for number in numbers:
        person = extraction.people[number]
        is_owner = bool(owner_name) and _has_name(person, owner_name)
        if who := known.find(person):
            speakers[number] = who
        elif is_owner and owner is None:
            name = full_name(owner_name, person.aliases)
            owner = speakers[number] = _make_speaker(person, name, taken, doubtful)
        else:
            speakers[number] = _make_speaker(person, _find_name(person), taken, doubtful)

    if owner_name and owner is None:
        owner = _make_speaker(Person(owner_name, "", (), True), owner_name, taken)
    return {None: owner, **speakers} if owner else speakers


def _find_name(person: Person) -> str:
    if person.labelled or not person.resolved:
        return collapse_space(person.name)
    return full_name(person.name, person.aliases)


def _find_doubtful(quotations: Sequence[Quotation]) -> set[str]:
    """Return the words that name a source in no quotation that is likely right."""
    likely = {one.source for one in quotations if one.confidence >= _LOWEST_ALIAS}
    return {collapse_space(one.source) for one in quotations if one.source not in likely}


def _make_speaker(
    person: Person, name: str, taken: set[str], doubtful: Collection[str] = ()
) -> Speaker:
    """Return a speaker with an id that is not yet taken.

    Words that are `doubtful` are aliases only if they have the surname.
    """
    role = collapse_space(person.role) if person.labelled else clean_role(person.role)
    # A mention that spells out name and role says nothing that the two do not.
    mentions = [
        collapse_space(alias).strip(" ,;:")
        for alias in (person.name, *person.aliases)
        if collapse_space(alias) not in doubtful or surname(name) in alias
    ]
    aliases = dict.fromkeys(
        mention
        for mention in mentions
        if mention not in ("", name)
        and mention.lower() not in lexicon.words("pronouns", "no alias")
        and not (role and role in mention and surname(name) in mention)
        and not wording.TELLING.search(mention)
    )
    whole = person.labelled and (not name[-1].isalpha() or " of " in name)
    short = surname(name) if person.resolved and not whole else name
    key = next(key for key in _ids(short, name) if key not in taken)
    taken.add(key)
    return Speaker(key, name, role, tuple(aliases))


def _ids(short: str, name: str) -> Iterator[str]:
    """Yield ids for a name, the shortest first."""
    yield make_slug(short[:_MAX_ID], "speaker")
    whole = make_slug(name[:_MAX_ID], "speaker")
    yield whole
    number = 2
    while True:
        yield f"{whole}-{number}"
        number += 1


def _has_name(person: Person, name: str) -> bool:
    """Return True if a name is one of a person's."""
    pronouns = lexicon.words("pronouns", "no alias")
    names = {person.name, full_name(person.name, person.aliases), *person.aliases}
    wanted = {name.casefold(), full_name(name, ()).casefold()}
    return any(
        collapse_space(known).casefold() in wanted
        for known in names
        if known.lower() not in pronouns
    )
