"""``sitecheck check``: what is wrong with a site."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from sitecheck.cli.options import (
    build_options,
    comma_separated,
    config_path,
    load_settings,
    rule_options,
    settings_options,
    site_argument,
    site_folder,
)
from sitecheck.errors import UsageError
from sitecheck.files import write_output
from sitecheck.output.streams import is_terminal, put, warn
from sitecheck.report import (
    REPORTERS,
    ReportOptions,
    sarif_limit,
    site_prefix,
    source_url,
    use_color,
    use_links,
)

if TYPE_CHECKING:
    from sitecheck.engine.external import ExternalOptions
    from sitecheck.engine.run_cache import CachedRun
    from sitecheck.engine.tracked import Tracked
    from sitecheck.model.finding import Severity
    from sitecheck.model.report import RunReport

FAIL_ON = ("error", "warning", "info", "never")


class CheckCommand(click.Command):
    """Lets ``--external`` stand alone before SITE, which click would take for its value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it, with the value written out."""
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
@click.option("--output-format", type=click.Choice(list(REPORTERS)), help="Short for --output FORMAT.")
@click.option(
    "--fail-on", type=click.Choice(FAIL_ON), help="Exit with 1 from this severity on [default: error]."
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found (short for --fail-on never).")
@click.option("--only", multiple=True, metavar="PATTERN", help="Report findings in these files only.")
@click.option("--statistics", is_flag=True, help="Add how often each rule speaks and why links are unknown.")
@click.option(
    "--external",
    metavar="[=all|changed]",
    type=click.Choice(["all", "changed"]),
    help="Look up external links over the network; with =changed those of files changed since --since.",
)
@click.option("--since", default="HEAD", metavar="REVISION", help="For --external=changed [default: HEAD].")
@click.option(
    "--cache-age",
    type=click.FloatRange(min=0),
    metavar="DAYS",
    help="For how long a good answer of a host stands; not with --external=changed.",
)
@click.option("--allow-private", is_flag=True, help="Also ask hosts with private addresses (intranets).")
@click.option("--offline", is_flag=True, help="Never use the network, whatever else is said.")
@build_options
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.option("--sarif-category", default="", help="Category of a SARIF report, for several in one commit.")
@click.option("--no-cache", is_flag=True, help="Read everything anew and remember nothing.")
@click.option("--cache-dir", type=click.Path(file_okay=False), help="Where to remember results.")
@click.option(
    "--jobs", type=click.IntRange(min=0), default=0, help="Worker processes [default: as many as help]."
)
@click.option("-q", "--quiet", is_flag=True, help="No notices on stderr.")
@settings_options
@rule_options
def command(site: str, **chosen: Any) -> int:
    """Read the Jekyll site in the folder SITE and say what is wrong with it.

    Exit status: 0 nothing to fail for, 1 findings, 2 sitecheck or its settings failed,
    130 interrupted, 143 ended by SIGTERM.
    """
    from sitecheck.model.report import exit_status

    targets = parse_outputs(chosen["outputs"], chosen["output_format"])
    site = site_folder(site)
    tracked = _tracked(site)
    given = {**chosen, "known": tracked.files}
    choices = Choices(**{name: given[name] for name in Choices._fields})
    external = _external(choices)
    report, usual = _answer(site, choices, external)
    write_reports(
        report,
        site,
        targets,
        color=chosen["color"],
        category=chosen["sarif_category"],
        statistics=chosen["statistics"],
    )
    if not chosen["quiet"]:
        warn(*(f"sitecheck: {notice}" for notice in (*tracked.notices, *report.notices)))
    if external is not None and external.signal is not None:
        return external.signal.status  # what is reported is not the whole truth
    return exit_status(report, fail_level(usual, chosen["fail_on"], chosen["exit_zero"]))


class Choices(NamedTuple):
    """What decides what is found: options, as the command line gives them, and in a hook what git knows."""

    only: tuple[str, ...]
    external: str | None
    since: str
    cache_age: float | None
    allow_private: bool
    offline: bool
    drafts: bool
    future: bool
    no_cache: bool
    cache_dir: str | None
    jobs: int
    config: str | None
    rule_packs: tuple[str, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    known: tuple[str, ...] | None
    """The files that count, ``None`` for all."""


def _answer(site: str, chosen: Choices, external: ExternalOptions | None) -> CachedRun:
    """The report and the severity that the settings fail from: from the cache when nothing has changed."""
    from sitecheck.engine.run_cache import load_run, run_key

    now = time.time_ns()
    if chosen.no_cache or external is not None:
        return _run(site, chosen, external, now, "")
    cache = chosen.cache_dir or default_cache_dir()
    if cache is None:
        return _run(site, chosen, None, now, "")
    judging = chosen._replace(cache_dir=None, jobs=0)
    key = run_key(site, config_path(site, chosen.config), judging)
    return load_run(cache, site, key, now) or _run(site, chosen, None, now, key)


def _run(site: str, chosen: Choices, external: ExternalOptions | None, now: int, key: str) -> CachedRun:
    """A run that begins ``now`` (ns since the epoch) and is stored under ``key``, if there is one."""
    from sitecheck.engine.check_site import RunOptions, check_site
    from sitecheck.engine.open_site import Call
    from sitecheck.engine.run_cache import CachedRun, save_run

    settings = load_settings(
        site,
        chosen.config,
        chosen.rule_packs,
        select=chosen.select,
        extend_select=chosen.extend_select,
        ignore=chosen.ignore,
    )
    known = None if chosen.known is None else frozenset(chosen.known)
    # what a rule pack is made of is not known, so that nothing tells when it gives other answers
    distrusted = chosen.no_cache or settings.packs
    cache = None if distrusted else chosen.cache_dir or default_cache_dir()
    options = RunOptions(
        site=site,
        settings=settings,
        external=external,
        call=Call(drafts=chosen.drafts, future=chosen.future, known=known, now=now),
        cache_dir=cache,
        jobs=chosen.jobs,
        only=comma_separated(chosen.only),
    )
    report = check_site(options)
    if cache and key:
        save_run(cache, site, key, began=now, report=report, fail_on=settings.fail_on)
    return CachedRun(report, settings.fail_on)


def _external(chosen: Choices) -> ExternalOptions | None:
    if not chosen.external or chosen.offline:
        return None
    from sitecheck.cli.progress import progress_for_terminal
    from sitecheck.engine.external import ExternalOptions

    since = chosen.since if chosen.external == "changed" else None
    return ExternalOptions(since, chosen.cache_age, chosen.allow_private, progress_for_terminal())


def _tracked(site: str) -> Tracked:
    from sitecheck.engine.tracked import tracked_files

    return tracked_files(site, os.environ)


def fail_level(usual: Severity | None, fail_on: str | None, exit_zero: bool) -> Severity | None:
    """The severity to fail from: the command line's word, else ``usual``, that of the settings file."""
    from sitecheck.model.finding import Severity

    if exit_zero or fail_on == "never":
        return None
    return Severity.parse(fail_on) if fail_on else usual


