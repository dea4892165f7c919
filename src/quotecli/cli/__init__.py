"""The command line: one file a command, and the boundary at which errors become a line and a status."""

from quotecli.cli.main import main

__all__ = ["main"]
