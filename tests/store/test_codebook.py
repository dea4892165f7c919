"""A codebook defines topics and speakers for a folder; a statement's own definitions win."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quotecli.criteria import Criteria
from quotecli.errors import Place, QuotecliError, StatementError, UnreadableError
from quotecli.library.loading import load
from quotecli.model import Speaker, Topic
from quotecli.store import fields as fmt
from quotecli.store.codebook import Codebook, examine_codebook, read_codebook, read_topics
from quotecli.store.discovery import scan
from quotecli.store.files import find_shipped
from quotecli.store.reader import read
from quotecli.store.yaml_events import parse
from tests.make import quote, tree, written
from tests.store.test_fields import nodes, plain, words

BOOK = """\
topics:
  sea: {label: The sea, keywords: [tide]}
  fish: {label: Fish, parent: sea, description: What swims, aliases: [herring], keywords: [net]}
speakers:
  lee: {name: Ann Lee, role: mayor, aliases: [the mayor]}
"""
SEA = Topic("sea", "The sea", keywords=("tide",))
FISH = Topic("fish", "Fish", "What swims", ("herring",), ("net",), "sea")
LEE = Speaker("lee", "Ann Lee", "mayor", ("the mayor",))


@pytest.fixture
def book(tmp_path: Path) -> Codebook:
    path = tmp_path / "codebook.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return read_codebook(str(path))


def about_fish(**keys: Any) -> bytes:
    """A statement that needs the codebook."""
    return written(tree("One two.", quote("two", topics=["fish"], speaker="lee"), **keys))


def test_it_is_read(book: Codebook, tmp_path: Path) -> None:
    assert book == Codebook(
        str(tmp_path / "codebook.yaml"), {"sea": SEA, "fish": FISH}, {"lee": LEE}
    )
    assert read_topics(book.file) == book.topics  # which draft --topics takes


def test_a_statement_is_served(book: Codebook) -> None:
    (one,) = read(about_fish(), "a.yaml", book=book).quotes
    assert (one.topics, one.speaker) == ((FISH,), LEE)
    with pytest.raises(StatementError, match="unknown topic 'fish'"):
        read(about_fish(), "a.yaml")


def test_equal_definitions_in_both_are_merged(book: Codebook) -> None:
    own = read(
        about_fish(
            topics={"fish": {"label": "Fish", "aliases": ["cod", "herring"], "keywords": ["hook"]}},
            speakers={"lee": {"name": "Ann Lee", "aliases": ["Ms. Lee"]}},
        ),
        "a.yaml",
        book=book,
    )
    assert own.topics["fish"] == Topic(
        "fish", "Fish", "What swims", ("herring", "cod"), ("net", "hook"), "sea"
    )
    assert own.speakers["lee"] == Speaker("lee", "Ann Lee", "mayor", ("the mayor", "Ms. Lee"))
    said = {"fish": {"label": "Fish", "description": "D", "parent": "x"}, "x": {"label": "X"}}
    own = read(
        about_fish(topics=said, speakers={"lee": {"name": "Ann Lee", "role": "chair"}}),
        "a.yaml",
        book=book,
    )
    assert (own.topics["fish"].description, own.topics["fish"].parent) == ("D", "x")
    assert own.speakers["lee"].role == "chair"


def test_under_another_name_the_statements_own_is_used_alone(book: Codebook) -> None:
    own = read(
        about_fish(topics={"fish": {"label": "Seafood"}}, speakers={"lee": {"name": "Bo Lee"}}),
        "a.yaml",
        book=book,
    )
    assert own.quotes[0].topics == (Topic("fish", "Seafood"),)
    assert own.quotes[0].speaker == Speaker("lee", "Bo Lee")  # neither Ann's role nor her aliases


def test_a_statements_topic_may_have_a_parent_in_the_codebook(book: Codebook) -> None:
    own = read(about_fish(topics={"eel": {"label": "Eel", "parent": "fish"}}), "a.yaml", book=book)
    assert own.topics["eel"].parent == "fish"
    with pytest.raises(StatementError, match="its own ancestor"):
        read(
            about_fish(topics={"sea": {"label": "The sea", "parent": "fish"}}), "a.yaml", book=book
        )


BROKEN = {
    "nothing": ("", "empty", 1, 1, "the codebook is empty"),
    "a list": ("- a\n", "shape", 1, 1, "the codebook is a list"),
    "a text": ("a\n", "shape", 1, 1, "the codebook is text"),
    "a statement's key": (
        "title: a\ntopics: {}\n",
        "unknown-key",
        1,
        1,
        "unknown key 'title' in the codebook",
    ),
    "a topic without label": (
        "topics:\n  a: {parent: a}\n",
        "missing-key",
        2,
        6,
        "topic 'a' has no label",
    ),
    "a speaker without name": (
        "speakers: {a: {role: b}}\n",
        "missing-key",
        1,
        15,
        "speaker 'a' has no name",
    ),
    "an unknown parent": (
        "topics: {a: {label: b, parent: c}}\n",
        "unknown-topic",
        1,
        32,
        "unknown topic 'c'",
    ),
    "an anchor": ("topics: &a {}\n", "anchor", 1, 9, "anchor"),
    "no YAML": ("topics: [\n", "yaml", 2, 1, ""),
}


@pytest.mark.parametrize(("data", "rule", "line", "column", "message"), BROKEN.values(), ids=BROKEN)
def test_a_problem_is_reported_with_its_place(
    tmp_path: Path, data: str, rule: str, line: int, column: int, message: str
) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(data, encoding="utf-8")
    for placed in (False, True):
        with pytest.raises(StatementError) as caught:
            read_codebook(str(path), placed=placed)
        first = caught.value.problems[0]
        assert (first.rule, first.place) == (rule, Place(str(path), line, column))
        assert message in first.message


# The schema

VALID = Draft202012Validator(fmt.codebook_schema(), format_checker=None)


def test_its_schema_is_valid_and_shipped() -> None:
    Draft202012Validator.check_schema(fmt.codebook_schema())
    path = Path(find_shipped()).parent / "codebook.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == fmt.codebook_schema()


@given(
    st.dictionaries(
        st.sampled_from(["topics", "speakers", "title"]) | words,
        st.dictionaries(st.sampled_from(["a", "b-1"]) | words, nodes, max_size=3) | nodes,
        max_size=3,
    )
)
def test_schema_and_reader_agree(content: Any) -> None:
    data = written(content)
    beyond = {"unknown-topic", "topic-cycle"}
    problems = [
        problem for problem in examine_codebook(data, "c.yaml")[1] if problem.rule not in beyond
    ]
    assert VALID.is_valid(plain(parse(data, "c.yaml"))) == (not problems)


# Which codebook serves which file


def laid_out(root: Path, *names: str) -> None:
    """Make files in a folder; each codebook names its folder, so that it can be recognised."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            BOOK if path.name == "codebook.yaml" else about_fish().decode(), encoding="utf-8"
        )


