"""Which files the settings of a site name: plugins take layouts and includes from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sitecheck.jekyll import Site


def set_names(site: Site) -> frozenset[str]:
    """The texts in the configuration, each as a whole, its keys among them, and of those that are paths the
    names of the files. A part of one (``paginate_path: /blog/page:num``) names nothing."""
    texts = frozenset(_texts(site.config.values))
    return texts | {text.rpartition("/")[2] for text in texts if text.endswith(".html")}


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, str):
            yield each.strip()
