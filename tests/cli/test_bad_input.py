"""Bad input is answered by a line with its place, a hint, status 2, and nothing on stdout."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import TOWN, Run

Write = Callable[..., Path]
QUOTES = "quotes: [{id: q, kind: direct, excerpt: some words}]\n"
GOOD = f"title: t\ntext: some words\n{QUOTES}"

# Content of the file, place of the problem, message, hint.
STRUCTURE = {
    "empty": ("", "1:1", "the file is empty", "schema"),
    "only a comment": ("# nothing\n", "1:1", "the file is empty", "schema"),
    "a list": ("- a\n- b\n", "1:1", "the file is a list, not a mapping", "at the top level"),
    "a string": ("just words\n", "1:1", "the file is text, not a mapping", "at the top level"),
    "not UTF-8": (b"title: caf\xe9\n", "1:11", "not UTF-8: byte 0xe9", "UTF-8"),
    "UTF-16": ("title: t\n".encode("utf-16"), "1:1", "not UTF-8: byte 0xff", "UTF-8"),
    "a surrogate": (b"title: \xed\xa0\x80\n", "1:8", "not UTF-8: byte 0xed", "UTF-8"),
    "NUL": ("title: a\0b\n", "1:9", "NUL character", "remove it"),
    "a control character": ("title: a\x1b[2Jb\n", "1:9", "control character U+001B", "\\x1b"),
    "two documents": (GOOD + "---\n" + GOOD, "4:1", "a second document in the file", "in its own file"),
    "a duplicate key": (GOOD + "title: again\n", "4:1", "duplicate key 'title'", "keep one"),
    "a duplicate id": (
        GOOD.replace("}]", "}, {id: q, kind: direct, excerpt: words}]"), "3:59", "the id 'q' is already used on line 3", "own",
    ),
    "an alias": ("title: &a t\ntext: *a\n", "1:8", "anchors are not supported: &a", "remove it"),
    "an alias alone": ("title: t\ntext: *a\n", "2:7", "aliases are not supported", "write out"),
    "an alias bomb": (
        "a: &a [x,x,x]\n" + "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi")),
        "1:4", "anchors are not supported: &a", "",
    ),
    "a merge key": ("title: t\ntext: w\n<<: {occasion: x}\n" + QUOTES, "3:1", "unknown key '<<'", ""),
    "a tag": ("title: !!python/object/apply:os.system [id]\n", "1:8", "tags are not supported: ", "every value is text"),
    "nested brackets": ("title: " + "[" * 900, "1:15", "nested too deeply", "five levels"),
    "nested braces": ("title: " + "{a: " * 20_000, "1:36", "nested too deeply", "five levels"),
    "an unclosed quotation mark": ('title: t\ntext: "some words\n' + QUOTES, "4:1", "", "close the quotation mark"),
    "an unclosed bracket": ("title: [t\n", "2:1", "", ""),
    "a tab for indentation": ("title: t\nspeakers:\n\ta: {name: A}\n", "3:1", "", "spaces"),
    "a colon in a value": ("title: one: two\n", "1:11", "a ':' within a value", "lines of its own"),
    "an unknown key": (GOOD + "ocasion: x\n", "4:1", "unknown key 'ocasion'", "did you mean occasion?"),
    "an unknown key of a quote": (
        GOOD.replace("kind", "sort: x, kind"), "3:18", "unknown key 'sort' in quote 'q'", "use one of id",
    ),
    "a missing key": (f"text: some words\n{QUOTES}", "1:1", "the statement has no title", "title"),
    "a missing text": (f"title: t\n{QUOTES}", "1:1", "neither text nor text_file", "text: |-"),
    "two texts": (GOOD + "text_file: a.txt\n", "4:1", "both text and text_file", "keep one"),
    "a list for a text": (GOOD.replace("title: t", "title: [t]"), "1:8", "title must be text, not a list", ""),
    "a text for a list": ("title: t\ntext: some words\nquotes: none\n", "3:9", "quotes must be a list, not text", ""),
    "a text for a mapping": (GOOD + "speakers: Ann\n", "4:11", "speakers must be a mapping of ids, not text", ""),
    "no value": (GOOD + "occasion:\n", "4:10", "occasion is empty", "omit the key"),
    "null": (GOOD + "occasion: null\n", "4:11", "null is not allowed", '"null"'),
    "a wrong kind": (GOOD.replace("direct", "indirekt"), "3:24", "kind is 'indirekt'", "did you mean indirect?"),
    "a wrong id": (GOOD.replace("id: q", "id: My Quote"), "3:15", "id 'My Quote' is not a valid id", "did you mean my-quote?"),
    "an unknown topic": (
        "title: t\ntext: w\ntopics: {war: {label: War}}\nquotes: [{id: q, kind: direct, topics: [wra], excerpt: w}]\n",
        "4:41", "unknown topic 'wra'", "did you mean war?",
    ),
    "an unknown speaker": (GOOD + "speaker: ann\n", "4:10", "unknown speaker 'ann'", "define it in speakers"),
    "a topic under itself": (
        GOOD + "topics: {a: {label: A, parent: b}, b: {label: B, parent: a}}\n", "4:32", "its own ancestor", "remove a parent",
    ),
    "an excerpt without parts": (GOOD.replace("some words}", "[]}"), "3:41", "excerpt is an empty list", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", STRUCTURE)
def test_a_broken_file_gets_one_line_with_its_place(run: Run, write: Write, case: str) -> None:
    content, place, message, hint = STRUCTURE[case]
    path = write(content)
    for command in ("topics", "quotes -f json", "read", "show q", "speakers -f csv"):
        done = run(*command.split(), "-d", path, status=2)
        assert done.out == ""
        first, *hints = done.err.splitlines()
        assert first.startswith(f"{path}:{place}: ")
        assert message in first
        assert hint in "\n".join(hints)
        assert all(line.startswith("  ") for line in hints)


def test_more_than_one_breach_points_to_check(run: Run, write: Write) -> None:
    path = write("titel: t\n" + QUOTES)
    done = run("quotes", "-d", path, status=2)
    assert re.search(rf"and \d more: 'quotecli check {re.escape(str(path))}' lists them", done.err)


@pytest.mark.parametrize(
    "command", ["topics -d {}", "quotes -d {} -f csv", "show q -d {}", "read -d {}"]
)
def test_a_missing_file(run: Run, tmp_path: Path, command: str) -> None:
    path = tmp_path / "none.yaml"
    done = run(*command.format(path).split(), status=2)
    assert (done.out, done.err) == ("", f"{path}: unreadable: No such file or directory\n")


def test_a_folder_without_statements(run: Run, tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing")
    done = run("topics", "-d", tmp_path, status=2)
    assert (done.out, done.err) == (
        "",
        f"{tmp_path}: no statements in this folder\n  name statement files .yaml or .yml\n",
    )


def test_a_file_below_a_file(run: Run, write: Write) -> None:
    path = write(GOOD)
    assert "Not a directory" in run("topics", "-d", path / "x.yaml", status=2).err


@pytest.mark.skipif(os.name != "posix", reason="permissions as Unix has them")
@pytest.mark.parametrize("shut", ["file", "folder"])
def test_no_permission(run: Run, shut: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = folder / "shut" / "a.yaml"
        path.parent.mkdir()
        path.write_text(GOOD, encoding="utf-8")
        closed = path if shut == "file" else path.parent
        run("quotes", "-d", closed)  # loads all modules while they are readable
        closed.chmod(0)
        am_root = os.geteuid() == 0
        try:
            if am_root:  # root may read everything: be nobody for a moment
                os.seteuid(65534)
            done = run("topics", "-d", closed, status=2)
        finally:
            if am_root:
                os.seteuid(0)
            closed.chmod(0o755)
    assert (done.out, done.err) == ("", f"{closed}: unreadable: Permission denied\n")


def test_a_scalar_beyond_the_limit(run: Run, write: Write) -> None:
    done = run("topics", "-d", write("title: t\ntext: " + "word " * 4_100_000 + "\n"), status=2)
    assert done.out == ""
    assert re.search(
        r":2:7: a value of \d\d,\d{3},\d{3} characters is too long\n  the limit is 20,000,000",
        done.err,
    )


def test_carriage_returns_and_a_byte_order_mark_are_accepted(run: Run, write: Write) -> None:
    plain = run("quotes", "-d", write(TOWN, "a/town.yaml")).out
    assert run("quotes", "-d", write(TOWN.replace("\n", "\r\n"), "b/town.yaml")).out == plain
    assert run("quotes", "-d", write("\ufeff" + TOWN, "c/town.yaml")).out == plain


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../outside.txt", "outside the statement's folder"),
        ("/etc/hostname", "outside the statement's folder"),
        ("sub/../../outside.txt", "outside the statement's folder"),
        ("link.txt", "behind a symbolic link"),
        ("linked/inside.txt", "behind a symbolic link"),
        ("none.txt", "unreadable: No such file or directory"),
        ("sub", "not a regular file"),
        ("empty.txt", "empty"),
    ],
)
def test_a_text_file_stays_in_its_folder(
    run: Run, write: Write, tmp_path: Path, name: str, message: str
) -> None:
    write("secret words", "outside.txt")
    write("secret words", "in/sub/inside.txt")
    write(" \n", "in/empty.txt")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "outside.txt")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "in" / "sub")
    path = write(f'title: t\ntext_file: "{name}"\n{QUOTES}', "in/a.yaml")
    done = run("read", "-d", path, status=2)
    assert done.out == ""
    assert done.err.startswith(f"{path}:2:12: text_file '{name}': {message}")


def test_a_text_file_beside_or_below_is_read(run: Run, write: Write) -> None:
    write("\ufeffHe said some words.\r\nAnd more.\r\n", "sub/a.txt")
    path = write(f"title: t\ntext_file: sub/a.txt\n{QUOTES}", "a.yaml")
    assert run("read", "-d", path).out.endswith("He said ⟦q: some words⟧.\nAnd more.\n")
    refused = run("read", "-d", "-", stdin=path.read_bytes(), status=2)
    assert (
        "-:2:12: text_file 'sub/a.txt': not available to a statement from standard input"
        in refused.err
    )


def test_a_broken_text_file_is_named_itself(run: Run, write: Write) -> None:
    text = write(b"good\nbad \xff\n", "a.txt")
    path = write(f"title: t\ntext_file: a.txt\n{QUOTES}", "a.yaml")
    assert f"{text}:2:5: not UTF-8: byte 0xff" in run("read", "-d", path, status=2).err


def test_two_statements_of_one_name(run: Run, write: Write) -> None:
    first, second = write(GOOD, "a/x.yaml"), write(GOOD, "b/x.yaml")
    done = run("topics", "-d", first, "-d", second, status=2)
    assert done.err.startswith(f"{second}: the statement 'x' is also in {first}\n")


def test_a_misspelt_word_of_the_command_line(run: Run) -> None:
    for args, said in {
        "quots": "no command 'quots'; did you mean quotes?",
        "quotes --topik x": "No such option '--topik'",
        "quotes -f yaml": "'yaml' is not one of 'excerpt', 'table', 'json', 'jsonl', 'csv', 'tsv', 'md'",
        "quotes -k said": "'said' is not one of 'direct', 'indirect', 'mixed'",
        "quotes -n many": "'many' is not a valid integer",
        "show": "Missing argument 'ID'",
        "export": "Missing option '--to'. Choose from: html, md, csv, xlsx,",
        "show a b": "unexpected extra argument (b)",
    }.items():
        done = run(*args.split(), status=2)
        assert done.out == ""
        first, hint = done.err.splitlines()
        assert said in first
        assert re.fullmatch(r"  try 'quotecli.* --help'", hint)
    assert run("quotes", "-t", status=2).err == "quotecli: Option '-t' requires an argument.\n"


@pytest.mark.parametrize("name", ["article.txt", "notes.md", "article"])
@pytest.mark.parametrize(
    "text", ["It will rain.", "He said: “no”: yes\n\n- so\n", "“No,” he said\t\x1b[0m"]
)
def test_a_plain_text_is_answered_with_draft(
    run: Run, write: Callable[..., Path], name: str, text: str
) -> None:
    path = write(text, name)
    done = run("topics", "-d", path, status=2)
    hint = f"make a statement of it with 'quotecli draft {path}'"
    assert done.err == f"{path}: a plain text, not a statement\n  {hint}\n"
    assert hint in run("check", path, status=1).out
    assert run("quotes", "-d", "-", stdin=text, status=2).err.startswith("-: a plain text")


def test_a_statement_of_any_name_is_read(run: Run, write: Callable[..., Path]) -> None:
    path = write(
        "{'title': t, text: One two., quotes: [{id: a, kind: direct, excerpt: One}]}", "a.txt"
    )
    assert run("quotes", "--count", "-d", path).out == "1\n"
    assert run("topics", "-d", write("title: [t\n", "b.txt"), status=2).err.count("draft") == 0
