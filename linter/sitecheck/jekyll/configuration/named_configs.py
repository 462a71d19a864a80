"""The configuration of a site that has none at its root: what the commands name that build it, in files of
programs that run such commands (``jekyll build --config config/_config.yml``)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sitecheck.files import read_small
from sitecheck.lazy_pattern import lazy_pattern

_FILES = (
    *("package.json", "Makefile", "Rakefile", "justfile", "gulpfile.js", "Gruntfile.js", "netlify.toml"),
    *("Dockerfile", "docker-compose.yml", ".travis.yml", ".gitlab-ci.yml"),
)
_COMMAND = lazy_pattern(
    r"""\bjekyll[ \t]+(b(?:uild)?\b|s(?:erver?)?\b|\$[({]?[\w-]{1,99}[)}]?)[^\n;&|"]{0,300}?"""
    r"""[ \t]--config[ \t=]+["'\\]{0,3}([\w./,-]{1,300})"""
)
"""A command of Jekyll's with the files that it is to read; the first group begins with ``s`` where it serves,
and is a variable where a program says elsewhere what is to be done."""
_NAME = lazy_pattern(r"_config[\w.-]{0,99}\.ya?ml")
_MOST_ENTRIES = 1_000


def named_configs(root: Path) -> tuple[str, ...]:
    """The files that a command names which builds the site at ``root``, or else one that serves it; nothing
    where no command names files that are all there."""
    found = [(kind.startswith("s"), names) for kind, names in _commands(root) if _are_there(root, names)]
    return min(found, key=lambda each: each[0])[1] if found else ()


def other_config(root: Path) -> str:
    """A file at the root that is named like a configuration, as ``_config_base.yml``; "" for none."""
    try:
        with os.scandir(root) as entries:
            names = [each.name for each in islice(entries, _MOST_ENTRIES) if _NAME.fullmatch(each.name)]
    except OSError:
        return ""
    return min(names, default="")


def _commands(root: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in _FILES:
        for match in _COMMAND.finditer(read_small(root / name)):
            yield match[1], tuple(each for each in match[2].split(",") if each)


def _are_there(root: Path, names: tuple[str, ...]) -> bool:
    inside = all(not Path(name).is_absolute() and ".." not in Path(name).parts for name in names)
    return bool(names) and inside and all((root / name).is_file() for name in names)
