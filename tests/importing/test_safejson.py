"""JSON from anywhere."""

from __future__ import annotations

import pytest

from quotecli.errors import QuotecliError
from quotecli.importing import safejson


def test_values_are_read_as_they_are() -> None:
    text = '{"a": [1, -2.5, true, null, "\\ud83d\\ude00 😀 \\u0000"]}'
    assert safejson.parse(text.encode(), "a.json") == {"a": [1, -2.5, True, None, "😀 😀 \0"]}
    assert safejson.parse(b"\xef\xbb\xbf[]", "a.json") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested too deeply"),
        ("[" + "9" * 1_000_000 + "]", "a number of 1,000,000 digits"),
        ("[1e" + "9" * 100 + "]", "a number of 102 digits"),
        ("[NaN]", "NaN is no JSON"),
        ("[-Infinity]", "-Infinity is no JSON"),
        ('{"exact": "a", "exact": "b"}', "'exact' is there twice"),
        ('["\\ud800"]', "half a character"),
        ('{"\\udc00\\ud800": 1}', "half a character"),
        ("[1, 2", "no JSON"),
        ("", "no JSON"),
        ("[1] [2]", "no JSON"),
    ],
)
def test_what_nobody_means_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(QuotecliError, match=message) as caught:
        safejson.parse(text.encode(), "a.json")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", ["[1]".encode("utf-16"), b'["\xff"]', b"\x00"])
def test_what_is_not_utf_8_is_refused(data: bytes) -> None:
    with pytest.raises(QuotecliError, match=r"not UTF-8|NUL"):
        safejson.parse(data, "a.json")
