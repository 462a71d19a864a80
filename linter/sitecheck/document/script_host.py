"""The site as the layouts of a page see it where only their scripts are of interest.

Includes with loops take most of the time that layouts take: each post looks through all others for those akin
to it. Where neither an include nor what it includes can bring a script, and no other template asks for a
variable that it sets, what it prints is not worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from sitecheck.document.include_names import body_of, included, name_finder
from sitecheck.document.liquid_host import SiteHost
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.expression import Constant
from sitecheck.liquid.host import IncludeFile
from sitecheck.liquid.jekyll_tags import PluginTag
from sitecheck.liquid.loops import For
from sitecheck.liquid.names import parts
from sitecheck.liquid.nodes import Body, Interrupt
from sitecheck.liquid.recipes import RecipeTag
from sitecheck.liquid.values import Drop, Unknown
from sitecheck.model.unknown import ReasonKind, because

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout, Record

_BRINGS = lazy_pattern(
    r"<(?:script|style|template|textarea|title|noscript|iframe|xmp)\b|<!--(?![^<>]*-->)|mathjax|katex",
    re.IGNORECASE,
)
"""What brings a script, or has what follows read as something else than tags.
A comment ends where it begins."""
_LEFT_OUT = Unknown(because(ReasonKind.PAGE))
_LEAVES = (str, int, float, type(None), Constant, Drop)
_UNKNOWN_ANYWAY = frozenset({"content"})
"""The variable that nobody knows while layouts are looked through for scripts, whoever sets it."""


class ScriptHost(SiteHost):
    """The site without what its includes with loops print, where that can be no script."""

    def __init__(self, context: SiteContext, record: Record | None) -> None:
        super().__init__(context, record)
        self._left_out = scriptless(context)

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """A file below ``_includes``, or beside ``page``; unknown when it is left out."""
        found = super().include(name, page)
        return _LEFT_OUT if isinstance(found, IncludeFile) and found.path in self._left_out else found


def scriptless(context: SiteContext) -> frozenset[str]:
    """The includes that may be left out, the same for all pages."""
    return context.outcome("scriptless", "*", lambda: frozenset(_scriptless(context)))


def _scriptless(context: SiteContext) -> Iterator[str]:
    if context.values_bring_scripts:
        return
    host = SiteHost(context, None)  # asking shows nothing
    finder = name_finder(host)
    files = {file.path: file for file in context.include_files()}
    includes = {path: body_of(file) for path, file in files.items()}
    layouts = (_body_of_layout(layout, context) for layout in context.site.layouts.values())
    bodies = filter(None, chain(includes.values(), layouts))
    asked = {name for body in bodies for name, _ in finder.names(body).reads}
    for path, body in includes.items():
        if body is None or not _has_loop(body):
            continue
        names = finder.names(body)
        reached = (files[path], *included(names.includes, host))
        set_here = names.assigned - _UNKNOWN_ANYWAY
        is_known = not names.anything and not names.stateful
        if is_known and all(map(_is_quiet, reached)) and asked.isdisjoint(set_here):
            yield path


def _body_of_layout(layout: Layout, context: SiteContext) -> Body | None:
    template = context.layout_template(layout)
    return template.body if template is not None else None


def _has_loop(body: Body) -> bool:
    return any(isinstance(thing, For) for thing in _things(body))


def _is_quiet(file: IncludeFile) -> bool:
    """Whether a file writes no script and nothing whose end may be missing, and ends no loop around it."""
    body = body_of(file)
    by_tag = any(isinstance(thing, (PluginTag, RecipeTag)) for thing in _things(body))
    ends_loop = any(isinstance(thing, Interrupt) for thing in _things(body, apart=For))
    return not by_tag and not ends_loop and _BRINGS.search(file.text) is None


def _things(body: object, apart: type | tuple[()] = ()) -> Iterator[object]:
    """A node and all that it is made of, but for what ``apart`` is made of."""
    waiting = [body]
    while waiting:
        thing = waiting.pop()
        yield thing
        if not isinstance(thing, _LEAVES) and not isinstance(thing, apart):
            waiting += parts(thing)
