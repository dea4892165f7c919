"""What is stored of a quote brings back the very quote, and its JSON."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quotecli.library.cache.rows import make_line, restore_quote, store_quote
from quotecli.model import collapse_space
from quotecli.objects import encode, quote_object, speaker_reference
from quotecli.text.query import build_index_text
from quotecli.text.words import tokenize
from tests.make import made, quote

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20
)
READABLE = TEXT.filter(lambda text: bool(text.strip()) and text.isprintable())


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
            "important": st.sampled_from(["true", "false"]),
            "coder": READABLE,
            "topics": st.just(["t", "u"]),
            "speaker": st.just("lee"),
            "reported_by": st.just("chan"),
        },
    ),
)
def test_what_is_stored_brings_back_the_very_quote(parts: list[str], more: dict[str, Any]) -> None:
    statement = made(
        "One two \n three. " + parts[0],
        quote(parts, **more),
        topics={"t": {"label": "T"}, "u": {"label": "U", "parent": "t"}},
        speakers={
            "lee": {"name": "Ann “Lee”\\", "aliases": ["x"]},
            "chan": {"name": "Bo Chan", "role": "mayor"},
        },
    )
    (one,) = statement.quotes
    people, stored = (one.speaker, one.reported_by), store_quote(one)
    again = restore_quote(one.id, one.statement, people, statement.topics, stored)
    assert again == one
    derived = [(each.anchor, each.paragraph, each.excerpt, each.doubt) for each in (again, one)]
    assert derived[0] == derived[1]

    speaker, reporter = (encode(speaker_reference(who)) for who in people)
    line = make_line(one.id, one.statement, speaker, reporter, stored[0])
    assert line == encode(quote_object(one))
    assert json.loads(line)["excerpt"] == one.excerpt


@given(st.lists(st.text(max_size=30), min_size=1, max_size=3))
def test_the_words_of_a_part_are_those_of_the_part_on_one_line(parts: list[str]) -> None:
    # These are given again when a quote is removed from the full-text index.
    assert build_index_text(parts) == build_index_text([collapse_space(part) for part in parts])
    assert all(token.folded.strip() for part in parts for token in tokenize(part))
