"""The whole way from a text to its quotations and the people who say them."""

from __future__ import annotations

from quotecli.drafting.assembly import assemble
from quotecli.drafting.claims import find_claims
from quotecli.drafting.continuations import complete
from quotecli.drafting.cues import find_cues
from quotecli.drafting.headline import find_headline
from quotecli.drafting.lines import flatten
from quotecli.drafting.marks import find_stretches
from quotecli.drafting.polarity import keep_said
from quotecli.drafting.reported import find_remarks
from quotecli.drafting.sentences import Skeleton
from quotecli.drafting.tokens import Tokens
from quotecli.drafting.transcripts import add_turns
from quotecli.drafting.unclosed import run_on
from quotecli.drafting.values import Extraction


def extract(text: str, split: str = "turn") -> Extraction:
    """Return every quotation of a plain text with its source, and the people quoted.

    Takes any text, and raises nothing. `split` is how much of a transcript one quotation is: a
    "turn", a "paragraph" or a "sentence".
    """
    flat = flatten(text)
    skeleton = Skeleton(Tokens(flat), run_on(flat, find_stretches(flat)))
    cues = find_cues(skeleton)
    # What is not said has taken its words before it is left out, so that nobody else gets them.
    claims = keep_said(skeleton, complete(skeleton, cues, find_claims(skeleton, cues)))
    remarks = find_remarks(skeleton, claims)
    extraction = assemble(skeleton, claims, remarks, find_headline(flat))
    return add_turns(text, flat, extraction, split)
