"""``sitecheck check``: what is wrong with a site."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from sitecheck.cli.options import (
    build_options,
    cache_options,
    rule_options,
    settings_options,
    site_argument,
    site_folder,
)
from sitecheck.cli.outputs import parse_outputs, write_reports
from sitecheck.cli.runs import (
    accept,
    answer,
    choose,
    external_options,
    fail_level,
    from_severity,
    tracked_by_git,
    with_accepted,
)
from sitecheck.cli.since import known_files, only_new, revision_of
from sitecheck.output.streams import warn
from sitecheck.report import REPORTERS

FAIL_ON = ("error", "warning", "info", "never")


class CheckCommand(click.Command):
    """Lets ``--external`` stand alone before SITE, which click would take for its value.

    Other linters mend by ``--fix``.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it, with the value written out."""
        if "--fix" in args[: args.index("--") if "--" in args else len(args)]:
            raise click.UsageError("'sitecheck fix' mends what can be mended safely.", ctx)
        return super().parse_args(ctx, ["--external=all" if word == "--external" else word for word in args])


@click.command("check", cls=CheckCommand, short_help="Say what is wrong with a site.")
@site_argument
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help=f"Report as FORMAT ({', '.join(REPORTERS)}), to FILE or the terminal; may be given several times.",
)
@click.option(
    "--output-format",
    type=click.Choice(list(REPORTERS)),
    envvar="SITECHECK_OUTPUT_FORMAT",
    help="Short for --output FORMAT.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    envvar="SITECHECK_FAIL_ON",
    help="Exit with 1 from this severity on [default: error].",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found (short for --fail-on never).")
@click.option("--only", multiple=True, metavar="PATTERN", help="Report findings in these files only.")
@click.option(
    "--min-severity",
    type=click.Choice(FAIL_ON[:3]),
    envvar="SITECHECK_MIN_SEVERITY",
    help="Report only from this severity on.",
)
@click.option(
    "--group-by",
    type=click.Choice(["cause", "file", "rule"]),
    default="cause",
    help="What stands together in the text report [default: cause, in at most 300 lines].",
)
@click.option(
    "--statistics",
    is_flag=True,
    help="Add how often each rule speaks, why links are unknown, and what took how long.",
)
@click.option(
    "--external",
    metavar="[=all|changed]",
    type=click.Choice(["all", "changed"]),
    help="Look up external links over the network; with =changed those of files changed since --since.",
)
@click.option(
    "--since",
    metavar="REVISION",
    envvar="SITECHECK_SINCE",
    help="Report only what is new since the work left REVISION of git; 'auto' is the base of the commit or "
    "pull request. With --external=changed: ask for links in files changed since then [default: HEAD].",
)
@click.option(
    "--cache-age",
    type=click.FloatRange(min=0),
    metavar="DAYS",
    help="For how long a good answer of a host stands; not with --external=changed.",
)
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Judge the site as if it were built on that day: what has closed by then, which posts are out.",
)
@click.option("--allow-private", is_flag=True, help="Also ask hosts with private addresses (intranets).")
@click.option("--offline", is_flag=True, help="Never use the network, whatever else is said.")
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False),
    envvar="SITECHECK_BASELINE",
    help="Accepted findings [default: beside the settings].",
)
@click.option("--show-baselined", is_flag=True, help="Show what the baseline accepts, too.")
@build_options
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.option("--sarif-category", default="", help="Category of a SARIF report, for several in one commit.")
@cache_options
@click.option("-q", "--quiet", is_flag=True, help="No notices on stderr.")
@settings_options
@rule_options
def command(site: str, **chosen: Any) -> int:
    """Read the Jekyll site in the folder SITE and say what is wrong with it.

    Exit status: 0 nothing to fail for, 1 findings, 2 sitecheck or its settings failed,
    130 interrupted, 143 ended by SIGTERM.
    """
    from sitecheck.model.report import exit_status

    targets = parse_outputs(chosen["outputs"], _format(chosen))
    site = site_folder(site)
    tracked = tracked_by_git(site)
    revision = revision_of(site, chosen["since"])
    choices = choose({**chosen, "since": revision.name or None}, known_files(site, revision, tracked.files))
    external = external_options(choices)
    run = answer(site, choices, external, may_be_empty=tracked.files is not None)
    is_whole = not choices.only and not revision.name
    report = accept(run, site, choices.config, chosen["baseline"], whole=is_whole)
    report = only_new(report, run, site, choices, revision)
    shown = with_accepted(report) if chosen["show_baselined"] else report
    shown = from_severity(shown, chosen["min_severity"])
    write_reports(
        shown,
        site,
        targets,
        color=chosen["color"],
        category=chosen["sarif_category"],
        statistics=chosen["statistics"],
        group_by=chosen["group_by"],
    )
    if not chosen["quiet"]:
        warn(*(f"sitecheck: {notice}" for notice in (*tracked.notices, *report.notices)))
    if external is not None and external.signal is not None:
        return external.signal.status  # what is reported is not the whole truth
    return exit_status(report, fail_level(run.fail_on, chosen["fail_on"], chosen["exit_zero"]))


def _format(chosen: dict[str, Any]) -> str | None:
    """The one format that is asked for; the environment's word gives way to ``--output``."""
    source = click.get_current_context().get_parameter_source("output_format")
    is_default = source is ParameterSource.ENVIRONMENT and bool(chosen["outputs"])
    return None if is_default else chosen["output_format"]
