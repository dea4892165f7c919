"""Annotations of Hypothesis: what can be anchored becomes a quote without a speaker."""

from __future__ import annotations

import json
from typing import Any

import pytest

from quotecli.errors import UnreadableError
from quotecli.importing.formats import Imported
from quotecli.importing.hypothesis import read

TEXT = """\
The harbour will grow

“The harbour will grow,” said the mayor 😀. “It feeds us all.”

Bo Chan said that the boats would need a deeper quay. The boats are old. The boats are new.
"""
URI = "https://post.example/harbour"


def row(
    exact: str = "",
    prefix: str = "",
    suffix: str = "",
    position: tuple[int, int] | None = None,
    **keys: Any,
) -> Any:
    selectors: list[dict[str, Any]] = [{"type": "RangeSelector", "startContainer": "/p[1]"}]
    if position:
        selectors.append({"type": "TextPositionSelector", "start": position[0], "end": position[1]})
    if exact:
        selectors.append(
            {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
        )
    return {
        "id": "abc",
        "uri": URI,
        "user": "acct:someone@hypothes.is",
        "tags": [],
        "text": "",
        "document": {"title": ["The harbour"]},
        "target": [{"source": URI, "selector": selectors}],
        **keys,
    }


def found(*rows: Any, text: str | None = TEXT, **keys: Any) -> Imported:
    answer = {"total": len(rows), "rows": list(rows), **keys}
    return read(json.dumps(answer).encode(), "search.json", text)


def test_an_annotation_becomes_a_quote() -> None:
    result = found(
        row(
            "It feeds us all.",
            "said the mayor 😀. “",
            "”",
            tags=["Food", "Sea & sky"],
            text="Really?",
        )
    )
    (made,) = result.statements
    (quote,) = made.quotes
    assert (made.id, made.title, made.source.url, made.text) == ("search", "The harbour", URI, TEXT)
    assert (quote.parts, quote.kind, quote.note, quote.status) == (
        ("It feeds us all.",),
        "direct",
        "Really?",
        "draft",
    )
    assert [(topic.id, topic.label) for topic in quote.topics] == [
        ("food", "Food"),
        ("sea-sky", "Sea & sky"),
    ]
    assert quote.proved
    assert result.skipped == ()


def test_an_annotator_is_not_a_speaker() -> None:
    (made,) = found(row("It feeds us all.")).statements
    assert made.speakers == {}
    assert made.quotes[0].speaker is None
    assert made.speaker is None


def test_words_outside_quotation_marks_are_indirect_and_a_draft() -> None:
    (quote,) = found(row("the boats would need a deeper quay")).statements[0].quotes
    assert (quote.kind, quote.status) == ("indirect", "draft")


def test_outer_quotation_marks_are_not_part_of_the_excerpt() -> None:
    (quote,) = found(row(" “It feeds us all.”")).statements[0].quotes
    assert (quote.parts, quote.kind) == (("It feeds us all.",), "direct")


def test_context_or_position_tells_places_apart() -> None:
    second = TEXT.index("The boats are new")
    for one in (
        row("The boats", "old. ", " are new"),
        row("The boats", position=(second, second + 9)),
    ):
        (quote,) = found(one).statements[0].quotes
        assert quote.anchor.spans[0].start == second
        assert quote.proved


def test_a_position_with_other_words_is_ignored() -> None:
    (quote,) = found(row("It feeds us all.", position=(0, 16))).statements[0].quotes
    assert quote.anchor.spans[0].start == TEXT.index("It feeds")


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (row("The boats"), "occur 2 times in the text"),
        (row("The ships are old"), "not in the text"),
        (row("arbour will gro", position=(5, 20)), "cuts a word"),
        (row("arbour will gro"), "not in the text"),
        (row(), "neither the words nor the position"),
        (row(target=[]), "marks no passage"),
        (row(target=[{"source": URI}]), "marks no passage"),
        (row("\n\n", position=(21, 23)), "only white space"),
        (row("It feeds us all.", references=["xyz"]), "replies to another"),
        (row(position=(10_000, 10_010)), "its positions, 10000 to 10010, are not in"),
    ],
)
def test_a_passage_without_a_certain_place_is_skipped(one: Any, why: str) -> None:
    result = found(row("It feeds us all.", id="good"), one)
    assert [quote.parts for quote in result.statements[0].quotes] == [("It feeds us all.",)]
    (line,) = result.skipped
    assert line.startswith("annotation abc: ")
    assert why in line


