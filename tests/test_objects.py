"""What is kept of a quote brings the very quote back, and its JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.model import Quote, Statement
from quotecli.objects import (
    encode,
    kept,
    line,
    quote,
    quote_object,
    speaker_reference,
    stream_list,
    stream_object,
)
from quotecli.text.query import indexed
from quotecli.text.words import tokens
from tests.make import made
from tests.make import quote as quote_tree

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
)
READABLE = TEXT.filter(lambda text: bool(text.strip()) and text.isprintable())


def brought_back(one: Quote, statement: Statement) -> Quote:
    saved = kept(one)
    return quote(one.id, one.statement, one.speaker, one.reported_by, statement.topics, saved)


@given(
    st.lists(
        st.one_of(st.sampled_from(["One", "two  three", "lost"]), READABLE), min_size=1, max_size=3
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "cue": READABLE,
            "note": READABLE,
            "prefix": READABLE,
            "suffix": READABLE,
            "status": st.sampled_from(["draft", "reviewed"]),
            "confidence": st.sampled_from(["0", "1", "0.25"]),
            "topics": st.just(["t", "u"]),
            "speaker": st.just("lee"),
            "reported_by": st.just("chan"),
        },
    ),
)
def test_what_is_kept_brings_the_very_quote_back(parts: list[str], more: dict[str, Any]) -> None:
    statement = made(
        "One two \n three. " + parts[0],
        quote_tree(parts, **more),
        topics={"t": {"label": "T"}, "u": {"label": "U", "parent": "t"}},
        speakers={
            "lee": {"name": "Ann “Lee”\\", "aliases": ["x"]},
            "chan": {"name": "Bo Chan", "role": "mayor"},
        },
    )
    (one,) = statement.quotes
    again = brought_back(one, statement)
    assert again == one
    assert (again.anchor, again.paragraph, again.excerpt, again.doubt) == (
        one.anchor, one.paragraph, one.excerpt, one.doubt,
    )  # fmt: skip
    said_by, told_by = (encode(speaker_reference(who)) for who in (one.speaker, one.reported_by))
    written = line(one.id, one.statement, said_by, told_by, kept(one).words)
    assert written == encode(quote_object(one))
    assert json.loads(written)["excerpt"] == one.excerpt


@given(st.lists(st.text(max_size=30), min_size=1, max_size=3))
def test_the_words_of_a_part_are_those_of_the_part_on_one_line(parts: list[str]) -> None:
    # By these what was indexed is taken out of the index again.
    from quotecli.model import one_line

    assert indexed(parts) == indexed([one_line(part) for part in parts])
    assert all(token.folded.strip() for part in parts for token in tokens(part))


@pytest.mark.parametrize("length", range(4))
def test_an_object_can_be_written_in_pieces(length: int) -> None:
    head = {"id": "a", "text": 'two\nlines, "quoted"'}
    items = [{"number": number} for number in range(length)]
    pieces = stream_object(head, "items", stream_list(map(encode, items)))
    assert json.loads("".join(pieces)) == {**head, "items": items}
