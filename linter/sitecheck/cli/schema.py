"""``sitecheck schema``: the JSON Schema of the settings file, and of what ``sitecheck head`` writes."""

from __future__ import annotations

import click

from sitecheck.output.streams import put


@click.command("schema", short_help="Print the JSON Schema of .sitecheck.yml, or of what 'head' writes.")
@click.argument("what", type=click.Choice(["settings", "head"]), default="settings")
def command(what: str) -> int:
    """Print the JSON Schema of .sitecheck.yml, for editors that complete and check YAML.

    With 'head', that of the JSON which 'sitecheck head' writes.
    """
    from sitecheck.engine.schema import head_schema_text, schema_text

    put(head_schema_text() if what == "head" else schema_text())
    return 0
