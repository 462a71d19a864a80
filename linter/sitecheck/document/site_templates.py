"""The includes and layouts of a site, what each asks for and sets, and what each includes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property
from itertools import chain

from sitecheck.document.include_names import body_of, included, name_finder
from sitecheck.document.liquid_host import SiteHost
from sitecheck.liquid.host import IncludeFile
from sitecheck.liquid.includes import Include
from sitecheck.liquid.names import Name, NameFinder, Names
from sitecheck.liquid.nodes import Body


def reached(names: Iterable[str], flows: Iterable[tuple[str, Set[str]]]) -> set[str]:
    """Some names, and those to which ``flows`` lead from them, one after the other."""
    to: dict[str, set[str]] = defaultdict(set)
    for name, others in flows:
        to[name] |= others
    found = set(names)
    waiting = list(found)
    while waiting:
        more = to[waiting.pop()] - found
        found |= more
        waiting += more
    return found


def given_to(path: str) -> str:
    """What a file finds as ``include``: each is given something else."""
    return f"include {path}"


class SiteTemplates:
    """The includes and layouts of a site."""

    def __init__(
        self, host: SiteHost, files: Iterable[IncludeFile], layouts: Mapping[str, Body | None]
    ) -> None:
        """``files``: its includes; ``layouts``: their nodes by their paths."""
        self._host = host
        self.finder = name_finder(host)
        self._alone = NameFinder(lambda _: None, self._changed)
        """Does not go into includes: what one of them sets is asked for by whoever includes it."""
        self._named: dict[str, IncludeFile | None] = {}
        """The files by the names under which they are included."""
        self.files = self._with_included(files, layouts.values())
        self.bodies = {path: body_of(file) for path, file in self.files.items()}
        """The nodes of the includes, ``None`` where there is no Liquid."""
        both = {**self.bodies, **layouts}
        self.known = {path: body for path, body in both.items() if body is not None}
        """The nodes of all includes and layouts that have Liquid."""

    def _with_included(
        self, files: Iterable[IncludeFile], layouts: Iterable[Body | None]
    ) -> dict[str, IncludeFile]:
        """The files, and those that are included though they are none of the site's: their names begin with a
        dot."""
        found = {file.path: file for file in files}
        finder = NameFinder(lambda _: None)
        waiting = [*layouts, *map(body_of, found.values())]
        while waiting:
            included = self._found(finder.names(waiting.pop()).includes)
            more = {file.path: file for file in included if file.path not in found}
            found |= more
            waiting += map(body_of, more.values())
        return found

    def names(self, node: object) -> Names:
        """What a node asks for and sets, with all that it includes."""
        return self.finder.names(node)

    def reads(self, node: object, path: str) -> frozenset[Name]:
        """What a node of the file at ``path`` asks for itself; for ``include`` stands :func:`given_to`."""
        reads = self._alone.names(node).reads
        return frozenset((given_to(path), None) if name == "include" else (name, key) for name, key in reads)

    def files_in(self, node: object) -> tuple[IncludeFile, ...]:
        """All files to which a node leads, as far as they are here."""
        return self._found(self.names(node).includes)

    def included_by(self, node: object) -> frozenset[str] | None:
        """The paths of the files that a node includes itself; ``None`` where it may be any."""
        names = self._alone.names(node)
        if names.anything:
            return None
        return frozenset(file.path for file in self._found(names.includes))

    def _found(self, names: frozenset[str]) -> tuple[IncludeFile, ...]:
        for name in names - self._named.keys():
            self._named[name] = next(included(frozenset({name}), self._host), None)
        return tuple(file for name in sorted(names) if (file := self._named[name]) is not None)

    def may_include(self, node: object) -> Set[str]:
        """The same, where it may be any all of them."""
        files = self.included_by(node)
        return self.files.keys() if files is None else files

    @cached_property
    def included(self) -> Mapping[str, Set[str]]:
        """What each include and layout may include itself."""
        return {path: self.may_include(body) for path, body in self.known.items()}

    def reached_from(self, paths: Iterable[str]) -> set[str]:
        """Some includes, and all that they include, be it through others."""
        return reached(paths, self.included.items())

    def leading_to(self, paths: Iterable[str]) -> set[str]:
        """Some templates, and all that include them, be it through others."""
        return reached(paths, self._includers.items())

    @cached_property
    def _includers(self) -> Mapping[str, set[str]]:
        """By includes, the templates that may include each."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, files in self.included.items():
            for file in files:
                found[file].add(path)
        return found

    def _changed(self, include: Include) -> Set[str]:
        """What an include sets; where Liquid makes its name that may be anything."""
        if include.name_body is not None or include.kind == "include_relative":
            return self._set_by_any
        return self.names(self.finder.body(include.markup.name)).assigned

    @cached_property
    def _set_by_any(self) -> frozenset[str]:
        return frozenset(chain.from_iterable(self.names(body).assigned for body in self.known.values()))
