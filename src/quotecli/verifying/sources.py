"""The texts that quotations are looked for in: those of a library, and plain ones."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

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
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words, fold_signs, fold_text

if TYPE_CHECKING:
    from quotecli.intake.gathering import Text
    from quotecli.library.library import Library
    from quotecli.store.places import TextPlaces
    from quotecli.text.paragraphs import Paragraphs

_RARE = re.compile(r"[^\W_]{3,}")
_PIECE = re.compile(r"[^\W_]+")
_OTHER = re.compile(r"[\W_]+")
_MAX_PIECES = 200  # words of a quotation that a text is asked for
_MAX_GROUPS, _GROUP = 4, 3  # groups of rare words, any of which may be undamaged
_MAX_CANDIDATES = 60  # statements that are looked at for one group of words
_MAX_HELD = 3_000_000  # code points of texts whose words are held
_MAX_COMPARED = 4  # statements that are compared word by word
_MAX_SHINGLES = 200
_SHINGLE = 3  # words in a row by which likely statements are told
_MAX_PASSAGE = 2_000  # code points of a passage that are shown


class SourceText:
    """A text with its words, and what is known of it as a statement; a plain text has no id.

    `first_line` and `times` are those of the document that a plain text is read from. `statement`
    may come without its quotes: `load` returns it with them.
    """

    def __init__(
        self,
        statement: Statement,
        first_line: int = 1,
        times: Sequence[tuple[int, str]] = (),
        load: Callable[[], Statement] | None = None,
    ) -> None:
        self.statement = statement
        self._first_line = first_line
        self._times = times
        self._load = load

    @lazy
    def annotated(self) -> Statement:
        """The statement with its quotes; most texts are only compared and need none."""
        return self._load() if self._load else self.statement

    @lazy
    def words(self) -> Words:
        """The words of the text, split on first use."""
        return Words(self.statement.text)

    @lazy
    def plain(self) -> str:
        """The text as fold_signs() returns it, for ruling out words without splitting the text."""
        return fold_signs(self.statement.text)

    @lazy
    def letters(self) -> str:
        """The letters and digits of the text, with one typography and without case, in a row."""
        return _OTHER.sub("", self.plain)

    def forget(self) -> None:
        """Forget the words of the text, which take some thirty times as much memory."""
        for name in ("words", "letters"):
            vars(self).pop(name, None)

    @lazy
    def folded(self) -> str:
        """The text as fold_text() returns it, in which runs of words are looked for."""
        return " ".join(self.plain.split())

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


def list_groups(quotation: Wording) -> list[list[str]]:
    """Return groups of the longest words of a quotation, which tend to be the rarest ones.

    All of a true quotation are in its source, and of a damaged one those of most groups.
    """
    found = {word for key in quotation.words.keys for word in _RARE.findall(key)}
    words = sorted(found, key=lambda word: (-len(word), word))[: _MAX_GROUPS * _GROUP]
    return [words[at : at + _GROUP] for at in range(0, len(words), _GROUP)]


class Clues:
    """What tells the likely sources of a quotation from others, without splitting their words."""

    def __init__(self, quotation: Wording) -> None:
        words = quotation.words
        self.groups = list_groups(quotation)
        self._groups = [list(map(str.casefold, group)) for group in self.groups]
        self._rare = [word for group in self._groups for word in group]
        pieces = {piece: None for word in words.folded for piece in _PIECE.findall(word)}
        # The longest first, which are absent most often.
        self._all = sorted(islice(pieces, _MAX_PIECES), key=len, reverse=True)
        runs = ["".join(words.folded[first:last]) for first, last in quotation.list_runs()]
        self._runs = [_OTHER.sub("", run) for run in runs]
        # Words without which a text has not all of the quotation, or none of the groups.
        self.whole_gates = self._all[:1] or [""]
        self.part_gates = [group[0] for group in self._groups] or [""]
        pairs = _list_runs(words, 2)
        self._pairs = set(pairs)
        # A text with a run of three words has both its pairs.
        self._shingles = dict(zip(_list_runs(words, _SHINGLE), pairwise(pairs)))
        self.most = Score(len(self._shingles), 2 * len(self._pairs) + len(self._rare))

    def may_have_all(self, source: SourceText) -> bool:
        """Return False if a text has not all words of the quotation, or not in its order."""
        if not all(map(source.plain.__contains__, self._all)):
            return False
        return all(map(source.letters.__contains__, self._runs))

    def may_have_some(self, source: SourceText) -> bool:
        """Return True if a text has the words of one of the groups."""
        has = source.plain.__contains__
        return not self._groups or any(all(map(has, group)) for group in self._groups)

    def score(self, source: SourceText) -> Score:
        """Return how many runs of three words a text has, and how many pairs and rare words."""
        has = source.folded.__contains__
        pairs = set(filter(has, self._pairs))
        runs = [run for run, both in self._shingles.items() if pairs.issuperset(both) and has(run)]
        return Score(len(runs), 2 * len(pairs) + sum(map(has, self._rare)))


class Score(NamedTuple):
    """How likely a text is to be the source of a quotation, by its runs of words.

    If it has none, it is its smaller pieces that count.
    """

    runs: int
    pieces: int


def list_likely(scores: Sequence[Score]) -> list[int]:
    """Return the numbers of the texts to be compared, the likeliest first.

    Those with most runs of words are all among them, and a few that have nearly as many.
    """
    order = sorted(range(len(scores)), key=lambda at: (*scores[at], -at), reverse=True)
    most = scores[order[0]].runs if order else 0
    alike = [at for at in order if scores[at].runs == most > 0]
    near = [at for at in order[:_MAX_COMPARED] if most <= 2 * scores[at].runs]
    return list(dict.fromkeys([*alike, *near]))


def _list_runs(words: Words, size: int) -> list[str]:
    """Return the runs of so many words of a quotation, folded, in order."""
    last = min(len(words), _MAX_SHINGLES + _SHINGLE - 1) - size + 1
    spans = [words.span(at, at + size) for at in range(last)]
    return [fold_text(words.source[start:end]) for start, end in spans]


class LibrarySources:
    """The statements of a library that meet criteria, found by their words."""

    def __init__(self, library: Library, criteria: Criteria) -> None:
        self._library = library
        self._criteria = criteria
        self._held: OrderedDict[str, SourceText] = OrderedDict()
        self._size = 0

    def find_whole(self, clues: Clues) -> Iterator[SourceText]:
        """Yield statements with all rare words of a quotation, the likeliest first."""
        yield from self._choose(self._find_all(clues), clues)

    def find_near(self, clues: Clues) -> Iterator[SourceText]:
        """Yield statements with some of the rare words, the likeliest first."""
        counts: dict[str, int] = {}
        for group in clues.groups:
            for key in self._find(group):
                counts[key] = counts.get(key, 0) + 1
        others = counts.keys() - set(self._find_all(clues))
        near = sorted(others, key=lambda key: (-counts[key], key))
        yield from self._choose(near[:_MAX_CANDIDATES], clues)

    def _find_all(self, clues: Clues) -> list[str]:
        return self._find([word for group in clues.groups for word in group])

    def _choose(self, keys: Sequence[str], clues: Clues) -> Iterator[SourceText]:
        if len(keys) == 1:
            yield self._load(keys[0])
            return
        scores = [clues.score(self._load(key)) for key in keys]
        yield from (self._load(keys[at]) for at in list_likely(scores))

    def _find(self, words: Sequence[str]) -> list[str]:
        return self._library.find_with(words, self._criteria, _MAX_CANDIDATES) if words else []

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
