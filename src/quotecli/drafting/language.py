"""The language of the texts: the folder whose lists, tags, phrases and wording a draft goes by."""

from __future__ import annotations

from quotecli.drafting.english import framing, lexicon, phrases, tagger, wording

__all__ = ["framing", "lexicon", "phrases", "tagger", "wording"]
