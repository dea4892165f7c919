"""The texts that quotations are looked for in: those of a library, and plain ones."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from quotecli.criteria import Criteria
from quotecli.model import (
    Anchor,
    FoundAnchoring,
    Quote,
    Source,
    Span,
    Speaker,
    Statement,
    collapse_space,
)
from quotecli.text.lazy import lazy
from quotecli.verifying.finding import Passage
from quotecli.verifying.searching.clues import Clues, Score, list_likely
from quotecli.verifying.spelling import (
    Run,
    find_runs,
    find_words,
    join_words,
    keep_consonants,
    spell,
)
from quotecli.verifying.words import Words

if TYPE_CHECKING:
    from quotecli.intake.gathering import Text
    from quotecli.library.library import Library
    from quotecli.store.places import TextPlaces
    from quotecli.text.paragraphs import Paragraphs

_MAX_CANDIDATES = 60  # statements that are looked at for one group of words
_MAX_HELD = 3_000_000  # code points of texts whose words are held
_MAX_PASSAGE = 2_000  # code points of a passage that are shown


class SourceText:
    """A text with its words, and what is known of it as a statement; a plain text has no id.

    `first_line` and `times` are those of the document that a plain text is read from. `statement`
    may come without its quotes: `load` returns it with them. `size` is in code points.
    """

    def __init__(
        self,
        statement: Statement,
        first_line: int = 1,
        times: Sequence[tuple[int, str]] = (),
        load: Callable[[], Statement] | None = None,
    ) -> None:
        self._statement = statement
        self.size = len(statement.text)
        self._read: Callable[[], str] | None = None
        self._first_line = first_line
        self._times = times
        self._load = load

    @property
    def statement(self) -> Statement:
        """The statement, which may lack its quotes."""
        statement = self._statement
        return statement._replace(text=self._read()) if self._read else statement

    def put_away(self, read: Callable[[], str]) -> None:
        """Keep the text no longer: `read` returns it when it is needed."""
        self.forget()
        self._statement = self._statement._replace(text="")
        self._read = read

    @lazy
    def annotated(self) -> Statement:
        """The statement with its quotes; most texts are only compared and need none."""
        return self._load() if self._load else self.statement

    @lazy
    def words(self) -> Words:
        """The words of the text, split on first use."""
        return Words(self.statement.text)

    @lazy
    def spelled(self) -> bytes:
        """The words of the text as spell() returns them, for ruling it out at little cost."""
        return spell(self.statement.text)

    @lazy
    def consonants(self) -> bytes:
        """The rarer consonants of the text, in which passages are looked for in less time."""
        return keep_consonants(self.spelled)

    @lazy
    def line(self) -> bytes:
        """The words of the text with single spaces, in which runs of words are looked for."""
        return join_words(self.spelled)

    def find_words(self, wanted: frozenset[bytes]) -> frozenset[bytes]:
        """Return those of the words wanted that the text has."""
        return find_words(self.spelled, wanted)

    def find_runs(self, wanted: frozenset[Run]) -> frozenset[Run]:
        """Return those of the runs of words wanted that the text has."""
        return find_runs(self.spelled, wanted)

    def score(self, clues: Clues) -> Score:
        """Return how likely the text is to be the source of a quotation."""
        return clues.score(self.find_words(clues.words), self.find_runs(clues.runs))

    def forget(self) -> None:
        """Forget the words of the text, which take some thirty times as much memory."""
        for name in ("words", "line", "consonants", "spelled"):
            vars(self).pop(name, None)

    def make_passage(self, span: Span) -> Passage:
        """Return a stretch of the text as a passage."""
        from quotecli.citing.citation import link

        statement = self.statement
        text = collapse_space(statement.text[span.start : span.end])
        paragraph = self.paragraphs.number(span.start)
        line, column = self._find_place(span.start)
        found = FoundAnchoring(Anchor("exact", (span,), 1), paragraph, ((text,), "", ""))
        quote = Quote("passage", statement.id, "direct", (text,), anchoring=found)
        return Passage(
            statement.id,
            statement.title,
            statement.text_file or statement.file,
            line,
            column,
            paragraph,
            (span,),
            text if len(text) <= _MAX_PASSAGE else f"{text[:_MAX_PASSAGE]}…",
            link(statement, quote),
            statement.source.published,
            not self._first_line,
            self._find_time(span.start),
        )

    @lazy
    def paragraphs(self) -> Paragraphs:
        """The paragraphs of the text."""
        from quotecli.text.paragraphs import Paragraphs

        return Paragraphs(self.statement.text)

    def _find_place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column in the file, 0 if they are unknown."""
        if self.statement.id:
            place = self._places.place(offset) if self._places else None
            return (place.line or 0, place.column or 0) if place else (0, 0)
        line = bisect_right(self._line_starts, offset)
        column = offset - self._line_starts[line - 1] + 1
        return line + max(self._first_line - 1, 0), column

    def _find_time(self, offset: int) -> str:
        at = bisect_right(self._times, offset, key=lambda time: time[0])
        return self._times[at - 1][1] if at else ""

    @lazy
    def _places(self) -> TextPlaces | None:
        from quotecli.store.places import read_places

        return read_places(self.statement)

    @lazy
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.statement.text))]


