"""The command line, as tests/cli runs it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    return Run(monkeypatch)
