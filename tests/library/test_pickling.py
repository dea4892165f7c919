"""Libraries and their values are pickled and copied, and answer as before."""

from __future__ import annotations

import copy
import io
import multiprocessing
import pickle
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quotecli.anchoring.anchor import Anchorer
from quotecli.checking.rules import check_file
from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError, UnreadableError
from quotecli.library.library import Library
from quotecli.library.loading import load
from tests.conftest import HARBOUR, STORM
from tests.library.answers import answers, whole, whole_statement

COPIES: dict[str, Callable[[Any], Any]] = {
    "oldest pickle": lambda value: pickle.loads(pickle.dumps(value, 2)),
    "newest pickle": lambda value: pickle.loads(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}

CHANGED = "files have changed since the library was loaded first"


def again(value: Any) -> Any:
    """Return a value after it was pickled."""
    return pickle.loads(pickle.dumps(value))


def load_all(folder: Path, library: Library) -> list[Library]:
    """Return libraries of every kind, the last one not from files."""
    return [
        load(),
        load(str(folder / "harbour.yaml")),
        load(str(folder)),
        load(str(folder), cache=False),
        library,
    ]


def test_a_library_answers_as_before(folder: Path, library: Library) -> None:
    for one in load_all(folder, library):
        assert answers(again(one)) == answers(one)
        assert copy.copy(one) is copy.deepcopy(one) is one


def test_a_library_from_files_is_pickled_as_their_names(folder: Path) -> None:
    assert len(pickle.dumps(load(str(folder / "harbour.yaml")))) < 600


def test_what_was_left_out_of_a_library_is_still_left_out(folder: Path) -> None:
    folder.joinpath("bad.yaml").write_text("title: [", encoding="utf-8")
    one = load(str(folder), strict=False)
    assert again(one).problems == one.problems != ()
    assert again(one).left_out == one.left_out == 1


@pytest.mark.parametrize("method", COPIES)
def test_values_are_the_same_after_a_copy(folder: Path, library: Library, method: str) -> None:
    duplicate = COPIES[method]
    for one in load_all(folder, library):
        for quote in one.quotes():
            assert whole(duplicate(quote)) == whole(quote)
            assert duplicate(quote).doubt == quote.doubt
        for statement in one.statements.values():
            assert whole_statement(duplicate(statement)) == whole_statement(statement)
        for value in (
            Criteria(topics=("trade",), search=("harbour",)),
            one.summary(),
            one.count_topics(),
            one.count_speakers(),
            one.count_statements(),
            one.tally(("topic", "speaker")),
            one.pairs(),
            list(one.features()),
            dict(one.topics),
        ):
            assert duplicate(value) == value
        assert dict(duplicate(one.statements)) == dict(one.statements)
        assert dict(duplicate(one.speakers)) == dict(one.speakers)


def test_reports_and_errors_are_the_same_after_a_copy(folder: Path) -> None:
    folder.joinpath("bad.yaml").write_text("title: 1\nquotes: {}\n", encoding="utf-8")
    report = check_file(str(folder / "bad.yaml"))
    assert again(report) == report
    for paths in ((str(folder / "bad.yaml"),), (str(folder / "nothing"),)):
        with pytest.raises(Exception, match=":") as caught:
            load(*paths)
        error: Any = caught.value
        assert vars(again(error)) == vars(error)
        assert str(again(error)) == str(error)


@pytest.mark.parametrize("copied", [True, False])
def test_other_words_do_not_get_the_place_of_a_quote(folder: Path, copied: bool) -> None:
    found = load(str(folder / "harbour.yaml") if copied else str(folder)).quote("harbour-grows")
    kept = again(found) if copied else found
    text = load(str(folder)).statements["harbour"].text
    for words in ({"parts": ("more herring",)}, {"prefix": "Nobody said"}, {"suffix": "x"}):
        with pytest.raises(QuotecliError, match="the place of 'harbour-grows' is that of other"):
            replace(kept, **words)
        assert not replace(kept, **words, anchoring=None).proved
    moved = replace(kept, parts=("more herring",), anchoring=Anchorer(text))
    assert (moved.proved, moved.paragraph) == (True, 3)
    # Whatever else is replaced, the place stays.
    assert whole(replace(kept, note="Seen.")) == whole(replace(found, note="Seen."))


def test_the_place_follows_the_words_if_the_text_is_at_hand(folder: Path) -> None:
    quote = load(str(folder / "harbour.yaml")).quote("harbour-grows")
    moved = replace(quote, parts=("more herring",))
    assert (moved.proved, moved.paragraph) == (True, 3)


def test_a_quote_is_pickled_without_the_text_it_is_in(folder: Path) -> None:
    text = "word " * 10_000
    path = folder / "long.yaml"
    quotes = "quotes:\n- {id: one, kind: direct, excerpt: the end}\n"
    path.write_text(f"title: Long\ntext: {text}the end\n{quotes}", encoding="utf-8")
    (quote,) = load(str(path)).quotes()
    assert quote.proved
    assert len(pickle.dumps(quote)) < 1000


@pytest.mark.parametrize("what", ["harbour.yaml", ""])
@pytest.mark.parametrize("cache", [True, False])
def test_a_library_says_that_its_files_have_changed(folder: Path, what: str, cache: bool) -> None:
    path = folder / "harbour.yaml"
    kept = pickle.dumps(load(str(folder / what), cache=cache))
    path.write_bytes(path.read_bytes())
    assert pickle.loads(kept).notes == ()

    path.write_text(HARBOUR.replace("will grow", "will go"), encoding="utf-8")
    found = pickle.loads(kept)
    assert CHANGED in found.notes
    assert found.quote("harbour-grows").parts[0] == "The harbour will go"

    path.unlink()
    if what:
        with pytest.raises(UnreadableError, match="harbour"):
            pickle.loads(kept)
    else:
        assert CHANGED in pickle.loads(kept).notes


@pytest.mark.parametrize("what", ["harbour.yaml", "."])
def test_a_library_says_that_its_codebook_has_changed(folder: Path, what: str) -> None:
    book = folder / "codebook.yaml"
    book.write_text("topics: {new: {label: New}}", encoding="utf-8")
    kept = pickle.dumps(load(str(folder / what)))
    assert pickle.loads(kept).notes == ()
    book.write_text("topics: {new: {label: Other}}", encoding="utf-8")
    assert pickle.loads(kept).notes == (CHANGED,)


def test_a_library_is_found_from_another_folder(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    one, every = load("harbour.yaml"), load(".")
    kept = pickle.dumps((one, every))
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    Path("harbour.yaml").write_text(STORM, encoding="utf-8")
    found = pickle.loads(kept)
    assert [item.notes for item in found] == [(), ()]
    assert found[0].statements["harbour"].text == one.statements["harbour"].text
    assert list(found[1].statements) == list(every.statements)


def test_standard_input_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for paths in (("-",), ("-", str(folder))):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORM.encode())))
        one = load(*paths)
        assert answers(again(one)) == answers(one)


def test_a_spawned_process_answers_the_same(folder: Path) -> None:
    libraries = [load(str(folder)), load(str(folder / "harbour.yaml"))]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        for library in libraries:
            assert pool.apply(answers, (library,)) == answers(library)
            quotes = list(library.quotes())
            assert pool.map(whole, quotes) == [whole(quote) for quote in quotes]
