"""``sitecheck why``: which source makes an address, or why a file is not published."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from sitecheck.cli.options import (
    argument,
    build_options,
    day_option,
    load_settings,
    plain_option,
    settings_options,
    site_and_named,
    site_folder,
)
from sitecheck.cli.runs import moment_on
from sitecheck.files import lies_in, relative_path
from sitecheck.output.streams import put_json, say

if TYPE_CHECKING:
    from datetime import datetime


@click.command("why", short_help="Say which source makes an address, or why a file is not published.")
@argument("named", nargs=-1, required=True, metavar="[SITE] PATH_OR_URL")
@plain_option("--site", type=click.Path(), help="The site's folder, in place of SITE.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@day_option("Answer as if the site were built on that day: whether a post is out by then.")
@settings_options
@build_options
def command(
    named: tuple[str, ...],
    site: str | None,
    output_format: str,
    at: datetime | None,
    config: str | None,
    rule_packs: tuple[str, ...],
    drafts: bool,
    future: bool,
) -> int:
    """Say which source makes PATH_OR_URL, where the file goes, or why Jekyll leaves it out.

    SITE is the folder that holds _config.yml, the current one by default.

    Exit status: 0; 1 when nothing in the site is or makes PATH_OR_URL.
    """
    from sitecheck.engine.reading.open_site import Call, open_site
    from sitecheck.jekyll.site import words_for_nothing

    given, asked = site_and_named(named if site is None else (site, *named), "path or address")
    folder = site_folder(given)
    asked = _from_site(asked, folder)
    call = Call(drafts=drafts, future=future, now=moment_on(at))
    opened = open_site(folder, load_settings(folder, config, rule_packs), call)
    known = opened.site.known_of(asked)
    answer = known or words_for_nothing(asked)
    if output_format == "json":
        put_json({"asked": asked, "answer": answer}, indent=None)
    else:
        say(answer)
    return 0 if known else 1


def _from_site(asked: str, folder: str) -> str:
    """A path as the tool or a shell prints it, as one of the site; what else is asked for as it is."""
    from sitecheck.engine.settings.site_patterns import from_site

    if os.path.exists(asked) and lies_in(asked, folder):
        return relative_path(os.path.realpath(asked), os.path.realpath(folder))
    path = from_site(asked, folder)
    is_printed = path != asked and os.path.lexists(os.path.join(folder, path.lstrip("/")))
    return path.lstrip("/") if is_printed else asked
