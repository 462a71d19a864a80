"""``sitecheck head``: what search engines and share cards see of every page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from sitecheck.cli.options import (
    argument,
    build_options,
    load_settings,
    settings_options,
    site_and_only,
    site_argument,
)
from sitecheck.output.safe import clip, log_path, one_line
from sitecheck.output.streams import put_json, say

_WIDEST = 200
"""So many characters of a value are shown."""


@click.command("head", short_help="Show what search engines see of every page.")
@site_argument
@argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
@settings_options
@build_options
def command(
    site: str,
    paths: tuple[str, ...],
    output_format: str,
    config: str | None,
    rule_packs: tuple[str, ...],
    drafts: bool,
    future: bool,
) -> None:
    """Show the head of every page of SITE as search engines and share cards see it.

    PATH is a source file (or a pattern of some), an address or a file of the built site. What the sources do
    not tell is unknown, with a reason; `sitecheck schema head` prints the schema of the JSON.
    """
    from sitecheck.engine.listings.list_heads import list_heads
    from sitecheck.engine.reading.open_site import Call

    site, paths = site_and_only(site, paths)
    settings = load_settings(site, config, rule_packs)
    found = list_heads(site, settings, Call(drafts=drafts, future=future), paths)
    if output_format == "json":
        put_json(found)
    else:
        for page in found["pages"]:
            say(*_shown(page))


def _shown(page: dict[str, Any]) -> Iterator[str]:
    yield f"{log_path(page['path'] or page['output'])} {one_line(page['url'])}"
    fields = {key: field for key, field in page["head"].items() if field["state"] != "absent"}
    if not page["complete"]:
        yield f"  what else there is, is not known: {one_line(page['reason'])}"
        fields = {key: field for key, field in fields.items() if "parts" in field}
    for key, field in fields.items():
        yield f"  {clip(one_line(key), 30):<22} {_value(field)}"
    for script in page["jsonld"]:
        types = ", ".join(map(one_line, script["types"]))
        state = {True: types, False: "does not parse", None: f"{types} (not wholly known)".strip()}
        yield f"  {'JSON-LD':<22} {clip(state[script['valid']], _WIDEST)}"
    yield ""


def _value(field: dict[str, Any]) -> str:
    if "value" not in field:
        return f"? ({one_line(field['reason'])})"
    value = clip(one_line(field["value"]), _WIDEST)
    notes = [f"{field['count']} times" for _ in range("count" in field)]
    notes += ["after the end of the head" for _ in range("late" in field)]
    notes += [f"perhaps: {one_line(field['reason'])}" for _ in range(field["state"] == "varies")]
    return f"{value} ({'; '.join(notes)})" if notes else value
