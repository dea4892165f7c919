"""A text as it is, except for its white space."""

from __future__ import annotations

import re

from quotecli.anchoring.folded import Folded
from quotecli.model import SPACE, SPACES, collapse_space

_ODD_SPACES = ("  ", " \n", *SPACE.replace(" ", "").replace("\n", ""))
_LINE_ENDS = re.compile("\n[ \n]*")


class Exact(Folded):
    """A text with every run of white space as one space, and nothing else changed."""

    def __init__(self, text: str) -> None:
        # Most texts have no odd white space except line ends, which alone are found several times
        # as fast.
        is_odd = any(space in text for space in _ODD_SPACES)
        super().__init__(text, SPACES if is_odd else _LINE_ENDS, lambda _: " ")

    def needle(self, excerpt: str) -> str:
        """Return an excerpt folded like the text."""
        return collapse_space(excerpt)
