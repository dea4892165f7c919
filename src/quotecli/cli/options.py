"""The options that commands share: one option means one thing everywhere."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from quotecli.cli.completion import complete_speakers, complete_topics
from quotecli.criteria import Criteria

if TYPE_CHECKING:
    from quotecli.library import Library

Command = TypeVar("Command", bound=Callable[..., Any])


class Data(NamedTuple):
    """Where statements are, and how they are read."""

    paths: tuple[str, ...]
    strict: bool
    cache: bool


def paths_option(command: Command) -> Command:
    """-d/--data, given to the command as `data`: paths."""
    return click.option(
        "-d",
        "--data",
        metavar="PATH",
        multiple=True,
        envvar="QUOTECLI_DATA",
        type=click.Path(allow_dash=True),
        help="A statement file, a folder of them, or - for standard input; repeatable. Default: QUOTECLI_DATA, or"
        " the statement that comes with quotecli.",
    )(command)


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where statements are and how they are read, given to the command as `data`."""

    @paths_option
    @click.option("--strict", is_flag=True, help="Refuse a folder in which a file cannot be read.")
    @click.option(
        "--no-cache", is_flag=True, help="Read everything again, and keep no index of it."
    )
    @functools.wraps(command)
    def wrapped(
        *args: Any, data: tuple[str, ...], strict: bool, no_cache: bool, **kwargs: Any
    ) -> Any:
        return command(*args, data=Data(data, strict, not no_cache), **kwargs)

    return wrapped


def _date(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """A date as it was given; "" where none was."""
    if not value:
        return ""
    from quotecli.text.dates import is_date

    if not is_date(value):
        raise click.BadParameter(
            f"'{value}' is no date; write it as 2024-01-02, 2024-01 or 2024", ctx, param
        )
    return value


def criteria_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters, given to the command as `criteria`."""

    @click.option(
        "-t", "--topic", multiple=True, metavar="TOPIC", shell_complete=complete_topics,
        help="Quotes about this topic or its subtopics: its id, label or alias, or the beginning of a word of one.",
    )  # fmt: skip
    @click.option(
        "--any/--all",
        "any_topic",
        default=True,
        help="About any of the topics (default), or all of them.",
    )
    @click.option(
        "--not-topic", multiple=True, metavar="TOPIC", shell_complete=complete_topics,
        help="Quotes that are not about this topic.",
    )  # fmt: skip
    @click.option(
        "-s", "--speaker", multiple=True, metavar="SPEAKER", shell_complete=complete_speakers,
        help="Quotes by this speaker: id, name or alias, or the beginning of a word of one.",
    )  # fmt: skip
    @click.option(
        "-k", "--kind", multiple=True, type=click.Choice(["direct", "indirect", "mixed"]),
        help="Quotes of this kind.",
    )  # fmt: skip
    @click.option(
        "-q", "--search", multiple=True, metavar="WORDS",
        help='Quotes with all these words; word* for a beginning, "two words" for a phrase.',
    )  # fmt: skip
    @click.option(
        "--statement", multiple=True, metavar="STATEMENT", help="Quotes of this statement: its id, or of its title.",
    )  # fmt: skip
    @click.option(
        "--since",
        metavar="DATE",
        callback=_date,
        help="Published on or after 2024-01-02, 2024-01 or 2024.",
    )
    @click.option("--until", metavar="DATE", callback=_date, help="Published on or before it.")
    @functools.wraps(command)
    def wrapped(
        *args: Any,
        topic: tuple[str, ...],
        any_topic: bool,
        not_topic: tuple[str, ...],
        speaker: tuple[str, ...],
        kind: tuple[Any, ...],
        search: tuple[str, ...],
        statement: tuple[str, ...],
        since: str,
        until: str,
        **kwargs: Any,
    ) -> Any:
        criteria = Criteria(
            topic, not any_topic, not_topic, speaker, kind, search, statement, since, until
        )
        return command(*args, criteria=criteria, **kwargs)

    return wrapped


def format_option(*formats: str) -> Callable[[Command], Command]:
    """-f/--format, given to the command as `form`; the first format is the default."""
    return click.option(
        "-f", "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True,
        help="How it is written.",
    )  # fmt: skip


raw_option = click.option(
    "--raw",
    is_flag=True,
    help="With csv: leave control characters and what a spreadsheet would run as they are.",
)


def load(data: Data, criteria: Criteria | None = None) -> Library:
    """The statements that -d names; what could not be read of a folder is said on stderr.

    So are people who share the id of a speaker that the criteria name.
    """
    import gc

    from quotecli import library
    from quotecli.cli.output import progress, tell_apart, tell_of

    # The statements stay to the end, and the end is near: the collector would look at them again
    # and again.
    gc.disable()
    with progress("indexing") as watch:
        loaded = library.load(*data.paths, cache=data.cache, strict=data.strict, watch=watch)
    if loaded.left_out or loaded.notes:
        tell_of(loaded, data.paths)
    if criteria and criteria.speakers:
        tell_apart(loaded.namesakes(criteria.speakers), data.paths)
    return loaded
