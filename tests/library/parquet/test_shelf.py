"""Parquet files answer as the statements do that they were made of."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from quotecli.criteria import Criteria
from quotecli.errors import UnknownNameError
from quotecli.library.library import Library
from quotecli.library.loading import load
from quotecli.model import KINDS, POLARITIES, STATUSES, Quote, Statement, Topic
from tests.generated import statements as any_statements
from tests.library.answers import SIDES, SORTS, answers, whole
from tests.library.parquet.make import in_order, write_rows
from tests.make import made, quote

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

TEXT = (
    "“The harbour will grow. A storm,” she said. Nobody slept. Don’t wait, don't."
    " “No,” he said of a Déeper quay, “the  storm\n is gone: the harbour, the harbour.”"
)
SPOKEN = [
    *("The harbour will grow", "Nobody slept", "a Déeper quay", "No,", "is gone: the harbour"),
    *("Don’t wait, don't.", "the harbour, the harbour", "nowhere to be found", "storm"),
]
TREES: list[dict[str, Any]] = [
    {},
    {"a": {"label": "A"}, "b": {"label": "B", "parent": "a"}, "c": {"label": "C", "parent": "b"}},
    {"a": {"label": "A"}, "b": {"label": "B", "parent": "a"}, "c": {"label": "C", "parent": "b"}},
    {"b": {"label": "Bee"}, "a": {"label": "A", "parent": "b", "aliases": ["x"]}},
]
PEOPLE: list[dict[str, Any]] = [
    {
        "lee": {"name": "Ann Lee", "attributes": {"party": "Harbour"}},
        "chan": {"name": "Bo Chan", "aliases": ["c"], "attributes": {"party": "Field"}},
    },
    {"lee": {"name": "Ann Lee", "role": "mayor"}, "diaz": {"name": "Eva Díaz"}},
    {"lee": {"name": "Cy Lee"}, "chan": {"name": "Bo Chan", "role": "guard"}},
]
DATES = ["2023", "2024-02", "2024-02-29", "2024-05-01", "soon"]
SEARCHES = [
    *("the", "harbour", "THE Storm", "don't", "deeper", "gro*", '"the harbour"', '"the harb"*'),
    *("quay no", '"slept don"', "…", "", "nothing", "the*"),
]


@st.composite
def libraries(draw: st.DrawFn) -> list[Statement]:
    """Draw a few statements that share topics, people and ids of people."""
    return [draw(_statements(name)) for name in ("one", "two", "zoo")[: draw(st.integers(1, 3))]]


@st.composite
def _statements(draw: st.DrawFn, name: str) -> Statement:
    topics, people = draw(st.sampled_from(TREES)), draw(st.sampled_from(PEOPLE))
    some: dict[str, st.SearchStrategy[Any]] = {
        "speaker": st.sampled_from(list(people)),
        "reported_by": st.sampled_from(list(people)),
        "polarity": st.sampled_from(POLARITIES),
        "status": st.sampled_from(STATUSES),
        "important": st.sampled_from(["true", "false"]),
        "coder": st.sampled_from(["Kim", "Kit Poe"]),
        "note": st.just("a note"),
        "confidence": st.sampled_from(["0.5", "1"]),
    }
    if topics:
        some["topics"] = st.lists(st.sampled_from(list(topics)), max_size=3, unique=True)
    quotes = [
        quote(
            draw(st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=2)),
            f"q{number}-{name[:2]}",
            **{
                "kind": draw(st.sampled_from(KINDS)),
                **draw(st.fixed_dictionaries({}, optional=some)),
            },
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    source = {"published": draw(st.sampled_from(DATES))}
    heads: list[dict[str, Any]] = [{}, {"source": source}, {"source": source, "coder": "Kim"}]
    head = draw(st.sampled_from(heads))
    return made(TEXT, *quotes, file=f"{name}.yaml", topics=topics, speakers=people, **head)


def _several(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


CRITERIA = st.builds(
    Criteria,
    topics=_several("a", "b", "c", "A"),
    every_topic=st.booleans(),
    not_topics=_several("b", "c"),
    speakers=_several("lee", "chan", "eva", "lee/ann-lee", "party=harbour"),
    kinds=_several(*KINDS),
    polarities=_several(*POLARITIES),
    statuses=_several(*STATUSES),
    important=st.booleans(),
    coders=_several("Kim", "Kit"),
    search=_several(*SEARCHES),
    statements=_several("one", "two"),
    since=st.sampled_from(["", "", "2024", "2024-02-29"]),
    until=st.sampled_from(["", "", "2024-02", "2023"]),
)
# Combined at random, all criteria leave nothing: most are left out.
ASKED = st.builds(
    lambda criteria, kept: Criteria(**{name: getattr(criteria, name) for name in kept}),
    CRITERIA,
    st.lists(st.sampled_from(Criteria._fields), max_size=3, unique=True),
)


def named(one: Quote) -> Quote:
    """Return a quote whose topics have only what its row has of them."""
    return replace(one, topics=tuple([Topic(topic.id, topic.label) for topic in one.topics]))


def _list_quotes(library: Library, criteria: Criteria, limit: int | None = None) -> Any:
    return {
        sort: [whole(named(one)) for one in library.quotes(criteria, sort, limit)] for sort in SORTS
    }


QUESTIONS: dict[str, Callable[[Library, Criteria], Any]] = {
    "quotes": _list_quotes,
    "first": lambda library, criteria: _list_quotes(library, criteria, 2),
    "lines": lambda library, criteria: list(library.lines(criteria)),
    "count": lambda library, criteria: library.count(criteria),
    "topics": lambda library, criteria: library.count_topics(criteria),
    "speakers": lambda library, criteria: library.count_speakers(criteria),
    "statements": lambda library, criteria: library.count_statements(criteria),
    "summary": lambda library, criteria: library.summary(criteria),
    "tally": lambda library, criteria: [
        library.tally([side], criteria) for side in (*SIDES, *library.list_attributes())
    ],
    "kept": lambda library, criteria: library.tally(["topic", "speaker"], criteria, [["a"], None]),
    "pairs": lambda library, criteria: library.pairs(criteria),
    "select": lambda library, criteria: [
        (one.id, one.text, [whole(quote) for quote in one.quotes])
        for one in library.select(criteria)
    ],
    "random": lambda library, criteria: sorted(
        one.id for one in library.quotes(criteria, "random")
    ),
    "by two": lambda library, criteria: [
        library.tally(by, criteria) for by in (["topic", "kind"], ["month", "kind"])
    ],
    "rates": lambda library, criteria: library.tally(["statement"], criteria, rates=True),
}


def ask(library: Library, criteria: Criteria, questions: Iterable[str]) -> Any:
    """Return what a library says of criteria, or why it refuses them."""
    try:
        return {name: QUESTIONS[name](library, criteria) for name in questions}
    except UnknownNameError as error:
        return str(error), error.hint


def compare(
    given_statements: list[Statement],
    asked: list[Criteria],
    questions: Collection[str] = QUESTIONS.keys(),
) -> None:
    """Ask statements and their Parquet files the same."""
    statements = in_order(given_statements)
    with tempfile.TemporaryDirectory() as folder:
        files = load(str(write_rows(Path(folder), statements)))
        memory = Library(statements)
        for criteria in asked:
            assert ask(files, criteria, questions) == ask(memory, criteria, questions)


# To make an example that fails smaller takes minutes.
_QUICK = settings(max_examples=5, phases=[Phase.explicit, Phase.generate])


@pytest.mark.parametrize("asked", [Criteria(search=("the",)), Criteria(topics=("weather",))])
def test_every_question_is_answered_the_same(library: Library, asked: Criteria) -> None:
    compare([*library.statements.values()], [asked])


@_QUICK
@given(
    libraries(),
    st.lists(ASKED, min_size=1, max_size=2),
    st.lists(st.sampled_from([*QUESTIONS]), min_size=3, max_size=3, unique=True),
)
def test_the_same_criteria_give_the_same_answers(
    statements: list[Statement], asked: list[Criteria], questions: list[str]
) -> None:
    compare(statements, asked, questions)


@pytest.mark.stress
@settings(_QUICK, max_examples=150)
@given(libraries(), st.lists(ASKED, min_size=1, max_size=3))
def test_many_criteria_give_the_same_answers(
    statements: list[Statement], asked: list[Criteria]
) -> None:
    compare(statements, asked)


@pytest.mark.stress
def test_every_question_is_answered_as_by_the_statements(library: Library, tmp_path: Path) -> None:
    statements = in_order(library.statements.values())
    files = load(str(write_rows(tmp_path, statements)))
    assert answers(files) == answers(Library(statements))
    for by in combinations(SIDES, 2):
        assert files.tally(by) == library.tally(by)


@_QUICK
@given(any_statements())
def test_any_statement_comes_back(one: Statement) -> None:
    (expected,) = in_order([one])
    with tempfile.TemporaryDirectory() as folder:
        files = load(str(write_rows(Path(folder), [expected])))
        assert list(files.lines()) == list(Library([expected]).lines())
        assert [statement.text for statement in files.select()] == (
            [expected.text] if expected.quotes else []
        )
