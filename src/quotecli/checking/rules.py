"""The rules a statement must pass, beyond the structure of its file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.nearest import Passages, first_difference, shortened
from quotecli.checking.definitions import Used, conflicts, of_codebook, of_statement, own, used
from quotecli.errors import Place, Problem, Severity
from quotecli.model import TIERS, Quote, Span, Speaker, Statement, Tier, Topic, one_line
from quotecli.store.codebook import Codebook
from quotecli.store.files import read_bytes
from quotecli.store.reader import examine
from quotecli.store.yaml_events import Text, place_of
from quotecli.text.dates import is_date
from quotecli.text.words import tokens

_MARK = re.compile("[“”„‟\"«»「」『』]|''|``")
_LONGEST_STRETCH = 2000


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one file found.

    `tiers` counts the quotes by tier, and is empty where they could not be checked, since the
    structure of the file is so wrong; then there is no `statement` either. `covered` and `words`
    count the words of the text that quotes cover and all of them. `breaches` are the problems of
    the structure, for which other commands leave the file out. `defines` counts the topics and
    speakers of a codebook.
    """

    file: str
    problems: tuple[Problem, ...]
    statement: Statement | None
    tiers: dict[Tier, int]
    covered: int = 0
    words: int = 0
    breaches: int = 0
    defines: tuple[int, int] | None = None

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def unreadable(self) -> Problem | None:
        """Why the file could not be read at all, where it could not."""
        return next((problem for problem in self.problems if problem.rule == "unreadable"), None)


@dataclass
class Totals:
    """What was counted over many reports: files, those with errors and with warnings, and the
    quotes by tier.
    """

    files: int = 0
    with_errors: int = 0
    with_warnings: int = 0
    unreadable: list[Problem] = field(default_factory=list)
    tiers: Counter[Tier] = field(default_factory=Counter)

    def over(self, reports: Iterable[Report]) -> Iterator[Report]:
        """The same reports, each counted as it passes."""
        for report in reports:
            self.files += 1
            self.with_errors += report.errors > 0
            self.with_warnings += report.errors < len(report.problems)
            self.unreadable += [report.unreadable] if report.unreadable else []
            self.tiers.update(report.tiers)
            yield report


def check_file(file: str, data: bytes | None = None, book: Codebook | None = None) -> Report:
    """Every problem of the statement in a file, or in `data`, in file order.

    Raises UnreadableError where the file cannot be read.
    """
    data = read_bytes(file) if data is None else data
    statement, problems = examine(data, file, book)
    if statement is None:
        return Report(file, tuple(problems), None, {}, breaches=len(problems))
    rules = _Rules(statement, data, book)
    found = sorted_problems([*problems, *rules.problems()])
    tiers = Counter(quote.anchor.tier for quote in statement.quotes)
    words = tokens(statement.text)
    covered = sum(rules.covers(word.start) for word in words)
    return Report(
        file,
        found,
        statement,
        {tier: tiers[tier] for tier in TIERS},
        covered,
        len(words),
        breaches=len(problems),
    )


