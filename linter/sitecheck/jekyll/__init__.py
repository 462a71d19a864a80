"""The site that Jekyll would build, from its sources.

How to use it::

    site = load_site("path/to/site", SiteOptions(drafts=False))
    site.config.problems, site.problems           # what is wrong, as records
    for document in site.documents():             # pages, posts, documents: .path .url .output .data
        ...
    site.routes                                   # .source .url .output .kind, in the order of writing
    site.by_source["about.md"].url                # "/about/"
    site.why("/about/"), site.why_not("README.md")
    resolver = Resolver(site, anchors)            # anchors: route → ids, or None when not all are known
    resolver.resolve("/about/", "../team#jo")     # a LinkVerdict: ok, broken-page, broken-anchor …
    payload = Payload(site)                       # for Liquid: .roots(record), .link(path), .post_url(name)

Everything is a plain record: a ``Site`` can be pickled. Bad input becomes a problem record.
"""

from __future__ import annotations

from sitecheck.jekyll.configuration.config import (
    PUBLISHED,
    Config,
    ConfigFile,
    ConfigProblem,
    SiteOptions,
)
from sitecheck.jekyll.configuration.config_loader import load_config
from sitecheck.jekyll.intake.source_file import KnownHeaders, SourceFile
from sitecheck.jekyll.links.resolve import Anchors, LinkVerdict, Resolver
from sitecheck.jekyll.loading.site_loader import load_site
from sitecheck.jekyll.plugins.liquid_names import LiquidNames
from sitecheck.jekyll.records import (
    Collision,
    Layout,
    Record,
    Route,
    SiteProblem,
    StaticFile,
)
from sitecheck.jekyll.site import Site
from sitecheck.jekyll.templates.drops import PageTexts, is_setting
from sitecheck.jekyll.templates.payload import Payload
from sitecheck.jekyll.unpublished import Unpublished, WhyNot
from sitecheck.jekyll.unsure import Unsure

__all__ = [
    "PUBLISHED",
    "Anchors",
    "Collision",
    "Config",
    "ConfigFile",
    "ConfigProblem",
    "KnownHeaders",
    "Layout",
    "LinkVerdict",
    "LiquidNames",
    "PageTexts",
    "Payload",
    "Record",
    "Resolver",
    "Route",
    "Site",
    "SiteOptions",
    "SiteProblem",
    "SourceFile",
    "StaticFile",
    "Unpublished",
    "Unsure",
    "WhyNot",
    "is_setting",
    "load_config",
    "load_site",
]
