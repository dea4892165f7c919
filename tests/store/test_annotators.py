"""Files with statements of one id: annotations of one text, or a mistake."""

from __future__ import annotations

import pytest

from quotecli.store.annotators import Annotators, CodedText


def name(*files: tuple[str, str, str], others: tuple[str, ...] = ()) -> list[str]:
    """Return the ids of files, given as path, text and coder; "" for one that is refused."""
    annotators = Annotators([*[path for path, _, _ in files], *others])
    named = [annotators.name(path, CodedText(text, coder)) for path, text, coder in files]
    return ["" if problem else key for key, problem in named]


def test_one_text_by_several_coders_has_their_names() -> None:
    files = [("a/x.yaml", "1", "Ada"), ("b/x.yaml", "1", "Ben Oak"), ("c/x.yml", "1", "Cy")]
    assert name(*files) == ["x", "x-ben-oak", "x-cy"]
    assert name(*files[1:]) == ["x", "x-cy"]


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (("1", "Ada"), ("2", "Ben")),
        (("1", "Ada"), ("1", "ada")),
        (("1", "Ada"), ("1", "")),
        (("1", ""), ("1", "Ben")),
        (("", "Ada"), ("", "Ben")),
    ],
)
def test_another_text_or_nobody_else_is_a_mistake(
    first: tuple[str, str], other: tuple[str, str]
) -> None:
    assert name(("a/x.yaml", *first), ("b/x.yaml", *other)) == ["x", ""]


def test_a_file_of_that_name_has_its_id() -> None:
    files = [("a/x.yaml", "1", "Ada"), ("b/x.yaml", "1", "Ben")]
    assert name(*files, others=("b/x-ben.yaml",)) == ["x", ""]


def test_the_hint_says_what_would_help() -> None:
    annotators = Annotators(["a/x.yaml", "b/x.yaml"])
    annotators.name("a/x.yaml", CodedText("1", "Ada"))
    _, problem = annotators.name("b/x.yaml", CodedText("1", ""))
    assert problem
    assert problem.message == "the statement 'x' is also in a/x.yaml"
    assert problem.hint == "rename one of the files, or name the coder of each: 'coder: NAME'"
