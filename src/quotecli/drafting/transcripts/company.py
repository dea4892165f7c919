"""Which labels are those of speakers.

"Note:" and "Paris:" look like labels, too. A label needs company: those of a transcript come back,
or the text has little else.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from quotecli.drafting.language import wording
from quotecli.drafting.transcripts.labels import (
    CAPITALS,
    CODE,
    NAME,
    QUESTION,
    ROLE,
    TITLED,
    WORD,
    Label,
)

_SENTENCE_END = re.compile(r"[.!?…—–-][\"”’')\]*_]*(?:\s*[(\[][^()\[\]]*[)\]])?\s*$")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\S)")
_PARAGRAPH_START = re.compile(r"\n[ \t]*\n\Z|\A\n?\Z")
_WORDS_BELOW = re.compile(r"[ \t]*\n[ \t]*\S")
_TALK = re.compile(rf"\?|{wording.FIRST_PERSON.pattern}|\b[Yy]ou\b")
_NAMED = (CAPITALS, TITLED, NAME)
_MAX_BEFORE = 5
"""Paragraphs before the first turn of a text that is a transcript and no article."""
_MAX_SHARE_BEFORE = 0.25
_MANY = 8
"""Labels that make a transcript wherever they begin."""
_MOST = 0.8
_SHARE_OF_TALK = 0.2


def choose_labels(text: str, labels: list[Label]) -> tuple[list[Label], bool]:
    """Return the labels of speakers in order, and whether any of them comes back.

    None are returned for a text that is not a transcript.
    """
    beside = [label for label in labels if not label.alone]
    alone = [label for label in labels if label.alone and _has_words_below(text, label)]
    for some in (beside, alone):
        chosen = _choose_regular(text, some)
        if chosen:
            return chosen, True
    for some in (beside, alone):
        if _has_little_else(text, some):
            return some, False
    return [], False


def _choose_regular(text: str, labels: list[Label]) -> list[Label]:
    """Return the labels that come back, and those that look like them."""
    counts = Counter(map(_identify, labels))
    regular = [label for label in labels if counts[_identify(label)] > 1]
    if not regular or _count_speakers(labels) < 2 or not _begins_early(text, regular):
        return []

    usual = Counter(map(_find_family, regular)).most_common(1)[0][0]
    bold = sum(label.bold for label in regular) >= _MOST * len(regular)
    timed = sum(bool(label.time) for label in regular) >= _MOST * len(regular)
    chosen = [
        label
        for label in labels
        if counts[_identify(label)] > 1
        or ((label.bold or not bold) and (label.time or not timed) and _looks_like(label, usual))
    ]
    if _count_speakers(chosen) < 2 or not _is_plausible(text, chosen):
        return []
    return chosen


def _is_plausible(text: str, labels: list[Label]) -> bool:
    """Return False for the entries of a form or a list, which have labels that come back, too."""
    shapes = {label.shape for label in labels}
    if len(labels) < _MANY and not shapes.isdisjoint((WORD, NAME, CAPITALS)):
        return _end_sentences(text, labels) and (shapes != {WORD} or _is_talk(text, labels))
    marked = any(label.bold or label.time for label in labels)
    return marked or not shapes <= {WORD, CODE} or _is_talk(text, labels)


def _count_speakers(labels: list[Label]) -> int:
    return len({(label.title, label.name) for label in labels})


def _find_family(label: Label) -> int:
    """Return the shape of a label; one name alone is a word, whether it is known or not."""
    return WORD if label.shape == NAME and " " not in label.name else label.shape


def _identify(label: Label) -> str:
    """Return what is the same in the labels of one person: the surname, or all of it."""
    name = label.name.casefold()
    return name.rpartition(" ")[2] if label.shape in _NAMED else name.removeprefix("the ")


def _looks_like(label: Label, usual: int) -> bool:
    """Return True for a label that occurs once and may name a speaker beside the usual ones."""
    shape = label.shape
    if usual in (shape, _find_family(label)) or shape == TITLED:
        return True
    if label.alone:
        return bool(label.time) and shape == ROLE
    if shape == CAPITALS:
        return usual in (TITLED, QUESTION, ROLE)
    if shape in (ROLE, QUESTION):
        return True
    return shape in (NAME, CODE) and usual != CAPITALS


def _begins_early(text: str, labels: list[Label]) -> bool:
    first = labels[0].place.start
    return (
        len(labels) >= _MANY
        or first <= _MAX_SHARE_BEFORE * len(text)
        or _count_paragraphs(text, 0, first) <= _MAX_BEFORE
    )


def _count_paragraphs(text: str, start: int, end: int) -> int:
    stretch = text[start:end].strip()
    return len(_PARAGRAPH.findall(stretch)) + bool(stretch)


def _is_talk(text: str, labels: list[Label]) -> bool:
    """Return True if the words after many labels are those of people who talk to each other."""
    ends = [label.place.start for label in labels[1:]] + [len(text)]
    talk = [_TALK.search(text, label.words, end) for label, end in zip(labels, ends)]
    return sum(one is not None for one in talk) >= _SHARE_OF_TALK * len(talk)


def _end_sentences(text: str, labels: list[Label]) -> bool:
    """Return True if the words after most labels end as sentences do, not as entries of a form."""
    ends = [text.rfind("\n", 0, label.place.start) for label in labels[1:]] + [len(text)]
    ended = [
        _SENTENCE_END.search(text, max(label.words, end - 40), end) is not None
        for label, end in zip(labels, ends)
    ]
    return sum(ended) >= _MOST * len(ended)


def _has_little_else(text: str, labels: list[Label]) -> bool:
    """Return True if a text is made of turns by different people, who speak once each."""
    if _count_speakers(labels) < 2 or any(
        label.shape == WORD and not (label.bold or label.time) for label in labels
    ):
        return False
    first = labels[0].place.start
    return (
        _count_paragraphs(text, 0, first) <= _MAX_BEFORE
        and 2 * len(labels) >= _count_paragraphs(text, first, len(text)) - len(labels)
        and all(_end_sentences(text, [one, other]) for one, other in pairwise(labels))
    )


def _has_words_below(text: str, label: Label) -> bool:
    """Return True if the line of a label stands apart, and the next line has words."""
    start = text.rfind("\n", 0, label.place.start) + 1
    apart = bool(label.time) or _PARAGRAPH_START.search(text, max(0, start - 2), start) is not None
    return apart and _WORDS_BELOW.match(text, label.words) is not None
