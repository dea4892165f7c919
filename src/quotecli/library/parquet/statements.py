"""The statements of Parquet files, read when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from quotecli.model import Statement

if TYPE_CHECKING:
    from quotecli.library.parquet.shelf import Parquet


class Statements(Mapping[str, Statement]):
    """The statements of a shelf by id."""

    def __init__(self, shelf: Parquet) -> None:
        self._shelf = shelf

    def __getitem__(self, key: str) -> Statement:
        return self._shelf.load_statements([key])[key]

    def __contains__(self, key: object) -> bool:
        return bool(self._shelf.db.execute("SELECT 1 FROM statement WHERE id = ? LIMIT 1", (key,)))

    def __iter__(self) -> Iterator[str]:
        return (key for (key,) in self._shelf.db.stream("SELECT id FROM statement"))

    def __len__(self) -> int:
        return int(self._shelf.db.define("SELECT count(*) FROM statement")[0][0])
