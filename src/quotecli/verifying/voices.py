"""Who says a passage in its source: by its annotations, by its text, or by its head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from quotecli.citing.attribution import attribute_report, attribution
from quotecli.drafting.language import wording
from quotecli.drafting.people.naming import surname
from quotecli.drafting.reading.lines import flatten
from quotecli.drafting.reading.marks import Stretch, find_stretches
from quotecli.model import Quote, Span, Speaker, Statement, collapse_space
from quotecli.text.paragraphs import Paragraphs
from quotecli.text.words import fold
from quotecli.verifying.attribution import Voice, is_same
from quotecli.verifying.spelling import list_words, make_line

_AROUND = 4_000  # code points on each side of a passage that are read for who speaks
_MIN_COVERED = 0.5  # of a passage, that a quote must cover
_SLACK = 2  # code points: a quotation mark and a space
_OPENING = tuple("\"'“„«‹‘「『`")
_MIN_OTHER = 12  # code points of a passage that are another's quote
# What stands between two marked stretches: ,” she said. “
_INTERRUPTED = re.compile(r"[^\w\s]*[\"'”“»›’」』]\s[^\"“”„«»「」『』\n]*[\"'“„«‹‘「『]")


def find_voices(statement: Statement, span: Span, paragraphs: Paragraphs) -> list[Voice]:
    """Return who says a passage: by the quotes of the statement, by its text, or by its head.

    What somebody quotes there is another's. The first is who says most of it; others say parts that
    are quotes of their own, if the passage does not name them. Nobody is returned if nothing names
    somebody.
    """
    read = _read_quotes(statement, span, paragraphs)
    voice = _find_voice(read, statement, span)
    return [voice, *_find_others(read)] if voice else []


def find_joints(
    statement: Statement, parts: Sequence[Span], paragraphs: Paragraphs
) -> set[tuple[int, int]]:
    """Return between which parts of a passage a quote of the source is interrupted itself.

    These are where one part ends and the next begins: “It rains,” she said. “A lot.”
    """
    found = set()
    for one, two in pairwise(parts):
        gap = statement.text[one.end : two.start]
        if _INTERRUPTED.fullmatch(gap) and _are_one(statement, one, two, paragraphs):
            found.add((one.end, two.start))
    return found


def _are_one(statement: Statement, one: Span, two: Span, paragraphs: Paragraphs) -> bool:
    """Return True if a quote ends a part where one passage ends and goes on where another begins.

    White space, signs and marks between the two do not count.
    """
    read = _read_quotes(statement, Span(one.start, two.end), paragraphs)
    moved = read.span.start - one.start
    end, start = one.end + moved, two.start + moved
    return any(
        not any(map(str.isalnum, read.text[min(end, a.end) : max(end, a.end)]))
        and not any(map(str.isalnum, read.text[min(start, b.start) : max(start, b.start)]))
        for quote in _list_near(read.quotes, read.text, read.span)
        for a, b in pairwise(quote.anchor.spans)
    )


class _Read(NamedTuple):
    """Quotes in a text, or in the stretch of it that was drafted, and a passage of it."""

    quotes: tuple[Quote, ...]
    text: str
    span: Span
    is_annotated: bool


def _read_quotes(statement: Statement, span: Span, paragraphs: Paragraphs) -> _Read:
    """Return the quotes that a statement has around a passage; if it has none, those of a draft."""
    if _find_covering(statement.quotes, statement.text, span):
        return _Read(statement.quotes, statement.text, span, True)
    return _draft_around(statement, span, paragraphs)


def _find_voice(read: _Read, statement: Statement, span: Span) -> Voice | None:
    """Return who says most of a passage, if anything tells."""
    whole, text, inside = statement.speaker, read.text, read.span
    quotes = _find_covering(read.quotes, text, inside)
    if not read.is_annotated:
        told = [_add_reporter(quote, whole) for quote in quotes]
        # Who quotes "he told me that it rained" quotes the one who tells it.
        quotes = [one for one in told if not _is_told_in(one, text, inside)]
    for quote in quotes:
        is_named = quote.speaker is not None and quote.status != "unresolved"
        # What somebody reports of another is not theirs, even if the other has no name.
        if is_named or quote.reported_by:
            if is_named and _only_quotes(quote, text, inside, read.is_annotated):
                return _make_voice(replace(quote, speaker=None, reported_by=quote.speaker), False)
            return _make_voice(quote, is_named)
    denied = bool(quotes) and quotes[0].polarity == "negative"
    if whole:
        return _find_speech(whole, statement.text, span, denied)
    return Voice(None, "", denied) if quotes else None


def _find_others(read: _Read) -> Iterator[Voice]:
    """Yield who says direct quotes in a passage beside the one that most of it is from."""
    main = _find_covering(read.quotes, read.text, read.span)[:1]
    said = fold(read.text[slice(*read.span)])
    for quote in _list_near(read.quotes, read.text, read.span):
        who = quote.speaker
        if who is None or quote.status == "unresolved" or quote.kind != "direct":
            continue
        whole = Span(quote.anchor.spans[0].start, quote.anchor.spans[-1].end)
        inside = _overlap(whole, read.span)
        is_beside = not any(_overlap(whole, span) for one in main for span in one.anchor.spans)
        is_most = 2 * inside >= whole.end - whole.start and inside >= _MIN_OTHER
        if is_beside and is_most and fold(surname(who.name)) not in said:
            yield _make_voice(quote, True)


def _overlap(one: Span, other: Span) -> int:
    """Return how many code points two spans share."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _find_speech(whole: Speaker, text: str, span: Span, denied: bool) -> Voice:
    """Return who says a passage of a text that is one speaker's."""
    name = collapse_space(whole.name)
    if _is_between_marks(text, Span(0, len(text)), span, False):
        return Voice(Speaker("", ""), attribute_report(whole), denied, whole, False)
    return Voice(whole, name, denied)