def check_codebook(book: Codebook, problems: Iterable[Problem], uses: Used | None = None) -> Report:
    """The report of a codebook with these problems, and, where all that `uses` it is known, with
    what nothing uses.
    """
    found = list(problems)
    if uses:
        found += _unused(book.topics, book.speakers, uses, book.file, "statement")
    breaches = sum(problem.severity == "error" for problem in found)
    defines = (len(book.topics), len(book.speakers))
    return Report(book.file, sorted_problems(found), None, {}, breaches=breaches, defines=defines)


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of the places where they are."""
    return tuple(sorted(problems, key=_position))


def _position(problem: Problem) -> tuple[str, int, int]:
    return problem.place.file, problem.place.line or 0, problem.place.column or 0


class _Rules:
    """The rules, over one statement and the codebook that serves it."""

    def __init__(self, statement: Statement, data: bytes, book: Codebook | None) -> None:
        self.statement = statement
        self.book = book
        self.places = _TextPlaces(statement, data)
        self.passages = Passages(statement.text)
        # What quotes cover, as sorted stretches that do not touch.
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(span for quote in statement.quotes for span in quote.anchor.spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def covers(self, offset: int) -> bool:
        """Whether a quote covers the code point at `offset` of the text."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]

    def problems(self) -> Iterator[Problem]:
        for quote in self.statement.quotes:
            yield from self._quote(quote)
        yield from _unused(
            *own(self.statement, self.book), used(self.statement), self.statement.file, "quote"
        )
        yield from self._conflicts()
        yield from self._overlaps()
        yield from self._uncovered_marks()
        yield from self._source()

    def _quote(self, quote: Quote) -> Iterator[Problem]:
        anchor = quote.anchor
        place = self._at(quote.parts[0])
        if anchor.tier != "exact":
            yield from self._not_exact(quote)
        if not anchor.context:
            given = " and ".join(name for name in ("prefix", "suffix") if getattr(quote, name))
            yield Problem(
                "context",
                f"quote '{quote.id}' does not stand next to its {given}",
                place,
                "mend or remove it",
            )
        elif anchor.occurrences > 1:
            hint = "add a prefix or a suffix: the words right before or after the one that is meant"
            message = f"quote '{quote.id}' stands {anchor.occurrences:,} times in the text"
            yield Problem("ambiguous", message, place, hint)
        if quote.cue and not self._stands(quote.cue):
            hint = "give the words with which the source attributes the quote"
            yield Problem(
                "cue",
                f"the cue of '{quote.id}' is not in the text",
                self._at(quote.cue),
                hint,
                "warning",
            )
        if quote.speaker is None:
            hint = "name a speaker, or the statement's"
            yield Problem(
                "no-speaker", f"quote '{quote.id}' has no speaker", place, hint, "warning"
            )
        if not quote.topics and self.statement.topics:
            yield Problem(
                "no-topic", f"quote '{quote.id}' has no topic", place, "add one or two", "warning"
            )

    def _not_exact(self, quote: Quote) -> Iterator[Problem]:
        tier = quote.anchor.tier
        if tier != "missing":
            severity: Severity = "warning" if tier == "typographic" else "error"
            what = "typography" if tier == "typographic" else "case, accents or punctuation"
            for part, span in zip(quote.parts, quote.anchor.spans):
                source = self.statement.text[span.start : span.end]
                if one_line(part) != one_line(source):
                    mine, theirs = first_difference(one_line(part), one_line(source))
                    message = f"quote '{quote.id}' differs from the source in {what}"
                    hint = (
                        f"it has “{mine}”, the source “{theirs}” ({self.places.place(span.start)})"
                    )
                    yield Problem(tier, message, self._at(part), hint, severity)
            return
        lost = [part for part in quote.parts if not self._stands(part)]
        if not lost:
            message = f"the parts of quote '{quote.id}' stand in the text, but not in this order"
            yield Problem(
                "missing", message, self._at(quote.parts[0]), "put them in the source's order"
            )
        for part in lost:
            near = self.passages.nearest(part)
            hint = "nothing like it stands there"
            if near and (near.excerpt or near.source):
                mine = f"has “{near.excerpt}”" if near.excerpt else "ends"
                theirs = f"has “{near.source}”" if near.source else "ends"
                passage = shortened(one_line(self.statement.text[near.span.start : near.span.end]))
                where = self.places.place(near.span.start)
                hint = f"the nearest is “{passage}” ({where}): where it {mine}, the source {theirs}"
            yield Problem("missing", f"quote '{quote.id}' is not in the text", self._at(part), hint)

    def _stands(self, words: str) -> bool:
        return self._anchorer.anchor((words,)).tier == "exact"

    @cached_property
    def _anchorer(self) -> Anchorer:
        return Anchorer(self.statement.text)

    def _conflicts(self) -> Iterator[Problem]:
        if self.book:
            known = {(one.what, one.key): one for one in of_codebook(self.book)}
            yield from conflicts(of_statement(self.statement, self.book), known)

    def _overlaps(self) -> Iterator[Problem]:
        stretches = sorted(
            (span, n)
            for n, quote in enumerate(self.statement.quotes)
            for span in quote.anchor.spans
        )
        quotes = self.statement.quotes
        widest: tuple[Span, int] | None = None
        for span, n in stretches:
            if widest and span.start < widest[0].end and n != widest[1]:
                outer, inner = quotes[widest[1]], quotes[n]
                if not (_reports(outer, inner) or _reports(inner, outer)):
                    message = f"quote '{inner.id}' overlaps '{outer.id}'"
                    hint = "part them, or say in reported_by who tells of the other's words"
                    yield Problem("overlap", message, self._at(inner.parts[0]), hint, "warning")
            if widest is None or span.end > widest[0].end:
                widest = (span, n)

    def _uncovered_marks(self) -> Iterator[Problem]:
        text = self.statement.text
        marks = [match.span() for match in _MARK.finditer(text) if not _is_measure(text, match)]
        bare = [not self._touches(start, end) for start, end in marks]
        n = 0
        while n < len(marks):
            if bare[n]:
                start = marks[n][0]
                end = marks[n][1]
                if (
                    n + 1 < len(marks)
                    and bare[n + 1]
                    and marks[n + 1][1] - start <= _LONGEST_STRETCH
                ):
                    n += 1
                    end = marks[n][1]
                message = (
                    f"no quote covers {shortened(one_line(text[start : max(end, start + 40)]))}"
                )
                hint = "annotate it, if somebody says it"
                yield Problem("uncovered", message, self.places.place(start), hint, "warning")
            n += 1

    def _touches(self, start: int, end: int) -> bool:
        """Whether a quote begins or ends next to the mark, punctuation and spaces aside, or goes on
        over it.
        """
        text = self.statement.text
        before, after = start - 1, end
        while before >= 0 and start - before < 6 and not text[before].isalnum():
            before -= 1
        while after < len(text) and after - end < 6 and not text[after].isalnum():
            after += 1
        return self.covers(before) or self.covers(after)

    def _source(self) -> Iterator[Problem]:
        source = self.statement.source
        for name, day in (("published", source.published), ("accessed", source.accessed)):
            if day and not is_date(day):
                hint = "write it as 2024-01-02, 2024-01 or 2024"
                yield Problem("date", f"{name} is '{day}'", self._at(day), hint, "warning")
        if source.url and not re.match(r"https?://[^\s/]", source.url):
            hint = "write it with https:// first"
            yield Problem("url", f"url is '{source.url}'", self._at(source.url), hint, "warning")

    def _at(self, node: str) -> Place:
        return place_of(node, self.statement.file)


