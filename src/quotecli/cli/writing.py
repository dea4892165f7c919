"""Output for programs: UTF-8 text, JSON and the bytes of files."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import chain
from typing import TypeVar

from quotecli.cli.options import Output
from quotecli.errors import QuotecliError
from quotecli.render.machine.formats import Shape, chunks, json_text

Item = TypeVar("Item")

# Bytes that are written at once.
_PIECE = 1 << 16


def write_items(items: Iterable[Item], shape: Shape[Item], output: Output) -> None:
    """Write items in one of the formats for programs."""
    raw = output.raw and not sys.stdout.isatty()
    texts = chunks(items, shape, output.form, raw=raw)
    write_text(add_bom(texts, output), as_json=output.is_json)


def add_bom(texts: Iterable[str], output: Output) -> Iterable[str]:
    """Return texts with a byte order mark before them if a table is to have one."""
    if not output.bom or output.form not in ("csv", "tsv"):
        return texts
    from quotecli.render.machine.separated import BOM

    return chain([BOM], texts)


def write_json(objects: Iterable[str], form: str) -> None:
    """Write objects that are JSON already, as json or jsonl."""
    write_text(json_text(objects, form), as_json=True)


def write_text(texts: Iterable[str], *, as_json: bool = False) -> None:
    """Write text as UTF-8 whatever the locale, in large pieces.

    JSON is written in ASCII if standard output has another encoding.
    """
    if as_json and (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        from quotecli.text.escape import json_ascii

        texts = map(json_ascii, texts)

    sys.stdout.flush()
    held: list[bytes] = []
    size = 0
    for text in texts:
        held.append(text.encode("utf-8"))
        size += len(held[-1])
        if size > _PIECE:
            sys.stdout.buffer.write(b"".join(held))
            held, size = [], 0
    sys.stdout.buffer.write(b"".join(held))
    sys.stdout.buffer.flush()


def write_bytes(chunks: Iterable[bytes], *, binary: bool) -> None:
    """Write the bytes of a file; refuse to write `binary` ones to a terminal."""
    if sys.stdout.isatty():
        if binary:
            raise QuotecliError("binary output; use -o FILE")
        from quotecli.text.escape import visible

        write_text(visible(chunk.decode()) for chunk in chunks)
        return
    sys.stdout.flush()
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def write_page(name: str, *contents: object) -> None:
    """Write the page that a module of quotecli.exporting.page makes of its contents.

    Raises QuotecliError if the library that makes pages is missing.
    """
    from quotecli.extras import load_module

    write_bytes(load_module(f"quotecli.exporting.page.{name}").export(*contents), binary=False)
