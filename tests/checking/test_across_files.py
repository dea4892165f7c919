"""Files are checked in order; contradictions between them and unused definitions are reported."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from quotecli import processes
from quotecli.checking import across_files
from quotecli.checking.across_files import check_files
from quotecli.checking.report import Report
from quotecli.checking.rules import check_file
from quotecli.errors import MAX_PROBLEMS, UnreadableError
from tests.make import quote, tree, written

BOOK = """\
topics:
  sea: {label: The sea}
  fish: {label: Fish, parent: sea}
speakers:
  lee: {name: Ann Lee}
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to which paths are relative."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, content: Any) -> None:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    Path(path).write_bytes(content.encode() if isinstance(content, str) else written(content))


def said(name: str = "Ann Lee", label: str = "Sea", parent: str = "") -> Any:
    """A statement with a speaker and a topic."""
    topic = {"label": label, **({"parent": parent} if parent else {})}
    above = {parent: {"label": "Above"}} if parent else {}
    return tree(
        "One two.",
        quote("two", topics=["sea"]),
        topics={"sea": topic, **above},
        speakers={"lee": {"name": name}},
        speaker="lee",
    )


def served(*topics: str, speaker: str = "lee", **keys: Any) -> Any:
    """A statement with topics and a speaker from a codebook."""
    return tree("One two.", quote("two", topics=list(topics), speaker=speaker), **keys)


def list_problems(*paths: str) -> list[str]:
    """Return the problems of a check, each with its rule and place."""
    return [
        f"{problem.place.file}: {problem.severity}: {problem.message} [{problem.rule}]"
        for report in check_files(paths)
        for problem in report.problems
    ]


def test_files_that_agree_have_no_problems(root: Path) -> None:
    put("a.yaml", said())
    put("b.yaml", said())
    reports = list(check_files(["."]))
    assert [(report.file, report.problems, report.statement) for report in reports] == [
        ("./a.yaml", (), None), ("./b.yaml", (), None),
    ]  # fmt: skip
    assert [report.tiers["exact"] for report in reports] == [1, 1]


def test_one_id_for_two_people_is_reported_at_the_later_with_both_places(root: Path) -> None:
    put("a.yaml", said())
    put("b.yaml", said(name="Bo Lee"))
    put("c.yaml", said())
    (first, second, third) = check_files(["."])
    assert first.problems == third.problems == ()
    (problem,) = second.problems
    data = Path("a.yaml").read_bytes()
    column = data.index(b'"lee": {') + 1
    assert (problem.rule, problem.severity, problem.place) == (
        "conflict",
        "warning",
        ("./b.yaml", 1, column),
    )
    assert (
        problem.message
        == f"the speaker 'lee' is “Bo Lee” here and “Ann Lee” in ./a.yaml:1:{column}"
    )
    assert "treated as two people" in problem.hint


def test_one_id_for_two_topics_and_a_different_parent_are_reported(root: Path) -> None:
    put("a.yaml", said())
    put("b.yaml", said(label="Ocean"))
    put("c.yaml", said(parent="up"))
    found = list_problems("a.yaml", "b.yaml", "c.yaml")
    assert [line.partition(" in a.yaml")[0] for line in found] == [
        "b.yaml: warning: the topic 'sea' is “Ocean” here and “Sea”",
        "c.yaml: warning: the topic 'sea' is under 'up' here and has no parent",
    ]


@pytest.mark.parametrize("path", ["b.yaml", "book/codebook.yaml"])
def test_of_many_conflicts_the_first_are_listed_and_the_others_counted(
    root: Path, path: str
) -> None:
    def topics(word: str) -> Any:
        return {f"t{number}": {"label": f"{word} {number}"} for number in range(MAX_PROBLEMS + 20)}

    put("a.yaml", tree("One two.", quote("two", topics=["t1"]), topics=topics("One")))
    if path == "b.yaml":
        put(path, tree("One two.", quote("two", topics=["t1"]), topics=topics("Other")))
    else:
        put(path, {"topics": topics("Other")})
        put("book/c.yaml", tree("One two.", quote("two", topics=["t1"])))
    (report,) = (report for report in check_files(["."]) if report.file.endswith(path))
    conflicts = [one.message for one in report.problems if one.rule == "conflict"]
    assert len(conflicts) == MAX_PROBLEMS
    assert f"'t{MAX_PROBLEMS - 1}'" in conflicts[-1]
    left_out = [one.message for one in report.problems if one.rule == "too-many"]
    assert "20 more warnings not listed, from here on" in left_out


def test_two_statements_with_one_id_are_an_error_at_the_later(root: Path) -> None:
    put("a.yaml", said())
    put("x/A.yml", said())
    assert list_problems(".") == [
        "./x/A.yml: error: the statement 'a' is also in ./a.yaml [duplicate-statement]"
    ]
    assert list_problems("x/A.yml", "a.yaml") == [
        "a.yaml: error: the statement 'a' is also in x/A.yml [duplicate-statement]"
    ]


def test_an_unreadable_file_has_a_report_like_the_others(root: Path) -> None:
    put("a.yaml", said())
    os.symlink("nowhere", "b.yaml")
    reports = list(check_files([".", "none.yaml"]))
    assert [(one.file, one.errors, one.unreadable is not None) for one in reports] == [
        ("./a.yaml", 0, False), ("./b.yaml", 1, True), ("none.yaml", 1, True),
    ]  # fmt: skip


def test_a_folder_without_statements_is_refused(root: Path) -> None:
    with pytest.raises(UnreadableError):
        list(check_files(["."]))


