"""What becomes of pages that are no UTF-8.

Jekyll reads no front matter in them and goes on with the whole file as content (``Convertible#read_yaml``,
``Document#read`` of 4.3.4): the build stops only where somebody looks into the text. Liquid is called where
braces of it stand in the file (``has_liquid_construct?``).
"""

from __future__ import annotations

import posixpath

from sitecheck.jekyll.configuration.config import Config

_LOOKED_INTO = (".scss", ".sass")
"""Endings whose converter refuses such text; kramdown does, too."""


def stops_without_liquid(path: str, config: Config) -> bool:
    """Whether the build stops at a page of such bytes that holds no Liquid."""
    ending = posixpath.splitext(path)[1].lower()
    is_converted = ending in _LOOKED_INTO or ending in config.markdown_ext
    return is_converted or config.is_on("strict_front_matter")
