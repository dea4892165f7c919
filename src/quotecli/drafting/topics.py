"""The topics of a codebook that a quote is about, by the keywords and labels that its words meet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from quotecli.drafting.language import lexicon, wording

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LABEL_WORD, _KEYWORD = 1.0, 2.0
_MAX_TOPICS = 2


class TopicFinder:
    """The topics of a codebook, each by its id with the phrases that speak for it.

    `keywords` and `labels` map a topic's id to its phrases. A phrase counts if its words stand
    together, in singular or plural. A label counts as a whole like a keyword, and each of its words
    by half: one word alone is not enough.
    """

    def __init__(self, keywords: Mapping[str, Iterable[str]], labels: Mapping[str, str]) -> None:
        self._weights: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
        for topic, label in labels.items():
            for word in _stems(label):
                self._add((word,), topic, _LABEL_WORD)
            self._add(tuple(_stems(label)), topic, _KEYWORD)
        for topic, phrases in keywords.items():
            for phrase in phrases:
                self._add(tuple(_stems(phrase)), topic, _KEYWORD)
        self._longest = max(map(len, self._weights), default=0)

    def _add(self, phrase: tuple[str, ...], topic: str, weight: float) -> None:
        if phrase:
            known = self._weights[phrase]
            known[topic] = max(known.get(topic, 0.0), weight * len(phrase))

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids of the topics that a text is about, the likeliest first, two at most."""
        stems = _stems(text)
        scores: dict[str, float] = defaultdict(float)
        for first in range(len(stems)):
            for last in range(first + 1, min(first + self._longest, len(stems)) + 1):
                for topic, weight in self._weights.get(tuple(stems[first:last]), {}).items():
                    scores[topic] += weight

        best = max(scores.values(), default=0.0)
        ranked = sorted(scores, key=lambda topic: -scores[topic])
        return tuple(
            topic for topic in ranked if scores[topic] * 2 >= best and scores[topic] >= _KEYWORD
        )[:_MAX_TOPICS]


def _stems(text: str) -> list[str]:
    """Return the stems of the words of a text that carry meaning, in small letters."""
    small = lexicon.words("small_words", "topic")
    words = map(str.lower, _WORD.findall(text))
    return [wording.stem(word) for word in words if word not in small]
