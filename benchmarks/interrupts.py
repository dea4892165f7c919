"""Notes lost when an export to a folder of edited notes is interrupted or killed.

    python benchmarks/interrupts.py [--notes 2000] [--tries 30]

Exports a collection as notes, edits every one, and exports again with --force, which is interrupted
once, twice 50 ms apart, or killed: in every second try at a moment of the whole run, in the others
while files are moved. A note is lost if the folder holds neither its edited version nor the new
one, counted at once, and again when the next command has written there. A folder is mixed if it
then holds edited notes and new ones. Exits with 1 if any note is lost, or a folder mixed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from synthetic import collection

TOOL = [sys.executable, "-m", "quotecli"]
EDIT = b"\nMy own words.\n"


def interrupt_once(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)


def interrupt_twice(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=2000)
    parser.add_argument("--tries", type=int, default=30)
    options = parser.parse_args()
    random.seed(10)
    failed = False
    with tempfile.TemporaryDirectory() as work:
        trial = Trial(Path(work), options.notes)
        print(f"{len(trial.edited):,} notes, {trial.seconds:.1f} s an export")
        hows: dict[str, Callable[[subprocess.Popen[bytes]], None]] = {
            "once": interrupt_once,
            "twice": interrupt_twice,
            "killed": subprocess.Popen.kill,
        }
        for name, how in hows.items():
            counts: Counter[str] = Counter()
            for number in range(options.tries):
                counts += trial.run(how, moving=number % 2 == 1)
            failed = failed or bool(counts["lost at once"] + counts["lost"] + counts["mixed"])
            print(f"{name}: " + ", ".join(f"{counts[key]:,} {key}" for key in trial.COUNTED))
    return int(failed)


class Trial:
    """A folder of edited notes, exported to over and over."""

    COUNTED = ("lost at once", "lost", "mixed", "as before", "finished", "left behind", "traceback")

    def __init__(self, work: Path, notes: int) -> None:
        texts, self.folder = work / "texts", work / "notes"
        collection(str(texts), notes)
        self.command = [*TOOL, "export", "--to", "md", "--split", "quote", "-d", str(texts)]
        self.command += ["--no-cache", "-o", str(self.folder), "--force"]
        self.next = [*TOOL, "export", "--to", "csv", "-o", str(self.folder / "all.csv"), "--force"]
        began = time.monotonic()
        subprocess.run(self.command, check=True)
        self.seconds = time.monotonic() - began
        self.new = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        self.edited = {name: content + EDIT for name, content in self.new.items()}

    def run(self, how: Callable[[subprocess.Popen[bytes]], None], *, moving: bool) -> Counter[str]:
        """Interrupt an export, and count what has become of the notes."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        for name, content in self.edited.items():
            (self.folder / name).write_bytes(content)
        process = subprocess.Popen(self.command, stderr=subprocess.PIPE)
        if moving:
            while process.poll() is None and not any(self.folder.glob(".quotecli-*.d/old")):
                pass
            time.sleep(random.uniform(0, 0.1))
        else:
            time.sleep(random.uniform(0, self.seconds))
        how(process)
        _, said = process.communicate()

        counts: Counter[str] = Counter()
        counts["traceback"] = b"Traceback" in said
        counts["lost at once"] = self.count_lost()
        counts["left behind"] = any(self.folder.glob(".quotecli-*"))
        subprocess.run(self.next, check=True)
        counts["lost"] = self.count_lost()
        (self.folder / "all.csv").unlink()
        now = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        counts["as before"] = now == self.edited
        counts["finished"] = now == self.new
        counts["mixed"] = now not in (self.edited, self.new)
        return counts

    def count_lost(self) -> int:
        lost = 0
        for name, new in self.new.items():
            path = self.folder / name
            lost += not path.is_file() or path.read_bytes() not in (new, self.edited[name])
        return lost


if __name__ == "__main__":
    sys.exit(main())
