"""The excerpt of a new quote, proved before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from quotecli.anchoring.anchor import Anchorer
from quotecli.anchoring.context import find_context
from quotecli.anchoring.nearest import Passages
from quotecli.errors import Place, QuotecliError
from quotecli.model import Span, Statement, collapse_space
from quotecli.store.places import TextPlaces
from quotecli.store.reader import examine
from quotecli.store.yaml_events import Tree

# The longest prefix and suffix, in code points.
_MAX_CONTEXT = 320


class Prover:
    """Proves excerpts of one statement, of which `data` is the file."""

    def __init__(self, statement: Statement, data: bytes) -> None:
        self._statement = statement
        self._data = data
        known = statement.quotes[0].anchoring if statement.quotes else None
        if isinstance(known, Anchorer) and known.text == statement.text:
            self._anchorer = known
        else:
            self._anchorer = Anchorer(statement.text)

    def prove(
        self,
        parts: Sequence[str],
        prefix: str = "",
        suffix: str = "",
        *,
        before: Mapping[str, Any] | None = None,
    ) -> dict[str, Tree]:
        """Return the keys of an excerpt that is in one place of the text, word for word.

        Of several places without a prefix or suffix it is the one that overlaps the excerpt that
        the quote had `before`, given with its keys. Raises QuotecliError with the nearest passage
        if it is in none.
        """
        words = [collapse_space(part) for part in parts]
        if not words or not all(words):
            self._refuse("the excerpt is empty")
        anchor = self._anchorer.anchor(tuple(words), prefix, suffix)
        if anchor.tier != "exact":
            self._refuse_words(words)
        if not anchor.context:
            self._refuse("the excerpt is not next to its prefix or suffix", "correct or omit them")
        if anchor.occurrences > 1:
            known = None if prefix or suffix else before
            if known and (place := self._find_beside(tuple(words), known)):
                return self.prove_spans(place)
            hint = "give the words right before or after it as a prefix or suffix"
            self._refuse(f"the excerpt occurs {anchor.times} in the text", hint)
        return _keys(words, prefix, suffix)

    def _find_beside(
        self, words: tuple[str, ...], before: Mapping[str, Any]
    ) -> tuple[Span, ...] | None:
        """Return the place of some words that has most in common with that of an excerpt."""
        excerpt = before["excerpt"]
        parts = (excerpt,) if isinstance(excerpt, str) else tuple(excerpt)
        known = self._anchorer.anchor(parts, before.get("prefix", ""), before.get("suffix", ""))
        if not known.proved:
            return None
        start, end = known.spans[0].start, known.spans[-1].end

        def common(place: tuple[Span, ...]) -> tuple[int, int]:
            first, last = place[0].start, place[-1].end
            return min(end, last) - max(start, first), -abs(first - start)

        best = max(self._anchorer.list_places(words), key=common)
        return best if common(best)[0] > 0 else None

    def prove_spans(self, spans: Sequence[Span]) -> dict[str, Tree]:
        """Return the keys of the excerpt at these spans of the text.

        Raises QuotecliError if they cut a word, or if nothing tells them from other places.
        """
        text = self._statement.text
        words = [collapse_space(text[start:end]) for start, end in spans]
        context = None
        if words and all(words):
            context = find_context(self._anchorer, tuple(words), tuple(spans), _MAX_CONTEXT)
        if context is None:
            hint = "choose whole words, or more of them"
            self._refuse("these words cannot be told from other places of the text", hint)
        return _keys(words, *context)

    def _refuse_words(self, words: list[str]) -> None:
        """Refuse an excerpt that is not in the text, and say what is."""
        statement = examine(self._data, self._statement.file).statement
        places = TextPlaces(statement or self._statement, self._data)
        lost = [part for part in words if self._anchorer.anchor((part,)).tier != "exact"]
        if not lost:
            hint = "put them in the order of the source"
            self._refuse("the parts are in the text, but not in this order", hint)
        passages = Passages(self._statement.text)
        self._refuse("the excerpt is not in the text", passages.describe(lost[0], places.place))

    def _refuse(self, message: str, hint: str = "") -> NoReturn:
        raise QuotecliError(message, place=Place(self._statement.file), hint=hint)


def _keys(words: list[str], prefix: str, suffix: str) -> dict[str, Tree]:
    excerpt: Tree = words[0] if len(words) == 1 else words
    around = {"prefix": collapse_space(prefix), "suffix": collapse_space(suffix)}
    return {"excerpt": excerpt, **{name: value for name, value in around.items() if value}}
