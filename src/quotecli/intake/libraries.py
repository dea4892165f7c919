"""The libraries that read formats: loaded when a file needs one."""

from __future__ import annotations

import importlib
from types import ModuleType

from quotecli.errors import Place, UnreadableError

_PACKAGES = {
    "trafilatura": "trafilatura",
    "pdfminer.pdfinterp": "pdfminer.six",
    "docx": "python-docx",
    "webvtt": "webvtt-py",
}


def load(module: str, what: str, file: str) -> ModuleType:
    """Return a module that reads `what`.

    Raises UnreadableError, with what to install, if it is not there.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        # A library that is there may lack one of its own.
        told = " ".join(str(error).split())
        missing = "" if isinstance(error, ModuleNotFoundError) else f": {told}"
        package = _PACKAGES[module]
        raise UnreadableError(
            f"{what} needs {package}{missing}",
            place=Place(file),
            hint=f"run: pip install {package}",
        ) from None
