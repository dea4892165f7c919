"""Truth and speed of `quotecli verify`, on quotations made from public texts.

    python benchmarks/verify.py FOLDER [--quotations N] [--seed N] [--show WAY] [--texts]
    python benchmarks/verify.py FOLDER --speed [--collection FOLDER]
    python benchmarks/verify.py FOLDER --compare

FOLDER holds speeches as .txt files; the word in a file's name tells speakers apart. So many true
quotations and as many damaged ones are put into made-up articles, and the table shows what `verify`
makes of them. A verdict is right if RIGHT has it:

- A true quotation is verbatim: whole or in part, with other typography, another case of the first
  letter, a closing comma, a marked insertion or omission, or in two parts around "she said".
- A word that is left out makes it shortened; a negation that is left out, or left standing before
  the quotation, makes it turned ("don't" that becomes "do" may count as altered as well).
- A word that is changed, added or moved makes it altered, however small the change is; a number
  that only loses its sign ("5" for "$5") may count as shortened.
- Two sentences joined are anything but verbatim: the passage that is nearest shows what is joined.
- A paraphrase is altered or not found.
- A question without its mark and its verb is turned or altered.
- What the speaker only quotes is turned.
- Another speaker's words are verbatim, but not that speaker's. With --texts, where the sources are
  plain texts and name nobody, they are left out.

The exit status is 1 if a damaged quotation is called verbatim. --show prints the mistakes of one
way, or of all. --speed measures instead, and says what it measures; --compare holds difflib and
rapidfuzz against the comparison of `verify`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from misquoting import DAMAGED, TRUE
from truth import Quotation, TruthSet, make, read_speeches, write_sources

TOOL = [sys.executable, "-m", "quotecli"]
OUTCOMES = (
    *("verbatim", "shortened", "turned", "altered", "not found", "short"),
    *("another's words", "not read"),
)
_NOT_VERBATIM = frozenset(("shortened", "turned", "altered", "not found"))
RIGHT: dict[str, frozenset[str]] = {
    **dict.fromkeys(TRUE, frozenset(("verbatim",))),
    **dict.fromkeys(DAMAGED, frozenset(("altered",))),
    "a word dropped": frozenset(("shortened",)),
    "a negation dropped": frozenset(("turned", "altered")),
    "a number": frozenset(("altered", "shortened")),
    "two sentences joined": _NOT_VERBATIM,
    "a paraphrase": frozenset(("altered", "not found")),
    "a question": frozenset(("turned", "altered")),
    "words passed on": frozenset(("turned",)),
    "another speaker": frozenset(("another's words",)),
}


_NAMED = ("another speaker", "words passed on")  # ways that need to know who speaks


class Verdict(NamedTuple):
    """What was made of a quotation; `finding` is the object that verify printed."""

    quotation: Quotation
    outcome: str
    finding: dict[str, Any]

    @property
    def is_right(self) -> bool:
        return self.outcome in RIGHT[self.quotation.way]


def verify(truth: TruthSet, folder: Path, as_texts: bool) -> list[Verdict]:
    """Run the command on all articles, and return what it made of each quotation."""
    sources, articles = folder / "sources", folder / "articles"
    sources.mkdir()
    articles.mkdir()
    if as_texts:
        for speech in truth.speeches:
            (sources / f"{speech.name}.txt").write_text(speech.text, encoding="utf-8")
    else:
        write_sources(truth, sources)
    for name, text in truth.articles.items():
        (articles / name).write_text(text, encoding="utf-8")

    where = ["--sources" if as_texts else "-d", str(sources)]
    command = [*TOOL, "verify", *map(str, sorted(articles.iterdir())), *where, "-f", "jsonl"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        sys.exit(done.returncode)
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for line in done.stdout.splitlines():
        finding = json.loads(line)
        key = Path(finding["file"]).name, finding["line"]
        # A quotation that was read in pieces is as bad as the worst of them.
        if key not in found or _rank(finding) > _rank(found[key]):
            found[key] = finding
    return [
        Verdict(quotation, _name(finding), finding)
        for name, some in truth.quotations.items()
        for quotation in some
        for finding in [found.get((name, quotation.line), {})]
    ]


def _name(finding: dict[str, Any]) -> str:
    if not finding:
        return "not read"
    verdict = str(finding["verdict"])
    if verdict == "shortened" and finding.get("turned"):
        return "turned"
    differs = (finding.get("attribution") or {}).get("verdict") == "differs"
    return "another's words" if verdict == "verbatim" and differs else verdict


def _rank(finding: dict[str, Any]) -> int:
    return OUTCOMES.index(_name(finding))


def print_table(verdicts: list[Verdict]) -> None:
    """Print how often each outcome came of each way, and the share that is right."""
    print(f"{'':22}{'made':>6}{'right':>8}  " + "".join(f"{name:>10.10}" for name in OUTCOMES))
    for ways in (TRUE, DAMAGED):
        together = [one for one in verdicts if one.quotation.way in ways]
        for way in ways:
            _print_row(way, [one for one in together if one.quotation.way == way])
        _print_row("all true" if ways is TRUE else "all damaged", together)
        print()


def _print_row(name: str, verdicts: list[Verdict]) -> None:
    if not verdicts:
        return
    right = sum(one.is_right for one in verdicts)
    counts = Counter(one.outcome for one in verdicts)
    cells = "".join(f"{counts[outcome] or '':>10}" for outcome in OUTCOMES)
    print(f"{name:22}{len(verdicts):>6,}{right / len(verdicts):>8.1%}  {cells}")


def print_mistakes(verdicts: list[Verdict], way: str) -> None:
    """Print what is wrong: what stands in the article, in the source, and what was found."""
    for one in verdicts:
        if not one.is_right and way in ("all", one.quotation.way):
            print(f"\n{one.quotation.way}: {one.outcome}")
            print(f"  article: {' | '.join(one.quotation.parts)}")
            print(f"  source:  {one.quotation.source.text}")
            shown = {key: value for key, value in one.finding.items() if key in _SHOWN}
            print(f"  found:   {json.dumps(shown, ensure_ascii=False)}")


_SHOWN = ("excerpt", "share", "turned", "forgiven", "passage", "attribution", "differences")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quotations", type=int, default=2000, help="true ones; as many damaged")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", metavar="WAY", help="print the mistakes of a way, or of all")
    parser.add_argument("--texts", action="store_true", help="give the sources as plain texts")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--collection", type=Path, help="statements for --speed; default: made")
    args = parser.parse_args()
    if args.speed:
        import verify_speed

        verify_speed.report(args.folder, args.collection)
        return

    if args.compare:
        import verify_compare

        verify_compare.report(args.folder, args.quotations, args.seed)
        return

    truth = make(read_speeches(args.folder), args.quotations, args.seed)
    with tempfile.TemporaryDirectory() as folder:
        verdicts = verify(truth, Path(folder), args.texts)
    if args.texts:
        verdicts = [one for one in verdicts if one.quotation.way not in _NAMED]
    print_table(verdicts)
    if args.show:
        print_mistakes(verdicts, args.show)
    wrong = [one for one in verdicts if one.quotation.way in DAMAGED and one.outcome == "verbatim"]
    print(f"damaged and called verbatim: {len(wrong)}")
    for one in wrong:
        print(f"  {one.quotation.way}: {' | '.join(one.quotation.parts)}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
