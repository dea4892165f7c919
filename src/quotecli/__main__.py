"""The program: python -m quotecli, and the console script."""

# The part of signal that is built in: an interrupt while more is loaded would be a traceback.
import _signal as signal  # type: ignore[import-not-found]  # typeshed lacks it
import os


def run() -> None:
    """Run the command line of this process, and exit.

    An interrupt ends it with 130 and in silence even before the command line is loaded.
    """
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from quotecli.cli import main

    main.run()


if __name__ == "__main__":
    run()
