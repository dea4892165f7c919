"""The root command, and the one place where errors become a line on stderr and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from quotecli import __version__
from quotecli.cli.notices import complain
from quotecli.errors import Place, QuotecliError

FOUND, ERROR, INTERRUPTED = 0, 2, 130

_EXPLORING = ("topics", "quotes", "show", "cite", "speakers", "statements", "read", "kwic", "stats")
_MAKING = ("check", "draft", "export", "import", "schema")


class _Group(click.Group):
    """A group that loads a command when it is asked for, and says which one was meant.

    The command `name` is the function `name` in the module of that name; a word of Python's gets an
    underscore.
    """

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in (*_EXPLORING, *_MAKING):
            from importlib import import_module
            from keyword import iskeyword

            there = f"{name}_" if iskeyword(name) else name
            command: click.Command = getattr(import_module(f"quotecli.cli.{there}"), there)
            return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        unknown = args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-")
        if unknown and not ctx.resilient_parsing:
            from quotecli.text.suggestion import did_you_mean, find_similar

            commands = self.list_commands(ctx)
            hint = did_you_mean(find_similar(args[0], commands)) or (
                f"the commands are {', '.join(commands)}"
            )
            raise click.UsageError(f"no command '{args[0]}'; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_EXPLORING, *_MAKING]


@click.group(
    cls=_Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="quotecli %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Explore who said what, about what, and exactly where.

    Statements are texts with annotated quotes; every excerpt is proved verbatim against its source.
    Without --data the commands work on the statement that comes with quotecli.

    \b
    Examples:
      quotecli topics
      quotecli quotes --topic military
      quotecli show more-exercises
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit status: 0 found, 1 nothing found, 2 an error, 130
    interrupted.

    An expected error is a line on stderr; any other exception is a bug and shows its traceback.
    """
    closed = sys.stdout is None
    _prepare_streams()
    try:
        status: Any = cli.main(args=args, prog_name="quotecli", standalone_mode=False)
        sys.stdout.flush()
    except QuotecliError as error:
        return _fail(error.message, error.hint, error.place)
    except click.UsageError as error:
        context = error.ctx
        hint = f"try '{context.command_path} --help'" if context else ""
        # Choices come on lines of their own.
        return _fail(" ".join(error.format_message().split()), hint)
    except click.ClickException as error:
        return _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        _silence(sys.stdout)
        return INTERRUPTED
    except OSError as error:
        # Reading has errors of its own: what is left is the output.
        _silence(sys.stdout)
        return _fail(f"cannot write the output: {error.strerror or error}")
    if closed:
        return _fail("cannot write the output: standard output is closed")
    return status if isinstance(status, int) else FOUND


def run() -> None:
    """The console script."""
    if hasattr(os, "register_at_fork"):  # Unix: a closed pipe ends the program, as it ends grep
        import signal

        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        # Whoever ends the program lets it clean up: no half-written file stays.
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, lambda number, _: sys.exit(128 + number))
    sys.exit(main())


def _prepare_streams() -> None:
    """Let no character fail to be printed, and no line wait for the next where nobody is watching."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115  # lives as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
            if not stream.isatty():
                stream.reconfigure(line_buffering=False, write_through=False)


def _fail(message: str, hint: str = "", place: Place | None = None) -> int:
    try:
        sys.stdout.flush()
    except OSError:
        _silence(sys.stdout)
    try:
        complain(message, hint, place=place)
    except OSError:
        _silence(sys.stderr)
    return ERROR


def _silence(stream: Any) -> None:
    """Send what a stream still holds nowhere, so that Python does not fail on it at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
