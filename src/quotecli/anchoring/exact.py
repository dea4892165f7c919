"""A text as it is, but for its white space."""

from __future__ import annotations

import re

from quotecli.anchoring.folded import Folded
from quotecli.model import SPACE, SPACES, collapse_space

_ODD = ("  ", " \n", *SPACE.replace(" ", "").replace("\n", ""))
_LINE_ENDS = re.compile("\n[ \n]*")


class Exact(Folded):
    """A text with every run of white space as one space, and nothing else changed."""

    def __init__(self, text: str) -> None:
        # Most texts have no odd white space but their line ends, and those are found several times
        # as fast.
        odd = any(space in text for space in _ODD)
        super().__init__(text, SPACES if odd else _LINE_ENDS, lambda _: " ")

    def needle(self, excerpt: str) -> str:
        """An excerpt, folded as the text is."""
        return collapse_space(excerpt)
