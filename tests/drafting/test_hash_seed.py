"""Drafts are the same in every process."""

from __future__ import annotations

import os
import subprocess
import sys

CODE = """
from quotecli.drafting.pipeline import extract
print(extract("“We will sail,” Ada Marlow told reporters. She denied that the boat was old."))
"""


def test_a_draft_does_not_depend_on_the_order_of_sets() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(printed) == 1
