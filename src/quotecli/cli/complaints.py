"""What goes to stderr when something is wrong."""

from __future__ import annotations

import sys

from quotecli.render.escape import visible_line


def complain(message: str, hint: str = "") -> None:
    """Write one line that says what is wrong, and under it what to do."""
    lines = [f"quotecli: {message}", *(f"  {line}" for line in hint.split("\n") if line)]
    sys.stderr.write("".join(f"{visible_line(line)}\n" for line in lines))
    sys.stderr.flush()
