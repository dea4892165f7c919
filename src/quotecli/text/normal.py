"""The normal forms of Unicode, in time that grows with the text however many marks it repeats."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import Literal

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

# So many characters that may be marks in a row are in no word of any language: Unicode's
# stream-safe format allows 30. No mark is a letter to `re`.
_LONG_RUN = re.compile(r"[^\x00-\u02ff\w]{31,}")
# The marks of half-width kana alone are letters, which become marks in the compatible forms.
_HALF_WIDTH = str.maketrans({"\uff9e": "\u3099", "\uff9f": "\u309a"})


def normalize(form: Form, text: str) -> str:
    """Return `text` in a normal form, as unicodedata.normalize() does.

    That sorts the marks of a letter by moving each past those before it, so the time for a run of
    marks would grow with its square. Long runs are sorted beforehand.
    """
    if form in ("NFKC", "NFKD"):
        text = text.translate(_HALF_WIDTH) if "\uff9e" in text or "\uff9f" in text else text
    if len(text) > 30 and not text.isascii():
        text = _LONG_RUN.sub(lambda run: _sort_marks(form, run.group()), text)
    return unicodedata.normalize(form, text)


def _sort_marks(form: Form, run: str) -> str:
    decomposed_form: Form = "NFKD" if form in ("NFKC", "NFKD") else "NFD"
    apart = "".join([unicodedata.normalize(decomposed_form, character) for character in run])
    ordered: list[str] = []
    for is_mark, group in groupby(apart, lambda one: unicodedata.combining(one) > 0):
        characters = list(group)
        ordered += sorted(characters, key=unicodedata.combining) if is_mark else characters
    return "".join(ordered)
