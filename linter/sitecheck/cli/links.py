"""``sitecheck links``: every link and where it leads."""

from __future__ import annotations

from typing import Any

import click

from sitecheck.cli.options import build_options, load_settings, settings_options, site_argument, site_folder
from sitecheck.output.safe import log_path
from sitecheck.output.streams import put_json, say

STATUSES = (
    "ok",
    "broken-page",
    "broken-anchor",
    "replaced",
    "external",
    "other-scheme",
    "empty",
    "malformed",
    "dynamic",
)
"""As :data:`sitecheck.jekyll.links.resolve.Status` has them, without loading all that this needs."""


@click.command("links", short_help="List every link and where it leads.")
@site_argument
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@click.option("--pages", is_flag=True, help="A row for each page on which a link stands, layouts included.")
@click.option(
    "--status",
    multiple=True,
    type=click.Choice(STATUSES),
    help="Only links of this status; may be given several times.",
)
@settings_options
@build_options
def command(
    site: str,
    output_format: str,
    pages: bool,
    status: tuple[str, ...],
    config: str | None,
    rule_packs: tuple[str, ...],
    drafts: bool,
    future: bool,
) -> None:
    """List every link of SITE: where it is written, and where it leads."""
    from sitecheck.engine.listings.listing import list_links
    from sitecheck.engine.reading.open_site import Call

    site = site_folder(site)
    settings = load_settings(site, config, rule_packs)
    rows = list_links(site, settings, Call(drafts=drafts, future=future), pages=pages)
    rows = [row for row in rows if not status or row["status"] in status]
    if output_format == "json":
        put_json(rows)
    else:
        say(*map(_shown, rows))


def _shown(row: dict[str, Any]) -> str:
    shown = row["href"] if row["href"] is not None else f"? ({row['reason']})"
    return f"{log_path(row['path'])}:{row['line']}:{row['column']}: {row['status']:<13} {shown}"
