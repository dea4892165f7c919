"""Opening the source of a quote in a browser, and its file in an editor at the line."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping

from quotecli.errors import Place, QuotecliError
from quotecli.model import Quote, Statement

# How editors take a line: vi's way is the commonest.
_WAYS = {
    "code": ("--wait", "--goto", "{file}:{line}"),
    "code-insiders": ("--wait", "--goto", "{file}:{line}"),
    "codium": ("--wait", "--goto", "{file}:{line}"),
    "cursor": ("--wait", "--goto", "{file}:{line}"),
    "hx": ("{file}:{line}",),
    "helix": ("{file}:{line}",),
    "subl": ("--wait", "{file}:{line}"),
    "zed": ("--wait", "{file}:{line}"),
    "mate": ("--wait", "--line", "{line}", "{file}"),
}
_DEFAULT_WAY = ("+{line}", "{file}")
_EDITORS = ("sensible-editor", "vim", "vi", "nano")


def find_address(quote: Quote, statement: Statement) -> str:
    """Return the web address of a source, at the quote if its place is known; "" if it has none."""
    from quotecli.citing.citation import link

    url = statement.source.url
    if not url.lower().startswith(("http://", "https://")):
        return ""
    return link(statement, quote) or url


def find_entry(quote: Quote, statement: Statement) -> Place:
    """Return the place of a quote's entry in its file, or of its words, or the file's beginning.

    Raises QuotecliError if the statement has no file because it was read from standard input.
    """
    from quotecli.store.places import find_places

    if statement.file in ("", "-"):
        raise QuotecliError("the statement is in no file: it came from standard input")
    places = find_places(quote, statement)
    return places.entry or places.excerpt or Place(statement.file, 1)


def editor_command(place: Place, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that opens a file at a line in the user's editor, $VISUAL or $EDITOR.

    Raises QuotecliError if there is no editor.
    """
    chosen = environment.get("VISUAL") or environment.get("EDITOR")
    chosen = chosen or next(filter(shutil.which, _EDITORS), "")
    try:
        words = shlex.split(chosen, posix=os.name != "nt")
    except ValueError:
        words = []
    if not words:
        raise QuotecliError("no editor is set", hint="set the environment variable EDITOR")
    name = os.path.basename(words[0]).removesuffix(".exe")
    # Absolute, so that a name which begins with a hyphen is not taken for an option.
    values = {"file": os.path.abspath(place.file), "line": str(place.line or 1)}
    return [*words, *[part.format(**values) for part in _WAYS.get(name, _DEFAULT_WAY)]]


def review_command(quote: Quote, statement: Statement) -> list[str]:
    """Return the command that reviews the quotes of a statement's file, beginning with one.

    Raises QuotecliError if the statement has no file because it was read from standard input.
    """
    file = os.path.abspath(find_entry(quote, statement).file)
    return [
        sys.executable,
        "-m",
        "quotecli",
        "review",
        "--everything",
        "--at",
        quote.id,
        "--",
        file,
    ]


def browser_command(address: str) -> list[str]:
    """Return the command that opens an address in a browser's own window.

    It is empty if there is no such browser, or if it would take over the terminal.
    """
    if sys.platform == "darwin":
        return ["open", address]
    if sys.platform == "win32":
        return ["rundll32", "url.dll,FileProtocolHandler", address]
    windows = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    opener = shutil.which("xdg-open") if windows else shutil.which("wslview")
    return [opener, address] if opener else []
