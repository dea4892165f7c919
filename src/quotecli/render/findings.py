"""What was found out about an article's quotations, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from quotecli.model import collapse_space
from quotecli.render.layout import LABEL_WIDTH, Glyphs, Line, Piece
from quotecli.text.escape import visible_line
from quotecli.verifying.finding import (
    ANOTHER_S,
    DOUBTS,
    ONLY_SIGNS,
    VERDICTS,
    Article,
    Difference,
    Finding,
    Passage,
    Verdict,
)

_STYLES: dict[Verdict, str] = {
    "verbatim": "bar",
    "shortened": "caution",
    "altered": "warning",
    "not found": "warning",
    "short": "dim",
}
_MAX_BESIDE = 160  # code points of a sentence that are shown before and after a quotation


def text(checked: Iterable[tuple[Article, Sequence[Finding]]], glyphs: Glyphs) -> Iterator[Line]:
    """Yield each quotation with its verdict, its sentence and its source, then the totals.

    [-Words-] are in the source only, {+words+} in the article only.
    """
    counts: Counter[str] = Counter()
    for article, findings in checked:
        for finding in findings:
            counts.update((finding.verdict, *finding.doubts))
            yield from _show(article, finding, glyphs)
            yield Line()
    yield Line(list(_total(counts)))


def _show(article: Article, finding: Finding, glyphs: Glyphs) -> Iterator[Line]:
    quote = finding.quote
    place = ":".join(str(part) for part in (quote.file, quote.line, quote.column) if part)
    verdict = [
        Piece(f"{visible_line(place)}: ", "id"),
        Piece(finding.verdict, _STYLES[finding.verdict]),
    ]
    if finding.turned:
        verdict += [Piece(", "), Piece(f"turned: {visible_line(finding.turned)}", "warning")]
    if finding.verdict in ("altered", "not found") and finding.share:
        how = f"{finding.agreement} of the words agree"
        verdict.append(Piece(f", {how if finding.share < 1 else ONLY_SIGNS}", "dim"))
    if ANOTHER_S in finding.doubts:
        verdict += [Piece("; "), Piece(ANOTHER_S, "warning")]
    yield Line(verdict)
    yield Line(list(_show_sentence(article, finding, glyphs)), indent=2)
    if finding.forgiven and finding.verdict != "not found":
        yield _entry("passed over", [Piece(visible_line("; ".join(finding.forgiven)))])
    yield from _show_speakers(finding)
    if finding.passage:
        label = "nearest" if finding.verdict == "not found" else "source"
        yield from _show_passage(finding.passage, label, glyphs)
        if finding.others:
            several = "s" * (finding.others > 1)
            yield _entry("also", [Piece(f"in {finding.others:,} other source{several}")])
    if finding.original:
        yield from _show_passage(finding.original, "earliest", glyphs)


def _show_sentence(article: Article, finding: Finding, glyphs: Glyphs) -> Iterator[Piece]:
    """Yield the article's sentence, its quotation with what differs."""
    quote = finding.quote
    start, end = quote.spans[0].start, quote.spans[-1].end
    before = article.text[quote.sentence.start : start]
    after = article.text[end : quote.sentence.end]
    if len(before) > _MAX_BESIDE:
        before = f"{glyphs.cut} {before[-_MAX_BESIDE:].partition(' ')[2]}"
    if len(after) > _MAX_BESIDE:
        after = f"{after[:_MAX_BESIDE].rpartition(' ')[0]} {glyphs.cut}"
    yield Piece(_line(before), "dim")
    if finding.verdict in ("shortened", "altered"):
        yield from _show_words(article, finding)
    else:
        yield Piece(_line(article.text[start:end]))
    yield Piece(_line(after), "dim")


def _show_words(article: Article, finding: Finding) -> Iterator[Piece]:
    """Yield a quotation with what differs, and what stands between its parts in the article."""
    quote = finding.quote
    ends = list(accumulate([len(part) + 1 for part in quote.parts]))
    between = [article.text[a.end : b.start] for a, b in pairwise(quote.spans)]
    # A letter in brackets is compared without them: then the places of the parts are unknown.
    is_placed = sum([len(one.article) for one in finding.differences]) == ends[-1] - 1
    gaps = dict(zip(ends, between)) if is_placed else {}

    length = 0
    for difference in finding.differences:
        length += len(difference.article)
        if (gap := gaps.pop(length, None)) is None:
            yield from _show_difference(difference)
        else:
            yield from _show_difference(difference._replace(article=difference.article.rstrip()))
            yield Piece(_line(gap), "dim")


def _show_difference(difference: Difference) -> Iterator[Piece]:
    kind, mine, theirs = difference.kind, _line(difference.article), _line(difference.source)
    if kind in ("same", "marked"):
        yield Piece(mine)
        return
    # What stands behind the words is not marked.
    words, behind = (mine or theirs).rstrip(), " " * ((mine or theirs)[-1:] == " ")
    if kind != "added":
        yield Piece(f"[-{theirs.rstrip()}-]", "underline")
    if kind != "dropped":
        yield Piece(f"{{+{words}+}}", "warning")
    yield Piece(behind)


def _show_speakers(finding: Finding) -> Iterator[Line]:
    said = finding.attribution
    if not said.source:
        return
    source = Piece(_line(said.source), "warning" if said.verdict == "differs" else "speaker")
    if said.verdict == "same":
        yield _entry("speaker", [source])
        return
    if not said.article:
        nobody = Piece("; the article names nobody")
        yield _entry("speaker", [Piece("the source: "), source, nobody])
        return

    article = Piece(_line(said.article_words), "speaker")
    unsure = "" if said.verdict == "differs" else "; perhaps one person"
    yield _entry(
        "speaker", [Piece("the article: "), article, Piece("; the source: "), source, Piece(unsure)]
    )


def _show_passage(passage: Passage, label: str, glyphs: Glyphs) -> Iterator[Line]:
    paragraph = f"{glyphs.paragraph} {passage.paragraph}"
    parts = [passage.title, passage.published, paragraph, passage.place]
    yield _entry(label, [Piece(_line(", ".join(filter(None, parts))))])
    if label == "nearest":
        yield _entry("", [Piece(f"{glyphs.open}{_line(passage.text)}{glyphs.close}")])
    if passage.url:
        yield _entry("", [Piece(visible_line(passage.url), "dim")])


def _entry(label: str, pieces: list[Piece]) -> Line:
    return Line(pieces, indent=2 if label else 2 + LABEL_WIDTH, label=label)


def _total(counts: Counter[str]) -> Iterator[Piece]:
    total = sum(counts[verdict] for verdict in VERDICTS)
    yield Piece(f"{total:,} quotation{'' if total == 1 else 's'}: ", "total")
    told = [f"{counts[verdict]:,} {verdict}" for verdict in VERDICTS if counts[verdict]]
    yield Piece(", ".join(told) or "none")
    for doubt in DOUBTS:
        if counts[doubt]:
            yield Piece(f"; {counts[doubt]:,} {doubt}", "warning")


def _line(words: str) -> str:
    """Return words on one line; white space at their ends stays."""
    inner = collapse_space(words)
    before = " " if words[:1].isspace() else ""
    after = " " if words[-1:].isspace() and inner else ""
    return visible_line(f"{before}{inner}{after}")
