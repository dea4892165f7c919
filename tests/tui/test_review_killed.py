"""A review that is killed at any moment leaves its file whole: as before or after a decision."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from quotecli.tui import decisions
from quotecli.tui.reviewing import Item, Review
from tests.cli.conftest import DRAFT

SCRIPT = """
import sys
from quotecli.tui import decisions
from quotecli.tui.reviewing import Item, Review
review = Review([Item(sys.argv[1], "grow")], {})
while True:
    print("decided", flush=True)
    review.decide(decisions.accept())
    review.undo()
"""


def test_a_kill_in_the_middle_of_decisions_leaves_the_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "quay.yaml"
    path.write_text(DRAFT, encoding="utf-8")
    Review([Item(str(path), "grow")], {}).decide(decisions.accept())
    states = {DRAFT, path.read_text(encoding="utf-8")}
    lines = random.Random(7)

    for _ in range(12):
        path.write_text(DRAFT, encoding="utf-8")
        with subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(path)], stdout=subprocess.PIPE
        ) as child:
            assert child.stdout
            for _ in range(lines.randint(1, 40)):
                assert child.stdout.readline()
            child.kill()
        assert path.read_text(encoding="utf-8") in states
