"""Programs with a limit on the time of the processor, which no other work adds to."""

from __future__ import annotations

import subprocess
import sys

# Windows has no such limit.
_LIMIT = """\
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
except ImportError:
    pass
"""


def run_limited(script: str, *args: str) -> None:
    """Run a Python program; it fails after a minute of work."""
    subprocess.run([sys.executable, "-c", _LIMIT + script, *args], check=True)
