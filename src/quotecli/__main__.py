"""python -m quotecli."""

from quotecli.cli.main import run

run()
