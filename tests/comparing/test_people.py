"""Who is one person for several coders."""

from __future__ import annotations

from itertools import permutations

from quotecli.comparing.people import identify_people
from quotecli.model import Speaker, Statement


def make(**names: str) -> Statement:
    """Return a statement with speakers, given as names by id."""
    people = {key: Speaker(key, name) for key, name in names.items()}
    return Statement("s", "S", "", (), people, {})


def list_ids(*statements: Statement) -> list[list[str]]:
    return [list(item.speakers) for item in identify_people(statements)]


def test_one_name_is_one_person_and_one_id_of_two_names_is_two() -> None:
    assert list_ids(make(lee="Jo Lee"), make(jo="Jo Lee")) == [["lee"], ["lee"]]
    assert list_ids(make(lee="Jo Lee"), make(lee="Al Lee")) == [["lee"], ["lee-2"]]


def test_namesakes_of_one_coder_are_nobody_elses_by_name_alone() -> None:
    """Neither are those who are one by id and name for others, in whatever order coders come."""
    coders = {"both": make(lee="Jo Lee", jo="Jo Lee"), "lee": make(lee="Jo Lee")}
    coders |= {"jo": make(jo="Jo Lee"), "other": make(joe="Jo Lee")}
    for order in permutations(coders):
        found = dict(zip(order, list_ids(*[coders[name] for name in order])))
        assert found == {"both": ["lee", "jo"], "lee": ["lee"], "jo": ["jo"], "other": ["joe"]}