def parse_outputs(outputs: Sequence[str], output_format: str | None) -> list[tuple[str, str]]:
    """Pairs of format and file ("" for the terminal); raises :class:`UsageError` for a format not known."""
    if outputs and output_format:
        raise UsageError("give either --output or --output-format, not both")
    targets = []
    for output in outputs or [output_format or "text"]:
        name, _, file = output.partition(":")
        if name not in REPORTERS:
            raise UsageError(
                f"--output {output}: there is no format {name!r}; there are {', '.join(REPORTERS)}"
            )
        targets.append((name, file))
    if sum(not file for _, file in targets) > 1:
        raise UsageError("only one --output can go to the terminal; give the others a file: FORMAT:FILE")
    return targets


def default_cache_dir() -> str | None:
    """The user's cache folder, ``None`` for a user without one.

    It is never inside the site, as a committed cache could hide findings: a relative XDG_CACHE_HOME counts
    as none (XDG Base Directory Specification), and so does a home that nobody knows ("~" stays as it is).
    """
    base = os.environ.get("SITECHECK_CACHE_DIR")
    if base:
        return base
    usual = os.path.join(os.path.expanduser("~"), ".cache")
    folders = (os.environ.get("XDG_CACHE_HOME", ""), usual)
    return next((os.path.join(folder, "sitecheck") for folder in folders if os.path.isabs(folder)), None)


def write_reports(
    report: RunReport,
    site: str,
    targets: Sequence[tuple[str, str]],
    color: str,
    category: str,
    statistics: bool,
) -> None:
    """Writes each report to its file or to the terminal, secrets in URLs masked."""
    from sitecheck.engine.mask_report import mask_report

    report = mask_report(report)
    for name, file in targets:
        terminal = not file and is_terminal()
        options = ReportOptions(
            color=not file and use_color(color, os.environ, terminal),  # type: ignore[arg-type]
            links=terminal and use_links(os.environ, terminal),
            width=terminal_width() if terminal else 100,
            folder=os.getcwd(),
            prefix=site_prefix(Path(report.root), os.environ),
            source_url=source_url(os.environ),
            sarif_category=category,
            sarif_max_results=sarif_limit(os.environ),
            notify=lambda notice: warn(f"sitecheck: {notice}"),
            statistics=statistics,
        )
        text = REPORTERS[name].render(report, options)
        if file:
            write_report(file, text, site)
        else:
            put(text, painted=options.color or options.links)


def terminal_width() -> int:
    """Columns of the terminal."""
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def write_report(path: str, text: str, site: str) -> None:
    """Writes a report in one step, so that nobody ever reads half of one; raises :class:`UsageError`."""
    try:
        write_output(path, text.encode("utf-8", "backslashreplace"), site)
    except OSError as error:
        raise UsageError(f"{path}: the report cannot be written: {error.strerror}") from error
