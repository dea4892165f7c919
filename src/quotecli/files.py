"""Files that are written whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable

from quotecli.errors import Place, QuotecliError


def write_whole(path: str, chunks: Iterable[bytes], *, force: bool = False) -> None:
    """Write a file of chunks; whoever looks meanwhile sees the old one, or none, or all of it.

    Raises QuotecliError where there is one already, unless `force`, and where the system refuses.
    """
    beside = os.path.join(os.path.dirname(path) or ".", f".{os.path.basename(path)}.{secrets.token_hex(4)}")
    try:
        if os.path.isdir(path):
            raise QuotecliError("cannot be written: it is a folder", place=Place(path))
        try:
            with open(beside, "xb") as stream:
                stream.writelines(chunks)
                stream.flush()
                os.fsync(stream.fileno())
            if force:
                os.replace(beside, path)
            else:
                # A link is made only where nothing is there yet, in one step.
                os.link(beside, path)
        finally:
            if os.path.lexists(beside):
                os.unlink(beside)
    except FileExistsError:
        raise QuotecliError("is there already", place=Place(path), hint="--force writes over it") from None
    except OSError as error:
        raise QuotecliError(f"cannot be written: {error.strerror}", place=Place(path)) from None
