"""Paths become a library: which files are read, and what is said of those that cannot be."""

from __future__ import annotations

import io
import json
import os
import platform
import shutil
from pathlib import Path

import pytest

from quotecli.errors import QuotecliError, StatementError, UnknownNameError, UnreadableError
from quotecli.library.cache import values
from quotecli.library.cache.tables import VERSION
from quotecli.library.loading import load
from quotecli.store.discovery import scan
from tests.conftest import HARBOUR, STORM
from tests.library.cache.cached import assert_right
from tests.make import quote, tree, written

pytestmark = pytest.mark.usefixtures("old_files")


def test_a_folder_is_read_with_its_subfolders_but_without_hidden_files(folder: Path) -> None:
    library = load(str(folder))
    assert list(library.statements) == ["harbour", "storm"]
    assert library.count() == 6


def test_files_are_read_in_the_order_given_and_once(folder: Path) -> None:
    storm, harbour = str(folder / "below" / "storm.yml"), str(folder / "harbour.yaml")
    assert scan([storm, str(folder), harbour]).paths == [storm, harbour]
    assert list(load(storm, harbour, storm).statements) == ["storm", "harbour"]


def test_a_link_to_a_file_that_is_read_is_the_same_file(folder: Path) -> None:
    (folder / "link.yaml").symlink_to(folder / "harbour.yaml")
    assert len(scan([str(folder)]).paths) == 2


def test_two_statements_with_one_id_are_refused(folder: Path) -> None:
    (folder / "below" / "harbour.yaml").write_text(STORM, encoding="utf-8")
    with pytest.raises(StatementError, match="the statement 'harbour' is also in") as caught:
        load(str(folder))
    assert str(folder / "harbour.yaml") in caught.value.message
    assert caught.value.place
    assert caught.value.place.file == str(folder / "below" / "harbour.yaml")


def test_a_folder_without_statements_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HARBOUR, encoding="utf-8")
    with pytest.raises(UnreadableError, match="no statements in this folder"):
        load(str(tmp_path))


@pytest.mark.parametrize("name", ["none.yaml", "none"])
def test_a_missing_path_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableError, match="No such file"):
        load(str(tmp_path / name))


def test_a_statement_that_breaks_the_format_is_refused(folder: Path) -> None:
    (folder / "broken.yaml").write_bytes(written(tree(titel="x")))
    with pytest.raises(StatementError, match=r"broken\.yaml:1:"):
        load(str(folder))


def test_standard_input_is_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(HARBOUR.encode())))
    assert list(load("-").statements) == ["stdin"]


def test_without_a_path_the_shipped_statement_is_read() -> None:
    assert list(load().statements) == ["statement"]


def test_errors_of_every_kind_can_be_caught_as_one() -> None:
    for kind in (UnreadableError, StatementError, UnknownNameError):
        assert issubclass(kind, QuotecliError)


def test_a_bad_codebook_is_reported_once_and_first(folder: Path) -> None:
    folder.joinpath("codebook.yaml").write_text("topics: [", encoding="utf-8")
    folder.joinpath("a.yaml").write_text("title: [", encoding="utf-8")
    for _ in range(2):
        found = load(str(folder), strict=False)
        assert [Path(problem.place.file).name for problem in found.problems] == [
            "codebook.yaml",
            "a.yaml",
        ]
        assert found.left_out == 2
        os.utime(folder / "codebook.yaml")
    folder.joinpath("codebook.yaml").write_text("topics: {}", encoding="utf-8")
    assert [
        Path(problem.place.file).name for problem in load(str(folder), strict=False).problems
    ] == ["a.yaml"]


def test_a_good_file_is_read_beside_a_bad_one_and_a_bad_codebook(folder: Path) -> None:
    folder.joinpath("codebook.yaml").write_text("topics: [", encoding="utf-8")
    folder.joinpath("harbour.yaml").write_text("title: [", encoding="utf-8")
    assert list(load(str(folder), strict=False).statements) == ["storm"]
    with pytest.raises(StatementError) as caught:
        load(str(folder))
    assert caught.value.place is not None
    assert caught.value.place.file.endswith("codebook.yaml")


