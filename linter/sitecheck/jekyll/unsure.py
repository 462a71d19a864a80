"""Addresses that may exist beyond those that are known: what something unknown makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from sitecheck.jekyll.plugins.names import Name
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.unknown import ReasonKind, Reasons
from sitecheck.named_tuple import NamedTuple

_THEME_ASSETS = lazy_pattern(
    r"assets/.*\.(?:css|scss|js|map|json|webmanifest|woff2?|ttf|eot|svg|ico|xml|txt)|[^/]+\.js", re.DOTALL
)
"""What a theme may bring: files below ``assets``, and at the root scripts that serve a whole site and have
their permalink there, as those of progressive apps do (``/app.js`` of Chirpy 5)."""
_BESIDE = (ReasonKind.SERVER, ReasonKind.OTHER_PROGRAM, ReasonKind.VERSION)
_BROUGHT = (
    *(ReasonKind.SCRIPT_FILE, ReasonKind.WORKFLOW, ReasonKind.SUBMODULE, ReasonKind.GIT_IGNORED),
    *(ReasonKind.LINK_OUT, ReasonKind.THEME_FILE),
)
_SOME_PLUGIN = "_plugins/plugin.rb"


class Unsure(NamedTuple):
    """Addresses that something unknown may make: those that ``name`` covers."""

    name: Name
    reasons: Reasons
    assets_only: bool = False
    """Whether it brings only what themes bring: scripts, style sheets, fonts, icons."""
    outputs: frozenset[str] = frozenset()
    """Further ones."""
    sure: bool = False
    """Whether what makes them runs for certain: only what such pages hold is not known."""

    @property
    def beside_jekyll(self) -> bool:
        """Whether none of them is a page of the site's own: a server leads elsewhere, another program writes,
        or a version of Jekyll publishes files of other people, and copies more."""
        return all(reason.kind in _BESIDE for reason in self.reasons)

    @property
    def may_run(self) -> bool:
        """Whether a plugin may make them that nobody has read, or may be among them: of files that something
        brings, where it may bring any."""
        if all(reason.kind in _BROUGHT for reason in self.reasons):
            return self.covers(_SOME_PLUGIN)
        return not self.beside_jekyll

    @property
    def of_any_site(self) -> bool:
        """Whether any site may have them, as the program is none of the repository."""
        return all(reason.kind is ReasonKind.OTHER_PROGRAM for reason in self.reasons)

    def covers(self, output: str) -> bool:
        """Whether ``output`` is one of them."""
        if output in self.outputs:
            return True
        if self.assets_only and not _THEME_ASSETS.fullmatch(output):
            return False
        return self.name.covers(output)


class Unsures(tuple[Unsure, ...]):
    """All of a site. There may be a thousand, asked of each link that leads nowhere, so they are found by
    what their names begin with."""

    def covering(self, output: str) -> Iterator[Unsure]:
        """Those that cover ``output``, in order."""
        begins = (output[:length] for length in self._lengths if length <= len(output))
        numbers = {number for begin in begins for number in self._by_begin.get(begin, ())}
        for number in sorted(numbers.union(self._others)):
            if self[number].covers(output):
                yield self[number]

    @cached_property
    def made(self) -> frozenset[str]:
        """Those that are made for certain."""
        return frozenset(each.name.exact for each in self if each.sure and each.name.exact is not None)

    @cached_property
    def _by_begin(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, each in enumerate(self):
            if not each.outputs and not each.name.has_placeholder:
                found.setdefault(each.name.texts[0], []).append(number)
        return found

    @cached_property
    def _others(self) -> list[int]:
        return [number for number, each in enumerate(self) if each.outputs or each.name.has_placeholder]

    @cached_property
    def _lengths(self) -> list[int]:
        """How long beginnings are: one may be long, and so may be what is asked about."""
        return sorted(set(map(len, self._by_begin)))
