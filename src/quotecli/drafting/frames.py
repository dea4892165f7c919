"""Reporting verbs, and the frames that say what a verb governs: the words of `verbs.txt`."""

from __future__ import annotations

from typing import NamedTuple

SPEECH = "speech"  # the verb reports speech; without it, an attitude or evidence
QUOTATION = "quotation"  # “We will sail,” she quipped
THAT = "that"  # said that it rained
CLAUSE = "clause"  # said it rained
ADDRESSEE = "addressee"  # told reporters that it rained
NAMING = "naming"  # called the wall “a disgrace”
INFINITIVE = "infinitive"  # promised to sail
OBJECT = "object"  # praised the wall
QUESTION = "question"  # asked whether it rained
PREPOSITION = "preposition"  # spoke of the wall
QUOTING = "quoting"  # quoted her as saying that it rained: she is who says it
IMPERSONAL = "impersonal"  # it seems that it rained: its subject says nothing
NEGATIVE = "negative"  # denied that it rained: what it governs is denied
REJECTING = "rejecting"  # rejected the claim that it rained: so is what the claim says
NOUN = "noun"  # claim: as often a noun; with a capital it is one

DENYING = frozenset((NEGATIVE, REJECTING))


class Verb(NamedTuple):
    """A reporting verb: its lemma, and what it governs."""

    lemma: str
    frames: frozenset[str]

    @property
    def speaks(self) -> bool:
        """True for a verb that reports speech or takes a quotation, rather than an attitude."""
        return SPEECH in self.frames or QUOTATION in self.frames
