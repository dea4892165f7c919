"""The options that commands share, each with one meaning, folded into typed values."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

import click

from quotecli.cli.completion import complete_speakers, complete_topics
from quotecli.criteria import Criteria

Command = TypeVar("Command", bound=Callable[..., Any])

MANY = 1_000_000_000
"""The largest number that an option takes: there is less of everything."""

COUNT_FORMATS = ("table", "json", "jsonl", "csv", "tsv", "md")
"""The formats of commands that list or count."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": ("direct", "indirect", "mixed"),
    "polarity": ("positive", "negative"),
    "status": ("draft", "unresolved", "reviewed"),
}
"""The values of the keys of a quote that have a few."""

_COMPLETERS = {"TOPIC": complete_topics, "SPEAKER": complete_speakers}


class FilterCommand(click.Command):
    """A command that takes filters and no arguments, and says which filter an argument meant."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        typed = list(args)
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            from quotecli.cli.corrections import name_arguments

            raise click.UsageError(
                f"unexpected argument '{' '.join(rest)}'; did you mean:"
                f" {name_arguments(ctx, typed)}",
                ctx,
            )
        return rest


class Data(NamedTuple):
    """The statements to read, and how to read them."""

    paths: tuple[str, ...]
    strict: bool
    cache: bool


class Output(NamedTuple):
    """The form in which a command writes what it found."""

    form: str
    raw: bool
    pager: bool
    bom: bool = False

    @property
    def is_json(self) -> bool:
        """True for the formats that are JSON."""
        return self.form in ("json", "jsonl")


class Consent(NamedTuple):
    """Whether files are changed, and whether to ask before."""

    dry_run: bool
    yes: bool


def paths_option(command: Command) -> Command:
    """Add -d/--data, given to the command as `data`: paths."""
    return click.option(
        "-d",
        "--data",
        metavar="PATH",
        multiple=True,
        envvar="QUOTECLI_DATA",
        type=click.Path(allow_dash=True),
        help="A statement file, a folder of them, or - for standard input; repeatable."
        " Default: QUOTECLI_DATA, or the statement that comes with quotecli.",
    )(command)


def limit_option(what: str) -> Callable[[Command], Command]:
    """Add -n/--limit, the largest number of `what` to print."""
    return click.option(
        "-n",
        "--limit",
        type=click.IntRange(min=1, max=MANY),
        metavar="N",
        help=f"At most this many {what}.",
    )


def force_option(command: Command) -> Command:
    """Add --force."""
    return click.option("--force", is_flag=True, help="Overwrite existing files.")(command)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how statements are read, given to the command as `data`.

    Its paths are those of -d, if the command has that option.
    """

    @click.option("--strict", is_flag=True, help="Fail if any file in a folder is unreadable.")
    @click.option("--no-cache", is_flag=True, help="Ignore the index and do not write one.")
    @functools.wraps(command)
    def wrapped(
        *args: Any, strict: bool, no_cache: bool, data: tuple[str, ...] = (), **kwargs: Any
    ) -> Any:
        return command(*args, data=Data(data, strict, not no_cache), **kwargs)

    return wrapped


