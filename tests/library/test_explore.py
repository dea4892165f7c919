"""What an explorer asks gives the same as the library's own answers, a window at a time."""

from __future__ import annotations

from pathlib import Path
from threading import Thread, get_ident
from typing import Any

import pytest

from quotecli.criteria import Criteria
from quotecli.errors import QuotecliError
from quotecli.library import explore
from quotecli.library.cache.folder import locate_cache
from quotecli.library.database import StoppedError, _close
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.library.sql import select
from quotecli.library.stored import Stored
from quotecli.model import Span
from tests.conftest import STORM

CRITERIA = [
    Criteria(),
    Criteria(topics=("trade",)),
    Criteria(topics=("trade", "weather")),
    Criteria(speakers=("chan", "diaz")),
    Criteria(kinds=("direct",)),
    Criteria(statuses=("draft",)),
    Criteria(statuses=("reviewed", "draft")),
    Criteria(polarities=("negative",)),
    Criteria(polarities=("positive",)),
    Criteria(search=("the",)),
    Criteria(search=("th*",)),
    Criteria(search=("t* w*",)),
    Criteria(search=("the w*",)),
    Criteria(search=('"the har"*',)),
    Criteria(search=("harbour t*",), topics=("trade",)),
    Criteria(search=("n*",), kinds=("direct",)),
    Criteria(search=("nothing* of* this*",)),
    Criteria(search=("…",)),
]
DRAFT = STORM.replace("id: bells,", "id: bells, status: draft, polarity: negative,").replace(
    "After the storm", "Before the storm"
)


@pytest.fixture(params=["stored", "memory"])
def library(request: pytest.FixtureRequest, folder: Path) -> Library:
    (folder / "draft.yaml").write_text(DRAFT, encoding="utf-8")
    stored = load(str(folder))
    return stored if request.param == "stored" else Library([*stored.statements.values()])


@pytest.mark.parametrize("criteria", CRITERIA, ids=str)
@pytest.mark.parametrize("searched", [600, 2], ids=["scanned", "looked-up"])
def test_windows_are_pieces_of_the_answer(
    library: Library, criteria: Criteria, searched: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore, "_LARGE", 1)
    monkeypatch.setattr(explore, "_SEARCHED", searched)
    every = list(library.quotes(criteria))
    found = explore.find_window(library, criteria, 0, 100)
    assert [one.quote for one in found] == every
    for first in range(len(every) + 1):
        window = explore.find_window(library, criteria, first, 2)
        assert window == found[first : first + 2]
        assert explore.find_window(library, criteria, first, 2, total=len(every)) == window
        if first:
            after = found[first - 1].number
            assert explore.find_window(library, criteria, first, 2, after) == window


@pytest.mark.parametrize("criteria", CRITERIA, ids=str)
def test_counts_are_those_of_the_library(library: Library, criteria: Criteria) -> None:
    assert explore.count_found(library, criteria) == library.count(criteria)
    counted = explore.count_topics(library, criteria)
    assert {key: count for key, count in counted.items() if count} == {
        count.topic.id: count.quotes for count in library.count_topics(criteria) if count.quotes
    }
    assert list(counted) == [count.topic.id for count in library.count_topics()]
    assert explore.count_most(library, "speaker", criteria, 100) == {
        count.speaker.id: count.quotes
        for count in library.count_speakers(criteria)
        if count.speaker
    }
    assert explore.count_most(library, "statement", criteria, 100) == {
        count.statement.id: count.quotes
        for count in library.count_statements(criteria)
        if count.quotes
    }
    values = explore.count_values(library, ["kind", "status", "polarity"], criteria)
    for side in ("kind", "polarity"):
        seen = [getattr(quote, side) for quote in library.quotes(criteria)]
        assert values[side] == {value: seen.count(value) for value in dict.fromkeys(seen)}
    assert sum(values["status"].values()) == library.count(criteria)


def test_the_most_frequent_come_first(library: Library) -> None:
    assert list(explore.count_most(library, "speaker", Criteria(), 2)) == ["diaz", "chan"]


def test_what_is_near_is_of_the_same_statement(library: Library) -> None:
    found = explore.find_window(library, Criteria(statements=("harbour",)), 1, 1)[0]
    near = explore.find_near(library, found, Span(0, 1000))
    assert [quote.id for quote in near] == ["harbour-grows", "deeper-quay", "more-herring"]


def test_names_are_listed_in_order(library: Library) -> None:
    topics = [count.topic.label for count in library.count_topics()]
    assert [*explore.list_names(library, "topic").values()] == topics
    assert set(explore.list_names(library, "speaker").values()) >= {"Ann Lee", "Carla Díaz"}
    assert explore.list_names(library, "statement")["storm"] == "After the storm"
    assert explore.find_name(library, "statement", "storm") == "After the storm"
    assert explore.find_name(library, "speaker", "diaz") == "Carla Díaz"


def test_the_index_is_not_asked_for_short_beginnings(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explore, "_LARGE", 1)
    asked: list[tuple[str, ...]] = []

    def watched(criteria: Criteria, *of: Any, **how: Any) -> Any:
        asked.append(criteria.search)
        return select(criteria, *of, **how)

    monkeypatch.setattr(explore, "select", watched)
    explore.find_window(library, Criteria(search=("harbour t*",)), 0, 1)
    if not library._shelf.sorted_by:
        assert asked == [('"harbour"',)]


def test_what_a_thread_asks_can_be_stopped(library: Library) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT max(i) FROM n"
    raised: list[Exception] = []

    def ask() -> None:
        try:
            library._shelf.db.execute(endless)
        except StoppedError as error:
            raised.append(error)

    thread = Thread(target=ask)
    explore.stop(library, 0)
    thread.start()
    while thread.is_alive():
        explore.stop(library, get_ident())
        explore.stop(library, thread.ident or 0)
        thread.join(0.01)
    assert raised
    # The connection answers what comes after.
    assert library.count() == len(list(library.quotes()))


def test_an_index_that_is_asked_while_the_process_ends_is_not_taken_for_damaged(
    folder: Path,
) -> None:
    library = load(str(folder))
    shelf = library._shelf
    (seal,) = Path(locate_cache()).glob("*.seal")
    assert isinstance(shelf, Stored)
    _close(shelf.db._links)
    with pytest.raises(QuotecliError, match="was closed"):
        library.count()
    assert seal.exists()
