"""A quote's attribution: speaker, role and reporter, put in words in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

import quotecli
from quotecli.citing.attribution import attribution, attribution_parts
from tests.make import made, quote

SPEAKERS = {"lee": {"name": "Ann Lee", "role": "mayor"}, "chan": {"name": "Bo Chan"}}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"speaker": "lee"}, "Ann Lee, mayor"),
        ({"speaker": "chan"}, "Bo Chan"),
        ({"speaker": "lee", "reported_by": "chan"}, "Ann Lee, mayor, as told by Bo Chan"),
        ({"reported_by": "lee"}, "unknown speaker, as told by Ann Lee"),
        ({}, "unknown speaker"),
    ],
)
def test_a_quote_is_attributed(keys: dict[str, str], expected: str) -> None:
    assert attribution(made("One.", quote("One", **keys), speakers=SPEAKERS).quotes[0]) == expected


def test_what_is_not_the_speakers_own_words_says_so() -> None:
    (one,) = made("One.", quote("One", speaker="lee", kind="indirect"), speakers=SPEAKERS).quotes
    assert attribution(one, manner=True) == "paraphrase of Ann Lee, mayor"
    assert attribution(one, manner=True, role=False) == "paraphrase of Ann Lee"
    assert attribution(one) == "Ann Lee, mayor"


def test_its_parts_say_what_they_are() -> None:
    keys = {"speaker": "lee", "reported_by": "chan", "kind": "mixed"}
    (one,) = made("One.", quote("One", **keys), speakers=SPEAKERS).quotes
    assert [(part.kind, part.text) for part in attribution_parts(one)] == [
        ("manner", "partly a paraphrase of "),
        ("speaker", "Ann Lee"),
        ("between", ", "),
        ("role", "mayor"),
        ("between", ", as told by "),
        ("reporter", "Bo Chan"),
    ]


def test_it_is_made_in_one_place() -> None:
    home = Path(quotecli.__file__).parent
    files = [path for kind in ("py", "html", "js") for path in home.rglob(f"*.{kind}")]
    lines = [line for path in files for line in path.read_bytes().splitlines()]
    assert sum(b"as told by" in line for line in lines) == 1
