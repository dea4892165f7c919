"""JSON holds any text, and no control character."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecli.objects import encode
from quotecli.render.machine.formats import json_text
from quotecli.text.escape import visible


@given(st.text(), st.text())
def test_json_holds_any_text_without_control_characters(key: str, value: str) -> None:
    written = "".join(json_text([encode({key: value})], "jsonl"))
    assert json.loads(written) == {key: value}
    assert written.endswith("}\n")
    assert visible(written[:-1]) == written[:-1]


@pytest.mark.parametrize("size", [0, 1, 3])
def test_a_json_array_has_an_object_a_line(size: int) -> None:
    written = "".join(json_text([encode({"n": n}) for n in range(size)], "json"))
    assert json.loads(written) == [{"n": n} for n in range(size)]
    assert written.count("{") == size
    assert written == "[]\n" or written.count("\n") == size + 2
