"""The turns of a transcript as quotations: each is said by whom its label names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from quotecli.drafting.language import lexicon
from quotecli.drafting.transcripts.cast import find_cast
from quotecli.drafting.transcripts.turns import Turn
from quotecli.drafting.values import Extraction, Quotation
from quotecli.model import Span

_SURE, _UNSURE = 0.95, 0.7
# Where a sentence ends, with what closes behind it.
_SENTENCE_END = re.compile(r"(\S*?)[.!?…]+[\"”’')\]]*\s+(?=[\"“‘('\[]?[^\W_a-zß-öø-ÿ])")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def add_turns(
    flat: str, turns: list[Turn], extraction: Extraction, split: str = "turn"
) -> Extraction:
    """Return the extraction of a text with every turn of a transcript as a direct quotation.

    What is quoted inside a turn is reported by its speaker. `split` is how much of a turn one
    quotation is: a "turn", a "paragraph" or a "sentence". `flat` is the text with line feeds only
    between paragraphs. What is not a transcript stays as it is.
    """
    if not turns:
        return extraction

    apart, inside = _sort_out(flat, turns, extraction.quotations)
    people, speakers = find_cast([turn.label for turn in turns], extraction.people, apart)
    said = [
        _make_quotation(flat, turn, content, speaker)
        for turn, speaker in zip(turns, speakers)
        for content in _split(flat, turn, split)
    ]
    reported = [
        quotation._replace(reporter=speakers[number])
        for number, quotation in inside
        if quotation.speaker is not None
        and people[quotation.speaker].name != people[speakers[number]].name
    ]
    quotations = [*apart, *said, *reported]
    quotations.sort(key=lambda one: (one.content[0].start, -one.content[-1].end))
    return extraction._replace(quotations=tuple(quotations), people=people)


def _sort_out(
    flat: str, turns: list[Turn], quotations: tuple[Quotation, ...]
) -> tuple[list[Quotation], list[tuple[int, Quotation]]]:
    """Return the quotations outside of the turns, and those inside, each with its turn's number.

    What is partly in a turn is left out, as is what its speaker says of himself: "I said".
    """
    starts = [turn.start for turn in turns]
    apart: list[Quotation] = []
    inside: list[tuple[int, Quotation]] = []
    for quotation in quotations:
        start, end = quotation.content[0].start, quotation.content[-1].end
        number = bisect_right(starts, end - 1) - 1
        if number < 0 or turns[number].end <= start:
            apart.append(quotation)
        elif _is_reported(flat, turns[number], quotation):
            inside.append((number, quotation))
    return apart, inside


def _is_reported(flat: str, turn: Turn, quotation: Quotation) -> bool:
    """Return True for a quotation of somebody else within the words of a turn."""
    if quotation.speaker is None or not quotation.source_span:
        return False
    if quotation.source.lower() in lexicon.words("pronouns"):
        return False
    spans = [*quotation.content, *quotation.source_span]
    words = turn.parts
    return all(any(low <= start and end <= high for low, high in words) for start, end in spans)


def _make_quotation(flat: str, turn: Turn, content: tuple[Span, ...], speaker: int) -> Quotation:
    place = turn.label.place
    colon = flat.find(":", place.end, turn.label.words)
    return Quotation(
        content,
        flat[slice(*place)],
        (place,),
        Span(colon, colon + 1) if colon == place.end else None,
        speaker,
        "direct",
        _SURE if turn.sure else _UNSURE,
        None,
        note=f"at {turn.label.time}" if turn.label.time else "",
    )


def _split(flat: str, turn: Turn, split: str) -> list[tuple[Span, ...]]:
    """Return the spans of each quotation that a turn makes."""
    if split == "turn":
        return [turn.parts]
    if split == "paragraph":
        return [(part,) for part in turn.parts]
    return [(sentence,) for part in turn.parts for sentence in _find_sentences(flat, part)]


def _find_sentences(flat: str, part: Span) -> Iterator[Span]:
    points = lexicon.words("abbreviations") | lexicon.words("titles", "abbreviated")
    start = part.start
    for match in _SENTENCE_END.finditer(flat, *part):
        word = match.group(1).lstrip("\"“‘('[")
        if word in points or _INITIALS.fullmatch(word):
            continue
        yield Span(start, match.start() + len(match.group().rstrip()))
        start = match.end()
    yield Span(start, part.end)
