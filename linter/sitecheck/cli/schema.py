"""``sitecheck schema``: the JSON Schema of the settings file, and of what other commands write."""

from __future__ import annotations

import click

from sitecheck.output.streams import put


@click.command("schema", short_help="Print the JSON Schema of .sitecheck.yml, or of what is written.")
@click.argument("what", type=click.Choice(["settings", "report", "head"]), default="settings")
def command(what: str) -> None:
    """Print the JSON Schema of .sitecheck.yml, for editors that complete and check YAML.

    With 'report', that of the JSON which 'sitecheck check' writes, with 'head' that of 'sitecheck head'.
    """
    from sitecheck.engine.settings.schema import schema_text, written_schema_text

    put(schema_text() if what == "settings" else written_schema_text(what), exact=True)
