"""Commands on a folder of Parquet files print what they print of its statements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

pytest.importorskip("duckdb")
pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def rows(run: Run, folder: Path, tmp_path: Path) -> Path:
    """The statements of a folder as Parquet files."""
    run("export", "--to", "parquet", "-o", tmp_path / "rows", "-d", folder)
    return tmp_path / "rows"


def change(rows: Path, column: str, value: Any) -> None:
    """Give all quotes of a folder another value in a column."""
    (path,) = (rows / "quotes").iterdir()
    table = pq.read_table(path)
    at = table.column_names.index(column)
    values = pa.array([value] * len(table), table.schema.field(at).type)
    pq.write_table(table.set_column(at, column, values), path)


@pytest.mark.parametrize(
    "command",
    [
        "topics",
        "topics -s chan -f csv",
        "quotes",
        "quotes -t ports --not-topic fishing -f jsonl",
        "quotes -q the* --sort relevance -n 3",
        "quotes -s Díaz -k direct --count",
        "quotes --context 1 -n 2",
        "speakers",
        "statements",
        "stats",
        "stats --by topic --by speaker",
        "stats --pairs",
        "stats --matrix",
        "kwic harbour storm",
        "kwic the --in quotes -s chan",
        "cite more-herring",
        "read",
        "export --to csv",
        "export --to w3c -t weather",
    ],
)
def test_a_command_says_the_same_of_rows(run: Run, folder: Path, rows: Path, command: str) -> None:
    asked = command.split()
    assert run(*asked, "-d", rows).out == run(*asked, "-d", folder).out


def test_a_search_gives_the_first_quotes_unless_the_best_are_asked_for(
    run: Run, folder: Path, rows: Path
) -> None:
    best = run("quotes", "-q", "the", "-f", "jsonl", "-d", folder).out
    assert run("quotes", "-q", "the", "-f", "jsonl", "--sort", "relevance", "-d", rows).out == best
    first = run("quotes", "-q", "the", "-f", "jsonl", "--sort", "source", "-d", folder).out
    assert run("quotes", "-q", "the", "-f", "jsonl", "-d", rows).out == first


def test_a_selection_becomes_statements_that_pass_a_check(
    run: Run, rows: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "it's saved"
    done = run("quotes", "-t", "ports", "-t", "weather", "-d", rows, "--save", saved)
    assert done.err == "wrote 5 quotes\n"
    run("check", saved)
    lines = run("quotes", "-f", "jsonl", "-d", saved).out
    assert lines == run("quotes", "-t", "ports", "-t", "weather", "-f", "jsonl", "-d", rows).out
    assert "already exist\n" in run("quotes", "-d", rows, "--save", saved, status=2).err
    run("quotes", "-n", "1", "-d", rows, "--save", saved, "--force")


def test_what_is_to_be_reviewed_of_a_selection_is_told(
    run: Run, rows: Path, tmp_path: Path
) -> None:
    change(rows, "status", "draft")
    saved = tmp_path / "it's saved"
    done = run("quotes", "-n", "2", "-d", rows, "--save", saved)
    where = f"'{tmp_path}/it'\"'\"'s saved'"
    assert done.err == f"wrote 2 quotes, 2 to be reviewed: quotecli review {where}\n"


def test_shared_speakers_are_in_a_codebook_beside_the_files(run: Run, tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    people = "speakers:\n  ada: {name: Ada Marlow, role: mayor}\n  bo: {name: Bo Holt}\n"
    (study / "codebook.yaml").write_text(people, encoding="utf-8")
    for name, who in (("one", "ada"), ("two", "bo"), ("three", "ada")):
        (study / f"{name}.yaml").write_text(
            f"title: {name}\ntext: It rains.\nspeakers: {{cy: {{name: Cy {name}}}}}\nquotes:\n"
            f"  - {{id: rain, kind: direct, speaker: {who}, excerpt: It rains.}}\n"
            "  - {id: other, kind: direct, speaker: cy, excerpt: rains}\n",
            encoding="utf-8",
        )
    asked = ("quotes", "-f", "jsonl", "-d")
    for made in (tmp_path / "imported", tmp_path / "saved"):
        if made.name == "imported":
            run("export", "--to", "parquet", "-o", tmp_path / "tables", "-d", study)
            run("import", tmp_path / "tables", "--from", "parquet", "-o", made)
        else:
            run("quotes", "-d", study, "--save", made)
        assert "unused-speaker" not in run("check", made).out
        assert "Ada" in (made / "codebook.yaml").read_text(encoding="utf-8")
        assert "Ada" not in (made / "one.yaml").read_text(encoding="utf-8")
        # Two people of one id stay apart.
        assert "name: Cy one" in (made / "one.yaml").read_text(encoding="utf-8")
        assert run(*asked, made).out == run(*asked, study).out

    run("quotes", "-s", "bo", "-d", study, "--save", tmp_path / "single")
    assert [path.name for path in (tmp_path / "single").iterdir()] == ["two.yaml"]
    assert "unused-speaker" not in run("check", tmp_path / "single").out


@pytest.mark.parametrize("number", [1, 2])
def test_a_selection_has_only_the_topics_and_people_of_its_quotes(
    run: Run, tmp_path: Path, number: int
) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "codebook.yaml").write_text(
        "speakers:\n  ada: {name: Ada Marlow}\n  bo: {name: Bo Holt}\n"
        "topics:\n  sky: {label: Sky}\n  rain: {label: Rain, parent: sky}\n  sun: {label: Sun}\n",
        encoding="utf-8",
    )
    for name in ("one", "two", "three")[: number + 1]:
        topic, who = ("sun", "bo") if name == "one" else ("rain", "ada")
        (study / f"{name}.yaml").write_text(
            f"title: {name}\ntext: It rains.\nquotes:\n"
            f"  - {{id: it, topics: [{topic}], kind: direct, speaker: {who}, excerpt: It rains.}}\n",
            encoding="utf-8",
        )
    saved = tmp_path / "saved"
    run("quotes", "-t", "rain", "-d", study, "--save", saved)
    assert len([*saved.iterdir()]) == (1 if number == 1 else 3)
    assert "unused" not in run("check", saved).out
    assert "Sky" in run("topics", "-d", saved).out
    written = "".join(path.read_text(encoding="utf-8") for path in saved.iterdir())
    assert "Sun" not in written
    assert "Bo Holt" not in written


def lie(rows: Path) -> None:
    """Give all quotes other words than their text has, at a place of it."""
    change(rows, "parts", ["Nobody slept."])
    change(rows, "joins", [])
    change(rows, "spans", [{"start": 0, "end": 9}])


def test_where_the_text_is_read_it_is_asked_and_not_the_row(run: Run, rows: Path) -> None:
    lie(rows)
    shown = run("show", "harbour/deeper-quay", "-d", rows).out
    assert "not proved: the excerpt is not in the source" in shown
    exported = run("export", "--to", "csv", "-d", rows).out
    assert "not proved: the excerpt is not in the source" in exported
    assert "⟦" not in run("quotes", "-C", "0", "-d", rows).out


def test_texts_of_one_id_are_refused_where_they_are_read(run: Run, rows: Path) -> None:
    (file,) = (rows / "texts").glob("*.parquet")
    (rows / "texts" / "again.parquet").write_bytes(file.read_bytes())
    for command in (
        *(["show", "harbour/deeper-quay"], ["export", "--to", "csv"], ["statements"]),
        *(["quotes", "--grouped"], ["quotes", "-f", "md"]),
    ):
        assert "several texts are 'harbour'" in run(*command, "-d", rows, status=2).err


def test_quotes_of_one_id_are_refused_where_their_text_is_read(
    run: Run, rows: Path, tmp_path: Path
) -> None:
    change(rows, "id", "same")
    said = run("quotes", "-d", rows, "--save", tmp_path / "saved", status=2).err
    assert "harbour: several quotes have one id" in said
    assert not (tmp_path / "saved").exists()
    assert "same" in run("show", "harbour/same", "-d", rows, status=2).err


def test_a_selection_is_not_saved_to_a_folder_without_a_name(run: Run, rows: Path) -> None:
    said = run("quotes", "-n", "1", "-d", rows, "--save", "", status=2).err
    assert "the name of the folder is empty" in said


def test_the_name_of_a_folder_is_no_column_of_quotes(run: Run, rows: Path) -> None:
    part = rows / "quotes" / "speaker=Somebody"
    part.mkdir()
    next((rows / "quotes").glob("*.parquet")).rename(part / "a.parquet")
    assert "'speaker' is a column of the files" in run("quotes", "-d", rows, status=2).err


def test_what_a_text_does_not_prove_is_told_and_left_out(
    run: Run, rows: Path, tmp_path: Path
) -> None:
    # The rows go on claiming that it is proved, and where.
    lie(rows)
    saved = tmp_path / "saved"
    done = run("quotes", "-d", rows, "--save", saved, status=1)
    assert "left out: harbour/deeper-quay: not proved: the excerpt is not in the source" in done.err
    assert "wrote 3 quotes" in done.err
    assert not (saved / "harbour.yaml").exists()


def test_statements_of_one_file_are_saved_as_well(run: Run, folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    run("quotes", "-n", "1", "-d", folder / "harbour.yaml", "--save", saved)
    assert [path.name for path in saved.iterdir()] == ["harbour.yaml"]
    refused = run("quotes", "--count", "-d", folder, "--save", tmp_path / "other", status=2)
    assert "--save and --count cannot be combined" in refused.err


@pytest.mark.parametrize("command", ["check", "edit -k direct --set-status reviewed -d", "browse"])
def test_commands_that_need_statements_say_what_to_do(run: Run, rows: Path, command: str) -> None:
    assert "quotes --save FOLDER" in run(*command.split(), rows, status=2).err
