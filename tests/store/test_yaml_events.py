"""YAML is read as a tree of text that knows its lines; what could do harm is refused."""

from __future__ import annotations

import re
import tracemalloc
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from quotecli.errors import Place, Problem, StatementError
from quotecli.store import yaml_events
from quotecli.store.yaml_events import (
    MAX_DEPTH,
    MAX_SCALAR,
    PlacedList,
    PlacedMapping,
    PlacedText,
    parse,
)


def refused(data: bytes) -> Problem:
    """Return the one problem for which a file is refused."""
    with pytest.raises(StatementError) as caught:
        parse(data, "a.yaml")
    (problem,) = caught.value.problems
    assert problem.place.file == "a.yaml"
    assert problem.severity == "error"
    return problem


def test_a_file_is_mappings_lists_and_text() -> None:
    assert parse(b"a: one\nb: [two, {c: three}]\n", "") == {
        "a": "one",
        "b": ["two", {"c": "three"}],
    }


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "yes",
        "True",
        "2024-01-02",
        "2024-13-45",
        "010",
        "1_000",
        "12:30",
        "0x1F",
        ".inf",
        "1e3",
        "=",
        "<<",
    ],
)
def test_every_value_stays_the_text_it_looks_like(word: str) -> None:
    assert parse(f"{word}: {word}".encode(), "") == {word: word}


def test_every_node_and_key_knows_its_line_and_column() -> None:
    tree: Any = parse(
        "a: one\nbé:\n  - two\n  - {c: |\n     three\n   }\n".replace(
            "|\n     three\n   ", "three"
        ).encode(),
        "",
    )
    assert (tree.line, tree.column) == (1, 1)
    assert (tree["a"].line, tree["a"].column) == (1, 4)
    assert tree.key_at("bé") == (2, 1)
    assert (tree["bé"].line, tree["bé"].column) == (3, 3)
    assert (tree["bé"][0].line, tree["bé"][0].column) == (3, 5)
    inner = tree["bé"][1]
    assert (inner.line, inner.column, inner.key_at("c")) == (4, 5, (4, 6))
    assert [(key, key.line, key.column) for key in tree.placed_keys()] == [
        ("a", 1, 1),
        ("bé", 2, 1),
    ]
    assert (type(tree), type(tree["bé"]), type(tree["a"])) == (
        PlacedMapping,
        PlacedList,
        PlacedText,
    )


def test_columns_count_code_points() -> None:
    tree: Any = parse("{é𝒳: 学而, b: c}".encode(), "")
    assert tree.key_at("b") == (1, 10)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# a remark\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_document_is_none(data: bytes) -> None:
    assert parse(data, "") is None


def test_a_byte_order_mark_is_accepted_and_moves_no_place() -> None:
    tree: Any = parse(b"\xef\xbb\xbfa: b", "")
    assert tree.key_at("a") == (1, 1)
    assert refused(b"\xef\xbb\xbfa: &x b").place == ("a.yaml", 1, 4)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_accepted_and_is_one_line_feed_in_a_block(end: str) -> None:
    tree: Any = parse("a: |\n  one\n\n  two\nb: c\n".replace("\n", end).encode(), "")
    assert tree == {"a": "one\n\ntwo\n", "b": "c"}
    assert tree.key_at("b") == (5, 1)


