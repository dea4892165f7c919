"""Speed of `quotecli.drafting`, against a bare split into words and on hostile text, and memory."""

from __future__ import annotations

import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable

from quotecli.drafting.pipeline import extract

_BARE = re.compile(r"\w+|\S")
_MEGABYTE = 1_000_000
HOSTILE = {
    "straight marks": '"',
    "opening marks": "“",
    "closing marks": "” ",
    "single marks": "' ",
    "apostrophes": "it's ",
    "doubled marks": "''",
    "capitals": "A",
    "Capitals": "Ab ",
    "one paragraph": "The minister said that nothing would change, and “nobody” asked. ",
    "he said": "he said ",
    "said, said": "said, ",
    "X, Y": "Ann, a ",
    "commas": ", ",
    "brackets": "(",
    "closing brackets": ") ",
    "line feeds": "\n",
    "open paragraphs": "“We will go on\n\n",
    "dashes": "– said ",
    "colons": "A: ",
    "according to": "according to ",
    "spaces": " ",
    "digits": "1,",
    "points": "a.",
    "that": "that ",
    "titles": "Mr. ",
}


def made_up(articles: int) -> list[str]:
    """Return articles of our own making, about 4,400 characters each."""
    names = ["Ada Marlow", "Tomas Reyl", "Ines Okoro", "Piet van Dalen"]
    made = []
    for number in range(articles):
        name = names[number % len(names)]
        last = name.split()[-1]
        part = (
            f"{name}, the mayor of Port Ellery, said that the harbour would open"
            f" in {number % 12 + 1} days.\n\n"
            f"“We have waited long enough,” {last} said. “The town needs its boats.”\n\n"
            "Fishermen on the quay were less sure, and some laughed when they heard of the plan."
            "\n\n"
            "According to the port office, the crane was called “a disgrace” by two men."
            f" {last} denied it.\n\n"
            "The council meets again in spring to look at the cost of the new wall, which has risen"
            " every year.\n\n"
        )
        made.append(f"Harbour to open, mayor says {number}\n\n" + part * 7)
    return made


def _seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def report(texts: list[str], runs: int = 5) -> None:
    """Print the ratio to the bare split (median of `runs`), time on hostile text, peak memory."""
    extract("Warm up. “Yes,” she said.")
    ratios, rates = [], []
    for _ in range(runs):
        bare = _seconds(_BARE.findall, texts)
        ours = _seconds(extract, texts)
        ratios.append(ours / bare)
        rates.append(ours / len(texts))
    print(
        f"{len(texts)} articles: {statistics.median(ratios):.1f} x a bare findall (runs: ", end=""
    )
    print(", ".join(f"{ratio:.1f}" for ratio in ratios), end="); ")
    print(f"{1000 * statistics.median(rates):.2f} ms an article")
    print(f"peak memory {_peak():.0f} MB")
    print("\nhostile text, microseconds a character at 0.25, 0.5 and 1 MB")
    for name, unit in HOSTILE.items():
        cells = []
        for size in (_MEGABYTE // 4, _MEGABYTE // 2, _MEGABYTE):
            text = (unit * (size // len(unit) + 1))[:size]
            cells.append(f"{1e6 * _seconds(extract, [text]) / size:7.2f}")
        print(f"  {name:18s}", *cells, flush=True)


def _peak() -> float:
    """Return the most memory this process has held, in MB."""
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
