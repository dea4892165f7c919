"""A review beside others, and where its file cannot be written: all work is kept, or it is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quotecli.errors import QuotecliError
from quotecli.store.reader import load
from quotecli.tui import decisions, reshaping
from quotecli.tui.reviewing import Item, Review
from tests.cli.conftest import DRAFT

MANY = 12
REVIEWER = """
import sys
from quotecli.tui import decisions
from quotecli.tui.reviewing import Item, Review
path, *keys = sys.argv[1:]
review = Review([Item(path, key) for key in keys], {})
print("ready", flush=True)
sys.stdin.readline()
for key in keys:
    review.decide(decisions.set_note(f"seen by {keys[0]}"))
    review.decide(decisions.accept())
    review.go_on()
    review.read_again()
"""
LIMITED = """
import resource, signal, sys
from quotecli.errors import QuotecliError
from quotecli.tui import decisions
from quotecli.tui.reviewing import Item, Review
review = Review([Item(sys.argv[1], "grow")], {})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    review.decide(decisions.accept())
except QuotecliError as error:
    print(error, review.left, review.quote.status)
"""


def test_two_reviewers_of_one_file_both_keep_their_work(tmp_path: Path) -> None:
    path = tmp_path / "boats.yaml"
    texts = [f"There are {number} boats." for number in range(MANY)]
    quotes = [
        f"  # review: boats\n  - {{id: q{number}, kind: direct, excerpt: {text}, status: draft}}\n"
        for number, text in enumerate(texts)
    ]
    path.write_text(f"title: Boats\ntext: {' '.join(texts)}\nquotes:\n{''.join(quotes)}")
    shares = [[f"q{number}" for number in range(first, MANY, 2)] for first in (0, 1)]
    reviewers = [
        subprocess.Popen(
            [sys.executable, "-c", REVIEWER, str(path), *keys],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for keys in shares
    ]
    for one in reviewers:
        assert one.stdout
        assert one.stdout.readline() == b"ready\n"
    for one in reviewers:
        one.communicate(b"go\n")
    assert [one.returncode for one in reviewers] == [0, 0]

    found = load(str(path)).quotes
    assert [quote.status for quote in found] == ["reviewed"] * MANY
    assert [quote.note for quote in found] == ["seen by q0", "seen by q1"] * (MANY // 2)
    assert "# review" not in path.read_text()


def test_two_decisions_on_one_quote_are_told(path: Path) -> None:
    one, other = (Review([Item(str(path), "grow")], {}) for _ in range(2))
    one.decide(decisions.set_note("mine"))
    for decision in (decisions.set_note("yours"), reshaping.split(12), decisions.reject()):
        with pytest.raises(QuotecliError, match="changed by somebody else meanwhile"):
            other.decide(decision)
        assert load(str(path)).quotes[0].note == "mine"
        other = Review([Item(str(path), "grow")], {})
        one.decide(decisions.set_note("mine again"))
        one.decide(decisions.set_note("mine"))
        one.decide(decisions.turn_important(one.file.statement.quotes[0]))


def test_a_link_stays_and_what_it_leads_to_is_written(path: Path) -> None:
    link = path.parent / "link.yaml"
    link.symlink_to(path.name)
    review = Review([Item(str(link), "grow")], {})
    review.decide(decisions.accept())
    assert link.is_symlink()
    assert load(str(path)).quotes[0].status == "reviewed"
    review.undo()
    assert path.read_text() == DRAFT


@pytest.mark.skipif(os.name == "nt", reason="no limits of the size of files")
def test_a_disk_that_is_full_leaves_the_file_and_the_quote_as_they_are(path: Path) -> None:
    # -B: what Python compiles would be cut at the limit, and unreadable to the next process.
    done = subprocess.run(
        [sys.executable, "-B", "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )
    assert "cannot write: File too large" in done.stdout
    assert done.stdout.split()[-2:] == ["1", "draft"]
    assert path.read_text() == DRAFT
    assert [one.name for one in path.parent.iterdir()] == [path.name]
