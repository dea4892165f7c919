"""How often `verify` calls a true quotation turned, and by which words: to be read by a person.

    python benchmarks/turned.py FOLDER [--pieces N] [--seed N] [--show N]

FOLDER holds speeches as .txt files. Pieces of their sentences, of five words and more, are held
against the speeches that they are from. Those that are turned are shown, in brackets, with what
stands beside them: whoever reads it tells if an editor should have looked there.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from truth import Speech, read_sentences, read_speeches

from quotecli.verifying.comparison import compare_whole
from quotecli.verifying.wording import Wording
from quotecli.verifying.words import Words

_AROUND = 80  # code points that are shown on each side


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pieces", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=40)
    args = parser.parse_args()

    speeches = read_speeches(args.folder)
    words = [Words(speech.text) for speech in speeches]
    chance = random.Random(args.seed)
    sentences = [one for n, speech in enumerate(speeches) for one in read_sentences(n, speech.text)]
    chance.shuffle(sentences)

    counts: Counter[str] = Counter()
    shown: list[str] = []
    for sentence in sentences[: args.pieces]:
        length = chance.randint(5, max(5, len(sentence.words) - 1))
        start = chance.randint(0, max(0, len(sentence.words) - length))
        piece = " ".join(sentence.words[start : start + length]).rstrip(",;:")
        found = compare_whole(Wording([piece]), words[sentence.speech])
        edges = found.edges if found else ()
        name = (
            f"{edges[0].kind}, {'near' if edges[0].is_near else 'far'}" if edges else "not turned"
        )
        counts[name] += 1
        if edges:
            beside = _show(speeches[sentence.speech], sentence.text, piece)
            shown.append(f"{edges[0].reason}:\n  {beside}\n")

    for name, count in counts.most_common():
        print(f"{name:20}{count:>6,}{count / counts.total():>8.1%}")
    print()
    for line in shown[: args.show]:
        print(line)


def _show(speech: Speech, sentence: str, piece: str) -> str:
    start = speech.text.find(piece, speech.text.find(sentence))
    end = start + len(piece)
    before, behind = speech.text[max(0, start - _AROUND) : start], speech.text[end : end + _AROUND]
    return f"{before}[{piece}]{behind}".replace("\n\n", " / ")


if __name__ == "__main__":
    main()
