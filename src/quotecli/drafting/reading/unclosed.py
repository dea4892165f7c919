"""Speech without its closing mark: the paragraphs it runs on over, the dash that ends it."""

from __future__ import annotations

import re
from bisect import bisect_right

from quotecli.drafting import frames
from quotecli.drafting.language import lexicon, wording
from quotecli.drafting.reading.marks import Stretch
from quotecli.drafting.tags import SPEECH_VERB

_DASH = re.compile(r"\s[–—-]{1,2}\s*(?=([^\W\d_]+))")
_LINE = re.compile(r"[^\s][^\n]*")
_DOUBLE = re.compile(r"[\"“”„«»]|''")
_CLOSING = frozenset(("”", "»", '"', "''"))
_OPENING = re.compile(r"\s*(?:[\"“„«]|'')")
_SPOKEN_LINE = re.compile(r"\s*[–—]\s+(?=\S)")
_MAX_PARAGRAPHS = 8


def run_on(text: str, stretches: list[Stretch]) -> list[Stretch]:
    """Return the stretches of a text, the open ones cut at a dash or extended over paragraphs.

    An open stretch runs over the paragraphs after it, up to the next mark, if they speak in the
    first person or a closing mark ends them; each paragraph makes a stretch of its own. A paragraph
    that begins with a dash and has a dash before a reporting verb is a stretch as well.
    """
    opened = [one for one in stretches if _is_open(one)]
    dashed = "\n–" in text or "\n—" in text or text[:1] in "–—"
    if not opened and not dashed:
        return stretches

    lines = [match.span() for match in _LINE.finditer(text)]
    begins = [start for start, _ in lines]
    found = [one for one in stretches if not _is_open(one)]
    for one in opened:
        at = bisect_right(begins, one.start)
        found += _end_open(text, one, lines[at : at + _MAX_PARAGRAPHS])
    if dashed:
        found.extend(_find_spoken(text, lines, stretches))
    found.sort(key=lambda one: (one.start, -one.end))
    return found


def _is_open(stretch: Stretch) -> bool:
    return not stretch.closed and stretch.depth == 0


def _end_open(text: str, stretch: Stretch, lines: list[tuple[int, int]]) -> list[Stretch]:
    """Return an open stretch up to its dash, or with the lines after it that it runs over."""
    cut = _find_dash(text, stretch.first, stretch.end)
    if cut is None:
        return [stretch, *_extend(text, lines)]
    return [Stretch(stretch.start, stretch.first, cut, cut, True, 0)]


def _find_dash(text: str, start: int, end: int) -> int | None:
    """Return where the dash before an attribution stands in a passage; None for none."""
    for match in _DASH.finditer(text, start, end):
        known = lexicon.verbs().get(match.group(1))
        if known and known[0] == SPEECH_VERB and frames.SPEECH in known[1].frames:
            return match.start()
    return None


def _extend(text: str, lines: list[tuple[int, int]]) -> list[Stretch]:
    """Return the paragraphs that an open stretch runs over, as stretches without marks."""
    extended: list[Stretch] = []
    speaking = False
    for start, end in lines:
        if not text[start:end].strip():
            continue
        mark = _DOUBLE.search(text, start, end)
        if mark is not None:
            if extended and _closes(text, start, end, mark):
                return [*extended, Stretch(start, start, mark.start(), mark.end(), True, 0)]
            break

        cut = _find_dash(text, start, end)
        if cut is not None:
            return [*extended, Stretch(start, start, cut, cut, True, 0)]
        if wording.ATTRIBUTED.search(text, start, end):
            break
        speaking = speaking or wording.FIRST_PERSON.search(text, start, end) is not None
        extended.append(Stretch(start, start, end, end, False, 0))
    return extended if speaking else []


def _closes(text: str, start: int, end: int, mark: re.Match[str]) -> bool:
    """Return True if the first mark of a paragraph ends speech that runs on from above."""
    if mark.group() not in _CLOSING or _OPENING.match(text, start, end):
        return False
    return bool(text[start : mark.start()].strip()) and not text[mark.start() - 1].isspace()


def _find_spoken(
    text: str, lines: list[tuple[int, int]], stretches: list[Stretch]
) -> list[Stretch]:
    """Return the paragraphs that a dash opens and a dash before a reporting verb ends."""
    spoken: list[Stretch] = []
    marked = [one.start for one in stretches]
    for start, end in lines:
        opening = _SPOKEN_LINE.match(text, start, end)
        if opening is None or bisect_right(marked, end) != bisect_right(marked, start):
            continue
        cut = _find_dash(text, opening.end(), end)
        if cut is not None and text[opening.end() : cut].strip():
            spoken.append(Stretch(opening.start(), opening.end(), cut, cut, True, 0))
    return spoken
