"""Addresses that nothing publishes, whatever a plugin may do.

A plugin whose names are not known may make any address that somebody or some program gives a page. Some
addresses nobody gives: they are slips of links, and broken in every world.
"""

from __future__ import annotations

import re

from sitecheck.lazy_pattern import lazy_pattern

_SCHEME = lazy_pattern(r"(?:^|[/(\[<\"'])(?:https?|ftp|mailto):", re.IGNORECASE)
"""An address in an address: ``(https://…``, ``/docs/https://…``."""
_MARKS = lazy_pattern(r"[\x00-\x1f\x7f<>`{}]|\\[(\[]")
"""What file systems, web servers or Markdown itself do not let through; ``{{`` is Liquid that did not run."""
_REPOSITORY = lazy_pattern(
    r"(?:^|/)(?:blob|tree|raw|edit|blame|commits|releases/tag)/"
    r"(?:master|main|HEAD|develop|gh-pages|trunk|refs/|v?\d+\.\d|[0-9a-f]{40}(?:/|$))"
)
"""A view of GitHub or GitLab on a branch: links that were written for the repository's own pages."""
_AFTER_NAME = lazy_pattern(
    r"\.(?:html?|php|md|markdown|pdf|png|jpe?g|gif|svg|css|js|xml|json)\s", re.IGNORECASE
)
"""A file's name and more after a blank: ``page.html (CVE-2020-1234)``."""
_PAIRS = {")": "(", "]": "["}


def may_be_published(path: str) -> bool:
    """Whether anything would give a page this address; ``path`` is decoded. Linear in its length."""
    slips = (_SCHEME, _MARKS, _REPOSITORY, _AFTER_NAME)
    return not any(slip.search(path) for slip in slips) and _is_balanced(path)


def _is_balanced(path: str) -> bool:
    """Whether every bracket has its other: half of a pair is left over of Markdown."""
    open_: list[str] = []
    for character in path:
        if character in "([":
            open_.append(character)
        elif character in _PAIRS and (not open_ or open_.pop() != _PAIRS[character]):
            return False
    return not open_
