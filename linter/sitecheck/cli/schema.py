"""``sitecheck schema``: the JSON Schema of the settings file."""

from __future__ import annotations

import click


@click.command("schema", short_help="Print the JSON Schema of .sitecheck.yml.")
def command() -> int:
    """Print the JSON Schema of .sitecheck.yml, for editors that complete and check YAML."""
    from sitecheck.engine.schema import schema_text

    click.echo(schema_text(), nl=False)
    return 0
