"""The configuration that the commands name which build a site (``jekyll build --config config/_config.yml``).

They stand in files of programs that run such commands: in the site's folder, and at the top of its
repository.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from sitecheck.files import place_in_repository, read_small, repository_top, with_folders
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_PROGRAM = lazy_pattern(
    r"package\.json|Makefile|Rakefile|justfile|gulpfile\.js|Gruntfile\.js|netlify\.toml|Dockerfile|"
    r"docker-compose\.yml|\.travis\.yml|\.gitlab-ci\.yml|[\w.-]{1,99}\.sh"
)
_TASK = lazy_pattern(r"[\w.-]{1,99}\.rake")
TASKS = ("_tasks", "lib/tasks", "rakelib", "tasks")
"""Folders from which Rakefiles load their tasks."""
_WORKFLOW = lazy_pattern(r"[\w.-]{1,99}\.ya?ml")
WORKFLOWS = ".github/workflows"
_MOST_PROGRAMS = 60
_MOST_COMMANDS = 1_000
_JEKYLL = r"""\bjekyll(?:[ \t]+|\(["'])"""
"""How a command begins, or in a Rakefile a call of what runs it."""
_COMMAND = lazy_pattern(
    _JEKYLL + r"""(b(?:uild)?\b|s(?:erver?)?\b|\$[({]?[\w-]{1,99}[)}]?)[^\n;&|"]{0,300}?"""
    r"""[ \t]--config[ \t=]+["'\\]{0,3}([\w./,-]{1,300})[^\n;&|]{0,300}"""
)
"""A command of Jekyll's with the files that it is to read; the first group begins with ``s`` where it serves,
and is a variable where a program says elsewhere what is to be done."""
_WATCHES = lazy_pattern(r"[ \t](?:--watch|-w)\b")
"""Said to a build that goes on while somebody writes, as one that serves."""
_PLAIN_BUILD = lazy_pattern(_JEKYLL + r"""b(?:uild)?\b(?![^\n;&|]{0,300}[ \t](?:--config|-c)\b)""")
_GOES_ON = lazy_pattern(r"\\\r?\n")
_IS_A_TRY = lazy_pattern(
    r"(?:\A|[^a-z])"
    r"(?:dev\w*|integ\w*|local\w*|tests?|debug|stag\w*|preview|drafts?|beta|serve|ci|offline|docker)(?![a-z])",
    re.IGNORECASE,
)
"""What the name of a configuration says that is not for the site as it is published."""
_NAME = lazy_pattern(r"_config[\w.-]{0,99}\.ya?ml")
_MOST_ENTRIES = 1_000


class _Command(NamedTuple):
    names: tuple[str, ...]
    """The files that it reads."""
    serves: bool

    @property
    def is_a_try(self) -> bool:
        return any(map(_IS_A_TRY.search, self.names))


def named_configs(root: Path) -> tuple[str, ...]:
    """The files that a command names which builds the site at ``root``, or else one that serves it; nothing
    where no command names files that are all there."""
    found = _commands(root, _programs(root))
    return min(found, key=lambda each: (each.serves, each.is_a_try)).names if found else ()


def with_further_configs(root: Path, own: str) -> tuple[str, ...]:
    """The configuration ``own`` and what every command reads after it that builds the site as it is
    published, without what is not for that. GitHub Pages, which may build a site without a Gemfile, reads
    ``own`` alone."""
    folders = (root, Path(repository_top(root)))
    if not any((folder / "Gemfile").is_file() for folder in folders):
        return (own,)
    programs = [*_programs(root)]
    commands = [each for each in _commands(root, programs) if not each.serves]
    if not commands or any(_PLAIN_BUILD.search(text) for text in programs):
        return (own,)
    builds = [each.names for each in commands if not each.is_a_try] or [each.names for each in commands]
    common = [name for name in builds[0] if all(name in names for names in builds)]
    kept = tuple(name for name in common if not _IS_A_TRY.search(name))
    return kept if kept[:1] == (own,) else (own,)


def folders_of_programs(root: Path) -> tuple[str, ...]:
    """The folders of ``root`` that are looked into for what builds a site, and those that they are in."""
    named = (folder for path in (*TASKS, WORKFLOWS) for folder in with_folders(path))
    return tuple(folder for folder in dict.fromkeys(named) if (root / folder).is_dir())


def other_config(root: Path) -> str:
    """A file at the root that is named like a configuration, as ``_config_base.yml``; "" for none."""
    return min(_names(root, _NAME), default="")


def _commands(root: Path, programs: Iterable[str]) -> list[_Command]:
    """The commands whose files are all there."""
    place = place_in_repository(root)
    below = f"{place.below}/" if place is not None else ""
    found = []
    said = (_said(match) for text in programs for match in _COMMAND.finditer(text))
    for serves, given in islice(dict.fromkeys(said), _MOST_COMMANDS):
        written = tuple(posixpath.normpath(each) for each in given.split(",") if each)
        from_above = tuple(name.removeprefix(below) for name in written)
        names = next((each for each in dict.fromkeys((written, from_above)) if _are_there(root, each)), None)
        if names is not None:
            found.append(_Command(names, serves))
    return found


def _said(command: re.Match[str]) -> tuple[bool, str]:
    """Whether a command serves the site to its author, and the files it names."""
    return command[1].startswith("s") or _WATCHES.search(command[0]) is not None, command[2]


def _programs(root: Path) -> Iterator[str]:
    """What the programs say that may build the site, those of its own folder first."""
    for folder in dict.fromkeys((root, Path(repository_top(root)))):
        names = [*_names(folder, _PROGRAM)]
        names += [f"{place}/{name}" for place in TASKS for name in _names(folder / place, _TASK)]
        names += [f"{WORKFLOWS}/{name}" for name in _names(folder / WORKFLOWS, _WORKFLOW)]
        for name in names[:_MOST_PROGRAMS]:
            yield _GOES_ON.sub(" ", read_small(folder / name, folder))


def _names(folder: Path, wanted: re.Pattern[str]) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(each.name for each in islice(entries, _MOST_ENTRIES) if wanted.fullmatch(each.name))
    except OSError:
        return []


def _are_there(root: Path, names: tuple[str, ...]) -> bool:
    inside = all(not Path(name).is_absolute() and ".." not in Path(name).parts for name in names)
    return bool(names) and inside and all(os.path.isfile(root / name) for name in names)
