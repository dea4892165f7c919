"""Folders of brat: standoff annotations out and in, and a reader of that format in between."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given

from quotecli.errors import UnreadableError
from quotecli.exporting.formats import load_folder_export
from quotecli.importing.formats import Imported, load_folder_import
from quotecli.model import Statement
from quotecli.store import reader
from tests.conftest import HARBOUR
from tests.generated import statements
from tests.importing.test_round_trip import compared


@pytest.fixture
def harbour() -> Statement:
    return reader.read(HARBOUR.encode(), "harbour.yaml")


def export(folder: Path, *items: Statement) -> None:
    for name, content in load_folder_export("brat")(items):
        (folder / name).write_bytes(content)


def import_(folder: Path) -> Imported:
    return load_folder_import("brat")(str(folder))


def read_as_brat(folder: Path, name: str) -> list[str]:
    """Return the words of annotations as brat checks them: those of the text, lines made one."""
    text = (folder / f"{name}.txt").read_text(encoding="utf-8")  # with universal newlines
    found = []
    for line in (folder / f"{name}.ann").read_text(encoding="utf-8").split("\n"):
        if line.startswith("T"):
            _, place, words = line.split("\t", 2)
            spans = [tuple(map(int, one.split())) for one in place.split(" ", 1)[1].split(";")]
            assert " ".join(text[start:end] for start, end in spans) == words
            found.append(words)
    return found


@given(made=statements())
def test_everything_comes_back_and_brat_finds_the_words(
    made: Statement, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("brat")
    export(folder, made)
    assert len(read_as_brat(folder, "made")) == sum(bool(one.anchor.spans) for one in made.quotes)
    found = import_(folder)
    assert found.skipped == ()
    assert [compared(item) for item in found.statements] == [compared(made)]


def test_speakers_and_kinds_are_what_brat_shows(harbour: Statement, tmp_path: Path) -> None:
    export(tmp_path, harbour)
    lines = (tmp_path / "harbour.ann").read_text().splitlines()
    assert lines[0] == "T1\tdirect 1 22;42 58\tThe harbour will grow It feeds us all."
    assert "A2\tspeaker T1 lee" in lines
    assert [line for line in lines if "T3" in line and "reporter" in line] == [
        "A9\treporter T3 lee"
    ]
    config = (tmp_path / "annotation.conf").read_text()
    assert "speaker\tArg:<ENTITY>, Value:lee|chan\n" in config
    assert "topic-fishing\tArg:<ENTITY>\n" in config


def test_edits_come_back(harbour: Statement, tmp_path: Path) -> None:
    export(tmp_path, harbour)
    path = tmp_path / "harbour.ann"
    lines = [line for line in path.read_text().splitlines() if "\treporter T3" not in line]
    lines += ["T9\tindirect 5 12;30 39\tharbour the mayor", "A90\tspeaker T9 chan"]
    lines += ["#9\tAnnotatorNotes T9\tWhich one?", "R1\tsays Arg1:T1 Arg2:T2"]
    path.write_text("\n".join(lines))
    found = import_(tmp_path)
    (item,) = found.statements
    herring, new = item.quotes[2:]
    assert item.quotes[:2] == harbour.quotes[:2]
    assert (herring.reported_by, herring.status) == (None, "reviewed")
    assert (new.parts, new.speaker) == (("harbour", "the mayor"), item.speakers["chan"])
    assert (new.kind, new.note) == ("indirect", "Which one?")
    assert found.skipped == ("harbour: relations, 1",)


def test_a_folder_of_others_has_types_and_attributes_as_topics(tmp_path: Path) -> None:
    text = "The boats\r\nare many, 😀 and\r\nthe quay is deep."
    (tmp_path / "a.txt").write_bytes(text.encode())
    plain = text.replace("\r\n", "\n")
    deep = plain.index("the quay")
    lines = [
        "T1\tClaim 4 9;10 18\tboats are many",
        f"T2\tDepth {deep} {deep + 8};{deep + 12} {deep + 16}\tthe quay deep",
        "A1\tCertain T2",
        "A2\tTense T2 Present",
        "T3\tClaim 3 7\tnowhere",
        "E1\tSay:T1 Who:T2",
    ]
    (tmp_path / "a.ann").write_text("\n".join(lines), encoding="utf-8")
    found = import_(tmp_path)
    (item,) = found.statements
    one, two = item.quotes
    assert (one.excerpt, one.proved, one.speaker) == ("boats are many", True, None)
    assert two.parts == ("the quay", "deep")
    assert [topic.label for topic in two.topics] == ["Depth", "Certain", "Tense=Present"]
    assert len(found.skipped) == 2
    assert found.skipped[0] == "a: events, 1"
    assert "annotation T3" in found.skipped[1]


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"no \.ann file"):
        import_(tmp_path)
    (tmp_path / "a.ann").write_text("")
    (tmp_path / "a.txt").write_bytes(b"\xff")
    with pytest.raises(UnreadableError, match="not UTF-8"):
        import_(tmp_path)


def test_a_reader_of_standoff_has_the_same(harbour: Statement, tmp_path: Path) -> None:
    pybrat = pytest.importorskip("pybrat.parser")
    export(tmp_path, harbour)
    (example,) = pybrat.BratParser(error="raise").parse(str(tmp_path))
    assert example.text == harbour.text
    assert [(one.type, len(one.spans), one.mention) for one in example.entities] == [
        ("direct", 2, "The harbour will grow It feeds us all."),
        ("indirect", 1, "the boats would need a deeper quay"),
        ("mixed", 1, "more herring than ever"),
    ]
    assert json.loads((tmp_path / "harbour.json").read_text())["id"] == "harbour"


@pytest.mark.parametrize("ending", ["txt", "json"])
def test_a_pipe_beside_annotations_is_not_waited_for(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.ann").write_text("T1\tx 0 1\ta\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    (tmp_path / f"a.{ending}").unlink(missing_ok=True)
    os.mkfifo(tmp_path / f"a.{ending}")
    with pytest.raises(UnreadableError, match=rf"a\.{ending}: not a regular file"):
        import_(tmp_path)
