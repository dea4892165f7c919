"""A process that is forked while Parquet files are open ends as any other."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from quotecli import export, load
from quotecli.store.reader import read
from tests.conftest import HARBOUR

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_child_does_not_close_what_its_parent_opened(tmp_path: Path) -> None:
    export([read(HARBOUR.encode(), "harbour.yaml")], "parquet", str(tmp_path / "rows"))
    library = load(str(tmp_path / "rows"))
    quotes = library.quotes()
    first = next(quotes)
    child = os.fork()
    if not child:
        library = quotes = None  # type: ignore[assignment]
        gc.collect()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert [first.id, next(quotes).id] == [one.id for one in library.quotes(limit=2)]
