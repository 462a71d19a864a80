"""The scripts of one file: those that stand in it, and those of the site that it loads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from sitecheck.document.page_scripts import clicks, fragments
from sitecheck.document.page_scripts.named_headings import NAMES_HEADINGS, naming
from sitecheck.document.page_scripts.own_scripts import LIBRARY, own_script
from sitecheck.document.tags.click_marks import KEEPS_PAGE
from sitecheck.model.facts import Naming

if TYPE_CHECKING:
    from sitecheck.document.rendered import RenderedFile


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
            not is_shared and any(map(fragments.takes_state, self._loaded))
        )

    def heeds_fragment(self) -> bool:
        """Whether a script that it loads acts when the fragment changes."""
        return any(fragments.LISTENS.search(script) for script in self._loaded)

    def named_fragments(self) -> tuple[str, ...]:
        """The states that scripts which it loads are told by the fragment, and what they make of it."""
        finds = (fragments.named_fragments, fragments.joined_fragments)
        return tuple(sorted({name for find in finds for name in _all(find, self._loaded)}))

    def answered(self) -> tuple[str, ...]:
        """The selectors of what is clicked in vain (:func:`clicks.answered`), sorted."""
        return _all(clicks.answered, chain(self._inside(KEEPS_PAGE), self._loaded))

    def names_headings(self) -> Naming:
        """How ids are given to headings that have none."""
        found = set(map(naming, chain(self._inside(NAMES_HEADINGS), self._loaded)))
        return "freely" if "freely" in found else "by-text" if "by-text" in found else ""

    def _inside(self, wanted: re.Pattern[str]) -> Iterator[str]:
        """The file itself, if it has a script and something is found in it."""
        text = self._document.text
        if "<script" in text and wanted.search(text) is not None:
            yield text

    @cached_property
    def _loaded(self) -> tuple[str, ...]:
        """The scripts of the site that it loads. Libraries are not asked: with jQuery and the like every
        page would."""
        tags = (tag for tag in self._document.tags if tag.name == "script" and tag.kind != "end")
        sources = (tag.get("src") for tag in tags)
        scripts = (own_script(self._document, source.value) for source in sources if source is not None)
        return tuple(script[1] for script in scripts if script is not None and len(script[1]) <= LIBRARY)


def _all(find: Callable[[str], frozenset[str]], scripts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*map(find, scripts))))
