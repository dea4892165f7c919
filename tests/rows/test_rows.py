"""Rows hold all of a statement, and each has exactly the columns of the schema."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings

import quotecli
from quotecli.model import Statement
from quotecli.rows.making import Row, make_quote_rows, make_text_row
from quotecli.rows.restoring import restore_quote, restore_statement
from quotecli.rows.schema import DRAFTS, QUOTES, REJECTED, TEXTS, Column, ListOf
from quotecli.store.reader import read
from quotecli.text.query import parse_query
from tests.conftest import HARBOUR
from tests.generated import statements
from tests.importing.test_round_trip import compared

PLAIN = {"text": str, "whole": int, "decimal": float, "flag": bool}


def check(value: Any, kind: Any, optional: bool = False) -> None:
    """Hold a value against its type in the schema."""
    if value is None:
        assert optional
    elif isinstance(kind, ListOf):
        assert type(value) is list
        for item in value:
            check(item, kind.item)
    elif isinstance(kind, tuple):
        check_row(value, kind)
    else:
        assert type(value) is PLAIN[kind]


def check_row(row: Row, columns: tuple[Column, ...]) -> None:
    assert list(row) == [column.name for column in columns]
    for column in columns:
        check(row[column.name], column.type, column.optional)


def test_a_name_is_in_a_table_once() -> None:
    for columns in (QUOTES, TEXTS, REJECTED, DRAFTS):
        assert len({column.name for column in columns}) == len(columns)


@settings(max_examples=settings().max_examples // 3)
@given(made=statements())
def test_rows_have_the_columns_and_give_the_statement_back(made: Statement) -> None:
    text, quotes = make_text_row(made), list(make_quote_rows(made))
    check_row(text, TEXTS)
    for row in quotes:
        check_row(row, QUOTES)
    # As JSON Lines have them.
    text, quotes = json.loads(json.dumps([text, quotes]))
    assert compared(restore_statement(text, quotes)) == compared(made)
    for row, quote in zip(quotes, made.quotes, strict=True):
        restored = restore_quote(row, made.topics)
        assert restored == quote
        assert (restored.anchor, restored.paragraph) == (quote.anchor, quote.paragraph)
        assert (restored.excerpt, restored.doubt) == (quote.excerpt, quote.doubt)


def test_a_row_stands_alone() -> None:
    made = read(HARBOUR.encode(), "harbour.yaml")
    first, second, third = make_quote_rows(made)
    assert (first["text_id"], first["id"], first["rank"]) == ("harbour", "harbour-grows", 0)
    assert (first["speaker"], first["speaker_id"], first["speaker_role"]) == (
        *("Ann Lee", "lee", "mayor"),
    )
    assert (first["title"], first["occasion"]) == ("The harbour will grow", "opening of the quay")
    assert (second["topics"], second["topic_labels"]) == (
        ["ports", "fishing"],
        ["Ports", "Fishing"],
    )
    assert second["about"] == ["ports", "trade", "fishing"]
    assert third["rank"] == 2


def test_words_are_found_in_folded_as_a_search_finds_them() -> None:
    made = read(HARBOUR.encode(), "harbour.yaml")
    rows = list(make_quote_rows(made))
    for search in ("GROW", '"feeds us"', '"grow it"', "boat*", "boat", '"deeper qu"*', "it"):
        (term,) = parse_query(search).terms
        pattern = f" {' '.join(term.words)}{'' if term.beginning else ' '}"
        found = [row["id"] for row in rows if pattern in row["folded"]]
        library = quotecli.Library([made])
        asked = library.quotes(quotecli.Criteria(search=(str(term),)), sort="source")
        assert found == [quote.id for quote in asked], search


def test_nobodys_words_are_not_put_into_the_mouth_of_the_statements_speaker() -> None:
    made = read(HARBOUR.encode(), "harbour.yaml")
    nobody = made._replace(quotes=(replace(made.quotes[0], speaker=None), *made.quotes[1:]))
    restored = restore_statement(make_text_row(nobody), list(make_quote_rows(nobody)))
    assert restored.quotes == nobody.quotes
