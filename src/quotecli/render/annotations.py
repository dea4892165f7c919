"""What GitHub shows beside the lines of a pull request, as workflow commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from quotecli.errors import Place
from quotecli.text.escape import visible_line
from quotecli.verifying.finding import Difference, Finding, Passage, Verdict

Level = Literal["error", "warning", "notice"]

_LEVELS: dict[Verdict, Level] = {
    "shortened": "warning",
    "altered": "error",
    "not found": "error",
    "short": "notice",
}


def annotation(level: Level, place: Place, title: str, message: str) -> str:
    """Return a line that annotates a place; nothing in it can be taken for another command."""
    where = [("file", place.file), ("line", place.line), ("col", place.column), ("title", title)]
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in where if value)
    return f"::{level} {properties}::{_data(message)}\n"


def annotate_findings(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield an annotation for each quotation of an article that is not true to its source."""
    for finding in findings:
        differs = finding.attribution.verdict == "differs"
        level = _LEVELS.get(finding.verdict, "error" if differs else None)
        if level is None:
            continue

        if differs or finding.turned:
            level = "error"
        quote = finding.quote
        title = ", ".join((finding.verdict, *finding.doubts))
        place = Place(quote.file, quote.line, quote.column)
        yield annotation(level, place, title, "\n".join(_explain(finding)))


def _explain(finding: Finding) -> Iterator[str]:
    """Yield the lines of an annotation: the quotation, what is wrong with it, and its source."""
    yield f"“{finding.quote.excerpt}”"
    if finding.turned:
        yield f"turned: {finding.turned}"
    said = finding.attribution
    if said.verdict == "differs":
        yield f"the article: {said.article_words or 'nobody'}; the source: {said.source}"
    differences = [_name(one) for one in finding.differences if one.kind not in ("same", "marked")]
    differences = [one for one in differences if one != finding.turned]
    if differences:
        yield "; ".join(differences)
    if finding.passage:
        nearest = "nearest: " if finding.verdict == "not found" else ""
        yield f"{nearest}“{finding.passage.text}” ({_place(finding.passage)})"


def _name(difference: Difference) -> str:
    article, source = difference.article.strip(), difference.source.strip()
    if difference.kind == "added":
        return f"“{article}” is added"
    if difference.kind == "dropped":
        return f"“{source}” is left out"
    return f"“{article}” instead of “{source}”"


def _place(passage: Passage) -> str:
    title = passage.title or passage.statement
    return f"{title}, {passage.place}" if title else passage.place


def _data(text: str) -> str:
    return visible_line(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
