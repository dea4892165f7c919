"""Normal forms of hostile text."""

from __future__ import annotations

import random
import unicodedata
from typing import get_args

import pytest

from quotecli.text.normal import Form, normalize
from tests.everyday import everyday
from tests.limited import run_limited

FORMS: tuple[Form, ...] = get_args(Form)
MARKS = "\u0301\u0323\u0315\u0345\u0344\u0f71\u0f72\u0f73\u3099\uff9e\uff9f\u05b0\u0651\u20e0"
OTHERS = "aéeΩ학ᄒ가\u1161\u11a8ﷺﬁｶ\u09c7\u09be–…  \n\u200d\U0001d15e\U0001d165"


@pytest.mark.parametrize("form", FORMS)
def test_a_normal_form_is_that_of_unicode(form: Form) -> None:
    chance = random.Random(7)
    for _ in range(300):
        text = "".join(
            chance.choice(MARKS if chance.random() < 0.9 else OTHERS)
            for _ in range(chance.randrange(200))
        )
        assert normalize(form, text) == unicodedata.normalize(form, text), ascii(text)


def test_every_character_whose_form_begins_with_a_mark_is_looked_at() -> None:
    # A run of them is only sorted if each is found: see _LONG_RUN.
    run = [chr(code) for code in range(0x110000) if _begins_with_mark(chr(code))]
    text = "".join(character * 2 + "\u0315\u0300" for character in run)
    for form in FORMS:
        assert normalize(form, text) == unicodedata.normalize(form, text)
        assert normalize(form, "a" + text) == unicodedata.normalize(form, "a" + text)


def _begins_with_mark(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) > 0


@pytest.mark.parametrize(
    "unit", everyday(1, ["\u0315\u0300", "\u0f73", "\u3099\uff9e\u0301", "e\u0323\u0301\u0315"])
)
def test_any_number_of_marks_ends(unit: str) -> None:
    # Sorted one by one, so many marks take minutes.
    script = "import sys; from quotecli.text.normal import normalize\n"
    script += "[normalize(form, 'a' + sys.argv[1] * 100_000) for form in ('NFC', 'NFKD')]"
    run_limited(script, unit)
