"""The words and phrases of texts that may name a topic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.suggesting.words import Reader, choose_small_words, list_terms, read_small_words

ENGLISH = read_small_words()["en"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("The harbour taxes of the town", [("harbour", "tax"), ("town",)]),
        ("taxes, harbours", [("tax",), ("harbour",)]),
        ("It’s the minister’s well-known ferry!", [("minister",), ("ferry",)]),
        ("in 1987 or 44-day", []),
        ("The ferry sails on Tuesday in April", [("ferry", "sail")]),
        ("渔业政策的未来", [tuple("渔业政策"), tuple("未来")]),
        ("カメラとテレビ", [tuple("カメラ"), tuple("テレビ")]),
        ("ประเทศไทย", []),
        ("", []),
    ],
)
def test_runs_of_a_text(text: str, runs: list[tuple[str, ...]]) -> None:
    assert Reader(ENGLISH).read(text) == runs


def test_small_words_are_those_of_the_language_of_the_texts() -> None:
    english = choose_small_words(["They say that the war was not their own, and we know it."])
    german = choose_small_words(["Der Krieg war nicht mehr weit, und das weiß auch der Rat."])
    assert "war" in german.empty
    assert "war" not in english.empty
    assert choose_small_words([]).empty == frozenset()


def test_terms_are_words_and_phrases_and_pairs_of_chinese_characters() -> None:
    assert list_terms([("harbour", "tax")]) == {("harbour",), ("tax",), ("harbour", "tax")}
    assert list_terms([tuple("渔业")]) == {("渔", "业")}


def test_a_term_is_written_as_the_texts_write_it() -> None:
    reader = Reader(ENGLISH)
    texts = ["Ferries sail. The Port Authority sails.", "Port Authority! NATO ferries, ferries."]
    for text in texts:
        reader.read(text)
    assert reader.write(("ferry",)) == "ferries"
    assert reader.write(("nato",)) == "NATO"
    assert reader.find_form(("port", "authority"), texts) == "Port Authority"
    assert reader.write(tuple("渔业")) == "渔业"


def test_a_name_is_written_in_full_and_without_what_it_owns() -> None:
    reader = Reader(ENGLISH)
    texts = [
        "The ferry left New Quay. It came from New Quay, said the mayor.",
        "Ada Marlow’s ferry sails. Why You Should Take Pier Nine.",
        "Ada Marlow’s crew is in Oldport. The crew sails from Oldport.",
    ]
    for text in texts:
        reader.read(text)
    assert reader.find_form(("quay",), texts) == "New Quay"
    assert reader.find_form(("oldport",), texts) == "Oldport"
    assert reader.find_form(("ada", "marlow"), texts) == "Ada Marlow"
    assert reader.find_form(("pier",), texts) == "Pier"


@given(st.text())
def test_any_text(text: str) -> None:
    reader = Reader(choose_small_words([text]))
    for term in list_terms(reader.read(text)):
        assert reader.find_form(term, [text]).strip()
