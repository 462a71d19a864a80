"""What of a layout stands in ``<style>`` and says nothing of links, ids and heads.

Just-the-docs works out there, with hundreds of steps of Liquid on each page, which entry of its menu is
active: none of that is an address, and none of it ends the element.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, takewhile

from sitecheck import html
from sitecheck.html import Raw
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import spend
from sitecheck.liquid.quiet import Quiet
from sitecheck.liquid.residual import Items, Known
from sitecheck.text.source_map import UNKNOWN

_STYLE = lazy_pattern(r"<style\b", re.IGNORECASE)
_TELLING = lazy_pattern(rf"<|url|@import|/\*|\*/|{UNKNOWN}|(?:ur?|@[a-z]{{0,5}}|/)\Z", re.IGNORECASE)
"""What may end the element, or begin an address, or a comment that hides one, maybe with what comes next."""
_CHARACTERS = 4
"""So many characters are read for a step."""


def without_quiet_styles(items: Items) -> Items:
    """``items`` without those in ``<style>`` that print nothing but rules, whatever page they are for."""
    if not any(isinstance(item, Known) and _STYLE.search(item.text) for item in items):
        return items
    quiet = Quiet(_TELLING, quotes=False)
    left_out = set[int]()
    for style in _styles(items):
        left_out.update(takewhile(lambda at: quiet.item(items[at]), style))  # behind others it may be over
    return tuple([item for at, item in enumerate(items) if at not in left_out])


def _styles(items: Items) -> Iterator[range]:
    """Which of ``items`` stand in each style of which nothing known tells of an address or an end."""
    texts = [item.text if isinstance(item, Known) else UNKNOWN for item in items]
    text = "".join(texts)
    spend(len(text) // _CHARACTERS)
    starts = list(accumulate(map(len, texts), initial=0))
    for token in html.tokens(text):
        if isinstance(token, Raw) and token.element == "style":
            known = text[token.start : token.end].replace(UNKNOWN, "")  # there may be nothing at a place
            if not _TELLING.search(known):
                yield range(bisect_left(starts, token.start), bisect_left(starts, token.end))
