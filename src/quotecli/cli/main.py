"""The root command, and the one place where errors become a line and an exit status."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from quotecli import __version__
from quotecli.cli.group import CommandGroup
from quotecli.cli.notices import complain
from quotecli.errors import Place, QuotecliError
from quotecli.signals import ENDING_SIGNALS

FOUND, ERROR, INTERRUPTED = 0, 2, 130

_COMPLETION = """\b
Completion, for ~/.bashrc, ~/.zshrc and ~/.config/fish/config.fish:
  eval "$(_QUOTECLI_COMPLETE=bash_source quotecli)"
  eval "$(_QUOTECLI_COMPLETE=zsh_source quotecli)"
  _QUOTECLI_COMPLETE=fish_source quotecli | source
"""


@click.group(
    cls=CommandGroup,
    invoke_without_command=True,
    epilog=_COMPLETION,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="quotecli %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Explore who said what, about what, and exactly where.

    Statements are texts with annotated quotes; every excerpt is proved verbatim against its text.
    Without --data, the commands work on the statement that comes with quotecli. Run 'quotecli help
    COMMAND' for the options of a command.

    \b
    Examples:
      quotecli topics
      quotecli quotes --topic military
      quotecli show more-exercises
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status.

    It is 0 if something was found, 1 if not, 2 for an error, 130 if interrupted. An expected error
    is a line on standard error; any other exception is a bug and shows its traceback.
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
        # click puts choices on lines of their own; spaces within a line may be part of a file name.
        lines = error.format_message().split("\n")
        return _fail(" ".join(line.strip() for line in lines), hint)
    except click.ClickException as error:
        return _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        _silence(sys.stdout)
        return INTERRUPTED
    except OSError as error:
        # Reading raises errors of its own, so this one is of the output.
        _silence(sys.stdout)
        return _fail(f"cannot write the output: {error.strerror or error}")
    if closed:
        return _fail("cannot write the output: standard output is closed")
    return status if isinstance(status, int) else FOUND


def run() -> None:
    """Run the command line of this process, and exit.

    The first signal that ends the program raises an exception, so that half-written files are
    removed. A second one ends it at once, and so does one that comes when the work is done.
    """
    if hasattr(signal, "SIGPIPE"):
        # A closed pipe ends the program in silence, as it ends grep.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        _on_ending_signals(_raise)
        status = main()
        _on_ending_signals(_exit_at_once)
    except KeyboardInterrupt:
        _silence(sys.stdout)
        status = INTERRUPTED
    sys.exit(status)


def _on_ending_signals(handler: Callable[[int, object], None]) -> None:
    for number in ENDING_SIGNALS:
        signal.signal(number, handler)


def _raise(number: int, _: object) -> None:
    _on_ending_signals(_exit_at_once)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)


def _exit_at_once(number: int, _: object) -> None:
    os._exit(128 + number)


def _prepare_streams() -> None:
    """Make every character printable, and buffer what goes to no terminal."""
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
    """Discard what a stream still holds, so that Python does not fail on it when it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
