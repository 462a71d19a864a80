"""``sitecheck routes``: the address of every file, and those that a change makes disappear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from sitecheck.cli.options import (
    build_options,
    day_option,
    load_settings,
    plain_option,
    settings_options,
    site_argument,
    site_folder,
)
from sitecheck.cli.runs import moment_on
from sitecheck.errors import UsageError
from sitecheck.output.streams import put_json, say, warn
from sitecheck.report.base import counted

if TYPE_CHECKING:
    from datetime import datetime

    from sitecheck.engine.changes.lost_addresses import Comparison, LostAddress


@click.command("routes", short_help="List the address of every file.")
@site_argument
@click.option("--anchors", is_flag=True, help="Add the ids of each page, in document order.")
@plain_option(
    "--compare", metavar="REV", help="Only the addresses that were there at a revision of git and are gone."
)
@click.option("--fix", is_flag=True, help="With --compare: write the redirect_from that saves them.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@day_option("List the addresses as if the site were built on that day: which posts are out.")
@settings_options
@build_options
def command(
    site: str,
    anchors: bool,
    compare: str | None,
    fix: bool,
    output_format: str,
    at: datetime | None,
    config: str | None,
    rule_packs: tuple[str, ...],
    drafts: bool,
    future: bool,
) -> int:
    """List every source of SITE, the address it gets and the file Jekyll would write.

    Exit status: 0; with --compare 1 when addresses are lost that nothing redirects.
    """
    from sitecheck.engine.listings.listing import list_routes
    from sitecheck.engine.reading.open_site import Call

    if compare is None and fix:
        raise UsageError("--fix needs --compare")
    if compare is not None and anchors:
        raise UsageError("--anchors and --compare exclude each other")
    site = site_folder(site)
    settings = load_settings(site, config, rule_packs)
    call = Call(drafts=drafts, future=future, now=moment_on(at))
    if compare is not None:
        from sitecheck.engine.changes.lost_addresses import compare_addresses

        return _compare(site, compare_addresses(site, settings, call, compare), fix, output_format)
    rows = list_routes(site, settings, call, anchors=anchors)
    if output_format == "json":
        put_json(rows)
    else:
        say(*(line for row in rows for line in _shown(row)))
    return 0


def _shown(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['url']:<50} {row['source'] or '(made by a plugin)'}"
    yield from (f"  #{anchor}" for anchor in row.get("anchors", ()))


def _compare(site: str, found: Comparison, fix: bool, output_format: str) -> int:
    """Tells what is lost, and saves it when asked to."""
    from sitecheck.engine.changes.lost_addresses import write_redirects

    warn(*(f"sitecheck: {notice}" for notice in found.notices))
    changed = write_redirects(site, found.lost) if fix and found.has_plugin else ()
    saved = [each for each in found.lost if each.can_redirect and each.path in changed]
    if output_format == "json":
        put_json([{**each._asdict(), "saved": each in saved} for each in found.lost])
    else:
        say(*(line for each in found.lost for line in _told(each, found.has_plugin, each in saved)))
        more = f", {len(saved)} saved" if fix else ""
        say(f"{counted(len(found.lost), 'page')} lost{more}")
    if found.lost and not found.has_plugin:
        warn("sitecheck: redirect_from needs the plugin jekyll-redirect-from, which this site does not run")
    return 1 if len(saved) < len(found.lost) else 0


def _told(lost: LostAddress, has_plugin: bool, saved: bool) -> Iterator[str]:
    yield f"{lost.url:<50} {lost.source or '(made by a plugin)'}"
    if saved:
        yield f"  redirected to {lost.new_url} by {lost.path}"
    elif lost.can_redirect:
        yield f"  is {lost.new_url} now; in {lost.path}: redirect_from: {lost.url}"
    elif lost.new_url:
        yield f"  is {lost.new_url} now ({lost.path})"
    else:
        yield "  is gone; a page that takes its place can name it in redirect_from"
