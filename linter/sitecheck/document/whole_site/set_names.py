"""Which files the settings of a site name: plugins take layouts and includes from there."""

from __future__ import annotations

from sitecheck.jekyll import Site
from sitecheck.jekyll.nested_values import nested_values


def set_names(site: Site) -> frozenset[str]:
    """The texts in the configuration, each as a whole, its keys among them, and of those that are paths the
    names of the files. A part of one (``paginate_path: /blog/page:num``) names nothing."""
    values = nested_values(site.config.values)
    texts = frozenset(each.strip() for each in values if isinstance(each, str))
    return texts | {text.rpartition("/")[2] for text in texts if text.endswith(".html")}
