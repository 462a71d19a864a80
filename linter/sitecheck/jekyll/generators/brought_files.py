"""Files that a workflow brings into the site, from other repositories or made there, before or after Jekyll
builds it.

A workflow of GitHub that builds a site may check out further repositories and copy of them what it wants,
in steps of its own or of an action in the same repository. Which files come is not known; where they go is,
mostly. A repository that is checked out to be deployed to brings nothing: files are copied into it.
Some actions of others write into the site's folder by themselves: ``data/actions.json``.
Sources: docs.github.com/actions (workflow syntax, composite actions); actions/checkout.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from sitecheck.files import is_below, leads_out, read_small, with_folders
from sitecheck.jekyll.generators.script_files import (
    BUILT,
    FILE,
    built_folders,
    in_built,
    plain_commands,
    words_of_copy,
)
from sitecheck.jekyll.plugins.names import ANYTHING, Name, outputs_of
from sitecheck.jekyll.plugins.publisher import DEPLOYS, Workflows
from sitecheck.jekyll.unsure import Unsure
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple
from sitecheck.package_data import package_table
from sitecheck.text.yaml_tree import load_yaml

_ACTION_FILES = ("action.yml", "action.yaml")
_MOST = 200
"""So many steps, commands of a step and folders are looked at; hostile files could have any number."""
_MOST_TEXT = 200_000
"""Characters of workflows that are read, in all."""
_CLONE = lazy_pattern(r"git\s+clone\s+(?P<words>[^\n;&|]*)")
_COMMAND = lazy_pattern(
    r"(?:(?:^|[;&|(]|\b(?:sudo|then|do)[ \t])[ \t]*(?P<shell>cd)"
    r"|(?<![\w./$-])(?:/(?:usr/)?bin/)?(?P<name>cp|mv|rsync|ln|install))"
    r"[ \t]+(?P<words>(?:\$\(\w+\)|[^\n;&|)#])*)",
    re.MULTILINE,
)
"""A command that moves files, wherever it stands, or the shell; "(", ";" and the like begin one."""
_WORKSPACE = lazy_pattern(
    r"^(?:\$GITHUB_WORKSPACE|\$\{GITHUB_WORKSPACE\}|\$\{\{\s*github\.workspace\s*\}\})/?"
)
_WORD = lazy_pattern(r"(?:\$\{\{[^{}]*\}\}|\S)+")


class _Writer(NamedTuple):
    """An action that writes files into the site: a row of ``data/actions.json``."""

    input: str
    folder: str
    files: tuple[str, ...]


_CONFIGURATION = lazy_pattern(r">[ \t]*[\"']?(?:\./)?_[\w-]+\.(?:ya?ml|toml)\b")
"""A configuration that a command writes …"""
_MAKES_PAGES = lazy_pattern(
    r"\b(?:collections|defaults|gems|include|permalink|plugins|(?:remote_)?theme|source)[\"']?[ \t]*[:=]"
)
"""… and what in it may make pages, or move them."""


@cache
def _writers() -> Mapping[str, _Writer]:
    rows = package_table("sitecheck.jekyll", "data/actions.json")["actions"]
    return {
        name: _Writer(input=row["input"], folder=row["folder"], files=tuple(row["files"]))
        for name, row in rows.items()
    }


class BroughtFiles(NamedTuple):
    """Where files of other repositories come; ``actions`` are where actions were looked for."""

    unsure: tuple[Unsure, ...]
    actions: tuple[str, ...]


def brought_files(root: Path, source: str, workflows: Workflows) -> BroughtFiles:
    """What the workflows of the repository at ``root`` bring to the site in its folder ``source``."""
    found: dict[Name, str] = {}
    actions: set[str] = set()
    left = _MOST_TEXT
    for path, text in workflows or ():
        if not (DEPLOYS.search(text) or any(name in text for name in _writers())) or len(text) > left:
            continue
        left -= len(text)
        job = _Job(root, actions, built_folders(text))
        job.steps(load_yaml(text).value)
        for target in job.targets:
            for name in _names(target, source):
                found.setdefault(name, path)
    unsure = (Unsure(name, because(ReasonKind.WORKFLOW, path)) for name, path in found.items())
    return BroughtFiles(tuple(unsure), tuple(sorted(actions)))


def _names(target: str, source: str) -> Iterator[Name]:
    """The addresses of what comes to ``target`` of the repository, which may be a file or a folder; anywhere
    when it is not known where that is."""
    if target in ("", source):
        yield ANYTHING
        return
    inside = not source or is_below(target, source)
    if inside or is_below(target, BUILT):
        path = target[len(source) + 1 :] if inside and source else target
        yield from outputs_of(Name((path,)))
        yield from outputs_of(Name((f"{path}/", "")))


@dataclass
class _Job:
    """The steps of one workflow, in their order; jobs are not told apart."""

    root: Path
    actions: set[str]
    built: tuple[str, ...]
    """Where the site is built."""
    own: str = ""
    """Where the repository of the site itself is checked out."""
    others: set[str] = field(default_factory=set)
    """Where other repositories are."""
    targets: dict[str, None] = field(default_factory=dict)
    """The folders and files, within the repository of the site, that come of others."""
    listed: dict[str, list[str]] = field(default_factory=dict)
    """What stands in folders of the repository: commands may name one thousands of times."""

    def steps(self, value: Any, depth: int = 0) -> None:
        """Takes every list of steps below ``value`` of a workflow or an action."""
        for step in _steps(value):
            uses, given = str(step.get("uses") or ""), step.get("with")
            if uses.startswith("actions/checkout"):
                self._checkout(given if isinstance(given, dict) else {})
            elif uses.startswith("./") and not depth:
                self._action(posixpath.normpath(uses))
            elif (name := uses.partition("@")[0]) in _writers():
                self._writer(_writers()[name], given if isinstance(given, dict) else {})
            run = step.get("run")
            if isinstance(run, str):
                self._run(run, _path(str(step.get("working-directory") or "")) or "")

    def _action(self, folder: str) -> None:
        """The steps of an action that stands in the repository itself."""
        outside = folder.startswith("..") or leads_out(self.root / folder, self.root)
        if outside or len(self.actions) >= _MOST:
            return
        self.actions.update(with_folders(folder))
        for name in _ACTION_FILES:
            if text := read_small(self.root / folder / name):
                self.steps(load_yaml(text).value, 1)

    def _writer(self, action: _Writer, given: dict[Any, Any]) -> None:
        folder = _path(str(given.get(action.input) or action.folder))
        for file in action.files if folder is not None else ():
            self._target(posixpath.join(folder or "", file))

    def _checkout(self, given: dict[Any, Any]) -> None:
        path = _path(str(given.get("path") or ""))
        if path and "repository" in given:
            self._other(path)
        elif path and not self.own:
            self.own = path

    def _other(self, path: str) -> None:
        if len(self.others) < _MOST:
            self.others.add(path)
            self._target(path)

    def _target(self, path: str) -> None:
        if not self.own or is_below(path, self.own):
            self.targets[self._within(path)] = None

    def _within(self, path: str) -> str:
        """A path of the workspace, from the top of the site's own repository."""
        return path[len(self.own) + 1 :] if self.own and is_below(path, self.own) else path

    def _run(self, script: str, folder: str) -> None:
        for match in _CLONE.finditer(script):
            words = [word for word in _words(match["words"]) if not word.isdigit()]
            if words:
                name = words[1] if len(words) > 1 else words[0].rpartition("/")[2].removesuffix(".git")
                path = _path(name, folder)
                if path:
                    self._other(path)
        done = 0
        for match in islice(_COMMAND.finditer(plain_commands(script)), _MOST):
            if match["shell"]:
                words = _words(match["words"])
                self._files(script[done : match.start()], folder)
                done = match.end()
                folder = _path(words[0], folder) or "" if words else folder
                continue
            words = words_of_copy(_words(match["words"], options=True), self.built)
            if len(words) > 1:
                self._copy([_path(word, folder) for word in words[:-1]], _path(words[-1], folder))
                self._publish(match["name"], words, folder)
        self._files(script[done:], folder)
        if _CONFIGURATION.search(script) and _MAKES_PAGES.search(script):
            self.targets[""] = None

    def _files(self, script: str, folder: str) -> None:
        """Files that a command names and that are not there."""
        for match in islice(FILE.finditer(script), _MOST):
            path = _path(match.group(), folder)
            if path and len(self.targets) < _MOST and not os.path.exists(self.root / self._within(path)):
                self._target(path)

    def _copy(self, sources: Iterable[str | None], target: str | None) -> None:
        """A command that copies: from another repository to anywhere but another."""
        brings = any(path and self._is_other(path) for path in sources)
        if brings and target is not None and not self._is_other(target):
            self._target(target)

    def _publish(self, command: str, words: list[str], folder: str) -> None:
        """A command that copies into the site that was built: what comes there is published, wherever it is
        of, and whether or not the repository has it."""
        known = _known_folder(words[-1])
        inside = in_built(self._within(_path(known, folder) or ""), self.built)
        if inside is None:
            return
        target = f"{BUILT}/{inside}" if inside else BUILT
        for word in words[:-1]:
            names = self._lands(word, folder, command) if known == words[-1] else []
            below = [f"{BUILT}/{name}" for name in names] if target == BUILT else []
            for path in below or [target]:
                if len(self.targets) < _MOST:
                    self.targets[path] = None

    def _lands(self, word: str, folder: str, command: str) -> list[str]:
        """What a source of a copy is called in the folder it comes to: by ``x/*``, ``x/.`` and, with rsync,
        ``x/`` that is what stands in it."""
        path = _path(word, folder)
        name = word.rstrip("/").rpartition("/")[2]
        if name not in ("*", ".") and not (command == "rsync" and word.endswith("/")):
            return [] if not path or "*" in name else [name]
        path = _path(posixpath.dirname(word), folder)
        if path is None or "$" in word:
            return []
        within = self._within(path)
        if within not in self.listed:
            self.listed[within] = _names_in(self.root / within, self.root)
        return self.listed[within]

    def _is_other(self, path: str) -> bool:
        return not self.others.isdisjoint(with_folders(path))