def _make_voice(quote: Quote, is_named: bool) -> Voice:
    denied = quote.polarity == "negative"
    words = attribution(quote, role=False)
    return Voice(quote.speaker or Speaker("", ""), words, denied, quote.reported_by, is_named)


def _only_quotes(quote: Quote, text: str, span: Span, is_annotated: bool) -> bool:
    """Return True if the speaker of a direct quote only quotes a passage in it."""
    if quote.kind != "direct":
        return False
    parts = quote.anchor.spans
    if text[parts[0].start - 1 : parts[0].start] in _OPENING:
        # It stands between marks itself, and words of others between its parts.
        return any(_is_between_marks(text, part, span, False) for part in parts)
    return _is_between_marks(text, Span(parts[0].start, parts[-1].end), span, is_annotated)


def _is_between_marks(text: str, said: Span, span: Span, may_be_interrupted: bool) -> bool:
    """Return True if a passage stands between quotation marks that are not those of all words.

    `said` are the words of one speaker, who may quote herself: I told them, “It rains.” They may be
    interrupted by another if they begin and end with marks: “It rains,” she said, “a lot.”
    """
    start, end = max(said.start, span.start - _AROUND), min(said.end, span.end + _AROUND)
    flat = flatten(text[start:end])
    stretches = find_stretches(flat)
    around = [
        one for one in stretches if one.start <= span.start - start and span.end - start <= one.end
    ]
    if not around:
        return False
    inner = max(around, key=lambda one: one.depth)
    if wording.SAID_BEFORE.search(flat[: inner.start]):
        return False
    if wording.SAID_BEHIND.match(flat, inner.end):
        return False
    is_marked = may_be_interrupted and stretches[0].start == 0 and stretches[-1].end == len(flat)
    is_marked = is_marked or not any(map(str.isalnum, _leave_out(flat, stretches)))
    return inner.depth >= is_marked


def _leave_out(text: str, stretches: list[Stretch]) -> str:
    """Return a text without its marked stretches."""
    kept, end = [], 0
    for stretch in stretches:
        kept.append(text[end : stretch.start])
        end = max(end, stretch.end)
    return "".join([*kept, text[end:]])


def _add_reporter(quote: Quote, whole: Speaker | None) -> Quote:
    """Return a drafted quote as reported by who says the whole text, unless it is their own.

    Whom prose only describes, outside quotation marks, may be nobody at all.
    """
    is_own = quote.speaker is None or (whole is not None and is_same(quote.speaker, whole))
    is_vague = quote.kind == "indirect" and quote.status == "unresolved"
    if whole is None or quote.reported_by or is_own or is_vague:
        return quote
    return replace(quote, reported_by=whole)


def _holds(quote: Quote, span: Span) -> bool:
    """Return True if a passage stands in a quote."""
    spans = quote.anchor.spans
    return spans[0].start <= span.start + _SLACK and span.end <= spans[-1].end + _SLACK


def _is_told_in(quote: Quote, text: str, span: Span) -> bool:
    """Return True if a passage has more than a quote: what another says, or that it is told."""
    if _holds(quote, span):
        return False
    spans = quote.anchor.spans
    beside = f"{text[span.start : spans[0].start]} {text[spans[-1].end : span.end]}"
    cue = make_line(list_words(quote.cue))
    is_told = quote.kind == "indirect" and cue.strip() and cue in make_line(list_words(beside))
    return bool(quote.reported_by or is_told)


def _draft_around(statement: Statement, span: Span, paragraphs: Paragraphs) -> _Read:
    """Return the quotes that the text around a passage gives, which is cut at paragraphs."""
    from quotecli.drafting.draft import make

    start = paragraphs.span(paragraphs.number(max(span.start - _AROUND, 0))).start
    if span.start - start > 2 * _AROUND:
        start = max(span.start - _AROUND, 0)
    # A label of a transcript is told by others, which may stand behind the first of them.
    behind = min(span.end + _AROUND, len(statement.text))
    end = max(paragraphs.span(paragraphs.number(max(behind - 1, 0))).start, span.end)
    if behind == len(statement.text) or end - span.end < _AROUND // 2:
        end = behind
    text = statement.text[start:end]
    inside = Span(span.start - start, span.end - start)
    drafted = make(text, shared_speakers=statement.speakers, within=inside).statement
    return _Read(drafted.quotes, text, inside, False)


def _find_covering(quotes: Iterable[Quote], text: str, span: Span) -> list[Quote]:
    """Return the quotes that cover most of a passage, the shortest first: the innermost one."""
    found: list[tuple[int, int, Quote]] = []
    for quote in _list_near(quotes, text, span):
        covered = sum(_overlap(one, span) for one in quote.anchor.spans)
        if covered >= _MIN_COVERED * (span.end - span.start):
            size = sum(end - start for start, end in quote.anchor.spans)
            found.append((size, len(found), quote))
    return [quote for _, _, quote in sorted(found, key=lambda one: one[:2])]


def _list_near(quotes: Iterable[Quote], text: str, span: Span) -> list[Quote]:
    """Return the quotes whose first words stand around a passage.

    Looking for the words alone is much faster than proving where they are.
    """
    around = collapse_space(text[max(0, span.start - _AROUND) : span.end + _AROUND])
    return [quote for quote in quotes if collapse_space(quote.parts[0])[:40] in around]
