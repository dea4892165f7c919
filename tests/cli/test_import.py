"""quotecli import: statements from other tools, and a line for all that is skipped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import click
import pytest

from quotecli.cli.import_ import import_
from quotecli.importing.positions import WAYS
from quotecli.store import codebook, reader
from tests.cli.conftest import CONTROL, Run
from tests.cli.test_hostile import HOSTILE
from tests.importing.programs import Project, Q
from tests.importing.test_hypothesis import TEXT, row
from tests.intake.test_archive import zipped

Write = Callable[..., Path]


def search(*rows: object) -> str:
    return json.dumps({"total": len(rows), "rows": rows})


@pytest.mark.parametrize("form", ["w3c", "qdpx", "taguette"])
def test_what_was_exported_is_imported_as_it_was(
    run: Run, town: Path, tmp_path: Path, form: str
) -> None:
    run("export", "--to", form, "-d", town, "-o", tmp_path / "out")
    done = run("import", "--from", form, tmp_path / "out", "-o", tmp_path / "town2.yaml")
    back, was = reader.load(str(tmp_path / "town2.yaml")), reader.load(str(town))
    assert back._replace(id="", file="", quotes=()) == was._replace(id="", file="", quotes=())
    # An export has the quotes in the order of the source.
    for quote in was.quotes:
        (same,) = [other for other in back.quotes if other.id == quote.id]
        assert (same.parts, same.speaker, same.reported_by, same.kind) == (
            quote.parts,
            quote.speaker,
            quote.reported_by,
            quote.kind,
        )
        assert same.anchor == quote.anchor
    unproved = sum(not quote.proved for quote in was.quotes)
    assert unproved == 3
    assert done.err.splitlines() == [
        "note: 2 of 9 quotes have no speaker",
        "note: 3 of 9 quotes are not proved; run quotecli check",
        "note: 1 of 9 quotes is a draft",
    ]


def test_one_statement_goes_to_standard_output(run: Run, town: Path) -> None:
    exported = run("export", "--to", "w3c", "-d", town).raw
    out = run("import", "--from", "w3c", "-", stdin=exported).out
    assert out.startswith(
        "# yaml-language-server: $schema=statement.schema.json\ntitle: The harbour bill\n"
    )


@pytest.mark.parametrize("out", ["new.yaml", "new/", "-"])
def test_an_import_that_holds_nothing_writes_nothing(run: Run, tmp_path: Path, out: str) -> None:
    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    into = f"{tmp_path}/{out}" if out != "-" else out
    arguments = ("--from", "label-studio", f"{tmp_path}/a.json", "-o", into)
    done = run("import", *arguments, status=1)
    assert (done.out, done.err) == ("", f"no statements found in {tmp_path}/a.json\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize("form", ["w3c", "qdpx", "taguette"])
def test_several_statements_go_into_a_folder(
    run: Run, folder: Path, tmp_path: Path, form: str
) -> None:
    out, into = tmp_path / "out", tmp_path / "new" / "folder"
    run("export", "--to", form, "-d", folder, "-o", out)
    refused = run("import", "--from", form, out, status=2)
    assert "holds 2 statements" in refused.err
    assert "-o FOLDER" in refused.err
    run("import", "--from", form, out, "-o", into)
    assert sorted(path.name for path in into.iterdir()) == ["harbour.yaml", "storm.yaml"]
    run("check", "-d", into, status=None)
    assert run("quotes", "-d", into, "--count").out == "6\n"


def coded_project(*names: str, codes: int = 30) -> bytes:
    """A project in the manner of MAXQDA: one codebook, of which a text uses little."""
    book = "".join(f'<Code guid="c{n}" name="Code {n}" isCodable="true"/>' for n in range(codes))
    texts = "".join(
        f'<TextSource guid="t{n}" name="{name}"><PlainTextContent>{name}: one two.'
        f'</PlainTextContent><PlainTextSelection guid="s{n}" startPosition="0" endPosition='
        f'"{len(name)}"><Coding guid="k{n}"><CodeRef targetGUID="c{n}"/></Coding>'
        "</PlainTextSelection></TextSource>"
        for n, name in enumerate(names)
    )
    xml = (
        '<Project xmlns="urn:QDA-XML:project:1.0" origin="MAXQDA 2022"><CodeBook><Codes>'
        f"<Code guid='top' name='Coast' isCodable='true'>{book}</Code></Codes></CodeBook>"
        f"<Sources>{texts}</Sources></Project>"
    )
    return zipped(("project.qde", xml.encode()))


def test_a_codebook_is_written_once_beside_the_statements(
    run: Run, write: Write, tmp_path: Path
) -> None:
    into = tmp_path / "in"
    project = write(coded_project("Anna", "Berta", "Carla"), "a.qdpx")
    run("import", "--from", "qdpx", project, "-o", into)
    assert sorted(path.name for path in into.iterdir()) == [
        *("anna.yaml", "berta.yaml", "carla.yaml", "codebook.yaml"),
    ]
    for name in ("anna", "berta", "carla"):
        assert "Coast" not in (into / f"{name}.yaml").read_text(encoding="utf-8")

    book = codebook.read_codebook(str(into / "codebook.yaml"))
    assert [topic.label for topic in book.topics.values()] == [
        "Coast",
        *(f"Code {n}" for n in range(30)),
    ]
    assert book.topics["code-29"].parent == "coast"
    assert reader.load(str(into / "anna.yaml"), book).quotes[0].topics[0].label == "Code 0"
    checked = run("check", "-d", into, status=None)
    # Once for each code that no text uses, and not once for each text, too.
    assert checked.out.count("no statement uses") == 27
    assert checked.out.count("no quote uses") == 0


def test_one_statement_in_a_folder_has_its_codebook_beside_it_and_alone_within(
    run: Run, write: Write, tmp_path: Path
) -> None:
    project = write(coded_project("Anna", codes=2), "a.qdpx")
    run("import", "--from", "qdpx", project, "-o", f"{tmp_path / 'in'}/")
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == [
        *("anna.yaml", "codebook.yaml"),
    ]
    run("import", "--from", "qdpx", project, "-o", tmp_path / "anna.yaml")
    assert list(reader.load(str(tmp_path / "anna.yaml")).topics) == ["coast", "code-0", "code-1"]


def test_an_existing_codebook_is_not_overwritten(run: Run, write: Write, tmp_path: Path) -> None:
    into = tmp_path / "in"
    into.mkdir()
    (into / "codebook.yaml").write_text("topics: {a: {label: A}}", encoding="utf-8")
    project = write(coded_project("Anna", "Berta"), "a.qdpx")
    done = run("import", "--from", "qdpx", project, "-o", into, status=2)
    assert "already exists" in done.err
    assert [path.name for path in into.iterdir()] == ["codebook.yaml"]


def test_a_text_called_codebook_is_seen(run: Run, write: Write, tmp_path: Path) -> None:
    into = tmp_path / "in"
    project = write(coded_project("Codebook", "codebook 2", "Berta"), "a.qdpx")
    run("import", "--from", "qdpx", project, "-o", into)
    assert sorted(path.name for path in into.iterdir()) == [
        *("berta.yaml", "codebook-2.yaml", "codebook-3.yaml", "codebook.yaml"),
    ]
    listed = run("statements", "-d", into, "-f", "json").out
    assert [one["title"] for one in json.loads(listed)] == ["Berta", "codebook 2", "Codebook"]

    alone = write(coded_project("Anna"), "b.qdpx")
    refused = run("import", "--from", "qdpx", alone, "-o", tmp_path / "codebook.yaml", status=2)
    assert "is the name of a codebook" in refused.err


def test_a_passage_of_nobody_does_not_get_the_speaker_of_the_statement(
    run: Run, write: Write, tmp_path: Path
) -> None:
    text = "title: T\nspeaker: lee\nspeakers: {lee: {name: Ann Lee}}\ntext: One two three.\n"
    item = write(f"{text}quotes: [{{id: a, kind: direct, excerpt: two}}]", "speech.yaml")
    run("export", "--to", "qdpx", "-d", item, "-o", tmp_path / "a.qdpx")
    project = Project((tmp_path / "a.qdpx").read_bytes())
    source = next(project.root.iter(f"{Q}TextSource"))
    place = {"startPosition": "8", "endPosition": "13"}
    source.insert(0, Element(f"{Q}PlainTextSelection", {"guid": "new", **place}))
    changed = write(project.write(), "b.qdpx")
    done = run("import", "--from", "qdpx", changed, "-o", tmp_path / "back.yaml")
    back = reader.load(str(tmp_path / "back.yaml"))
    said = {one.parts: one.speaker and one.speaker.name for one in back.quotes}
    assert said == {("two",): "Ann Lee", ("three",): None}
    assert "'speech' is no longer by one speaker" in done.err


def test_a_hyphen_is_standard_output(run: Run, town: Path, tmp_path: Path) -> None:
    run("export", "--to", "w3c", "-d", town, "-o", tmp_path / "out")
    done = run("import", "--from", "w3c", tmp_path / "out", "-o", "-")
    assert done.out == run("import", "--from", "w3c", tmp_path / "out").out != ""


def test_existing_files_are_overwritten_only_with_force(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    out, into = tmp_path / "out", tmp_path / "into"
    run("export", "--to", "w3c", "-d", folder, "-o", out)
    into.mkdir()
    (into / "storm.yaml").write_text("mine", encoding="utf-8")
    assert "already exists" in run("import", "--from", "w3c", out, "-o", into, status=2).err
    assert [path.name for path in into.iterdir()] == ["storm.yaml"]
    assert (into / "storm.yaml").read_text(encoding="utf-8") == "mine"
    run("import", "--from", "w3c", out, "-o", into, "--force")
    assert (into / "storm.yaml").read_text(encoding="utf-8") != "mine"


def test_what_is_skipped_is_listed_and_the_status_is_1(run: Run, write: Write) -> None:
    text = write(TEXT, "harbour.txt")
    rows = write(search(row("It feeds us all."), row("Not there.", id="x")), "search.json")
    done = run("import", "--from", "hypothesis", rows, "--text", text, status=1)
    assert "excerpt: It feeds us all." in done.out
    assert done.err.splitlines() == [
        "skipped: annotation x: its words are not in the text",
        "note: 1 of 1 quote has no speaker",
        "note: 1 of 1 quote is a draft",
    ]
    assert "speaker" not in done.out


def test_nothing_found_is_status_1(run: Run, write: Write, tmp_path: Path) -> None:
    done = run(
        "import",
        "--from",
        "hypothesis",
        write(search(), "s.json"),
        "-o",
        tmp_path / "o.yaml",
        status=1,
    )
    assert done.out == ""
    assert not (tmp_path / "o.yaml").exists()


@pytest.mark.parametrize(
    ("form", "content"),
    [
        ("qdpx", b""),
        ("qdpx", lambda: zipped(("../evil", b""))),
        ("qdpx", lambda: zipped(("project.qde", b"\0" * 100_000_000))),
        ("qdpx", lambda: zipped(("project.qde", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"))),
        ("qdpx", lambda: zipped(("project.qde", b"<a>" * 100_000))),
        ("w3c", b"[" * 100_000),
        ("w3c", b'{"type": "Annotation", "id": ' + b"9" * 100_000 + b"}"),
        ("w3c", b"\xff\xfe"),
        ("w3c", b""),
        ("hypothesis", b"{}"),
        ("hypothesis", b'{"rows": [{"text": "\\ud800"}]}'),
    ],
)
def test_hostile_files_are_refused_in_one_line_and_nothing_is_written(
    run: Run, write: Write, tmp_path: Path, form: str, content: bytes | Callable[[], bytes]
) -> None:
    path = write(content() if callable(content) else content, "in.bin")
    done = run("import", "--from", form, path, "-o", tmp_path / "out.yaml", status=2)
    assert len([line for line in done.err.splitlines() if not line.startswith("  ")]) == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.bin"]


def test_missing_files(run: Run, write: Write, tmp_path: Path) -> None:
    assert "unreadable" in run("import", "--from", "w3c", tmp_path / "none", status=2).err
    rows = write(search(row("x")), "search.json")
    assert (
        "unreadable"
        in run("import", "--from", "hypothesis", rows, "--text", tmp_path / "no", status=2).err
    )
    assert "--text" in run("import", "--from", "hypothesis", rows, status=2).err


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_is_never_obeyed(run: Run, write: Write, hostile: str) -> None:
    text = write(f"He said {hostile} and left.".encode(), "source.txt")
    rows = write(
        search(
            row("and left", tags=[hostile], text=hostile, document={"title": [hostile]}),
            row(f"no {hostile}", id=hostile),
        ),
        "search.json",
    )
    for columns in (0, 80):
        done = run(
            "import", "--from", "hypothesis", rows, "--text", text, status=1, columns=columns
        )
        assert not CONTROL.search(done.err)
        assert not CONTROL.search(done.out.replace("\r\n", "\n")) or not columns
    path = write(
        run("import", "--from", "hypothesis", rows, "--text", text, status=1).raw, "back.yaml"
    )
    assert reader.load(str(path)).text == f"He said {hostile} and left."
    assert run("quotes", "-d", path, "--count").out == "1\n"


AMBIGUOUS = {
    "type": "Annotation",
    "target": {"selector": {"type": "TextPositionSelector", "start": 5, "end": 8}},
}


def test_positions_that_nothing_tells_are_read_as_asked(run: Run, write: Write) -> None:
    text, notes = write("🚢🚢 a b c d e", "a.txt"), write(json.dumps(AMBIGUOUS), "a.json")
    command = ("import", "--from", "w3c", notes, "--text", text)
    assert "give --positions" in run(*command, status=1).err
    assert "excerpt: b c\n" in run(*command, "--positions", "codepoints").out
    assert "excerpt: a b\n" in run(*command, "--positions", "utf16").out


def test_only_formats_with_positions_take_how_they_are_counted(run: Run, write: Write) -> None:
    command = ("import", "--from", "hypothesis", write(search(row("x")), "search.json"))
    refused = run(*command, "--positions", "utf16", status=2)
    assert "--positions is for qdpx, w3c, label-studio, doccano, not hypothesis" in refused.err


def test_every_way_to_count_can_be_asked_for() -> None:
    (option,) = [one for one in import_.params if one.name == "positions"]
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == list(WAYS)


def test_a_statement_that_cannot_be_written_is_refused(run: Run, town: Path, write: Write) -> None:
    collection = json.loads(run("export", "--to", "w3c", "-d", town).out)
    collection["statement"]["topics"]["t" * 2000] = {"label": "Long"}
    done = run("import", "--from", "w3c", write(json.dumps(collection), "x.json"), status=2)
    assert "cannot write the statement" in done.err
