"""Definitions that go to a codebook: however many they are, its text is read a few times."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotecli.store.editing.collection import Collection
from quotecli.store.editing.layout import Node, read_layout
from quotecli.store.editing.lifting import find_shared, lift

BOOKS = [
    "speakers:\n  other: {name: Other}\n",
    "speakers:\n" + "".join(f"  p{n}: {{name: P {n}, aliases: [a{n}]}}\n" for n in range(40)),
    "speakers:\n"
    + "".join(f"  p{n}:\n    name: P {n}\n    aliases:\n      - a{n}\n" for n in range(40)),
]


@pytest.mark.parametrize("book", BOOKS, ids=["others", "in brackets", "in lines"])
def test_many_definitions_are_moved_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, book: str
) -> None:
    (tmp_path / "codebook.yaml").write_text(book, encoding="utf-8")
    people = "".join(
        f"  p{n}: {{name: P {n}, role: mayor, aliases: [b{n}, c{n}], attributes: {{town: T}}}}\n"
        for n in range(40)
    )
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(
            f"title: {name}\nspeakers:\n{people}text: It rains.\nquotes: []\n", encoding="utf-8"
        )
    read: list[str] = []

    def count(text: str) -> Node:
        read.append(text)
        return read_layout(text)

    monkeypatch.setattr("quotecli.store.editing.plans.read_layout", count)
    collection = Collection([str(tmp_path)])
    member = collection.find_book(str(tmp_path / "codebook.yaml"))
    lift(find_shared(collection, member), member)
    collection.save()
    assert len(read) <= 8

    (again,) = Collection([str(tmp_path)]).books
    aliases = [] if "other" in book else ["a7"]
    assert again.records("speakers")["p7"] == {
        "name": "P 7", "role": "mayor", "aliases": [*aliases, "b7", "c7"],
        "attributes": {"town": "T"},
    }  # fmt: skip
    assert [one.records("speakers") for one in collection.files] == [{}, {}]
