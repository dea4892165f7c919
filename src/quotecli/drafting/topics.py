"""Which topics of a codebook a quote is about, by the keywords and labels that its words meet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMALL = frozenset("the a an of in on at by for from to and or but with as is are was be".split())
_LABEL_WORD, _KEYWORD = 1.0, 2.0
_MOST = 2


class Codebook:
    """The topics of a codebook, each by its id with the phrases that speak for it.

    `keywords` and `labels` map a topic's id to its phrases; a phrase counts wherever its words
    stand together, in singular or plural. A label counts as a whole like a keyword, and each of its
    words by half: one word alone is not enough.
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

    def topics_of(self, text: str) -> tuple[str, ...]:
        """The ids of the topics that a text is about, the likeliest first, two at most; none where
        nothing is met.
        """
        stems = _stems(text)
        scores: dict[str, float] = defaultdict(float)
        for first in range(len(stems)):
            for length in range(1, min(self._longest, len(stems) - first) + 1):
                for topic, weight in self._weights.get(
                    tuple(stems[first : first + length]), {}
                ).items():
                    scores[topic] += weight
        if not scores:
            return ()
        best = max(scores.values())
        ranked = sorted(scores, key=lambda topic: -scores[topic])
        return tuple(
            topic for topic in ranked if scores[topic] * 2 >= best and scores[topic] >= _KEYWORD
        )[:_MOST]


def _stems(text: str) -> list[str]:
    """The words of a text that carry meaning, in lower case, without the ending of a plural."""
    return [_stem(word.lower()) for word in _WORD.findall(text) if word.lower() not in _SMALL]


def _stem(word: str) -> str:
    word = re.sub(r"['’]s?$", "", word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
