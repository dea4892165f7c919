"""A folder of statements: which files are skipped, who shares an id, which statement is meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CONTROL, Run

BOOK = """\
topics:
  harbour: {label: Harbour}
  quay: {label: The quay, parent: harbour}
  parks: {label: Parks}
speakers:
  lee: {name: Ann Lee, role: mayor}
"""
HEARING = """\
title: The hearing
speaker: lee
text: The quay will grow, she said. Nobody will pay for it, Mr. Lee said.
quotes:
  - {id: quay-grows, kind: indirect, excerpt: The quay will grow, topics: [quay]}
"""
PRESS = """\
title: The press
speaker: lee
speakers: {lee: {name: Bo Lee, role: editor}}
text: The harbour is large. The quay is not.
quotes:
  - {id: large, kind: indirect, excerpt: The harbour is large, topics: [harbour]}
  - {id: small, kind: indirect, excerpt: The quay is not, topics: [quay]}
"""
SPEECH = """\
title: The speech
source: {published: 2024-05}
speaker: lee
text: We want parks.
quotes: [{id: parks, kind: direct, excerpt: We want parks., topics: [parks]}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a codebook and three statements, one of which has another Lee."""
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "notes"
    files = {
        "codebook.yaml": BOOK,
        "hearing.yaml": HEARING,
        "press.yaml": PRESS,
        "2024/speech.yaml": SPEECH,
    }
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


@pytest.fixture
def damaged(folder: Path) -> Path:
    """The same with files that are skipped."""
    (folder / "a1.yaml").write_text("title: [\n", encoding="utf-8")
    (folder / "a2.yaml").write_text(
        "titel: x\ntext: y\nquotes: []\nspeakers: {x: y}\n", encoding="utf-8"
    )
    (folder / "a3.yaml").symlink_to("nowhere")
    (folder / "old").mkdir()
    (folder / "old" / "press.yaml").write_text(PRESS, encoding="utf-8")
    return folder


SKIPPED = """\
notes/a1.yaml:2:1: expected a value
  put the value in "quotation marks", or see 'quotecli schema'
notes/a2.yaml:1:1: unknown key 'titel' in the statement
  did you mean title?
notes/a3.yaml: unreadable: No such file or directory
quotecli: skipped 4 files
  'quotecli check notes' lists every problem
"""


def test_bad_files_do_not_hide_the_good_ones(run: Run, damaged: Path) -> None:
    for _ in range(2):  # as they are read, and from the index
        done = run("quotes", "-d", "notes", "--count")
        assert (done.out, done.err) == ("4\n", SKIPPED)
    assert run("quotes", "-d", "notes", "--count", "--no-cache").err == SKIPPED


def test_strict_refuses_them(run: Run, damaged: Path) -> None:
    done = run("quotes", "-d", "notes", "--count", "--strict", status=2)
    assert done.out == ""
    assert done.err.startswith("notes/a1.yaml:2:1: expected a value")
    (damaged / "a1.yaml").unlink()
    assert (
        "and 2 more: 'quotecli check notes/a2.yaml' lists them"
        in run("quotes", "-d", "notes", "--strict", status=2).err
    )


def test_a_file_that_is_named_is_not_skipped(run: Run, damaged: Path) -> None:
    done = run("quotes", "-d", "notes", "-d", "notes/a1.yaml", "--count", status=2)
    assert done.err.startswith("notes/a1.yaml:2:1: ")


def test_a_bad_codebook_is_reported_first(run: Run, damaged: Path) -> None:
    (damaged / "codebook.yaml").write_text(f"{BOOK}title: x\n", encoding="utf-8")
    (damaged / "sound.yaml").write_text("title: Sound\ntext: a\nquotes: []\n", encoding="utf-8")
    done = run("statements", "-d", "notes", "-f", "csv")
    assert done.err.startswith("notes/codebook.yaml:7:1: unknown key 'title' in the codebook\n")
    assert "sound" in done.out
    assert run("quotes", "-d", "notes", "--strict", status=2).err.startswith(
        "notes/codebook.yaml:7:1: "
    )
    (damaged / "press.yaml").unlink()
    assert run("quotes", "-d", "notes/hearing.yaml", status=2).err.startswith(
        "notes/codebook.yaml:7:1: "
    )


def test_a_path_that_a_shell_would_split_is_quoted(run: Run, damaged: Path) -> None:
    damaged.rename("my notes")
    assert "\n  'quotecli check 'my notes'' lists" in run("quotes", "-d", "my notes", "--count").err


@pytest.mark.parametrize("columns", [0, 80])
def test_file_names_cannot_move_the_cursor(run: Run, folder: Path, columns: int) -> None:
    evil = folder / "evil\x1b]0;x\x07\u202e"
    evil.mkdir()
    (evil / "bad\x9b.yaml").write_text("title: [\n")
    (evil / "lee.yaml").write_text(
        PRESS.replace("Bo Lee", r'"Bo \u202e\e]0;x\a Lee"'), encoding="utf-8"
    )
    for args in (["speakers"], ["quotes", "-s", "ann"], ["topics"]):
        done = run(*args, "-d", folder, columns=columns)
        assert not CONTROL.search(done.shown)
        assert not CONTROL.search(done.err)
    run("check", folder, status=1, columns=columns)


TOPICS = """\
id       label       quotes  words  share  statements
harbour  Harbour          3     12    80%  2           ████████████████
  quay     The quay       2      8    53%  2           ██████████▋
parks    Parks            1      3    20%  speech      ████
"""
SPEAKERS = """\
id           name     quotes  words  topics                          role    statements
lee/bo-lee   Bo Lee        2      8  Harbour 2, The quay 1           editor  press
lee/ann-lee  Ann Lee       2      7  Harbour 1, The quay 1, Parks 1  mayor   2
"""


def test_topics_name_the_statement_or_count_them(run: Run, folder: Path) -> None:
    assert run("topics", "-d", "notes").out == TOPICS
    assert run("topics", "-d", "notes", "-k", "direct", "-k", "indirect").out == TOPICS
    assert run("topics", "-d", "notes").err == ""
    rows = json.loads(run("topics", "-d", "notes", "-f", "json").out)
    assert [(row["statements"], row["statement"]) for row in rows] == [
        (2, None),
        (2, None),
        (1, "speech"),
    ]
    assert run("topics", "-d", "notes/press.yaml").lines[0].split() == [
        "id",
        "label",
        "quotes",
        "words",
        "share",
    ]


def test_speakers_who_share_an_id_are_counted_separately_with_a_warning(
    run: Run, folder: Path
) -> None:
    done = run("speakers", "-d", "notes")
    assert done.out == SPEAKERS
    assert done.err == (
        "quotecli: 'lee' refers to 2 people, counted separately: lee/ann-lee, lee/bo-lee\n"
        "  'quotecli check notes' shows where\n"
    )
    ids = [row["id"] for row in json.loads(run("speakers", "-d", "notes", "-f", "json").out)]
    assert ids == ["lee/bo-lee", "lee/ann-lee"]
    assert [run("quotes", "-d", "notes", "-s", key, "--count").out for key in ids] == ["2\n", "2\n"]


@pytest.mark.parametrize(
    "command",
    ["quotes", "topics", "speakers", "statements", "read", "stats", "kwic lee", "export --to csv"],
)
def test_asking_for_one_of_them_names_the_other(run: Run, folder: Path, command: str) -> None:
    asked = run(*command.split(), "-d", "notes", "-s", "Ann Lee", status=None)
    assert asked.err.startswith(
        "quotecli: 'lee' refers to 2 people, counted separately: lee/ann-lee, lee/bo-lee\n"
    )
    assert asked.err.count("counted separately") == 1


def test_speakers_that_nobody_asked_for_are_not_mentioned(run: Run, folder: Path) -> None:
    assert run("quotes", "-d", "notes").err == ""
    assert run("topics", "-d", "notes", "-t", "quay").err == ""
    (folder / "press.yaml").unlink()
    assert run("speakers", "-d", "notes").err == ""


def test_a_name_that_fits_two_is_refused_with_both(run: Run, folder: Path) -> None:
    done = run("quotes", "-d", "notes", "-s", "lee", status=2)
    assert (
        done.err == "quotecli: 'lee' matches 2 speakers: lee/ann-lee, lee/bo-lee\n"
        "  give the whole id of the speaker\n"
    )


def test_only_a_few_of_many_shared_ids_are_named(run: Run, folder: Path) -> None:
    for file, name in (("m.yaml", "M"), ("n.yaml", "N")):
        people = ", ".join(f"p{number}: {{name: {name}}}" for number in range(9))
        quotes = "\n".join(
            f"- {{id: q{number}, kind: indirect, excerpt: x{number}, speaker: p{number}}}"
            for number in range(9)
        )
        text = " ".join(f"x{number}" for number in range(9))
        (folder / file).write_text(
            f"title: t\nspeakers: {{{people}}}\ntext: {text}\nquotes:\n{quotes}\n", encoding="utf-8"
        )
    said = run("speakers", "-d", "notes").err
    assert said.startswith("quotecli: 10 ids refer to several people each, counted separately: ")
    assert " and 4 more\n" in said
    assert len(said.splitlines()) == 2


# check


CHECKED = """\
notes/a1.yaml:2:1: error: expected a value [yaml]
    → put the value in "quotation marks", or see 'quotecli schema'
notes/a1.yaml: 1 error, 0 warnings; the quotes could not be checked
notes/a3.yaml: error: unreadable: No such file or directory [unreadable]
notes/hearing.yaml: 0 errors, 0 warnings; 1 quote (1 exact); 28.6 % of the words covered
notes/press.yaml:3:12: warning: the speaker 'lee' is “Bo Lee” here and “Ann Lee” in notes/codebook.yaml:6:3 [conflict]
    → same id, different names: treated as two people; give one person one name
notes/press.yaml: 0 errors, 1 warning; 2 quotes (2 exact); 100 % of the words covered
notes/2024/speech.yaml: 0 errors, 0 warnings; 1 quote (1 exact); 100 % of the words covered
notes/old/press.yaml: error: the statement 'press' is also in notes/press.yaml [duplicate-statement]
    → rename one of the files, or name the coder of each: 'coder: NAME'
notes/old/press.yaml:3:12: warning: the speaker 'lee' is “Bo Lee” here and “Ann Lee” in notes/codebook.yaml:6:3 [conflict]
    → same id, different names: treated as two people; give one person one name
notes/old/press.yaml: 1 error, 1 warning; 2 quotes (2 exact); 100 % of the words covered
notes/codebook.yaml: 0 errors, 0 warnings; 3 topics and 1 speaker
7 files: 3 with errors, 2 with warnings; 6 quotes (6 exact)
"""  # as it is printed


def test_check_lists_everything(run: Run, damaged: Path) -> None:
    (damaged / "a2.yaml").unlink()
    done = run("check", "notes", status=2)
    assert done.out == CHECKED
    assert done.err == ""


def test_check_of_a_folder_that_is_sound(run: Run, folder: Path) -> None:
    (folder / "press.yaml").unlink()
    (folder / "codebook.yaml").write_text(
        BOOK.replace("  parks", "  bridge: {label: B}\n  parks"), encoding="utf-8"
    )
    lines = run("check", "notes").lines
    assert lines[-4:] == [
        "notes/codebook.yaml:4:3: warning: no statement uses the topic 'bridge' [unused-topic]",
        "    → use it or remove it",
        "notes/codebook.yaml: 0 errors, 1 warning; 4 topics and 1 speaker",
        "3 files: 0 with errors, 1 with warnings; 2 quotes (2 exact)",
    ]
    run("check", "notes", "--strict", status=1)


def test_json_has_codebooks_and_problems_across_files(run: Run, damaged: Path) -> None:
    found = json.loads(run("check", "notes", "-f", "json", status=2).out)
    rules = {one["file"]: [problem["rule"] for problem in one["problems"]] for one in found}
    assert rules["notes/a3.yaml"] == ["unreadable"]
    assert rules["notes/press.yaml"] == ["conflict"]
    assert "duplicate-statement" in rules["notes/old/press.yaml"]
    assert found[-1]["file"] == "notes/codebook.yaml"
    lines = run("check", "notes", "-f", "github", status=2).lines
    assert len(lines) == sum(map(len, rules.values()))
    assert any("title=duplicate-statement" in line for line in lines)


def test_the_schema_of_a_codebook(run: Run) -> None:
    made = json.loads(run("schema", "--codebook").out)
    assert set(made["properties"]) == {"topics", "speakers"}
    shipped = Path(__file__).parents[2] / "data" / "codebook.schema.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == made


def test_a_draft_takes_its_topics_from_a_codebook(run: Run, folder: Path) -> None:
    made = run(
        "draft",
        "-",
        "--topics",
        "notes/codebook.yaml",
        stdin="“The quay will grow,” said Ann Lee.\n",
    ).out
    assert "\n  quay:\n    label: The quay\n    parent: harbour\n" in made
    assert "\n    topics: [quay]\n" in made
