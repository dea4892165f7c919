"""JSON from strangers, read within limits; what JSON allows but nobody means is refused."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from quotecli.errors import Place, UnreadableError
from quotecli.store.decoding import place_after, text_of

_MAX_DIGITS = 40
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_PAIR = r"u[dD][89abAB]..\\u[dD][c-fC-F].."
_ESCAPE = re.compile(rf"\\(?:{_PAIR}|(?P<lone>u[dD][89a-fA-F])|.)")


def parse(data: bytes, file: str) -> Any:
    """Return the value of a JSON text.

    Raises the errors of parse_all().
    """
    return _decode(data, file, json.JSONDecoder.decode)


def parse_all(data: bytes, file: str) -> list[Any]:
    """Return the values of a JSON text that has one or more, as in JSON Lines.

    Raises UnreadableError if it is not JSON, is nested too deeply, or has a name twice in an
    object, a number longer than any annotation needs, or a lone surrogate; StatementError if it is
    not UTF-8.
    """
    values: list[Any] = _decode(data, file, _decode_all)
    return values


def _decode_all(decoder: json.JSONDecoder, text: str) -> list[Any]:
    values: list[Any] = []
    at = _skip_space(text, 0)
    while not values or at < len(text):
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        at = _skip_space(text, at)
    return values


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _decode(data: bytes, file: str, decode: Callable[[json.JSONDecoder, str], Any]) -> Any:
    text = text_of(data, file)

    def refuse(message: str) -> UnreadableError:
        return UnreadableError(message, place=Place(file))

    def number(digits: str) -> float:
        if len(digits) > _MAX_DIGITS:
            raise refuse(f"the JSON has a number of {len(digits):,} digits")
        return float(digits) if set(digits) & set(".eE") else int(digits)

    def constant(name: str) -> None:
        raise refuse(f"{name} is not JSON")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            twice = next(name for name, count in counts.items() if count > 1)
            raise refuse(f"the name '{twice[:60]}' occurs twice in an object")
        return found

    decoder = json.JSONDecoder(
        object_pairs_hook=unique, parse_int=number, parse_float=number, parse_constant=constant
    )
    try:
        value = decode(decoder, text)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"not JSON: {error.msg}", place=Place(file, error.lineno, error.colno)
        ) from None
    except RecursionError:
        raise refuse("the JSON is nested too deeply") from None
    if _SURROGATE.search(text):
        # Only an escape can be a lone surrogate; the two of a pair are one character by now.
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise UnreadableError(
                "lone surrogate: an escape \\ud800 to \\udfff without its other half",
                place=place_after(text[: _find_lone_surrogate(text)], file),
                hint="write the character itself, or both escapes of it",
            ) from None
    return value


def _find_lone_surrogate(text: str) -> int:
    """Return where the first escape of half a character begins in a JSON text that has one."""
    return next(escape.start() for escape in _ESCAPE.finditer(text) if escape["lone"])
