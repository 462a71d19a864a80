"""Views of sites for tests: the server takes over what a process of its own has read."""

from __future__ import annotations

import os

from sitecheck.engine.phases import Phases
from sitecheck.engine.reading.known_site import know_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.files import unsaved
from sitecheck.warm.site_view import SiteView, Texts, held_bytes


def view_of(options: RunOptions, texts: Texts | None = None) -> SiteView:
    """Reads the site, as :func:`know_site` does, with the texts that an editor holds."""
    texts = texts or {}
    with unsaved(held_bytes(os.path.abspath(options.site), texts)):
        return SiteView(options, know_site(options, Phases(None)), texts)
