"""A folder of rows in Parquet -> statements, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from quotecli.errors import StatementError
from quotecli.importing.formats import Imported
from quotecli.importing.topics import make_short_id
from quotecli.model import Speaker, Statement, Topic
from quotecli.parquet import find_files, read_rows
from quotecli.rows.making import Row
from quotecli.rows.restoring import NEEDED, restore_speakers, restore_statement, restore_topics
from quotecli.rows.schema import QUOTES, TEXTS
from quotecli.store.codebook import find_shared_speakers
from quotecli.store.fields import SLUG
from quotecli.text.escape import visible_line
from quotecli.text.plural import count_noun
from quotecli.text.slugs import add_unique


def read_folder(path: str) -> Imported:
    """Return the statements of a folder of rows, which are read while they are iterated over.

    If the two tables are in the same order, as an export has them, few rows are held in memory.
    Raises UnreadableError for a file that does not have the columns of rows.
    """
    texts, quotes = find_files(path, "texts"), find_files(path, "quotes")
    ids = [row["id"] for row in read_rows(texts, TEXTS, ("id",))]
    statements = _Statements(texts, quotes, _name_statements(ids))
    book: dict[str, Topic] = {}
    people: dict[str, Speaker] = {}
    if len(ids) > 1:
        book = _find_shared_topics(read_rows(texts, TEXTS, ("topics",)))
        people = find_shared_speakers(map(restore_speakers, read_rows(texts, TEXTS, ("speakers",))))
    remarks = tuple(_remark(ids, statements.keys))
    return Imported(statements, statements.skipped, remarks, book, statements.keys, people)


def _name_statements(ids: Sequence[str]) -> list[str]:
    """Return the ids of statements: those of their texts, if these can be ids in a file."""
    taken = {key for key in ids if SLUG.fullmatch(key)}
    free = set(taken)
    keys = []
    for name in ids:
        if name in free:
            free.remove(name)
            keys.append(name)
        else:
            keys.append(add_unique(make_short_id(name, "imported"), taken))
    return keys


def _remark(ids: Sequence[str], keys: Sequence[str]) -> Iterator[str]:
    """Yield how many statements have other ids than their texts."""
    renamed = [(name, key) for name, key in zip(ids, keys) if name != key]
    if renamed:
        name, key = renamed[0]
        one = f"such as '{visible_line(name)}', now '{key}'"
        yield f"{count_noun(len(renamed), 'id')} of texts cannot be ids of statements, {one}"


def _find_shared_topics(rows: Iterable[Row]) -> dict[str, Topic]:
    """Return the topics that all texts have."""
    shared: dict[str, Topic] | None = None
    for row in rows:
        topics = restore_topics(row)
        known = topics if shared is None else shared
        shared = {key: topic for key, topic in known.items() if topics.get(key) == topic}
    found = shared or {}
    # A codebook has the parents of its topics, too.
    while lost := [key for key, topic in found.items() if topic.parent not in (*found, "")]:
        for key in lost:
            del found[key]
    return found


class _Statements(Sequence[Statement]):
    """The statements of a folder, read again on each iteration.

    `keys` are their ids. `skipped` has a line for each thing that was skipped the last time.
    """

    def __init__(self, texts: list[str], quotes: list[str], keys: list[str]) -> None:
        self._texts, self._quotes, self.keys = texts, quotes, keys
        self.skipped: list[str] = []

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, at: int) -> Statement:  # type: ignore[override]  # slices are not asked for
        return next(islice(self, at, None))

    def __iter__(self) -> Iterator[Statement]:
        self.skipped.clear()
        quotes = _Groups(read_rows(self._quotes, QUOTES, NEEDED))
        for row, key in zip(read_rows(self._texts, TEXTS), self.keys):
            found = quotes.take(row["id"], row["quotes"])
            name = visible_line(row["id"])
            if len(found) < row["quotes"]:
                lost = count_noun(row["quotes"] - len(found), "quote")
                self.skipped.append(f"text '{name}': {lost} of {row['quotes']:,} missing")
            try:
                yield restore_statement(row, found, key)
            except StatementError as error:
                self.skipped.append(f"text '{name}': {error.message}")
        for name, count in quotes.count_left():
            what = count_noun(count, "quote")
            self.skipped.append(f"{what} of the text '{visible_line(name)}', which is missing")


class _Groups:
    """The rows of quotes by text; those that are met before their text is are kept."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._kept: dict[str, list[Row]] = {}

    def take(self, text: str, count: int) -> list[Row]:
        """Return the next rows of a text, `count` at most, in the order of the text's quotes."""
        found = self._kept.pop(text, [])
        while len(found) < count and (row := next(self._rows, None)):
            of_another = row["text_id"] != text
            (self._kept.setdefault(row["text_id"], []) if of_another else found).append(row)
        if len(found) > count:
            self._kept[text] = found[count:]
        return sorted(found[:count], key=lambda row: int(row["rank"]))

    def count_left(self) -> Iterator[tuple[str, int]]:
        """Yield the texts that no row was taken of, with how many rows they have."""
        for row in self._rows:
            self._kept.setdefault(row["text_id"], []).append(row)
        return ((text, len(rows)) for text, rows in self._kept.items())
