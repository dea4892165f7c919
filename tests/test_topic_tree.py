"""The tree of topics, also if there are mistakes in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotecli.model import Topic
from quotecli.topic_tree import MAX_TOPIC_LEVELS, TopicTree


def tree_topics(**parents: str) -> dict[str, Topic]:
    return {key: Topic(key, key, parent=parent) for key, parent in parents.items()}


def tree(**parents: str) -> TopicTree:
    return TopicTree(tree_topics(**parents))


def test_subtopics_come_right_after_their_parents() -> None:
    topics = tree(fish="ports", trade="", safety="", ports="trade", roads="trade")
    assert topics.list_ids() == ["trade", "ports", "fish", "roads", "safety"]
    assert topics.children() == {
        "": ["trade", "safety"],
        "trade": ["ports", "roads"],
        "ports": ["fish"],
    }


def test_a_topic_has_its_ancestors_from_the_inside_out() -> None:
    topics = tree(trade="", ports="trade", fish="ports")
    assert topics.path("fish") == ("fish", "ports", "trade")
    assert [topics.depth(key) for key in ("trade", "ports", "fish")] == [0, 1, 2]
    assert list(topics.with_ancestors(["ports", "fish"])) == ["ports", "trade", "fish"]


def test_an_unknown_parent_counts_as_none() -> None:
    topics = tree(fish="ports")
    assert topics.path("fish") == ("fish",)
    assert topics.list_ids() == ["fish"]


def test_a_topic_may_be_its_own_ancestor_or_too_deep() -> None:
    topics = tree(a="b", b="a", c="c", d="a")
    assert [topics.is_cyclic(key) for key in "abcd"] == [True, True, True, False]
    assert topics.path("d") == ("d", "a", "b")
    chain = {f"t{n}": f"t{n + 1}" for n in range(100)}
    limited = TopicTree(tree_topics(**chain), MAX_TOPIC_LEVELS)
    assert limited.depth("t0") == MAX_TOPIC_LEVELS
    assert limited.depth("t95") == 4


def test_a_tree_joined_from_several_files_has_no_limit() -> None:
    deep = tree(**{f"t{n}": f"t{n + 1}" for n in range(2 * MAX_TOPIC_LEVELS)})
    every = [f"t{n}" for n in range(2 * MAX_TOPIC_LEVELS)]
    assert list(deep.path("t0")) == list(deep.with_ancestors(["t0"])) == every


def test_topics_that_are_added_later_belong_to_the_tree() -> None:
    topics = {"fish": Topic("fish", "Fish", parent="ports")}
    known = TopicTree(topics)
    topics["ports"] = Topic("ports", "Ports")
    assert known.path("fish") == ("fish", "ports")


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdefg"])))
def test_any_tree_can_be_asked(parents: dict[str, str]) -> None:
    topics = tree(**parents)
    ids = topics.list_ids()
    assert len(ids) == len(set(ids))
    for key in parents:
        path = topics.path(key)
        assert path[0] == key
        assert len(path) == len(set(path)) <= MAX_TOPIC_LEVELS + 1
        if key not in ids:
            assert any(topics.is_cyclic(step) for step in path)
