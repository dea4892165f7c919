"""Quotes as rows and as DataFrames: the same columns, whatever is in them."""

from __future__ import annotations

import sys
from typing import Any

import pytest

import quotecli
from quotecli.library.library import Library
from quotecli.rows.schema import QUOTES
from quotecli.store.reader import read
from tests.conftest import HARBOUR
from tests.rows.test_rows import check_row

NAMES = [column.name for column in QUOTES]


@pytest.fixture
def harbour() -> Library:
    return Library([read(HARBOUR.encode(), "harbour.yaml")])


def test_records_are_rows_of_the_quotes_that_are_asked_for(harbour: Library) -> None:
    rows = list(quotecli.records(harbour))
    assert [row["id"] for row in rows] == [quote.id for quote in harbour.quotes()]
    for row in rows:
        check_row(row, QUOTES)
    found = quotecli.records(harbour, quotecli.Criteria(topics=("fishing",)))
    assert [row["id"] for row in found] == ["deeper-quay", "more-herring"]


@pytest.mark.parametrize("using", ["pandas", "polars"])
def test_a_frame_has_the_values_of_the_rows(harbour: Library, using: Any) -> None:
    pytest.importorskip(using)
    rows = list(quotecli.records(harbour))
    for frame in (quotecli.to_frame(harbour, using=using), quotecli.to_frame(rows, using=using)):
        assert list(frame.columns) == NAMES
        assert list(frame["speaker"]) == ["Ann Lee", "Bo Chan", "Bo Chan"]
        assert [list(topics) for topics in frame["topics"]] == [row["topics"] for row in rows]
        assert frame["words"].sum() == sum(row["words"] for row in rows)
    if using == "polars":
        assert frame.to_dicts() == rows


@pytest.mark.parametrize("using", ["pandas", "polars"])
def test_types_do_not_depend_on_the_values(harbour: Library, using: Any) -> None:
    pytest.importorskip(using)
    drafted = quotecli.draft_rows("a", "“It will rain,” said Ann Lee.")
    nothing = quotecli.to_frame([], using=using)
    types = list(nothing.dtypes)
    assert len(nothing) == 0
    for frame in (quotecli.to_frame(harbour, using=using), quotecli.to_frame(drafted, using=using)):
        assert list(frame.dtypes) == types
    missing: list[dict[str, Any]] = [{**row, "paragraph": None} for row in drafted]
    assert list(quotecli.to_frame([*missing, *drafted], using=using).dtypes) == types


def test_the_first_that_is_installed_is_used_or_it_is_said_what_to_install(
    harbour: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    polars = pytest.importorskip("polars")
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert isinstance(quotecli.to_frame(harbour), polars.DataFrame)
    monkeypatch.setitem(sys.modules, "polars", None)
    for using in (None, "polars"):
        with pytest.raises(quotecli.QuotecliError, match=using or "pandas") as refused:
            quotecli.to_frame(harbour, using=using)
        assert f"pip install '{using or 'pandas'}>=" in refused.value.hint
