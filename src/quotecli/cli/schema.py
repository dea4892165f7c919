"""quotecli schema."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of a statement file, for completion and checks in an editor.

    \b
    Examples:
      quotecli schema
      quotecli schema > statement.schema.json
    """
    import json

    from quotecli.cli import output
    from quotecli.format import schema as statement_schema

    output.write([json.dumps(statement_schema(), indent=2, ensure_ascii=False) + "\n"], as_json=True)
