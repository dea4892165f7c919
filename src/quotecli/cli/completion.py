"""What the shell offers for topics, speakers and quotes; whatever goes wrong, it offers nothing and
says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from quotecli.library import Library
    from quotecli.model import Quote

_MOST = 500
_FEW = 5_000
"""Of more quotes only the beginnings of ids are offered."""

Completer = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]


def _completer(names: Callable[[Library, str], Iterable[tuple[str, str]]]) -> Completer:
    """A completer over ids and what explains them, of the library and what has been typed."""

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        try:
            from click.shell_completion import CompletionItem

            from quotecli import library
            from quotecli.render.escape import visible_line

            data: tuple[str, ...] = ctx.params.get("data") or ()
            if (
                "-" in data
            ):  # the standard input is the shell's: reading it would wait for somebody to type
                return []
            known = names(library.load(*data, strict=False, watch=give_up_after()), incomplete)
            fitting = (
                CompletionItem(name, help=visible_line(help_text)[:60])
                for name, help_text in known
                if name.startswith(incomplete)
                or f" {incomplete}".casefold() in f" {help_text}".casefold()
            )
            return list(islice(fitting, _MOST))
        except Exception:
            return []

    return complete


def give_up_after(seconds: float = 1.0) -> Callable[[int, int, int], None]:
    """Return what ends loading with a TimeoutError: nobody who pressed a key waits for an index."""
    began = monotonic()

    def watch(files: int, total: int, quotes: int) -> None:
        if monotonic() - began > seconds:
            raise TimeoutError

    return watch


def _quotes(library: Library, incomplete: str) -> Iterable[tuple[str, str]]:
    def name(quote: Quote) -> str:
        return (
            quote.id
            if whole or ("/" not in incomplete and not few)
            else f"{quote.statement}/{quote.id}"
        )

    whole, few = len(library.statements) == 1, library.count() <= _FEW
    quotes = library.quotes() if few else library.beginning(incomplete, _MOST)
    return ((name(quote), quote.excerpt) for quote in quotes)


complete_topics = _completer(
    lambda library, _: ((topic.id, topic.label) for topic in library.topics.values())
)
complete_speakers = _completer(
    lambda library, _: ((key, who.name) for key, who in library.speakers.items())
)
complete_quotes = _completer(_quotes)
