"""Explore who said what, about what, and exactly where.

>>> import quotecli
>>> library = quotecli.load()
>>> for quote in library.quotes(quotecli.Criteria(topics=("military",), kinds=("indirect",))):
...     print(quote.speaker.name, quote.paragraph, quote.proved)
Ilham Aliyev 8 True
"""

from __future__ import annotations

TYPE_CHECKING = False  # without loading typing, during which an interrupt is a traceback
if TYPE_CHECKING:
    from typing import Any

    from quotecli.checking.report import Report
    from quotecli.checking.rules import check_file
    from quotecli.citing.attribution import attribution
    from quotecli.citing.citation import citation, link
    from quotecli.criteria import Criteria
    from quotecli.drafting.draft import draft
    from quotecli.drafting.rows import draft_rows
    from quotecli.errors import (
        Place,
        Problem,
        QuotecliError,
        StatementError,
        UnknownNameError,
        UnreadableError,
    )
    from quotecli.exporting.formats import export
    from quotecli.importing.formats import Imported, import_from
    from quotecli.library.counts import SpeakerCount, StatementCount, Summary, TopicCount
    from quotecli.library.features import Features
    from quotecli.library.frames import records, to_frame
    from quotecli.library.library import Library
    from quotecli.library.loading import load
    from quotecli.library.pairs import TopicPair
    from quotecli.library.tally import Count, Part, Tally
    from quotecli.model import Anchor, Quote, Source, Span, Speaker, Statement, Topic
    from quotecli.store.editing.statement_file import StatementFile, edit
    from quotecli.verifying.finding import Finding
    from quotecli.verifying.verify import verify

__version__ = "0.1.0"
__all__ = [
    "Anchor",
    "Count",
    "Criteria",
    "Features",
    "Finding",
    "Imported",
    "Library",
    "Part",
    "Place",
    "Problem",
    "Quote",
    "QuotecliError",
    "Report",
    "Source",
    "Span",
    "Speaker",
    "SpeakerCount",
    "Statement",
    "StatementCount",
    "StatementError",
    "StatementFile",
    "Summary",
    "Tally",
    "Topic",
    "TopicCount",
    "TopicPair",
    "UnknownNameError",
    "UnreadableError",
    "__version__",
    "attribution",
    "check_file",
    "citation",
    "draft",
    "draft_rows",
    "edit",
    "export",
    "import_from",
    "link",
    "load",
    "records",
    "to_frame",
    "verify",
]

# Names are found when they are first used, so that `quotecli --version` loads nothing that it does
# not use.
_HOME = {
    "Anchor": "model",
    "Count": "library.tally",
    "Criteria": "criteria",
    "Library": "library.library",
    "Features": "library.features",
    "Finding": "verifying.finding",
    "Imported": "importing.formats",
    "Part": "library.tally",
    "Place": "errors",
    "Problem": "errors",
    "Quote": "model",
    "QuotecliError": "errors",
    "Report": "checking.report",
    "Source": "model",
    "Span": "model",
    "Speaker": "model",
    "SpeakerCount": "library.counts",
    "Statement": "model",
    "StatementCount": "library.counts",
    "StatementError": "errors",
    "StatementFile": "store.editing.statement_file",
    "Summary": "library.counts",
    "Tally": "library.tally",
    "Topic": "model",
    "TopicCount": "library.counts",
    "TopicPair": "library.pairs",
    "UnknownNameError": "errors",
    "UnreadableError": "errors",
    "attribution": "citing.attribution",
    "check_file": "checking.rules",
    "citation": "citing.citation",
    "draft": "drafting.draft",
    "draft_rows": "drafting.rows",
    "edit": "store.editing.statement_file",
    "export": "exporting.formats",
    "import_from": "importing.formats",
    "link": "citing.citation",
    "load": "library.loading",
    "records": "library.frames",
    "to_frame": "library.frames",
    "verify": "verifying.verify",
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'quotecli' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"quotecli.{_HOME[name]}"), name)
