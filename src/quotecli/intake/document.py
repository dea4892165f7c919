"""What is read of a file: its text, and what the file says of itself."""

from __future__ import annotations

import re
from typing import NamedTuple

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)[T ].*")


class Document(NamedTuple):
    """The text of a file, and its head; what the file does not say is empty.

    `links` are the addresses of the links of a Word or PDF file, in order; those of other files
    are in what is written. `first_line` is the line of the file on which the text begins as it is
    written there; 0 if the text has lines of its own. `times` are when the captions of subtitles
    begin, by their offsets in the text.
    """

    text: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    speaker: str = ""
    occasion: str = ""
    accessed: str = ""
    links: tuple[str, ...] = ()
    first_line: int = 0
    times: tuple[tuple[int, str], ...] = ()


def cut_time(date: str) -> str:
    """Return a date without the time of the day behind it."""
    match = _DAY.fullmatch(date)
    return match.group(1) if match else date
