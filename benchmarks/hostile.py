"""Time taken by every command over texts made to be slow, against prose of the same length.

    python benchmarks/hostile.py [--sizes 100000 1000000] [--text NAME …] [--command NAME …] [--all]

Each text is one thing over and over: a word, a mark, a bracket. A statement quotes it a dozen times
(parts of one code point and of thousands, in one place and in all, with contexts that fit and that
do not), and each command reads it as a whole process. Time is the CPU time of the process and its
workers. The table has the slowest command of each text, or with --all every one: seconds at each
size, the growth between them, and the ratio at the last size to the same command over prose. A
command that takes more than a minute is ended, and counts as one that took it. The exit status is 1
if a ratio is over the limit.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from itertools import islice
from typing import NamedTuple

from synthetic import sentences

TOOL = [sys.executable, "-m", "quotecli"]
MAX_RATIO = 10.0
MAX_SECONDS = 60
# What takes less CPU time than this is not compared: starting takes as long.
LEAST_SECONDS = 0.5
TEXTS = {
    "word": "word ",
    "letter": "a ",
    "word without end": "a",
    "capitals": "A",
    "names": "Ann, a ",
    "combining marks": "\u0315\u0300",
    "marks on letters": "e\u0301\u0323",
    "voicing marks": "\u3099\uff9e\u0301",
    "presentation forms": "\ufdfa",
    "ligatures": "ﬁ",
    "zero-width joiners": "\u200d",
    "joined letters": "a\u200d",
    "soft hyphens": "a\xad\xad\xad",
    "apostrophes": "'",
    "contractions": "it's ",
    "letters and apostrophes": "a'",
    "straight marks": '"',
    "open quotations": "“We will go on\n\n",
    "opening marks": "“",
    "closing marks": "” ",
    "dialogue": "“No,” he said. ",
    "brackets": "(",
    "bracket pairs": "( ) ",
    "short paragraphs": "a\n\n",
    "said,": "said, ",
    ", said": ", said",
    "he said": "he said ",
    "said that": "said that ",
    "according to": "according to ",
    "points": ".",
    "initials": "A. B. ",
    "dashes": "– ",
    "dashes and said": "– said ",
    "hyphens": "a-",
    "line feeds": "\n",
    "spaces": " ",
    "no-break spaces": "\xa0",
    "digits": "1",
    "numbers": "1,",
    "URLs": "https://a.example/b?c=d&e#f ",
    "one URL": "https://a.example/" + "b" * 1000,
    "turns": "A B: c\n",
    "Han": "学",
    "emoji": "\U0001f468\u200d\U0001f469\U0001f3fd",
}
"""What each text repeats. A text begins with a title, and ends with a sentence of prose."""
START, END = "The Harbour\n\n", "\n\n“We will sail at dawn,” said Ada Marlow."


class Inputs(NamedTuple):
    """The files of one text: the text, the statement about it, and what `import` reads."""

    text: str
    lines: str
    statement: str
    w3c: str
    qdpx: str
    hypothesis: str


def commands(files: Inputs) -> dict[str, list[str]]:
    """Return every command, by the name that the table gives it."""
    data = ["-d", files.statement, "--no-cache"]
    formats = "html md csv xlsx w3c qdpx sqlite ris bibtex csl-json".split()
    return {
        "draft": ["draft", files.text],
        "draft --jsonl": ["draft", "--jsonl", files.lines],
        "check": ["check", files.statement],
        "topics": ["topics", *data],
        "quotes": ["quotes", *data],
        "quotes --search": ["quotes", *data, "-q", "sail"],
        "show": ["show", "q-0", *data],
        "cite": ["cite", "q-0", *data],
        "speakers": ["speakers", *data],
        "statements": ["statements", *data],
        "read": ["read", *data],
        "kwic": ["kwic", "a", *data],
        "kwic of a phrase": ["kwic", '"we will sail"', *data],
        "stats": ["stats", *data],
        **{f"export --to {name}": ["export", "--to", name, *data] for name in formats},
        "import --from w3c": ["import", "--from", "w3c", files.w3c],
        "import --from qdpx": ["import", "--from", "qdpx", files.qdpx],
        "import --from hypothesis": [
            *("import", "--from", "hypothesis"),
            *(files.hypothesis, "--text", files.text),
        ],
    }


def prose(size: int) -> str:
    """Return so many code points of made-up prose, half of it quoted, and the same end."""
    source, length, made = sentences(1), 0, []
    while length < size:
        first, second = islice(source, 2)
        made.append(f"“{first}” said Ada Marlow. {second}\n\n")
        length += len(made[-1])
    return f"{''.join(made)[:size]}{END}"


def repeated(unit: str, size: int) -> str:
    """Return a text of so many code points that repeats one thing."""
    return f"{START}{unit * (size // len(unit))}{END}"


def excerpts(text: str) -> list[tuple[list[str], str, str]]:
    """Return the parts of each quote, its prefix and its suffix."""
    chance = random.Random(1)

    def cut(length: int) -> str:
        at = chance.randrange(len(START), max(len(START) + 1, len(text) - length - len(END)))
        return text[at : at + length].strip() or "sail"

    one = [([cut(length)], "", "") for length in (1, 2, 7, 40, 3000)]
    context = [([cut(5)], cut(20), cut(20)), ([cut(5)], "nothing of the kind", "")]
    several = [([cut(n), cut(n + 1)], "nothing of the kind", "") for n in (1, 4, 30)]
    last = [([cut(3), "We will sail at dawn"], "", ""), ([f"{cut(50)} nothing"], "", "")]
    return [*one, *context, *several, *last]


def write(folder: str, text: str) -> Inputs:
    """Write a text and all that is made of it to a new folder."""
    os.mkdir(folder)
    files = Inputs(*(os.path.join(folder, name) for name in ("a.txt", "lines", "b.yaml", *"wqh")))
    quotes = excerpts(text)
    tree = {
        "title": "The Harbour",
        "text_file": "a.txt",
        "speakers": {"ada": {"name": "Ada Marlow"}},
        "quotes": [
            {
                "id": f"q-{number}",
                "kind": "direct",
                "speaker": "ada",
                "excerpt": parts,
                **({"prefix": prefix} if prefix else {}),
                **({"suffix": suffix} if suffix else {}),
            }
            for number, (parts, prefix, suffix) in enumerate(quotes)
        ],
    }
    rows = [
        {
            "uri": "https://example.org/",
            "target": [{"selector": [{"type": "TextQuoteSelector", "exact": parts[0]}]}],
        }
        for parts, _, _ in quotes
    ]
    contents = {
        files.text: text,
        files.lines: json.dumps({"id": 1, "text": text}),
        files.statement: json.dumps(tree, ensure_ascii=False),
        files.hypothesis: json.dumps({"total": len(rows), "rows": rows}),
    }
    for path, content in contents.items():
        with open(path, "w", encoding="utf-8", newline="") as stream:
            stream.write(content)
    for path, form in ((files.w3c, "w3c"), (files.qdpx, "qdpx")):
        if not os.path.exists(path):
            seconds(["export", "--to", form, "-d", files.statement, "--no-cache", "-o", path])
    return files


def seconds(args: list[str]) -> float:
    """Return the CPU time of a command and its workers, a minute at most."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))

    process = subprocess.Popen(
        [*TOOL, *args],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        preexec_fn=limit,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def measure(text: str, names: list[str]) -> dict[str, float]:
    """Return the seconds of each command over a text."""
    with tempfile.TemporaryDirectory() as folder:
        made = commands(write(os.path.join(folder, "files"), text))
        return {name: seconds(made[name]) for name in names or made}


def main() -> int:
    """Print the table, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs=2, default=[100_000, 1_000_000])
    parser.add_argument("--text", nargs="+", choices=list(TEXTS), default=list(TEXTS))
    parser.add_argument("--command", nargs="+", default=[])
    parser.add_argument("--all", action="store_true", help="print every command of each text")
    options = parser.parse_args()

    base = [measure(prose(size), options.command) for size in options.sizes]
    small, large = (f"{size:,}" for size in options.sizes)
    print(f"| text | command | {small} | {large} | growth | prose | ratio |")
    print("|---|---|---|---|---|---|---|")
    over = 0
    for name in ["prose", *options.text]:
        unit = TEXTS.get(name)
        taken = (
            [measure(repeated(unit, size), options.command) for size in options.sizes]
            if unit
            else base
        )
        ratios = {
            command: took / base[1][command] if took > LEAST_SECONDS else 0.0
            for command, took in taken[1].items()
        }
        over += sum(ratio > MAX_RATIO for ratio in ratios.values())
        slowest = max(ratios, key=lambda command: ratios[command])
        for command, ratio in ratios.items():
            if options.all or command == slowest or ratio > MAX_RATIO:
                first, last = (times[command] for times in taken)
                print(
                    f"| {name} | `{command}` | {first:.2f} s | {last:.2f} s | {last / first:.1f} ×"
                    f" | {base[1][command]:.2f} s | {ratio:.1f} × |",
                    flush=True,
                )
    print(f"\n{over} over {MAX_RATIO:.0f} ×")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
