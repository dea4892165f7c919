"""W3C Web Annotations in JSON-LD, from quotecli.export.w3c or from other tools.

The file holds an annotation, a page, a collection, or a list of these. Our own collections come
back whole, with bodies and targets as they were edited meanwhile. From other tools come the words,
tags, notes and a kind, but never a speaker.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from quotecli.errors import Place, StatementError, UnreadableError
from quotecli.importing import safejson
from quotecli.importing.annotations import (
    Annotation,
    as_list,
    as_objects,
    as_text,
    check_text,
    find_document,
    find_targets,
    make_annotation_quotes,
    make_source,
    make_statement,
    make_statement_id,
)
from quotecli.importing.bodies import read_bodies, read_body, shorten
from quotecli.importing.formats import Imported
from quotecli.importing.passages import SourceText
from quotecli.importing.topics import TopicMaker, add_unique, make_short_id
from quotecli.model import KINDS, Quote, Statement
from quotecli.store.reader import read_tree
from quotecli.text.slugs import make_slug

Node = dict[str, Any]


class _Collection(NamedTuple):
    """The annotations of a collection, or all those that belong to none.

    `record` is the statement that our export puts beside them.
    """

    items: list[Node]
    label: str = ""
    record: Node | None = None


def read(data: bytes, file: str, text: str | None, positions: str = "") -> Imported:
    """Return the statements of our own collections, and one for each other group of annotations.

    The latter need the source text. `positions` is how positions are counted, a key of WAYS.
    """
    skipped: list[str] = []
    collections = list(_collections(safejson.parse(data, file), file, skipped))
    importer = _Importer(file, text, positions, skipped)
    statements = [importer.statement(collection) for collection in collections]
    found = tuple(statement for statement in statements if statement)

    remark = "--text is not needed: the file holds the source text"
    remarks = (remark,) if text is not None and found and not importer.used_text else ()
    return Imported(found, tuple(skipped), remarks)


def _collections(value: Any, file: str, skipped: list[str]) -> Iterator[_Collection]:
    """Yield the collections of a document, and at the end the annotations outside of them."""
    loose: list[Node] = []
    for node in as_list(value):
        kinds = as_list(node.get("type")) if isinstance(node, dict) else []
        if "AnnotationCollection" in kinds:
            # Programs that expand JSON-LD make lists of single values.
            record = next(iter(as_objects(node.get("statement"))), None)
            items = _items(node.get("first"), skipped)
            skipped += _missing(node, items, skipped)
            yield _Collection(items, as_text(node.get("label")), record)
        elif "AnnotationPage" in kinds:
            loose += _items(node, skipped)
        elif "Annotation" in kinds:
            loose.append(node)
        else:
            raise UnreadableError(
                "not W3C annotations",
                place=Place(file),
                hint="for a search result of Hypothesis use --from hypothesis",
            )
    yield _Collection(loose)


def _missing(collection: Node, items: list[Node], skipped: list[str]) -> list[str]:
    """Return a line if a collection says that it has more annotations than its page holds."""
    total = collection.get("total")
    if type(total) is not int or total <= len(items) or skipped:
        return []
    return [f"annotations that the file does not hold: it has {len(items):,} of {total:,}"]


def _items(page: Any, skipped: list[str]) -> list[Node]:
    """Return the annotations of a page; those that are only linked to are skipped."""
    following = page.get("next") if isinstance(page, dict) else page
    if following:
        skipped.append(f"a page of annotations outside the file: {shorten(following)}")
    items = as_list(page.get("items")) if isinstance(page, dict) else []
    skipped += [
        f"an annotation outside the file: {shorten(item)}"
        for item in items
        if not isinstance(item, dict)
    ]
    return as_objects(items)


class _Importer:
    """Makes statements of the collections of one file; `skipped` grows on the way."""

    def __init__(self, file: str, text: str | None, positions: str, skipped: list[str]) -> None:
        self.file = file
        self.text = text
        self.positions = positions
        self.skipped = skipped
        self.taken: set[str] = set()
        self.used_text = False

    def statement(self, collection: _Collection) -> Statement | None:
        """Return the statement of a collection, or None if it holds nothing."""
        if collection.record is None:
            reason = "the file does not hold the annotated text"
            return self._foreign(collection, self.text, reason) if collection.items else None
        own = self._own(collection, collection.record)
        if not isinstance(own, str):
            return own

        # What another program damaged is told, and the rest is read as from that program.
        self.skipped.append(own)
        text = self.text if self.text is not None else as_text(collection.record.get("text"))
        reason = f"{own}; the annotated text is missing"
        return self._foreign(collection, text or None, reason) if collection.items else None

    def _foreign(self, collection: _Collection, given: str | None, reason: str) -> Statement:
        """Return the statement of another tool's collection, made of its selectors in a text.

        Raises UnreadableError, for a `reason`, if there is no text.
        """
        text = SourceText(check_text(given, self.file, reason), self.positions)
        self.used_text |= given is self.text
        annotations = [_annotation(item, number) for number, item in enumerate(collection.items, 1)]
        key = add_unique(make_short_id(collection.label, make_statement_id(self.file)), self.taken)
        page = find_document(annotations)
        title = collection.label or page or key
        made, skipped = make_statement(annotations, text, key, title, make_source(page))
        self.skipped += skipped
        return made

    def _own(self, collection: _Collection, record: Node) -> Statement | str:
        """Return the statement of our own collection, or what is damaged in its record."""
        wanted = make_slug(as_text(record.get("id", "")), make_statement_id(self.file))
        key = add_unique(wanted, self.taken)
        mine = [item for item in collection.items if _is_own(item)]
        try:
            statement = _read_record(key, record, mine)
        except StatementError as error:
            self.taken.discard(key)
            problem = error.problems[0] if error.problems else error
            return f"the record of the statement '{key}', which is damaged: {problem.message}"

        text = SourceText(statement.text, self.positions)
        pairs = zip(statement.quotes, mine)
        quotes = [edited for pair in pairs if (edited := self._with_targets(*pair, text))]
        topics = TopicMaker(statement.topics)
        # Numbered as in the file, since annotations without an id are named by their number.
        others = [
            _annotation(item, number)
            for number, item in enumerate(collection.items, 1)
            if not _is_own(item)
        ]
        added, skipped = make_annotation_quotes(
            others, text, key, topics, [quote.id for quote in quotes]
        )
        self.skipped += skipped
        return statement._replace(quotes=(*quotes, *added), topics=topics.topics, file="")

    def _with_targets(self, quote: Quote, item: Node, text: SourceText) -> Quote | None:
        """Return a quote with the words of its targets, or None if these have no place."""
        spans = quote.anchor.spans
        if not spans or _exact_words(item) == [text.text[start:end] for start, end in spans]:
            return quote

        annotation = _annotation(item, 0)
        places = find_targets(annotation, text)
        if isinstance(places, str):
            moved: Quote | str = f"{annotation.title}: {places}"
        else:
            moved = text.move(quote, places, annotation.title)
        if isinstance(moved, Quote):
            return moved
        self.skipped.append(moved)
        return None


def _is_own(item: Node) -> bool:
    quote = item.get("quote")
    return isinstance(quote, dict) and isinstance(quote.get("id"), str)


def _read_record(key: str, record: Node, items: list[Node]) -> Statement:
    """Return the statement of a record, with the quotes of our annotations as they are now.

    Raises StatementError if the record does not make a statement.
    """
    tree = {**{name: value for name, value in record.items() if name != "id"}, "quotes": []}
    file = f"{key}.yaml"
    known = read_tree(tree, file).topics
    topics = TopicMaker(known)
    tree["quotes"] = [_quote_tree(item, topics) for item in items]

    # Tags that were added in another tool are new topics.
    added = {
        name: {"label": topic.label} for name, topic in topics.topics.items() if name not in known
    }
    if added:
        tree["topics"] = {**record.get("topics", {}), **added}
    return read_tree(tree, file)


def _quote_tree(item: Node, topics: TopicMaker) -> Node:
    """Return the mapping of a quote: its record, with the topics and kind of its bodies."""
    tree = {name: value for name, value in item["quote"].items() if name not in ("topics", "kind")}
    tags = []
    for body in as_list(item.get("body")):
        value, purpose = read_body(body)
        if purpose == "classifying" and value in KINDS:
            tree["kind"] = value
        elif purpose == "tagging":
            key = as_text(body.get("id")).rpartition(":topic:")[2]
            tags.append(key if key in topics.topics else topics.find_or_add(value))
    if tags:
        tree["topics"] = list(dict.fromkeys(tags))
    tree.setdefault("excerpt", _exact_words(item))
    return tree


def _exact_words(item: Node) -> list[str]:
    """Return the words of each target that has any."""
    selectors = [as_objects(target.get("selector")) for target in as_objects(item.get("target"))]
    words = [next((one["exact"] for one in some if one.get("exact")), "") for some in selectors]
    return [exact for exact in map(as_text, words) if exact]


def _annotation(node: Node, number: int) -> Annotation:
    sources, targets = _targets(node)
    bodies = read_bodies(node)
    return Annotation(
        title=f"annotation {as_text(node.get('id')) or number}",
        sources=tuple(dict.fromkeys(source for source in sources if source)),
        targets=tuple(targets),
        tags=bodies.tags,
        kind=bodies.kind,
        note="; ".join(bodies.notes),
        skipped=bodies.skipped,
    )


def _targets(node: Node) -> tuple[list[str], list[tuple[Node, ...]]]:
    """Return the documents of an annotation's targets, and the selectors of each."""
    sources: list[str] = []
    targets: list[tuple[Node, ...]] = []
    for target in as_list(node.get("target")):
        if isinstance(target, str):
            sources.append(target)
            targets.append(())
        elif isinstance(target, dict):
            source = target.get("source", target.get("id"))
            address = source.get("id") if isinstance(source, dict) else source
            # If a target names the page, that counts, and not the text made from it.
            sources.append(as_text(target.get("scope")) or as_text(address))
            targets.append(tuple(as_objects(target.get("selector"))))
    return sources, targets
