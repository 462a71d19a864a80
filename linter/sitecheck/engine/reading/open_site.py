"""The one way in: a folder and its settings become a site that can be read, the same for every command."""

from __future__ import annotations

import time
from datetime import datetime, timezone

from sitecheck.document import SiteReader
from sitecheck.engine.settings.site_settings import Settings
from sitecheck.jekyll import KnownHeaders, SiteOptions, load_site
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.front_matter import FrontMatters


class Call(NamedTuple):
    """What one call of a command says about how Jekyll builds the site, on top of the settings file."""

    drafts: bool = False
    future: bool = False
    known: frozenset[str] | None = None
    """The files of the site that count; ``None`` for all."""
    now: int | None = None
    """The moment of the build, in nanoseconds since the epoch; ``None`` for that of the call."""


def open_site(
    folder: str,
    settings: Settings,
    call: Call,
    earlier: FrontMatters | None = None,
    headers: KnownHeaders | None = None,
) -> SiteReader:
    """The site in ``folder`` as the settings and the call have it built.

    ``earlier`` is its front matter as it was read before, ``headers`` knows what earlier runs read of files.

    Raises ``NotADirectoryError`` when there is no such folder; what is wrong in the site is in its problems.
    """
    site = load_site(folder, site_options(settings, call), earlier, headers)
    return SiteReader(site, settings.math, settings.front_matter)


def site_options(settings: Settings, call: Call) -> SiteOptions:
    """How Jekyll would be called; a switch that is on anywhere is on."""
    chosen = settings.jekyll
    return SiteOptions(
        drafts=call.drafts or chosen.drafts,
        future=True if call.future or chosen.future else None,
        github_pages=chosen.github_pages,
        environment=chosen.environment,
        known=call.known,
        time=datetime.fromtimestamp((call.now or time.time_ns()) / 1e9, timezone.utc),
    )
