"""Many files are read, edited and checked by several processes, with the same result as by one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quotecli.errors import QuotecliError, StatementError
from quotecli.store.editing import collection
from quotecli.store.editing.collection import Collection
from quotecli.store.editing.renaming import Renaming
from tests.cli.test_rename import read_all
from tests.conftest import HARBOUR
from tests.everyday import everyday

_BOOK = "topics: {sea: {label: Sea}, ports: {label: Ports}}\nspeakers: {lee: {name: Ann Lee}}\n"

CHANGES: dict[str, Callable[[Collection], None]] = {
    "label": lambda files: Renaming(files, "topics").set_label("weather", "The sky"),
    "id": lambda files: Renaming(files, "topics").set_id("ports", "docks"),
    "person": lambda files: Renaming(files, "speakers").set_id("lee", "ann"),
    "merge": lambda files: Renaming(files, "topics").merge(["trade", "weather"], "sea"),
    "people": lambda files: Renaming(files, "speakers").merge(["chan"], "lee"),
    "move": lambda files: Renaming(files, "topics").move("weather", "sea"),
    "top": lambda files: Renaming(files, "topics").move("ports", None),
}


@pytest.fixture
def many(folder: Path) -> Path:
    """A folder of a codebook, some equal files, and others."""
    (folder / "codebook.yaml").write_text(_BOOK)
    for number in range(6):
        (folder / f"harbour-{number}.yaml").write_text(HARBOUR, encoding="utf-8")
    return folder


@pytest.mark.parametrize("change", everyday(2, CHANGES))
def test_several_processes_do_what_one_does(
    many: Path, tmp_path_factory: pytest.TempPathFactory, change: str
) -> None:
    other = tmp_path_factory.mktemp("other") / "folder"
    shutil.copytree(many, other)
    found = []
    for least, path in ((1, many), (100, other)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(collection, "_MANY", least)
            patch.setattr(collection, "count_processors", lambda: 3)
            files = Collection([str(path)])
            CHANGES[change](files)
            changes = files.changes()
            assert files.save(changes) == list(changes)
        found.append(({name.removeprefix(str(path)) for name in changes}, read_all(path)))
    assert found[0] == found[1]
    assert len(found[0][0]) > 6


def test_what_one_of_them_finds_wrong_is_told(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "_MANY", 1)
    monkeypatch.setattr(collection, "count_processors", lambda: 3)
    before = read_all(many)
    files = Collection([str(many)])
    Renaming(files, "topics").move("ports", "fishing")
    with pytest.raises(QuotecliError, match="its own ancestor"):
        files.save()
    assert read_all(many) == before
    (many / "harbour-3.yaml").write_text("title: [")
    with pytest.raises(StatementError, match=r"harbour-3\.yaml:2:1"):
        Collection([str(many)])
