"""Where the head of a page ends, in a text that is there and in one that is being written."""

from __future__ import annotations

import re
from functools import partial

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import spend
from sitecheck.liquid.output import Output
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.residual import Items, Run
from sitecheck.liquid.specialize import Until
from sitecheck.named_tuple import NamedTuple

_HEAD_ENDS = r"</head|<body"
_BODY_BEGINS = r"<body|</head[^<>]*>\s*(?=[^\s<]|<(?!/?(?:base|head|link|meta|script|style|title)\b|!))"
"""What no head goes beyond: behind ``</head>`` there may be more of it."""
_PASSED_OVER = r"(?s:<!--(?:-?>|.*?(?:--!?>|\Z))|<(?P<raw>script|style)\b[^<>]*>.*?(?:</(?P=raw)\b|\Z))"
"""Comments, and elements whose text is no HTML: scripts write pages of their own into windows."""
BODY = lazy_pattern(r"<body\b", re.IGNORECASE)
_SEARCHED = 64
"""So many characters are searched for the end for a step."""


class HeadEnd(NamedTuple):
    """What ends a head."""

    until: Until
    """It, in a text that is being written."""
    real: re.Pattern[str]
    """It, as the group ``end``; what has no such group is passed over: comments and scripts only write of
    it."""

    def place(self, text: str) -> int:
        """Where the head ends in a text; -1 if nowhere."""
        return _first_end(self.real, text)


def end_in(text: str) -> HeadEnd:
    """What ends a head in a text. Where that has no ``<body>``, nobody would see soon that a body begins."""
    return _BY_BODY if BODY.search(text) else _BY_HEAD_TAGS


def beginning(page: PageContext, items: Items) -> Output:
    """The text of a page up to the item with which its head ends."""
    out = Output()
    until = _BY_HEAD_TAGS.until
    for item in items:
        before = out.length
        page.put(page.taken((item,)), out)
        may_end = isinstance(item, Run) and out.length > before and until.found.search(out.last)
        if may_end and until.ends(out.text()):
            break
    return out


def _first_end(real: re.Pattern[str], text: str) -> int:
    return next((match.end() for match in real.finditer(text) if match["end"] is not None), -1)


def _ends(real: re.Pattern[str], text: str) -> bool:
    """Whether the head ends in a text, which is asked again for each longer one and paid for."""
    spend(len(text) // _SEARCHED)
    return _first_end(real, text) >= 0


def _ended_by(signs: str) -> HeadEnd:
    real = lazy_pattern(rf"{_PASSED_OVER}|(?P<end>{signs})", re.IGNORECASE)
    return HeadEnd(Until(lazy_pattern(signs, re.IGNORECASE), partial(_ends, real)), real)


_BY_HEAD_TAGS, _BY_BODY = _ended_by(_HEAD_ENDS), _ended_by(_BODY_BEGINS)
