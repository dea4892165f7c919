"""The extras: libraries that some commands need, and what is said if one is missing."""

from __future__ import annotations

import re
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from quotecli.errors import Place, QuotecliError, UnreadableError


class Extra(NamedTuple):
    """What needs some libraries, the packages to install, and the modules that are imported."""

    what: str
    packages: tuple[str, ...]
    modules: tuple[str, ...]


# Of several extras with a module, the first is named. pyproject.toml has them, too.
EXTRAS = {
    "html": Extra("an HTML page", ("Jinja2>=3.1.5",), ("jinja2", "markupsafe")),
    "xlsx": Extra("the format xlsx", ("XlsxWriter>=3.2",), ("xlsxwriter",)),
    "tui": Extra("a full screen", ("textual>=8.2",), ("textual",)),
    "web": Extra(
        "a web page",
        ("lxml_html_clean>=0.4", "trafilatura>=2.0"),
        ("trafilatura", "lxml", "lxml_html_clean"),
    ),
    "pdf": Extra("a PDF file", ("pdfminer.six>=20250506",), ("pdfminer",)),
    "word": Extra("a Word file", ("python-docx>=1.1",), ("docx",)),
    "subtitles": Extra("a file of subtitles", ("webvtt-py>=0.5",), ("webvtt",)),
    "parquet": Extra("a table in Parquet", ("pyarrow>=17",), ("pyarrow",)),
    "arrow": Extra("quotecli.arrow", ("pyarrow>=17",), ("pyarrow",)),
    "duckdb": Extra("exploring Parquet files", ("duckdb>=1.4",), ("duckdb",)),
    "spark": Extra("--engine spark", ("pyarrow>=17", "pyspark[sql]>=4"), ("pyspark", "py4j")),
    "charts": Extra("--chart", ("matplotlib>=3.8",), ("matplotlib",)),
    "agreement": Extra("an interval of agreement", ("numpy>=1.26",), ("numpy",)),
    "topics": Extra("'suggest quotes'", ("scikit-learn>=1.5",), ("sklearn", "scipy")),
    "pandas": Extra("to_frame()", ("pandas>=2.2",), ("pandas",)),
    "polars": Extra("to_frame(using='polars')", ("polars>=1",), ("polars",)),
}

_VERSION = re.compile(r"[\[>]")


def load_module(name: str, place: Place | None = None) -> ModuleType:
    """Return a module of a library, or one of ours that imports a library.

    Raises QuotecliError, with what to install, if the library is missing or lacks one of its own:
    UnreadableError if it was to read what is at `place`.
    """
    try:
        return import_module(name)
    except ImportError as error:
        extra = _find(error.name or "") or _find(name)
        if not extra:
            raise
        # A library that is there may lack one of its own, and says so.
        missing = isinstance(error, ModuleNotFoundError)
        told = "" if missing else f": {' '.join(str(error).split())}"
        raise _explain(extra, told, place) from None


def explain_missing(extra: str) -> QuotecliError:
    """Return the error that tells what needs the libraries of an extra, and how to install them."""
    return _explain(EXTRAS[extra])


def _explain(extra: Extra, told: str = "", place: Place | None = None) -> QuotecliError:
    names = " and ".join(_VERSION.split(package)[0] for package in extra.packages)
    # Never an extra of quotecli: on the package index that name is another project's.
    hint = f"run: pip install {' '.join(map(repr, extra.packages))}"
    kind = UnreadableError if place else QuotecliError
    return kind(f"{extra.what} needs {names}{told}", place=place, hint=hint)


def _find(module: str) -> Extra | None:
    package = module.partition(".")[0]
    return next((extra for extra in EXTRAS.values() if package in extra.modules), None)
