"""REFI-QDA codebooks (.qdc) -> topics.

Programs write the namespace in several ways (urn:QDA-XML:codebook:1.0, …:1:0, …:0:4), so that only
the names in it count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from quotecli.errors import Place, UnreadableError
from quotecli.importing import safexml
from quotecli.importing.refi_own import read_topic
from quotecli.importing.refi_project import TAG, Code, find_children, name_of, read_codes
from quotecli.importing.topics import TopicMaker
from quotecli.model import Topic


class Book(NamedTuple):
    """The topics of a codebook by id, and lines on what of it they cannot represent."""

    topics: dict[str, Topic]
    left_out: list[str]


def read(data: bytes, file: str, known: Mapping[str, Topic]) -> Book:
    """Return the topics of a codebook.

    A code is the topic that it says it is, or the `known` one of its name below the same parent, or
    else the only one of its name; any other becomes a new topic. Raises UnreadableError if the
    bytes are no codebook.
    """
    root = safexml.parse(data, file)
    if root.tag.rpartition("}")[2] != "CodeBook":
        hint = "use 'quotecli import --from qdpx' for projects"
        raise UnreadableError("not a REFI-QDA codebook", place=Place(file), hint=hint)
    for node in root.iter():
        node.tag = TAG + node.tag.rpartition("}")[2]
    codes = read_codes(find_children(root, "Codes"), file)
    return Book(_make_topics(codes, known), list(_list_left_out(root)))


def _make_topics(codes: Mapping[str, Code], known: Mapping[str, Topic]) -> dict[str, Topic]:
    maker = TopicMaker({})
    ids = {"": ""}
    by_label: dict[str, list[Topic]] = {}
    by_place: dict[tuple[str, str], list[Topic]] = {}
    for topic in known.values():
        by_label.setdefault(topic.label, []).append(topic)
        by_place.setdefault((topic.label, topic.parent), []).append(topic)
    found = [(key, code.parent, read_topic(code)) for key, code in codes.items()]
    counts = Counter(topic.label for _, _, topic in found)

    # Those that are known first, so that no other one takes their ids.
    for key, parent, topic in found:
        beside = by_place.get((topic.label, ids[parent]), []) if parent in ids else []
        if not beside and counts[topic.label] == 1:
            beside = by_label.get(topic.label, [])
        if not topic.id and len(beside) == 1:
            topic = topic._replace(id=beside[0].id)
        if topic.id and topic.id not in maker.topics:
            ids[key] = maker.add_topic(topic)
    maker.reserve(known)
    for key, _, topic in found:
        if key not in ids:
            ids[key] = maker.add_topic(topic._replace(id=""))
    return {
        ids[key]: maker.topics[ids[key]]._replace(parent=ids[parent]) for key, parent, _ in found
    }


def _list_left_out(root: Element) -> list[str]:
    """Return a line for each thing of a codebook that is no topic."""
    lines = [
        f"the set “{name_of(one)}” is left out"
        for sets in find_children(root, "Sets")
        for one in find_children(sets, "Set")
    ]
    groups = [node for node in root.iter(f"{TAG}Code") if node.get("isCodable") in ("false", "0")]
    lines += [
        f"“{name_of(one)}”, which only groups others, is a topic like these" for one in groups
    ]
    return lines
