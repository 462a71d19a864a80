"""What is asked of a warm site: plain values, so that another process can be asked the same."""

from __future__ import annotations

import time

from sitecheck.engine.folders.find_site import settings_path
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.named_tuple import NamedTuple


class Wanted(NamedTuple):
    """A site and how it is judged, as a person says it who starts a command."""

    site: str
    """Its folder, absolute."""
    config: str | None = None
    """The settings file, ``None`` for the one that the site has."""
    baseline: str | None = None
    rule_packs: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    drafts: bool = False
    future: bool = False
    cache_dir: str | None = None
    jobs: int = 0


def run_options(wanted: Wanted) -> RunOptions:
    """The settings of now. Raises :class:`ConfigError` and :class:`UsageError` for what is wrong in them."""
    settings = read_settings(
        settings_path(wanted.site, wanted.config),
        site=wanted.site,
        rule_packs=wanted.rule_packs,
        only=wanted.select,
        extra_select=wanted.extend_select,
        extra_ignore=wanted.ignore,
    )
    return RunOptions(
        site=wanted.site,
        settings=settings,
        call=Call(drafts=wanted.drafts, future=wanted.future, now=time.time_ns()),
        cache_dir=wanted.cache_dir,
        jobs=wanted.jobs,
    )
