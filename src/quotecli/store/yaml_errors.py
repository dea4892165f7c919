"""What a YAML parser says of a file that is not YAML, in plain words, and what to do about it."""

from __future__ import annotations

import re

_QUOTE_IT = 'put the value in "quotation marks"'
_ON_LINES = 'put the value on lines of its own after "|-"'
_FORMAT = "see 'quotecli schema' for the format"

# Parts of what libyaml or PyYAML's own parser says is wrong, with what that means, and what to do.
# {line} is the line on which the quotation, list or mapping begins that is read.
_MEANINGS = (
    (
        "unexpected end of stream|unexpected document separator",
        "the quotation mark of line {line} is not closed",
        'close the quotation mark, or put the text on lines of its own after "|-"',
    ),
    (
        "invalid Unicode character escape",
        "an escape that stands for no character",
        "write the character itself",
    ),
    (
        "unknown escape|hexadecimal|hexdecimal",
        "a backslash that begins no escape",
        'write it twice, or put the text on lines of its own after "|-", where it needs no escape',
    ),
    ("',' or '}'", "the '{{' of line {line} is not closed", "close it, or put a comma here"),
    ("',' or '\\]'", "the '[' of line {line} is not closed", "close it, or put a comma here"),
    (
        "mapping values",
        "a ':' within a value",
        f"{_ON_LINES}, or indent a key as the keys beside it",
    ),
    ("find expected ':'", "a key without ':'", f"add it, or if this is text, {_ON_LINES}"),
    (
        "expected key|<block end>|'-' indicator",
        "unexpected text after a value",
        f"indent it as the lines it belongs to, or {_ON_LINES}",
    ),
    (
        "block sequence entries",
        "a list cannot begin here",
        f"begin it on a line of its own, or {_QUOTE_IT}",
    ),
    ("mapping keys", "a '?' cannot begin a value", _QUOTE_IT),
    ("tab character", "a tab as indentation", "indent with spaces"),
    ("start any token", "a value cannot begin with this character", _QUOTE_IT),
    (
        "comment or (?:a )?line break",
        "text beside the sign for lines of text",
        "begin it on the next line",
    ),
    ("alphabetic or numeric", "a value cannot begin with '&' or '*'", _QUOTE_IT),
    ("'>'|tag", "a value cannot begin with '!'", _QUOTE_IT),
    ("node content", "expected a value", f"{_QUOTE_IT}, or see 'quotecli schema'"),
    ("document start|directive|digit", "a line that belongs to no statement", "remove it"),
)


def explain(said: str, line: int, rest: str) -> tuple[str, str]:
    """Return what is wrong, and a hint.

    `said` is the parser's own message, `line` the line where it began to read what is wrong, `rest`
    the text from the place of the error.
    """
    if "start any token" in said and rest.startswith("\t"):
        said = "tab character"
    for part, meaning, advice in _MEANINGS:
        if re.search(part, said):
            return meaning.format(line=line), advice
    return f"not YAML: {said}", _FORMAT
