"""How much of real PDF files is read: words lost, words invented, and words out of order.

    python benchmarks/pdf_readers.py FOLDER

For each PDF file of a folder, the text of quotecli, of pdfminer.six with its analysis of the
layout, and of pypdf, if it is installed, is compared with that of pdftotext (poppler), an
independent program that has to be on the PATH. Running heads and page numbers, as pdftotext gives
them, are taken out of all of them first; how many a reader leaves in is a column of its own.

Words are compared without their hyphens, as each program decides for itself which of those at the
end of a line are real. A word out of order is one, among those that both texts have once, that
stands before the one that pdftotext has before it. Pages on which pdftotext itself errs are faults
of all three: what counts is how they differ, and what one sees in the file.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from quotecli.errors import QuotecliError

_EDGE = 3  # lines at the top and bottom of a page that may be running heads
_MIN_PAGES = 3
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\s*\n\s*(?=[^\W\d_])")
_CHINESE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff"  # a letter is compared as a word
_WORD = re.compile(rf"[{_CHINESE}]|[^\W{_CHINESE}]+(?:[-\u2010\u2011\u00ad'’][^\W{_CHINESE}]+)*")
_SIGNS = re.compile(r"[^\w]")


def find_words(text: str) -> list[str]:
    """Return the words of a text, without hyphens and ligatures, in small letters."""
    plain = unicodedata.normalize("NFKC", _BROKEN.sub("", text)).lower()
    return [_SIGNS.sub("", word) for word in _WORD.findall(plain)]


def split_heads(pages: list[str]) -> tuple[str, Counter[str]]:
    """Return the text of pages without their running heads and numbers, and the words of those."""
    edges = [_find_edges(page) for page in pages]
    often = Counter(key for keys in edges for key in set(keys.values()))
    heads: Counter[str] = Counter()
    kept: list[str] = []
    for page, keys in zip(pages, edges):
        for number, line in enumerate(page.split("\n")):
            key = keys.get(number)
            repeated = key is not None and often[key] >= max(_MIN_PAGES, len(pages) // 4)
            if repeated or (key is not None and key in ("0", "")):
                heads.update(find_words(line))
            else:
                kept.append(line)
    return "\n".join(kept), heads


def _find_edges(page: str) -> dict[int, str]:
    """Return the first and last lines of a page, without what differs in page numbers."""
    lines = [(number, line.strip()) for number, line in enumerate(page.split("\n"))]
    lines = [(number, line) for number, line in lines if line]
    return {number: re.sub(r"\d+", "0", line) for number, line in lines[:_EDGE] + lines[-_EDGE:]}


def compare(words: list[str], reference: list[str], heads: Counter[str]) -> tuple[int, ...]:
    """Return how many words are lost, invented, out of order, and how many are running heads."""
    found, wanted = Counter(words), Counter(reference)
    extra = found - wanted
    left_in = extra & heads
    once = {word: place for place, word in enumerate(reference) if wanted[word] == 1}
    places = [once[word] for word in words if word in once and found[word] == 1]
    backward = sum(other < one for one, other in pairwise(places))
    return (
        (wanted - found).total(),
        (extra - left_in).total(),
        backward,
        left_in.total(),
    )


def read_ours(path: Path) -> str:
    """Return the text that quotecli drafts."""
    from quotecli.intake.kinds import read

    return read(path.read_bytes(), path.name, "pdf").text


def read_pdfminer(path: Path) -> str:
    """Return the text of pdfminer.six, with its analysis of the layout."""
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(path.read_bytes())))


def read_pypdf(path: Path) -> str:
    """Return the text of pypdf."""
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


READERS: dict[str, Callable[[Path], str]] = {
    "quotecli": read_ours,
    "pdfminer.six": read_pdfminer,
    "pypdf": read_pypdf,
}


def measure(path: Path, readers: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each reader with a row of its counts in a file, or why it read nothing."""
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, text=True
    )
    text, heads = split_heads(done.stdout.split("\f"))
    reference = find_words(text)
    for reader in readers:
        try:
            words = find_words(READERS[reader](path))
        except Exception as error:
            told = error.message if isinstance(error, QuotecliError) else repr(error)
            yield reader, f"{len(reference):,} | {told[:60]}"
            continue
        counts = compare(words, reference, heads)
        yield reader, " | ".join(f"{count:,}" for count in (len(reference), *counts))


def main() -> None:
    """Print a table of the files of a folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reader", action="append", choices=READERS, help="this reader only")
    given = parser.parse_args()

    print("| file | reader | words | lost | invented | out of order | running heads left in |")
    print("|---|---|---|---|---|---|---|")
    for path in sorted(given.folder.glob("*.pdf")):
        for reader, row in measure(path, given.reader or list(READERS)):
            print(f"| {path.name} | {reader} | {row} |")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
