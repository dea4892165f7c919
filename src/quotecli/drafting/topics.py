"""The topics of a codebook that a quote is about, by the phrases that its words meet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from quotecli.drafting.language import lexicon, wording
from quotecli.model import Topic
from quotecli.text.scripts import UNSPACED, is_unspaced

# Of a script without spaces each character counts as a word.
_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:['’][^\W_{UNSPACED}]+)*")
_PHRASE = 2.0  # for each word of a phrase
_MAX_TOPICS = 2


@lru_cache(maxsize=4)
def make_finder(topics: tuple[Topic, ...]) -> TopicFinder:
    """Return what finds topics; many articles share one, which takes long to make."""
    return TopicFinder(topics)


class TopicFinder:
    """Finds the topics of a codebook that a text is about.

    The phrases that speak for a topic are its label, keywords and aliases. A phrase counts if its
    words stand together, in singular or plural; the words of a label also count wherever they are,
    each once, and all of them as much as a keyword. A character of a script without spaces counts
    only in its phrase.
    """

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._weights: dict[tuple[str, ...], dict[Topic, float]] = defaultdict(dict)
        self._labels: dict[str, dict[Topic, float]] = defaultdict(dict)
        for topic in topics:
            label = _stems(topic.label)
            for word in label:
                if not is_unspaced(word[0]):
                    self._labels[word][topic] = _PHRASE / max(len(label), 2)
            for phrase in (label, *map(_stems, (*topic.keywords, *topic.aliases))):
                if phrase:
                    self._weights[tuple(phrase)][topic] = _PHRASE * len(phrase)
        # How many words the phrases have that begin with a word: others are not looked for there.
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in self._weights:
            lengths[words[0]].add(len(words))
        self._lengths = {word: sorted(some) for word, some in lengths.items()}

    def find(self, text: str) -> tuple[Topic, ...]:
        """Return the topics that a text is about, the likeliest first, two at most."""
        return self.choose(self.weigh(text))

    def choose(self, scores: Mapping[Topic, float]) -> tuple[Topic, ...]:
        """Return the topics that the phrases of a text speak for most, by how much they do."""
        least = max(_PHRASE, max(scores.values(), default=0.0) / 2)
        ranked = sorted(scores, key=lambda topic: -scores[topic])
        return tuple(topic for topic in ranked if scores[topic] >= least)[:_MAX_TOPICS]

    def weigh(self, text: str) -> dict[Topic, float]:
        """Return how much the phrases of a text speak for each topic, if at all."""
        stems = _stems(text)
        scores: dict[Topic, float] = defaultdict(float)
        for word in dict.fromkeys(filter(self._labels.__contains__, stems)):
            for topic, weight in self._labels[word].items():
                scores[topic] += weight
        for first, word in enumerate(stems):
            if word not in self._lengths:
                continue
            for length in self._lengths[word]:
                if first + length > len(stems):
                    break
                phrase = tuple(stems[first : first + length])
                for topic, weight in self._weights.get(phrase, {}).items():
                    scores[topic] += weight
        return scores


def _stems(text: str) -> list[str]:
    """Return the stems of the words of a text that carry meaning, in small letters."""
    return list(filter(None, map(_read_word, _WORD.findall(text))))


@lru_cache(maxsize=1 << 16)  # most words of texts were met before
def _read_word(word: str) -> str:
    """Return the stem of a word, "" of a small one."""
    word = word.lower()
    return "" if word in lexicon.words("small_words", "topic") else wording.stem(word)
