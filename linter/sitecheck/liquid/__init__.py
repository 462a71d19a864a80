"""Liquid as Jekyll renders it, read and evaluated over known and unknown values.

A text is parsed once and rendered with a host, which answers for the site around it::

    from sitecheck.liquid import PlainHost, parse, render

    template = parse(body, "about.md", offset=body_start)     # spans count from the file's beginning
    host = PlainHost({"site": {"baseurl": "/x"}, "page": {"title": "About"}})
    rendering = render(template, host)
    rendering.mapped.text                                      # the text, U+F8FF where it is not known
    rendering.mapped.place(start, end)                         # where the author wrote it
    [*template.problems, *rendering.problems]                  # what is wrong, with places
    rendering.unknowns, rendering.reads                        # what is not known; what was asked of the host

Values are plain Python ones; lazy objects subclass :class:`Drop`; what cannot be known is an
:class:`Unknown` with its reasons. Nothing here raises on bad input.
"""

from __future__ import annotations

from sitecheck.liquid.budget import MAX_TEXT, PAGE_STEPS, Budget
from sitecheck.liquid.context import UnknownOutput
from sitecheck.liquid.filters.convert import slugify
from sitecheck.liquid.filters.registry import FILTERS
from sitecheck.liquid.host import Host, HostRead, IncludeFile, PlainHost
from sitecheck.liquid.parser import parse
from sitecheck.liquid.problem import MISSING_INCLUDE, LiquidError, LiquidProblem
from sitecheck.liquid.render import TOO_MUCH, Rendering, render
from sitecheck.liquid.tags import BLOCKS, INLINE, PLUGIN_TAGS
from sitecheck.liquid.template import Template
from sitecheck.liquid.values import BuildMoment, Drop, LastMoment, Unknown, UnknownText, page_text

KNOWN_TAGS: frozenset[str] = frozenset({*BLOCKS, *INLINE, "raw"}) - PLUGIN_TAGS
"""The tags that Liquid and Jekyll bring."""
KNOWN_FILTERS: frozenset[str] = frozenset(FILTERS)
"""The filters that Liquid and Jekyll bring."""

__all__ = [
    "KNOWN_FILTERS",
    "KNOWN_TAGS",
    "MAX_TEXT",
    "MISSING_INCLUDE",
    "PAGE_STEPS",
    "TOO_MUCH",
    "Budget",
    "BuildMoment",
    "Drop",
    "Host",
    "HostRead",
    "IncludeFile",
    "LastMoment",
    "LiquidError",
    "LiquidProblem",
    "PlainHost",
    "Rendering",
    "Template",
    "Unknown",
    "UnknownOutput",
    "UnknownText",
    "page_text",
    "parse",
    "render",
    "slugify",
]
