"""`codebook` takes what several files define out of them, and puts it into their codebook."""

from __future__ import annotations

from pathlib import Path

from quotecli.store.codebook import read_codebook
from tests.cli.conftest import Run
from tests.cli.test_rename import change, read_all

ONE = """\
title: One
speakers:
  # The harbour master.
  chan: {name: Bo Chan, aliases: [the master]}
  lee: {name: Ann Lee, role: mayor}
topics:
  trade: {label: Trade}
  ports: {label: Ports, parent: trade, keywords: [quay]}
  only: {label: Only here}
text: It rains, said Bo Chan.
quotes:
  - {id: rain, topics: [ports, only], kind: direct, speaker: chan, excerpt: It rains}
"""
TWO = """\
title: Two
speakers:
  chan:
    name: Bo Chan
    role: harbour master
    aliases: [Bo]
  lee: {name: Li Lee}
topics:
  trade: {label: Trade, description: Of goods.}
  ports: {label: Ports, parent: trade}
text: It snows, said Bo Chan.
quotes:
  - {id: snow, topics: [ports, trade], kind: direct, speaker: chan, excerpt: It snows}
"""
BOOK = """\
# yaml-language-server: $schema=codebook.schema.json
topics:
  trade:
    label: Trade
    description: Of goods.
  ports:
    label: Ports
    parent: trade
    keywords: [quay]
speakers:
  chan:
    name: Bo Chan
    aliases: [the master, Bo]
    role: harbour master
"""


def make(folder: Path) -> dict[str, bytes]:
    (folder / "below").mkdir()
    (folder / "one.yaml").write_text(ONE)
    (folder / "below" / "two.yaml").write_text(TWO)
    return read_all(folder)


def test_shared_definitions_go_into_a_new_codebook(run: Run, tmp_path: Path) -> None:
    before = make(tmp_path)
    asked = run("codebook", tmp_path, status=2)
    assert "not done without --yes: move 3 definitions to" in asked.err
    assert read_all(tmp_path) == before
    done = run("codebook", tmp_path, "--yes")
    assert done.err == (
        "note: speaker lee: 2 definitions, which differ in their name\n"
        f"moved 3 definitions to {tmp_path}/codebook.yaml in 3 files\n"
    )
    assert read_all(tmp_path) == {
        "codebook.yaml": BOOK.encode(),
        "one.yaml": change(
            before,
            "one.yaml",
            ("  # The harbour master.\n  chan: {name: Bo Chan, aliases: [the master]}\n", ""),
            ("  trade: {label: Trade}\n", ""),
            ("  ports: {label: Ports, parent: trade, keywords: [quay]}\n", ""),
        ),
        "below/two.yaml": change(
            before,
            "below/two.yaml",
            ("  chan:\n    name: Bo Chan\n    role: harbour master\n    aliases: [Bo]\n", ""),
            ("topics:\n  trade: {label: Trade, description: Of goods.}\n", ""),
            ("  ports: {label: Ports, parent: trade}\n", ""),
        ),
    }
    assert "0 errors" in run("check", tmp_path, status=None).out
    assert run("quotes", "-t", "trade", "--count", "-d", tmp_path).out == "2\n"


def test_what_would_go_is_listed(run: Run, tmp_path: Path) -> None:
    before = make(tmp_path)
    done = run("codebook", tmp_path, "--check", status=1)
    assert done.out == (
        "topic trade: 2 definitions\ntopic ports: 2 definitions\nspeaker chan: 2 definitions\n"
    )
    assert read_all(tmp_path) == before
    run("codebook", tmp_path, "--yes")
    assert run("codebook", tmp_path, "--check").out == ""
    assert run("codebook", tmp_path).err.splitlines()[-1] == "nothing to change"


def test_an_existing_codebook_is_edited(run: Run, tmp_path: Path) -> None:
    (tmp_path / "codebook.yaml").write_text("topics:\n  trade: {label: Trade}  # all of it\n")
    make(tmp_path)
    run("codebook", tmp_path, "--yes")
    book = (tmp_path / "codebook.yaml").read_text()
    assert book.startswith(
        "topics:\n  trade: {label: Trade, description: Of goods.}  # all of it\n"
    )
    assert "  ports:\n    label: Ports\n    parent: trade\n    keywords: [quay]\n" in book
    assert "speakers:\n  chan:\n    name: Bo Chan\n" in book


