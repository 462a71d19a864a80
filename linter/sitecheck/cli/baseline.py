"""``sitecheck baseline``: accept what is found now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from sitecheck.cli.options import (
    build_options,
    cache_options,
    option,
    rule_options,
    settings_options,
    site_argument,
    site_folder,
)
from sitecheck.cli.runs import answer, choose, tracked_by_git
from sitecheck.errors import UsageError
from sitecheck.files import refuse_link_out
from sitecheck.output.streams import say, warn
from sitecheck.report.base import counted

if TYPE_CHECKING:
    from sitecheck.engine.adoption.baseline import Entries
    from sitecheck.model.report import RunReport


@click.command("baseline", short_help="Accept what is found now, to see only what is new.")
@site_argument
@click.option("--prune", is_flag=True, help="Only remove entries that no longer occur; accept nothing new.")
@option("--baseline", type=click.Path(dir_okay=False), help="The file [default: beside the settings].")
@build_options
@cache_options
@settings_options
@rule_options
def command(site: str, prune: bool, baseline: str | None, **chosen: Any) -> None:
    """Write all present findings of SITE into a file that 'sitecheck check' honours: what is in it is
    counted, not shown.

    The file has no line numbers, so that findings may move. Commit it.
    """
    from sitecheck.engine.adoption.accepted import baseline_path

    site = site_folder(site)
    tracked = tracked_by_git(site)
    choices = choose(chosen, tracked.files)
    run = answer(site, choices, None, may_be_empty=tracked.files is not None)
    warn(*(f"sitecheck: {notice}" for notice in (*tracked.notices, *run.report.notices)))
    if run.report.crashes:
        raise UsageError("a rule failed, so that not all findings are known; 'sitecheck check' says which")
    _write(baseline_path(site, choices.config, baseline or run.baseline), site, run.report, prune)


def _write(path: str, site: str, report: RunReport, prune: bool) -> None:
    """Brings the file up to date, and says what is in it now."""
    from sitecheck.engine.adoption.baseline import entries_of, read_baseline, write_baseline

    is_there = os.path.lexists(path)
    if prune and not is_there:
        raise UsageError(f"{path}: there is no baseline to prune")
    try:
        refuse_link_out(path, site)  # before what it leads to is read: that may be anybody's
    except OSError as error:
        raise UsageError(f"{path}: the baseline cannot be written: {error.strerror}") from error
    before = read_baseline(path) if is_there else {}
    found = entries_of(report)
    entries = {**_of_other_rules(before, report), **found}
    if prune:
        entries = {place: keys & before.get(place, frozenset()) for place, keys in entries.items()}
    try:
        write_baseline(path, entries)
    except OSError as error:
        raise UsageError(f"{path}: the baseline cannot be written: {error.strerror}") from error
    was, now = (sum(map(len, each.values())) for each in (before, entries))
    files = len({file for (_, file), keys in entries.items() if keys})
    kept = sum(len(keys & before.get(place, frozenset())) for place, keys in entries.items())
    say(f"{path}: {counted(now, 'finding')} accepted in {counted(files, 'file')}")
    if before:
        say(f"{now - kept:,} new, {was - kept:,} removed")


def _of_other_rules(before: Entries, report: RunReport) -> Entries:
    """The entries of rules that did not run, such as those that ask the network."""
    ran = report.ran
    return {place: keys for place, keys in before.items() if place[0] not in ran}
