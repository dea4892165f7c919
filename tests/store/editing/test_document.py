"""An edit of a file changes the lines that it concerns, and no other byte."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from quotecli.store.editing.document import YamlDocument
from quotecli.store.editing.layout import Node, read_layout
from quotecli.store.fields import STATEMENT
from quotecli.store.yaml_events import parse
from tests.store.editing.styles import Where, files

_SHORT = "the war|x|no|null|it's: so|a #b|é 学|- a|tab\there|2024|two  spaces| edges |{a|a, b|]|a:"
_WORDS = st.sampled_from([*_SHORT.split("|"), '"', "a" * 120, "ab " * 50 + "c"])
_NOTES = (
    st.sampled_from(["one\ntwo", "one\n\n  # two\nthree", "end\n", "ends\n\n\n", "# no"]) | _WORDS
)
_IDS = st.sampled_from(["a", "b-c", "d1", "null", "2024", "no"])


@st.composite
def _trees(draw: st.DrawFn) -> dict[str, Any]:
    """Return the tree of a statement; what its words say does not matter here."""
    quotes = []
    for key in draw(
        st.lists(st.sampled_from(["q", "r-2", "s", "3", "true"]), max_size=4, unique=True)
    ):
        some: dict[str, st.SearchStrategy[Any]] = {
            "topics": st.lists(_IDS, unique=True, min_size=1, max_size=3),
            "speaker": _IDS,
            "cue": _WORDS,
            "confidence": st.just("0.5"),
            "status": st.just("draft"),
            "note": _NOTES,
        }
        quote = {
            "id": key,
            "kind": "direct",
            "excerpt": draw(_WORDS | st.lists(_WORDS, min_size=1, max_size=3, unique=True)),
        }
        quote |= draw(st.fixed_dictionaries({}, optional=some))
        keys = draw(st.permutations(list(quote)))
        quotes.append({key: quote[key] for key in keys})
    records = st.dictionaries(
        _IDS,
        st.fixed_dictionaries(
            {"label": _WORDS}, optional={"aliases": st.lists(_WORDS, unique=True, max_size=2)}
        ),
        min_size=1,
        max_size=3,
    )
    head = draw(
        st.fixed_dictionaries({"title": _WORDS, "text": _NOTES}, optional={"topics": records})
    )
    tree = {**head, "quotes": quotes}
    keys = draw(st.permutations(list(tree)))
    return {key: tree[key] for key in keys}


class _Edit:
    """An edit of a document, and of the plain tree that it has to have then."""

    def __init__(self, draw: Any, tree: dict[str, Any]) -> None:
        self.before, self.tree = tree, copy.deepcopy(tree)
        quotes = [quote["id"] for quote in tree["quotes"]]
        kinds = ["title", "add quote", "topic"]
        kinds += (
            ["set", "set", "remove key", "add topic", "remove topic", "remove quote"]
            if quotes
            else []
        )
        self.kind = draw(st.sampled_from(kinds))
        self.path: tuple[str, ...] = ("title",)
        self.value: Any = draw(_WORDS)
        if self.kind == "add quote":
            self.path, self.value = (
                ("quotes",),
                {"id": "new", "kind": "direct", "excerpt": draw(_WORDS)},
            )
            self.after = draw(st.sampled_from([None, "", *quotes]))
        elif self.kind == "topic":
            self.path, self.value = ("topics", "fresh"), {"label": draw(_WORDS)}
        elif self.kind != "title":
            self._draw_quote_edit(draw, quotes)

    def _draw_quote_edit(self, draw: Any, quotes: list[str]) -> None:
        key = draw(st.sampled_from(quotes))
        quote = next(quote for quote in self.tree["quotes"] if quote["id"] == key)
        self.path = ("quotes", key)
        if self.kind == "set":
            name = draw(
                st.sampled_from(["speaker", "note", "excerpt", "status", "confidence", "cue"])
            )
            values = {
                "speaker": _IDS,
                "note": _NOTES,
                "status": st.just("reviewed"),
                "confidence": st.just("1"),
                "cue": _WORDS,
                "excerpt": _WORDS | st.lists(_WORDS, min_size=2, max_size=2, unique=True),
            }
            self.path, self.value = (*self.path, name), draw(values[name])
        elif self.kind == "remove key":
            names = [name for name in quote if name not in ("id", "kind", "excerpt")]
            assume(names)
            self.path = (*self.path, draw(st.sampled_from(names)))
        elif self.kind in ("add topic", "remove topic"):
            self.path = (*self.path, "topics")
            if self.kind == "add topic":
                self.value = "fresh"
            else:
                assume("topics" in quote)
                self.value = draw(st.sampled_from(quote["topics"]))

    def change_tree(self) -> dict[str, Any]:
        tree = self.tree
        *_, name = self.path
        if self.kind == "title":
            tree["title"] = self.value
        elif self.kind == "topic":
            tree.setdefault("topics", {})["fresh"] = self.value
        elif self.kind == "add quote":
            ids = [quote["id"] for quote in tree["quotes"]]
            at = len(ids) if self.after is None else ids.index(self.after) + 1 if self.after else 0
            tree["quotes"].insert(at, self.value)
        else:
            quote = next(quote for quote in tree["quotes"] if quote["id"] == self.path[1])
            if self.kind == "set":
                quote[name] = self.value
            elif self.kind == "remove key":
                del quote[name]
            elif self.kind == "add topic":
                quote["topics"] = [*quote.get("topics", []), self.value]
            elif self.kind == "remove topic":
                quote["topics"].remove(self.value)
                if not quote["topics"]:
                    del quote["topics"]
            else:
                tree["quotes"].remove(quote)
        return tree

    def change_document(self, document: YamlDocument) -> None:
        if self.kind in ("set", "title", "topic"):
            document.set(self.path, self.value)
        elif self.kind == "add quote":
            document.add(self.path, self.value, self.after)
        elif self.kind == "add topic":
            document.add(self.path, self.value)
        elif self.kind == "remove topic":
            document.remove((*self.path, self.value))
        else:
            document.remove(self.path)

    def concerned(self, where: Where, in_flow: set[tuple[str, ...]]) -> tuple[int, int]:
        """Return the first and last line that may be other ones: those of the innermost value."""
        path = self.path if self.kind != "topic" else ("topics",)
        if self.kind == "remove quote" and len(self.before["quotes"]) == 1:
            path = ("quotes",)
        elif (
            self.kind in ("remove key", "remove topic")
            and where.get(path, (0,))[0] == where.get(path[:2], (1,))[0]
        ):
            path = path[:2]  # the next key goes up to the hyphen
        path = next((path[:end] for end in range(len(path)) if path[:end] in in_flow), path)
        while path not in where and path:
            path = path[:-1]
        return where.get(path, (0, 1 << 30))


def _lines(data: bytes) -> list[bytes]:
    return re.split(b"(?<=\n)|(?<=\r)(?!\n)", data)


@given(st.data())
def test_an_edit_reads_as_intended_and_leaves_all_other_lines(data: st.DataObject) -> None:
    tree, content, where, in_flow = data.draw(files(_trees()))
    assume(parse(content, "a.yaml") == tree)  # an empty line may be part of a block above it
    document = YamlDocument(content, "a.yaml", STATEMENT)
    assert document.encode() == content

    edit = _Edit(data.draw, tree)
    edit.change_document(document)
    edited = document.encode()
    assert parse(edited, "a.yaml") == edit.change_tree()

    before, after = _lines(content), _lines(edited)
    first, last = edit.concerned(where, in_flow)
    # Comments and empty lines right around a quote go or stay with it.
    if edit.kind == "remove quote":
        while first and before[first - 1].strip()[:1] in (b"", b"#"):
            first -= 1
        while last < len(before) and before[last].strip()[:1] in (b"", b"#"):
            last += 1
    assert after[:first] == before[:first]
    rest = before[last:]
    assert not rest or after[-len(rest) :] == rest


def _places(node: Node) -> list[Any]:
    inner = [_places(one) for one in (*node.keys, *node.items)]
    return [node.kind, node.start, node.end, node.mark, node.value, node.style, inner]


@given(st.data())
def test_what_is_read_again_of_a_file_is_what_reading_it_all_gives(data: st.DataObject) -> None:
    tree, content, _, _ = data.draw(files(_trees()))
    assume(parse(content, "a.yaml") == tree)
    document = YamlDocument(content, "a.yaml", STATEMENT)
    states = [content]
    for _ in range(data.draw(st.integers(1, 4))):
        assume(sum(quote["id"] == "new" for quote in tree["quotes"]) == 0)
        edit = _Edit(data.draw, tree)
        assume(edit.value != "fresh" or "fresh" not in str(tree))
        edit.change_document(document)
        tree = edit.change_tree()
        states.append(document.encode())
        assert _places(document._layout.root) == _places(read_layout(document._text))

    for state in reversed(states):
        if document.replace(state):
            assert document.encode() == state
            assert document.tree == parse(state, "a.yaml")
            assert _places(document._layout.root) == _places(read_layout(document._text))
        else:
            document = YamlDocument(state, "a.yaml", STATEMENT)


@given(st.data())
def test_many_edits_are_as_one_after_the_other(data: st.DataObject) -> None:
    tree, content, _, _ = data.draw(files(_trees()))
    assume(parse(content, "a.yaml") == tree)
    document = YamlDocument(content, "a.yaml", STATEMENT)
    for _ in range(data.draw(st.integers(2, 5))):
        assume(sum(quote["id"] == "new" for quote in tree["quotes"]) == 0)
        edit = _Edit(data.draw, tree)
        assume(edit.value != "fresh" or "fresh" not in str(tree))
        edit.change_document(document)
        tree = edit.change_tree()
    assert parse(document.encode(), "a.yaml") == tree


@given(st.data())
def test_many_keys_at_once_are_as_one_after_the_other(data: st.DataObject) -> None:
    tree, content, _, _ = data.draw(files(_trees()))
    assume(parse(content, "a.yaml") == tree)
    record: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {"label": _WORDS},
        optional={"memo": _NOTES, "keywords": st.just(["x", "y"]), "description": _WORDS},
    )
    keys = _IDS | st.sampled_from(["fresh", "new", "z"])
    topics = data.draw(st.dictionaries(keys, record, min_size=1))
    document = YamlDocument(content, "a.yaml", STATEMENT)
    document.set_many(("topics",), topics)
    edited = document.encode()
    known = tree.get("topics", {})
    intended = {key: {**known.get(key, {}), **topics.get(key, {})} for key in {**known, **topics}}
    assert parse(edited, "a.yaml") == {**tree, "topics": intended}

    one_by_one = YamlDocument(content, "a.yaml", STATEMENT)
    for key, item in sorted(topics.items(), key=lambda pair: pair[0] not in known):
        for name, value in item.items() if key in known else ():
            one_by_one.set(("topics", key, name), value)
        if key not in known:
            one_by_one.set(("topics", key), item)
    assert edited == one_by_one.encode()


_BRACKETS = """\
title: x  # the title
quotes:
  - {id: a, topics: [one,  # first
       two  # second
       , three], kind: direct,  # as said
     excerpt: x}
"""


def test_comments_in_brackets_stay() -> None:
    def edited(change: Callable[[YamlDocument], None]) -> str:
        document = YamlDocument(_BRACKETS.encode(), "a.yaml", STATEMENT)
        change(document)
        return document.encode().decode()

    topics = ("quotes", "a", "topics")
    assert edited(lambda document: document.remove((*topics, "one"))) == _BRACKETS.replace(
        "[one,  # first", "[  # first"
    )
    assert edited(lambda document: document.remove((*topics, "two"))) == _BRACKETS.replace(
        "       two  # second\n       , three", "         # second\n        three"
    )
    assert edited(lambda document: document.remove((*topics, "three"))) == _BRACKETS.replace(
        "three]", "]"
    )
    assert edited(lambda document: document.add(topics, "four")) == _BRACKETS.replace(
        "three]", "three, four]"
    )
    assert edited(lambda document: document.set(("quotes", "a", "note"), "a, b")) == (
        _BRACKETS.replace("excerpt: x}", 'excerpt: x, note: "a, b"}')
    )
    assert edited(lambda document: document.set(("title",), "y: z")) == _BRACKETS.replace(
        "title: x ", 'title: "y: z" '
    )
