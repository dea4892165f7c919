"""Quotes as one self-contained HTML page: texts with their quotes marked, a list, and filters."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from quotecli.export.page.content import Contents, make_contents
from quotecli.export.page.style import make_theme_css
from quotecli.export.page.text import to_html
from quotecli.model import Statement, collapse_space
from quotecli.text.escape import visible_line

_PIECES_AT_ONCE = 512


def export(statements: Iterable[Statement]) -> Iterator[bytes]:
    """Yield the page in pieces.

    All statements are held in memory: the filters come first and name everything that follows.
    """
    contents = make_contents(list(statements))
    pieces = _template().generate(_variables(contents))
    while some := "".join(islice(pieces, _PIECES_AT_ONCE)):
        yield some.encode()


def _variables(contents: Contents) -> dict[str, Any]:
    style = f"{make_theme_css()}\n{_read('page.css')}"
    script = _read("page.js")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return {
        **contents._asdict(),
        "style": Markup(style),
        "script": Markup(script),
        "policy": Markup(policy),
    }


def _read(name: str) -> str:
    """Return the text of a file beside this one, which may be in an archive on sys.path."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["line"] = collapse_space
    environment.filters["shown"] = lambda text: Markup(to_html(text))
    return environment.get_template("page.html")


def finalize(value: Any) -> Any:
    """Make invisible characters visible before the template escapes and prints a value.

    In attributes and titles, too, nothing may be hidden.
    """
    return value if isinstance(value, Markup) or not isinstance(value, str) else visible_line(value)
