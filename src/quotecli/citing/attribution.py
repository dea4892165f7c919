"""Who said a quote, in which role, and who reports it: the one place where this is put in words."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from quotecli.model import NOBODY, Kind, Quote, Speaker, collapse_space

PhraseKind = Literal["manner", "speaker", "role", "reporter", "between"]

_MANNER: dict[Kind, str] = {
    "direct": "",
    "indirect": "paraphrase of ",
    "mixed": "partly a paraphrase of ",
}


class Phrase(NamedTuple):
    """A stretch of an attribution on one line, and what it says, so that it can be styled."""

    text: str
    kind: PhraseKind


def attribution_parts(
    quote: Quote, *, manner: bool = True, role: bool = True, nobody: str = NOBODY
) -> tuple[Phrase, ...]:
    """Return the attribution of a quote in parts; joined, they are its text.

    `manner` begins it with how the words were said, if they are not the speaker's own; what the
    speaker denies is always said to be denied. `role` adds the speaker's role; `nobody` stands for
    a speaker who is not known.
    """
    before = _MANNER[quote.kind] if manner else ""
    if quote.polarity == "negative":
        before = "denied by "
    return _make_parts(before, quote.speaker, quote.reported_by, role, nobody)


# Thousands of quotes have few speakers.
@lru_cache(maxsize=1024)
def _make_parts(
    manner: str, speaker: Speaker | None, reporter: Speaker | None, role: bool, nobody: str
) -> tuple[Phrase, ...]:
    parts = [Phrase(manner, "manner")] if manner else []
    parts.append(Phrase(collapse_space(speaker.name) if speaker else nobody, "speaker"))
    if role and speaker and speaker.role:
        parts += [Phrase(", ", "between"), Phrase(collapse_space(speaker.role), "role")]
    if reporter:
        name = collapse_space(reporter.name)
        parts += [Phrase(", as told by ", "between"), Phrase(name, "reporter")]
    return tuple(parts)


def attribution(
    quote: Quote, *, manner: bool = False, role: bool = True, nobody: str = NOBODY
) -> str:
    """Return the attribution of a quote as text, its parts joined."""
    parts = attribution_parts(quote, manner=manner, role=role, nobody=nobody)
    return "".join([part.text for part in parts])


def attribute_report(reporter: Speaker) -> str:
    """Return the attribution of what somebody reports of another who is not known."""
    return "".join([part.text for part in _make_parts("", None, reporter, False, NOBODY)])


def find_cue(quote: Quote) -> str:
    """Return the words that attribute a paraphrase in the source, on one line; "" for none.

    Whoever reads a paraphrase must see how it was said: "denied", "hinted", "according to".
    """
    return collapse_space(quote.cue) if quote.kind == "indirect" else ""
