"""One quotation against one text: the passage that it is from, and how true it is to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from quotecli.verifying.alignment import Block, align, align_around, find_runs
from quotecli.verifying.finding import VERDICTS
from quotecli.verifying.judgement import Judgement
from quotecli.verifying.judging import Joints, Judge
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words

MIN_WORDS = 4
"""Fewer words than this are not judged unless they stand in the source."""
MIN_SHARE = 0.5
"""With a smaller share of words in common, a quotation is not from a passage."""

_MAX_MARKS = 200  # in a quotation; nobody reads one with more
_MAX_PLACES = 20  # places with all words that are looked at
_MAX_WORDS = 2_000  # of a quotation, that are aligned
_MAX_NEAR = 200  # words of a quotation that is held against the words next to its longest run
_MAX_CORES = 3
_MAX_FREQUENT = 50  # a word with more places says little about where a passage is
_RUN = 3  # words in a row that tell a place although each of them is frequent
_MAX_CHECKED = 1_000  # places of a word that are looked at for a run
_MAX_WINDOWS = 3
_BUCKET = 8  # words by which a start may be off
_MIN_PART = 4  # words of a part that is looked for away from the others


def compare(quotation: Wording, source: Words, joints: Joints = frozenset()) -> Judgement | None:
    """Return what the most similar passage of a text is to a quotation; None if nothing is alike.

    What shares less than MIN_SHARE of the words has the verdict "not found". At `joints` the
    source interrupts a quote of its own, as find_joints() tells.
    """
    if not len(quotation) or not len(source) or len(quotation.marks) > _MAX_MARKS:
        return None
    best: Judgement | None = None
    for judgement in _judge_all(quotation, source, joints):
        best = judgement if best is None else min(best, judgement, key=rank)
        if best.verdict == "verbatim":
            return best
    return best


def compare_whole(quotation: Wording, source: Words) -> Judgement | None:
    """Return what the most similar passage with all words of a quotation in order is to it."""
    if not len(quotation) or len(quotation.marks) > _MAX_MARKS:
        return None
    return min(_judge_places(quotation, source), key=rank, default=None)


def rank(judgement: Judgement) -> tuple[bool, float, int, bool, int]:
    """Return what judgements are ordered by, the best first."""
    return (
        judgement.verdict != "verbatim",
        -judgement.share,
        VERDICTS.index(judgement.verdict),
        bool(judgement.turned),
        len(judgement.forgiven),
    )


def _judge_all(quotation: Wording, source: Words, joints: Joints) -> Iterator[Judgement]:
    """Yield judgements of the passages that the quotation may be from, likely ones first."""
    yield from _judge_places(quotation, source)
    if len(quotation) < MIN_WORDS:
        return
    for blocks in _align_windows(quotation.words.folded[:_MAX_WORDS], source):
        judgement = Judge(quotation, source, blocks, joints).judge()
        if judgement.share < MIN_SHARE:
            judgement = judgement._replace(verdict="not found", turned="")
        yield judgement


def _judge_places(quotation: Wording, source: Words) -> Iterator[Judgement]:
    """Yield judgements of the passages that have all words of the quotation in order."""
    runs = quotation.list_runs()
    folded = quotation.words.folded
    for place in source.find([folded[a:b] for a, b in runs])[:_MAX_PLACES]:
        blocks = [Block(a, start, b - a) for (a, b), start in zip(runs, place)]
        yield Judge(quotation, source, blocks).judge()


def _align_windows(words: Sequence[str], source: Words) -> Iterator[list[Block]]:
    """Yield the words that a quotation shares with the windows that have most of them."""
    slack = len(words) // 2 + _BUCKET
    for start in _find_starts(words, source):
        first = max(0, start - slack)
        window = source.folded[first : start + 2 * _BUCKET + len(words) + slack]
        blocks = _trim(align(words, window))
        if not blocks:
            continue
        if blocks[0].size < len(words) <= _MAX_NEAR:
            for core in find_runs(words, window)[:_MAX_CORES]:
                yield _move(_trim(align_around(words, window, core)), first)
        parts = _add_parts(words, source, _move(blocks, first))
        yield parts
        if len(parts) > len(blocks) and len(words) <= _MAX_NEAR:
            # What was found far away may be the quotation, and the window hold a few of its words.
            core = max(parts, key=lambda block: block.size)
            yield _trim(align_around(words, source.folded, core))


def _move(blocks: list[Block], by: int) -> list[Block]:
    return [block._replace(theirs=block.theirs + by) for block in blocks]


def _find_starts(words: Sequence[str], source: Words) -> list[int]:
    """Return at which words of the source most of the quotation's words would be in place."""
    places = [(at, source.positions.get(word, [])) for at, word in enumerate(words)]
    known = [(at, found) for at, found in places if found]
    rare = [pair for pair in known if len(pair[1]) <= _MAX_FREQUENT]
    if len(rare) < 2:
        rare = sorted(known, key=lambda pair: len(pair[1]))[:_MAX_FREQUENT]

    votes: Counter[int] = Counter()
    for at, found in rare:
        # As integers, whose sums do not depend on the order.
        weight = 1 + 1000 // len(found)
        for start in found[:_MAX_FREQUENT]:
            votes[(start - at) // _BUCKET] += weight
    for at in range(len(words) - _RUN + 1) if len(words) <= _MAX_NEAR else ():
        found = _find_run(words[at : at + _RUN], source)
        for start in found:
            votes[(start - at) // _BUCKET] += 1 + _RUN * 1000 // len(found)
    # Words that are left out move the rest into the next bucket.
    totals = {bucket: votes[bucket] + votes.get(bucket + 1, 0) for bucket in votes}
    best = sorted(totals, key=lambda bucket: (-totals[bucket], bucket))[: 2 * _MAX_WINDOWS]
    starts: list[int] = []
    for bucket in best:
        start = max(0, bucket * _BUCKET)
        if all(abs(start - other) > 2 * _BUCKET for other in starts):
            starts.append(start)
    return starts[:_MAX_WINDOWS]


def _find_run(run: Sequence[str], source: Words) -> list[int]:
    """Return where some words stand in a row, unless all of them are very frequent."""
    rarest = min(run, key=lambda word: len(source.positions.get(word, ())))
    places = source.positions.get(rarest, [])
    if len(places) > _MAX_CHECKED:
        return []
    before = run.index(rarest)
    starts = [place - before for place in places]
    return [at for at in starts if at >= 0 and source.folded[at : at + len(run)] == run]


def _trim(blocks: list[Block]) -> list[Block]:
    """Return blocks without small ones at the ends that stand apart by chance."""
    kept = list(blocks)
    while len(kept) > 1 and _is_stray(kept[0], kept[1], kept[0]):
        del kept[0]
    while len(kept) > 1 and _is_stray(kept[-2], kept[-1], kept[-1]):
        del kept[-1]
    return kept


def _is_stray(one: Block, two: Block, end: Block) -> bool:
    gap = two.theirs - one.theirs - one.size - (two.mine - one.mine - one.size)
    return end.size < _MIN_PART and gap > 2 * end.size


def _add_parts(words: Sequence[str], source: Words, blocks: list[Block]) -> list[Block]:
    """Return blocks with what stands farther away, before or after them, in whole parts."""
    first = blocks[0]
    if first.mine >= _MIN_PART:
        places = source.find([list(words[: first.mine])])
        starts = [place[0] for place in places if place[0] + first.mine <= first.theirs]
        blocks = [Block(0, starts[-1], first.mine), *blocks] if starts else blocks
    last = blocks[-1]
    at, end = last.mine + last.size, last.theirs + last.size
    if len(words) - at >= _MIN_PART:
        starts = [start for (start,) in source.find([list(words[at:])]) if start >= end]
        blocks = [*blocks, Block(at, starts[0], len(words) - at)] if starts else blocks
    return blocks
