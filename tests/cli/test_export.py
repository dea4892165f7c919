"""quotecli export: what was filtered, and where it goes."""

from __future__ import annotations

import os
import re
import sys
import zipfile
from pathlib import Path

import pytest

from quotecli.exporting.formats import FORMATS
from tests.cli.conftest import Run


def test_the_filtered_quotes_are_written_and_nothing_else(
    run: Run, town: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.md"
    run("export", "--to", "md", "-d", town, "-k", "mixed", "-o", target)
    text = target.read_text(encoding="utf-8")
    assert "hold for a century" in text.replace("“", "").replace("”", "")
    assert "nobody will pay twice" not in text
    assert run("export", "--to", "md", "-d", town, "-k", "mixed").out == text


def test_existing_files_are_overwritten_only_with_force(
    run: Run, town: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.md"
    target.write_text("mine", encoding="utf-8")
    refused = run("export", "--to", "md", "-d", town, "-o", target, status=2)
    assert "already exists" in refused.err
    assert target.read_text(encoding="utf-8") == "mine"
    run("export", "--to", "md", "-d", town, "-o", target, "--force")
    assert "hold for a century" in target.read_text(encoding="utf-8")


def test_nothing_found_writes_nothing(run: Run, town: Path, tmp_path: Path) -> None:
    done = run(
        "export", "--to", "md", "-d", town, "-q", "zebra", "-o", tmp_path / "out.md", status=1
    )
    assert done.err == "no quotes found\n"
    assert not (tmp_path / "out.md").exists()


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.module])
def test_every_format_is_written_whole_and_the_same_again(
    run: Run, town: Path, tmp_path: Path, form: str
) -> None:
    target = tmp_path / f"quotes{FORMATS[form].ending}"
    run("export", "--to", form, "-d", town, "-t", "harbour", "-o", target)
    data = target.read_bytes()
    assert data
    assert (
        run(
            "export", "--to", form, "-d", town, "-t", "harbour", status=None, encoding="latin-1"
        ).raw
        == data
    )
    refused = run("export", "--to", form, "-d", town, "-o", target, status=2)
    assert "already exists" in refused.err
    assert target.read_bytes() == data
    assert sorted(os.listdir(tmp_path)) == [target.name, "town.yaml"]


@pytest.mark.parametrize(
    "form", [name for name, form in FORMATS.items() if form.binary and form.module]
)
def test_binary_output_is_not_written_to_a_terminal(run: Run, town: Path, form: str) -> None:
    done = run("export", "--to", form, "-d", town, status=2, columns=80)
    assert (done.out, done.err) == (
        "",
        "quotecli: binary output; use -o FILE\n",
    )


def test_markdown_is_grouped(run: Run, town: Path) -> None:
    done = run("export", "--to", "md", "-d", town, "--by", "speaker")
    assert [line for line in done.lines if line.startswith("#")] == [
        "# Ann Léa",
        "# Bo Chan",
        "# Unknown speaker",
    ]


def test_a_folder_is_made_and_filled(run: Run, town: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    run("export", "--to", "md", "-d", town, "--split", "topic", "-o", notes)
    names = ["_no-topic.md", "harbour-tax.md", "harbour.md", "money.md", "taxes.md"]
    assert sorted(os.listdir(notes)) == names
    (notes / "mine.md").write_text("mine", encoding="utf-8")
    (notes / "money.md").write_text("mine", encoding="utf-8")
    refused = run("export", "--to", "md", "-d", town, "--split", "topic", "-o", notes, status=2)
    assert "already" in refused.err
    run("export", "--to", "md", "-d", town, "--split", "topic", "-o", notes, "--force")
    assert sorted(os.listdir(notes)) == sorted([*names, "mine.md"])
    assert (notes / "mine.md").read_text(encoding="utf-8") == "mine"
    assert "century" in (notes / "money.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--to csv --by topic", "--by is for md, not csv"),
        ("--to md --positions utf16", "--positions is for w3c and qdpx, not md"),
        ("--to csv --split topic -o out", "--split is for md, not csv"),
        ("--to md --split topic", "--split writes a folder; use -o FOLDER"),
        ("--to md --split topic -o -", "--split writes a folder; use -o FOLDER"),
        ("--to parquet", "--to parquet writes a folder; use -o FOLDER"),
        ("--to parquet --split topic -o out", "--split is for md, not parquet"),
        ("--to md --split topic --by topic -o out", "--split and --by cannot be combined"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    run: Run, town: Path, options: str, message: str
) -> None:
    done = run("export", *options.split(), "-d", town, status=2)
    assert message in done.err
    assert not Path("out").exists()


def test_a_format_whose_library_is_missing_says_what_to_install(
    run: Run, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [
        name
        for name in sys.modules
        if name.partition(".")[0] == "xlsxwriter" or name.endswith("workbook")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    done = run("export", "--to", "xlsx", "-d", town, status=2)
    assert done.err.splitlines()[1] == "  run: pip install 'XlsxWriter>=3.2'"
    assert done.err.splitlines()[0] == "quotecli: the format xlsx needs XlsxWriter"


@pytest.mark.parametrize("form", ["w3c", "qdpx"])
def test_positions_are_counted_as_asked(run: Run, tmp_path: Path, form: str) -> None:
    made = tmp_path / "ferry.yaml"
    made.write_text(
        "title: Ferry\nspeakers: {lee: {name: Ann Lee}}\ntext: “🚢 The ferry sails,” said Ann Lee.\n"
        "quotes: [{id: sails, kind: direct, speaker: lee, excerpt: The ferry sails}]\n",
        encoding="utf-8",
    )
    starts = []
    for positions in ("codepoints", "utf16"):
        out = tmp_path / positions
        run("export", "--to", form, "-d", made, "--positions", positions, "-o", out)
        is_archive = zipfile.is_zipfile(out)
        data = zipfile.ZipFile(out).read("project.qde") if is_archive else out.read_bytes()
        starts.append(re.findall(rb'(?:startPosition="|"start": ?)([0-9]+)', data))
    assert starts == [[b"3"], [b"4"]]
