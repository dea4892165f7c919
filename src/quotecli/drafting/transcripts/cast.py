"""The cast of a transcript: which labels mean one person, and what they say of that person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from quotecli.drafting.language import lexicon
from quotecli.drafting.people.name import FEMALE, MALE
from quotecli.drafting.transcripts.labels import CAPITALS, NAME, TITLED, WORD, Label
from quotecli.drafting.values import Person, Quotation

_NAMED = (CAPITALS, TITLED, NAME, WORD)
_MAX_NAMESAKES = 50  # of more people nobody knows which one a surname means


class _Member:
    """Somebody in a transcript, with the labels that mean this person."""

    def __init__(self) -> None:
        self.labels: dict[str, Label] = {}  # by how they are written
        self.gender = ""

    def add(self, label: Label) -> None:
        self.labels.setdefault(f"{label.title} {label.name}".strip(), label)
        self.gender = self.gender or _find_gender(label)

    @property
    def fullest(self) -> Label:
        """The label with most of the name, and not in capitals if there is another."""
        return max(
            self.labels.values(),
            key=lambda one: (one.shape in _NAMED, one.name.count(" "), not one.name.isupper()),
        )

    @property
    def role(self) -> str:
        """What the labels say of the person: an office, a constituency, a party."""
        return max((label.details for label in self.labels.values()), key=len)


def find_cast(
    labels: Sequence[Label], people: Sequence[Person], quotations: Iterable[Quotation]
) -> tuple[tuple[Person, ...], list[int]]:
    """Return the people of a text with those whom labels name, and the number of each label's.

    `quotations` are those around the turns: whom they quote, a label may mean by the surname.
    """
    members = _find_members(labels)
    cast = list(dict.fromkeys(members))
    namesakes = Counter(member.fullest.name.casefold() for member in cast)
    every = list(people)
    quoted: dict[str, list[tuple[int, Person]]] = {}
    for number in sorted({one.speaker for one in quotations if one.speaker is not None}):
        if people[number].resolved:
            surname = people[number].name.casefold().rpartition(" ")[2]
            quoted.setdefault(surname, []).append((number, people[number]))

    numbers: dict[_Member, int] = {}
    for member in cast:
        label = member.fullest
        alike = namesakes[label.name.casefold()] > 1
        name = f"{label.title} {label.name}".strip() if alike else label.name
        aliases = tuple(member.labels)
        place = None if alike else _find_person(member, quoted)
        if place is None:
            numbers[member] = len(every)
            every.append(Person(name, member.role, aliases, True, True))
        else:
            numbers[member] = place
            every[place] = _complete(every[place], name, member.role, aliases)
    return tuple(every), [numbers[member] for member in members]


def _complete(person: Person, name: str, role: str, aliases: tuple[str, ...]) -> Person:
    """Return somebody whom the text around a transcript quotes, with what the labels say."""
    fuller = name if name.count(" ") > person.name.count(" ") else person.name
    known = tuple(dict.fromkeys((*person.aliases, *aliases)))
    return Person(fuller, role or person.role, known, True, True)


def _find_members(labels: Sequence[Label]) -> list[_Member]:
    """Return who is meant by each label. Whole names come first, and then what is part of one."""
    written = [(label.shape in _NAMED, label.title, label.name.casefold()) for label in labels]
    ordered = sorted(range(len(labels)), key=lambda number: _count_words(labels[number]) < 2)
    found: dict[tuple[bool, str, str], _Member] = {}
    known: dict[str, list[_Member]] = {}
    for number in ordered:
        label = labels[number]
        member = found.get(written[number])
        if member is None:
            words = _find_keys(label)
            member = _find_known(label, known.get(words[0], [])) or _Member()
            for word in words:
                known.setdefault(word, []).append(member)
        found[written[number]] = member
        member.add(label)
        if label.shape == TITLED and label.details:
            office = label.details.casefold().partition(",")[0]
            known.setdefault(f"the {office}", []).append(member)
    return [found[key] for key in written]


def _find_keys(label: Label) -> list[str]:
    """Return the words that a label is looked up by: the surname and the given name, or all."""
    name = label.name.casefold()
    if label.shape not in _NAMED:
        return [f"the {name.removeprefix('the ')}"]
    given, _, rest = name.partition(" ")
    return [rest.rpartition(" ")[2], given] if rest else [given]


def _count_words(label: Label) -> int:
    return label.name.count(" ") + 1 if label.shape in _NAMED else 0


def _find_known(label: Label, members: list[_Member]) -> _Member | None:
    """Return the only one of several people whom a label may mean."""
    if len(members) > _MAX_NAMESAKES:
        return None
    gender = _find_gender(label)
    fitting = [
        member
        for member in dict.fromkeys(members)
        if not _differ(gender, member.gender) and _may_be(label, member.fullest)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _may_be(label: Label, other: Label) -> bool:
    """Return True if two labels may mean one: Salt and Jen Salt, J. Salt and Jen Salt.

    An office has been looked up whole.
    """
    if label.shape not in _NAMED or other.shape not in _NAMED:
        return label.shape not in _NAMED
    mine, theirs = label.name.casefold().split(), other.name.casefold().split()
    if len(mine) == 1:
        # A given name alone has no title before it.
        return mine[0] == theirs[-1] or (mine[0] == theirs[0] and not label.title)
    one, another = mine[0].strip("."), theirs[0].strip(".")
    same = one == another or (1 in (len(one), len(another)) and one[0] == another[0])
    return mine[-1] == theirs[-1] and (same or len(theirs) == 1)


def _find_person(member: _Member, quoted: dict[str, list[tuple[int, Person]]]) -> int | None:
    """Return the number of the person whom the text gives the same name, or the same surname.

    `quoted` has the people whom the text names by surname.
    """
    name = member.fullest.name.casefold()
    alike = quoted.get(name.rpartition(" ")[2], [])
    same = [number for number, person in alike if person.name.casefold() == name]
    if same or member.fullest.shape not in _NAMED:
        return same[0] if same else None
    near = [
        number
        for number, person in alike
        if " " not in (name if " " in person.name else person.name)
        and not _differ(_find_given_gender(person.name.casefold()), member.gender)
    ]
    return near[0] if len(near) == 1 else None


def _differ(gender: str, other: str) -> bool:
    return bool(gender and other and gender != other)


def _find_gender(label: Label) -> str:
    """Return the gender that the title or the given name of a label tells; "" for neither."""
    title = label.title.rpartition(" ")[2].strip(".").capitalize()
    for gender in (MALE, FEMALE):
        if title in lexicon.words("titles", gender):
            return gender
    return _find_given_gender(label.name.casefold()) if " " in label.name else ""


def _find_given_gender(name: str) -> str:
    given = name.partition(" ")[0]
    return next((one for one in (MALE, FEMALE) if given in lexicon.words("given_names", one)), "")
