"""Templates of pages, their style and script, and what keeps a page from loading anything else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from quotecli.exporting.page.style import make_theme_css
from quotecli.exporting.page.text import to_html
from quotecli.model import collapse_space
from quotecli.text.escape import visible_line

_PIECES_AT_ONCE = 512


def fill(
    name: str, values: Mapping[str, Any], *, styles: Sequence[str], script: str = ""
) -> Iterator[bytes]:
    """Yield a page in pieces: a template of this folder with its values, style sheets and script.

    Its policy allows this style and this script, and nothing else.
    """
    style = "\n".join([make_theme_css(), *map(_read, styles)])
    code = _read(script) if script else ""
    scripts = f"script-src '{_hash(code)}'; " if script else ""
    policy = (
        f"default-src 'none'; {scripts}style-src '{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    own = {"style": Markup(style), "script": Markup(code), "policy": Markup(policy)}
    pieces = _load_template(name).generate({**values, **own})
    while some := "".join(islice(pieces, _PIECES_AT_ONCE)):
        yield some.encode()


def _read(name: str) -> str:
    """Return the text of a file beside this one, which may be in an archive on sys.path."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


@cache
def _load_template(name: str) -> Template:
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
    return environment.get_template(name)


def finalize(value: Any) -> Any:
    """Make invisible characters visible before the template escapes and prints a value.

    In attributes and titles, too, nothing may be hidden.
    """
    return value if isinstance(value, Markup) or not isinstance(value, str) else visible_line(value)
