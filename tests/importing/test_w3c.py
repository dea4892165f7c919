"""Web annotations of other tools, and our own after an edit elsewhere."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from quotecli.errors import QuotecliError, UnreadableError
from quotecli.export.w3c import export
from quotecli.importing.formats import Imported
from quotecli.importing.w3c import read
from quotecli.store import reader
from tests.conftest import HARBOUR

TEXT = (
    "“The harbour will grow,” said the mayor. Bo Chan said that boats need a quay."
    " The end. The end."
)
QUOTE = {"type": "TextQuoteSelector", "exact": "boats need a quay"}
WRAPPED = """\
title: Wrapped
speaker: lee
speakers: {lee: {name: Ann Lee}}
text: |-
  “It will rain
  soon,” she said.
quotes: [{id: rain, kind: direct, excerpt: It will rain soon}]
"""
PAGE = "https://post.example/harbour"


def annotation(exact: str = "", *bodies: Any, **keys: Any) -> dict[str, Any]:
    selector = {"type": "TextQuoteSelector", "exact": exact}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:a:1",
        "type": "Annotation",
        "body": list(bodies),
        "target": {"source": PAGE, "selector": selector},
        **keys,
    }


def body(value: str, purpose: str = "") -> dict[str, Any]:
    return {"type": "TextualBody", "value": value, **({"purpose": purpose} if purpose else {})}


def found(value: Any, text: str | None = TEXT) -> Imported:
    return read(json.dumps(value).encode(), "notes.jsonld", text)


def ours() -> dict[str, Any]:
    written: dict[str, Any] = json.loads(
        b"".join(export([reader.read(HARBOUR.encode(), "harbour.yaml")]))
    )
    return written


def test_tags_are_topics_and_comments_a_note() -> None:
    bodies = [
        body("Ports", "tagging"),
        body("Sea", "tagging"),
        body("Really?", "commenting"),
        body("Hm."),
    ]
    (made,) = found(annotation("The harbour will grow", *bodies)).statements
    (quote,) = made.quotes
    assert ([topic.label for topic in quote.topics], quote.note) == (
        ["Ports", "Sea"],
        "Really?; Hm.",
    )
    assert (quote.kind, quote.status, quote.speaker) == ("direct", "draft", None)
    assert (made.id, made.source.url, made.text) == ("notes", PAGE, TEXT)


def test_a_given_kind_is_kept() -> None:
    (quote,) = (
        found(annotation("boats need a quay", body("mixed", "classifying"))).statements[0].quotes
    )
    assert (quote.kind, quote.status) == ("mixed", None)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"type": "AnnotationPage", "items": [one]},
        lambda one: {
            "type": "AnnotationCollection",
            "label": "Notes",
            "first": {"type": "AnnotationPage", "items": [one]},
        },
        lambda one: [{"type": ["AnnotationCollection"], "first": {"items": one}}],
    ],
)
def test_annotations_are_read_in_every_container(wrap: Any) -> None:
    result = found(wrap(annotation("boats need a quay")))
    assert [quote.parts for quote in result.statements[0].quotes] == [("boats need a quay",)]
    assert result.skipped == ()


def test_targets_are_the_parts_in_the_order_of_the_text() -> None:
    targets = [
        {"selector": {"type": "TextQuoteSelector", "exact": exact}}
        for exact in ("boats need a quay", "grow")
    ]
    (quote,) = found(annotation(target=targets)).statements[0].quotes
    assert quote.parts == ("grow", "boats need a quay")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (annotation("The end."), "occur 2 times"),
        (annotation("The beginning."), "not in the text"),
        (annotation(target=PAGE), "neither the words nor the position"),
        (
            annotation(
                target={"source": PAGE, "selector": {"type": "SvgSelector", "value": "<svg/>"}}
            ),
            "neither the words nor the position",
        ),
        (
            annotation(
                target={"selector": {**QUOTE, "refinedBy": {"type": "TextPositionSelector"}}}
            ),
            "neither the words nor the position",
        ),
        (annotation("grow", "https://a.example/image.png"), "neither a tag nor a comment"),
        (
            annotation("grow", {"type": "Image", "id": "https://a.example/i.png"}),
            "neither a tag nor a comment",
        ),
        (
            {"type": "AnnotationCollection", "first": "https://a.example/page1"},
            "a page of annotations",
        ),
        ({"type": "AnnotationPage", "items": ["urn:a"], "next": "urn:b"}, "outside the file"),
    ],
)
def test_anything_that_cannot_be_represented_is_listed(value: Any, why: str) -> None:
    assert any(why in line for line in found(value).skipped)


def test_annotations_that_a_collection_only_counts_are_told() -> None:
    value = ours()
    whole = len(value["first"]["items"])
    assert not found(value).skipped
    del value["first"]["items"][1:]
    (line,) = found(value).skipped
    assert line == f"annotations that the file does not hold: it has 1 of {whole}"


def test_the_text_is_needed() -> None:
    with pytest.raises(UnreadableError, match="does not hold the annotated text"):
        found(annotation("grow"), text=None)


@pytest.mark.parametrize(
    "value", [1, "x", {}, [1], {"type": "Person"}, {"total": 0, "rows": []}, [None]]
)
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(UnreadableError, match="not W3C annotations"):
        found(value)


def test_changed_tags_of_our_own_count() -> None:
    collection = ours()
    first = collection["first"]["items"][0]
    first["body"] = [one for one in first["body"] if one.get("purpose") != "tagging"]
    first["body"] += [body("Weather", "tagging"), body("Food", "tagging")]
    result = found(collection, None)
    (made,) = result.statements
    assert [topic.id for topic in made.quotes[0].topics] == ["weather", "food"]
    assert made.topics["food"].label == "Food"
    assert made.speaker is not None
    assert result.skipped == ()


def test_a_changed_target_of_our_own_counts() -> None:
    collection = json.loads(b"".join(export([reader.read(WRAPPED.encode(), "wrapped.yaml")])))
    quote = collection["first"]["items"][0]["target"]["selector"][0]
    assert quote["exact"] == "It will rain\nsoon"
    quote["exact"], quote["prefix"], quote["suffix"] = "It will rain", "", ""
    (made,) = found(collection, None).statements
    assert made.quotes[0].parts == ("It will rain",)
    assert made.quotes[0].speaker is not None
    quote["exact"] = "It will snow"
    result = found(collection, None)
    assert result.statements[0].quotes == ()
    assert result.skipped == (
        "annotation urn:quotecli:wrapped:quote:rain: its words are not in the text",
    )


def test_an_annotation_added_to_our_own_is_a_quote_without_a_speaker() -> None:
    collection = ours()
    collection["first"]["items"].append(annotation("said the mayor", body("Ports", "tagging")))
    (made,) = found(collection, None).statements
    added = made.quotes[-1]
    assert (added.parts, added.speaker, added.status) == (("said the mayor",), None, "draft")
    assert [topic.id for topic in added.topics] == ["ports"]
    assert len(made.quotes) == 4


def test_a_damaged_record_is_listed_and_makes_nobody_speak() -> None:
    collection = ours()
    collection["statement"]["speaker"] = "nobody"
    result = found(collection, reader.read(HARBOUR.encode(), "harbour.yaml").text)
    assert "which is damaged: unknown speaker 'nobody'" in result.skipped[0]
    assert [quote.speaker for quote in result.statements[0].quotes] == [None, None, None]


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("speaker", "nobody", "unknown speaker 'nobody'"),
        ("topics", ["ports"], "topics must be a mapping of ids, not a list"),
        ("title", None, "the statement has no title"),
    ],
)
def test_of_a_damaged_record_the_text_is_read_and_the_rest_by_selectors(
    key: str, value: object, what: str
) -> None:
    collection = ours()
    collection["statement"] = {**collection["statement"], key: value}
    if value is None:
        del collection["statement"][key]
    statement = reader.read(HARBOUR.encode(), "harbour.yaml")
    for text in (None, statement.text):
        result = found(collection, text)
        assert result.skipped[0] == (
            f"the record of the statement 'harbour', which is damaged: {what}"
        )
        (made,) = result.statements
        assert made.text == statement.text
        assert [one.parts for one in made.quotes] == [one.parts for one in statement.quotes]
        assert [one.kind for one in made.quotes] == [one.kind for one in statement.quotes]
        assert result.remarks == ()


@pytest.mark.parametrize("text", [None, 1, ""])
def test_a_damaged_record_without_a_text_is_named(text: object) -> None:
    collection = ours()
    collection["statement"]["text"] = text
    with pytest.raises(UnreadableError) as caught:
        found(collection, None)
    said = str(caught.value)
    assert said.startswith("notes.jsonld: the record of the statement 'harbour', which is damaged")
    assert said.endswith("the annotated text is missing")
    assert caught.value.hint == "give the text with --text FILE"


def test_a_record_in_a_list_is_read_as_one() -> None:
    collection = ours()
    whole = found(collection, None)
    collection["statement"] = [collection["statement"]]
    assert found(collection, None) == whole


@pytest.mark.parametrize("wrong", [1, None, True, [], {}, "x", [[]], [{}], [1], {"id": 1}])
def test_values_of_any_type_cause_no_traceback(wrong: Any) -> None:
    for key in ("id", "body", "bodyValue", "target", "motivation", "quote"):
        found({**annotation("grow"), key: wrong})
    collection = ours()
    for node in (
        collection,
        collection["first"],
        collection["first"]["items"][0],
        collection["statement"],
    ):
        for key in list(node):
            kept = node[key]
            node[key] = wrong
            with suppress(QuotecliError):
                found(collection)
            node[key] = kept
    quote = collection["first"]["items"][0]["quote"]
    for key in ("id", "speaker", "excerpt", "topics", "confidence", "extra"):
        found(
            {
                **collection,
                "first": {
                    "items": [{**collection["first"]["items"][0], "quote": {**quote, key: wrong}}]
                },
            }
        )
