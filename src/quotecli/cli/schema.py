"""quotecli schema."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--codebook",
    is_flag=True,
    help="Print the schema of a codebook: topics and speakers for a folder of statements.",
)
def schema(codebook: bool) -> None:
    """Print the JSON Schema of statement files, for editors.

    An editor that knows it completes keys and underlines mistakes.

    \b
    Examples:
      quotecli schema
      quotecli schema > statement.schema.json
      quotecli schema --codebook > codebook.schema.json
    """
    import json

    from quotecli.cli.writing import write_text
    from quotecli.store import fields

    content = fields.codebook_schema() if codebook else fields.schema()
    write_text([json.dumps(content, indent=2, ensure_ascii=False) + "\n"], as_json=True)
