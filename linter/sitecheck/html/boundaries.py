"""Where a text may be divided so that each part reads as it does in the whole.

Between two parts the tokenizer must be in the data state of the HTML standard: outside of tags, comments, and
elements like ``script`` whose content is read otherwise.
"""

from __future__ import annotations

from sitecheck.html.model import Html, Raw, Tag, Text, Token
from sitecheck.html.tokenizer import begins_raw, of_kinds, read, tokens

_MARK = "<q>"
"""What follows a text here: read as a tag it shows that the text ends outside of everything."""


def read_outside(text: str) -> tuple[int, Html]:
    """Where the construct begins that the end of ``text`` cuts off, the length of ``text`` if none does; and
    the tokens that end before it."""
    end, found = _open_from(text)
    return end, of_kinds([token for token in found if token.end <= end])


def _open_from(text: str) -> tuple[int, list[Token]]:
    length = len(text)
    raw_from = last = 0
    found: list[Token] = []
    for token in tokens(text + _MARK):
        if token.start == length and isinstance(token, Tag):
            break
        if token.end > length:
            return (raw_from if isinstance(token, Raw) else token.start), found
        if begins_raw(token):
            raw_from = token.start
        last = token.end
        found.append(token)
    else:
        return last, found
    return (length - 1 if text.endswith("<") else length), found


def read_closed(text: str) -> Html | None:
    """The tokens of ``text`` if its end cuts nothing off, ``None`` otherwise."""
    page = read(text + _MARK)
    if text.endswith("<") or not page.tags or page.tags[-1].start != len(text):
        return None
    return page._replace(tags=page.tags[:-1])


def closed_at(text: str, begin: int) -> int | None:
    """The first place from ``begin`` on at which ``text`` may be divided, ``None`` if there is none.

    ``text`` starts outside of everything, and ``begin`` may lie in the middle of a construct.
    """
    length = len(text)
    for token in tokens(text + _MARK):
        if token.end > length:
            return None
        if token.end <= begin or isinstance(token, Raw) or begins_raw(token):
            continue
        return max(token.start, begin) if isinstance(token, Text) else token.end
    return None
