"""``sitecheck routes``: the address of every file."""

from __future__ import annotations

import json

import click

from sitecheck.cli.options import build_options, config_option, load_settings, site_argument, site_folder


@click.command("routes", short_help="List the address of every file.")
@site_argument
@click.option("--anchors", is_flag=True, help="Add the ids of each page, in document order.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@config_option
@build_options
def command(
    site: str, anchors: bool, output_format: str, config: str | None, drafts: bool, future: bool
) -> int:
    """List every source of SITE, the address it gets and the file Jekyll would write."""
    from sitecheck.engine.listing import list_routes
    from sitecheck.engine.open_site import Call

    settings = load_settings(site_folder(site), config)
    rows = list_routes(site, settings, Call(drafts=drafts, future=future), anchors=anchors)
    if output_format == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        click.echo(f"{row['url']:<50} {row['source'] or '(made by a plugin)'}")
        for anchor in row.get("anchors", ()):
            click.echo(f"  #{anchor}")
    return 0
