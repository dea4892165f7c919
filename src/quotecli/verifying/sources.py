"""The texts that quotations are looked for in: those of a library, and plain ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quotecli.criteria import Criteria
from quotecli.model import Anchor, FoundAnchoring, Quote, Source, Span, Statement, collapse_space
from quotecli.text.lazy import lazy
from quotecli.verifying.finding import Passage
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words

if TYPE_CHECKING:
    from quotecli.intake.gathering import Text
    from quotecli.library.library import Library
    from quotecli.text.paragraphs import Paragraphs

_RARE = re.compile(r"[^\W_]{3,}")
_MAX_GROUPS, _GROUP = 4, 3  # groups of rare words, any of which may be undamaged
_MAX_CANDIDATES = 60  # statements that are looked at for one group of words
_MAX_HELD = 3_000_000  # code points of texts whose words are held
_MAX_COMPARED = 4  # statements that are compared word by word
_MAX_SHINGLES = 200
_SHINGLE = 3  # words in a row by which likely statements are told
_MAX_PASSAGE = 2_000  # code points of a passage that are shown


class SourceText:
    """A text with its words, and what is known of it as a statement; a plain text has no id."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement

    @lazy
    def words(self) -> Words:
        """The words of the text, which are told apart when they are first asked for."""
        return Words(self.statement.text)

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
        )

    @lazy
    def paragraphs(self) -> Paragraphs:
        """The paragraphs of the text."""
        from quotecli.text.paragraphs import Paragraphs

        return Paragraphs(self.statement.text)

    def _find_place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column in the file, 0 if they are unknown."""
        from quotecli.store.places import find_place

        if self.statement.id:
            place = find_place(self.statement, offset)
            return (place.line or 0, place.column or 0) if place else (0, 0)
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @lazy
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.statement.text))]


def list_groups(quotation: Wording) -> list[list[str]]:
    """Return groups of the longest words of a quotation, which tend to be the rarest ones.

    All of a true quotation are in its source, and of a damaged one those of most groups.
    """
    found = {word for key in quotation.words.keys for word in _RARE.findall(key)}
    words = sorted(found, key=lambda word: (-len(word), word))[: _MAX_GROUPS * _GROUP]
    return [words[at : at + _GROUP] for at in range(0, len(words), _GROUP)]


def count_shingles(shingles: Sequence[str], text: str) -> int:
    """Return how many short runs of words a text has as they are written."""
    return sum(shingle in text for shingle in shingles)


def list_shingles(quotation: Wording) -> list[str]:
    """Return the runs of three words of a quotation that are not parted by anything but a space."""
    words = quotation.words
    last = len(words) - _SHINGLE + 1
    spans = [words.span(at, at + _SHINGLE) for at in range(min(last, _MAX_SHINGLES))]
    return [words.source[start:end] for start, end in spans]


class LibrarySources:
    """The statements of a library that meet criteria, found by their words."""

    def __init__(self, library: Library, criteria: Criteria) -> None:
        self._library = library
        self._criteria = criteria
        self._held: OrderedDict[str, SourceText] = OrderedDict()
        self._size = 0

    def find(self, quotation: Wording) -> Iterator[SourceText]:
        """Yield the statements that a quotation is likely from, those with most of its runs first.

        Statements with all of its rare words come before those with some.
        """
        groups = list_groups(quotation)
        shingles = list_shingles(quotation)
        whole = self._find([word for group in groups for word in group])
        yield from self._choose(whole, shingles)
        counts: dict[str, int] = {}
        for group in groups:
            for key in self._find(group):
                counts[key] = counts.get(key, 0) + 1
        near = sorted(counts.keys() - set(whole), key=lambda key: (-counts[key], key))
        yield from self._choose(near[:_MAX_CANDIDATES], shingles)

    def _choose(self, keys: Sequence[str], shingles: Sequence[str]) -> Iterator[SourceText]:
        """Yield the statements with most runs of words; of equal ones all, in order."""
        if len(keys) <= 1:
            yield from map(self._load, keys)
            return
        scores = [count_shingles(shingles, self._load(key).statement.text) for key in keys]
        best = sorted(range(len(keys)), key=lambda at: (-scores[at], at))
        top = scores[best[0]]
        alike = [at for at in best if scores[at] == top] if top else best[:1]
        near = [at for at in best[:_MAX_COMPARED] if 0 < top <= 2 * scores[at]]
        yield from (self._load(keys[at]) for at in dict.fromkeys([*alike, *near]))

    def _find(self, words: Sequence[str]) -> list[str]:
        return self._library.find_with(words, self._criteria, _MAX_CANDIDATES) if words else []

    def _load(self, key: str) -> SourceText:
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        source = self._held[key] = SourceText(self._library.statements[key])
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
    return SourceText(
        Statement(
            "",
            collapse_space(said.get("title", "")),
            document.text,
            (),
            {},
            {},
            occasion=said.get("speaker", ""),
            source=Source(**known),
            file=text.path,
        )
    )