def data_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what is read, given to the command as `data`."""
    return paths_option(reading_options(command))


def _check_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """Return a date as it was given, "" if none was."""
    if not value:
        return ""
    from quotecli.text.dates import is_date

    if not is_date(value):
        raise click.BadParameter(
            f"'{value}' is not a date; write it as 2024-01-02, 2024-01 or 2024", ctx, param
        )
    return value


class Option(NamedTuple):
    """An option of a command: its names, and the metavar, or the choices, of what it takes.

    `takes` is "" for a flag. What it takes `several` times is a tuple. `more` are other arguments
    for Click.
    """

    names: tuple[str, ...]
    takes: str | tuple[str, ...]
    help: str
    several: bool = False
    more: Mapping[str, Any] = MappingProxyType({})


def add_options(*options: Option) -> Callable[[Command], Command]:
    """Add options in their order; topics and speakers are completed."""

    def decorate(command: Command) -> Command:
        for names, takes, text, several, more in reversed(options):
            if isinstance(takes, tuple):
                kind: dict[str, Any] = {"type": click.Choice(takes), "multiple": several}
            elif takes:
                complete = _COMPLETERS.get(takes)
                kind = {"metavar": takes, "shell_complete": complete, "multiple": several}
            else:
                kind = {"is_flag": True}
            command = click.option(*names, help=text, **{**kind, **more})(command)
        return command

    return decorate


_FILTERS = (
    Option(
        ("-t", "--topic", "topics"),
        "TOPIC",
        "Quotes about this topic or its subtopics: its id, label or alias, or the beginning of a"
        " word of one.",
        several=True,
    ),
    Option(
        ("--any/--all", "any_topic"),
        "",
        "Quotes about any of the topics (default), or about all of them.",
        more={"default": True},
    ),
    Option(("--not-topic", "not_topics"), "TOPIC", "Quotes that are not about this topic.", True),
    Option(
        ("-s", "--speaker", "speakers"),
        "SPEAKER",
        "Quotes by this speaker: id, name or alias, or the beginning of a word of one.",
        several=True,
    ),
    Option(("-k", "--kind", "kinds"), CHOICES["kind"], "Quotes of this kind.", several=True),
    Option(
        ("--polarity", "polarities"),
        CHOICES["polarity"],
        "Quotes that the speaker says (positive), or denies (negative).",
        several=True,
    ),
    Option(
        ("--status", "statuses"),
        CHOICES["status"],
        "Quotes with this state of review; one without a status counts as reviewed.",
        several=True,
    ),
    Option(("--important",), "", "Quotes that are marked as important."),
    Option(
        ("--coder", "coders"),
        "CODER",
        "Quotes that this person annotated: the name, or the beginning of a word of it.",
        several=True,
    ),
    Option(
        ("-q", "--search"),
        "WORDS",
        'Quotes with all these words; word* for a beginning, "two words" for a phrase.',
        several=True,
    ),
    Option(
        ("--statement", "statements"),
        "STATEMENT",
        "Quotes of this statement: its id, or a word of its title.",
        several=True,
    ),
    Option(
        ("--since",),
        "DATE",
        "Published on or after DATE: 2024-01-02, 2024-01 or 2024.",
        more={"callback": _check_date},
    ),
    Option(("--until",), "DATE", "Published on or before DATE.", more={"callback": _check_date}),
)
"""The filters: each is the field of Criteria whose name it has."""


def query_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what is read, as `data`, and the filters, as `criteria`."""
    return data_options(filter_options(command))


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the filters, given to the command as `criteria`."""

    @add_options(*_FILTERS)
    @functools.wraps(command)
    def wrapped(*args: Any, any_topic: bool, **kwargs: Any) -> Any:
        asked = {name: kwargs.pop(name) for name in Criteria._fields if name in kwargs}
        return command(*args, criteria=Criteria(every_topic=not any_topic, **asked), **kwargs)

    return wrapped


def bom_option(formats: str) -> Callable[[Command], Command]:
    """Return the option --bom of a command that writes these formats."""
    return click.option("--bom", is_flag=True, help=f"In {formats}, begin with a mark for Excel.")


def output_options(*formats: str, paged: bool = True) -> Callable[[Command], Callable[..., Any]]:
    """Add the options that say how output is written, given to the command as `output`.

    The first of the `formats` is the default. --raw is added if csv is among them, and --pager if
    the output can be `paged`.
    """

    def decorate(command: Command) -> Callable[..., Any]:
        @functools.wraps(command)
        def wrapped(
            *args: Any, form: str = "", raw: bool = False, pager: bool = False, **kwargs: Any
        ) -> Any:
            bom = kwargs.pop("bom", False)
            return command(*args, output=Output(form, raw, pager, bom), **kwargs)

        if paged:
            wrapped = click.option(
                "--pager/--no-pager",
                default=True,
                help="Page what is longer than the screen (default on a terminal).",
            )(wrapped)
        if "csv" in formats:
            wrapped = bom_option("csv and tsv")(wrapped)
            wrapped = click.option(
                "--raw",
                is_flag=True,
                help="In csv and tsv, keep control characters and what a spreadsheet would run.",
            )(wrapped)
        return format_option(*formats)(wrapped) if formats else wrapped

    return decorate


def change_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how files are changed, given to the command as `consent`."""

    @click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing.")
    @click.option("--yes", is_flag=True, help="Do not ask before several quotes are changed.")
    @functools.wraps(command)
    def wrapped(*args: Any, dry_run: bool, yes: bool, **kwargs: Any) -> Any:
        return command(*args, consent=Consent(dry_run, yes), **kwargs)

    return wrapped


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Add -f/--format, given to the command as `form`; the first format is the default."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="Output format.",
    )
