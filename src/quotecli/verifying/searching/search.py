"""The search for one quotation: what is made of the texts that may have it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from quotecli.verifying.attribution import Voice, compare_speakers, find_turn
from quotecli.verifying.comparison import MIN_WORDS, compare, compare_whole, rank
from quotecli.verifying.finding import ArticleQuote, Attribution, Finding, Passage
from quotecli.verifying.judgement import Judgement, hold_beside
from quotecli.verifying.searching.clues import Clues, Score, list_likely
from quotecli.verifying.searching.sources import Held, LibrarySources, SourceText
from quotecli.verifying.spelling import Run
from quotecli.verifying.voices import find_joints, find_voices
from quotecli.verifying.wording import Wording

_MIN_LIKELY, _MAX_LIKELY = 10, 1_000  # texts that are read again for their rare words
_MAX_READ = 10_000_000  # code points of them, times the runs of words that are looked for
_MAX_LACKED = 1 / 3  # of the words, or one of them: texts that lack no more are all read again
_MAX_COMPARED = 60  # texts that a quotation is compared with
_MAX_PARTS = 4  # of a passage, whose speakers are looked for
_BEHIND = 80  # code points behind a sentence that may call it untrue
_MIN_SHOWN = 0.2  # of the words: a passage with fewer of them is not near


class Search:
    """The search for one quotation: the best passage so far, and how many are as good."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._wording = Wording(parts)
        self.clues = Clues(self._wording)
        self._best: tuple[Judgement, SourceText] | None = None
        self._earliest: tuple[str, Judgement, SourceText] | None = None
        self._count = 0
        self._voices: list[Voice] | None = None  # who say the best passage; None if not asked
        self.likely: dict[SourceText, bytes] = {}  # with the note of each
        self._notes: dict[bytes, bytes] = {}
        self._scored: list[tuple[Score, SourceText]] = []
        self.is_done = False

    def look_for_whole(self, text: SourceText) -> None:
        """Look for the whole quotation in a text."""
        if self.clues.may_have_all(text):
            whole = compare_whole(self._wording, text.words)
            if whole and whole.verdict == "verbatim":
                self._note(whole, text)

    def remember(self, text: SourceText, found: frozenset[bytes]) -> None:
        """Remember a text that has a group of rare words."""
        note = self.clues.note(found)
        # Where many texts are likely, most have the same note.
        self.likely[text] = self._notes.setdefault(note, note)

    def choose_likely(self, counts: Counter[bytes]) -> None:
        """Keep the texts that are to be read again, and forget the others.

        They are those with the rarest words, as many as are soon searched, and all that have most
        of the words: where these are common, only their runs tell the source from other texts.
        """
        weigh = self.clues.make_scale(counts)
        weights = {note: weigh(note) for note in set(self.likely.values())}
        order = sorted(self.likely, key=lambda text: -weights[self.likely[text]])
        sizes = accumulate(text.size for text in order)
        few = bisect_right(list(sizes), _MAX_READ // max(len(self.clues.runs), 1))
        chosen = set(order[: min(max(few, _MIN_LIKELY), _MAX_LIKELY)])
        self.likely = {
            text: note
            for text, note in self.likely.items()
            if text in chosen or note.count(0) <= max(1, _MAX_LACKED * len(note))
        }

    def score(self, text: SourceText, runs: frozenset[Run]) -> None:
        """Find out how many of the runs of words a likely text has; only the best are kept."""
        note = self.likely.pop(text)
        self._scored.append((self.clues.score(self.clues.read_note(note), runs), text))
        if len(self._scored) > 2 * _MAX_COMPARED:
            self._scored = self._list_best()

    def look_into_likely(self, held: Held) -> None:
        """Compare the quotation with the likely texts that have most of its runs of words."""
        for _, text in self._list_best():
            held.add(text)
            self._compare(text)
        self._scored = []

    def _list_best(self) -> list[tuple[Score, SourceText]]:
        chosen = list_likely([score for score, _ in self._scored])
        return [self._scored[at] for at in sorted(chosen[:_MAX_COMPARED])]

    def look_up(self, sources: LibrarySources) -> None:
        """Compare the quotation with the statements of a library that have its words."""
        self._look_at(sources.find_whole(self.clues))
        # What lacks a word of the quotation cannot be as good.
        if not self.is_verbatim:
            self._look_at(sources.find_near(self.clues))

    def _look_at(self, likely: Iterable[SourceText]) -> None:
        for source in likely:
            if self.is_verbatim and not self._may_equal(source):
                return
            self._compare(source)

    @property
    def is_verbatim(self) -> bool:
        """True if the quotation was found word by word."""
        return self._best is not None and self._best[0].verdict == "verbatim"

    def _may_equal(self, source: SourceText) -> bool:
        """Return True if a text has as many runs of words as the best one."""
        best = self._best
        assert best
        return source.score(self.clues).runs >= best[1].score(self.clues).runs > 0

    def _compare(self, source: SourceText) -> None:
        judgement = compare(self._wording, source.words)
        if judgement:
            self._note(judgement, source)

    def _note(self, judgement: Judgement, source: SourceText) -> None:
        """Remember a passage if none is better."""
        best = self._best
        if best is None or rank(judgement)[:4] < rank(best[0])[:4]:
            self._best, self._earliest, self._count = (judgement, source), None, 0
        if self._best and rank(judgement)[:4] == rank(self._best[0])[:4]:
            self._count += 1
            self._note_date(judgement, source)

    def _note_date(self, judgement: Judgement, source: SourceText) -> None:
        """Remember the earliest source with a date."""
        published = source.statement.source.published
        if published and (self._earliest is None or published < self._earliest[0]):
            self._earliest = (published, judgement, source)

    def make_finding(self, text: str, quote: ArticleQuote) -> Finding:
        """Return what was found out about a quotation with these words in an article's text."""
        is_short = len(self._wording) < MIN_WORDS
        if self._best is None or (is_short and self._best[0].verdict == "altered"):
            return Finding(quote, "short" if is_short else "not found")

        judgement, source = self._best = self._join(*self._best)
        judgement = _look_beside(judgement, text, quote)
        passage = source.make_passage(judgement.span)
        verdict = judgement.verdict
        if is_short and verdict != "verbatim" and judgement.share < 1:
            verdict = "short"
        if verdict == "not found" and judgement.share < _MIN_SHOWN:
            return Finding(quote, verdict, share=judgement.share)
        sentence = text[slice(*quote.sentence)]
        attribution, turned = self._attribute(quote, judgement, source, sentence)
        if turned and verdict == "verbatim":
            verdict = "shortened"
        return Finding(
            quote,
            verdict,
            turned,
            judgement.forgiven,
            judgement.share,
            judgement.differences,
            passage,
            max(self._count - 1, 0),
            self._find_original(passage),
            attribution,
        )

    def _attribute(
        self, quote: ArticleQuote, judgement: Judgement, source: SourceText, sentence: str
    ) -> tuple[Attribution, str]:
        """Return whose words they are, and why the passage turns them."""
        if judgement.verdict == "not found":
            return Attribution("unknown", quote.speaker), ""
        # Quotations with the same words share their passage, and a text is drafted around it.
        if self._voices is None:
            parts = [*judgement.parts[:_MAX_PARTS], *judgement.parts[_MAX_PARTS:][-1:]]
            self._voices = [
                voice
                for part in parts
                for voice in find_voices(source.annotated, part, source.paragraphs)
            ]
        turned = judgement.turned
        for voice in self._voices:
            turned = turned or find_turn(quote, voice, sentence)
        return compare_speakers(quote, self._voices), turned

    def _join(self, judgement: Judgement, source: SourceText) -> tuple[Judgement, SourceText]:
        """Return a judgement that passes over what interrupts a quote of the source itself.

        It is looked for once: then it is known who speaks.
        """
        if judgement.verdict == "shortened" and self._voices is None:
            joints = find_joints(source.annotated, judgement.parts, source.paragraphs)
            joined = compare(self._wording, source.words, joints) if joints else None
            judgement = min(joined or judgement, judgement, key=rank)
        return judgement, source

    def _find_original(self, passage: Passage) -> Passage | None:
        """Return the passage of the earliest source, unless that is `passage`."""
        if self._earliest is None or self._count < 2:
            return None
        _, judgement, source = self._earliest
        original = source.make_passage(judgement.span)
        return None if original == passage else original


def _look_beside(judgement: Judgement, text: str, quote: ArticleQuote) -> Judgement:
    """Return a judgement that knows what stands right outside the marks in an article's text."""
    if not judgement.edges:
        return judgement
    before = text[quote.sentence.start : quote.spans[0].start]
    behind = text[quote.spans[-1].end : quote.sentence.end + _BEHIND]
    # A group, or somebody without a name, is no more in the source than "they".
    is_told = bool(quote.reported_by) or (bool(quote.speaker) and not quote.is_named)
    known = ["denied"] * quote.denied + ["reported"] * is_told
    return hold_beside(judgement, before, behind, known)
