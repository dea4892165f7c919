"""Our own annotations as statements, from the records beside them or from what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from quotecli.importing.annotations import as_list, as_objects, as_text
from quotecli.importing.bodies import list_bodies, read_body
from quotecli.importing.topics import TopicMaker
from quotecli.model import KINDS, Statement
from quotecli.store.reader import read_tree

Node = dict[str, Any]

_QUOTE = re.compile(r"urn:quotecli:(?P<statement>[^:]+):quote:(?P<id>[^:]+)")
_SPEAKER = re.compile(r"urn:quotecli:[^:]+:speaker:(?P<id>[^:]+)")
_TOPIC = re.compile(r"urn:quotecli:[^:]+:topic:(?P<id>[^:]+)")


def is_own(item: Node) -> bool:
    """Return True if an annotation is of our own export."""
    quote = item.get("quote")
    named = isinstance(quote, dict) and isinstance(quote.get("id"), str)
    return named or bool(_QUOTE.fullmatch(as_text(item.get("id"))))


def list_words(item: Node) -> list[str]:
    """Return the words of each target that has any."""
    selectors = [as_objects(target.get("selector")) for target in as_objects(item.get("target"))]
    words = [next((one["exact"] for one in some if one.get("exact")), "") for some in selectors]
    return [exact for exact in map(as_text, words) if exact]


def read_record(key: str, record: Node, items: list[Node]) -> Statement:
    """Return the statement of a record, with the quotes of our annotations as they are now.

    Raises StatementError if the record does not make a statement.
    """
    tree = {**{name: value for name, value in record.items() if name != "id"}, "quotes": []}
    file = f"{key}.yaml"
    known = read_tree(tree, file)
    topics = TopicMaker(known.topics)
    tree["quotes"] = [_make_quote_tree(item, topics, known) for item in items]

    # Tags that were added in another tool are new topics.
    added = {
        name: {"label": topic.label}
        for name, topic in topics.topics.items()
        if name not in known.topics
    }
    if added:
        tree["topics"] = {**record.get("topics", {}), **added}
    return read_tree(tree, file)


def make_record(items: Iterable[Node], text: str, skipped: list[str]) -> Node:
    """Return the record of a statement that was lost, from the bodies of our annotations on it.

    Somebody whom only the lost record names is left out of the annotations, and told.
    """
    mine = [item for item in items if is_own(item)]
    names = [_QUOTE.fullmatch(as_text(item.get("id"))) for item in mine]
    key = next((name["statement"] for name in names if name), "imported")
    speakers: Node = {}
    topics: Node = {}
    for body in (body for item in mine for body in as_objects(list_bodies(item))):
        speaker, topic = _read_speaker(body), _TOPIC.fullmatch(as_text(body.get("id")))
        if speaker:
            speakers.setdefault(speaker[0], {"name": speaker[1]})
        elif topic and as_text(body.get("value")).strip():
            topics.setdefault(topic["id"], {"label": body["value"]})

    for item in mine:
        _drop_unnamed(item, speakers, skipped)

    pages = [as_text(one.get("scope")) for item in mine for one in as_objects(item.get("target"))]
    url = next(filter(None, pages), "")
    source = {"source": {"url": url}} if url else {}
    return {"id": key, "title": key, "text": text, "speakers": speakers, "topics": topics, **source}


def _drop_unnamed(item: Node, speakers: Node, skipped: list[str]) -> None:
    quote = item.get("quote")
    if not isinstance(quote, dict):
        return
    for key in ("speaker", "reported_by"):
        who = as_text(quote.get(key))
        if who and who not in speakers:
            name = as_text(item.get("id")) or "without an id"
            skipped.append(f"annotation {name}: who “{who}” is, since the file does not name them")
            item["quote"] = quote = {**quote, key: None}


def _make_quote_tree(item: Node, topics: TopicMaker, statement: Statement) -> Node:
    """Return the mapping of a quote: its record, with what its bodies say."""
    record = item["quote"] if isinstance(item.get("quote"), dict) else {}
    tree = {name: value for name, value in record.items() if name not in ("topics", "kind", "note")}
    named = _QUOTE.fullmatch(as_text(item.get("id")))
    if named:
        tree.setdefault("id", named["id"])
    tree.setdefault("excerpt", list_words(item))

    tags, notes = [], []
    for body in list_bodies(item):
        value, purpose = read_body(body)
        speaker = _read_speaker(body)
        if speaker and speaker[0] in statement.speakers:
            tree["speaker"] = speaker[0]
        elif purpose == "classifying" and value in KINDS:
            tree["kind"] = value
        elif purpose == "tagging":
            key = as_text(body.get("id")).rpartition(":topic:")[2]
            tags.append(key if key in topics.topics else topics.find_or_add(value))
        elif purpose in ("commenting", "") and value.strip():
            notes.append(value)
    said = {"topics": list(dict.fromkeys(tags)), "note": "\n".join(notes)}
    return {**tree, **{name: value for name, value in said.items() if value}}


def _read_speaker(body: Any) -> tuple[str, str] | None:
    """Return the id and the name of the speaker that a body of our own identifies."""
    agent = body.get("source") if isinstance(body, dict) else None
    if not isinstance(agent, dict) or "identifying" not in as_list(body.get("purpose")):
        return None
    match = _SPEAKER.fullmatch(as_text(agent.get("id")))
    name = as_text(agent.get("name")).strip()
    return (match["id"], name) if match and name else None
