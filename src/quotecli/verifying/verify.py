"""Articles and sources -> what is found out about each quotation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from quotecli.criteria import Criteria
from quotecli.verifying.aside import Waiting
from quotecli.verifying.attribution import Voice, compare_speakers, find_turn
from quotecli.verifying.clues import Clues, Score, list_likely
from quotecli.verifying.comparison import MIN_WORDS, compare, compare_whole, rank
from quotecli.verifying.finding import Article, ArticleQuote, Attribution, Finding, Passage
from quotecli.verifying.judgement import Judgement, hold_beside
from quotecli.verifying.sources import LibrarySources, SourceText
from quotecli.verifying.voices import find_joints, find_voices
from quotecli.verifying.wording import Wording

if TYPE_CHECKING:
    from quotecli.library.library import Library

_ALL = Criteria()
_Key = tuple[str, ...]
_MAX_LIKELY = 60  # texts that are remembered for a quotation
_MAX_PARTS = 4  # of a passage, whose speakers are looked for
_BEHIND = 80  # code points behind a sentence that may call it untrue
_MIN_SHOWN = 0.2  # of the words: a passage with fewer of them is not near


def verify(article: str, sources: Library, criteria: Criteria = _ALL) -> list[Finding]:
    """Return what is found out about each quotation in the text of an article, in order.

    They are looked for in the statements of a library that meet the criteria. Raises
    UnknownNameError if these name what does not exist.
    """
    from quotecli.verifying.article import read_article

    text = read_article(article.encode("utf-8", "replace"), "article.txt")
    ((_, findings),) = Verifier(sources, criteria).verify([text])
    return findings


class Verifier:
    """Looks for quotations in a library, in other texts, or in both.

    Quotations with the same words are looked for once.
    """

    def __init__(self, library: Library | None = None, criteria: Criteria = _ALL) -> None:
        self._sources = LibrarySources(library, criteria) if library else None

    def verify(
        self, articles: Sequence[Article], texts: Iterable[SourceText] = ()
    ) -> Iterator[tuple[Article, list[Finding]]]:
        """Yield each article with its findings; `texts` are read once, in order."""
        searches: dict[_Key, _Search] = {}
        for article in articles:
            for quote in article.quotes:
                searches.setdefault(quote.parts, _Search(quote.parts))
        with closing(_Scan(list(searches.values()))) as scan:
            for text in texts:
                scan.look_into(text)
            scan.finish()
            for article in articles:
                yield (
                    article,
                    [
                        self._finish(article.text, quote, searches[quote.parts])
                        for quote in article.quotes
                    ],
                )

    def _finish(self, text: str, quote: ArticleQuote, search: _Search) -> Finding:
        if self._sources and not search.is_done:
            search.look_up(self._sources)
        search.is_done = True
        return search.make_finding(text, quote)


class _Scan:
    """One way through many texts for all searches.

    What is not verbatim is compared only when all texts, or many, were asked for all words: most
    quotations are found by then.
    """

    def __init__(self, searches: list[_Search]) -> None:
        self._searches = searches
        self._gates = _Gates({search: search.clues.whole_gates for search in searches})
        self._waiting = Waiting()

    def look_into(self, text: SourceText) -> None:
        """Look for all quotations in a text."""
        for search in self._gates.choose(text):
            search.look_for_whole(text)
        text.forget()
        self._waiting.add(text)
        if self._waiting.is_full:
            self._remember()

    def close(self) -> None:
        """Let go of what the texts are kept in."""
        self._waiting.close()

    def finish(self) -> None:
        """Compare the quotations that were not found with the texts that are likely."""
        self._remember()
        for search in self._searches:
            search.look_into_likely()

    def _remember(self) -> None:
        left = [search for search in self._searches if not search.is_verbatim]
        gates = _Gates({search: search.clues.part_gates for search in left})
        for text in self._waiting if left else ():
            for search in gates.choose(text):
                search.remember(text)
            text.forget()
        self._waiting.clear()


class _Gates:
    """Rarer consonants in a row, any of which a text must have to be of use to a search."""

    def __init__(self, gates: Mapping[_Search, Sequence[bytes]]) -> None:
        self._searches: dict[bytes, list[_Search]] = {}
        for search, some in gates.items():
            for gate in some:
                self._searches.setdefault(gate, []).append(search)

    def choose(self, text: SourceText) -> Iterable[_Search]:
        """Return the searches that a text may be of use to."""
        found = list(filter(text.has, self._searches))
        return dict.fromkeys(search for gate in found for search in self._searches[gate])


class _Search:
    """The search for one quotation: the best passage so far, and how many are as good."""

    def __init__(self, parts: _Key) -> None:
        self._wording = Wording(parts)
        self.clues = Clues(self._wording)
        self._best: tuple[Judgement, SourceText] | None = None
        self._earliest: tuple[str, Judgement, SourceText] | None = None
        self._count = 0
        self._voices: list[Voice] | None = None  # who say the best passage; None if not asked
        self._whole: list[SourceText] = []  # that have all words, though not as they are quoted
        self._likely: list[tuple[Score, SourceText]] = []
        self.is_done = False

    def look_for_whole(self, text: SourceText) -> None:
        """Look for the whole quotation in a text."""
        if not self.clues.may_have_all(text):
            return
        whole = compare_whole(self._wording, text.words)
        if whole and whole.verdict == "verbatim":
            self._note(whole, text)
        elif whole:
            self._whole.append(text)

    def remember(self, text: SourceText) -> None:
        """Remember a text that may have most of the quotation, unless it was found."""
        clues = self.clues
        is_whole = any(text is one for one in self._whole)
        if not self.is_verbatim and (is_whole or clues.may_have_some(text)):
            self._likely.append((clues.most if is_whole else clues.score(text), text))
            if len(self._likely) > 2 * _MAX_LIKELY:
                self._likely = self._list_likely()

    def look_into_likely(self) -> None:
        """Compare the quotation with the texts that were remembered, unless it was found."""
        if not self.is_verbatim:
            for _, text in self._list_likely():
                self._compare(text)
        self._whole, self._likely = [], []

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

    def _list_likely(self) -> list[tuple[Score, SourceText]]:
        chosen = list_likely([score for score, _ in self._likely])[:_MAX_LIKELY]
        return [self._likely[at] for at in sorted(chosen)]

    def _may_equal(self, source: SourceText) -> bool:
        """Return True if a text has as many runs of words as the best one."""
        best = self._best
        assert best
        mine = self.clues.score(source).runs
        return mine >= self.clues.score(best[1]).runs > 0

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
