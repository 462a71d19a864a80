"""The site that Jekyll would build, from its sources.

site = load_site("path/to/site", SiteOptions(drafts=False))
site.config.problems, site.problems          # what is wrong, as records
for document in site.documents():            # pages, posts, documents: .path .url .output .data
    ...
site.routes                                  # (source, url, output, kind) in the order of writing
site.by_source["about.md"].url               # "/about/"
site.why("/about/"), site.why_not("README.md")
resolve(site, "/about/", "../team#jo", anchors)   # a Verdict: ok, broken-page, broken-anchor …
site_view(site), page_view(site, document)   # what Liquid sees as ``site`` and ``page``
"""

from __future__ import annotations

from sitecheck.jekyll.config import Config, ConfigFile, ConfigProblem, SiteOptions, load_config
from sitecheck.jekyll.records import (
    Collision,
    Document,
    Layout,
    Route,
    SiteProblem,
    StaticFile,
    Unpublished,
)
from sitecheck.jekyll.resolve import Anchors, Resolver, Verdict, resolve
from sitecheck.jekyll.site import Site, Unsure, load_site

__all__ = [
    "Anchors",
    "Collision",
    "Config",
    "ConfigFile",
    "ConfigProblem",
    "Document",
    "Layout",
    "Resolver",
    "Route",
    "Site",
    "SiteOptions",
    "SiteProblem",
    "StaticFile",
    "Unpublished",
    "Unsure",
    "Verdict",
    "load_config",
    "load_site",
    "resolve",
]
