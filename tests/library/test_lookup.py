"""A quote is found by its id or a word of it, in a library of any size."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.errors import UnknownNameError
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.model import Quote, Statement
from tests.make import made, quote, tree, written

WORDS = ("expand", "expands", "abolish", "tax", "a", "1", "12")
IDS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("-".join)


def bare(key: str, *ids: str) -> Statement:
    """A statement whose quotes have nothing but ids."""
    quotes = [Quote(id=quote_id, statement=key, kind="direct", parts=("x",)) for quote_id in ids]
    return Statement(key, key, "x", tuple(quotes), {}, {})


def error(library: Library, wanted: str) -> str:
    with pytest.raises(UnknownNameError) as caught:
        library.quote(wanted)
    return f"{caught.value.message} | {caught.value.hint}"


@pytest.fixture
def large() -> Library:
    """A library of more quotes than are compared with a wrong id."""
    return Library([bare(f"s{n}", *(f"d{n}-{m}" for m in range(60))) for n in range(100)])


@pytest.fixture(params=["stored", "in memory"])
def both(request: pytest.FixtureRequest, folder: Path) -> Library:
    """The library of the tests' two statements, from an index and in memory."""
    stored = load(str(folder))
    return stored if request.param == "stored" else Library(list(stored.statements.values()))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("bells", "bells"),
        ("storm/bells", "bells"),
        ("herring", "more-herring"),
        ("deep", "deeper-quay"),
        ("DEEPER Quay", "deeper-quay"),
        ("at-ni", "storm-at-night"),
        ("harbour/quay", "deeper-quay"),
        ("more", "more-herring"),
        ("storm-", "storm-at-night"),
        ("harbour", "harbour-grows"),
    ],
)
def test_an_id_or_a_word_of_it_is_enough(both: Library, wanted: str, expected: str) -> None:
    assert both.quote(wanted).id == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("bels", "no quote 'bels'; did you mean storm/bells? | "),
        ("ells", "no quote 'ells'; did you mean storm/bells? | "),
        ("harbour/bells", "no quote 'harbour/bells'; did you mean storm/bells? | "),
        ("n", "'n' matches 2 quotes: storm/storm-at-night, storm/nobody-slept | give one of these"),
        ("", "no quote '' | give one of harbour/harbour-grows, harbour/deeper-quay, harbour/mo"),
        ("%", "no quote '%' | give one of harbour/harbour-grows, "),
        ('x" OR "bells', "no quote 'x\" OR \"bells'; did you mean storm/bells?"),
    ],
)
def test_a_wrong_or_short_id_says_what_may_be_meant(
    both: Library, wanted: str, expected: str
) -> None:
    assert error(both, wanted).startswith(expected)


def test_the_id_of_a_statement_says_how_to_list_its_quotes() -> None:
    library = Library([bare("town", "one"), bare("river", "two")])
    assert error(library, "town") == (
        "no quote 'town' | list those of this statement with 'quotecli quotes --statement town'"
    )


def test_a_whole_id_goes_before_the_beginning_of_another() -> None:
    library = Library([bare("s", "tax-cut", "tax", "no-tax")])
    assert library.quote("tax").id == "tax"
    assert library.quote("Tax Cut").id == "tax-cut"
    assert "matches 2 quotes: tax-cut, no-tax |" in error(
        Library([bare("s", "tax-cut", "no-tax")]), "tax"
    )


def test_a_library_of_any_size_is_searched(large: Library) -> None:
    assert large.quote("d77-5").id == "d77-5"
    assert large.quote("s77/59").id == "d77-59"
    assert large.quote("d77-59").statement == "s77"
    assert error(large, "d7").startswith("'d7' matches more than 12 quotes: s7/d7-0, s7/d7-1, ")
    assert error(large, "d7").count("/") == 12
    assert "did you mean s77/d77-" in error(large, "d77-x")
    assert error(large, "zzz") == "no quote 'zzz' | list them with 'quotecli quotes'"


def test_an_index_of_any_size_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        quotes = [quote("two", f"d{number}-{n}") for n in range(3)]
        tmp_path.joinpath(f"s{number}.yaml").write_bytes(written(tree("One two.", *quotes)))
    monkeypatch.setattr("quotecli.library.lookup.MAX_COMPARED", 10)
    library = load(str(tmp_path))
    assert library.quote("d7-2").statement == "s7"
    assert library.quote("s11/2").id == "d11-2"
    assert error(library, "2").startswith("'2' matches more than 12 quotes: s0/d0-2, s1/d1-2, ")
    assert "did you mean s7/d7-" in error(library, "d7-x")
    assert error(library, "zzz") == "no quote 'zzz' | list them with 'quotecli quotes'"


def test_an_id_that_many_statements_have_is_counted_honestly() -> None:
    library = Library([bare(f"s{number:03}", "same") for number in range(200)])
    assert "'same' matches more than 12 quotes: s000/same" in error(library, "same")


@given(
    st.lists(st.lists(IDS, min_size=1, max_size=4, unique=True), min_size=1, max_size=3),
    st.one_of(IDS, st.sampled_from(["ex", "abol", "tax-a", "xpand", "s0/ta", "s1/expand-1"])),
)
def test_what_matches_is_what_begins_with_the_words(ids: list[list[str]], wanted: str) -> None:
    library = Library([bare(f"s{number}", *those) for number, those in enumerate(ids)])
    statement, _, key = wanted.rpartition("/")
    every = [(f"s{n}", one) for n, those in enumerate(ids) for one in those]
    every = [pair for pair in every if statement in ("", pair[0])]
    matches = [pair for pair in every if pair[1] == key] or [
        pair for pair in every if re.search(rf"(?:^|-){key}", pair[1])
    ]
    if len(matches) == 1:
        found = library.quote(wanted)
        assert [(found.statement, found.id)] == matches
    elif matches:
        assert f"matches {len(matches)} quotes" in error(library, wanted)
    else:
        assert f"no quote '{wanted}'" in error(library, wanted)


def test_after_a_change_the_index_finds_new_ids_and_no_old_ones(folder: Path) -> None:
    assert load(str(folder)).quote("herr").id == "more-herring"
    path = folder / "harbour.yaml"
    path.write_text(path.read_text("utf-8").replace("more-herring", "fewer-eels"), "utf-8")
    changed = load(str(folder))
    assert changed.quote("eel").id == "fewer-eels"
    assert error(changed, "herr").startswith("no quote 'herr'")
    path.unlink()
    (folder / "other.yaml").write_bytes(written(tree("One two.", quote("two", "one-two"))))
    assert load(str(folder)).quote("two").statement == "other"
    assert error(load(str(folder)), "eel").startswith("no quote 'eel'")


def test_the_only_statement_may_be_named_too() -> None:
    assert Library([made("One.", quote("One", "a"))]).quote("sample/a").id == "a"
