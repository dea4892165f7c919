"""What the shell offers for topics, speakers and quotes; whatever goes wrong, it offers nothing and says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from quotecli.library import Library

Completer = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]


def _completer(names: Callable[[Library], Iterable[tuple[str, str]]]) -> Completer:
    """A completer over ids and what explains them."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            from click.shell_completion import CompletionItem

            from quotecli import library
            from quotecli.render.escape import visible_line

            data: tuple[str, ...] = ctx.params.get("data") or ()
            if "-" in data:  # the standard input is the shell's: reading it would wait for somebody to type
                return []
            known = names(library.load(*data))
            return [
                CompletionItem(name, help=visible_line(help_text)[:60])
                for name, help_text in known
                if name.startswith(incomplete) or f" {incomplete}".casefold() in f" {help_text}".casefold()
            ]
        except Exception:
            return []

    return complete


complete_topics = _completer(lambda library: ((topic.id, topic.label) for topic in library.topics.values()))
complete_speakers = _completer(lambda library: ((who.id, who.name) for who in library.speakers.values()))
complete_quotes = _completer(
    lambda library: (
        (f"{quote.statement}/{quote.id}" if len(library.statements) > 1 else quote.id, quote.excerpt)
        for quote in library.quotes()
    )
)
