"""Long JSON is written in pieces, and is the same as in one."""

from __future__ import annotations

import json

import pytest

from quotecli.objects import encode, stream_list, stream_object


@pytest.mark.parametrize("length", range(4))
def test_an_object_can_be_written_in_pieces(length: int) -> None:
    head = {"id": "a", "text": 'two\nlines, "quoted"'}
    items = [{"number": number} for number in range(length)]
    pieces = stream_object(head, "items", stream_list(map(encode, items)))
    assert json.loads("".join(pieces)) == {**head, "items": items}
