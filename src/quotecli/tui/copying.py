"""What is copied of a quote, and whether the terminal is known to take it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from quotecli.model import Quote, Statement
from quotecli.text.escape import visible_line

# Terminals that are known to put what OSC 52 sends into the clipboard without being asked to.
_KNOWN_PROGRAMS = frozenset("ghostty iTerm.app vscode WarpTerminal WezTerm".split())
_KNOWN_TERMINALS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
_KNOWN_VARIABLES = ("KITTY_WINDOW_ID", "ALACRITTY_WINDOW_ID", "WT_SESSION", "WEZTERM_PANE")


def has_clipboard(environment: Mapping[str, str] = os.environ) -> bool:
    """Return True if the terminal is known to take what a program copies (OSC 52).

    Others may take it as well: nobody can ask them. A multiplexer takes or drops it by its own
    settings.
    """
    if environment.get("TMUX") or environment.get("STY"):
        return False
    return (
        environment.get("TERM_PROGRAM") in _KNOWN_PROGRAMS
        or environment.get("TERM", "").startswith(_KNOWN_TERMINALS)
        or any(name in environment for name in _KNOWN_VARIABLES)
    )


def copy_text(quote: Quote, statement: Statement, *, cited: bool) -> str:
    """Return what is copied of a quote: the lines that `quotecli cite` prints, the first one alone
    unless `cited`.

    They say who said the words, and what is in doubt. Dangerous characters are escaped, since a
    shell would run some of them when they are pasted.
    """
    from quotecli.render.machine.shapes import cited_object

    found = cited_object(statement, quote, None)
    parts = [found["text"], found["reference"] if cited else None]
    return "\n\n".join(visible_line(part) for part in parts if part)
