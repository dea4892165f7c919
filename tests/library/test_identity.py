"""One person and one topic over many statements."""

from __future__ import annotations

from typing import Any

from quotecli.library.identity import assign_ids, collect_topics, disambiguate, identify_people
from quotecli.model import Statement
from tests.make import made


def _statement(file: str, **values: Any) -> Statement:
    return made("One.", file=file, **values)


def test_an_id_with_one_name_is_used_as_it_is() -> None:
    assert assign_ids([("lee", "Ann Lee"), ("chan", "Bo Chan")]) == {
        ("lee", "Ann Lee"): "lee",
        ("chan", "Bo Chan"): "chan",
    }


def test_two_names_with_one_id_are_two_people_with_different_ids() -> None:
    found = assign_ids([("lee", "Ann Lee"), ("lee", "Änn Lee"), ("lee", "学而")])
    assert found == {
        ("lee", "Ann Lee"): "lee/ann-lee",
        ("lee", "Änn Lee"): "lee/ann-lee-e579ae5d",
        ("lee", "学而"): "lee/name-7d0231f7",
    }


def test_the_id_of_somebody_does_not_depend_on_who_else_there_is() -> None:
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


def test_the_first_definition_of_a_topic_counts_and_all_labels_are_collected() -> None:
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


def test_only_ambiguous_names_get_their_ids() -> None:
    assert disambiguate({"a": "Jo Lee", "b": "Jo Lee", "c": "Bo Chan"}) == {
        **{"a": "Jo Lee (a)", "b": "Jo Lee (b)"},
        "c": "Bo Chan",
    }
