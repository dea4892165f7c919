"""The forms that JSON-LD gives to one document, to the one in which annotations are read.

A program may expand names to addresses, make a list of every value (the expanded form), or put all
nodes side by side, where they name each other (the flattened form, `@graph`). No context is loaded:
the names are those of the W3C's vocabulary and our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

Node = dict[str, Any]

_VOCABULARY = re.compile(
    r"http://www\.w3\.org/ns/oa#|https?://www\.w3\.org/ns/activitystreams#"
    r"|http://www\.w3\.org/1999/02/22-rdf-syntax-ns#|http://www\.w3\.org/2000/01/rdf-schema#"
    r"|http://purl\.org/dc/terms/|http://xmlns\.com/foaf/0\.1/|urn:quotecli:terms:"
    r"|(?:oa|as|rdf|rdfs|dcterms|foaf):"
)
# What the vocabulary, or JSON-LD, calls otherwise than the context of annotations does.
_NAMES = {
    "@id": "id",
    "@type": "type",
    "hasBody": "body",
    "hasTarget": "target",
    "hasSource": "source",
    "hasSelector": "selector",
    "hasStartSelector": "startSelector",
    "hasEndSelector": "endSelector",
    "hasScope": "scope",
    "hasPurpose": "purpose",
    "motivatedBy": "motivation",
    "totalItems": "total",
    "OrderedCollection": "AnnotationCollection",
    "OrderedCollectionPage": "AnnotationPage",
}
# The keys whose values are names of the vocabulary.
_NAMING = {"type", "purpose", "motivation"}
# The keys whose values are addresses.
_ADDRESSES = {"scope", "next", "conformsTo"}
# The keys of our own, whose values are JSON.
_OWN = {"statement", "quote"}
# The keys whose values may be nodes that are elsewhere in the document.
_PARTS = {"body", "target", "selector", "first", "items", "refinedBy", "source"}
_PARTS |= {"startSelector", "endSelector", "creator", "generator"}

_MAX_DEPTH = 32


def find_nodes(values: Iterable[Any]) -> list[Any]:
    """Return the nodes of JSON-LD documents in compact form, without those that others hold.

    A node that another one names is put in its place. What is compact and whole stays as it is.
    """
    nodes = [_compact(node, 0) for value in values for node in _unwrap_graph(value)]
    graph = _Graph(nodes)
    whole = [graph.resolve(node, 0) for node in nodes]
    return [node for node in whole if not (isinstance(node, dict) and graph.holds(node))]


def _unwrap_graph(value: Any) -> Iterator[Any]:
    for node in value if isinstance(value, list) else [value]:
        graph = node.get("@graph") if isinstance(node, dict) else None
        if isinstance(graph, list):
            yield from graph
        else:
            yield node if graph is None else graph


def _compact(value: Any, depth: int, key: str = "") -> Any:
    """Return a value with its names in compact form, and without what the others wrap it in."""
    if depth > _MAX_DEPTH:
        return value
    if isinstance(value, list):
        # Programs that expand JSON-LD make lists of single values.
        items = [_compact(item, depth + 1, key) for item in value]
        return items[0] if len(items) == 1 and depth else items
    if isinstance(value, dict):
        return _compact_node(value, depth, key)
    return _shorten_name(value) if key in _NAMING and isinstance(value, str) else value


def _compact_node(value: Node, depth: int, key: str) -> Any:
    if "@value" in value:
        return value["@value"]
    if key in _OWN:
        return value
    if "@list" in value:
        return _compact(value["@list"], depth + 1, key)
    if key in _NAMING or key in _ADDRESSES:
        return _compact(value.get("@id", value.get("id")), depth + 1, key)
    names = {given: _shorten_name(given) for given in value}
    return {names[given]: _compact(one, depth + 1, names[given]) for given, one in value.items()}


def _shorten_name(key: str) -> str:
    name = _VOCABULARY.sub("", key, count=1)
    return _NAMES.get(name, name)


class _Graph:
    """The nodes of a document by their ids, and which of them others hold."""

    def __init__(self, nodes: Iterable[Any]) -> None:
        named = [node for node in nodes if isinstance(node, dict) and _find_id(node)]
        # A node that has nothing but an id only names another.
        self._nodes = {_find_id(node): node for node in named if len(node) > 1}
        self._whole: dict[str, Node] = {}
        self._held: set[str] = set()

    def holds(self, node: Node) -> bool:
        """Return True if another node holds a node."""
        return _find_id(node) in self._held

    def resolve(self, node: Any, depth: int) -> Any:
        """Return a node with those that its keys name in their places."""
        if not isinstance(node, dict) or depth > _MAX_DEPTH:
            return node
        return {
            key: self._resolve_part(value, depth + 1) if key in _PARTS else value
            for key, value in node.items()
        }

    def _resolve_part(self, value: Any, depth: int) -> Any:
        if isinstance(value, list):
            return [self._resolve_part(item, depth) for item in value]
        name = _find_id(value) if isinstance(value, dict) and len(value) == 1 else value
        if not isinstance(name, str) or name not in self._nodes:
            return self.resolve(value, depth)

        self._held.add(name)
        if name not in self._whole:
            self._whole[name] = self._nodes[name]  # which ends a circle of nodes
            self._whole[name] = self.resolve(self._nodes[name], depth)
        return self._whole[name]


def _find_id(node: Node) -> str:
    name = node.get("id")
    return name if isinstance(name, str) else ""
