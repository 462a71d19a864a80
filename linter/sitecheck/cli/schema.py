"""``sitecheck schema``: the JSON Schema of the settings file."""

from __future__ import annotations

import click

from sitecheck.output.streams import put


@click.command("schema", short_help="Print the JSON Schema of .sitecheck.yml.")
def command() -> int:
    """Print the JSON Schema of .sitecheck.yml, for editors that complete and check YAML."""
    from sitecheck.engine.schema import schema_text

    put(schema_text())
    return 0
