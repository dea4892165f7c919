"""The whole way from a text to its quotes and the people who say them."""

from __future__ import annotations

from typing import Any

from quotecli.drafting import assembly, claims, continuations, cues
from quotecli.drafting.headline import headline
from quotecli.drafting.marks import stretches
from quotecli.drafting.reported import remarks
from quotecli.drafting.sentences import Skeleton
from quotecli.drafting.tokens import Tokens, flatten
from quotecli.drafting.transcripts import with_turns
from quotecli.drafting.unclosed import run_on
from quotecli.drafting.values import Annotation, Quote


def annotate(text: str) -> Annotation:
    """Every quotation of a plain article, with its source, and the people quoted. Takes any text,
    raises nothing.
    """
    flat = flatten(text)
    skeleton = Skeleton(Tokens(flat), run_on(flat, stretches(flat)))
    found = cues.find(skeleton)
    made = continuations.complete(skeleton, found, claims.claims(skeleton, found))
    return with_turns(
        text, assembly.assemble(skeleton, made, remarks(skeleton, made), headline(flat))
    )


def line(identity: str, annotation: Annotation) -> dict[str, Any]:
    """The object of one article for JSON Lines; spans are [start, end] in code points, the end
    excluded.
    """
    return {"id": identity, "quotes": [_plain(quote) for quote in annotation.quotes]}


def _plain(quote: Quote) -> dict[str, Any]:
    return {
        "content": [list(span) for span in quote.content],
        "source_span": [list(span) for span in quote.source_span],
        "source": quote.source,
        "cue_span": list(quote.cue_span) if quote.cue_span else None,
        "speaker": quote.speaker,
        "kind": quote.kind,
        "confidence": quote.confidence,
    }
