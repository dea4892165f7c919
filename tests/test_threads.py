"""Threads that use the package at once, from its import on, get what a single thread gets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """\
import sys
from threading import Barrier, Thread

THREADS = 6
sys.setswitchinterval(1e-5)
ARTICLE = '''Mayor Ann Lee said the harbour will grow. “It feeds us all,” she added.

“Nobody slept,” said Carla Díaz, a fisher, according to Bo Chan. He denied that he had called the
storm “a blessing”. Critics such as Dan Roth argue that “the quay is too shallow for us”.'''


def use(path):
    import quotecli
    from quotecli.exporting.formats import FORMATS, load_export

    library = quotecli.load(path)
    found = [list(library.lines()), library.count_topics(), library.count_speakers()]
    found.append([(one.excerpt, one.anchor, one.paragraph) for one in library.quotes()])
    found.append([quotecli.attribution(one) for one in library.quotes()])
    drafted = quotecli.draft(ARTICLE)
    found.append([(one, one.anchor) for one in drafted.quotes])
    found.append([quotecli.check_file(one.file) for one in library.statements.values()])
    for name in ("md", "csv", "w3c", "ris", "bibtex", "csl-json"):
        found.append(b"".join(load_export(name)(library.select())))
    return found


def run(number):
    start.wait()
    results[number] = use(sys.argv[1])


start, results = Barrier(THREADS), [None] * THREADS
threads = [Thread(target=run, args=(number,)) for number in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
expected = use(sys.argv[1])
assert all(expected[:5])
assert [result == expected for result in results] == [True] * THREADS
"""


def test_threads_may_import_load_draft_and_export_at_once(folder: Path) -> None:
    for path in (folder, folder / "harbour.yaml"):
        command = [sys.executable, "-c", PROGRAM, str(path)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
