"""JSON from anywhere -> plain values, with bounds; what JSON lets pass and nobody means is refused."""

from __future__ import annotations

import json
import re
from typing import Any

from quotecli.errors import Place, UnreadableError
from quotecli.store.yaml_events import text_of

_LONGEST_NUMBER = 40
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")


def parse(data: bytes, file: str) -> Any:
    """The value of a JSON text.

    Raises UnreadableError where it is no JSON, has a name twice in one object, a number that no
    annotation has, half a character (a lone surrogate), or is nested too deeply; StatementError
    where it is not UTF-8.
    """
    text = text_of(data, file)

    def refuse(message: str) -> UnreadableError:
        return UnreadableError(message, place=Place(file))

    def number(digits: str) -> float:
        if len(digits) > _LONGEST_NUMBER:
            raise refuse(f"a number of {len(digits):,} digits")
        return float(digits) if set(digits) & set(".eE") else int(digits)

    def constant(name: str) -> None:
        raise refuse(f"{name} is no JSON")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise refuse(f"the name '{twice[:60]}' is there twice in one object")
        return found

    decoder = json.JSONDecoder(
        object_pairs_hook=unique, parse_int=number, parse_float=number, parse_constant=constant
    )
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"no JSON: {error.msg}", place=Place(file, error.lineno, error.colno)
        ) from None
    except RecursionError:
        raise refuse("JSON that is nested too deeply") from None
    if _HALVES.search(text):
        # Only an escape can bring one in; two that belong together are one character by now.
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise refuse(
                "half a character: an escape \\ud800 to \\udfff that stands alone"
            ) from None
    return value
