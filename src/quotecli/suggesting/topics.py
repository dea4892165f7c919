"""Topics for quotes: a codebook made of their own words."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import NamedTuple

from quotecli.criteria import Criteria
from quotecli.drafting.topics import TopicFinder
from quotecli.library.library import Library
from quotecli.model import Quote, Statement, Topic
from quotecli.suggesting.naming import LONGEST, MANY, name_groups
from quotecli.suggesting.phrases import FEW, group_by_phrases
from quotecli.suggesting.places import find_places
from quotecli.suggesting.vectors import group_by_vectors
from quotecli.suggesting.words import Reader, choose_small_words
from quotecli.text.slugs import add_unique, make_slug

MOST_TEXTS = 25_000
"""So many quotes are read for the topics of more; all are counted."""

LEAST_TOPICS = 3
"""Fewer are suggested only for texts that say little, or if fewer are asked for."""

_FEW = 150  # texts: in fewer, the company that a word keeps is chance
_SPARSE = 2_000  # quotes: of fewer, texts without quotes are read, too
_MANY_SPEAKERS = 50  # whose names are words like any others
_TELLS_LANGUAGE = 2_000  # texts
_SPARE = 3  # times as many topics are made as are wanted
_EXAMPLES = 2
_SHORT = 20  # characters of a sentence that says little
_END = re.compile(r"(?<=[.!?…。！？])[\s”’»\"]+|\n+")


class Suggestion(NamedTuple):
    """A topic, how many quotes its keywords would give it, and two that they say most of."""

    topic: Topic
    quotes: int
    examples: tuple[Quote, ...]


def suggest(library: Library, criteria: Criteria, number: int | None = None) -> list[Suggestion]:
    """Return topics for the quotes that meet the criteria, those of the most quotes first.

    There are up to `number`; by default 3 to 6 for one statement, more for many quotes. Of more
    than MOST_TEXTS quotes as many are read for their topics, evenly spread. If only statements are
    filtered, the sentences of texts without quotes are read as well, and if quotes are few, those
    of all texts.
    """
    size = library.count(criteria)
    step = -(-size // MOST_TEXTS) or 1
    sample = list(islice(library.quotes(criteria), 0, None, step))
    texts = [quote.excerpt for quote in sample]
    if size < _SPARSE and not criteria._replace(statements=(), since="", until=""):
        texts += islice(_list_unquoted(library, criteria, size), MOST_TEXTS)
    if number is None:
        most = 6 if len(library.statements) == 1 else 30
        number = min(most, max(LEAST_TOPICS, round(1.2 * len(texts) ** 0.4)))
    speakers = library.speakers.values() if len(library.speakers) <= _MANY_SPEAKERS else ()
    names = [name for speaker in speakers for name in (speaker.name, *speaker.aliases)]
    quotes = sample if step == 1 else library.quotes(criteria)
    if not 0 < size < FEW:
        return count_quotes(make_topics(texts, number, names), quotes)

    # The sentences around the quotes are read, too, and make topics that no quote has.
    spare = make_topics(texts, _SPARE * min(number, len(texts)), names)
    return count_quotes([one.topic for one in count_quotes(spare, sample)[:number]], sample)


def _list_unquoted(library: Library, criteria: Criteria, size: int) -> Iterator[str]:
    """Yield the sentences of texts without quotes; of all texts, if there are few quotes."""
    for statement in library.texts(criteria, lambda text: True):
        if size < FEW or not statement.quotes:
            yield from _split_unquoted(statement)


def _split_unquoted(statement: Statement) -> Iterator[str]:
    """Yield the sentences of a text that no quote has, without the words that introduce quotes."""
    spans = sorted(span for quote in statement.quotes for span in quote.anchor.spans)
    cues = {quote.cue for quote in statement.quotes if quote.cue}
    at = 0
    for start, end in [*spans, (len(statement.text), 0)]:
        piece = statement.text[at:start]
        for cue in cues:
            piece = piece.replace(cue, "\n")
        yield from (part for part in _END.split(piece) if len(part) >= _SHORT)
        at = max(at, end)


def make_topics(texts: Sequence[str], number: int, names: Iterable[str] = ()) -> list[Topic]:
    """Return up to `number` topics that texts are about.

    A word of the `names` alone is no topic. The same texts give the same topics. With SciPy,
    many texts are grouped by what their words mean, otherwise by key phrases.
    """
    step = max(len(texts) // _TELLS_LANGUAGE, 1)
    reader = Reader(choose_small_words(texts[::step]), names)
    read = [reader.read(text) for text in texts]
    places = find_places(read, LONGEST, 1 if len(texts) < MANY else 2)
    if len(texts) >= _FEW and find_spec("scipy"):
        groups = group_by_vectors(places, len(texts), number)
    else:
        groups = group_by_phrases(places, len(texts), number, reader.names_topic)

    taken: set[str] = set()
    topics = []
    for group, profile in name_groups(places, groups, reader.names_topic).items():
        inside = [text for text, one in zip(texts, groups) if one == group]
        label = reader.find_form(profile.label, inside)
        if label.split()[0][1:].islower():  # not "iPhone"
            label = label[0].upper() + label[1:]
        keywords = tuple(reader.write(term) for term in profile.terms)
        topics.append(Topic(add_unique(make_slug(label, "topic"), taken), label, keywords=keywords))
    return topics


def count_quotes(topics: Sequence[Topic], quotes: Iterable[Quote]) -> list[Suggestion]:
    """Return topics with the quotes that a draft would give them, those of the most quotes first.

    Topics without quotes are left out, unless there are no quotes at all.
    """
    finder = TopicFinder(topics)
    counts = dict.fromkeys(topics, 0)
    best: dict[Topic, list[tuple[float, int, Quote]]] = {topic: [] for topic in topics}
    at = 0
    for at, quote in enumerate(quotes, 1):
        weights = finder.weigh(quote.excerpt)
        for topic in finder.choose(weights):
            counts[topic] += 1
            # The earlier of two equals; words that many quotes repeat are shown once.
            entry = (weights[topic], -at, quote)
            if len(best[topic]) < _EXAMPLES:
                heapq.heappush(best[topic], entry)
            elif entry > best[topic][0]:
                heapq.heapreplace(best[topic], entry)

    found = [
        Suggestion(topic, counts[topic], tuple(one[2] for one in sorted(best[topic], reverse=True)))
        for topic in topics
        if counts[topic] or not at
    ]
    return sorted(found, key=lambda one: -one.quotes)
