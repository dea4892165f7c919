"""The group of commands: loads them when asked for, and says what a wrong command line meant."""

from __future__ import annotations

import click

SECTIONS = {
    "Explore": (
        *("topics", "quotes", "show", "cite", "speakers", "statements"),
        *("read", "kwic", "stats", "browse"),
    ),
    "Annotate": (
        *("draft", "review", "add", "edit", "remove"),
        *("suggest", "rename", "merge", "move", "codebook"),
    ),
    "Exchange": ("export", "import"),
    "Check": ("check", "verify", "compare", "schema"),
}
COMMANDS = tuple(name for names in SECTIONS.values() for name in names)


class CommandGroup(click.Group):
    """A group that loads a command when it is asked for, and says which one was meant.

    The command `name` is the function `name` in the module of that name; a keyword of Python gets
    an underscore.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        from importlib import import_module
        from keyword import iskeyword

        attribute = f"{name}_" if iskeyword(name) else name
        command: click.Command = getattr(import_module(f"quotecli.cli.{attribute}"), attribute)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args[:1] == ["help"]:
            args = [*(word for word in args if word != "help"), "--help"]
        typed = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            from quotecli.cli.corrections import reorder

            line = reorder(self, ctx, typed)
            if not line:
                raise
            raise click.UsageError(
                f"{error.option_name} goes after the command; did you mean: {line}", ctx
            ) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.get_command(ctx, args[0]) or args[0].startswith("-")
        if not known and not ctx.resilient_parsing:
            raise click.UsageError(f"no command '{args[0]}'; {self._hint(ctx, args)}", ctx)
        return super().resolve_command(ctx, args)

    def _hint(self, ctx: click.Context, args: list[str]) -> str:
        from quotecli.cli.corrections import guess
        from quotecli.text.suggestion import did_you_mean, find_similar

        if line := guess(args[0], args[1:]):
            return f"did you mean: {line}"
        commands = self.list_commands(ctx)
        return did_you_mean(find_similar(args[0], commands)) or (
            f"the commands are {', '.join(commands)}"
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        widest = max(map(len, COMMANDS))
        for section, names in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(
                    [(f"{name:<{widest}}", self._summary(ctx, name)) for name in names]
                )

    def _summary(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return ((command and command.help) or "").partition("\n")[0].removesuffix(".")
