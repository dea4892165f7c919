"""Files for tests of folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Place = Callable[..., None]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Makes files in the folder of a test; names that end in a slash are folders."""
    monkeypatch.chdir(tmp_path)

    def make(*names: str) -> None:
        for name in names:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).mkdir() if name.endswith("/") else Path(name).write_text("x")

    return make
