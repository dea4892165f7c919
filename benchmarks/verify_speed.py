"""Speed of `quotecli verify`, as ratios to other commands on the same files.

Run by `benchmarks/verify.py FOLDER --speed [--collection FOLDER]`. Each command is a whole process;
two that are compared take turns, and the figure is the median of the ratios.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from synthetic import collection, sentences
from truth import TruthSet, make, read_speeches, write_sources

TOOL = [sys.executable, "-m", "quotecli"]
READ = """
import sys, pathlib
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.txt")): path.read_text(encoding="utf-8")
"""
_RUNS = 5
_COMPILED = os.path.join(tempfile.gettempdir(), "quotecli-compiled")
_STATEMENTS = 40_000


def seconds(*command: str) -> float:
    """Return the processor time of a process and its children, which may find nothing."""
    before = os.times()
    # As installed programs are, the package is compiled once, whatever the shell asks for.
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _COMPILED}
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
    after = os.times()
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    spent = after.children_user + after.children_system
    return spent - before.children_user - before.children_system


def compare(what: str, one: list[str], other: list[str], most: float) -> None:
    """Print how many times as long one command takes as another."""
    pairs = [(seconds(*one), seconds(*other)) for _ in range(_RUNS)]
    ratio = statistics.median(a / b for a, b in pairs)
    took, floor = (statistics.median(side) for side in zip(*pairs))
    print(f"{what}: {took:.2f} s, {ratio:.2f} x {floor:.2f} s (at most {most:g} x)", flush=True)


def report(speeches: Path, statements: Path | None) -> None:
    """Print the time for one statement, for many, for plain texts, and for hostile articles."""
    truth = make(read_speeches(speeches), 200, 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _measure_one(truth, folder / "one")
        _measure_texts(truth, folder / "texts")
        _measure_hostile(truth, folder / "hostile")
        with _collection(statements, folder) as many:
            _measure_many(many, folder)


def _measure_one(truth: TruthSet, folder: Path) -> None:
    folder.mkdir()
    write_sources(truth, folder)
    statement = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    text = next(one.text for one in truth.speeches if one.name == statement.stem)
    article = _write(folder / "article.txt", _pick(text.split("\n\n"), 20))
    command = [*TOOL, "verify", str(article), "-d", str(statement)]
    size = f"{len(text) // 1000} KB"
    compare(f"one statement of {size}, 20 quotations", command, [*TOOL, "check", str(statement)], 2)


def _measure_texts(truth: TruthSet, folder: Path) -> None:
    """Measure 1,000 texts, each from all speeches."""
    paragraphs = [part for one in truth.speeches for part in one.text.split("\n\n")]
    random.Random(1).shuffle(paragraphs)
    (folder / "sources").mkdir(parents=True)
    each = len(paragraphs) // 1000
    for number in range(1000):
        text = "\n\n".join(paragraphs[number * each : (number + 1) * each])
        (folder / "sources" / f"{number:04}.txt").write_text(text, encoding="utf-8")
    article = _write(folder / "article.txt", _pick(paragraphs, 20))
    foreign = _write(folder / "foreign.txt", _invent(20))
    reading = [sys.executable, "-c", READ, str(folder / "sources")]
    for what, path in (("verbatim", article), ("nowhere", foreign)):
        command = [*TOOL, "verify", str(path), "--sources", str(folder / "sources")]
        compare(f"1,000 texts, 20 quotations {what}", command, reading, 3)


def _measure_many(many: Path, folder: Path) -> None:
    """Measure a collection that is indexed."""
    first = sorted(many.rglob("*.yaml"))[1000]
    said = re.findall(r"“([^”]*)”", first.read_text(encoding="utf-8"))
    words = said[0].rstrip(".").split()[:4]
    search = [*TOOL, "quotes", "-q", f'"{" ".join(words)}"', "-d", str(many)]
    seconds(*search)
    article = _write(folder / "many.txt", said[:20])
    command = [*TOOL, "verify", str(article), "-d", str(many)]
    seconds(*command)
    compare("a collection, 20 quotations verbatim", command, search, 3)
    foreign = _write(folder / "foreign.txt", _invent(20))
    took = statistics.median(
        seconds(*TOOL, "verify", str(foreign), "-d", str(many)) for _ in range(_RUNS)
    )
    print(f"a collection, 20 quotations nowhere: {took:.2f} s (at most 1 s)")


def _measure_hostile(truth: TruthSet, folder: Path) -> None:
    """Measure articles and sources that repeat one thing, once and twice as long."""
    folder.mkdir()
    speech = folder / "speech.txt"
    speech.write_text(truth.speeches[0].text, encoding="utf-8")
    for what, unit in {
        "straight marks": '"',
        "opening marks": "“",
        "short quotations": "“No,” ",
        "one word": "word ",
        "one word, quoted": "“word word word word word,” she said. ",
        "gaps": "“one … two … three … four,” ",
    }.items():
        times = []
        for length in (250_000, 500_000):
            path = folder / "article.txt"
            path.write_text(unit * (length // len(unit)), encoding="utf-8")
            times.append(seconds(*TOOL, "verify", str(path), "--sources", str(speech)))
        print(f"hostile article, {what}: {times[0]:.2f} s, twice: {times[1]:.2f} s", flush=True)

    article = _write(folder / "words.txt", [" ".join(["word"] * n) for n in (5, 50, 500)])
    times = []
    for length in (500_000, 1_000_000):
        speech.write_text("word " * length, encoding="utf-8")
        times.append(seconds(*TOOL, "verify", str(article), "--sources", str(speech)))
    print(f"hostile source, one word: {times[0]:.2f} s, twice: {times[1]:.2f} s")


def _pick(paragraphs: list[str], count: int) -> list[str]:
    """Return sentences of 5 words or more, from paragraphs that are far from each other."""
    found = [re.split(r"(?<=[.!?]) ", paragraph)[0] for paragraph in paragraphs]
    found = [one for one in found if 5 <= one.count(" ") <= 40 and not re.search('["“”]', one)]
    return found[:: max(1, len(found) // count)][:count]


def _invent(count: int) -> list[str]:
    return [sentence for sentence, _ in zip(sentences(77), range(count))]


def _write(path: Path, quotations: list[str]) -> Path:
    said = [f"“{one.rstrip('.')},” said Ada Marlow." for one in quotations]
    path.write_text("\n\n".join(["What was said", *said]) + "\n", encoding="utf-8")
    return path


@contextmanager
def _collection(given: Path | None, folder: Path) -> Iterator[Path]:
    """Yield a folder of many statements: one that is given, or one made here."""
    if given is None:
        given = folder / "collection"
        start = time.perf_counter()
        collection(str(given), _STATEMENTS * 25)
        print(f"made {_STATEMENTS:,} statements in {time.perf_counter() - start:.0f} s")
    yield given
