"""The speakers of a codebook, by the names that a text gives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from quotecli.drafting.language import lexicon
from quotecli.drafting.people.naming import bare_name, full_name, surname
from quotecli.drafting.values import Person
from quotecli.model import Speaker


class KnownSpeakers:
    """Tells which people of a text are speakers that are known already.

    Names are compared without case and titles. One that several speakers have is nobody's.
    """

    def __init__(self, speakers: Iterable[Speaker], people: Sequence[Person]) -> None:
        self._named: dict[str, set[Speaker]] = defaultdict(set)
        self._surnamed: dict[str, set[Speaker]] = defaultdict(set)
        for speaker in speakers:
            for name in (speaker.name, *speaker.aliases):
                self._named[bare_name(name)].add(speaker)
            self._surnamed[bare_name(surname(speaker.name))].add(speaker)
        # The full names that the text gives with each surname.
        self._full_names: dict[str, set[str]] = defaultdict(set)
        for person in people if self._named else ():
            name = bare_name(full_name(person.name, person.aliases))
            if person.resolved and " " in name:
                self._full_names[surname(name)].add(name)

    def find(self, person: Person) -> Speaker | None:
        """Return the speaker that a person of the text is; None if nothing says so."""
        if not self._named:
            return None
        mentions = {bare_name(name) for name in (person.name, *person.aliases)}
        mentions -= lexicon.words("pronouns", "no alias")
        if not person.resolved:
            return self._choose(self._named, mentions)
        name = bare_name(full_name(person.name, person.aliases))
        if " " not in name:
            return self._find_surname(name)
        # Somebody whose full name the text gives is nobody else who has one of the shorter names.
        alike = {one for one in mentions if " " in one and surname(one) == surname(name)}
        return self._choose(self._named, {name, *alike})

    def _find_surname(self, name: str) -> Speaker | None:
        """Return the speaker that a surname alone stands for."""
        speaker = self._choose(self._named, {name}) or self._choose(self._surnamed, {name})
        if speaker is None or len(self._named.get(name, ())) > 1:
            return None
        own = {bare_name(one) for one in (speaker.name, *speaker.aliases)}
        return speaker if self._full_names.get(name, set()) <= own else None

    def _choose(self, known: dict[str, set[Speaker]], names: set[str]) -> Speaker | None:
        """Return the only speaker with one of some names."""
        found = {speaker for name in names for speaker in known.get(name, ())}
        return found.pop() if len(found) == 1 else None
