"""Shell completion of topics, speakers and quotes; an error is silent and offers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

import click

from quotecli.criteria import COUNTED_BY

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from quotecli.library.library import Library

_PATIENCE = 1.0  # seconds that loading may take
_MAX_OFFERED = 500
# Of more quotes, only those are offered whose id begins as typed.
_MAX_SEARCHED = 5_000

Completer = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]


def _completer(names: Callable[[Library, str], Iterable[tuple[str, str]]]) -> Completer:
    """Return a completer for the ids, each with what explains it, that `names` finds.

    `names` takes the library and what has been typed.
    """

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        try:
            from click.shell_completion import CompletionItem

            from quotecli.library import loading
            from quotecli.text.escape import visible_line

            data: tuple[str, ...] = ctx.params.get("data") or ()
            # Reading the terminal's own input would wait for somebody to type.
            if "-" in data:
                return []
            known = names(loading.load(*data, strict=False, watch=give_up_soon()), incomplete)
            fitting = (
                CompletionItem(name, help=visible_line(help_text)[:60])
                for name, help_text in known
                if name.startswith(incomplete)
                or f" {incomplete}".casefold() in f" {help_text}".casefold()
            )
            return list(islice(fitting, _MAX_OFFERED))
        except Exception:
            return []

    return complete


def give_up_soon() -> Callable[[int, int, int], None]:
    """Return a watch that ends a long load with TimeoutError: no key waits for an index."""
    began = monotonic()

    def watch(files: int, total: int, quotes: int) -> None:
        if monotonic() - began > _PATIENCE:
            raise TimeoutError

    return watch


def _quotes(library: Library, incomplete: str) -> Iterable[tuple[str, str]]:
    few = library.count() <= _MAX_SEARCHED
    alone = len(library.statements) == 1 or not (few or "/" in incomplete)
    for quote in library.quotes() if few else library.suggest_quotes(incomplete, _MAX_OFFERED):
        yield quote.id if alone else f"{quote.statement}/{quote.id}", quote.excerpt


complete_sides = _completer(
    lambda library, _: ((name, "") for name in (*COUNTED_BY, *library.list_attributes()))
)
complete_topics = _completer(
    lambda library, _: ((topic.id, topic.label) for topic in library.topics.values())
)
complete_speakers = _completer(
    lambda library, _: ((key, who.name) for key, who in library.speakers.items())
)
complete_quotes = _completer(_quotes)
