"""Pages of jekyll-tagging (1.1.0): one for each tag of posts, and a feed where the settings ask for it.

What becomes of letters that are not ASCII (``replace_diacritics`` of the gem nuggets) is not worked out.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.generators.archives import post_values
from sitecheck.jekyll.intake.inventory import Inventory
from sitecheck.jekyll.intake.record_factory import RecordFactory
from sitecheck.jekyll.plugins.names import Name
from sitecheck.jekyll.records import Record
from sitecheck.jekyll.ruby import extname, falsy
from sitecheck.lazy_pattern import lazy_pattern

TAGGING = "jekyll-tagging"
_TYPES = ("page", "feed")
_BLANK = lazy_pattern(r"\s", re.ASCII)


def tag_pages(found: Inventory, factory: RecordFactory, config: Config) -> Iterator[Record]:
    """The pages, in the plugin's order; ``found`` is told where others may be."""
    tags = [str(tag) for tag in post_values(found, "tags")]  # ``ignored_tags`` are made as well
    for kind in _TYPES:
        layout, folder = config[f"tag_{kind}_layout"], config[f"tag_{kind}_dir"]
        if tags and not falsy(layout) and isinstance(folder, str):
            if not all(tag.isascii() for tag in tags):
                found.further.append((Name((posixpath.join(folder.strip("/"), ""), "")), TAGGING))
            extension = _extension(found, str(layout))
            for tag in filter(str.isascii, tags):
                path = posixpath.join(folder.strip("/"), _file(config, tag) + extension)
                own = config[f"tag_{kind}_data"]
                data = {"layout": str(layout), "tag": tag, **(own if isinstance(own, dict) else {})}
                yield factory.without_file(TAGGING, path, data)


def _file(config: Config, tag: str) -> str:
    """The page's file without its extension (``jekyll_tagging_slug``)."""
    slug = _BLANK.sub("-", tag.lower())
    is_pretty = config.permalink_style == "pretty" or config["tag_permalink_style"] == "pretty"
    return f"{slug}/index" if is_pretty else slug


def _extension(found: Inventory, layout: str) -> str:
    known = found.layouts.get(layout)
    return extname(known.path) if known is not None else ".html"
