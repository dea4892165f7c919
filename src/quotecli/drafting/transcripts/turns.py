"""The turns of a transcript: what follows the label of each speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quotecli.drafting.language import lexicon
from quotecli.drafting.transcripts.company import choose_labels
from quotecli.drafting.transcripts.labels import Label, is_aside, read_label
from quotecli.model import Span

_LINE = re.compile(r"[^\n]+")
_SPACES = {0xA0: " ", 0x2003: " ", 0x0D: " "}
# What nobody says: in brackets (Break: [0:04]), a heading, a rule, a picture, a tag, a time.
_NARRATION = re.compile(
    r"(?:[*_]{0,2}\w{1,20}:[*_]{0,2}\s*)?(?:\\?[(\[][^()\[\]]*[)\]]\.?\s*)+|#{1,6} .*|\W*"
    r"|!\[[^\[\]]*\]\([^()]*\)|(?:<[^<>]*>\s*)+"
    r"|\(?\[?\d{1,3}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?\)?\]?",
    re.IGNORECASE,
)
# Behind the last turn: END 3:45 P.M. EDT
_END = re.compile(
    r"\W*(?:END|Ends?|End of (?:the )?[a-z ]{1,40})\b"
    r"(?: *[\d:.]+ *[AaPp]\.?[Mm]\.?[\w. ]{0,10})?\W*"
    r"|(?:Transcribed|Transcript(?:ion)?|Captions|Captioning|Subtitles) (?:provided )?by .{1,80}"
)
_BOLD = "*_ \t"
_MAX_HEADING = 8  # words
_SAID_END = re.compile(r"[.!?…—–-][\"”’')\]*_]*")
_BRACKETS = re.compile(r"\\?[(\[]([^()\[\]\n]{1,80})[)\]]\.?|\*([^*\n]{1,40})\*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MARKED = re.compile(r"[“\"„«][^“”\"„«»]*[”\"“»]")
_LETTER = re.compile(r"[^\W_]")


class Turn(NamedTuple):
    """What one speaker says in one go: the label, and the spans of its paragraphs.

    The turn goes from `start` to `end`, label and all. `sure` is false if the text has few labels.
    """

    label: Label
    parts: tuple[Span, ...]
    start: int
    end: int
    sure: bool


def find_turns(text: str, flat: str) -> list[Turn]:
    """Return the turns of a transcript in order; none if the text is not one.

    `flat` is the text with line feeds between paragraphs only.
    """
    plain = text.translate(_SPACES)
    labels, headings = _read_lines(plain, flat)
    chosen, sure = choose_labels(plain, labels)
    starts = [plain.rfind("\n", 0, label.place.start) + 1 for label in chosen]
    turns = []
    for label, start, end in zip(chosen, starts, [*starts[1:], len(text)]):
        parts = _drop_headings(flat, list(_find_parts(flat, label.words, end, headings)))
        if parts:
            turns.append(Turn(label, tuple(parts), start, parts[-1].end, sure))
    return turns


def _drop_headings(flat: str, parts: list[Span]) -> list[Span]:
    """Return the paragraphs of a turn without the headings of what comes after it.

    The words before a heading end as sentences do; so in a text without full stops there is none.
    """
    count = len(parts)
    while count > 1 and _is_heading(flat, parts[count - 1]):
        count -= 1
    if count == len(parts):
        return parts
    end = parts[count - 1].end
    return parts[:count] if _SAID_END.search(flat, max(0, end - 3), end + 1) else parts


def _is_heading(flat: str, part: Span) -> bool:
    """Return True for a paragraph of a few words that are all written with a capital letter."""
    words = flat[slice(*part)].split()
    line = flat[flat.rfind("\n", 0, part.start) + 1 : part.end].strip(_BOLD)
    if len(line) > part.end - part.start or len(words) > _MAX_HEADING or not line[-1].isalnum():
        return False
    if len(words) == 1 and words[0].lower() in lexicon.words("labels", "answer"):
        return False
    small = lexicon.words("small_words", "title")
    return all(word[0].isupper() or word[0].isdigit() or word in small for word in words)


def _read_lines(plain: str, flat: str) -> tuple[list[Label], set[int]]:
    """Return the labels of a text, and where lines begin that are headed by something else."""
    labels: list[Label] = []
    headings: set[int] = set()
    block = 0  # the number of labels before the paragraph
    for match in _LINE.finditer(plain):
        start, end = match.span()
        if flat[start:end].isspace():
            continue  # front matter, too
        if plain.endswith("\n\n", 0, start):
            block = len(labels)
        if is_aside(plain, start, end):
            headings.add(start)
            # A form before the interview, "Interviewer: Ann Lee" and "Date: Monday".
            del labels[block:]
        else:
            label = read_label(plain, start, end)
            if label is not None:
                labels.append(label)
    return labels, headings


def _find_parts(flat: str, start: int, end: int, headings: set[int]) -> Iterator[Span]:
    """Yield the paragraphs of a turn, without stage directions and what is not said in it."""
    while start < end:
        last = flat.find("\n", start, end)
        last = end if last < 0 else last
        first, stop = _trim(flat, start, last) if last > start else (start, start)
        if first == stop:
            start = last + 1
            continue
        if _END.fullmatch(flat, first, stop) or flat.startswith(">>", first):
            return  # the second is somebody else, who has no name
        if first not in headings and not _NARRATION.fullmatch(flat, first, stop):
            yield from _cut_directions(flat, first, stop)
        start = last + 1


def _cut_directions(flat: str, start: int, end: int) -> Iterator[Span]:
    """Yield what is said in a paragraph, around stage directions: (Laughter.)"""
    known = lexicon.words("labels", "direction")
    for match in _BRACKETS.finditer(flat, start, end):
        words = _WORD.findall((match.group(1) or match.group(2)).lower())
        if not known.isdisjoint(words):
            yield from _words_between(flat, start, match.start())
            start = match.end()
    yield from _words_between(flat, start, end)


def _words_between(flat: str, start: int, end: int) -> Iterator[Span]:
    start, end = _trim(flat, start, end)
    if _LETTER.search(flat, start, end):
        marked = _MARKED.fullmatch(flat, start, end) is not None
        yield Span(start + marked, end - marked)


def _trim(flat: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without white space and signs of bold letters at its ends."""
    while start < end and flat[start].isspace():
        start += 1
    while end > start and flat[end - 1].isspace():
        end -= 1
    for marks in ("**", "__", "*", "_"):
        opened, closed = flat.startswith(marks, start, end), flat.endswith(marks, start, end)
        if flat.count(marks, start, end) == opened + closed:
            start += len(marks) * opened
            end -= len(marks) * closed
    return start, max(start, end)
