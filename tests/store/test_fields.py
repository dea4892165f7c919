"""The schema and the reader are made from one table: what one accepts, the other accepts."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quotecli.store import fields as fmt
from quotecli.store.files import find_shipped
from quotecli.store.reader import examine
from quotecli.store.yaml_events import parse
from tests.everyday import everyday
from tests.make import FILE, quote, tree, written

VALID = Draft202012Validator(fmt.schema(), format_checker=None)

BEYOND = {"unknown-speaker", "unknown-topic", "duplicate-id", "topic-cycle", "text-file"}
"""Rules beyond any schema: references, ids that must differ, and files behind paths."""

GOOD: dict[str, Any] = {
    "title": "A title",
    "speaker": "lee",
    "occasion": "an occasion",
    "coder": "Ben Oak",
    "memo": "Two\nlines.",
    "source": {
        **{"author": "A", "publisher": "P", "url": "https://example.org"},
        **{
            "published": "2024",
            "accessed": "2024",
            "language": "en",
            "file": "a.pdf",
            "sha256": "ab",
        },
    },
    "speakers": {
        "lee": {
            **{"name": "Ann Lee", "role": "mayor", "aliases": ["the mayor"]},
            "attributes": {"party": "Harbour", "age-group": "40 to 49"},
        }
    },
    "topics": {
        "t-1": {"label": "T", "description": "D", "aliases": ["x"], "keywords": ["y"]},
        "v": {"label": "V", "colour": "#1F77b4", "memo": "M\n\nN"},
        "u": {"label": "U", "parent": "t-1"},
    },
    "text": "One two three.",
    "quotes": [
        quote(["One", "three"], topics=["t-1"], speaker="lee", reported_by="lee", cue="two"),
        quote(
            "two",
            "b",
            polarity="negative",
            prefix="One",
            suffix="three",
            status="draft",
            note="N",
            confidence="0.5",
            important="true",
            coder="Zoe Ash",
        ),
    ],
}


def plain(node: Any) -> Any:
    """Return a tree of the reader's types as one of Python's."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, list) else str(node)


def agree(content: Any) -> bool:
    """Return whether a tree is valid; the schema and the reader must agree."""
    data = written(content)
    problems = [problem for problem in examine(data, FILE).problems if problem.rule not in BEYOND]
    valid = VALID.is_valid(plain(parse(data, FILE)))
    assert valid == (not problems), problems or next(VALID.iter_errors(content)).message
    return valid


def test_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(fmt.schema())
    assert fmt.schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_key_is_explained() -> None:
    def objects(node: Any) -> Any:
        if isinstance(node, dict):
            yield node
        for item in (
            node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        ):
            yield from objects(item)

    keys = [
        value
        for node in objects(fmt.schema())
        if "properties" in node
        for value in node["properties"].values()
    ]
    assert len(keys) > 30
    assert all(value["description"].endswith((".", "”.", "en.")) for value in keys)


@pytest.mark.parametrize(
    "attributes",
    [
        {"Party": "x"},
        {"speaker": "x"},
        {"party": ""},
        {"party": ["x"]},
        {"party": {"a": "b"}},
        {"": "x"},
        ["party"],
        "party",
    ],
)
def test_an_attribute_has_a_name_of_its_own_and_a_value(attributes: Any) -> None:
    speakers = {"lee": {"name": "Ann Lee", "attributes": attributes}}
    assert not agree({**GOOD, "speakers": speakers})


def test_the_shipped_schema_is_current() -> None:
    path = Path(find_shipped()).parent / "statement.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == fmt.schema()


def test_both_accept_a_full_statement() -> None:
    assert agree(GOOD)
    assert set(GOOD) == set(fmt.STATEMENT) - {"text_file"}
    assert {key for one in GOOD["quotes"] for key in one} == set(fmt.QUOTE)
    assert {key for one in GOOD["topics"].values() for key in one} == set(fmt.TOPIC)
    assert (set(GOOD["speakers"]["lee"]), set(GOOD["source"])) == (
        set(fmt.SPEAKER),
        set(fmt.SOURCE),
    )


def test_the_shipped_statement_is_valid_as_editors_read_it() -> None:
    data = Path(find_shipped()).read_bytes()
    VALID.validate(yaml.safe_load(data))
    VALID.validate(plain(parse(data, FILE)))
    first = data.decode().splitlines()[0]
    assert first == "# yaml-language-server: $schema=statement.schema.json"


@pytest.mark.parametrize("value", ["no", "2024", "1.5", "010", "true"])
def test_values_that_look_like_another_type_are_text_to_both(value: str) -> None:
    entry = f"{{id: a, kind: direct, excerpt: {value}, cue: {value}}}"
    data = f"title: {value}\ntext: {value}\nquotes: [{entry}]\n".encode()
    assert examine(data, FILE).problems == []
    VALID.validate(yaml.safe_load(data))


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths to all nodes of a tree."""
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    return [path, *(found for key, value in items for found in places(value, (*path, key)))]


def changed(path: Sequence[Any], value: Any, *, remove: bool = False, rename: str = "") -> Any:
    """Return the valid tree with one node replaced, removed or given another key."""
    content = copy.deepcopy(GOOD)
    if not path:
        return value
    parent = content
    for key in path[:-1]:
        parent = parent[key]
    if rename:
        if isinstance(parent, dict):
            parent[rename] = parent.pop(path[-1])
    elif remove:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return content


VALUES = [
    "",
    " ",
    "\n",
    "x",
    "Lee",
    "lee",
    "a b",
    "a-b",
    "a-",
    "a\n",
    "-1",
    "0",
    "1",
    "1.5",
    "0.5",
    "direct",
    "draft",
    "学",
]
ODD: list[Any] = [
    *VALUES,
    [],
    {},
    [""],
    ["x"],
    [[]],
    {"x": "y"},
    {"x": {}},
    [{"id": "a"}],
    ["A b"],
    ["x", {}],
]


# Every day the first; the test of any change below has all of them in its examples.
@pytest.mark.parametrize("path", everyday(16, map(list, places(GOOD))), ids=str)
def test_both_agree_on_one_change_anywhere(path: list[Any]) -> None:
    judged = [agree(changed(path, value)) for value in ODD]
    assert not all(judged)
    if path:
        agree(changed(path, None, remove=True))
        agree(changed(path, None, rename="quots"))
        agree(changed(path, None, rename="A b"))


@pytest.mark.parametrize("key", [key for key, field in fmt.STATEMENT.items() if field.required])
def test_a_required_key_is_required_by_both(key: str) -> None:
    assert not agree(changed((key,), None, remove=True))


def test_a_statement_has_one_text() -> None:
    assert not agree({**GOOD, "text_file": "a.txt"})
    assert not agree(changed(("text",), None, remove=True))
    assert agree({**changed(("text",), None, remove=True), "text_file": "a.txt"})


words = st.sampled_from(VALUES) | st.text(
    st.characters(max_codepoint=0x2FF, exclude_categories=["Cc"])
    | st.sampled_from("\n\t \u3000学"),
    max_size=6,
)
nodes = st.recursive(
    words,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*fmt.STATEMENT, *fmt.QUOTE, *fmt.TOPIC, *fmt.SPEAKER]) | words,
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.sampled_from(places(GOOD)), nodes)
@example((), tree("One.", text_file="a"))
@settings(max_examples=settings().max_examples * 5 // 2)
def test_both_agree_on_any_change_anywhere(path: tuple[Any, ...], value: Any) -> None:
    agree(changed(path, value))
