"""Whether anything that is written in a site names a math engine: where nothing does, no layout has to be
rendered to know that it brings none.

:mod:`~sitecheck.document.formulas.math_engine` finds what shows the formulas of a page by rendering its
layouts. That is dear, and on most sites with a dollar sign here and there all of it is for nothing.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sitecheck.document.layouts import layouts_of
from sitecheck.files import read_file
from sitecheck.jekyll.nested_values import nested_values
from sitecheck.lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.document.rendered import RenderedFile
    from sitecheck.jekyll import Layout

_ENGINE: Final = lazy_pattern(r"mathjax|katex|rendermath|tex-(?:mml-)?(?:chtml|svg)", re.IGNORECASE)
"""What is in every script that has to do with math (:mod:`sitecheck.math.page.script_addresses`)."""
_IN_LOWER_CASE: Final = ("mathjax", "katex", "rendermath", "tex-")
"""One of these is in every text that the pattern finds, once it is in lower case: looked for much faster."""
_MARKUP: Final = ("<", "{")
_OF_ADDRESSES: Final = lazy_pattern(r"[/@=.'\"`;]")
"""What is in an address or in code right beside the name of an engine, and not in a sentence about it."""
_SCRIPTS: Final = (".js", ".mjs", ".cjs")
_INCLUDE: Final = lazy_pattern(r"\{%-?\s*include(_relative|_cached)?\s+([^\s%}]+)")
_EXCERPT: Final = "excerpt"
"""The only way in which the text of one page comes into the layouts of another."""
_BRINGS_FILES: Final = "include_relative"
"""What brings any file of the site into a text."""


def may_have_engine(page: RenderedFile) -> bool:
    """Whether a math engine could be found for ``page``; false only where none can be."""
    if names_engine(page):
        return True
    layouts, _ = layouts_of(page.data.get("layout"), page.context)
    return any(map(page.context.shows_excerpts, layouts)) and page.context.excerpts_name_math_engine


def names_engine(page: RenderedFile) -> bool:
    """Whether the settings, the page or anything that stands around all pages names a math engine."""
    context = page.context
    named = context.math_settings.engine or _names(page.rendered.text) or context.names_math_engine
    return bool(named)


class MathMentions:
    """Answers for one site, each worked out once."""

    def __init__(self, context: SiteContext) -> None:
        self._context = context

    @cached_property
    def anywhere(self) -> bool:
        """Whether anything names an engine: a layout, an include, a script of the site, or a value that
        Liquid may print. Whoever asks for it notes a read of its own."""
        return self._in_values or any(map(_names, self._files()))

    @cached_property
    def values_bring_scripts(self) -> bool:
        """Whether a value that Liquid may print is, or holds, a script."""
        return "<script" in "\n".join(self._values).lower()

    @property
    def _in_values(self) -> bool:
        """All values at once: on most sites none of the thousands names an engine."""
        return _may_name("\n".join(self._values)) and any(map(_may_be_script, self._values))

    @cached_property
    def in_excerpts(self) -> bool:
        """Whether the text of any page names an engine, or may bring a file that does: then its excerpt may,
        too. (What values and includes bring, :attr:`anywhere` tells.)"""
        paths = (record.path for record in self._context.site.documents() if record.path is not None)
        return any(_BRINGS_FILES in text or _names(text) for text in self._read(paths))

    @cached_property
    def _values(self) -> Collection[str]:
        """Each text in values that Liquid may print, once."""
        return dict.fromkeys(self._texts())

    def _texts(self) -> Iterator[str]:
        site = self._context.site
        yield from _texts(site.config.values)
        yield from _texts(site.data)
        for layout in site.layouts.values():
            yield from _texts(layout.data)
        for record in site.documents():
            yield from _texts(record.data)

    def _files(self) -> Iterator[str]:
        site = self._context.site
        scripts = (path for path in site.by_source if path.endswith(_SCRIPTS))
        return self._read((*(layout.path for layout in site.layouts.values()), *site.includes, *scripts))

    def _read(self, paths: Iterable[str]) -> Iterator[str]:
        for path in paths:
            with suppress(OSError):
                yield read_file(os.path.join(self._context.site.root, path)).decode("latin-1")

    def shows_excerpts(self, layout: Layout) -> bool:
        """Whether a layout may show what stands in other pages."""
        return self._context.outcome(
            "excerpts", layout.path, lambda: any(_EXCERPT in text for text in self._reached(layout))
        )

    def _reached(self, layout: Layout) -> Iterator[str]:
        """The texts of a layout and of the includes that it may name."""
        template = self._context.layout_template(layout)
        waiting = [template.text] if template is not None else []
        seen: set[str] = set()
        while waiting:
            text = waiting.pop()
            yield text
            for path in self._named(text):
                if path not in seen:
                    seen.add(path)
                    file = self._context.include_file(path)
                    waiting += [file.text] if file is not None else []

    def _named(self, text: str) -> Iterable[str]:
        site = self._context.site
        found = []
        for kind, name in _INCLUDE.findall(text):
            if kind == "_relative" or "{" in name:
                return site.includes
            found.append(posixpath.normpath(site.prefix("includes_dir") + name.strip("\"'").lstrip("/")))
        return found


def _names(text: str) -> bool:
    return _may_name(text) and _ENGINE.search(text) is not None


def _may_name(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in _IN_LOWER_CASE)


def _may_be_script(value: str) -> bool:
    """Whether a value names an engine other than in words, as the title of a page may."""
    if not _names(value):
        return False
    words = value.split()
    if len(words) < 2 or any(mark in value for mark in _MARKUP):
        return True
    return any(_OF_ADDRESSES.search(word) for word in words if _ENGINE.search(word))


def _texts(value: object) -> Iterator[str]:
    """The texts in a value, keys among them."""
    return (each for each in nested_values(value) if isinstance(each, str))
