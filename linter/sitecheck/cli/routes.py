"""``sitecheck routes``: the address of every file."""

from __future__ import annotations

import json

import click

from sitecheck.cli.options import site_argument, site_folder


@click.command("routes", short_help="List the address of every file.")
@site_argument
@click.option("--anchors", is_flag=True, help="Add the ids of each page, in document order.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@click.option("--drafts", is_flag=True, help="Count drafts as published.")
@click.option("--future", is_flag=True, help="Count posts with future dates as published.")
def command(site: str, anchors: bool, output_format: str, drafts: bool, future: bool) -> int:
    """List every source of SITE, the address it gets and the file Jekyll would write."""
    from sitecheck.engine.listing import list_routes

    rows = list_routes(site_folder(site), anchors=anchors, drafts=drafts, future=future)
    if output_format == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        click.echo(f"{row['url']:<50} {row['source'] or '(made by a plugin)'}")
        for anchor in row.get("anchors", ()):
            click.echo(f"  #{anchor}")
    return 0
