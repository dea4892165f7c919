"""A draft to review."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import DRAFT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "quay.yaml"
    path.write_bytes(DRAFT.encode())
    return path
