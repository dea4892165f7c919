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
_MAX_HELD = 64  # texts whose words are held
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


class LibrarySources:
    """The statements of a library that meet criteria, found by their words."""

    def __init__(self, library: Library, criteria: Criteria) -> None:
        self._library = library
        self._criteria = criteria
        self._held: OrderedDict[str, SourceText] = OrderedDict()

    def find_whole(self, groups: Sequence[Sequence[str]]) -> Iterator[SourceText]:
        """Yield the statements that have all of some words."""
        words = [word for group in groups for word in group]
        yield from map(self._load, self._find(words))

    def find_near(self, groups: Sequence[Sequence[str]]) -> Iterator[SourceText]:
        """Yield statements that have the words of a group, those with more groups first."""
        counts: dict[str, int] = {}
        for group in groups:
            for key in self._find(group):
                counts[key] = counts.get(key, 0) + 1
        ordered = sorted(counts, key=lambda key: -counts[key])
        yield from map(self._load, ordered[:_MAX_CANDIDATES])

    def _find(self, words: Sequence[str]) -> list[str]:
        return self._library.find_with(words, self._criteria, _MAX_CANDIDATES) if words else []

    def _load(self, key: str) -> SourceText:
        if key not in self._held:
            self._held[key] = SourceText(self._library.statements[key])
            if len(self._held) > _MAX_HELD:
                self._held.popitem(last=False)
        return self._held[key]


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
