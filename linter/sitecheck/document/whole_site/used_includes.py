"""Which includes are called, and which of them pages show."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

from sitecheck.document.whole_site.set_names import set_names
from sitecheck.jekyll import Site
from sitecheck.jekyll.layout_chain import NO_LAYOUT
from sitecheck.model.facts import PageFacts
from sitecheck.model.unknown import ReasonKind, may_be

_OF_GITHUB = frozenset(
    f"jekyll-theme-{name}"
    for name in (
        *("architect", "cayman", "dinky", "hacker", "leap-day", "merlot"),
        *("midnight", "minimal", "modernist", "slate", "tactile", "time-machine"),
    )
)
_THEIR_INCLUDE = frozenset({ReasonKind.THEME_INCLUDE})
_THEIR_INCLUDES = "head-custom"
"""How the names begin of all that the layouts of these themes include (github.com/pages-themes)."""


class UsedIncludes:
    """The include files of a site by their use."""

    def __init__(
        self,
        site: Site,
        files: Mapping[str, PageFacts],
        shown: Callable[[], frozenset[str] | None] | None,
    ) -> None:
        """``shown`` gives the includes that pages show, ``None`` where that is not known."""
        self._site = site
        self._files = files
        self._read_shown = shown

    @cached_property
    def unused(self) -> frozenset[str]:
        """The include files that nothing which is built includes; empty where that is not known.

        A theme's layouts, the site's own Ruby and settings of plugins may name any, but a backup.
        """
        if self._asks_unknown:
            return self._backups
        names = self._site.named_includes
        waiting = (facts for facts in self._files.values() if facts.kind != "include")
        reached = self.called(waiting, filter(self._is_set, names))
        return frozenset(path for name, path in names.items() if name not in reached)

    def called(self, files: Iterable[PageFacts], named: Iterable[str] = ()) -> set[str]:
        """The includes that ``files`` may call, those ``named``, and what these may call in turn, by name."""
        names, reached = self._site.named_includes, set(named)
        waiting = [*files, *(self._files[names[name]] for name in reached if names[name] in self._files)]
        while waiting:
            asked = waiting.pop().asks
            new = {name for each in asked for name in _asked_for(each, names, self._handed)} - reached
            reached |= new
            waiting += [self._files[names[name]] for name in new if names[name] in self._files]
        return reached

    @cached_property
    def _handed(self) -> frozenset[str]:
        """The parameters that an include is given other values by than texts."""
        return frozenset(
            each[1:] for facts in self._files.values() for each in facts.asks if each.startswith("=")
        )

    @cached_property
    def unseen(self) -> frozenset[str]:
        """The include files that no page shows: nothing includes them, or nothing does as the site is
        configured, such as those that a theme has for services which the site does not use."""
        if self._asks_unknown:
            return self._backups
        shown = self._read_shown() if self._read_shown is not None else None
        if shown is None:
            return self.unused
        named = self._site.named_includes
        return frozenset(path for name, path in named.items() if path not in shown and not self._is_set(name))

    @property
    def _backups(self) -> frozenset[str]:
        """Copies that an editor has left."""
        return frozenset(path for name, path in self._site.named_includes.items() if name.endswith("~"))

    def _is_set(self, name: str) -> bool:
        """Whether the configuration names an include, which a plugin may show then, or a known theme does."""
        if name.startswith(_THEIR_INCLUDES) and self._site.theme_elsewhere:
            return True
        return name in self._site.lent_includes or name in self._settings

    @cached_property
    def _settings(self) -> frozenset[str]:
        """What the configuration names."""
        return set_names(self._site)

    @property
    def _asks_unknown(self) -> bool:
        """Whether somebody who is not here may include any file."""
        theme = self._site.theme_elsewhere
        return bool(
            (theme and theme not in _OF_GITHUB and self._shows_theme)
            or self._site.config.github_pages
            or self._site.own_ruby.asks_includes
        )

    @cached_property
    def _shows_theme(self) -> bool:
        """Whether a layout or an include is the theme's: one is asked for that is not here. Else the theme is
        but a line that was left in the configuration."""
        site = self._site
        data = [each.data for each in site.documents()]
        data += [each.data for each in site.layouts.values()]
        names = {str(each["layout"]) for each in data if each.get("layout") is not None}
        return not names - NO_LAYOUT <= site.layouts.keys() or any(
            may_be(facts.open_ids, _THEIR_INCLUDE) for facts in self._files.values()
        )


def _asked_for(asked: str, names: Collection[str], handed: Collection[str]) -> Iterable[str]:
    """Of the names of includes those that ``asked`` may call (see :attr:`PageFacts.asks`); ``handed`` are the
    parameters that are given other values than texts."""
    if asked.startswith("?"):
        return names if asked[1:] in handed else ()
    if asked.startswith("="):
        return ()
    asked = posixpath.normpath(asked.lstrip("/"))
    if "*" not in asked:
        return (asked,) if asked in names else ()
    start, end = asked.split("*")[0], asked.rpartition("*")[2]
    return [name for name in names if name.startswith(start) and name.endswith(end)]