def served(root: Path, *paths: str) -> dict[str, str]:
    found = scan([str(root / path) if path else str(root) for path in paths])
    return {
        os.path.relpath(file, root): os.path.relpath(book, root) if book else ""
        for file, book in zip(found.paths, found.books)
    }


def test_the_nearest_codebook_above_serves_a_file(tmp_path: Path) -> None:
    laid_out(
        tmp_path,
        "codebook.yaml",
        "a.yaml",
        "x/b.yaml",
        "x/y/codebook.yaml",
        "x/y/c.yaml",
        "x/y/z/d.yaml",
    )
    inner = "x/y/codebook.yaml"
    assert served(tmp_path, "") == {
        "a.yaml": "codebook.yaml", "x/b.yaml": "codebook.yaml",
        "x/y/c.yaml": inner, "x/y/z/d.yaml": inner,
    }  # fmt: skip
    assert served(tmp_path, "x") == {
        "x/b.yaml": "codebook.yaml", "x/y/c.yaml": inner, "x/y/z/d.yaml": inner,
    }  # fmt: skip


def test_a_file_that_is_named_is_served_by_the_nearest_codebook_above(tmp_path: Path) -> None:
    laid_out(tmp_path, "codebook.yaml", "a.yaml", "x/b.yaml")
    assert served(tmp_path, "a.yaml", "x/b.yaml") == {
        "a.yaml": "codebook.yaml",
        "x/b.yaml": "codebook.yaml",
    }


