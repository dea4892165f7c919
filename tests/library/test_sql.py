"""Every field of the criteria is a condition."""

from __future__ import annotations

from typing import Any

import pytest

from quotecli.criteria import Criteria
from quotecli.library.memory import Memory
from quotecli.library.sql import where

VALUES: dict[str, Any] = {"every_topic": True, "since": "2024", "until": "2024"}


@pytest.mark.parametrize("field", Criteria._fields)
def test_every_field_narrows_the_choice(field: str) -> None:
    two = Criteria(topics=("trade", "ports"))
    asked = two._replace(**{field: VALUES.get(field, ("one",))})
    shelf = Memory([])
    assert where(asked, shelf) != where(two, shelf)
