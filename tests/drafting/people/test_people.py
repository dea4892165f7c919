"""Mentions and the people behind them."""

from __future__ import annotations

from quotecli.drafting.people.people import People
from quotecli.drafting.reading.tokens import Tokens
from quotecli.drafting.values import Person


def resolve(text: str, *mentions: str) -> tuple[list[int | None], tuple[Person, ...]]:
    """Return the number of each mention, found from left to right, and the people."""
    tokens = Tokens(text)
    people = People(tokens)
    numbers = []
    at = 0
    for mention in mentions:
        at = text.index(mention, at)
        numbers.append(people.find(tokens.at(at), tokens.at(at + len(mention))).number)
        at += len(mention)
    return numbers, people.people()


def test_a_surname_is_the_full_name() -> None:
    numbers, (person,) = resolve(
        "Ada Marlow came. Marlow sat. Ms. Marlow left.", "Marlow", "Marlow", "Ms. Marlow"
    )
    assert numbers == [0, 0, 0]
    assert person == Person("Ada Marlow", "", ("Marlow", "Ms. Marlow"), True)


def test_titles_and_appositions_are_roles_and_the_fullest_stays() -> None:
    text = "Mayor Ada Marlow came. Ada Marlow, the mayor of Port Ellery, sat."
    _, (person,) = resolve(text, "Mayor Ada Marlow", "Ada Marlow, the mayor of Port Ellery,")
    assert person.role == "mayor of Port Ellery"


def test_a_role_finds_who_has_it() -> None:
    text = (
        "Ada Marlow, the mayor of Port Ellery, sat. Tomas Reyl, a pilot, stood. "
        "The mayor left. The pilot slept."
    )
    mentions = (
        "Ada Marlow, the mayor of Port Ellery,",
        "Tomas Reyl, a pilot,",
        "The mayor",
        "The pilot",
    )
    assert resolve(text, *mentions)[0] == [0, 1, 0, 1]


def test_pronouns_agree() -> None:
    text = "Mr. Tomas Reyl came with Mrs. Ada Marlow. She sat. He stood."
    numbers, people = resolve(text, "She", "He")
    assert [people[number].name for number in numbers if number is not None] == [
        "Ada Marlow",
        "Tomas Reyl",
    ]


def test_given_names_tell_the_pronoun() -> None:
    text = "Victor Reyl met Emma Marlow. She sat. He stood."
    numbers, people = resolve(text, "She", "He")
    assert [people[number].name for number in numbers if number is not None] == [
        "Emma Marlow",
        "Victor Reyl",
    ]


def test_who_spoke_last_is_nearer_than_who_was_named_before() -> None:
    text = "Ada Marlow came. Ines Okoro sat. Marlow spoke. She left."
    assert resolve(text, "Marlow spoke"[:6], "She")[0] == [0, 0] or resolve(text, "Marlow", "She")[
        0
    ] == [0, 0]


def test_a_mention_without_a_name_is_unresolved() -> None:
    numbers, (person,) = resolve("A neighbour came. A neighbour sat.", "A neighbour", "A neighbour")
    assert numbers == [0, 0]
    assert person == Person("a neighbour", "", (), False)


def test_first_persons_and_lonely_pronouns_are_nobody() -> None:
    assert resolve("I came. She sat.", "I", "She")[0] == [None, None]


def test_the_name_after_a_governed_name_is_the_speaker() -> None:
    _, (person,) = resolve("Trade Union chief Tomas Reyl came.", "Trade Union chief Tomas Reyl")
    assert person.name == "Tomas Reyl"


def test_a_spokesman_is_not_whom_he_speaks_for() -> None:
    _, (person,) = resolve(
        "Ada Marlow slept. A spokesman for Ada Marlow came.", "A spokesman for Ada Marlow"
    )
    assert person.name != "Ada Marlow"
