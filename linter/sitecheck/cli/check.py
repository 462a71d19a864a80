"""``sitecheck check``: what is wrong with a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from sitecheck.cli.options import (
    build_options,
    cache_options,
    day_option,
    option,
    rule_options,
    settings_options,
    site_and_only,
    site_argument,
    variable,
)
from sitecheck.cli.outputs import parse_outputs, published, wants_picture, write_reports
from sitecheck.cli.runs import (
    answer,
    as_asked,
    choose,
    external_options,
    fail_level,
    left_out_of_git,
    tracked_by_git,
    with_accepted,
)
from sitecheck.cli.since import known_files, only_new, revision_of
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.streams import warn
from sitecheck.report import REPORTERS

if TYPE_CHECKING:
    from sitecheck.model.report import Seen

FAIL_ON = ("error", "warning", "info", "never")
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class CheckCommand(click.Command):
    """Lets ``--external`` stand alone before SITE, which click would take for its value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it, with the value written out."""
        return super().parse_args(ctx, ["--external=all" if word == "--external" else word for word in args])


class External(click.Choice[str]):
    """All external links or those of changed files; the environment may say yes or no, too."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The choice; ``None`` for no."""
        word = str(value).lower()
        if word in _NO:
            return None
        return "all" if word in _YES else super().convert(value, param, ctx)


@click.command("check", cls=CheckCommand, short_help="Say what is wrong with a site.")
@site_argument
@option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help=f"Report as FORMAT ({', '.join(REPORTERS)}), to FILE or the terminal; may be given several times.",
)
@option(
    "--output-format",
    type=click.Choice(list(REPORTERS)),
    help="Short for --output FORMAT.",
)
@option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="Exit with 1 from this severity on [default: error].",
)
@option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found (short for --fail-on never).")
@option("--only", multiple=True, metavar="PATTERN", help="Report findings in these files only.")
@option(
    "--min-severity",
    type=click.Choice(FAIL_ON[:3]),
    help="Report only from this severity on.",
)
@option(
    "--group-by",
    type=click.Choice(["cause", "file", "rule"]),
    default="cause",
    help="What stands together in the text report [default: cause, in at most 300 lines].",
)
@option(
    "--statistics",
    is_flag=True,
    help="Add how often each rule speaks, why links are unknown, and what took how long.",
)
@option(
    "--external",
    metavar="[=all|changed]",
    type=External(["all", "changed"]),
    help="Look up external links over the network; with =changed those of files changed since --since.",
)
@click.option(
    "--since",  # may be empty: the hook says auto, and args: [--since=] takes that back
    envvar=variable("--since"),
    metavar="REVISION",
    help="Report only what is new since the work left REVISION of git; 'auto' is the base of the commit or "
    "pull request. With --external=changed: ask for links in files changed since then [default: HEAD].",
)
@option(
    "--cache-age",
    type=click.FloatRange(min=0),
    metavar="DAYS",
    help="For how long a good answer of a host stands; not with --external=changed.",
)
@day_option("Judge the site as if it were built on that day: what has closed by then, which posts are out.")
@option("--allow-private", is_flag=True, help="Also ask hosts with private addresses (intranets).")
@option("--offline", is_flag=True, help="Never use the network, whatever else is said.")
@option(
    "--baseline",
    type=click.Path(dir_okay=False),
    help="Accepted findings [default: beside the settings].",
)
@option("--watch", is_flag=True, help="Go on: check again whenever a file of the site changes.")
@option("--show-baselined", is_flag=True, help="Show what the baseline accepts, too.")
@build_options
@option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@option("--sarif-category", help="Category of a SARIF report, for several in one commit.")
@cache_options
@option("-q", "--quiet", is_flag=True, help="No notices on stderr.")
@settings_options
@rule_options
def command(site: str, **chosen: Any) -> int:
    """Read the Jekyll site in the folder SITE and say what is wrong with it. A file as SITE means that file
    alone, in its site.

    Exit status: 0 nothing to fail for, 1 findings, 2 sitecheck or its settings failed,
    130 interrupted, 143 ended by SIGTERM. Each option has an environment variable, such as
    SITECHECK_FAIL_ON=warning or SITECHECK_NO_CACHE=1.
    """
    targets = parse_outputs(*_asked_for(chosen))
    site, chosen["only"] = site_and_only(site, chosen["only"])
    if not chosen["watch"]:
        return _check(site, targets, chosen).status
    from sitecheck.cli.watch import watch
    from sitecheck.engine.folders.find_site import settings_path

    config = settings_path(site, chosen["config"])
    writes = any(file for _, file in targets)
    return watch(lambda: _check(site, targets, chosen).seen, site, config, writes=writes)


class _Checked(NamedTuple):
    """The exit status of a check, and what it looked at."""

    status: int
    seen: Seen


def _check(site: str, targets: list[tuple[str, str]], chosen: dict[str, Any]) -> _Checked:
    from sitecheck.engine.adoption.accepted import accept
    from sitecheck.model.report import exit_status

    tracked = tracked_by_git(site)
    revision = revision_of(site, chosen["since"])
    given = {**chosen, "since": revision.name or None, "picture": wants_picture(targets)}
    choices = choose(given, known_files(site, revision, tracked.files))
    external = external_options(choices)
    run = answer(site, choices, external, may_be_empty=tracked.files is not None)
    is_whole = not choices.only and not revision.name
    report = accept(run, site, choices.config, chosen["baseline"], whole=is_whole)
    report = only_new(report, run, site, choices, revision, asked=chosen)
    if report.caution and not chosen["quiet"]:
        warn(f"sitecheck: {report.caution}")
    shown = with_accepted(report) if chosen["show_baselined"] else report
    shown = as_asked(shown, run, chosen)
    write_reports(
        shown,
        site,
        targets,
        color=chosen["color"],
        category=chosen["sarif_category"] or "",
        statistics=chosen["statistics"],
        group_by=chosen["group_by"],
    )
    if not chosen["quiet"]:
        missed = left_out_of_git(site) if tracked.files is not None and shown.findings else ()
        notices = (*tracked.notices, *report.notices, *missed, *published(targets, site))
        warn(*(f"sitecheck: {notice}" for notice in notices))
    if external is not None and external.signal is not None:
        return _Checked(external.signal.status, report.seen)  # what is reported is not the whole truth
    fail_from = fail_level(run.fail_on, chosen["fail_on"], chosen["exit_zero"])
    return _Checked(exit_status(report, fail_from), report.seen)


def _asked_for(chosen: dict[str, Any]) -> tuple[tuple[str, ...], str | None]:
    """The outputs or the one format: what the environment says gives way to the command line."""
    outputs, form = chosen["outputs"], chosen["output_format"]
    source = click.get_current_context().get_parameter_source
    if outputs and form and source("output_format") is ParameterSource.ENVIRONMENT:
        return outputs, None
    if outputs and form and source("outputs") is ParameterSource.ENVIRONMENT:
        return (), form
    return outputs, form