# The bytes that are refused; the rule, the place, and words of the message and of the hint.
REFUSED = {
    "not UTF-8": (b"a: b\nc: \xe9t", "encoding", 2, 4, "0xe9", "UTF-8"),
    "UTF-16": ("a: b".encode("utf-16"), "encoding", 1, 1, "0xff", "UTF-8"),
    "a surrogate in UTF-8": (b"a: \xed\xa0\x80", "encoding", 1, 4, "0xed", "UTF-8"),
    "not UTF-8 after a mark": (b"\xef\xbb\xbfab\xff", "encoding", 1, 3, "0xff", "UTF-8"),
    "NUL": (b"a: b\nc: d\0e", "encoding", 2, 5, "NUL", "remove"),
    "a bare escape": (b"a: \x1b[31mred", "encoding", 1, 4, "U+001B", "\\x1b"),
    "DEL": (b"a: x\x7f", "encoding", 1, 5, "U+007F", "\\x7f"),
    "a C1 control": ("a: x\x9b".encode(), "encoding", 1, 5, "U+009B", "\\x9b"),
    "a line separator": ("a:\n - x\u2028y".encode(), "encoding", 2, 5, "U+2028", "\\u2028"),
    "no character": ("a: \uffff".encode(), "encoding", 1, 4, "U+FFFF", "\\uffff"),
    "a lone surrogate, escaped": (b'a: "\\ud800"', "yaml", 1, 7, "no character", "itself"),
    "two documents": (
        b"a: b\n---\nc: d\n", "documents", 2, 1, "second document", "in its own file"
    ),
    "a duplicate key": (b"a: b\nc: d\na: e\n", "duplicate-key", 3, 1, "'a'", "keep one"),
    "a duplicate key inside": (b"a:\n - {x: 1, x: 2}", "duplicate-key", 2, 11, "'x'", "keep one"),
    "an anchor": (b"a: &name b", "anchor", 1, 4, "&name", "remove it"),
    "an anchor on a list": (b"a: &name [b]", "anchor", 1, 4, "&name", "remove it"),
    "an anchor on a key": (b"&name a: b", "anchor", 1, 1, "&name", "remove it"),
    "an alias": (b"a:\n- *name\n", "alias", 2, 3, "aliases", "*name"),
    "an alias as key": (b"*name : b", "alias", 1, 1, "aliases", "*name"),
    "a merge": (b"a:\n  <<: *name\n", "alias", 2, 7, "aliases", "*name"),
    "a tag": (
        b"a: !!python/object:os.system b", "tag", 1, 4, "python/object:os.system", "remove it"
    ),
    "a tag on a mapping": (b"a: !thing {b: c}", "tag", 1, 4, "!thing", "remove it"),
    "a bare tag": (b"a: ! b", "tag", 1, 4, "tag", "remove it"),
    "a null": (b"a: b\nc: ~\n", "value", 2, 4, "~", '"~"'),
    "a null in words": (b"a: [null]", "value", 1, 5, "null", '"null"'),
    "a key that is a list": (b"[a]: b", "key", 1, 1, "key", "quotation marks"),
    "a key that is a mapping": (b"? {a: b}\n: c", "key", 1, 3, "key", "quotation marks"),
    "an unclosed quotation mark": (
        b'a: b\nc: "d\ne: f\n', "yaml", 4, 1, "line 2", "close the quotation mark"
    ),
    "an unclosed apostrophe": (b"a: 'b", "yaml", 1, 6, "line 1", "close the quotation mark"),
    "text after a closing mark": (b'a: "b" c', "yaml", 1, 8, "", ""),
    "a tab as indentation": (b"a:\n\tb: c", "yaml", 2, 1, "", "spaces"),
    "a tab before a key": (b"a: b\r\n\tb: c", "yaml", 2, 1, "", "spaces"),
    "a sign that begins no text": (b"a: @b", "yaml", 1, 4, "", "quotation marks"),
    "a colon in a plain text": (b"a: b: c", "yaml", 1, 5, "':' within a value", '"|-"'),
    "an unclosed bracket": (b"a: [b\n", "yaml", 2, 1, "line 1", ""),
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "rule", "line", "column", "named", "advised"), REFUSED.values(), ids=REFUSED
)
def test_each_is_refused_at_its_place(
    data: bytes, rule: str, line: int, column: int, named: str, advised: str
) -> None:
    problem = refused(data)
    assert (problem.rule, problem.place.line, problem.place.column) == (rule, line, column)
    assert named in problem.message
    assert advised in problem.hint
    assert "\n" not in problem.message