def test_the_scan_lists_codebooks_that_serve_nothing(tmp_path: Path) -> None:
    laid_out(tmp_path, "codebook.yaml", "x/codebook.yaml", "x/a.yaml")
    found = scan([str(tmp_path)])
    assert found.codebooks == [
        str(tmp_path / "codebook.yaml"),
        str(tmp_path / "x" / "codebook.yaml"),
    ]
    assert found.paths == [str(tmp_path / "x" / "a.yaml")]
    assert scan([str(tmp_path / "x" / "a.yaml")]).codebooks == []


def test_a_folder_with_its_name_is_a_folder(tmp_path: Path) -> None:
    laid_out(tmp_path, "codebook.yaml/a.yaml")
    assert served(tmp_path, "") == {"codebook.yaml/a.yaml": ""}
    assert served(tmp_path, "codebook.yaml") == {"codebook.yaml/a.yaml": ""}


def test_a_link_to_a_codebook_is_one_and_a_dead_link_is_reported(tmp_path: Path) -> None:
    laid_out(tmp_path, "shared/codebook.yaml", "in/a.yaml")
    (tmp_path / "in" / "codebook.yaml").symlink_to(tmp_path / "shared" / "codebook.yaml")
    assert load(str(tmp_path / "in")).count(Criteria(topics=("sea",))) == 1
    (tmp_path / "shared" / "codebook.yaml").unlink()
    with pytest.raises(QuotecliError, match=r"codebook\.yaml: unreadable: No such file"):
        load(str(tmp_path / "in"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_named_pipe_is_not_a_codebook(tmp_path: Path) -> None:
    laid_out(tmp_path, "a.yaml")
    os.mkfifo(tmp_path / "codebook.yaml")
    assert served(tmp_path, "") == {"a.yaml": ""}
    assert served(tmp_path, "a.yaml") == {"a.yaml": ""}


def test_a_codebook_is_not_a_statement(tmp_path: Path) -> None:
    laid_out(tmp_path, "codebook.yaml", "a.yaml")
    with pytest.raises(UnreadableError, match="a codebook, not a statement") as caught:
        scan([str(tmp_path / "codebook.yaml")])
    assert caught.value.hint == "give its folder instead"


# In a library


def test_one_statement_and_many_are_served_alike(tmp_path: Path) -> None:
    laid_out(tmp_path, "codebook.yaml", "a.yaml")
    one = load(str(tmp_path))
    laid_out(tmp_path, "x/b.yaml")
    many = load(str(tmp_path))
    for library, count in ((one, 1), (many, 2)):
        assert library.count(Criteria(topics=("sea",), speakers=("the mayor",))) == count
        assert {topic.id: topic for topic in library.topics.values()} == {"sea": SEA, "fish": FISH}


def test_files_with_a_broken_codebook_are_skipped_and_no_others(tmp_path: Path) -> None:
    laid_out(tmp_path, "x/codebook.yaml", "x/a.yaml", "x/b.yaml")
    (tmp_path / "x" / "c.yaml").write_bytes(written(tree("One two.", quote("two"))))
    (tmp_path / "x" / "codebook.yaml").write_text("topics: [\n")
    library = load(str(tmp_path), strict=False)
    assert list(library.statements) == ["c"]
    assert "yaml" in [problem.rule for problem in library.problems]
    with pytest.raises(StatementError):
        load(str(tmp_path))
