"""Words and their tags."""

from __future__ import annotations

import pytest

from quotecli.drafting import tags
from quotecli.drafting.english.tagger import tagger


@pytest.mark.parametrize(
    ("word", "tag"),
    [
        ("said", tags.SPEECH_VERB),
        ("saying", tags.SPEECH_ING),
        ("want", tags.ATTITUDE_BASE),
        ("spokeswoman", tags.ROLE),
        ("The", tags.DETERMINER),
        ("A", tags.DETERMINER),
        ("I", tags.PRONOUN),
        ("J", tags.INITIAL),
        ("Mr", tags.TITLE),
        ("Calif", tags.ABBREVIATION),
        ("May", tags.NAME),
        ("may", tags.AUXILIARY),
        ("Report", tags.NAME),
        ("report", tags.SPEECH_BASE),
        ("U.S", tags.INITIALS),
        ("Lee’s", tags.NAME_POSSESSIVE),
        ("mayor's", tags.POSSESSIVE),
        ("she’s", tags.CONTRACTION),
        ("slowly", tags.ADVERB),
        ("walking", tags.ING),
        ("founded", tags.ED),
        ("1990", tags.NUMBER),
        ("[", "("),
        ("—", "-"),
        ("§", tags.OTHER),
        ("boat", tags.NOUN),
    ],
)
def test_tags(word: str, tag: str) -> None:
    assert tagger()[word] == tag
