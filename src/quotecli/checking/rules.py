"""The rules that a statement must pass, beyond the structure of its file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.nearest import Passages, first_difference, shorten
from quotecli.checking.coverage import Coverage
from quotecli.checking.definitions import (
    Uses,
    find_conflicts,
    find_uses,
    list_codebook_definitions,
    list_own_definitions,
    select_own,
)
from quotecli.checking.report import Report, sort_problems
from quotecli.checking.skips import find_skips
from quotecli.errors import Problem, QuotecliError, Severity, list_first
from quotecli.model import TIERS, Quote, Span, Speaker, Statement, Topic, collapse_space
from quotecli.store.codebook import Codebook
from quotecli.store.files import read_bytes
from quotecli.store.places import TextPlaces
from quotecli.store.reader import examine
from quotecli.store.text_file import TextFiles
from quotecli.store.yaml_events import place_of
from quotecli.text.dates import is_date
from quotecli.text.words import tokenize

# How much of the text a message about a quotation mark shows at least, in code points.
_LEAST_SHOWN = 40


def check_file(file: str, data: bytes | None = None, book: Codebook | None = None) -> Report:
    """Return the report of the statement in a file, or in `data` if given.

    `book` is the codebook that serves it. Raises UnreadableError if the file is unreadable.
    """
    data = read_bytes(file) if data is None else data
    statement, problems = examine(data, file, book)
    if statement is None:
        return Report(file, tuple(problems), None, {}, breaches=len(problems))

    coverage = Coverage(statement)
    rules = _Rules(statement, data, book, coverage)
    found = sort_problems([*problems, *list_first(rules.problems())])
    tiers = Counter(quote.anchor.tier for quote in statement.quotes)
    words = tokenize(statement.text)
    return Report(
        file,
        found,
        statement,
        {tier: tiers[tier] for tier in TIERS},
        covered=sum(coverage.covers(word.start) for word in words),
        words=len(words),
        breaches=len(problems),
        unreviewed=sum(bool(quote.review) for quote in statement.quotes),
    )


def check_codebook(book: Codebook, problems: Iterable[Problem], uses: Uses | None = None) -> Report:
    """Return the report of a codebook that has these problems.

    `uses` is what all its statements use; without it, nothing is reported as unused.
    """
    found = list(problems)
    if uses:
        found += _find_unused(book.topics, book.speakers, uses, book.file, "statement")
    breaches = sum(problem.severity == "error" for problem in found)
    defines = (len(book.topics), len(book.speakers))
    return Report(book.file, sort_problems(found), None, {}, breaches=breaches, defines=defines)


class _Rules:
    """The rules, over one statement and the codebook that serves it."""

    def __init__(
        self, statement: Statement, data: bytes, book: Codebook | None, coverage: Coverage
    ) -> None:
        self._statement = statement
        self._book = book
        self._coverage = coverage
        self._places = TextPlaces(statement, data)
        self._passages = Passages(statement.text)
        self._anchorer = Anchorer(statement.text)

    def problems(self) -> Iterator[Problem]:
        for quote in self._statement.quotes:
            yield from self._check_match(quote)
            yield from self._check_place(quote)
            yield from self._check_skips(quote)
            yield from self._check_attribution(quote)
        yield from _find_unused(
            *select_own(self._statement, self._book),
            find_uses(self._statement),
            self._statement.file,
            "quote",
        )
        yield from self._check_conflicts()
        yield from self._check_overlaps()
        yield from self._check_coverage()
        yield from self._check_source()

    def _check_match(self, quote: Quote) -> Iterator[Problem]:
        match quote.anchor.tier:
            case "missing":
                return self._check_missing(quote)
            case "typographic":
                return self._compare(quote, "typography", "warning")
            case "loose":
                return self._compare(quote, "case, accents or punctuation", "error")
        return iter(())

    def _compare(self, quote: Quote, what: str, severity: Severity) -> Iterator[Problem]:
        message = f"quote '{quote.id}' differs from the source in {what}"
        for part, span in zip(quote.parts, quote.anchor.spans):
            excerpt, source = (
                collapse_space(part),
                collapse_space(self._statement.text[span.start : span.end]),
            )
            if excerpt != source:
                mine, theirs = first_difference(excerpt, source)
                place = self._places.place(span.start)
                hint = f"the quote has “{mine}”, the source “{theirs}” ({place})"
                yield self._problem(quote.anchor.tier, message, part, hint, severity)

    def _check_missing(self, quote: Quote) -> Iterator[Problem]:
        lost = [part for part in quote.parts if not self._is_in_text(part)]
        if not lost:
            message = f"the parts of quote '{quote.id}' are in the text, but not in this order"
            hint = "put them in the order of the source"
            yield self._problem("missing", message, quote.parts[0], hint)
        for part in lost:
            message = f"quote '{quote.id}' is not in the text"
            hint = self._passages.describe(part, self._places.place)
            yield self._problem("missing", message, part, hint)

    def _check_place(self, quote: Quote) -> Iterator[Problem]:
        anchor = quote.anchor
        if not anchor.context:
            given = " and ".join(name for name in ("prefix", "suffix") if getattr(quote, name))
            message = f"quote '{quote.id}' is not next to its {given}"
            yield self._problem(
                "context", message, quote.parts[0], f"correct or remove the {given}"
            )
        elif anchor.occurrences > 1:
            message = f"quote '{quote.id}' occurs {anchor.times} in the text"
            hint = "add a prefix or a suffix: the words right before or after the intended one"
            yield self._problem("ambiguous", message, quote.parts[0], hint)

    def _check_skips(self, quote: Quote) -> Iterator[Problem]:
        skips = find_skips(quote, self._statement.text) if len(quote.parts) > 1 else ()
        for part, words, negation in skips:
            if negation:
                message = f"quote '{quote.id}' leaves out “{negation}”"
                hint = f"quote “{shorten(words)}”, too: without it the quote may say the opposite"
            else:
                message = f"quote '{quote.id}' leaves out words inside a quotation"
                hint = f"check that its meaning does not change without “{shorten(words)}”"
            yield self._problem("skips", message, quote.parts[part], hint, "warning")

    def _check_attribution(self, quote: Quote) -> Iterator[Problem]:
        words = quote.parts[0]
        if quote.cue and not self._is_in_text(quote.cue):
            message = f"the cue of quote '{quote.id}' is not in the text"
            hint = "give the words that attribute the quote in the source"
            yield self._problem("cue", message, quote.cue, hint, "warning")
        if quote.speaker is None:
            message = f"quote '{quote.id}' has no speaker"
            hint = "name a speaker for the quote or for the statement"
            yield self._problem("no-speaker", message, words, hint, "warning")
        if not quote.topics and self._statement.topics:
            message = f"quote '{quote.id}' has no topic"
            yield self._problem("no-topic", message, words, "add a topic", "warning")

    def _is_in_text(self, words: str) -> bool:
        return self._anchorer.anchor((words,)).tier == "exact"

    def _check_conflicts(self) -> Iterator[Problem]:
        if self._book:
            shared = {(one.kind, one.id): one for one in list_codebook_definitions(self._book)}
            yield from find_conflicts(list_own_definitions(self._statement, self._book), shared)

    def _check_overlaps(self) -> Iterator[Problem]:
        quotes = self._statement.quotes
        spans = sorted((span, n) for n, quote in enumerate(quotes) for span in quote.anchor.spans)
        # Of settled quotes by "", of drafts by their coder: those of several are for review.
        widest: dict[str, tuple[Span, int]] = {}
        for span, n in spans:
            coder = quotes[n].coder if quotes[n].review else ""
            before = [one for key, one in widest.items() if not (key and coder) or key == coder]
            wide, at = max(before, key=lambda one: one[0].end, default=(span, n))
            if span.start < wide.end and n != at:
                outer, inner = quotes[at], quotes[n]
                if not (_reports(outer, inner) or _reports(inner, outer)):
                    message = f"quote '{inner.id}' overlaps '{outer.id}'"
                    hint = "separate them, or name in reported_by who reports the other's words"
                    yield self._problem("overlap", message, inner.parts[0], hint, "warning")
            if coder not in widest or span.end > widest[coder][0].end:
                widest[coder] = (span, n)

    def _check_coverage(self) -> Iterator[Problem]:
        for start, end in self._coverage.uncovered_passages():
            shown = self._statement.text[start : max(end, start + _LEAST_SHOWN)]
            message = f"no quote covers {shorten(collapse_space(shown))}"
            hint = "add a quote if someone is quoted here"
            yield Problem("uncovered", message, self._places.place(start), hint, "warning")

    def _check_source(self) -> Iterator[Problem]:
        source = self._statement.source
        for name, day in (("published", source.published), ("accessed", source.accessed)):
            if day and not is_date(day):
                hint = "write it as 2024-01-02, 2024-01 or 2024"
                yield self._problem(
                    "date", f"{name} '{shorten(day)}' is not a date", day, hint, "warning"
                )
        if source.url and not re.match(r"https?://[^\s/]", source.url):
            message = f"url '{shorten(source.url)}' is not a web address"
            yield self._problem("url", message, source.url, "begin it with https://", "warning")
        if source.file and source.sha256:
            yield from self._check_original()

    def _check_original(self) -> Iterator[Problem]:
        """Yield a problem if the file that the text is from is there, and has changed."""
        source = self._statement.source
        try:
            found = TextFiles(self._statement.file).hash(source.file)
        except QuotecliError as error:
            message = f"file '{shorten(source.file)}': {error.message}"
            yield self._problem("original", message, source.file, error.hint, "warning")
            return
        if found and found != source.sha256.lower():
            hint = "draft it again, or take the sha256 out if the text has been compared"
            message = f"file '{shorten(source.file)}' has changed since the text was taken from it"
            yield self._problem("original", message, source.file, hint, "warning")

    def _problem(
        self, rule: str, message: str, node: str, hint: str, severity: Severity = "error"
    ) -> Problem:
        return Problem(rule, message, place_of(node, self._statement.file), hint, severity)


def _find_unused(
    topics: Mapping[str, Topic], speakers: Mapping[str, Speaker], uses: Uses, file: str, user: str
) -> Iterator[Problem]:
    """Yield a problem for each topic and speaker of a file that no `user` uses.

    `user` is the noun for the users: "quote" or "statement".
    """
    used: tuple[tuple[str, Iterable[Topic | Speaker], frozenset[str]], ...] = (
        ("topic", topics.values(), uses.topics),
        ("speaker", speakers.values(), uses.speakers),
    )
    for kind, definitions, ids in used:
        for one in definitions:
            if one.id not in ids:
                message = f"no {user} uses the {kind} '{one.id}'"
                place = place_of(one.id, file)
                yield Problem(f"unused-{kind}", message, place, "use it or remove it", "warning")


def _reports(reporter: Quote, inner: Quote) -> bool:
    return inner.reported_by is not None and inner.reported_by == reporter.speaker