class _TextPlaces:
    """Offsets in a statement's text -> places in the file that holds it."""

    def __init__(self, statement: Statement, data: bytes) -> None:
        self._file = statement.text_file or statement.file
        self._text = statement.text
        self._node = (
            statement.text if isinstance(statement.text, Text) and not statement.text_file else None
        )
        self._data = data

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    @cached_property
    def _raw_lines(self) -> list[str]:
        return re.split("\r\n?|\n", self._data.decode("utf-8-sig", "replace"))

    @cached_property
    def _indent(self) -> int | None:
        """How far the lines of the text are indented in the file; None where YAML has folded them."""
        node = self._node
        if node is None or not self._raw_lines[node.line - 1][node.column - 1 :].startswith("|"):
            return None
        number, line = next(
            (n, line) for n, line in enumerate(self._text.split("\n")) if line.strip()
        )
        return len(self._raw_lines[node.line + number]) - len(line)

    def place(self, offset: int) -> Place:
        """Line and column of a code point of the text; those of its scalar where YAML has folded
        it.
        """
        line = bisect_right(self._line_starts, offset) - 1
        column = offset - self._line_starts[line] + 1
        if self._node is None:
            return Place(self._file, line + 1, column)
        if self._indent is None:
            return Place(self._file, self._node.line, self._node.column)
        return Place(self._file, self._node.line + line + 1, self._indent + column)


def _unused(
    topics: Mapping[str, Topic], speakers: Mapping[str, Speaker], uses: Used, file: str, user: str
) -> Iterator[Problem]:
    """The topics and speakers of a file that no `user`, a quote or a statement, has any use for."""
    for topic in topics.values():
        if topic.id not in uses.topics:
            message = f"no {user} uses the topic '{topic.id}'"
            place = place_of(topic.id, file)
            yield Problem("unused-topic", message, place, "use it or take it out", "warning")
    for speaker in speakers.values():
        if speaker.id not in uses.speakers:
            message = f"no {user} uses the speaker '{speaker.id}'"
            place = place_of(speaker.id, file)
            yield Problem("unused-speaker", message, place, "use it or take it out", "warning")


def _reports(teller: Quote, told: Quote) -> bool:
    return told.reported_by is not None and told.reported_by == teller.speaker


def _is_measure(text: str, match: re.Match[str]) -> bool:
    """Whether a mark stands for inches or seconds: 6'2"."""
    return match.group() in ('"', "''") and match.start() > 0 and text[match.start() - 1].isdigit()
