"""Folders with folders in them, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from quotecli.errors import Place, QuotecliError
from quotecli.signals import hold_signals
from quotecli.store.staging import WHOLE, stage_folder


def write_tree(
    path: str,
    files: Iterable[tuple[str, bytes]],
    *,
    may_replace: Callable[[str], bool] | None = None,
) -> None:
    """Write files, given by their paths in it, into a new folder: all of them or none.

    A folder that exists and is not empty is replaced as a whole if `may_replace` returns True of
    it: a file of an older table would pass for one of the new one. If the process is killed
    meanwhile, the next one that writes beside it puts the old one back. Raises QuotecliError if the
    folder must not be replaced, or the system refuses.
    """
    target = os.path.realpath(path)
    is_there = os.path.lexists(target)
    if is_there:
        check_target(target, path, may_replace)
    base, missing = os.path.dirname(target), [os.path.basename(target)]
    while not os.path.lexists(base):
        base, name = os.path.split(base)
        missing.insert(0, name)

    try:
        with stage_folder(base) as (_, new):
            for name, content in files:
                file = os.path.join(new, *missing[1:], name)
                os.makedirs(os.path.dirname(file), exist_ok=True)
                with open(file, "xb") as output:
                    output.write(content)
            if is_there:
                exchange_folder(new, target)
            else:
                os.rename(new, os.path.join(base, missing[0]))
    except OSError as error:
        raise QuotecliError(f"cannot write: {error.strerror}", place=Place(path)) from None


def check_target(target: str, path: str, may_replace: Callable[[str], bool] | None) -> None:
    """Raise QuotecliError if a target must not be replaced; `path` is how the user named it."""
    place = Place(path)
    if not os.path.isdir(target):
        raise QuotecliError("not a directory", place=place)
    if os.listdir(target):
        if may_replace is None:
            raise QuotecliError("already exists", place=place, hint="use --force to overwrite")
        if not may_replace(target):
            hint = "give another folder, or remove them"
            raise QuotecliError("has other files in it", place=place, hint=hint)


def exchange_folder(new: str, target: str) -> None:
    """Put the new folder of stage_folder() in the place of another, which is removed with it.

    If there is none at its place by then, it is put back.
    """
    old = os.path.join(os.path.dirname(new), WHOLE)
    with hold_signals():
        os.mkdir(old)
        os.rename(target, os.path.join(old, os.path.basename(target)))
        os.rename(new, target)
