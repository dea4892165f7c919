"""quotecli schema: the JSON Schema of a statement file."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.cli.conftest import Run


def test_it_is_a_schema_and_the_shipped_one(run: Run) -> None:
    schema = json.loads(run("schema").out)
    Draft202012Validator.check_schema(schema)
    shipped = Path(__file__).parents[2] / "data" / "statement.schema.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == schema
