"""Who is one person and what one topic over many statements."""

from __future__ import annotations

from typing import Any

from quotecli.library.identity import assign_ids, collect_topics, disambiguate, identify_people
from quotecli.model import Statement
from tests.make import made


def _statement(file: str, **values: Any) -> Statement:
    return made("One.", file=file, **values)


def test_an_id_stays_an_id_while_one_name_has_it() -> None:
    assert assign_ids([("lee", "Ann Lee"), ("chan", "Bo Chan")]) == {
        ("lee", "Ann Lee"): "lee",
        ("chan", "Bo Chan"): "chan",
    }


def test_two_names_of_one_id_are_two_people_and_no_two_are_known_alike() -> None:
    found = assign_ids([("lee", "Ann Lee"), ("lee", "Änn Lee"), ("lee", "学而")])
    assert found == {
        ("lee", "Ann Lee"): "lee/ann-lee",
        ("lee", "Änn Lee"): "lee/ann-lee-e579ae5d",
        ("lee", "学而"): "lee/name-7d0231f7",
    }


def test_what_somebody_is_known_by_does_not_change_with_who_else_comes() -> None:
    those = [("lee", name) for name in ("Ann Lee", "ANN LEE", "李雷", "王小明")]
    found = assign_ids(those)
    assert len(set(found.values())) == 4
    assert assign_ids([*those, ("lee", "张伟"), ("lee", "ann lee")]).items() >= found.items()


def test_people_of_many_statements_are_counted_once() -> None:
    ann, bo = {"lee": {"name": "Ann Lee", "role": "mayor"}}, {"lee": {"name": "Bo Lee"}}
    one, other = (
        _statement("a.yaml", speakers=ann),
        _statement("b.yaml", speakers={"lee": {"name": "Ann Lee"}}),
    )
    assert identify_people([one, other]) == {("lee", "Ann Lee"): "lee"}
    third = _statement("c.yaml", speakers=bo)
    assert identify_people([one, other, third]) == {
        ("lee", "Ann Lee"): "lee/ann-lee",
        ("lee", "Bo Lee"): "lee/bo-lee",
    }


def test_a_topic_is_as_the_first_statement_has_it_with_all_its_names() -> None:
    one = _statement(
        "a.yaml",
        topics={"fish": {"label": "Fish", "description": "What swims.", "aliases": ["cod"]}},
    )
    other = _statement(
        "b.yaml",
        topics={"work": {"label": "Work"}, "fish": {"label": "The catch", "parent": "work"}},
    )
    found = collect_topics([one, other])
    assert list(found) == ["fish", "work"]
    fish = found["fish"]
    assert (fish.label, fish.description, fish.parent) == ("Fish", "What swims.", "")
    assert fish.aliases == ("cod", "The catch")


def test_only_names_that_several_have_get_their_ids() -> None:
    assert disambiguate({"a": "Jo Lee", "b": "Jo Lee", "c": "Bo Chan"}) == {
        **{"a": "Jo Lee (a)", "b": "Jo Lee (b)"},
        "c": "Bo Chan",
    }
