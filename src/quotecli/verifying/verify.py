"""Articles and sources -> what is found out about each quotation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING

from quotecli.criteria import Criteria
from quotecli.verifying.finding import Article, ArticleQuote, Finding
from quotecli.verifying.searching.aside import Waiting
from quotecli.verifying.searching.search import Search
from quotecli.verifying.searching.sources import Held, LibrarySources, SourceText

if TYPE_CHECKING:
    from quotecli.library.library import Library

_ALL = Criteria()
_Key = tuple[str, ...]


def verify(article: str, sources: Library, criteria: Criteria = _ALL) -> list[Finding]:
    """Return what is found out about each quotation in the text of an article, in order.

    They are looked for in the statements of a library that meet the criteria. Raises
    UnknownNameError if these name what does not exist.
    """
    from quotecli.verifying.reading.article import read_article

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
        searches: dict[_Key, Search] = {}
        for article in articles:
            for quote in article.quotes:
                if quote.parts not in searches:
                    searches[quote.parts] = Search(quote.parts)
        unspaced = [search for search in searches.values() if search.clues.is_unspaced]
        with ExitStack() as stack:
            stack.enter_context(_scan(list(searches.values()), texts))
            if self._sources and unspaced:
                # The index takes many words of such a script for one.
                stack.enter_context(_scan(unspaced, self._sources.read_all()))
                for search in unspaced:
                    search.is_done = True
            for article in articles:
                yield (
                    article,
                    [
                        self._finish(article.text, quote, searches[quote.parts])
                        for quote in article.quotes
                    ],
                )

    def _finish(self, text: str, quote: ArticleQuote, search: Search) -> Finding:
        if self._sources and not search.is_done:
            search.look_up(self._sources)
        search.is_done = True
        return search.make_finding(text, quote)


@contextmanager
def _scan(searches: list[Search], texts: Iterable[SourceText]) -> Iterator[None]:
    """Look for quotations in texts, and keep these until it is known what is made of them."""
    with closing(_Scan(searches)) as scan:
        for text in texts:
            scan.look_into(text)
        scan.finish()
        yield


class _Scan:
    """One way through many texts for all searches.

    What is not verbatim is compared only when all texts, or many, were asked for all words: by then
    most quotations are found, and it is known how rare their words are.
    """

    def __init__(self, searches: list[Search]) -> None:
        self._searches = searches
        self._by_gate: dict[bytes, list[Search]] = {}
        for search in searches:
            self._by_gate.setdefault(search.clues.gate, []).append(search)
        self._counts: Counter[bytes] = Counter()  # texts that have each word
        self._waiting = Waiting()

    def look_into(self, text: SourceText) -> None:
        """Look for all quotations in a text."""
        for gate in filter(text.consonants.__contains__, self._by_gate):
            for search in self._by_gate[gate]:
                search.look_for_whole(text)
        text.forget()
        self._waiting.add(text)
        if self._waiting.is_full:
            self._score()

    def close(self) -> None:
        """Let go of what the texts are kept in."""
        self._waiting.close()

    def finish(self) -> None:
        """Compare the quotations that were not found with the texts that are likely."""
        self._score()
        held = Held()
        for search in self._searches:
            if not search.is_verbatim:
                search.look_into_likely(held)
        held.clear()

    def _score(self) -> None:
        """Find the likely texts of those that wait, and how many runs of words they have."""
        left = [search for search in self._searches if not search.is_verbatim]
        groups = _Groups([(group, search) for search in left for group in search.clues.groups])
        wanted = frozenset().union(*[search.clues.words for search in left])
        wanted_runs = frozenset().union(*[search.clues.runs for search in left])
        for text in self._waiting if left else ():
            found = text.find_words(wanted)
            self._counts.update(found)
            for search in groups.choose(found):
                search.remember(text, found)
            text.forget()
        for search in left:
            search.choose_likely(self._counts)

        # What is made of a text is shared, and forgotten before the next one.
        for text in self._waiting:
            searches = [search for search in left if text in search.likely]
            runs = text.find_runs(wanted_runs) if searches else frozenset()
            for search in searches:
                search.score(text, runs)
            text.forget()
        self._waiting.clear()


class _Groups:
    """Groups of words of searches: a text is of use to a search if it has one of its groups."""

    def __init__(self, groups: list[tuple[frozenset[bytes], Search]]) -> None:
        self._by_word: dict[bytes, list[tuple[frozenset[bytes], Search]]] = {}
        for group, search in groups:
            word = max(group, key=len, default=b"")
            self._by_word.setdefault(word, []).append((group, search))
        self._words = frozenset(self._by_word)

    def choose(self, found: frozenset[bytes]) -> Iterable[Search]:
        """Return the searches that a text with these words is of use to."""
        words = [b"", *(self._words & found)]
        likely = [one for word in words for one in self._by_word.get(word, ())]
        return dict.fromkeys(search for group, search in likely if group <= found)
