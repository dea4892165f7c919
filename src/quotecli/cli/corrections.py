"""The command lines that wrong ones meant: other programs' commands, options before the command,
and arguments that a command does not take.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from contextlib import suppress

import click

from quotecli.criteria import Criteria

# A last word in capitals stands for what was typed after the guess.
_GUESSES = {
    "--version": "version",
    "--help": "commands completion completions",
    "quotes -q WORDS": "search find query filter select",
    "quotes --random": "random fortune",
    "quotes --count": "count number",
    "quotes": "excerpts quotations all",
    "kwic WORDS": "grep concordance context words",
    "statements": "list ls dir files documents sources articles",
    "read -d FILE": "open view cat less more print text",
    "show ID": "get detail details info evidence",
    "cite ID": "citation reference bibliography",
    "speakers": "people persons authors names who",
    "topics": "tags themes codes labels subjects categories",
    "stats": "summary count-by statistics report crosstab",
    "check PATH": "validate lint verify test prove",
    "draft SOURCE": "new create init annotate extract parse",
    "export --to FORMAT": "save convert download dump",
    "import --from FORMAT FILE": "load add",
}


def guess(word: str, rest: Sequence[str]) -> str:
    """Return the command line that does what `word` does in other programs, "" if none is known.

    `rest` is what was typed after it.
    """
    for line, words in _GUESSES.items():
        if word.lower() in words.split():
            return _complete(line, rest)
    return ""


def _complete(line: str, rest: Sequence[str]) -> str:
    options = next((at for at, word in enumerate(rest) if word.startswith("-")), len(rest))
    typed = " ".join(rest[:options])
    start, _, last = line.rpartition(" ")
    if typed and last.isupper():
        line = f"{start} {shlex.quote(typed)}"
    return " ".join(["quotecli", line, *map(shlex.quote, rest[options:])])


def reorder(group: click.Group, ctx: click.Context, args: Sequence[str]) -> str:
    """Return the command line with the command before its options, "" if that is not it either.

    Options alone are taken for those of `quotecli quotes`.
    """
    for at, name in [*enumerate(args), (len(args), "quotes")]:
        command = group.get_command(ctx, name)
        moved = [*args[:at], *args[at + 1 :]]
        if command and _parses(command, ctx, moved):
            return shlex.join(["quotecli", name, *moved])
    return ""


def _parses(command: click.Command, ctx: click.Context, args: Sequence[str]) -> bool:
    try:
        command.make_parser(ctx).parse_args(list(args))
    except click.UsageError:
        return False
    return True


def name_arguments(ctx: click.Context, args: Sequence[str]) -> str:
    """Return the command line with options before the arguments that a command does not take.

    They are files, the name of a topic or of a speaker, or else words to search for.
    """
    kept = [arg for arg in args if arg != "--"]
    for word in ctx.args:
        kept.remove(word)
    if all(map(os.path.exists, ctx.args)):
        options = [part for path in ctx.args for part in ("-d", path)]
    else:
        words = " ".join(ctx.args)
        options = [_option_for(words, ctx), words]
    return shlex.join([*ctx.command_path.split(), *kept, *options])


def _option_for(words: str, ctx: click.Context) -> str:
    """Return the filter for these words: by topic or speaker if the data have one of that name."""
    from quotecli.cli.completion import give_up_soon
    from quotecli.errors import QuotecliError, UnknownNameError
    from quotecli.library import loading

    paths = ctx.params["data"]
    # Standard input is not read for a hint, and nobody waits long for one.
    if "-" in paths:
        return "-q"
    with suppress(QuotecliError, TimeoutError):
        known = loading.load(*paths, strict=False, watch=give_up_soon())
        for option, criteria in (
            ("--topic", Criteria(topics=(words,))),
            ("--speaker", Criteria(speakers=(words,))),
        ):
            with suppress(UnknownNameError):
                known.count(criteria)
                return option
    return "-q"