@pytest.fixture
def python_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML as it is where it was built without libyaml."""
    monkeypatch.setattr(yaml_events, "_IS_LIBYAML", False)
    monkeypatch.setattr(yaml_events, "Loader", yaml.SafeLoader)


@pytest.mark.usefixtures("python_only")
@pytest.mark.parametrize(
    "escape", [r"\ud800", r"\udfff", r"\ud83d\ude00", r"\U0000dc80", r"\U00110000", r"\UFFFFFFFF"]
)
@pytest.mark.parametrize("before", [b"", b"a: b\n"])
def test_no_lone_surrogate_is_read_without_libyaml(escape: str, before: bytes) -> None:
    for text in (f'x: "a{escape}"', f'"{escape}": x', f'x: [a, "{escape}"]'):
        problem = refused(before + text.encode())
        assert problem.message == "an escape that stands for no character"
        assert problem.place.line == 1 + before.count(b"\n")
    assert parse(rb"x: '\ud800 \U00110000'", "") == {"x": r"\ud800 \U00110000"}
    assert parse(rb'x: "\U0001f600\x1b"', "") == {"x": "😀\x1b"}


@pytest.mark.usefixtures("python_only")
@pytest.mark.parametrize(
    ("data", "rule", "line"), [row[:3] for row in REFUSED.values()], ids=REFUSED
)
def test_the_same_is_refused_without_libyaml(data: bytes, rule: str, line: int) -> None:
    problem = refused(data)
    assert (problem.rule, problem.place.line) == (rule, line)
    assert not re.search("while|context|expected <|token|scalar", problem.message)


def test_a_null_in_quotation_marks_is_text() -> None:
    assert parse(b"a: \"~\"\nb: 'null'\n", "") == {"a": "~", "b": "null"}


def test_an_escape_is_text() -> None:
    assert parse(rb'a: "\x1b\u2028\0"', "") == {"a": "\x1b\u2028\0"}


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    problem = refused("\n".join(["a0: &a0 lol", *levels]).encode())
    assert (problem.rule, problem.place) == ("anchor", Place("a.yaml", 1, 5))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? - ", "[{a: "])
def test_a_hundred_thousand_levels_are_refused_at_the_first_too_deep(opening: str) -> None:
    problem = refused(opening.encode() * 100_000)
    assert problem.rule in ("nesting", "key")
    assert problem.place.line == 1
    # Newer versions of libyaml look ahead to a limit of their own, a thousand levels.
    assert (problem.place.column or 0) <= max((MAX_DEPTH + 1) * len(opening), 1010)


def test_as_deep_as_the_format_needs_and_more_is_read() -> None:
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "") is not None
    problem = refused(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))
    assert (problem.rule, problem.message) == ("nesting", "nested too deeply")


def test_a_scalar_of_fifty_megabytes_is_refused_in_little_memory() -> None:
    # Lines, as a text has them; tracemalloc counts what Python allocates, and no time is taken.
    data = b"a: b\ntext: |\n" + b"  0123456789abcdef0123456789abcdef0123456789abcdef\n" * 1_000_000
    tracemalloc.start()
    try:
        problem = refused(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (problem.rule, problem.place) == ("size", Place("a.yaml", 2, 7))
    assert "49,000,000" in problem.message
    assert f"{MAX_SCALAR:,}" in problem.hint
    assert peak < 4 * len(data)


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"%YAML 2.0\n---\na")
@example(b"!<tag:%ff> a")
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
def test_no_bytes_raise_anything_but_a_statement_error(data: bytes) -> None:
    read_or_refused(data)


@given(
    st.text(
        st.sampled_from("ab :-?[]{}#&*!|>'\"%@`,\\\n\r\t~x0u\ufeff\x85é") | st.characters(),
        max_size=60,
    )
)
def test_no_text_raises_anything_but_a_statement_error(text: str) -> None:
    read_or_refused(text.encode("utf-8", "surrogatepass"))


def read_or_refused(data: bytes) -> None:
    try:
        parse(data, "a.yaml")
    except StatementError as error:
        (problem,) = error.problems
        assert problem.message
        assert (problem.place.line or 0) >= 1
        assert (problem.place.column or 0) >= 1


plain_trees = st.recursive(
    st.text(
        st.characters(
            codec="utf-8",
            exclude_categories=["Cc", "Cs", "Zl", "Zp"],
            exclude_characters="\ufffe\uffff",
        )
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
).filter(lambda tree: depth(tree) <= MAX_DEPTH)


def depth(tree: Any) -> int:
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else None
    return 0 if children is None else 1 + max(map(depth, children), default=0)


@given(plain_trees)
def test_any_tree_that_yaml_writes_is_read_back(tree: Any) -> None:
    written = yaml.safe_dump(tree, allow_unicode=True, default_style='"')
    assert parse(written.replace("\ufeff", "\\ufeff").encode(), "") == tree


def test_a_file_of_too_many_values_is_refused_where_they_become_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = b"quotes:\n- [a, b]\n- {c: d}\n"
    monkeypatch.setattr(yaml_events, "MAX_EVENTS", 15)
    assert parse(data, "a.yaml") == {"quotes": [["a", "b"], {"c": "d"}]}
    for limit in range(3, 13):
        monkeypatch.setattr(yaml_events, "MAX_EVENTS", limit)
        for placed in (True, False):
            with pytest.raises(StatementError) as caught:
                parse(data, "a.yaml", placed=placed)
            (problem,) = caught.value.problems
            assert (problem.rule, problem.message) == ("size", "too many keys and values")
    assert problem.place == Place("a.yaml", 3, 8)
