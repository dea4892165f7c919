"""W3C Web Annotations in JSON-LD: what quotecli.export.w3c writes, and what other tools do.

An annotation, a page, a collection or a list of these. Of our own collections everything comes
back; bodies and targets that were edited meanwhile count. From others come the words, tags, remarks
and a kind, never a speaker.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from quotecli.errors import Place, StatementError, UnreadableError
from quotecli.importing import Imported, safejson
from quotecli.importing.annotations import (
    Annotation,
    checked_text,
    many,
    place_of,
    quotes_of,
    statement_name,
    statement_of,
    string,
)
from quotecli.importing.passages import Text, Topics, short_id, unused
from quotecli.model import KINDS, Kind, Quote, Source, Span, Statement
from quotecli.store.reader import read_tree
from quotecli.text.slugs import make_slug

_REMARKS = ("commenting", "describing", "")
Node = dict[str, Any]


class _Group(NamedTuple):
    """Annotations that belong together: those of a collection, and all that belong to none."""

    items: list[Node]
    label: str = ""
    record: Node | None = None


def read(data: bytes, file: str, text: str | None) -> Imported:
    """The statements of our own collections, and one of everything else, for which the source text
    is needed.
    """
    groups, left_out = _groups(safejson.parse(data, file), file)
    statements: list[Statement] = []
    used: set[str] = set()
    for group in groups:
        if group.record is not None:
            statement = _ours(group, file, used, left_out)
            if statement:
                statements.append(statement)
                continue
        if not group.items:
            continue
        source_text = checked_text(
            text, file, "the annotations are on a text that is not in the file"
        )
        annotations = [_annotation(item, number) for number, item in enumerate(group.items, 1)]
        name = unused(short_id(group.label, statement_name(file)), used)
        sources = [source for annotation in annotations for source in annotation.sources]
        page = max(sources, key=sources.count) if sources else ""
        source = Source(url=page) if page.startswith(("http://", "https://")) else Source()
        made, more = statement_of(
            annotations, source_text, name, group.label or page or name, source
        )
        statements.append(made)
        left_out += more
    unused_text = text is not None and not any(
        group.items and group.record is None for group in groups
    )
    remarks = (
        ("--text is not needed: the file holds the source text",)
        if unused_text and statements
        else ()
    )
    return Imported(tuple(statements), tuple(left_out), remarks)


def _groups(value: Any, file: str) -> tuple[list[_Group], list[str]]:
    groups: list[_Group] = []
    loose: list[Node] = []
    left_out: list[str] = []
    for node in many(value):
        kinds = many(node.get("type")) if isinstance(node, dict) else []
        if "AnnotationCollection" in kinds:
            record = node.get("statement") if isinstance(node.get("statement"), dict) else None
            items = _page(node.get("first"), left_out)
            groups.append(_Group(items, string(node.get("label")), record))
        elif "AnnotationPage" in kinds:
            loose += _page(node, left_out)
        elif "Annotation" in kinds:
            loose.append(node)
        else:
            raise UnreadableError(
                "no W3C annotations", place=Place(file), hint="Hypothesis: --from hypothesis"
            )
    return [*groups, _Group(loose)], left_out


def _page(page: Any, left_out: list[str]) -> list[Node]:
    if not isinstance(page, dict):
        if page is not None:
            left_out.append(f"a page of annotations that is not in the file: {str(page)[:200]}")
        return []
    if page.get("next"):
        left_out.append(f"a page of annotations that is not in the file: {str(page['next'])[:200]}")
    items = many(page.get("items"))
    left_out += [
        f"an annotation that is not in the file: {str(item)[:200]}"
        for item in items
        if not _is_node(item)
    ]
    return [item for item in items if _is_node(item)]


def _is_node(item: Any) -> bool:
    return isinstance(item, dict)


def _annotation(node: Node, number: int) -> Annotation:
    sources: list[str] = []
    targets: list[tuple[Node, ...]] = []
    unread: list[str] = []
    for target in many(node.get("target")):
        if isinstance(target, str):
            sources.append(target)
            targets.append(())
        elif isinstance(target, dict):
            source = target.get("source", target.get("id"))
            page = target.get("scope") if isinstance(target.get("scope"), str) else None
            name = page or (source.get("id") if isinstance(source, dict) else source)
            sources.append(string(name))
            targets.append(
                tuple(one for one in many(target.get("selector")) if isinstance(one, dict))
            )
    tags: list[str] = []
    notes: list[str] = []
    kind: Kind | None = None
    plain = [{"value": value} for value in many(node.get("bodyValue"))]
    for body in [*many(node.get("body")), *plain]:
        value, purpose = _said(body)
        if purpose == "classifying" and value in KINDS:
            kind = value
        elif value.strip() and purpose in ("tagging", "classifying"):
            tags.append(value)
        elif value.strip() and purpose in _REMARKS:
            notes.append(value)
        else:
            what = body.get("id") or body.get("source") or value if isinstance(body, dict) else body
            unread.append(f"a body that is neither a tag nor a remark, {str(what)[:200]}")
    name = f"annotation {string(node.get('id')) or number}"
    kept = tuple(dict.fromkeys(source for source in sources if source))
    return Annotation(
        name, kept, tuple(targets), tuple(tags), kind, "; ".join(notes), tuple(unread)
    )


def _said(body: Any) -> tuple[str, str]:
    """The text of a body and its purpose; no text where it is none."""
    if not isinstance(body, dict):
        # A text alone is the address of a body.
        return "", "linking"
    purposes = [purpose for purpose in many(body.get("purpose")) if isinstance(purpose, str)]
    return string(body.get("value")), purposes[0] if purposes else ""


def _ours(group: _Group, file: str, used: set[str], left_out: list[str]) -> Statement | None:
    """The statement of a collection that we wrote; None, with a word on why, where it can no longer
    be read.
    """
    record = dict(group.record or {})
    name = unused(make_slug(string(record.pop("id", "")), statement_name(file)), used)
    foreign: list[tuple[int, Node]] = []
    mine: list[Node] = []
    tree = {**record, "quotes": []}
    topics = Topics({})
    try:
        head = read_tree(tree, f"{name}.yaml")
        topics = Topics(head.topics)
        for number, item in enumerate(group.items, 1):
            quote = item.get("quote")
            if isinstance(quote, dict) and isinstance(quote.get("id"), str):
                tree["quotes"].append(_quote(item, quote, topics))
                mine.append(item)
            else:
                foreign.append((number, item))
        # The topics may have grown by tags that were added.
        added = {
            key: {"label": topic.label}
            for key, topic in topics.known.items()
            if key not in head.topics
        }
        if added:
            tree["topics"] = {**record.get("topics", {}), **added}
        statement = read_tree(tree, f"{name}.yaml")
    except StatementError as error:
        used.discard(name)
        problem = error.problems[0] if error.problems else error
        left_out.append(f"the statement '{name}', since its record is damaged: {problem.message}")
        return None
    text = Text(statement.text)
    kept = [
        _with_targets(quote, item, text, left_out) for quote, item in zip(statement.quotes, mine)
    ]
    statement = statement._replace(quotes=tuple(quote for quote in kept if quote is not None))
    if foreign:
        annotations = [_annotation(item, number) for number, item in foreign]
        taken = [quote.id for quote in statement.quotes]
        quotes, more = quotes_of(annotations, text, name, topics, taken)
        left_out += more
        statement = statement._replace(quotes=(*statement.quotes, *quotes), topics=topics.known)
    return statement._replace(file="")


def _quote(item: Node, record: Node, topics: Topics) -> Node:
    """The mapping of a quote: what its record says, its topics and kind as the bodies have them
    now.
    """
    tree = {key: value for key, value in record.items() if key not in ("topics", "kind")}
    tags = []
    for body in many(item.get("body")):
        value, purpose = _said(body)
        if purpose == "classifying" and value in KINDS:
            tree["kind"] = value
        elif purpose == "tagging" and isinstance(body, dict):
            known = string(body.get("id")).rpartition(":topic:")[2]
            tags.append(known if known in topics.known else topics.labelled(value))
    if tags:
        tree["topics"] = list(dict.fromkeys(tags))
    if "excerpt" not in tree:
        tree["excerpt"] = [
            exact for target in many(item.get("target")) if (exact := _exact(target))
        ]
    return tree


def _with_targets(quote: Quote, item: Node, text: Text, left_out: list[str]) -> Quote | None:
    """A quote with the words of its targets, where somebody changed them; None, with a word on why,
    without a place.
    """
    spans = quote.anchor.spans
    words = [exact for target in many(item.get("target")) if (exact := _exact(target))]
    if not spans or words == [text.text[start:end] for start, end in spans]:
        return quote
    annotation = _annotation(item, 0)
    found = [place_of(selectors, text) for selectors in annotation.targets] or [
        "it marks no passage"
    ]
    why = next((place for place in found if isinstance(place, str)), None)
    places = tuple(sorted(place for place in found if isinstance(place, Span)))
    moved = f"{annotation.name}: {why}" if why else text.moved(quote, places, annotation.name)
    if isinstance(moved, str):
        left_out.append(moved)
        return None
    return moved


def _exact(target: Any) -> str:
    selectors = many(target.get("selector")) if isinstance(target, dict) else []
    return next(
        (
            string(one.get("exact"))
            for one in selectors
            if isinstance(one, dict) and one.get("exact")
        ),
        "",
    )
