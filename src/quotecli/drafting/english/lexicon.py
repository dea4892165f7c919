"""The word lists, read once when first needed, and the reporting verbs in all their forms."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import Any

from quotecli.drafting import frames, tags
from quotecli.drafting.frames import Verb

_FOLDER = os.path.dirname(__file__)  # no pathlib, whose import takes a fifth of the start
_VOWELS = "aeiou"


def lines(name: str) -> list[str]:
    """Return the lines of a word list that are neither empty nor comments, in order."""
    # The loader reads from a folder and from a zip alike. importlib.resources, which asks it in
    # the end, takes longer to import than the whole of drafting.
    loader: Any = __spec__.loader
    text = loader.get_data(os.path.join(_FOLDER, f"{name}.txt")).decode()
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def sections(name: str) -> dict[str, list[str]]:
    """Return the words of each "[section]" of a list, in order; "" holds those before the first."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in lines(name):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            found.setdefault(section, []).extend(line.split())
    return found


@cache
def words(name: str, *wanted: str) -> frozenset[str]:
    """Return the words of a list, or only those of the sections that are `wanted`."""
    found = sections(name)
    return frozenset().union(*[found[section] for section in wanted or found])


@cache
def verbs() -> dict[str, tuple[str, Verb]]:
    """Return every form of every reporting verb, with its tag and its verb."""
    table: dict[str, tuple[str, Verb]] = {}
    for line in lines("verbs"):
        forms, _, governed = line.partition(" = ")
        lemma, *past = forms.split()
        verb = Verb(lemma, frozenset(governed.split()))
        finite, ing, base = _SPEECH if verb.speaks else _ATTITUDE
        third, regular, gerund = inflect(lemma)

        table[gerund] = (ing, verb)
        for form in (third, *(past or [regular])):
            table.setdefault(form, (finite, verb))
        table.setdefault(lemma, (base, verb))
    return table


_SPEECH = (tags.SPEECH_VERB, tags.SPEECH_ING, tags.SPEECH_BASE)
_ATTITUDE = (tags.ATTITUDE_VERB, tags.ATTITUDE_ING, tags.ATTITUDE_BASE)

ACCORDING = Verb("according", frozenset((frames.SPEECH, frames.PREPOSITION)))
"""What "according to" is as a cue."""

REPORTING_LEMMA = "report"
"""The verb of a paper that passes on what somebody said elsewhere."""

DENYING_LEMMA = "deny"
"""The verb that denies and does nothing else."""


def inflect(lemma: str) -> tuple[str, str, str]:
    """Return the third person, the past and the -ing form of a regular verb."""
    if lemma[-1] == "y" and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    if lemma[-1] in "sxz" or lemma[-2:] in ("sh", "ch"):
        return lemma + "es", lemma + "ed", lemma + "ing"
    if lemma[-1] == "e":
        return lemma + "s", lemma + "d", (lemma if lemma.endswith("ee") else lemma[:-1]) + "ing"

    short = len(lemma) < 5 or lemma in ("admit", "refer")
    doubles = short and re.search(r"[^aeiou][aeiou][^aeiouwxy]$", lemma)
    stem = lemma + lemma[-1] if doubles else lemma
    return lemma + "s", stem + "ed", stem + "ing"
