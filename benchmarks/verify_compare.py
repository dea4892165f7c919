"""Ways to find a quotation in its source and to tell a true one from a damaged one, side by side.

    python benchmarks/verify.py FOLDER --compare [--quotations N]

Each way gets a quotation in one part without marks, and the speech that it is from, and gives a
likeness from 0 to 1 and a passage. The threshold is the one with the fewest mistakes, looked for
with the answers at hand, which favours the others: quotecli has a verdict and needs none. A right
passage shares half of its length with the sentence that is quoted. rapidfuzz is left out if it is
not installed (`pip install rapidfuzz`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from difflib import SequenceMatcher
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from misquoting import TRUE
from truth import Quotation, TruthSet, make, read_speeches

from quotecli.verifying.comparison import compare
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words

_LEFT_OUT = frozenset(("another speaker", "an insertion", "an omission", "two parts"))


class Match(NamedTuple):
    """How alike a passage is, and where it begins and ends; verbatim is 1."""

    likeness: float
    start: int
    end: int


Way = Callable[[str, str, Words], Match]


def with_quotecli(excerpt: str, text: str, words: Words) -> Match:
    found = compare(Wording([excerpt]), words)
    if found is None:
        return Match(0, 0, 0)
    likeness = 1.0 if found.verdict == "verbatim" else min(found.share, 0.99)
    return Match(likeness, found.span.start, found.span.end)


def with_difflib(excerpt: str, text: str, words: Words) -> Match:
    """Look for the longest run of words, and compare as many words around it."""
    mine = Words(excerpt).folded
    run = SequenceMatcher(None, mine, words.folded, autojunk=False).find_longest_match()
    first = max(0, run.b - run.a)
    last = min(first + len(mine), len(words))
    window = words.folded[first:last]
    likeness = SequenceMatcher(None, mine, window, autojunk=False).ratio()
    return Match(likeness, words.starts[first], words.ends[last - 1])


def with_rapidfuzz(excerpt: str, text: str, words: Words) -> Match:
    found = import_module("rapidfuzz.fuzz").partial_ratio_alignment(excerpt, text)
    return Match(found.score / 100, found.dest_start, found.dest_end) if found else Match(0, 0, 0)


def with_rapidfuzz_processed(excerpt: str, text: str, words: Words) -> Match:
    """Compare without case and signs, as its users do; a text of one length keeps its places."""
    process = import_module("rapidfuzz.utils").default_process
    plain = "".join(sign if sign.isalnum() else " " for sign in text.lower())
    return with_rapidfuzz(process(excerpt), plain, words)


WAYS: dict[str, Way] = {
    "quotecli": with_quotecli,
    "difflib": with_difflib,
    "rapidfuzz": with_rapidfuzz,
    "rapidfuzz, processed": with_rapidfuzz_processed,
}


def report(folder: Path, count: int, seed: int) -> None:
    """Print a row for each way."""
    truth = make(read_speeches(folder), count, seed)
    names = ("right passage", "true accepted", "damaged accepted", "threshold", "ms each")
    print(f"{'':22}" + "".join(f"{name:>18}" for name in names))
    for name, way in WAYS.items():
        try:
            _report(name, way, truth)
        except ImportError as error:
            print(f"{name:22}{error}")


def _report(name: str, way: Way, truth: TruthSet) -> None:
    texts = [speech.text for speech in truth.speeches]
    words = [Words(text) for text in texts]
    for one in words:
        _ = one.starts, one.positions  # made once for a text, and not timed
    asked = [
        quotation
        for some in truth.quotations.values()
        for quotation in some
        if quotation.way not in _LEFT_OUT
    ]
    began = time.process_time()
    found = [way(one.parts[0], texts[one.source.speech], words[one.source.speech]) for one in asked]
    each = (time.process_time() - began) / len(asked)

    right = sum(_is_right(match, one, texts) for match, one in zip(found, asked))
    true = sorted(match.likeness for match, one in zip(found, asked) if one.way in TRUE)
    damaged = sorted(match.likeness for match, one in zip(found, asked) if one.way not in TRUE)
    threshold = min(
        {1.0, *true},
        key=lambda least: sum(x < least for x in true) + sum(x >= least for x in damaged),
    )
    cells = (
        f"{right / len(asked):.1%}",
        f"{sum(x >= threshold for x in true) / len(true):.1%}",
        f"{sum(x >= threshold for x in damaged) / len(damaged):.1%}",
        f"{threshold:.3f}",
        f"{1000 * each:.1f}",
    )
    print(f"{name:22}" + "".join(f"{cell:>18}" for cell in cells))


def _is_right(match: Match, quotation: Quotation, texts: list[str]) -> bool:
    start = texts[quotation.source.speech].find(quotation.source.text)
    end = start + len(quotation.source.text)
    return 2 * (min(match.end, end) - max(match.start, start)) >= match.end - match.start > 0
