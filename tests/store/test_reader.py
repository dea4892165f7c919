"""A statement file is read as meant, and all breaches of the format are reported in file order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.errors import MAX_PROBLEMS, Place, StatementError, UnreadableError
from quotecli.model import Source, Speaker, Topic
from quotecli.store import fields as fmt
from quotecli.store import files
from quotecli.store.files import MAX_FILE, read_bytes
from quotecli.store.reader import examine, load, read
from tests.make import FILE, made, problems, quote, tree, written

FULL = """\
title: A
  title
speaker: lee
occasion: an occasion
source: {author: A, publisher: P, url: "https://example.org/", published: 2024-01-02,
  accessed: 2024, language: no}
speakers:
  lee: {name: Ann Lee, role: mayor, aliases: [the mayor, 'no']}
  chan: {name: Bo Chan}
topics:
  trade: {label: Trade, description: D, aliases: [commerce], keywords: [k]}
  ports: {label: Ports, parent: trade}
text: |
  One  two
  three.
quotes:
  - id: a
    topics: [ports, trade, ports]
    kind: mixed
    speaker: chan
    reported_by: lee
    excerpt: [One, three]
    cue: two
    prefix: P
    suffix: S
    status: draft
    note: N
  - {id: 010, kind: direct, excerpt: 2024-01-02}
