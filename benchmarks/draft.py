"""Quality and speed of `quotecli draft`.

    python benchmarks/draft.py [CORPUS.jsonl] [--misses N] [--rekind] [--speed]

CORPUS holds one article a line: {"id", "text", "quoted": spans, "attributions": [{"kind", "source",
"cue", "content", "speech"}]}, spans in code points. Without one, only the speed is measured, on
text made here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

import draft_speed
from draft_scoring import KINDS, Article, Item, Score, count

from quotecli.drafting.pipeline import extract

_PRONOUNS = frozenset("he she they i we it you who him her them".split())


def phenomena(article: Article, item: Item) -> list[str]:
    """Return what makes a gold quote hard to find."""
    row = item.row
    source = " ".join(article.text[start:end] for start, end in row["source"]).lower()
    names = [f"kind: {row['kind']}"]
    if row["kind"] == "indirect":
        names.append("indirect, speech cue" if row.get("speech") else "indirect, other cue")
        return names
    if not source:
        names.append("no source")
    elif source in _PRONOUNS:
        names.append("pronoun source")
    elif len(source.split()) >= 8:
        names.append("long source")
    if len(row["content"]) > 1:
        names.append("split or continued")
    if row["source"]:
        gap = min(
            max(start - row["source"][-1][1], row["source"][0][0] - end, 0)
            for start, end in row["content"]
        )
        if gap > 80:
            names.append("far source")
    if any("\n" in article.text[one[0] : two[1]] for one, two in pairwise(row["content"])):
        names.append("over paragraphs")
    if not row.get("speech"):
        names.append("cue that is no speech verb")
    cue = "".join(article.text[start:end] for start, end in row["cue"])
    if cue == ":":
        names.append("bare colon")
    return names


def evaluate(rows: list[dict[str, Any]], rekind: bool, misses: int) -> None:
    """Print every table for a corpus."""
    scores = {**{name: Score() for name in KINDS}, "segments": Score()}
    hard: Counter[str] = Counter()
    met: Counter[str] = Counter()
    sourced: Counter[str] = Counter()
    curve: list[tuple[float, bool, str]] = []
    missed: list[tuple[str, str]] = []
    for row in rows:
        article = Article(row)
        predicted = article.items(_predict(row["text"]), "source_span", rekind)
        for name, kinds in KINDS.items():
            gold = [item for item in article.gold if item.kind in kinds]
            ours = [item for item in predicted if item.kind in kinds]
            before = len(scores[name].pairs)
            good = count(scores[name], gold, ours, 0.5)
            curve += [
                (item.row["confidence"], number in good, item.kind)
                for number, item in enumerate(ours)
            ]
            found = {id(one): right for one, _, right in scores[name].pairs[before:]}
            matched = {id(two) for _, two, _ in scores[name].pairs[before:]}
            for item in gold:
                for what in phenomena(article, item):
                    hard[what] += 1
                    met[what] += id(item) in found
                    sourced[what] += found.get(id(item), False)
                if id(item) not in found and name != "indirect":
                    missed.append(("missed " + item.kind, _show(article, item)))
            if name != "indirect":
                missed += [
                    ("wrong " + item.kind, _show(article, item))
                    for item in ours
                    if id(item) not in matched
                ]
        count(scores["segments"], article.segments(article.gold), article.segments(predicted), 1.0)
    print(f"{len(rows)} articles{', kinds by the gold marks' if rekind else ''}; percent")
    for name, score in scores.items():
        cells = "  ".join(f"{key} {value:5.1f}" for key, value in score.percent().items())
        print(f"  {name:14s} gold {score.gold:6d}  given {score.predicted:6d}  {cells}")
    print("\nrecall by phenomenon: gold, found, found with its source")
    for what, number in sorted(hard.items(), key=lambda pair: -pair[1]):
        shares = f"{100 * met[what] / number:6.1f} {100 * sourced[what] / number:6.1f}"
        print(f"  {what:28s} {number:6d} {shares}")
    calibration(curve)
    if misses:
        print("\nthe commonest misses:", dict(Counter(what for what, _ in missed).most_common()))
        step = max(1, len(missed) // misses)
        for what, text in missed[::step][:misses]:
            print(f"  {what}: {text}")


def _predict(text: str) -> list[dict[str, Any]]:
    """Return everything that is found in a text, whatever its confidence."""
    return [quotation._asdict() for quotation in extract(text).quotations]


def calibration(curve: list[tuple[float, bool, str]]) -> None:
    """Print how many of the quotes of each confidence are right."""
    print(
        "\nconfidence: quotes, right (overlap and source), of them direct or mixed: quotes, right"
    )
    for low in (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0):
        high = {0.95: 1.01, 0.9: 0.95}.get(low, low + 0.1)
        band = [(right, kind) for sure, right, kind in curve if low <= sure < high]
        marked = [right for right, kind in band if kind != "indirect"]
        every = [right for right, _ in band]
        print(f"  {low:4.2f}+ {len(every):6d} {_percent(every):6.1f}", end="")
        print(f" {len(marked):8d} {_percent(marked):6.1f}")
    sure = [right for confidence, right, _ in curve if confidence >= 0.9]
    print(f"  of the {len(sure)} quotes given 0.9 or more, {_percent(sure):.1f} % are right")


def _percent(right: list[bool]) -> float:
    return 100 * sum(right) / max(len(right), 1)


def _show(article: Article, item: Item) -> str:
    start, end = article.starts[min(item.words)], article.ends[max(item.words)]
    shown = article.text[max(0, start - 60) : start] + "[" + article.text[start:end][:200] + "]"
    return (shown + article.text[end : end + 60]).replace("\n", " ")


def main() -> None:
    """Read the command line and print what it asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "corpus", nargs="?", type=Path, help="articles with gold attributions, one a line"
    )
    parser.add_argument(
        "--misses", type=int, default=20, metavar="N", help="how many misses to show (20)"
    )
    parser.add_argument(
        "--rekind", action="store_true", help="take a quote's kind from the gold marks"
    )
    parser.add_argument("--speed", action="store_true", help="measure time and memory")
    args = parser.parse_args()
    rows = []
    if args.corpus:
        with args.corpus.open(encoding="utf-8") as lines:
            rows = [json.loads(one) for one in lines if one.strip()]
        if not args.speed:
            evaluate(rows, args.rekind, args.misses)
    if args.speed or not rows:
        draft_speed.report([row["text"] for row in rows] or draft_speed.made_up(200))


if __name__ == "__main__":
    main()
