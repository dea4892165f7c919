"""quotecli schema."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--codebook",
    is_flag=True,
    help="That of a codebook: topics and speakers for a folder of statements.",
)
def schema(codebook: bool) -> None:
    """Print the JSON Schema of a statement file, for completion and checks in an editor.

    \b
    Examples:
      quotecli schema
      quotecli schema > statement.schema.json
      quotecli schema --codebook > codebook.schema.json
    """
    import json

    from quotecli.cli import output
    from quotecli.store import fields

    made = fields.codebook_schema() if codebook else fields.schema()
    output.write([json.dumps(made, indent=2, ensure_ascii=False) + "\n"], as_json=True)
