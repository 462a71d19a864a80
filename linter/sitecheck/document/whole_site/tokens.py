"""What layouts and includes put something else in place of: ``{{ content | replace: "$IMAGES", … }}``.

Authors write such a token into the addresses of their pages, and where these lead shows only on the page as a
layout prints it. A text that stands in addresses for itself, as ``.md`` or ``/index.html`` do, is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from sitecheck.files import read_limited
from sitecheck.jekyll import Site
from sitecheck.lazy_pattern import lazy_pattern

_REPLACED = lazy_pattern(r"\|\s*(?:replace|remove)(?:_first)?\s*:\s*(?:'([^'\n]{2,80})'|\"([^\"\n]{2,80})\")")
_TOKEN = lazy_pattern(r"[^\w./~#?&=-]")
"""What an address is hardly written with."""
_MOST = 500_000
"""Bytes of a layout or an include that are looked through."""
_MOST_TOKENS = 500
"""Each is looked for in each address that leads nowhere."""


def may_hold_token(href: str) -> bool:
    """Whether an address may hold a token."""
    return _TOKEN.search(href) is not None


def replaced_tokens(site: Site) -> frozenset[str]:
    """The tokens of a site."""
    return frozenset(islice(filter(may_hold_token, _replaced(site)), _MOST_TOKENS))


def _replaced(site: Site) -> Iterator[str]:
    for path in (*(layout.path for layout in site.layouts.values()), *site.includes):
        with suppress(OSError):
            text = read_limited(site.root / path, _MOST).decode("utf-8", "replace")
            for single, double in _REPLACED.findall(text):
                yield single or double