def test_nothing_but_bad_files_is_an_error(folder: Path) -> None:
    folder.joinpath("codebook.yaml").write_text("topics: [", encoding="utf-8")
    for name in ("harbour.yaml", "below/storm.yml"):
        folder.joinpath(name).write_text("title: [", encoding="utf-8")
    with pytest.raises(StatementError):
        load(str(folder), strict=False)


@pytest.mark.parametrize("order", [1, -1], ids=["folder-first", "file-first"])
def test_a_bad_file_is_an_error_if_it_is_named_even_if_it_is_also_in_a_folder(
    folder: Path, order: int
) -> None:
    folder.joinpath("bad.yaml").write_text("title: [", encoding="utf-8")
    assert load(str(folder), strict=False).left_out == 1
    with pytest.raises(StatementError):
        load(*[str(folder), str(folder / "bad.yaml")][::order], strict=False)


def test_a_duplicate_names_the_file_that_is_there_now(folder: Path) -> None:
    for name in ("a", "b", "c"):
        folder.joinpath(name).mkdir()
        folder.joinpath(name, "one.yaml").write_text(STORM, encoding="utf-8")
    load(str(folder), strict=False)
    folder.joinpath("a", "one.yaml").unlink()
    assert_right(folder)
    assert "also in" in str(load(str(folder), strict=False).problems)


ODD = [
    "a\nb.yaml",
    "\x1b[31mred.yaml",
    "x\udcff.yaml",
    "\udcff/y\udcfe.yaml",
    "🙂%20?#.yaml",
    " .yaml",
    "'\".yaml",
]


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "data\udcff"
    for name in ODD:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.with_suffix(".txt")
        text.write_text("One two three.")
        path.write_bytes(
            json.dumps(
                {"title": "T", "text_file": f"./{text.name}", "quotes": [quote("two")]}
            ).encode()
        )
    bad = folder / "z\udcff.yaml"
    bad.write_text("title: [")
    assert_right(folder)
    bad.write_bytes(written(tree("One.", title="Mended")))
    folder.joinpath("\udcff", "codebook.yaml").write_text("topics: {t: {label: T}}")
    assert_right(folder)
    statements = load(str(folder), strict=False).statements
    assert str(bad) in {one.file for one in statements.values()}
    assert_right(folder)
    shutil.rmtree(folder / "\udcff")
    assert_right(folder)


def test_there_is_room_for_many_files_between_the_same_two(
    tmp_path: Path, changes: list[str]
) -> None:
    for name in ("a", "z"):
        tmp_path.joinpath(f"{name}.yaml").write_bytes(written(tree("One two.", quote("two"))))
    for number in range(30):
        tmp_path.joinpath(f"b{'a' * number}b.yaml").write_bytes(
            written(tree("One two.", quote("two")))
        )
        assert list(load(str(tmp_path)).statements) == sorted(
            path.stem for path in tmp_path.glob("*.yaml")
        )
    assert_right(tmp_path)
    assert changes.count("built") < 4


def test_each_version_of_quotecli_and_python_has_its_own_databases() -> None:

    from quotecli import __version__

    assert __version__ in VERSION
    assert ".".join(platform.python_version_tuple()[:2]) in VERSION


def test_problems_are_stored_as_they_are(folder: Path) -> None:
    folder.joinpath("bad.yaml").write_text(
        "title: A\ntext: One.\nquotes: [{id: x}]\n", encoding="utf-8"
    )
    problems = load(str(folder), cache=False, strict=False).problems
    assert (
        problems
        == load(str(folder), strict=False).problems
        == load(str(folder), strict=False).problems
    )
    assert values.decode_problems(values.encode_problems(problems)) == list(problems)
