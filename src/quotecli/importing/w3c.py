"""W3C Web Annotations in JSON-LD, from quotecli.exporting.w3c or from other tools.

The file holds an annotation, a page, a collection, or several of these, in any form of JSON-LD or
as JSON Lines. Our own annotations come back whole, with bodies and targets as they were edited
meanwhile. From other tools come the words, tags, notes and a kind, but never a speaker.
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
from quotecli.importing.bodies import read_bodies, shorten
from quotecli.importing.formats import Imported
from quotecli.importing.jsonld import find_nodes
from quotecli.importing.passages import ImportedText
from quotecli.importing.selectors import split_characters
from quotecli.importing.topics import TopicMaker, make_short_id
from quotecli.importing.w3c_own import is_own, list_words, make_record, read_record
from quotecli.model import Quote, Statement
from quotecli.text.slugs import add_unique, make_slug

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
    nodes = find_nodes(safejson.parse_all(data, file))
    collections = list(_list_collections(nodes, file, skipped))
    importer = _Importer(file, text, positions, skipped)
    statements = [importer.make(collection) for collection in collections]
    found = tuple(statement for statement in statements if statement)

    remark = "--text is not needed: the file holds the source text"
    remarks = (remark,) if text is not None and found and not importer.used_text else ()
    return Imported(found, tuple(skipped), remarks)


def _list_collections(nodes: list[Any], file: str, skipped: list[str]) -> Iterator[_Collection]:
    """Yield the collections of a document, and at the end the annotations outside of them."""
    loose: list[Node] = []
    others: list[Any] = []
    for node in nodes:
        kinds = as_list(node.get("type")) if isinstance(node, dict) else []
        if "AnnotationCollection" in kinds:
            # Programs that expand JSON-LD make lists of single values.
            record = next(iter(as_objects(node.get("statement"))), None)
            items = _list_items(node.get("first"), skipped)
            skipped += _describe_missing(node, items, skipped)
            yield _Collection(items, as_text(node.get("label")), record)
        elif "AnnotationPage" in kinds:
            loose += _list_items(node, skipped)
        elif "Annotation" in kinds:
            loose.append(node)
        else:
            others.append(node)

    if others and len(others) == len(nodes):
        raise UnreadableError(
            "not W3C annotations",
            place=Place(file),
            hint="use --from hypothesis for a search result of Hypothesis",
        )
    skipped += [f"a node that is no annotation: {shorten(_find_subject(node))}" for node in others]
    yield _Collection(loose)


def _find_subject(node: Any) -> Any:
    return (node.get("id") or node.get("type")) if isinstance(node, dict) else node


def _describe_missing(collection: Node, items: list[Node], skipped: list[str]) -> list[str]:
    """Return a line if a collection says that it has more annotations than its page holds."""
    total = collection.get("total")
    if type(total) is not int or total <= len(items) or skipped:
        return []
    return [f"annotations that the file does not hold: it has {len(items):,} of {total:,}"]


def _list_items(page: Any, skipped: list[str]) -> list[Node]:
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

    def make(self, collection: _Collection) -> Statement | None:
        """Return the statement of a collection, or None if it holds nothing."""
        record, text = collection.record, self.text
        if record is None and text and any(map(is_own, collection.items)):
            # Programs that know annotations alone give these back, and lose what is around them.
            record = make_record(collection.items, text, self.skipped)
            self.used_text = True
        if record is None:
            reason = "the file does not hold the annotated text"
            return self._make_foreign(collection, text, reason) if collection.items else None
        own = self._make_own(collection, record)
        if not isinstance(own, str):
            return own

        # What another program damaged is told, and the rest is read as from that program.
        self.skipped.append(own)
        text = self.text if self.text is not None else as_text(record.get("text"))
        reason = f"{own}; the annotated text is missing"
        return self._make_foreign(collection, text or None, reason) if collection.items else None

    def _make_foreign(self, collection: _Collection, given: str | None, reason: str) -> Statement:
        """Return the statement of another tool's collection, made of its selectors in a text.

        Raises UnreadableError, for a `reason`, if there is no text.
        """
        text = ImportedText(check_text(given, self.file, reason), self.positions)
        self.used_text |= given is self.text
        annotations = [
            _make_annotation(item, number) for number, item in enumerate(collection.items, 1)
        ]
        key = add_unique(make_short_id(collection.label, make_statement_id(self.file)), self.taken)
        page = find_document(annotations)
        title = collection.label or page or key
        made, skipped = make_statement(annotations, text, key, title, make_source(page))
        self.skipped += skipped
        return made

    def _make_own(self, collection: _Collection, record: Node) -> Statement | str:
        """Return the statement of our own collection, or what is damaged in its record."""
        wanted = make_slug(as_text(record.get("id", "")), make_statement_id(self.file))
        key = add_unique(wanted, self.taken)
        mine = [item for item in collection.items if is_own(item)]
        try:
            statement = read_record(key, record, mine)
        except StatementError as error:
            self.taken.discard(key)
            problem = error.problems[0] if error.problems else error
            return f"the record of the statement '{key}', which is damaged: {problem.message}"

        text = ImportedText(statement.text, self.positions)
        pairs = zip(statement.quotes, mine)
        quotes = [edited for pair in pairs if (edited := self._move_to_targets(*pair, text))]
        topics = TopicMaker(statement.topics)
        # Numbered as in the file, since annotations without an id are named by their number.
        others = [
            _make_annotation(item, number)
            for number, item in enumerate(collection.items, 1)
            if not is_own(item)
        ]
        added, skipped = make_annotation_quotes(
            others, text, key, topics, [quote.id for quote in quotes]
        )
        self.skipped += skipped
        return statement._replace(quotes=(*quotes, *added), topics=topics.topics, file="")

    def _move_to_targets(self, quote: Quote, item: Node, text: ImportedText) -> Quote | None:
        """Return a quote with the words of its targets, or None if these have no place."""
        spans = quote.anchor.spans
        same = list_words(item) == [text.text[start:end] for start, end in spans]
        # Without its record, only its targets tell which of several places is meant.
        if not spans or (same and (quote.proved or "quote" in item)):
            return quote

        annotation = _make_annotation(item, 0)
        places = find_targets(annotation, text)
        if isinstance(places, str):
            moved: Quote | str = f"{annotation.title}: {places}"
        else:
            moved = text.move(quote, places, annotation.title)
        if isinstance(moved, Quote):
            return moved
        self.skipped.append(moved)
        return None


def _make_annotation(node: Node, number: int) -> Annotation:
    sources, targets = _read_targets(node)
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


def _read_targets(node: Node) -> tuple[list[str], list[tuple[Node, ...]]]:
    """Return the documents of an annotation's targets, and the selectors of each."""
    sources: list[str] = []
    targets: list[tuple[Node, ...]] = []
    for target in as_list(node.get("target")):
        if isinstance(target, str):
            page, selectors = split_characters(target)
            sources.append(page)
            targets.append(tuple(selectors))
        elif isinstance(target, dict):
            source = target.get("source", target.get("id"))
            address = source.get("id") if isinstance(source, dict) else source
            page, selectors = split_characters(as_text(address))
            # If a target names the page, that counts, and not the text made from it.
            sources.append(as_text(target.get("scope")) or page)
            targets.append((*as_objects(target.get("selector")), *selectors))
    return sources, targets
