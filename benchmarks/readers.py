"""The processor time and memory of each reader, beside the library that it reads with.

    python benchmarks/readers.py [--runs 3]

Files of each kind are made, of one size and of ten times that, and each is read in a process of its
own: by the reader, and by the library alone, in turn. Medians are printed, without the time that
Python and the library take to be loaded, and the peak memory of the whole process.
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_WORDS = "“The old wall by the quay has seen many storms,” said Ann Lee, who keeps its gate. "
_SMALL = 30  # pages of a PDF file; other files have as many paragraphs times _PARAGRAPHS
_PARAGRAPHS = 20


def make_text(size: int) -> bytes:
    """Return a text of paragraphs."""
    return "".join(f"{at}. {_WORDS * 4}\n\n" for at in range(size * _PARAGRAPHS)).encode()


def make_page(size: int) -> bytes:
    """Return a web page of paragraphs."""
    body = "".join(f"<p>{at}. {_WORDS * 4}</p>" for at in range(size * _PARAGRAPHS))
    return f"<html><title>T</title><body><article>{body}</article></body></html>".encode()


def make_subtitles(size: int, form: str) -> bytes:
    """Return subtitles of as many captions as a text has paragraphs."""
    sign, name = (".", "<v Ann Lee>") if form == "vtt" else (",", "Ann Lee: ")
    captions = [
        f"{at + 1}\n{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}{sign}000 --> "
        f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}{sign}900\n{name}{at} {_WORDS}\n\n"
        for at in range(size * _PARAGRAPHS)
    ]
    return ("WEBVTT\n\n" * (form == "vtt") + "".join(captions)).encode()


def make_word(size: int) -> bytes:
    """Return a Word file of paragraphs."""
    import docx

    document = docx.Document()
    for at in range(size * _PARAGRAPHS):
        document.add_paragraph(f"{at}. {_WORDS * 4}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def make_pdf(size: int) -> bytes:
    """Return a PDF file of so many pages."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for page in range(size):
        for line in range(48):
            canvas.drawString(60, 770 - 14 * line, f"{page} {line} {_WORDS}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def read_library(kind: str, data: bytes) -> Any:
    """Read a file with the library alone."""
    stream = io.BytesIO(data)
    if kind == "html":
        import trafilatura

        return trafilatura.extract(data)
    if kind == "pdf":
        from pdfminer.high_level import extract_text

        return extract_text(stream)
    if kind == "word":
        import docx

        return [paragraph.text for paragraph in docx.Document(stream).paragraphs]
    if kind in ("vtt", "srt"):
        import webvtt

        return list(webvtt.from_buffer(io.StringIO(data.decode()), format=kind))
    return data.decode()


MAKERS: dict[str, Callable[[int], bytes]] = {
    "text": make_text,
    "html": make_page,
    "pdf": make_pdf,
    "word": make_word,
    "vtt": lambda size: make_subtitles(size, "vtt"),
    "srt": lambda size: make_subtitles(size, "srt"),
}


def run_here(kind: str, who: str, small: Path, file: Path) -> None:
    """Print the processor seconds that a file takes, and the peak megabytes of this process."""
    from quotecli.intake.kinds import read

    def once(path: Path) -> None:
        data = path.read_bytes()
        read(data, path.name, kind) if who == "quotecli" else read_library(kind, data)

    once(small)  # loads the library
    started = time.process_time()
    once(file)
    seconds = time.process_time() - started
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measure(kind: str, who: str, small: Path, file: Path) -> tuple[float, float]:
    """Return the seconds and megabytes of a process that reads a file."""
    command = [sys.executable, __file__, "--here", kind, who, str(small), str(file)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(out[0]), float(out[1])


def main() -> None:
    """Print a table of all kinds."""
    if sys.argv[1:2] == ["--here"]:
        run_here(sys.argv[2], sys.argv[3], Path(sys.argv[4]), Path(sys.argv[5]))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--kind", action="append", choices=MAKERS)
    given = parser.parse_args()

    print("| kind | file | time | beside the library alone | ten times the size | memory |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for kind in given.kind or MAKERS:
            files = [Path(folder, f"{kind}{size}") for size in (1, _SMALL, 10 * _SMALL)]
            for file, size in zip(files, (1, _SMALL, 10 * _SMALL)):
                file.write_bytes(MAKERS[kind](size))
            rows = [
                (
                    measure(kind, "quotecli", files[0], files[1])[0],
                    measure(kind, "quotecli", files[0], files[2]),
                    measure(kind, "library", files[0], files[2])[0],
                )
                for _ in range(given.runs)
            ]
            small = statistics.median(row[0] for row in rows)
            library = statistics.median(row[2] for row in rows)
            large = statistics.median(row[1][0] for row in rows)
            memory = max(row[1][1] for row in rows)
            print(
                f"| {kind} | {files[2].stat().st_size / 1e6:.1f} MB | {large:.2f} s | "
                f"{large / library:.1f} × | {large / small:.1f} × the time | {memory:.0f} MB |",
                flush=True,
            )


if __name__ == "__main__":
    main()
