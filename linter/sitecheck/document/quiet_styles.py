"""What of a layout stands in ``<style>`` and says nothing of links, ids and heads.

Just-the-docs works out there, with hundreds of steps of Liquid on each page, which entry of its menu is
active: none of that is an address, and none of it ends the element.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from sitecheck import html
from sitecheck.html import Raw
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import spend
from sitecheck.liquid.quiet import Quiet
from sitecheck.liquid.residual import Items, Known
from sitecheck.text.source_map import UNKNOWN

_STYLE = lazy_pattern(r"<style\b", re.IGNORECASE)
_TELLING = lazy_pattern(rf"<|url|@import|{UNKNOWN}", re.IGNORECASE)
"""What may end the element, or begin an address in it."""
_ADDRESS = lazy_pattern(r"url|@import", re.IGNORECASE)
_CHARACTERS = 4
"""So many characters are read for a step."""


def without_quiet_styles(items: Items) -> Items:
    """``items`` without those in ``<style>`` that print nothing but rules, whatever page they are for."""
    if not any(isinstance(item, Known) and _STYLE.search(item.text) for item in items):
        return items
    quiet = Quiet(_TELLING, quotes=False)
    inside = _inside_styles(items)
    return tuple([item for at, item in enumerate(items) if at not in inside or not quiet.item(item)])


def _inside_styles(items: Items) -> set[int]:
    """Which of ``items`` stand in styles that are not known to hold an address."""
    texts = [item.text if isinstance(item, Known) else UNKNOWN for item in items]
    text = "".join(texts)
    spend(len(text) // _CHARACTERS)
    starts = list(accumulate(map(len, texts), initial=0))
    found = set[int]()
    for token in html.tokens(text):
        if isinstance(token, Raw) and token.element == "style" and not _has_address(text, token):
            first, last = bisect_left(starts, token.start), bisect_left(starts, token.end)
            found.update(range(first, last))
    return found


def _has_address(text: str, style: Raw) -> bool:
    return _ADDRESS.search(text, style.start, style.end) is not None
