"""``sitecheck fix``: mend what can be mended."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from sitecheck.cli.options import (
    build_options,
    cache_options,
    plain_option,
    rule_options,
    settings_options,
    site_and_only,
    site_argument,
)
from sitecheck.cli.runs import choose, run_options
from sitecheck.output.streams import put_patch, say, warn
from sitecheck.report.base import counted

if TYPE_CHECKING:
    from sitecheck.engine.edits.fix_site import FixOutcome
    from sitecheck.engine.external import ExternalOptions
    from sitecheck.engine.reading.run_options import RunOptions
    from sitecheck.model.fix import Safety


@click.command("fix", short_help="Mend what can be mended safely.")
@site_argument
@click.option("--unsafe", is_flag=True, help="Also apply fixes that may change what a page says or does.")
@click.option(
    "--diff",
    is_flag=True,
    help="Show the changes and write nothing.",
)
@click.option(
    "--external", is_flag=True, help="Also ask the network, to mend links that have moved for good."
)
@click.option("--allow-private", is_flag=True, help="With --external: also ask hosts with private addresses.")
@plain_option("--only", multiple=True, metavar="PATTERN", help="Mend these files only.")
@build_options
@cache_options
@settings_options
@rule_options
def command(
    site: str,
    unsafe: bool,
    diff: bool,
    external: bool,
    allow_private: bool,
    only: Sequence[str],
    **chosen: Any,
) -> int:
    """Mend what can be mended safely in the Jekyll site in the folder SITE.

    Exit status: 0 nothing left to fail for, 1 findings are left (with --diff: there is something to mend).
    """
    from sitecheck.engine.edits.fix_site import diff_site
    from sitecheck.model.fix import Safety
    from sitecheck.model.report import exit_status

    site, only = site_and_only(site, only)
    asked = _external(allow_private) if external else None
    options = run_options(site, choose({**chosen, "only": only}, None), asked, time.time_ns())
    level = Safety.UNSAFE if unsafe else Safety.SAFE
    if diff:
        outcome, patch = diff_site(options, level)
        hidden = put_patch(patch)
        if hidden:
            warn(f"sitecheck: {counted(hidden, 'line')} not shown as written; the diff cannot be applied")
    else:
        uncommitted = _uncommitted(site)
        outcome = _fix(options, level)
        mixed = sorted(uncommitted.intersection(outcome.changed))
        if mixed:
            had = "had changes that are not committed, which the fixes are now among"
            warn(f"sitecheck: {', '.join(mixed)} {had}")
    _tell(outcome, diff)
    if diff:
        return 1 if outcome.changed else 0
    return exit_status(outcome.report, options.settings.fail_on)


def _tell(outcome: FixOutcome, diff: bool) -> None:
    """Says which files were changed and what was mended in them."""
    tell = warn if diff else say
    if outcome.report.caution:
        warn(f"sitecheck: {outcome.report.caution}")
    if not diff:
        say(*outcome.changed)
    for rule, number in sorted(Counter(finding.rule for finding in outcome.fixed).items()):
        tell(f"{'would mend' if diff else 'mended'} {number} × {rule}")
    left, files = counted(len(outcome.report.findings), "finding"), counted(len(outcome.changed), "file")
    tell(f"{files} {'would change' if diff else 'changed'}, {left} left")
    warn(*(f"sitecheck: {refused}" for refused in outcome.refused))
    if outcome.unsettled:
        warn(f"sitecheck: fixes of {', '.join(outcome.unsettled)} undo each other")


def _fix(options: RunOptions, level: Safety) -> FixOutcome:
    """Mends the site; when that ends halfway, says which files have been changed until then."""
    from sitecheck.engine.edits.fix_site import fix_site

    changed: list[str] = []
    try:
        return fix_site(options, level, changed.append)
    except BaseException:
        if changed:
            warn(f"sitecheck: changed before this: {', '.join(dict.fromkeys(changed))}")
        raise


def _uncommitted(site: str) -> frozenset[str]:
    """The files with changes that git could not give back; none where git cannot be asked."""
    from sitecheck.engine.revisions.git import GitError, find_repository

    try:
        repository = find_repository(site, os.environ)
        return frozenset(repository.changed("HEAD", site)) if repository is not None else frozenset()
    except GitError:
        return frozenset()


def _external(allow_private: bool) -> ExternalOptions:
    """One set of answers for all rounds of fixing; Ctrl-C while the network is asked mends nothing."""
    from sitecheck.cli.progress import progress_for_terminal
    from sitecheck.engine.external import ExternalOptions

    progress = progress_for_terminal()
    return ExternalOptions(allow_private=allow_private, progress=progress, all_or_nothing=True)
