"""Annotations in every form of JSON-LD, as a processor of it writes them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from pyld import jsonld

from quotecli.exporting.w3c import CONTEXT, export
from quotecli.importing.jsonld import find_nodes
from quotecli.importing.w3c import read
from quotecli.model import Statement
from quotecli.store import reader
from tests.conftest import HARBOUR, STORM
from tests.generated import statements
from tests.importing.test_round_trip import compared

OA, AS = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#"
RDF, DCTERMS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://purl.org/dc/terms/"


def _names(*names: str, **keys: Any) -> dict[str, Any]:
    return {name: {"@id": f"{OA}{name}", **keys} for name in names}


def _node(name: str, **keys: Any) -> dict[str, Any]:
    return {"@id": name, "@type": "@id", **keys}


# What the W3C's context says of the terms that our export uses.
VOCABULARY: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **_names("Annotation", "SpecificResource", "TextualBody", "exact", "prefix", "suffix"),
    **_names("TextQuoteSelector", "TextPositionSelector", "start", "end"),
    **_names("describing", "classifying", "identifying", "tagging", "commenting"),
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Software": f"{AS}Application",
    "body": _node(f"{OA}hasBody"),
    "target": _node(f"{OA}hasTarget"),
    "source": _node(f"{OA}hasSource"),
    "selector": _node(f"{OA}hasSelector"),
    "scope": _node(f"{OA}hasScope"),
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "creator": _node(f"{DCTERMS}creator"),
    "generator": _node(f"{AS}generator"),
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "value": f"{RDF}value",
    "total": f"{AS}totalItems",
    "startIndex": f"{AS}startIndex",
    "first": _node(f"{AS}first"),
    "items": _node(f"{AS}items", **{"@container": "@list"}),
}


def load_context(url: str, options: Any) -> dict[str, Any]:
    """Give the processor the one context that our annotations name."""
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": VOCABULARY}}


OPTIONS = {"documentLoader": load_context, "processingMode": "json-ld-1.1"}


def written(*items: Statement) -> Any:
    return json.loads(b"".join(export(items)))


FORMS = {
    "expanded": lambda document: jsonld.expand(document, OPTIONS),
    "flattened": lambda document: jsonld.flatten(document, None, OPTIONS),
    "graph": lambda document: jsonld.flatten(document, {"@context": VOCABULARY}, OPTIONS),
    "compact": lambda document: jsonld.compact(document, {"@context": VOCABULARY}, OPTIONS),
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=settings().max_examples // 10)
@given(made=statements())
def test_a_statement_comes_back_from_every_form(form: str, made: Statement) -> None:
    data = json.dumps(FORMS[form](written(made))).encode()
    found = read(data, "notes.jsonld", None)
    assert found.skipped == ()
    assert [compared(item) for item in found.statements] == [compared(made)]


@pytest.mark.parametrize("form", FORMS)
def test_several_statements_come_back_from_every_form(form: str) -> None:
    items = [
        reader.read(HARBOUR.encode(), "harbour.yaml"),
        reader.read(STORM.encode(), "storm.yaml"),
    ]
    data = json.dumps(FORMS[form](written(*items))).encode()
    found = read(data, "notes.jsonld", None)
    assert sorted(one.id for one in found.statements) == ["harbour", "storm"]
    assert sum(len(one.quotes) for one in found.statements) == sum(len(one.quotes) for one in items)


def test_a_node_that_another_names_is_put_in_its_place() -> None:
    nodes = [
        {"@id": "_:a", "@type": ["oa:Annotation"], "oa:hasTarget": [{"@id": "_:t"}]},
        {"@id": "_:t", "oa:hasSelector": [{"@id": "_:s"}]},
        {"@id": "_:s", "@type": ["oa:TextQuoteSelector"], "oa:exact": [{"@value": "boats"}]},
    ]
    selector = {"id": "_:s", "type": "TextQuoteSelector", "exact": "boats"}
    target = {"id": "_:t", "selector": selector}
    whole = {"id": "_:a", "type": "Annotation", "target": target}
    assert find_nodes([{"@graph": nodes}]) == [whole]
    assert find_nodes(nodes) == [whole]


def test_nodes_in_a_circle_end() -> None:
    nodes = [
        {"@id": "_:a", "@type": "oa:Annotation", "oa:hasTarget": {"@id": "_:t"}},
        {"@id": "_:t", "oa:hasSource": {"@id": "_:t"}, "oa:hasSelector": {"@id": "_:a"}},
        {"@id": "_:b", "@type": "oa:Annotation", "oa:bodyValue": "x"},
    ]
    found = read(json.dumps(nodes).encode(), "notes.jsonld", "The boats.")
    assert found.skipped == ("annotation _:b: it marks no passage",)


def test_nodes_that_name_each_other_many_times_do_not_grow() -> None:
    chain = [
        {"@id": f"_:{n}", "oa:hasBody": [{"@id": f"_:{n + 1}"}, {"@id": f"_:{n + 1}"}]}
        for n in range(200)
    ]
    first = {"@id": "_:a", "@type": "oa:Annotation", "oa:hasBody": {"@id": "_:0"}}
    (node,) = find_nodes([first, *chain, {"@id": "_:200", "@type": "x"}])[:1]
    assert node["body"]["body"][0] is node["body"]["body"][1]
