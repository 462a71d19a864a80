"""``sitecheck preview``: one page as a search result and as a share card."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from sitecheck.cli.options import (
    argument,
    build_options,
    load_settings,
    plain_option,
    settings_options,
    site_and_named,
    site_folder,
)
from sitecheck.files import relative_path
from sitecheck.output.safe import clip, log_path, one_line, wrapped
from sitecheck.output.streams import say

if TYPE_CHECKING:
    from sitecheck.model.picture import Line

_WIDTH = 76


@click.command("preview", short_help="Show a page as a search result and a share card.")
@argument("named", nargs=-1, required=True, metavar="[SITE] PAGE")
@plain_option("--html", "html_file", type=click.Path(), help="Write a page to look at to this file.")
@settings_options
@build_options
def command(
    named: tuple[str, ...],
    html_file: str | None,
    config: str | None,
    rule_packs: tuple[str, ...],
    drafts: bool,
    future: bool,
) -> None:
    """Show PAGE as a search result and a share card would show it, and what each line is made of.

    PAGE is a source file, an address or a file of the built site; SITE is the folder that holds _config.yml,
    the current one by default. SITE alone shows its home page.
    """
    from sitecheck.engine.listings.preview import preview_page
    from sitecheck.engine.reading.open_site import Call

    site, page = site_and_named(named, "page") if len(named) > 1 else _site_of(named[0])
    site = site_folder(site)
    settings = load_settings(site, config, rule_packs)
    found = preview_page(site, settings, Call(drafts=drafts, future=future), page)
    if html_file is not None:
        from sitecheck.engine.findings.mask_report import masked
        from sitecheck.files import write_output
        from sitecheck.report.html.preview_page import preview_html

        write_output(html_file, preview_html(masked(found)).encode("utf-8"), site)
        return
    say(log_path(found.path), *(f"note: {one_line(note)}" for note in found.notes), "")
    say("Search result", *_framed(found.result), "")
    say("Share card", *_framed(found.card), "")
    say("Made of", *_origins("result", found.result), *_origins("card", found.card))


def _site_of(page: str) -> tuple[str, str]:
    """The site in which the file ``page`` lies, and its path there; the home page of the site that it is; the
    current folder for all else."""
    if os.path.isfile(os.path.join(page, "_config.yml")):
        return page, "/"
    folder = os.path.dirname(os.path.abspath(page))
    while os.path.isfile(page) and os.path.dirname(folder) != folder:
        if os.path.isfile(os.path.join(folder, "_config.yml")):
            # from here: the site's folder stands in what is told of its settings
            return relative_path(folder), relative_path(os.path.abspath(page), folder)
        folder = os.path.dirname(folder)
    return ".", page


def _framed(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        text = f"({line.missing})" if line.missing else line.text.rstrip() + (" …" if line.is_cut else "")
        yield from (f"  | {part}" for part in wrapped(text, _WIDTH))


def _origins(what: str, lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        for part in line.parts:
            key = f" ({one_line(part.key)})" if part.key else ""
            text = clip(one_line(" ".join(part.text.split())), 60)
            yield f"  {what} {line.label}: {text!r} from {log_path(part.place)}{key}"
