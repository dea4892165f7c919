"""Web annotations: valid against the model, and found again by an independent reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from quotecli.exporting.w3c import CONTEXT, export
from quotecli.model import Statement
from quotecli.store import reader
from quotecli.store.files import find_shipped
from quotecli.store.reader import read_tree
from tests.cli.test_hostile import HOSTILE
from tests.conftest import HARBOUR, STORM
from tests.generated import statements
from tests.make import made, quote, tree

# The parts of the Web Annotation Data Model that are used, from the Recommendation's text: what
# must be there, what may, and nothing else but the two terms that the context adds.
_IRI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
_MOTIVATION = {"enum": "classifying commenting describing identifying tagging highlighting".split()}


def _node(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


_QUOTE_SELECTOR = _node(
    {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string", "minLength": 1}},
    prefix={"type": "string"},
    suffix={"type": "string"},
)
_POSITION_SELECTOR = _node(
    {
        "type": {"const": "TextPositionSelector"},
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 0},
    }
)
_SELECTORS = {
    "type": "array",
    "minItems": 1,
    "items": {"oneOf": [_QUOTE_SELECTOR, _POSITION_SELECTOR]},
}
_TARGET = _node(
    {"type": {"const": "SpecificResource"}, "source": _IRI, "selector": _SELECTORS}, scope=_IRI
)
_AGENT = _node(
    {"id": _IRI}, name={"type": "string"}, type={"enum": ["Person", "Organization", "Software"]}
)
_BODY = {
    "oneOf": [
        _node(
            {"type": {"const": "TextualBody"}, "value": {"type": "string"}, "purpose": _MOTIVATION},
            id=_IRI,
        ),
        _node({"type": {"const": "SpecificResource"}, "source": _AGENT, "purpose": _MOTIVATION}),
    ]
}
_ANNOTATION = _node(
    {
        "id": _IRI,
        "type": {"const": "Annotation"},
        "target": {"anyOf": [_TARGET, {"type": "array", "minItems": 2, "items": _TARGET}]},
    },
    body={"type": "array", "items": _BODY},
    motivation=_MOTIVATION,
    creator=_IRI,
    quote={"type": "object"},
)
_COLLECTION = _node(
    {
        "@context": {
            "type": "array",
            "prefixItems": [{"const": CONTEXT}, {"type": "object"}],
            "items": False,
        },
        "id": _IRI,
        "type": {"const": "AnnotationCollection"},
        "total": {"type": "integer", "minimum": 0},
        "first": _node(
            {
                "id": _IRI,
                "type": {"const": "AnnotationPage"},
                "items": {"type": "array", "items": _ANNOTATION},
            },
            startIndex={"const": 0},
        ),
    },
    label={"type": "string"},
    generator=_AGENT,
    statement={"type": "object"},
)
SCHEMA = Draft202012Validator({"anyOf": [_COLLECTION, {"type": "array", "items": _COLLECTION}]})


def written(*items: Statement) -> Any:
    return json.loads(b"".join(export(items)))


def anchored(text: str, target: dict[str, Any]) -> list[tuple[int, int]]:
    """Return every match of prefix, exact and suffix, as the Recommendation demands."""
    (selector,) = [one for one in target["selector"] if one["type"] == "TextQuoteSelector"]
    prefix, exact, suffix = (
        selector.get("prefix", ""),
        selector["exact"],
        selector.get("suffix", ""),
    )
    found, at = [], text.find(prefix + exact + suffix)
    while at >= 0:
        found.append((at + len(prefix), at + len(prefix) + len(exact)))
        at = text.find(prefix + exact + suffix, at + 1)
    return found


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    found = annotation["target"]
    return found if isinstance(found, list) else [found]


@given(statements())
def test_it_is_valid_whatever_it_holds(item: Statement) -> None:
    SCHEMA.validate(written(item))
    SCHEMA.validate(written(item, item._replace(id="other")))


@given(statements())
def test_a_reader_of_the_recommendation_finds_every_part(item: Statement) -> None:
    for annotation, mine in zip(written(item)["first"]["items"], item.quotes):
        spans = mine.anchor.spans
        for target, span in zip(targets(annotation), spans):
            # Where a text repeats itself, the position tells which place is meant.
            assert span in anchored(item.text, target)
            assert target["selector"][1] == {
                "type": "TextPositionSelector",
                "start": span.start,
                "end": span.end,
            }


def test_words_outside_the_text_are_found_nowhere() -> None:
    item = made("One two three.", quote("four five"))
    (annotation,) = written(item)["first"]["items"]
    assert anchored(item.text, annotation["target"]) == []
    assert "not proved" in annotation["body"][0]["value"]


def test_positions_count_code_points() -> None:
    item = made("😀😀 “It rains,” he said.\r\n“It pours.”", quote("It pours."))
    selector = written(item)["first"]["items"][0]["target"]["selector"][1]
    assert item.text[selector["start"] : selector["end"]] == "It pours."
    assert selector["start"] == 26


def test_a_harbour_in_full() -> None:
    item = reader.read(HARBOUR.encode(), "harbour.yaml")
    collection = written(item)
    grows, _, herring = collection["first"]["items"]
    assert collection["id"] == "urn:quotecli:harbour"
    assert (collection["label"], collection["total"]) == ("The harbour will grow", 3)
    assert grows["id"] == "urn:quotecli:harbour:quote:harbour-grows"
    assert [target["selector"][0]["exact"] for target in grows["target"]] == [
        "The harbour will grow",
        "It feeds us all.",
    ]
    assert [(body.get("purpose"), body.get("value")) for body in herring["body"]] == [
        ("describing", "Bo Chan, harbour master, as told by Ann Lee"),
        ("classifying", "mixed"),
        ("identifying", None),
        ("tagging", "Fishing"),
        ("tagging", "Trade"),
    ]
    assert herring["body"][2]["source"] == {
        "id": "urn:quotecli:harbour:speaker:chan",
        "name": "Bo Chan",
    }
    assert herring["body"][3]["id"] == "urn:quotecli:harbour:topic:fishing"


def test_several_statements_are_an_array() -> None:
    items = [
        reader.read(HARBOUR.encode(), "harbour.yaml"),
        reader.read(STORM.encode(), "storm.yaml"),
    ]
    assert [collection["label"] for collection in written(*items)] == [
        "The harbour will grow",
        "After the storm",
    ]
    assert written() == []


def test_the_page_is_named_if_it_has_an_address() -> None:
    for url, expected in (
        ("https://a.example/b?c#d", True),
        ("https://a.example/b c", False),
        ("see page 3", False),
    ):
        item = made("One two.", quote("two"), source={"url": url})
        target = written(item)["first"]["items"][0]["target"]
        assert target.get("scope") == (url if expected else None)
        SCHEMA.validate(written(item))


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_is_kept_exactly(hostile: str) -> None:
    said = f"begin {hostile} end"
    item = read_tree(
        {
            **tree(f"“{said}” he said.", quote(said, note=said), topics={"t": {"label": said}}),
            "title": said,
        },
        "a.yaml",
    )
    collection = written(item)
    (annotation,) = collection["first"]["items"]
    assert collection["statement"]["text"] == item.text
    assert anchored(item.text, annotation["target"]) == [item.quotes[0].anchor.spans[0]]
    # Nothing that a terminal would obey is in the file.
    assert b"".join(export([item])).decode().replace("\n", "").replace("\x7f", "?").find("\x1b") < 0


def test_the_shipped_statement_is_valid() -> None:
    SCHEMA.validate(written(reader.load(find_shipped())))
