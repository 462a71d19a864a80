"""The scripts of one file: those that stand in it, and those of the site that it loads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from sitecheck.document.page_scripts import clicks, fragments
from sitecheck.document.page_scripts.named_headings import (
    LISTS_HEADINGS,
    NAMES_HEADINGS,
    begun_ids,
    lists_headings,
    naming,
)
from sitecheck.document.page_scripts.own_scripts import own_script
from sitecheck.document.tags.click_marks import KEEPS_PAGE
from sitecheck.model.facts import Naming

if TYPE_CHECKING:
    from sitecheck.document.rendered import RenderedFile

T = TypeVar("T")


class PageScripts:
    """What the scripts of a page, a layout or an include do."""

    def __init__(self, document: RenderedFile) -> None:
        self._document = document

    def reads_fragment(self) -> bool:
        """Whether a script takes the fragment of the address for something else than an anchor.

        Of the scripts that are loaded those of pages count. One that a layout loads on many pages would put
        the anchors of all in doubt.
        """
        is_shared = self._document.dialect == "text" or self._document.kind in ("layout", "include")
        return any(self._inside(fragments.READS)) or (
            not is_shared and any(self._of_loaded(fragments.takes_state))
        )

    def heeds_fragment(self) -> bool:
        """Whether a script that it loads acts when the fragment changes."""
        return any(self._of_loaded(fragments.listens))

    def named_fragments(self) -> tuple[str, ...]:
        """The states that scripts which it loads are told by the fragment, and what they make of it, as that
        of an old Foundation does for its tabs."""
        finds = (fragments.named_fragments, fragments.joined_fragments)
        of_tabs = frozenset({"*Tab"} if fragments.HAS_TABS.search(self._document.text) else ())
        return _all(chain([of_tabs], *map(self._of_loaded, finds)))

    def answered(self) -> tuple[str, ...]:
        """The selectors of what is clicked in vain (:func:`clicks.answered`), sorted."""
        own = map(clicks.answered, self._inside(KEEPS_PAGE))
        return _all(chain(own, self._of_loaded(clicks.answered)))

    def names_headings(self) -> Naming:
        """How ids are given to headings that have none."""
        found = {*map(naming, self._namers), *self._of_loaded(naming)}
        return "freely" if "freely" in found else "by-text" if "by-text" in found else ""

    def begun_ids(self) -> tuple[str, ...]:
        """What ids of headings begin with (:func:`named_headings.begun_ids`), sorted."""
        own = map(begun_ids, self._namers)
        return _all(chain(own, self._of_loaded(begun_ids)))

    def lists_headings(self) -> bool:
        """Whether every heading gets an anchor beside its id (:func:`lists_headings`)."""
        return any(self._inside(LISTS_HEADINGS)) or any(self._of_loaded(lists_headings))

    def _inside(self, wanted: re.Pattern[str]) -> Iterator[str]:
        """The file itself, if it has a script and something is found in it."""
        text = self._document.text
        if "<script" in text and wanted.search(text) is not None:
            yield text

    @cached_property
    def _namers(self) -> tuple[str, ...]:
        return tuple(self._inside(NAMES_HEADINGS))

    def _of_loaded(self, find: Callable[[str], T]) -> Iterator[T]:
        """What is found in each script that it loads: once for all pages, which load the same ones."""
        for path, script in self._loaded:
            yield self._document.context.once(("script", find.__name__, path), partial(find, script))

    @cached_property
    def _loaded(self) -> tuple[tuple[str, str], ...]:
        """The scripts of the site that it loads, path and text. Libraries are not asked: with jQuery and the
        like every page would."""
        tags = (tag for tag in self._document.tags if tag.name == "script" and tag.kind != "end")
        sources = (tag.get("src") for tag in tags)
        scripts = (own_script(self._document, source.value) for source in sources if source is not None)
        return tuple((each.path, each.text) for each in scripts if each is not None and each.text)


def _all(found: Iterable[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*found)))
