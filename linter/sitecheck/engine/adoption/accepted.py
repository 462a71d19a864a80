"""The findings that the baseline of a site accepts: where it is, and what is left without them."""

from __future__ import annotations

import os

from sitecheck.engine.cache.run_cache import CachedRun
from sitecheck.engine.folders.find_site import BASELINE_NAME, settings_path
from sitecheck.errors import UsageError
from sitecheck.files import leads_out
from sitecheck.model.report import RunReport


def baseline_path(site: str, config: str | None, chosen: str | None) -> str:
    """Where the baseline of a site is: where settings or the user say, else beside the settings or in it."""
    beside = None if config else settings_path(site, config)
    return chosen or os.path.normpath(
        os.path.join(os.path.dirname(beside) if beside else site, BASELINE_NAME)
    )


def accept(run: CachedRun, site: str, config: str | None, baseline: str | None, *, whole: bool) -> RunReport:
    """The report of a run without what the baseline of the site accepts, if there is one.

    Raises :class:`UsageError` when one that is asked for is not there.
    """
    asked = baseline or run.baseline
    path = baseline_path(site, config, asked)
    if not asked and leads_out(path, os.path.dirname(path) or "."):
        raise UsageError(f"{path} leads out of the site as a link; name the file with --baseline")
    if os.path.lexists(path):
        from sitecheck.engine.adoption.baseline import without_accepted

        return without_accepted(run.report, path, run.stale, whole=whole)
    if asked:
        raise UsageError(f"{path}: there is no such baseline; 'sitecheck baseline' writes one")
    return run.report