def test_a_folder_with_its_own_codebook_is_left_alone(run: Run, tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "below" / "codebook.yaml").write_text("topics: {x: {label: X}}\n")
    before = read_all(tmp_path)
    assert run("codebook", tmp_path).err == "nothing to change\n"
    assert read_all(tmp_path) == before


def test_a_topic_stays_with_the_one_above_it(run: Run, tmp_path: Path) -> None:
    make(tmp_path)
    two = tmp_path / "below" / "two.yaml"
    two.write_text(TWO.replace("{label: Trade,", "{label: Trading,"))
    told = run("codebook", tmp_path, "--check", status=1)
    assert "topic" not in told.out
    assert "topic trade: 2 definitions, which differ in their label" in told.err
    assert "topic ports: 2 definitions, which differ in their parent" in told.err


TABLE = """\
Name;Description;Parent;Color
Ships;All that floats;;#ff0000
"Sea; ships";=1+1;Ships;00FF00
Trade;Of goods and of money.;;
"""


def test_topics_come_from_a_table_and_go_into_one(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    make(folder)
    (folder / "codebook.yaml").write_text("topics:\n  trade: {label: Trade}  # all of it\n")
    (tmp_path / "table.csv").write_bytes(("\ufeff" + TABLE).replace("\n", "\r\n").encode())
    done = run("codebook", folder, "--from", tmp_path / "table.csv")
    assert done.err == (f"changed 3 topics of {folder}/codebook.yaml in 1 file\n")
    assert (folder / "codebook.yaml").read_text() == (
        "topics:\n  trade: {label: Trade, description: Of goods and of money.}  # all of it\n"
        "  ships:\n    label: Ships\n    description: All that floats\n"
        '    colour: "#ff0000"\n'
        '  sea-ships:\n    label: "Sea; ships"\n    description: "=1+1"\n    parent: ships\n'
        '    colour: "#00FF00"\n'
    ).replace('"Sea; ships"', "Sea; ships")
    run("codebook", folder, "--to", tmp_path / "out.csv")
    written = (tmp_path / "out.csv").read_bytes()
    assert written.startswith(
        b"id,name,description,parent,colour,aliases,keywords,memo\r\ntrade,Trade,Of goods"
    )
    assert b'sea-ships,"Sea; ships",\'=1+1,ships,#00FF00,,' in written
    book = (folder / "codebook.yaml").read_bytes()
    assert run("codebook", folder, "--from", tmp_path / "out.csv").err == "nothing to change\n"
    assert (folder / "codebook.yaml").read_bytes() == book
    assert "already exists" in run("codebook", folder, "--to", tmp_path / "out.csv", status=2).err


def test_topics_of_one_name_or_one_id_stay_several(run: Run, tmp_path: Path) -> None:
    make(tmp_path)
    book = tmp_path / "codebook.yaml"
    book.write_text("topics:\n  wages: {label: Salaries}\n")
    table = tmp_path / "t.csv"
    table.write_text("name,parent\nShips,\nCrews,\nOther,Ships\nOther,Crews\nC+,\nC-,\nWages,\n")
    run("codebook", tmp_path, "--from", table)
    assert [
        (key, one.label, one.parent) for key, one in read_codebook(str(book)).topics.items()
    ] == [
        ("wages", "Salaries", ""),
        ("ships", "Ships", ""),
        ("crews", "Crews", ""),
        ("other", "Other", "ships"),
        ("other-2", "Other", "crews"),
        ("c", "C+", ""),
        ("c-2", "C-", ""),
        ("wages-2", "Wages", ""),
    ]
    before = book.read_bytes()
    told = run("codebook", tmp_path, "--from", table).err
    assert told == "nothing to change\n"

    table.write_text("name,parent\nBoats,Other\n")
    told = run("codebook", tmp_path, "--from", table, status=2).err
    assert "several topics are called 'Other'\n  give the id of one: other, other-2" in told
    table.write_text("name\nShips\nShips\n")
    told = run("codebook", tmp_path, "--from", table, status=2).err
    assert "two rows are the topic 'ships'" in told
    assert book.read_bytes() == before


def test_what_spreadsheets_are_kept_from_running_comes_back_from_a_table(
    run: Run, tmp_path: Path
) -> None:
    make(tmp_path)
    book = tmp_path / "codebook.yaml"
    book.write_text(
        "topics:\n  pay:\n    label: Pay\n    description: For wages; - not for pensions\n"
        "    aliases: [\"'=x\"]\n    memo: |\n      Include:\n      - wages\n      '- fees\n"
    )
    before = book.read_bytes()
    run("codebook", tmp_path, "--to", tmp_path / "out.csv")
    assert "nothing to change" in run("codebook", tmp_path, "--from", tmp_path / "out.csv").err
    assert book.read_bytes() == before


def test_a_new_codebook_comes_from_a_table(run: Run, tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "t.tsv").write_text("label\tkeywords\nShips\tboat | ship\n\n")
    run("codebook", tmp_path, "--from", tmp_path / "t.tsv")
    assert (tmp_path / "codebook.yaml").read_text() == (
        "# yaml-language-server: $schema=codebook.schema.json\n"
        "topics:\n  ships:\n    label: Ships\n    keywords: [boat, ship]\n"
    )


def test_a_table_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    before = make(tmp_path)
    (tmp_path / "t.csv").write_text("colour,memo\n#ff0000,x\n")
    told = run("codebook", tmp_path, "--from", tmp_path / "t.csv", status=2).err
    assert "t.csv:1: no column 'name'\n  name the columns in the first line: id, name," in told
    (tmp_path / "t.csv").write_text("label,memo,Topic\nA,x,B\n")
    told = run("codebook", tmp_path, "--from", tmp_path / "t.csv", status=2).err
    assert "t.csv:1: two columns stand for 'name'\n  give one of them another name" in told
    (tmp_path / "t.csv").write_text("name,parent\nA,B\n")
    told = run("codebook", tmp_path, "--from", tmp_path / "t.csv", status=2).err
    assert "codebook.yaml: unknown topic 'b'" in told or "'B' is not a valid id" in told
    (tmp_path / "t.csv").write_text("name;memo;\nA;x;;\nB;y;;z\n")
    told = run("codebook", tmp_path, "--from", tmp_path / "t.csv", status=2).err
    assert "t.csv:3: more cells than the 3 of the first line" in told
    (tmp_path / "t.csv").unlink()
    assert read_all(tmp_path) == before


def test_a_row_that_names_no_topic_is_refused_with_its_line(run: Run, tmp_path: Path) -> None:
    before = make(tmp_path)
    table = tmp_path / "t.csv"
    for row in ("ships,,All that floats", ",,All that floats", " , ,x", "ships,,"):
        table.write_text(f"id,name,description\na,A,\n,,\n\n{row}\nb,B,\n")
        told = run("codebook", tmp_path, "--from", table, status=2).err
        assert told == (
            f"{table}:5: a topic without a name\n  fill in the name, or delete the row\n"
        )
    table.unlink()
    assert read_all(tmp_path) == before


def test_files_of_another_repository_keep_what_they_define(run: Run, tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "below" / ".git").mkdir()
    (tmp_path / "three.yaml").write_text(ONE.replace("One", "Three"))
    run("codebook", tmp_path, "--yes")
    assert (tmp_path / "below" / "two.yaml").read_text() == TWO
    run("check", tmp_path)


def test_a_file_alone_is_read_and_edited_with_the_codebook_above(run: Run, tmp_path: Path) -> None:
    make(tmp_path)
    run("codebook", tmp_path, "--yes")
    (tmp_path / ".git").mkdir()
    alone = tmp_path / "below" / "two.yaml"
    assert "Bo Chan" not in alone.read_text().split("text:")[0]
    run("check", alone)
    for command in ("quotes", "speakers", "show"):
        args = ("show", "snow") if command == "show" else (command,)
        assert "Bo Chan" in run(*args, "-d", alone).out
    run("edit", "snow", "-d", alone, "--set-speaker", "chan", "--set-note", "Seen.", "--yes")
    assert "Seen." in alone.read_text()


def test_a_folder_that_is_missing_or_a_file_is_told_with_what_to_give(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "file.yaml").write_text("title: A", encoding="utf-8")
    for name, what in (("gone", "no such directory"), ("file.yaml", "not a directory")):
        told = run("codebook", tmp_path / name, status=2).err
        assert f"{name}: {what}" in told
        assert "give a folder of statement files" in told
