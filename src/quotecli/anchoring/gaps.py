"""The text between two parts of an excerpt: an attribution, or words that the excerpt leaves out.

“We will sail,” she said, “at dawn.” leaves nothing out, so that its parts read on. Whenever it is
not certain that only an attribution stands between them, GAP does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from quotecli.model import GAP, Quote, Span, collapse_space
from quotecli.text.scripts import is_unspaced

# What opens a quotation, and what closes it.
_PAIRS = (
    "“”",
    '""',
    "‘’",
    "''",
    "„“",
    "„”",
    "‚‘",
    "‚’",
    "«»",
    "»«",
    "‹›",
    "›‹",
    "「」",
    "『』",
    "””",
)
_MARKS = frozenset("".join(_PAIRS))
APOSTROPHE = re.compile(r"(?<=[^\W_])['’](?=[^\W_])")
DOUBLED = re.compile("''|``")
_PUNCTUATION = re.compile(r"[\s.,;:!?…—–\-，。、；：！？]*")
_ENDS = tuple(".,;:!?…—–-，。、；：！？")
_SENTENCE_ENDS = tuple(".!?…。！？")
# What an attribution on its own does not hold: the end of a sentence, brackets.
_BREAK = re.compile(r"[.!?;:…。！？；：\[\]()]")
# Words by which something else is told, or said at another time.
_TURN = re.compile(
    r"\b(?:and|but|or|then|later|before|after|when|while|as|until|that|add(?:s|ed|ing)?"
    r"|continu(?:es|ed|ing))\b",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
# Beside the cue and the speaker's name and role, an attribution may say when, where and to whom.
_MAX_OTHER_WORDS = 4
_MAX_WORDS = 8  # of an attribution if the file does not say which words these are
_MAX_CHARACTERS = 300


class Gap(NamedTuple):
    """The text between two parts.

    If the quotation is closed in it and opened again, `before` and `after` are the rest of the
    words inside its marks, and `between` stands outside. If not, all of it is `before`.
    """

    before: str
    between: str
    after: str
    is_closed: bool


def list_gaps(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """Yield the text between the spans of an excerpt."""
    for one, two in pairwise(spans):
        yield text[one.end : two.start]


def split_gap(gap: str) -> Gap:
    """Return which words of a gap are inside quotation marks, and which stand between them."""
    # Replaced by as many other characters, so that places stay the same.
    bare = APOSTROPHE.sub("x", DOUBLED.sub('""', gap))
    found = []
    for pair in _PAIRS:
        opening, closing = pair[0], pair[1]
        end, start = bare.find(closing), bare.rfind(opening)
        if 0 <= end < start:
            # Of a doubled mark, both characters.
            after_end = end + len(bare[end:]) - len(bare[end:].lstrip(closing))
            start = len(bare[: start + 1].rstrip(opening))
            found.append((gap[:end], gap[after_end:start], gap[start:].lstrip(gap[start])))
    if not found:
        return Gap(gap, "", "", False)
    return Gap(*min(found, key=lambda parts: len(parts[0]) + len(parts[2])), True)


def find_joins(quote: Quote, text: str) -> tuple[str, ...]:
    """Return what is printed between the parts of a quote: GAP if anything may be left out.

    If only an attribution interrupts the quotation, it is the source's punctuation and a space.
    Returns nothing for a quote that is not in the text.
    """
    spans = quote.anchor.spans
    parts = [collapse_space(part) for part in quote.parts]
    return tuple(
        [
            GAP if len(gap) > _MAX_CHARACTERS else _join(quote, one, gap, two)
            for (one, two), gap in zip(pairwise(parts), list_gaps(text, spans))
        ]
    )


def _join(quote: Quote, left: str, gap: str, right: str) -> str:
    """Return what is printed between two parts that have a gap between them."""
    if quote.kind != "direct":
        is_cue = _is_whole(left) and _is_cue(quote, gap.strip(" \n\t,—–-"))
        return _space(right) if is_cue else GAP

    head = _PUNCTUATION.match(gap)
    mark, at = (head.group().strip(), head.end()) if head else ("", 0)
    split = split_gap(gap)
    if all(sign.isspace() or sign in _MARKS for sign in gap[at:]):
        leaves_nothing = _reads_on(left + mark, gap, split)
    else:
        leaves_nothing = (
            split.is_closed
            and split.before.strip() == mark
            and not split.after.strip()
            and _is_attribution(quote, left + mark, split.between)
        )
    if not leaves_nothing:
        return GAP
    return _end_sentence(mark, split.between, right) + _space(right)


def _end_sentence(mark: str, between: str, right: str) -> str:
    """Return what ends the words before an attribution, `mark` unless another sentence follows.

    In “We tried,” she said. “It failed.” the comma stands for the full stop after “said”.
    """
    is_new = right[:1].isupper() and between.rstrip().endswith(".")
    return "." if mark == "," and is_new else mark


def _reads_on(read: str, gap: str, split: Gap) -> bool:
    """Return True if a quotation goes on after a gap without words, as in “A. / “B.”

    `read` is what has been read until then.
    """
    if not _MARKS.intersection(gap):
        return True
    is_new = split.is_closed or _BLANK_LINE.search(gap) is not None
    return is_new and read.endswith(_SENTENCE_ENDS)


def _is_attribution(quote: Quote, read: str, between: str) -> bool:
    """Return True if the text between closing and opening marks only says who speaks.

    `read` is what has been read until then.
    """
    words = collapse_space(between)
    said = _letters(words)
    read = read.rstrip("”’»›」』\"'")  # of a quotation in it: “He said, ‘Go,’” she said. “I went.”
    # The end of a sentence of the writer's would end none of the speaker's.
    if words.endswith(_SENTENCE_ENDS) and not read.endswith(_ENDS):
        return False
    if _BLANK_LINE.search(between):
        return False
    if _is_cue(quote, said):
        return True
    if not (read.endswith(_ENDS) or words.startswith((",", "，"))) or not words.endswith(_ENDS):
        return False
    return _is_short(quote, said)


def _is_short(quote: Quote, said: str) -> bool:
    """Return True if words are a cue with little else, or, without a cue, few words."""
    cue = _letters(quote.cue)
    if not cue:
        most = _MAX_WORDS
    else:
        most = _MAX_OTHER_WORDS
        speaker = quote.speaker
        names = (speaker.name, *speaker.aliases, speaker.role) if speaker else ()
        rest = _take(said, collapse_space(quote.cue))
        if rest is None:
            return False
        said = rest
        for name in sorted(filter(None, names), key=len, reverse=True):
            taken = _take(said, collapse_space(name))
            said = said if taken is None else taken
    return (
        len(said.split()) <= most
        and not _BREAK.search(said)
        and not _TURN.search(said)
        and not _MARKS.intersection(APOSTROPHE.sub("", said))
    )


def _is_cue(quote: Quote, said: str) -> bool:
    """Return True if words are those of the cue, and nothing else."""
    return bool(_letters(quote.cue)) and _letters(said) == _letters(quote.cue)


def _letters(text: str) -> str:
    return collapse_space(text).strip(" ,，、:：—–-.。")


def _take(text: str, words: str) -> str | None:
    """Return a text without the first occurrence of whole words; None if they are not in it."""
    parts = re.split(rf"(?<!\w){re.escape(_letters(words))}(?!\w)", text, maxsplit=1)
    return " ".join(parts) if len(parts) == 2 else None


def _is_whole(text: str) -> bool:
    """Return True if every quotation mark of a text is closed in it."""
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def _space(right: str) -> str:
    """Return what separates words: nothing in a script without spaces."""
    return "" if is_unspaced(right[:1] or " ") else " "
