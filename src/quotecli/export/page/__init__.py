"""Quotes as one self-contained page: the text with its quotes marked, a list beside it, filters
that need no server.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from quotecli.export.page.content import Contents, contents
from quotecli.export.page.text import shown
from quotecli.model import Statement
from quotecli.render.escape import visible_line

_PIECE = 1 << 16


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """The page, in pieces: the statements are held, since the filters stand first and name all that
    follows.
    """
    page = contents(list(statements))
    held: list[str] = []
    size = 0
    for piece in _frame().generate(_values(page)):
        held.append(piece)
        size += len(piece)
        if size > _PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def _values(page: Contents) -> dict[str, Any]:
    style, script = (_read(name) for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return {
        **page._asdict(),
        "style": Markup(style),
        "script": Markup(script),
        "policy": Markup(policy),
    }


def _read(name: str) -> str:
    """Return the text of a file beside this one, which may be in an archive on sys.path."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


@cache
def _frame() -> Any:
    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        finalize=finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = lambda text: Markup(shown(text))
    return environment.get_template("page.html")


def finalized(value: Any) -> Any:
    """What is printed, before it is escaped: in attributes and titles too nothing may be hidden."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else visible_line(value)
