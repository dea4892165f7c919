"""Web annotations of other tools, and our own after an edit elsewhere."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from quotecli.errors import QuotecliError, UnreadableError
from quotecli.exporting.w3c import export
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


def without_quote(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "quote"}


@pytest.mark.parametrize("return_it", [lambda item: item, without_quote], ids=["all", "standard"])
def test_of_our_annotations_alone_everything_named_comes_back(return_it: Any) -> None:
    """Recogito is given annotations, and gives back a list of them in another order."""
    whole = reader.read(HARBOUR.encode(), "harbour.yaml")
    items = [return_it(item) for item in ours()["first"]["items"]]
    items[1]["body"].append(body("Weather", "tagging"))
    result = found(items[::-1], whole.text)
    (made,) = result.statements

    assert made.id == "harbour"
    by_id = {quote.id: quote for quote in made.quotes}
    for quote in whole.quotes:
        same = by_id[quote.id]
        assert (same.kind, same.parts, same.anchor) == (quote.kind, quote.parts, quote.anchor)
        assert same.speaker
        assert quote.speaker
        assert (same.speaker.id, same.speaker.name) == (quote.speaker.id, quote.speaker.name)
        assert {topic.id for topic in quote.topics} <= {topic.id for topic in same.topics}
        if return_it is without_quote:
            assert not same.cue
        else:
            assert (same.cue, same.status) == (quote.cue, quote.status)
    assert "weather" in {topic.id for topic in by_id[whole.quotes[1].id].topics}
    assert not [line for line in result.skipped if "identif" in line or "describ" in line]


def test_somebody_whom_only_the_lost_record_names_is_told() -> None:
    items = ours()["first"]["items"]
    for item in items:
        item["body"] = [one for one in item["body"] if one.get("purpose") != "identifying"]
    result = found(items, reader.read(HARBOUR.encode(), "harbour.yaml").text)
    (made,) = result.statements
    assert [quote.speaker for quote in made.quotes] == [None] * 3
    assert any("who “chan” is, since the file does not name them" in one for one in result.skipped)


def test_of_several_places_the_position_tells_which_is_meant() -> None:
    text = "No, it will not. " * 40
    start = text.index("it will not", 300)
    source = f"""\
title: Repeated
text: {json.dumps(text)}
topics: {{a: {{label: A}}}}
quotes: [{{id: one, kind: indirect, excerpt: it will not, topics: [a]}}]
"""
    (item,) = json.loads(b"".join(export([reader.read(source.encode(), "r.yaml")])))["first"][
        "items"
    ]
    item["target"]["selector"][1].update(start=start, end=start + 11)
    result = found([without_quote(item)], text)
    assert result.statements[0].quotes == ()
    assert "the same words occur elsewhere" in result.skipped[0]


def test_a_comment_that_was_changed_is_the_note() -> None:
    collection = ours()
    first = collection["first"]["items"][0]
    first["body"].append(body("Look this up.", "commenting"))
    assert found(collection, None).statements[0].quotes[0].note == "Look this up."


def test_json_lines_are_annotations_side_by_side() -> None:
    lines = [json.dumps(annotation(exact)) for exact in ("grow", "boats")]
    result = read("\n".join(lines).encode(), "notes.jsonl", TEXT)
    assert [quote.parts for quote in result.statements[0].quotes] == [("grow",), ("boats",)]


def test_the_plain_body_of_an_annotation_that_tags_is_a_topic() -> None:
    value = annotation("grow", motivation="tagging", bodyValue="Ports")
    (quote,) = found(value).statements[0].quotes
    assert ([topic.label for topic in quote.topics], quote.note) == (["Ports"], "")


@pytest.mark.parametrize(
    "target",
    [
        f"{PAGE}#char=1,22",
        {"source": f"{PAGE}#char=1,22"},
        {"source": PAGE, "selector": {"type": "FragmentSelector", "value": "char=1,22"}},
    ],
)
def test_characters_in_an_address_are_a_place(target: Any) -> None:
    (made,) = found(annotation(target=target)).statements
    assert [quote.parts for quote in made.quotes] == [("The harbour will grow",)]
    assert made.source.url == PAGE


def test_what_is_no_annotation_beside_some_is_told() -> None:
    result = found([annotation("grow"), {"type": "Person", "id": "urn:somebody"}])
    assert len(result.statements[0].quotes) == 1
    assert result.skipped == ("a node that is no annotation: urn:somebody",)
