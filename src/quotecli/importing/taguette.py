"""Projects of Taguette (.sqlite3): documents of HTML, highlights in them, and tags.

Each document becomes a statement, each highlight a quote, each tag a topic. A highlight has the
words that it marked, which must be at its place, or be in one place only. Our own projects come
back whole, with tags and highlights as they were edited meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from quotecli.errors import StatementError, UnreadableError
from quotecli.exporting.tags import MAX_NAME, RECORD, Tag, read_number, shorten, show_text
from quotecli.importing import safejson
from quotecli.importing.annotations import refuse_text
from quotecli.importing.formats import Imported
from quotecli.importing.html_text import HtmlText
from quotecli.importing.labelled import add_quotes
from quotecli.importing.marks import OwnText, TaggedPassage, Tags
from quotecli.importing.passages import ImportedText
from quotecli.importing.safesqlite import read_tables
from quotecli.importing.tags import OwnTag, Paths, read_tag
from quotecli.importing.topics import TopicMaker, make_short_id
from quotecli.model import Span, Statement, collapse_space
from quotecli.store.yaml_events import MAX_SCALAR
from quotecli.text.counting import Utf8Counting
from quotecli.text.slugs import add_unique

_TABLES: dict[str, dict[str, type]] = {
    "projects": {"id": int, "name": str},
    "documents": {"id": int, "project_id": int, "name": str, "filename": str, "contents": str},
    "tags": {"id": int, "project_id": int, "path": str, "description": str},
    "highlights": {
        **{"id": int, "document_id": int, "start_offset": int, "end_offset": int},
        "snippet": str,
    },
    "highlight_tags": {"highlight_id": int, "tag_id": int},
}


class _Document(NamedTuple):
    """A document of a project, with its highlights in order."""

    name: str
    filename: str
    html: HtmlText
    marks: list[TaggedPassage]


def read(data: bytes, file: str, text: str | None) -> Imported:
    """Return a statement for each document of a project, or of several in one file."""
    refuse_text(text, file)
    tables = read_tables(data, file, _TABLES)
    importer = _Importer(file)
    statements = [
        statement
        for key, _ in tables["projects"]
        for statement in importer.read_project(
            {number: Tag(*row) for number, project, *row in tables["tags"] if project == key},
            list(_list_documents(tables, key)),
        )
    ]
    topics = importer.topics.topics
    return Imported(tuple(statements), tuple(importer.skipped), (), topics)


def _list_documents(
    tables: Mapping[str, list[tuple[Any, ...]]], project: int
) -> Iterator[_Document]:
    tags: dict[int, list[int]] = {}
    for highlight, tag in tables["highlight_tags"]:
        tags.setdefault(highlight, []).append(tag)
    marks: dict[int, list[TaggedPassage]] = {}
    for key, document, start, end, snippet in tables["highlights"]:
        mark = TaggedPassage(key, start, end, snippet, tuple(sorted(tags.get(key, ()))))
        marks.setdefault(document, []).append(mark)
    for key, owner, name, filename, contents in tables["documents"]:
        if owner == project:
            yield _Document(name, filename, HtmlText(contents), marks.get(key, []))


class _Importer:
    """Makes statements of the documents of one file; `skipped` grows on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.skipped: list[str] = []
        self.topics = TopicMaker({})
        self._paths = Paths(self.topics)
        self._taken: set[str] = set()

    def read_project(self, tags: Mapping[int, Tag], documents: list[_Document]) -> list[Statement]:
        """Return the statements of one project."""
        records = self._read_records(documents)
        own: dict[int, OwnTag] = {}
        for number, tag in tags.items():
            if (read := read_tag(tag)) is not None:
                own[number] = read
        for record in records.values():
            self.topics.reserve(record.topics)
        self.topics.reserve(one.topic.id for one in own.values() if one.topic)
        others = {number: tag for number, tag in tags.items() if number not in own}
        ids = self._paths.add(others)
        foreign = {number: self.topics.topics[key] for number, key in ids.items()}

        project = Tags(tags, own, foreign, list(records.values()))
        texts = [one for one in documents if one.filename != RECORD]
        statements = (self._make(one, project, records) for one in texts)
        return [statement for statement in statements if statement]

    def _read_records(self, documents: list[_Document]) -> dict[int, Statement]:
        """Return the statements of our record by their numbers, each with its text."""
        trees = [
            tree
            for document in documents
            if document.filename == RECORD
            for tree in self._parse_record(document.html.content)
        ]
        contents = {read_number(one.filename): one.html.content for one in documents}
        records: dict[int, Statement] = {}
        for number, tree in enumerate(trees, 1):
            # A document that was removed is no loss.
            if number not in contents or not isinstance(tree, dict):
                continue
            try:
                records[number] = OwnText.read_record(tree, contents[number], show_text)
            except (StatementError, UnreadableError) as error:
                self.skipped.append(f"the record of text {number}: {error.message}")
        return records

    def _parse_record(self, content: str) -> list[Any]:
        try:
            return safejson.parse_all(content.encode(), self.file)
        except UnreadableError as error:
            self.skipped.append(f"the record of the project, which is damaged: {error.message}")
            return []

    def _make(
        self, document: _Document, project: Tags, records: Mapping[int, Statement]
    ) -> Statement | None:
        """Return the statement of a document, or None if it has no text."""
        content = document.html.text
        title = collapse_space(document.name)
        if not content.strip() or len(content) > MAX_SCALAR:
            problem = "empty" if not content.strip() else "too long"
            self.skipped.append(f"the document “{title[:80]}”, which is {problem}")
            return None

        record = records.get(read_number(document.filename) or 0)
        if record:
            key = add_unique(record.id, self._taken)
            own = OwnText(record, project, Utf8Counting(document.html.content).position)
            statement, marks = own.edit(key, document.marks)
            if title != shorten(record.title, MAX_NAME):
                statement = statement._replace(title=title)
            self.skipped += [f"{title}: {line}" for line in own.skipped]
            find = document.html.content_offset
        else:
            stem = os.path.splitext(title)[0]
            key = add_unique(make_short_id(stem, "text"), self._taken)
            statement = Statement(key, title or key, content, (), {}, project.topics)
            marks, find = document.marks, document.html.offset

        text = ImportedText(statement.text)
        # Snippets are HTML.
        plain = [mark._replace(words=HtmlText(mark.words).text) for mark in marks]
        new = [(mark, _find_span(find(mark.start), find(mark.end))) for mark in plain]
        return add_quotes(statement, text, new, project, self.skipped)


def _find_span(start: int | None, end: int | None) -> Span | None:
    return Span(start, end) if start is not None and end is not None and start < end else None
