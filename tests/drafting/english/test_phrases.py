"""Phrases as patterns over tags: each with a text that has it."""

from __future__ import annotations

import re

import pytest

from quotecli.drafting.english import phrases
from quotecli.drafting.reading.marks import find_stretches
from quotecli.drafting.reading.sentences import Skeleton
from quotecli.drafting.reading.tokens import Tokens

EXAMPLES = [
    (phrases.NAME_RUN, "[Ada J. Marlow] left"),
    (phrases.APPOSED_ROLE, "Ada Marlow[, the mayor of Port Ellery], left"),
    (phrases.SUBJECT_AHEAD, "[the mayor of Port Ellery (D-Calif.)] as well"),
    (phrases.APPOSITION, "said Ada Marlow[, a former pilot]."),
    (phrases.NAME_END, "in the town [Ada Marlow]"),
    (phrases.AGENT, "[on Monday by] Tomas Reyl"),
    (phrases.LEAD, "[But also] she laughed"),
    (phrases.SUBJECT, "[The union], founded in spring, has a flag"),
    (phrases.LEADING_PHRASE, "[A note from the mayor]: no"),
    (phrases.CUE, "[According to] Marlow"),
    (phrases.INSERTION, "[in a statement] “No.”"),
    (phrases.LONG_INSERTION, "[the crowd, on the quay, ]“No.”"),
    (phrases.ADDRESSEE, "[the voters of Lund] that it rained"),
    (phrases.CIRCUMSTANCE, "[on Monday in Lund] that it rained"),
    (phrases.CLAUSE_END, "that it rained[, adding] more"),
    (phrases.OBJECT_END, "the wall [because] it was high"),
    (phrases.OPENING, "[And then, ]“No.”"),
    (phrases.VERB_AFTER, "[the mayor warbled]."),
    (phrases.VERB_FIRST, "[warbled the mayor]."),
    (phrases.FRAGMENT_END, "there[, and said] no"),
    (phrases.NAMED_SPEAKING, "As [Marlow, the mayor, said]"),
    (phrases.VERB_AS_NOUN, "They argue, but their claim is old"),
]


@pytest.mark.parametrize(("pattern", "example"), EXAMPLES)
def test_a_phrase_is_found_where_its_example_has_it(pattern: re.Pattern[str], example: str) -> None:
    before, _, rest = example.partition("[")
    phrase, _, after = rest.partition("]")
    text = before + phrase + after
    tokens = Tokens(text)
    signs = Skeleton(tokens, find_stretches(text)).signs
    match = pattern.search(signs)
    if not phrase:
        assert match is None, signs
        return
    assert match is not None, signs
    assert text[tokens.starts[match.start()] : tokens.starts[match.end()]].strip() == phrase.strip()
