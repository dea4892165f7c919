"""Speed of `quotecli verify`, as ratios to other commands on the same files.

Run by `benchmarks/verify.py FOLDER --speed [--collection FOLDER]`. Each command is a whole process,
run once before it is measured; those that are compared take turns, and a figure is the median of
the ratios, in processor time of the process and its children, and in seconds that pass.

Reading 1,000 texts is measured twice: as a program of five lines reads them, and through the intake
of quotecli, which finds out what kind of file each is.
"""

from __future__ import annotations

import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from synthetic import collection, sentences
from truth import TruthSet, make, read_speeches, write_sources

TOOL = [sys.executable, "-m", "quotecli"]
READ = """
import sys, pathlib
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.txt")): path.read_text(encoding="utf-8")
"""
INTAKE = """
import sys
from quotecli.intake.gathering import gather
from quotecli.intake.kinds import read
from quotecli.store.files import read_bytes
for text in gather([sys.argv[1]]).texts: read(read_bytes(text.path), text.path)
"""
_RUNS = 7
_COMPILED = os.path.join(tempfile.gettempdir(), "quotecli-compiled")
_STATEMENTS = 40_000
_SIZES = {"1 kB": 1_000, "20 kB": 20_000}  # code points of a text, of which there are 1,000


class Cost(NamedTuple):
    """What a process takes: seconds of processor time, and seconds that pass."""

    work: float
    wait: float


def measure(command: list[str]) -> Cost:
    """Return what a process and its children take; they may find nothing."""
    # As installed programs are, the package is compiled once, whatever the shell asks for.
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _COMPILED}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
    wait, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wait)


def compare(what: str, command: list[str], floors: dict[str, tuple[list[str], float]]) -> None:
    """Print how many times as long a command takes as others, which take turns with it.

    `floors` has, by what it does, each other command and how many times as long is aimed at.
    """
    commands = [command, *(floor for floor, _ in floors.values())]
    for one in commands:
        measure(one)
    costs = [[measure(one) for one in commands] for _ in range(_RUNS)]
    mine, *others = zip(*costs)
    print(f"{what}: {_median(mine)}", flush=True)
    for (name, (_, most)), theirs in zip(floors.items(), others):
        work = statistics.median(a.work / b.work for a, b in zip(mine, theirs))
        wait = statistics.median(a.wait / b.wait for a, b in zip(mine, theirs))
        goal = f"at most {most:g} x" if most else "to compare"
        print(f"  {work:.2f} x {name}, {_median(theirs)}; {wait:.2f} x in all ({goal})")


def _median(costs: tuple[Cost, ...]) -> str:
    work, wait = (statistics.median(side) for side in zip(*costs))
    return f"{work:.2f} s of work in {wait:.2f} s"


def report(speeches: Path, statements: Path | None) -> None:
    """Print the time for one statement, for many, for plain texts, and for hostile articles."""
    truth = make(read_speeches(speeches), 200, 1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _measure_one(truth, folder / "one")
        for size, length in _SIZES.items():
            _measure_texts(truth, folder / size, size, length)
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
    check = {"check": ([*TOOL, "check", str(statement)], 2.0)}
    compare(f"one statement of {len(text) // 1000} kB, 20 quotations", command, check)


def _measure_texts(truth: TruthSet, folder: Path, size: str, length: int) -> None:
    """Measure 1,000 texts, each of paragraphs of its own from all speeches.

    They are filled up with words of the speeches in disorder to so many code points, so that no
    passage is in several.
    """
    paragraphs = [part for one in truth.speeches for part in one.text.split("\n\n")]
    words = [word for part in paragraphs for word in part.split()]
    chance = random.Random(1)
    chance.shuffle(paragraphs)
    (folder / "sources").mkdir(parents=True)
    each = len(paragraphs) // 1000
    for number in range(1000):
        text = "\n\n".join(paragraphs[number * each : (number + 1) * each])
        while len(text) < length:
            text = f"{text}\n\n{' '.join(chance.choices(words, k=100))}."
        (folder / "sources" / f"{number:04}.txt").write_text(text, encoding="utf-8")
    said = _pick(paragraphs[: 1000 * each], 20)
    article = _write(folder / "article.txt", said)
    altered = _write(folder / "altered.txt", list(map(_alter, said)))
    foreign = _write(folder / "foreign.txt", _invent(20))
    sources = str(folder / "sources")
    reading = {
        "reading them": ([sys.executable, "-c", READ, sources], 0.0),
        "reading them as drafts do": ([sys.executable, "-c", INTAKE, sources], 3.0),
    }
    for what, path in (("verbatim", article), ("altered", altered), ("nowhere", foreign)):
        command = [*TOOL, "verify", str(path), "--sources", sources]
        compare(f"1,000 texts of {size}, 20 quotations {what}", command, reading)


def _measure_many(many: Path, folder: Path) -> None:
    """Measure a collection that is indexed."""
    first = sorted(many.rglob("*.yaml"))[1000]
    said = re.findall(r"“([^”]*)”", first.read_text(encoding="utf-8"))
    words = said[0].rstrip(".").split()[:4]
    search = [*TOOL, "quotes", "-q", f'"{" ".join(words)}"', "-d", str(many)]
    start = [*TOOL, "--version"]
    article = _write(folder / "many.txt", said[:20])
    foreign = _write(folder / "foreign.txt", _invent(20))
    floors = {"quotes -q with a phrase": (search, 3.0), "--version": (start, 0.0)}
    for what, path in (("verbatim", article), ("nowhere (at most 1 s)", foreign)):
        command = [*TOOL, "verify", str(path), "-d", str(many)]
        compare(f"a collection, 20 quotations {what}", command, floors)


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
            times.append(measure([*TOOL, "verify", str(path), "--sources", str(speech)]).work)
        print(f"hostile article, {what}: {times[0]:.2f} s, twice: {times[1]:.2f} s", flush=True)

    article = _write(folder / "words.txt", [" ".join(["word"] * n) for n in (5, 50, 500)])
    times = []
    for length in (500_000, 1_000_000):
        speech.write_text("word " * length, encoding="utf-8")
        times.append(measure([*TOOL, "verify", str(article), "--sources", str(speech)]).work)
    print(f"hostile source, one word: {times[0]:.2f} s, twice: {times[1]:.2f} s")


def _pick(paragraphs: list[str], count: int) -> list[str]:
    """Return sentences of 5 words or more, from paragraphs that are far from each other."""
    found = [re.split(r"(?<=[.!?]) ", paragraph)[0] for paragraph in paragraphs]
    found = [one for one in found if 5 <= one.count(" ") <= 40 and not re.search('["“”]', one)]
    return found[:: max(1, len(found) // count)][:count]


def _alter(sentence: str) -> str:
    """Return a sentence with another word in its middle."""
    words = sentence.split()
    words[len(words) // 2] = "purple"
    return " ".join(words)


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
