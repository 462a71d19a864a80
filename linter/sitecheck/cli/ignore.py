"""``sitecheck ignore``: write comments that silence the findings of a rule."""

from __future__ import annotations

from typing import Any

import click

from sitecheck.cli.options import (
    argument,
    build_options,
    comma_separated,
    load_settings,
    plain_option,
    settings_options,
    site_and_only,
    site_argument,
)
from sitecheck.errors import UsageError
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.output.streams import say, warn
from sitecheck.report.base import counted

_BREAKS_OUT = lazy_pattern(r"--+>?|[{}%<>\[\]\x00-\x1f\x7f\u2028\u2029]")
"""What would end a comment of one of the kinds."""


@click.command("ignore", short_help="Write comments that silence the findings of a rule, with a reason.")
@argument("rule")
@site_argument
@plain_option("--reason", "remark", required=True, metavar="TEXT", help="Why these findings are fine.")
@plain_option("--only", multiple=True, metavar="PATTERN", help="Silence findings in these files only.")
@build_options
@settings_options
def command(rule: str, site: str, remark: str, only: tuple[str, ...], **chosen: Any) -> None:
    """Write a comment at each finding of RULE in SITE that silences it: 'sitecheck: ignore[RULE] TEXT'.

    In pages the comment is Liquid's, so that the built page stays as it is.
    """
    from sitecheck.engine.edits.ignore_findings import ignore_findings
    from sitecheck.engine.reading.open_site import Call
    from sitecheck.engine.reading.run_options import RunOptions
    from sitecheck.rule.options import did_you_mean

    site, only = site_and_only(site, only)
    known = load_settings(site, chosen["config"], chosen["rule_packs"]).rules
    if rule not in known:
        raise UsageError(f"there is no rule {rule!r}{did_you_mean(rule, known)}")
    settings = load_settings(site, chosen["config"], chosen["rule_packs"], extend_select=(rule,))
    if not remark.strip() or _BREAKS_OUT.search(remark):
        raise UsageError("--reason must be plain words in one line, without brackets and dashes in a row")
    call = Call(drafts=chosen["drafts"], future=chosen["future"])
    options = RunOptions(site=site, settings=settings, call=call, only=comma_separated(only))
    done = ignore_findings(options, rule, " ".join(remark.split()))
    say(*(f"{path}: {counted(number, 'finding')}" for path, number in sorted(done.silenced.items())))
    say(f"{counted(sum(done.silenced.values()), 'finding')} of {rule} silenced, {done.left:,} left")
    warn(*(f"sitecheck: {refused}" for refused in done.refused))