"""


def test_everything_that_a_file_says_is_read() -> None:
    found = read(FULL.encode(), "some/Full Text.yaml")
    assert (found.id, found.title, found.text) == ("full-text", "A title", "One  two\nthree.\n")
    assert (found.occasion, found.file, found.text_file) == (
        "an occasion",
        "some/Full Text.yaml",
        "",
    )
    assert found.source == Source("A", "P", "https://example.org/", "2024-01-02", "2024", "no")
    lee, chan = Speaker("lee", "Ann Lee", "mayor", ("the mayor", "no")), Speaker("chan", "Bo Chan")
    trade, ports = (
        Topic("trade", "Trade", "D", ("commerce",), ("k",)),
        Topic("ports", "Ports", parent="trade"),
    )
    assert (found.speakers, found.topics) == (
        {"lee": lee, "chan": chan},
        {"trade": trade, "ports": ports},
    )
    assert found.speaker == lee
    first, second = found.quotes
    assert (first.id, first.statement, first.kind, first.parts) == (
        "a",
        "full-text",
        "mixed",
        ("One", "three"),
    )
    assert (first.topics, first.speaker, first.reported_by) == ((ports, trade), chan, lee)
    assert (first.cue, first.prefix, first.suffix, first.status, first.note) == (
        "two",
        "P",
        "S",
        "draft",
        "N",
    )
    assert (second.id, second.parts, second.speaker) == ("010", ("2024-01-02",), lee)
    assert (second.topics, second.reported_by, second.status, second.note) == ((), None, None, "")


def test_a_quote_knows_where_its_excerpt_is() -> None:
    (one,) = made("Before.\n\nOne  two\nthree. After.", quote("two three.")).quotes
    assert one.excerpt == "two three."
    assert (one.proved, one.anchor.tier, one.paragraph) == (True, "exact", 2)
    assert one.anchor.spans == ((14, 24),)


def test_a_quote_that_is_not_in_the_text_has_no_place() -> None:
    (one,) = made("One two.", quote(["three", "four"])).quotes
    assert (one.proved, one.anchor.tier, one.anchor.spans, one.paragraph) == (
        False,
        "missing",
        (),
        0,
    )
    assert one.excerpt == "three […] four"


def test_the_text_is_kept_as_it_is() -> None:
    text = " A\u00a0b  c \n\n\n“d” \U0001f600\n"
    assert made(text).text == text


def test_the_statement_on_standard_input_is_called_stdin() -> None:
    assert read(FULL.encode(), "-").id == "stdin"


# Statements without quotes, and with quotes to follow.
BARE = "title: a\ntext: a\nquotes: []\n"
QUOTES = "title: a\ntext: a\nquotes:\n"

# The content of a file; the rule, the line and the column; words of the message and of the hint.
BROKEN: dict[str, tuple[str, str, int, int, str, str]] = {
    "an empty file": ("", "empty", 1, 1, "empty", "quotecli schema"),
    "remarks alone": ("# nothing\n", "empty", 1, 1, "empty", "quotecli schema"),
    "a list at the top": (
        "\n- a\n",
        "shape", 2, 1, "the file is a list, not a mapping", "at the top",
    ),
    "a text at the top": ("a\n", "shape", 1, 1, "the file is text, not a mapping", "at the top"),
    "no title": ("text: a\nquotes: []\n", "missing-key", 1, 1, "no title", "title"),
    "no quotes": ("title: a\ntext: a\n", "missing-key", 1, 1, "no quotes", "quotes"),
    "no text": (
        "title: a\nquotes: []\n",
        "missing-key", 1, 1, "neither text nor text_file", "text: |-",
    ),
    "both texts": (
        "title: a\ntext: a\ntext_file: b\nquotes: []\n",
        "text", 3, 1, "both text and text_file", "one",
    ),
    "an unknown key": (BARE + "author: b\n", "unknown-key", 4, 1, "'author'", "use one of"),
    "an unknown key like a known": (
        BARE + "speekers: {}\n",
        "unknown-key", 4, 1, "'speekers'", "speakers?",
    ),
    "an unknown key below": (
        BARE + "source:\n  pubisher: b\n",
        "unknown-key", 5, 3, "in source", "publisher?",
    ),
    "an unknown key of a speaker": (
        BARE + "speakers: {x: {name: b, rôle: c}}\n",
        "unknown-key", 4, 25, "speaker 'x'", "role?",
    ),
    "an unknown key of a topic": (
        BARE + "topics: {x: {label: b, keyword: c}}\n",
        "unknown-key", 4, 24, "topic 'x'", "keywords?",
    ),
    "an empty title": ("title:\ntext: a\nquotes: []\n", "value", 1, 7, "title is empty", ""),
    "a blank occasion": (
        BARE + "occasion: '  '\n",
        "value", 4, 11, "occasion is empty", "omit the key",
    ),
    "an empty text": ("title: a\ntext: ''\nquotes: []\n", "value", 2, 7, "text is empty", ""),
    "a list for a text": (
        "title: [a]\ntext: a\nquotes: []\n",
        "value", 1, 8, "title must be text, not a list", "",
    ),
    "a mapping for a list": (
        "title: a\ntext: a\nquotes: {}\n",
        "value", 3, 9, "quotes must be a list, not a mapping", "",
    ),
    "nothing for a list": (QUOTES, "value", 3, 8, "quotes must be a list, not empty", ""),
    "a text for a record": (
        BARE + "source: b\n",
        "value", 4, 9, "source must be a mapping, not text", "",
    ),
    "a list for speakers": (
        BARE + "speakers: [b]\n",
        "value", 4, 11, "speakers must be a mapping of ids", "",
    ),
    "a text for a speaker": (
        BARE + "speakers: {b: c}\n",
        "value", 4, 15, "speakers b must be a mapping", "",
    ),
    "a speaker without name": (
        BARE + "speakers: {b: {role: c}}\n",
        "missing-key", 4, 15, "speaker 'b' has no name", "printed under a quote",
    ),
    "a topic without label": (
        BARE + "topics: {b: {description: c}}\n",
        "missing-key", 4, 13, "topic 'b' has no label", "as shown to people",
    ),
    "a speaker's bad id": (
        BARE + "speakers: {Ann Lee: {name: c}}\n",
        "value", 4, 12, "'Ann Lee' is not a valid id", "ann-lee?",
    ),
    "a quote's bad id": (
        QUOTES + "- {id: A b, kind: direct, excerpt: a}\n",
        "value", 4, 8, "id 'A b' is not a valid id", "a-b?",
    ),
    "an id with a line end": (
        QUOTES + '- {id: "a\\n", kind: direct, excerpt: a}\n',
        "value", 4, 8, "is not a valid id", "a?",
    ),
    "a quote that is a text": (
        QUOTES + "- b\n",
        "value", 4, 3, "an item of quotes must be a mapping, not text", "",
    ),
    "a quote without id": (
        QUOTES + "- {kind: direct, excerpt: a}\n",
        "missing-key", 4, 3, "a quote has no id", "",
    ),
    "a quote without kind": (
        QUOTES + "- {id: a, excerpt: a}\n",
        "missing-key", 4, 3, "quote 'a' has no kind", "direct:",
    ),
    "a quote without excerpt": (
        QUOTES + "- {id: a, kind: direct}\n",
        "missing-key", 4, 3, "quote 'a' has no excerpt", "verbatim",
    ),
    "another kind": (
        QUOTES + "- {id: a, kind: indrect, excerpt: a}\n",
        "value", 4, 17, "kind is 'indrect', not one of direct, indirect, mixed", "indirect?",
    ),
    "another status": (
        QUOTES + "- {id: a, kind: direct, excerpt: a, status: Draft}\n",
        "value", 4, 45, "status is 'Draft'", "draft?",
    ),
    "no part": (
        QUOTES + "- {id: a, kind: direct, excerpt: []}\n",
        "value", 4, 34, "excerpt is an empty list", "",
    ),
    "an empty part": (
        QUOTES + "- {id: a, kind: direct, excerpt: [a, '']}\n",
        "value", 4, 38, "an item of excerpt is empty", "",
    ),
    "a part that is a list": (
        QUOTES + "- {id: a, kind: direct, excerpt: [a, [b]]}\n",
        "value", 4, 38, "an item of excerpt must be text, not a list", "",
    ),
    "a text for aliases": (
        BARE + "speakers: {b: {name: c, aliases: d}}\n",
        "value", 4, 34, "aliases must be a list of texts, not text", "",
    ),
    "a text for topics": (
        QUOTES + "- {id: a, kind: direct, excerpt: a, topics: b}\n",
        "value", 4, 45, "topics must be a list of ids, not text", "",
    ),
    "a topic that is no id": (
        QUOTES + "- {id: a, kind: direct, excerpt: a, topics: [B]}\n",
        "value", 4, 46, "an item of topics 'B' is not a valid id", "b?",
    ),
    "an id taken": (
        QUOTES + "- {id: a, kind: direct, excerpt: a}\n- {id: a, kind: direct, excerpt: a}\n",
        "duplicate-id", 5, 8, "'a' is already used on line 4", "its own id",
    ),
    "an unknown speaker": (
        "title: a\nspeaker: leo\ntext: a\nspeakers: {lee: {name: b}}\nquotes: []\n",
        "unknown-speaker", 2, 10, "unknown speaker 'leo'", "lee?",
    ),
    "a quote's unknown speaker": (
        QUOTES + "- {id: a, kind: direct, excerpt: a, speaker: x}\n",
        "unknown-speaker", 4, 46, "unknown speaker 'x'", "define it in speakers",
    ),
    "an unknown teller": (
        QUOTES + "- {id: a, kind: direct, excerpt: a, reported_by: x}\n",
        "unknown-speaker", 4, 50, "unknown speaker 'x'", "define it in speakers",
    ),
    "an unknown topic": (
        QUOTES + "- {id: a, kind: direct, excerpt: a, topics: [x]}\n",
        "unknown-topic", 4, 46, "unknown topic 'x'", "define it in topics",
    ),
    "an unknown parent": (
        BARE + "topics: {b: {label: c, parent: x}}\n",
        "unknown-topic", 4, 32, "unknown topic 'x'", "",
    ),
    "a topic in itself": (
        BARE + "topics: {b: {label: c, parent: b}}\n",
        "topic-cycle", 4, 32, "'b' is its own ancestor", "",
    ),
    "a text_file that is blank": (
        "title: a\ntext_file: ''\nquotes: []\n",
        "value", 2, 12, "text_file is empty", "",
    ),
}  # fmt: skip  # a table


@pytest.mark.parametrize(
    ("data", "rule", "line", "column", "named", "advised"), BROKEN.values(), ids=BROKEN
)
def test_a_breach_is_reported_with_its_place(
    data: str, rule: str, line: int, column: int, named: str, advised: str
) -> None:
    (problem,) = problems(data)
    assert (problem.rule, problem.place) == (rule, Place(FILE, line, column))
    assert named in problem.message
    assert advised in problem.hint
    assert problem.severity == "error"


def test_a_missing_key_and_a_misspelt_one_are_reported_together() -> None:
    reported = problems("title: a\ntext: a\nquotes: []\ntopics:\n  b:\n    lable: c\n")
    assert [(problem.rule, problem.hint) for problem in reported] == [
        ("unknown-key", "did you mean label?"),
        ("missing-key", "is 'lable' misspelt?"),
    ]


def test_all_breaches_are_reported_in_file_order() -> None:
    data = """\
