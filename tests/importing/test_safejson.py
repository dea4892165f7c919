"""JSON from strangers."""

from __future__ import annotations

import pytest

from quotecli.errors import Place, QuotecliError
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
        ("[NaN]", "NaN is not JSON"),
        ("[-Infinity]", "-Infinity is not JSON"),
        ('{"exact": "a", "exact": "b"}', "'exact' occurs twice"),
        ('["\\ud800"]', "lone surrogate"),
        ('{"\\udc00\\ud800": 1}', "lone surrogate"),
        ("[1, 2", "not JSON"),
        ("", "not JSON"),
        ("[1] [2]", "not JSON"),
    ],
)
def test_json_that_nobody_means_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(QuotecliError, match=message) as caught:
        safejson.parse(text.encode(), "a.json")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", ["[1]".encode("utf-16"), b'["\xff"]', b"\x00"])
def test_other_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(QuotecliError, match=r"not UTF-8|NUL"):
        safejson.parse(data, "a.json")


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (r'["\ud800"]', 3),
        (r'["\\ud800 \ud83d\ude00\uDEAD"]', 23),
        (r'["\ud83d\ud83d\ude00"]', 3),
        (r'{"a": "\\\ud800x"}', 10),
    ],
)
def test_a_lone_surrogate_is_refused_at_its_place(text: str, column: int) -> None:
    with pytest.raises(QuotecliError) as caught:
        safejson.parse(f"\n{text}".encode(), "a.json")
    assert caught.value.place == Place("a.json", 2, column)