class Held:
    """Texts whose words are held for further quotations, as long as they are not too many."""

    def __init__(self) -> None:
        self._texts: set[SourceText] = set()
        self._size = 0

    def add(self, text: SourceText) -> None:
        """Hold the words of a text, and those of the others unless all together are too long."""
        if text in self._texts:
            return
        if self._size + text.size > _MAX_HELD:
            self.clear()
        self._texts.add(text)
        self._size += text.size

    def clear(self) -> None:
        """Forget the words of all texts."""
        for text in self._texts:
            text.forget()
        self._texts, self._size = set(), 0


class LibrarySources:
    """The statements of a library that meet criteria, found by their words."""

    def __init__(self, library: Library, criteria: Criteria) -> None:
        self._library = library
        self._criteria = criteria
        self._held: OrderedDict[str, SourceText] = OrderedDict()
        self._size = 0

    def read_all(self) -> Iterator[SourceText]:
        """Yield all statements, in order."""
        for key in self._library.find_with((), self._criteria, sys.maxsize):
            load = partial(self._library.statements.__getitem__, key)
            yield SourceText(self._library.statement_of(key), load=load)

    def find_whole(self, clues: Clues) -> Iterator[SourceText]:
        """Yield statements with all rare words of a quotation, the likeliest first."""
        yield from self._choose(self._find_all(clues), clues)

    def find_near(self, clues: Clues) -> Iterator[SourceText]:
        """Yield statements with some of the rare words, the likeliest first."""
        counts: dict[str, int] = {}
        for group in clues.groups:
            for key in self._find(group, clues):
                counts[key] = counts.get(key, 0) + 1
        others = counts.keys() - set(self._find_all(clues))
        near = sorted(others, key=lambda key: (-counts[key], key))
        yield from self._choose(near[:_MAX_CANDIDATES], clues)

    def _find_all(self, clues: Clues) -> list[str]:
        return self._find(frozenset().union(*clues.groups), clues)

    def _choose(self, keys: Sequence[str], clues: Clues) -> Iterator[SourceText]:
        if len(keys) == 1:
            yield self._load(keys[0])
            return
        scores = [self._load(key).score(clues) for key in keys]
        yield from (self._load(keys[at]) for at in list_likely(scores))

    def _find(self, words: frozenset[bytes], clues: Clues) -> list[str]:
        wanted = clues.list_written(words)
        return self._library.find_with(wanted, self._criteria, _MAX_CANDIDATES) if wanted else []

    def _load(self, key: str) -> SourceText:
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        load = partial(self._library.statements.__getitem__, key)
        source = self._held[key] = SourceText(self._library.statement_of(key), load=load)
        self._size += len(source.statement.text)
        while self._size > _MAX_HELD and len(self._held) > 1:
            _, dropped = self._held.popitem(last=False)
            self._size -= len(dropped.statement.text)
        return source


def read_source(text: Text, data: bytes) -> SourceText:
    """Return a plain text, page or transcript as a source; `text` is what was gathered of it.

    Raises QuotecliError if it is unreadable.
    """
    from quotecli.intake.kinds import read

    document = read(data, text.path)
    said = {**document._asdict(), **text.head}
    known = {key: said.get(key, "") for key in Source._fields[:6]}
    speaker = collapse_space(said.get("speaker", ""))
    return SourceText(
        Statement(
            id="",
            title=collapse_space(said.get("title", "")),
            text=document.text,
            quotes=(),
            speakers={},
            topics={},
            speaker=Speaker("", speaker) if speaker else None,
            source=Source(**known),
            file=text.path,
        ),
        document.first_line,
        document.times,
    )
