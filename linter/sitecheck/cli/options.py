"""What the commands that read a site have in common: arguments, options and how they become settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sitecheck.errors import UsageError
from sitecheck.files import leads_out

if TYPE_CHECKING:
    from sitecheck.engine.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def site_argument(function: F) -> F:
    """The argument SITE: the folder that holds ``_config.yml``, the current one by default."""
    return click.argument("site", default=".", type=click.Path())(function)


def settings_options(function: F) -> F:
    """The options that say where settings and further rules come from: --config, --rule-pack."""
    function = click.option(
        "--rule-pack",
        "rule_packs",
        multiple=True,
        metavar="MODULE",
        help="Load further rules from this Python package; may be given several times.",
    )(function)
    return click.option(
        "--config", type=click.Path(dir_okay=False), help="Settings file [default: SITE/.sitecheck.yml]."
    )(function)


def rule_options(function: F) -> F:
    """The options that choose rules: --select, --extend-select, --ignore."""
    for name, text in (
        ("--ignore", "Rules or groups to switch off."),
        ("--extend-select", "Rules, groups or presets to add to those of the settings file."),
        ("--select", "Rules, groups or presets to use instead of those of the settings file."),
    ):
        function = click.option(name, multiple=True, metavar="RULE[,…]", help=text)(function)
    return function


def build_options(function: F) -> F:
    """The options that say how Jekyll builds the site: --drafts, --future."""
    for name, text in (
        ("--future", "Count posts with future dates as published."),
        ("--drafts", "Count drafts as published, as 'jekyll build --drafts' does."),
    ):
        function = click.option(name, is_flag=True, help=text)(function)
    return function


def site_folder(site: str) -> str:
    """``site`` when it is a folder; raises :class:`UsageError` that says what to give instead."""
    try:
        os.getcwd()
    except OSError as error:
        raise UsageError("the working directory does not exist any more") from error
    if os.path.isdir(site):
        return site
    if os.path.exists(site):
        raise UsageError(f"{site} is a file; name the site's folder, and the file with --only")
    raise UsageError(f"{site}: there is no such folder")


def comma_separated(values: Sequence[str]) -> tuple[str, ...]:
    """The words of options that may be given several times and as lists with commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def config_path(site: str, config: str | None) -> str | None:
    """The settings file to read, ``None`` for none; raises :class:`UsageError` for one that is not there.

    The file of the site is no link out of it: its author may not choose which of the user's files is read.
    """
    if config is not None and not os.path.isfile(config):
        raise UsageError(f"{config}: there is no such settings file")
    usual = os.path.join(site, ".sitecheck.yml")
    if not config and os.path.lexists(usual) and not os.path.isfile(usual):
        raise UsageError(f"{usual} is not a file")
    if not config and leads_out(usual, site):
        raise UsageError(
            f"{usual} is a symbolic link that leads out of the site; name the file with --config"
        )
    return config or (usual if os.path.isfile(usual) else None)


def load_settings(
    site: str,
    config: str | None,
    rule_packs: Sequence[str] = (),
    select: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Settings:
    """The settings of a site: its ``.sitecheck.yml`` or the file given, with the command line on top."""
    from sitecheck.engine.settings import read_settings

    return read_settings(
        config_path(site, config),
        rule_packs=rule_packs,
        only=comma_separated(select),
        extra_select=comma_separated(extend_select),
        extra_ignore=comma_separated(ignore),
    )