def _names_in(folder: Path, root: Path) -> list[str]:
    """The names in a folder of the repository, up to a limit; none of one that is elsewhere."""
    if leads_out(folder, root) or not folder.is_dir():
        return []
    return sorted(os.listdir(folder))[:_MOST]


def _steps(value: Any) -> Iterator[dict[Any, Any]]:
    """The steps of all jobs of a workflow, or those of an action."""
    jobs = value.get("jobs") if isinstance(value, dict) else None
    groups = [*jobs.values()][:_MOST] if isinstance(jobs, dict) else []
    runs = value.get("runs") if isinstance(value, dict) else None
    for group in [*groups, runs]:
        steps = group.get("steps") if isinstance(group, dict) else None
        for step in steps[:_MOST] if isinstance(steps, list) else ():
            if isinstance(step, dict):
                yield step


def _words(text: str, *, options: bool = False) -> list[str]:
    """The arguments of a command: no quotes, and no options but where they are asked for."""
    words = (match.group().strip("\"'") for match in _WORD.finditer(text))
    return [word for word in words if word and (options or not word.startswith("-"))][:_MOST]


def _known_folder(written: str) -> str:
    """The folders of a path that stand before a variable in it: of ``_site/ui/$name/`` the first two."""
    begin = _WORKSPACE.match(written)
    known, variable, _ = written[begin.end() if begin else 0 :].partition("$")
    if not variable:
        return written
    return (begin.group() if begin else "") + known.rpartition("/")[0]


def _path(written: str, folder: str = "") -> str | None:
    """A path from the top of the workspace: "" for that itself and what a variable names; none outside."""
    path, in_workspace = _WORKSPACE.subn("", written.strip("\"'"))
    if path.startswith(("/", "~")):
        return None
    if "$" in path:
        return ""
    joined = posixpath.normpath(posixpath.join("" if in_workspace else folder, path))
    if joined.startswith(".."):
        return None
    return "" if joined == "." else joined
