"""Which folder is meant: the site is looked for upward, as git does, and below when there is only one."""

from __future__ import annotations

import os
from collections.abc import Iterator

from sitecheck.engine.folders.recognize import (
    BUILT,
    asks_elsewhere,
    is_like_a_site,
    is_site,
    may_be_a_site,
    names_in,
    other_kind,
    part_of_other,
    sites_below,
)
from sitecheck.errors import UsageError
from sitecheck.files import folders_around, has_git, is_led_out, leads_out, relative_path
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

CONFIG_NAMES = (".sitecheck.yml", ".sitecheck.yaml")
"""The settings file: a dot file, which Jekyll does not publish; YAML, which Jekyll people write."""
BASELINE_NAME = ".sitecheck-baseline.json"
"""The file of accepted findings, beside the settings."""
_MOST_NAMED = 5
_SIGNS, _PLAIN = lazy_pattern(r"[*?\[\]!#\\]"), r"\\\g<0>"
"""What means something in a pattern of files, and how it is written to mean itself."""


class FoundSite(NamedTuple):
    """The folder of a site, and what to tell the user when it is not the one he named."""

    folder: str
    notice: str = ""


def find_site(named: str) -> FoundSite:
    """The site that is meant by the folder ``named``.

    Raises :class:`UsageError`, in one line that says what the folder is and what to do, when it is no site.
    """
    folder = _folder(named)
    if is_site(folder):
        return FoundSite(folder)
    kind = other_kind(folder)
    around = [path for path in upward(folder) if path != _real(folder)]
    above = next((path for path in around if is_site(path)), None)
    if above is not None:
        return _part_of(named, kind, relative_path(above))
    kind = kind or part_of_other(folder, around)
    if not kind and asks_elsewhere(folder):
        kind = "a part of a site: its pages include files, and there is no _includes"
    if not kind and is_like_a_site(folder):
        return FoundSite(folder)
    below = () if kind == BUILT else sites_below(folder)
    if len(below) == 1:
        where = relative_path(below[0]) if not os.path.isabs(folder) else below[0]
        return FoundSite(where, f"the site is in {where}: there is no _config.yml in {folder}")
    if not kind and not below and may_be_a_site(folder):
        return FoundSite(folder)
    what = kind or "no Jekyll site, without _config.yml and pages with front matter"
    raise UsageError(f"{folder} is {what}; {_advice(below)}")


class FoundFile(NamedTuple):
    """The site that a file lies in, the pattern of that file alone, and what to tell the user."""

    folder: str
    pattern: str
    notice: str


def find_file(named: str) -> FoundFile:
    """The site around a file; raises :class:`UsageError` when there is none."""
    beside, name = os.path.split(named)
    _refuse_link_out(beside or os.curdir)
    around = [folder for folder in upward(beside) if is_site(folder)]
    found = FoundSite(relative_path(around[0])) if around else find_site(beside or os.curdir)
    inside = relative_path(os.path.join(_real(beside), name), _real(found.folder))
    return FoundFile(found.folder, f"/{_SIGNS.sub(_PLAIN, inside)}", found.notice)


def _advice(below: tuple[str, ...]) -> str:
    if not below:
        return "sitecheck reads sources of Jekyll sites: name the folder that holds _config.yml"
    named = ", ".join(map(relative_path, below[:_MOST_NAMED]))
    more = ", …" if len(below) > _MOST_NAMED else ""
    return f"below it are {len(below)} sites, name one: {named}{more}"


def _part_of(named: str, kind: str, above: str) -> FoundSite:
    """The site around the working directory; a folder that is named must be one itself."""
    if os.path.normpath(named) == os.curdir:
        return FoundSite(above, f"the site is {above}")
    import shlex

    what = kind or "a part of a site"
    raise UsageError(f"{named} is {what}; check the whole: sitecheck check {shlex.quote(above)}")


def _folder(named: str) -> str:
    try:
        os.getcwd()
    except OSError as error:
        raise UsageError("the working directory does not exist any more") from error
    if os.path.isdir(named):
        _refuse_link_out(named)
        return named
    if os.path.exists(named):
        raise UsageError(f"{named} is a file; name the site's folder")
    raise UsageError(f"{named}: there is no such folder")


def _refuse_link_out(named: str) -> None:
    """Raises :class:`UsageError` for a folder that is written as one of a repository and is a link out of it.

    A change may have put that in the place of the site, and its author may not choose which of the user's
    folders is read, and mended. Who keeps his home in git is free to have links there.
    """
    home = _real(os.path.expanduser("~"))
    _, *around = folders_around(os.path.abspath(named))
    for path in around:
        if has_git(path) and _real(path) != home and is_led_out(named, path):
            raise UsageError(f"{named} is a link out of the repository {path}; name the folder it leads to")


def _real(folder: str) -> str:
    return os.path.realpath(folder)


def upward(folder: str) -> Iterator[str]:
    """``folder`` and those around it, without links, up to the root of its repository, the user's home or
    the disk's."""
    home = _real(os.path.expanduser("~"))
    for path in folders_around(_real(folder)):
        yield path
        if path == home or has_git(path):
            return


def settings_path(site: str, config: str | None) -> str | None:
    """The settings file to read: ``config`` when that is given, ``None`` for none.

    Raises :class:`UsageError` for one that is not there, and as :func:`find_settings` does.
    """
    if config is not None and not os.path.isfile(config):
        raise UsageError(f"{config}: there is no such settings file")
    return config or find_settings(site)


def find_settings(site: str) -> str | None:
    """The settings file of a site: in its folder, or upward in its repository; ``None`` when there is none.

    It is no link out of the folder it stands in: its author may not choose which of the user's files is read.
    Raises :class:`UsageError` for one that is, for two in one folder, and for what is no file.
    """
    around = [path for path in upward(site) if path != _real(site)]
    in_repository = around and has_git(around[-1])
    for folder in (site, *(map(relative_path, around) if in_repository and not has_git(site) else ())):
        names = names_in(folder)
        there = [os.path.normpath(os.path.join(folder, name)) for name in CONFIG_NAMES if name in names]
        if there:
            return _usable(there, folder)
    return None


def _usable(there: list[str], folder: str) -> str:
    path = there[0]
    if len(there) > 1:
        raise UsageError(f"{path}: there is {os.path.basename(there[1])}, too; keep one of them")
    if not os.path.isfile(path):
        raise UsageError(f"{path} is not a file")
    if leads_out(path, folder):
        raise UsageError(f"{path} is a symbolic link that leads out of the site; name the file with --config")
    return path
