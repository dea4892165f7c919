"""What goes to stderr when something is wrong."""

from __future__ import annotations

import sys

from quotecli.errors import Place
from quotecli.render.escape import visible_line


def complain(message: str, hint: str = "", *, place: Place | None = None) -> None:
    """Write one line that says where something is wrong, and what; under it what to do.

    A place comes first, as compilers have it, so that an editor can go there.
    """
    lines = [
        f"{place or 'quotecli'}: {message}",
        *(f"  {line}" for line in hint.split("\n") if line),
    ]
    sys.stderr.write("".join(f"{visible_line(line)}\n" for line in lines))
    sys.stderr.flush()