def test_annotations_on_another_document_are_skipped() -> None:
    other = row("It feeds us all.", uri="https://other.example/", id="o")
    result = found(row("The boats are old."), row("The boats are new."), other)
    assert len(result.statements[0].quotes) == 2
    assert result.skipped == ("annotation o: it is on another document, https://other.example/",)


def test_two_annotations_of_one_passage_are_one_quote() -> None:
    result = found(
        row("The boats are old.", tags=["a"], text="x"),
        row("The boats are old.", tags=["b"], text="y"),
    )
    (quote,) = result.statements[0].quotes
    assert ([topic.id for topic in quote.topics], quote.note) == (["a", "b"], "x; y")


def test_missing_pages_are_listed() -> None:
    result = found(row("The boats are old."), total=300)
    assert result.skipped == ("299 annotations on further pages of the search result",)


ROWS = [row("The boats are old.", id="a"), row("The boats are new.", id="b")]


@pytest.mark.parametrize(
    ("value", "count"),
    [
        # The sidebar's own export, the annotations of a group, and one annotation of the API.
        (
            {
                "export_date": "2026-01-02T03:04:05.678Z",
                "export_userid": "acct:someone@hypothes.is",
                "client_version": "1.1400.0",
                "annotations": ROWS,
            },
            2,
        ),
        ({"meta": {"page": {"total": 2}}, "data": ROWS}, 2),
        ({"data": {"total": 2, "rows": ROWS}}, 2),
        (ROWS, 2),
        ({"rows": ROWS}, 2),
        (ROWS[0], 1),
        ({"data": ROWS[0]}, 1),
    ],
)
def test_every_shape_that_hypothesis_has_is_read(value: Any, count: int) -> None:
    result = read(json.dumps(value, indent=2).encode(), "a.json", TEXT)
    (made,) = result.statements
    assert [quote.parts for quote in made.quotes] == [
        ("The boats are old.",),
        ("The boats are new.",),
    ][:count]
    assert result.skipped == ()


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("wrap", [lambda row: row, lambda row: {"total": 3, "rows": [row]}])
def test_one_value_after_another_is_read(indent: int | None, wrap: Any) -> None:
    lines = [json.dumps(wrap(row), indent=indent) for row in ROWS]
    result = read("\r\n".join(["", *lines, ""]).encode(), "a.jsonl", TEXT)
    assert len(result.statements[0].quotes) == 2
    # Two pages of one search that found three.
    missing = ("1 annotation on further pages of the search result",)
    assert result.skipped == (missing if "rows" in lines[0] else ())


def test_missing_pages_of_a_group_are_listed() -> None:
    value = {"meta": {"page": {"total": 300}}, "data": ROWS}
    result = read(json.dumps(value).encode(), "a.json", TEXT)
    assert result.skipped == ("298 annotations on further pages of the search result",)


def test_a_line_that_is_damaged_is_named() -> None:
    data = "\n".join([json.dumps(ROWS[0]), json.dumps(ROWS[1])[:-1], ""]).encode()
    with pytest.raises(UnreadableError, match="not JSON") as caught:
        read(data, "a.jsonl", TEXT)
    assert caught.value.place is not None
    assert caught.value.place.line == 3


def test_spaces_and_hyphens_at_line_ends_may_be_missing() -> None:
    text = "The mayor said that an inter-\nnational treaty\n\nis near.\n"
    result = found(row("an internationaltreatyis near"), text=text)
    (quote,) = result.statements[0].quotes
    assert quote.parts == ("an inter- national treaty is near",)
    assert (quote.proved, quote.anchor.tier, result.skipped) == (True, "exact", ())


def test_the_source_text_is_needed() -> None:
    with pytest.raises(UnreadableError, match="does not store the source text") as caught:
        found(row("x"), text=None)
    assert "--text" in caught.value.hint


@pytest.mark.parametrize(
    "value",
    [[1], {"rows": 1}, {"rows": [1]}, "x", 1, None, {}, {"data": None}, {"annotations": {}}],
)
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(UnreadableError, match="not a search result"):
        read(json.dumps(value).encode(), "a.json", TEXT)


@pytest.mark.parametrize("wrong", [1, None, True, [], {}, "x", [[]], [{}], [1]])
def test_values_of_any_kind_do_no_harm(wrong: Any) -> None:
    good = row("The boats are old.")
    for key in ("id", "uri", "text", "tags", "document", "target", "references", "user"):
        result = found({**good, key: wrong})
        assert len(result.statements) == 1
    selector = {"type": wrong, "exact": wrong, "prefix": wrong, "start": wrong, "end": wrong}
    assert found({**good, "target": [{"selector": [selector, wrong]}]}).statements[0].quotes == ()