def test_a_codebook_comes_last_with_what_is_unused(root: Path) -> None:
    put(
        "codebook.yaml",
        BOOK.replace("speakers:", "  air: {label: Air}\nspeakers:\n  bo: {name: Bo}"),
    )
    put("x/a.yaml", served("fish"))
    *statements, book = check_files(["."])
    assert [one.problems for one in statements] == [()]
    assert (book.file, book.defines, book.tiers) == ("./codebook.yaml", (3, 2), {})
    assert [(one.severity, one.message, one.place) for one in book.problems] == [
        ("warning", "no statement uses the topic 'air'", ("./codebook.yaml", 4, 3)),
        ("warning", "no statement uses the speaker 'bo'", ("./codebook.yaml", 6, 3)),
    ]


def test_unused_is_only_reported_if_all_statements_are_known(root: Path) -> None:
    put("codebook.yaml", BOOK)
    put("a.yaml", served("sea"))
    assert list_problems(".") == [
        "./codebook.yaml: warning: no statement uses the topic 'fish' [unused-topic]"
    ]
    assert list_problems("a.yaml") == []  # other files may use it
    put("b.yaml", "title: [\n")
    assert [line.rpartition("[")[2] for line in list_problems(".")] == ["yaml]"]  # this one may


def test_a_codebook_that_serves_nothing_is_checked(root: Path) -> None:
    put("codebook.yaml", "topics: {air: {label: Air}}\n")
    put("x/codebook.yaml", BOOK)
    put("x/a.yaml", served("fish"))
    assert list_problems(".") == [
        "./codebook.yaml: warning: no statement uses the topic 'air' [unused-topic]"
    ]


def test_a_codebook_is_checked_if_it_is_named_or_used(root: Path) -> None:
    put("codebook.yaml", BOOK.replace("Ann Lee}", "Ann Lee, rôle: x}"))
    put("a.yaml", served("fish"))
    wrong = "codebook.yaml: error: unknown key 'rôle' in speaker 'lee' [unknown-key]"
    for paths in (
        ["codebook.yaml"],
        ["a.yaml"],
        ["a.yaml", "codebook.yaml"],
        ["a.yaml", "./codebook.yaml"],
    ):
        assert list_problems(*paths) == [wrong]  # and once


def test_a_broken_codebook_is_reported_without_what_follows_from_it(root: Path) -> None:
    put("codebook.yaml", f"{BOOK}titel: x\n")
    put("a.yaml", served("fish"))
    assert list_problems(".") == [
        "./codebook.yaml: error: unknown key 'titel' in the codebook [unknown-key]"
    ]


def test_a_missing_codebook_is_unreadable(root: Path) -> None:
    os.symlink("nowhere", "codebook.yaml")
    put("a.yaml", said())
    assert list_problems(".") == [
        "./codebook.yaml: error: unreadable: No such file or directory [unreadable]"
    ]


def test_a_statement_that_contradicts_its_codebook_is_reported_once(root: Path) -> None:
    put("codebook.yaml", BOOK)
    put("a.yaml", served("fish", speakers={"lee": {"name": "Bo Lee"}}))
    put("b.yaml", served("fish", speakers={"lee": {"name": "Bo Lee"}}))
    put("c.yaml", served("fish"))
    message = "the speaker 'lee' is “Bo Lee” here and “Ann Lee” in ./codebook.yaml:5:3 [conflict]"
    assert list_problems(".") == [f"./a.yaml: warning: {message}", f"./b.yaml: warning: {message}"]


def test_codebooks_are_compared_with_each_other(root: Path) -> None:
    put("x/codebook.yaml", BOOK)
    put("x/a.yaml", served("fish"))
    put("y/codebook.yaml", BOOK.replace("Ann", "Bo"))
    put("y/b.yaml", served("fish"))
    message = "the speaker 'lee' is “Bo Lee” here and “Ann Lee” in ./x/codebook.yaml:5:3 [conflict]"
    assert list_problems(".") == [f"./y/codebook.yaml: warning: {message}"]


def test_a_codebook_comes_before_the_files_after_those_that_it_serves(root: Path) -> None:
    put("x/codebook.yaml", BOOK)
    put("x/a.yaml", served("fish"))
    put("y/b.yaml", said(name="Bo Lee", label="The sea"))
    (line,) = list_problems(".")
    assert line.startswith(
        "./y/b.yaml: warning: the speaker 'lee' is “Bo Lee” here and “Ann Lee” in ./x/codebook.yaml"
    )


@pytest.fixture
def many(root: Path) -> list[str]:
    """Enough files for several chunks, some of which contradict others."""
    put("codebook.yaml", BOOK)
    for number in range(40):
        keys = {"speakers": {"bo": {"name": f"Bo {number // 30}"}}}
        put(f"s{number:02}.yaml", served("fish", speaker="bo", **keys))
    put("s41.yaml", "title: [\n")
    return list_problems(".")


def test_several_processes_find_the_same_in_the_same_order(
    many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(many) == 11
    for name, value in {"_MIN_PARALLEL_BYTES": 0, "_CHUNK_BYTES": 400}.items():
        monkeypatch.setattr(across_files, name, value)
    monkeypatch.setattr(processes, "count_processors", lambda: 2)
    assert list_problems(".") == many


def test_only_a_few_files_are_in_memory_at_once(
    many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report is returned before the last file is read."""
    monkeypatch.setattr(across_files, "_CHUNK_BYTES", 400)
    read: list[str] = []

    def watched(path: str, **keys: Any) -> Report:
        read.append(path)
        return check_file(path, **keys)

    monkeypatch.setattr(across_files, "check_file", watched)
    first = next(iter(check_files(["."])))
    assert first.file == "./s00.yaml"
    assert len(read) < 10
