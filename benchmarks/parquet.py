"""Time and memory that questions to Parquet files take, and that other partitions are not read.

    python benchmarks/parquet.py [--quotes 10000000] [--folder /tmp/quotecli-parquet] [--runs 3]

Makes texts of eight quotes each, the same at every run, in a folder for each month of two years,
with words by Zipf's law, 40 topics in a tree and 150,000 speakers; needs numpy and pyarrow. Then
each command runs as a whole process. Memory is the highest resident size of the process, and the
bytes read are those that it asked of the system for (Linux). DuckDB uses both processors.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from quotecli.arrow import QUOTES_SCHEMA, TEXTS_SCHEMA
from quotecli.model import Statement, Topic
from quotecli.rows.making import make_text_row
from quotecli.text.query import build_index_text
from quotecli.text.words import fold_words
from quotecli.topic_tree import TopicTree

EACH = 8  # quotes of a text
MONTHS = [f"{2023 + number // 12}-{number % 12 + 1:02}" for number in range(24)]
BATCH = 15_000  # texts that are made at a time
WORDS = 60_000
PEOPLE = 150_000
SYLLABLES = "ba ke lo mi tu ra sé no vi dà pe shu gra ti or en al is ño wel dan mor".split()

COMMANDS = {
    "topics": (["topics"], 2.0),
    "quotes on a topic, 20 of them": (["quotes", "-t", "topic-07", "-n", "20"], 1.0),
    "quotes on a topic, of one month": (
        ["quotes", "-t", "topic-07", "--since", "2024-03", "--until", "2024-03", "--count"],
        None,
    ),
    "a rare word": (["quotes", "-q", "{rare}", "--count"], 5.0),
    "a rare word, its quotes": (["quotes", "-q", "{rare}", "-f", "jsonl"], 5.0),
    "a frequent word": (["quotes", "-q", "{frequent}", "--count"], 5.0),
    "a frequent word, 20 quotes, best first": (
        ["quotes", "-q", "{frequent}", "-n", "20", "--sort", "relevance"],
        None,
    ),
    "a rare word of one month": (
        ["quotes", "-q", "{rare}", "--since", "2024-03", "--until", "2024-03", "--count"],
        None,
    ),
    "quotes of a speaker": (["quotes", "-s", "person-31", "--count"], None),
    "20 at random": (["quotes", "--random", "-n", "20", "-f", "jsonl"], None),
    "stats": (["stats"], None),
    "stats by month and kind": (["stats", "--by", "month", "--by", "kind", "-f", "csv"], None),
    "speakers, the first 20": (["speakers", "-n", "20"], None),
    "words in context, of one month": (
        ["kwic", "{rare}", "--in", "quotes", "--since", "2024-03", "--until", "2024-03"],
        None,
    ),
}
"""The commands, and the seconds that they may take on two processors of their own."""


class Vocabulary(NamedTuple):
    """Words, the most frequent first, with how likely each or one before it is."""

    words: pa.Array
    folded: pa.Array
    summed: Any


def make_vocabulary(rng: Any) -> Vocabulary:
    """Return words of one to four syllables, some with accents, apostrophes and hyphens."""
    words: dict[str, None] = {}
    while len(words) < WORDS:
        word = "".join(rng.choice(SYLLABLES, rng.integers(1, 5)))
        words[word + ("’s" if len(words) % 97 == 5 else "-al" if len(words) % 89 == 5 else "")] = (
            None
        )
    likely = 1 / np.arange(1, WORDS + 1) ** 1.05
    folded = [" ".join(fold_words(word)) for word in words]
    return Vocabulary(pa.array(words), pa.array(folded), np.cumsum(likely / likely.sum()))


def make_topics() -> dict[str, Topic]:
    """Return eight topics of four subtopics each."""
    topics: dict[str, Topic] = {}
    for number in range(40):
        parent = f"topic-{number // 5 * 5:02}" if number % 5 else ""
        key = f"topic-{number:02}"
        topics[key] = Topic(key, f"Topic {number}", keywords=(f"word{number}",), parent=parent)
    return topics


def number(prefix: str, numbers: Any) -> pa.Array:
    """Return ids or names that end in numbers."""
    return pc.binary_join_element_wise(prefix, pa.array(numbers).cast(pa.string()), "")


def to_lists(values: pa.Array, sizes: Any) -> pa.Array:
    """Return lists of so many of the values each."""
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def fill(schema: pa.Schema, columns: dict[str, Any], rows: int) -> pa.Table:
    """Return a table; a column that is missing is empty, and a value stands for all rows."""

    def column(field: pa.Field) -> pa.Array:
        value = columns.get(field.name)
        if isinstance(value, pa.Array):
            return value.cast(field.type)
        if value is None and pa.types.is_list(field.type):
            value = []
        return pa.repeat(pa.scalar(value, field.type), rows)

    return pa.Table.from_arrays([column(field) for field in schema], schema=schema)


class Maker:
    """Makes texts with their quotes, by a number that gives the same at every run."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(20260101)
        self.vocabulary = make_vocabulary(self.rng)
        self.topics = make_topics()
        tree, keys = TopicTree(self.topics), list(self.topics)
        chosen = [
            sorted(set(np.minimum(self.rng.zipf(1.3, size) - 1, 39).tolist()))
            for size in self.rng.integers(0, 4, 4_000)
        ]
        own = [[keys[at] for at in some] for some in chosen]
        above = [list(tree.with_ancestors(some)) for some in own]
        self.combined = [
            pa.array(own),
            pa.array(above),
            pa.array([[self.topics[key].label for key in some] for some in own]),
        ]
        self.masks = np.array(
            [sum(1 << keys.index(key) for key in some) for some in above], dtype=np.int64
        )
        row = make_text_row(Statement("a", "A", "Text.", (), {}, self.topics))
        self.records = pa.scalar(row["topics"], TEXTS_SCHEMA.field("topics").type)
        self.key = row["topics_key"]

    def make(self, first: int, texts: int, month: str) -> tuple[pa.Table, pa.Table]:
        """Return the quotes and the texts from a number on, published in a month."""
        rng, quotes = self.rng, texts * EACH
        sizes = rng.integers(6, 34, quotes)
        drawn = np.searchsorted(self.vocabulary.summed, rng.random(sizes.sum()))
        indexes = pa.array(np.minimum(drawn, WORDS - 1).astype(np.int32))
        words = pc.binary_join(to_lists(self.vocabulary.words.take(indexes), sizes), " ")
        excerpt = pc.binary_join_element_wise(pc.utf8_capitalize(words), ".", "")
        folded = pc.binary_join(to_lists(self.vocabulary.folded.take(indexes), sizes), " ")

        of_text: Any = np.arange(quotes) // EACH
        ids = number("article-", np.arange(first, first + texts))
        days = pa.array([f"{month}-{day % 28 + 1:02}" for day in range(first, first + texts)])
        # Three people to a text, of whom a few are in many texts.
        people = np.cumsum(np.minimum(rng.zipf(1.25, (texts, 3)), PEOPLE // 3), axis=1)
        said_by = people[of_text, np.arange(quotes) % 3]
        names = number("Person ", said_by)
        lead = pc.binary_join_element_wise(names, " said: “", "")
        body = pc.binary_join_element_wise(lead, excerpt, "”\n\n", "")
        length = pc.utf8_length(body).to_numpy()
        begins = (np.cumsum(length) - length).reshape(texts, EACH)
        start = (begins - begins[:, :1]).ravel() + pc.utf8_length(lead).to_numpy()
        spans = pa.StructArray.from_arrays(
            [pa.array(start), pa.array(start + pc.utf8_length(excerpt).to_numpy())],
            ["start", "end"],
        )
        combined = rng.integers(0, len(self.masks), quotes)
        own, above, labels = (some.take(pa.array(combined)) for some in self.combined)
        head = {
            "title": number("What was said, no. ", np.arange(first, first + texts)),
            "publisher": "The Made Gazette",
            "published": days,
            "first_day": days,
            "last_day": days,
            "language": "en",
        }
        spread = pa.array(of_text)
        one: Any = np.ones(quotes, dtype=np.int64)
        quote_rows = {
            **{
                key: value.take(spread) if isinstance(value, pa.Array) else value
                for key, value in head.items()
            },
            "text_id": ids.take(spread),
            "id": number("quote-", np.arange(quotes) % EACH),
            "rank": pa.array(np.arange(quotes) % EACH),
            "excerpt": excerpt,
            "parts": to_lists(excerpt, one),
            "spans": to_lists(spans, one),
            "paragraph": pa.array(np.arange(quotes) % EACH + 1),
            **{"tier": "exact", "proved": True, "occurrences": 1, "context": True},
            "kind": pa.array(["direct", "mixed", "indirect"]).take(
                pa.array(rng.integers(0, 3, quotes))
            ),
            "polarity": pa.array(["positive", "negative"]).take(
                pa.array((rng.random(quotes) < 0.04).astype(int))
            ),
            "status": pa.array(["draft", "unresolved"]).take(
                pa.array((rng.random(quotes) < 0.2).astype(int))
            ),
            "speaker_id": number("person-", said_by),
            "speaker": names,
            **{"resolved": True, "cue": "said", "important": False},
            "topics": own,
            "about": above,
            "topic_labels": labels,
            "confidence": pa.array(np.round(rng.random(quotes), 2)),
            "words": pa.array(sizes),
            "folded": pc.binary_join_element_wise("", folded, "", " "),
        }
        masks = np.bitwise_or.reduce(self.masks[combined].reshape(texts, EACH), axis=1)
        rows, bits = np.nonzero(masks[:, None] >> np.arange(40) & 1)
        everybody = pa.StructArray.from_arrays(
            [
                number("person-", people.ravel()),
                number("Person ", people.ravel()),
                pa.nulls(texts * 3, pa.string()),
                pa.repeat(pa.scalar([], pa.list_(pa.string())), texts * 3),
            ],
            ["id", "name", "role", "aliases"],
        )
        text_rows = {
            **head,
            "id": ids,
            "speakers": to_lists(everybody, np.full(texts, 3)),
            "topics": pa.repeat(self.records, texts),
            "topics_key": self.key,
            "about": to_lists(
                pa.array(list(self.topics)).take(pa.array(bits)), np.bincount(rows, minlength=texts)
            ),
            "quotes": EACH,
            "text": pc.binary_join(to_lists(body, np.full(texts, EACH)), ""),
        }
        return fill(QUOTES_SCHEMA, quote_rows, quotes), fill(TEXTS_SCHEMA, text_rows, texts)


def make_folder(folder: Path, quotes: int) -> None:
    """Write so many quotes, each month's in a folder of its own."""
    maker, first, began = Maker(), 0, time.perf_counter()
    texts = quotes // EACH // len(MONTHS)
    for month in MONTHS:
        paths = [
            folder / table / f"date={month}" / "part-0.parquet" for table in ("quotes", "texts")
        ]
        for path in paths:
            path.parent.mkdir(parents=True)
        with (
            pq.ParquetWriter(paths[0], QUOTES_SCHEMA, compression="zstd") as one,
            pq.ParquetWriter(paths[1], TEXTS_SCHEMA, compression="zstd") as other,
        ):
            for done in range(0, texts, BATCH):
                size = min(BATCH, texts - done)
                rows, their_texts = maker.make(first, size, month)
                first += size
                one.write_table(rows)
                other.write_table(their_texts)
        print(f"{month}: {first * EACH:,} quotes, {time.perf_counter() - began:.0f} s", flush=True)
    for row in pq.read_table(paths[0], columns=["excerpt", "folded"]).slice(0, 300).to_pylist():
        assert row["folded"] == f" {build_index_text([row['excerpt']])} ", row


class Run(NamedTuple):
    """What a command took: seconds, those of processors, megabytes, megabytes read, its output."""

    seconds: float
    cpu: float
    memory: float
    read: float
    output: str


CHILD = """
import atexit, resource, runpy, sys
def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    read = next(line.split()[1] for line in open("/proc/self/io") if line.startswith("rchar"))
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(used.ru_utime + used.ru_stime, peak, read, file=open(sys.argv.pop(1), "w"))
path = sys.argv[1]
atexit.register(lambda: (sys.argv.insert(1, path), tell()))
sys.argv[1:2] = []
sys.argv[0] = "quotecli"
runpy.run_module("quotecli", run_name="__main__")
"""


def run(command: list[str], folder: Path) -> Run:
    """Run a command on the folder, as a process of its own."""
    note = folder / ".measured"
    began = time.perf_counter()
    line = [sys.executable, "-c", CHILD, str(note), *command, "-d", str(folder)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    assert done.returncode in (0, 1), done.stderr
    cpu, memory, read = note.read_text().split()
    return Run(seconds, float(cpu), int(memory) / 1024, int(read) / 1e6, done.stdout)


def main() -> None:
    """Make the files if they are missing, and print a table of what the commands take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/quotecli-parquet"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--again", action="store_true", help="make the files again")
    options = parser.parse_args()
    if options.again:
        shutil.rmtree(options.folder, ignore_errors=True)
    if not options.folder.exists():
        make_folder(options.folder, options.quotes)
    vocabulary = make_vocabulary(np.random.default_rng(20260101)).folded
    words = {"rare": vocabulary[40_000].as_py(), "frequent": vocabulary[60].as_py()}

    size = sum(path.stat().st_size for path in options.folder.rglob("*.parquet")) / 1e6
    print(f"\n{size:,.0f} MB in files; load {os.getloadavg()[0]:.1f}; best of {options.runs}\n")
    print("| | seconds | at most | of processors | memory | read | lines |")
    print("|---|---|---|---|---|---|---|")
    for name, (command, limit) in COMMANDS.items():
        line = [part.format(**words) for part in command]
        best = min((run(line, options.folder) for _ in range(options.runs)), key=lambda one: one[0])
        most = f"{limit:.0f}" if limit else ""
        print(
            f"| {name}: `{' '.join(line)}` | {best.seconds:.2f} | {most} | {best.cpu:.2f} |"
            f" {best.memory:,.0f} MB | {best.read:,.0f} MB | {best.output.count(chr(10)):,} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
