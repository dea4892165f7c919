"""quotecli draft, of several sources, each with what is known of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quotecli.intake.kinds import KINDS
from quotecli.intake.plain import read_text
from quotecli.store.head import KEYS, OF_SOURCE
from quotecli.store.reader import load
from tests.cli.conftest import Run

RAIN = "“It will rain,” said Ann Lee.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that is worked in: two folders of articles, and one article beside them."""
    monkeypatch.chdir(tmp_path)
    for name in ("one.txt", "old/one.txt", "old/two.md", "new/two.md", "new/two.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(RAIN, encoding="utf-8")
    return tmp_path


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml"))


def test_files_folders_and_standard_input_are_mixed(run: Run, here: Path) -> None:
    done = run("draft", "one.txt", "old", "-", "-o", "out", stdin=RAIN.encode())
    assert _files(here / "out") == ["draft.yaml", "old-one.yaml", "one.yaml", "two.yaml"]
    assert "4 quotes drafted" in done.err
    assert "next: quotecli review out" in done.err
    run("check", "out")


def test_ids_are_different_wherever_the_sources_are(run: Run, here: Path) -> None:
    run("draft", "old", "new", "one.txt", "-o", "out")
    names = [f"{name}.yaml" for name in ("new-two-md", "old-one", "old-two-md", "one", "two-txt")]
    assert _files(here / "out") == names
    run("check", "out")
    run("draft", ".", "-o", "all")
    names = [f"{name}.yaml" for name in ("new/two-md", "new/two-txt", "old/old-one", "old/two")]
    assert _files(here / "all") == [*names, "one.yaml"]
    run("check", "all")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_can_be_chosen(run: Run, kind: str) -> None:
    assert (
        "Invalid value for '--from'"
        not in run("draft", "-", "--from", kind, stdin=b"", status=2).err
    )


def test_a_file_that_is_named_twice_is_drafted_once(run: Run, here: Path) -> None:
    run("draft", "old", "old/one.txt", "./old", "-o", "out")
    assert _files(here / "out") == ["one.yaml", "two.yaml"]


def test_one_file_goes_into_a_folder_that_exists(run: Run, here: Path) -> None:
    (here / "out").mkdir()
    run("draft", "one.txt", "-o", "out")
    assert _files(here / "out") == ["one.yaml"]


def test_what_is_wrong_with_one_source_does_not_stop_the_others(run: Run, here: Path) -> None:
    (here / "empty").mkdir()
    (here / "wrong").mkdir()
    (here / "wrong" / "a.txt").write_text(RAIN, encoding="utf-8")
    (here / "wrong" / "sources.csv").write_text("name\n", encoding="utf-8")
    (here / "bad.docx").write_text(RAIN, encoding="utf-8")
    named = ("nowhere.txt", "empty", "wrong", "bad.docx", "one.txt")
    done = run("draft", *named, "-o", "out", status=2)
    assert _files(here / "out") == ["one.yaml"]
    for line in (
        "nowhere.txt: unreadable: No such file or directory",
        "empty: no files that can be drafted in this folder",
        "wrong/sources.csv:1: unknown column 'name'",
        "bad.docx: not a Word file",
        "1 quote drafted",
    ):
        assert line in done.err
    done = run("draft", *named, "--show-text", status=2)
    assert done.out == f"==> one.txt <==\n{RAIN}"
    assert "nowhere.txt: unreadable" in done.err


def test_a_row_of_sources_without_a_file_is_told(run: Run, here: Path) -> None:
    (here / "old" / "sources.csv").write_text(
        "file,title\none.txt,A\n,\n\n,The rain\n", encoding="utf-8"
    )
    said = run("draft", "old", "-o", "out", status=2).err
    assert "old/sources.csv:5: no file is named\n  fill in the file, or delete the row\n" in said


def test_several_sources_need_a_folder(run: Run, here: Path) -> None:
    assert "several SOURCEs; use -o FOLDER" in run("draft", "one.txt", "old", status=2).err
    done = run("draft", "one.txt", "old", "-o", "one.txt", status=2)
    assert "one.txt: not a directory" in done.err


def test_every_key_of_a_head_is_read_wherever_there_is_one(run: Run, here: Path) -> None:
    head = {key: f"a {key}" for key in KEYS} | {"url": "https://a.example/"}
    front = "".join(f"{key}: {value}\n" for key, value in head.items())
    assert {key: getattr(read_text(f"---\n{front}---\n{RAIN}"), key) for key in KEYS} == head

    line = json.dumps({"id": 1, "text": RAIN, **head, "other": 2, "file": "a"})
    (here / "a.jsonl").write_text(line, encoding="utf-8")
    (answer,) = map(json.loads, run("draft", "--jsonl", "a.jsonl").out.splitlines())
    assert {key: answer[key] for key in head} == head
    assert len(answer["quotes"]) == 1

    (here / "old" / "sources.csv").write_text(
        f"file,{','.join(head)}\none.txt,{','.join(head.values())}\n", encoding="utf-8"
    )
    options = [part for key in KEYS if key not in OF_SOURCE for part in (f"--{key}", f"my {key}")]
    options += [part for key in OF_SOURCE for part in (f"--source.{key}", f"my {key}")]
    run("draft", "old", "-o", "out")
    run("draft", "old", "-o", "mine", *options)
    for folder, said in (("out", "a"), ("mine", "my")):
        made = load(f"{folder}/one.yaml")
        speaker = made.speaker.name if made.speaker else ""
        assert (made.title, made.occasion, speaker) == tuple(
            f"{said} {key}" for key in ("title", "occasion", "speaker")
        )
        wanted = head if said == "a" else {key: f"my {key}" for key in KEYS}
        assert made.source[: len(OF_SOURCE)] == tuple(wanted[key] for key in OF_SOURCE)


def test_a_speaker_of_a_line_says_what_nobody_else_says(run: Run, here: Path) -> None:
    text = "“I am here to talk of rain.”"
    rows = [{"id": 1, "text": text, "speaker": "Bo Chan"}, {"id": 2, "text": text, "url": None}]
    (here / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for options, names in (
        ((), ["Bo Chan", None]),
        (("--speaker", "Ida Roth"), ["Ida Roth", "Ida Roth"]),
    ):
        done = run("draft", "--jsonl", "a.jsonl", "--all", *options)
        answers = [json.loads(line) for line in done.out.splitlines()]
        said = [quote["speaker"] for answer in answers for quote in answer["quotes"]]
        assert [one and one["name"] for one in said] == names


def test_a_head_that_is_no_text_is_told_by_its_line(run: Run, here: Path) -> None:
    (here / "a.jsonl").write_text('{"id": 1, "text": "", "published": 2024}', encoding="utf-8")
    assert (
        "a.jsonl:1: 'published' is not a text" in run("draft", "--jsonl", "a.jsonl", status=2).err
    )


def test_several_speakers_of_front_matter_are_not_one() -> None:
    assert read_text(f"---\nspeaker: [Ann Lee, Bo Chan]\ntitle: T\n---\n{RAIN}").speaker == ""