titel: a
speaker: nobody
topics: {t: {label: x, parent: u}, u: {label: y, parent: t}}
quotes:
  - {id: a, kind: direct, excerpt: a, topics: [v]}
  - {id: a, kind: no, excerpt: ''}
text: [a]
"""
    rules = [(problem.place.line, problem.rule) for problem in problems(data)]
    assert rules == [
        *[
            (1, "unknown-key"),
            (1, "missing-key"),
            (2, "unknown-speaker"),
            (3, "topic-cycle"),
            (3, "topic-cycle"),
        ],
        *[(5, "unknown-topic"), (6, "value"), (6, "value"), (7, "value")],
    ]


def test_the_first_breach_is_raised_with_the_number_of_others() -> None:
    with pytest.raises(StatementError, match=f"^{FILE}:1:1: ") as caught:
        read(b"{}", FILE)
    assert len(caught.value.problems) == 3
    assert "and 2 more" in caught.value.hint


def test_the_readable_part_of_a_file_with_breaches_is_returned() -> None:
    found, reported = examine(
        written(tree("One two.", quote("One"), quote("two", "b", kind="x"), nope="x")), FILE
    )
    assert found is not None
    assert ([one.id for one in found.quotes], len(reported)) == (["a"], 2)


@pytest.mark.parametrize(
    "data", [FULL.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + FULL.encode()]
)
def test_crlf_and_a_byte_order_mark_are_accepted(data: bytes) -> None:
    assert read(data, FILE) == read(FULL.encode(), FILE)


scalars = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc"], exclude_characters="\u2028\u2029\ufffe\uffff"
    )
)
keys = st.sampled_from([*fmt.STATEMENT, *fmt.QUOTE, *fmt.TOPIC, "lee", "x"])
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5)
)


@given(trees)
def test_any_tree_is_a_statement_or_has_problems(content: Any) -> None:
    found, reported = examine(written(content), FILE)
    assert found is not None or reported
    assert all(problem.message and problem.place.line for problem in reported)
    assert all(one.anchor.tier for one in (found.quotes if found else ()))


@pytest.mark.parametrize(("levels", "problems"), [(8, 0), (9, 1), (300, 292)])
def test_topics_are_eight_levels_deep_at_most(levels: int, problems: int) -> None:
    topics = {f"t{n}": {"label": "x", "parent": f"t{n + 1}"} for n in range(levels - 1)}
    topics[f"t{levels - 1}"] = {"label": "x"}
    data = written(tree("One two.", quote("two"), topics=topics))
    assert [problem.rule for problem in examine(data, "deep.yaml").problems] == [
        "topic-depth"
    ] * problems


# Files


def test_a_file_is_loaded_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "my text.yaml"
    path.write_bytes(written(tree("One two.", quote("two"))))
    assert (load(str(path)).id, load(str(path)).file) == ("my-text", str(path))


@pytest.mark.parametrize(
    ("name", "reason"), [("none.yaml", "No such file"), (".", "Is a directory"), ("\0", "null")]
)
def test_an_unreadable_file_is_reported_with_the_reason(
    tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_bytes(str(tmp_path / name))
    assert caught.value.place == Place(str(tmp_path / name))


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_FILE == 512_000_000
    monkeypatch.setattr(files, "MAX_FILE", 10)
    path = tmp_path / "a.yaml"
    path.write_bytes(b"0123456789")
    assert read_bytes(str(path)) == b"0123456789"
    path.write_bytes(b"0123456789x")
    with pytest.raises(UnreadableError, match="larger than"):
        read_bytes(str(path))


def test_problems_beyond_a_thousand_are_counted() -> None:
    found = problems(written(tree(quotes=["a"] * 25_000)))
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1].message == "24,000 more errors not listed, from here on"
    assert {problem.rule for problem in found[:-1]} == {"value"}
