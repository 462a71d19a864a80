"""``sitecheck routes``: the address of every file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from sitecheck.cli.options import build_options, load_settings, settings_options, site_argument, site_folder
from sitecheck.output.streams import put_json, say


@click.command("routes", short_help="List the address of every file.")
@site_argument
@click.option("--anchors", is_flag=True, help="Add the ids of each page, in document order.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@settings_options
@build_options
def command(
    site: str,
    anchors: bool,
    output_format: str,
    config: str | None,
    rule_packs: tuple[str, ...],
    drafts: bool,
    future: bool,
) -> int:
    """List every source of SITE, the address it gets and the file Jekyll would write."""
    from sitecheck.engine.listing import list_routes
    from sitecheck.engine.open_site import Call

    site = site_folder(site)
    settings = load_settings(site, config, rule_packs)
    rows = list_routes(site, settings, Call(drafts=drafts, future=future), anchors=anchors)
    if output_format == "json":
        put_json(rows)
    else:
        say(*(line for row in rows for line in _shown(row)))
    return 0


def _shown(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['url']:<50} {row['source'] or '(made by a plugin)'}"
    yield from (f"  #{anchor}" for anchor in row.get("anchors", ()))
