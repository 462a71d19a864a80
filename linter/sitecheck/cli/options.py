"""What the commands that read a site have in common: arguments, options and how they become settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sitecheck.errors import UsageError
from sitecheck.output.streams import warn

if TYPE_CHECKING:
    from sitecheck.engine.settings.site_settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def variable(name: str) -> str:
    """The environment variable that says what the command line does not: SITECHECK_FAIL_ON for --fail-on."""
    return f"SITECHECK_{name.lstrip('-').replace('-', '_').upper()}"


class _Said(click.Parameter):
    """Refuses a word in which nothing is said, such as a variable of a script that is not set: it would count
    as if it were not there, and the command do something else than what is asked for."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """As click does it."""
        cast = super().type_cast_value(ctx, value)
        for word in value if isinstance(value, (tuple, list)) else [value]:
            if isinstance(word, str) and not word.strip(" ,"):
                raise click.BadParameter("it is empty.", ctx, self)
        return cast


class _Option(_Said, click.Option):
    pass


class _Argument(_Said, click.Argument):
    pass


def argument(*names: str, **how: Any) -> Callable[[F], F]:
    """An argument, which says something."""
    return click.argument(*names, cls=_Argument, **how)


def plain_option(*names: str, **how: Any) -> Callable[[F], F]:
    """An option that no variable sets, and which says something."""
    return click.option(*names, cls=_Option, **how)


def option(*names: str, **how: Any) -> Callable[[F], F]:
    """An option that its :func:`variable` in the environment sets, too; its long name is one of ``names``."""
    long = next(name for name in names if name.startswith("--"))
    return plain_option(*names, envvar=variable(long), **how)


def site_argument(function: F) -> F:
    """The argument SITE: the folder of the site, that around the current one by default."""
    return argument("site", default=".", type=click.Path())(function)


def settings_options(function: F) -> F:
    """The options that say where settings and further rules come from: --config, --rule-pack."""
    function = option(
        "--rule-pack",
        "rule_packs",
        multiple=True,
        metavar="MODULE",
        help="Load further rules from this Python package; may be given several times.",
    )(function)
    return option(
        "--config",
        type=click.Path(dir_okay=False),
        help="Settings file [default: .sitecheck.yml in SITE, or upward in its repository].",
    )(function)


def rule_options(function: F) -> F:
    """The options that choose rules: --select, --extend-select, --ignore."""
    for name, text in (
        ("--ignore", "Rules or groups to switch off."),
        ("--extend-select", "Rules, groups or presets to add to those of the settings file."),
        ("--select", "Rules, groups or presets to use instead of those of the settings file."),
    ):
        function = option(name, multiple=True, metavar="RULE[,…]", help=text)(function)
    return function


def build_options(function: F) -> F:
    """The options that say how Jekyll builds the site: --drafts, --future."""
    for name, text in (
        ("--future", "Count posts with future dates as published."),
        ("--drafts", "Count drafts as published, as 'jekyll build --drafts' does."),
    ):
        function = option(name, is_flag=True, help=text)(function)
    return function


def day_option(text: str) -> Callable[[F], F]:
    """The option --at, which says on what day the site is built; ``text`` is its help."""
    return option("--at", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help=text)


def cache_options(function: F) -> F:
    """The options that say how a run is made: --no-cache, --cache-dir, --jobs."""
    jobs = option(
        "--jobs",
        type=click.IntRange(min=0),
        default=0,
        help="Worker processes [default: as many as help].",
    )
    folder = option("--cache-dir", type=click.Path(file_okay=False), help="Where to remember results.")
    fresh = option("--no-cache", is_flag=True, help="Read everything anew and remember nothing.")
    return fresh(folder(jobs(function)))


def site_folder(named: str) -> str:
    """The folder of the site that ``named`` means; says on stderr when it is another one.

    Raises :class:`UsageError` that says what the folder is and what to give instead.
    """
    from sitecheck.engine.folders.find_site import find_site

    found = find_site(named)
    if found.notice and not click.get_current_context().params.get("quiet"):
        warn(f"sitecheck: {found.notice}")
    return found.folder


def site_and_only(named: str, only: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The folder of the site that is meant, and the files: one in place of SITE means itself, in its site."""
    if not os.path.isfile(named):
        return site_folder(named), tuple(only)
    from sitecheck.engine.folders.find_site import find_file

    found = find_file(named)
    if found.notice:
        warn(f"sitecheck: {found.notice}")
    return found.folder, (found.pattern, *only)


def site_and_named(named: Sequence[str], what: str) -> tuple[str, str]:
    """What ``[SITE] PAGE`` says: the site, this folder by default, and the page.

    Raises :class:`UsageError` for more, with ``what`` is to be named.
    """
    if len(named) > 2:
        raise UsageError(f"name one {what}, and before it the site's folder if that is another")
    return (named[0], named[1]) if len(named) == 2 else (".", named[0])


def comma_separated(values: Sequence[str]) -> tuple[str, ...]:
    """The words of options that may be given several times and as lists with commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def load_settings(
    site: str,
    config: str | None,
    rule_packs: Sequence[str] = (),
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Settings:
    """The settings of a site: its ``.sitecheck.yml`` or the file given, with the command line on top."""
    from sitecheck.engine.folders.find_site import settings_path
    from sitecheck.engine.settings.site_settings import read_settings

    return read_settings(
        settings_path(site, config),
        site=site,
        rule_packs=rule_packs,
        only=comma_separated(select),
        extra_select=comma_separated(extend_select),
        extra_ignore=comma_separated(ignore),
    )
