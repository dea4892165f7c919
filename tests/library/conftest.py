"""Fixtures: the changes of databases, and files that seem old."""

from __future__ import annotations

from typing import Any

import pytest

from quotecli.library.cache import index, register


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List what is done to databases, in order: "built" or "updated"."""
    done: list[str] = []

    def watch(name: str, what: str) -> None:
        real = getattr(index, name)

        def watched(*args: Any) -> Any:
            done.append(what)
            return real(*args)

        monkeypatch.setattr(index, name, watched)

    watch("_build", "built")
    watch("_update", "updated")
    return done


@pytest.fixture
def old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the files of a test had been there for long, so that their fingerprints are trusted."""
    monkeypatch.setattr(register, "_GRAIN", -3600 * 10**9)
