"""Layouts that only make HTML shorter: jekyll-compress-html, of which many themes carry a copy."""

from __future__ import annotations

import re
from typing import Final

from sitecheck.liquid.tokenizer import Token, tokenize

_SETTINGS: Final = "site.compress_html."
_PROFILE: Final = '<table id="compress_html_profile_'
"""What follows is a table of how much was saved, for who sets ``profile``."""
_WORD: Final = re.compile(r"\w+")
_TAGS: Final = frozenset(
    (
        *("assign", "capture", "case", "continue", "else", "elsif", "for", "if", "unless", "when"),
        *("endcapture", "endcase", "endfor", "endif", "endunless"),
    )
)


def is_compressor(text: str) -> bool:
    """Whether a layout is any release of jekyll-compress-html: it asks for the settings of that name, has no
    text of its own but the marks of the elements it searches for, and prints its content.

    Such a layout takes blanks, comments, optional end tags and bare start tags out of ``content``, in some
    thousand passes over it (https://github.com/penibelst/jekyll-compress-html). Links, ids and the words of a
    page are as without it; so it is read as one that prints its content.
    """
    if _SETTINGS not in text:
        return False
    for token in tokenize(text, liquid=4):
        own = text[token.start : token.end]
        if token.kind == "text" and _PROFILE in own:
            return True
        if not _compresses(token, own):
            return False
    return True


def _compresses(token: Token, text: str) -> bool:
    if token.kind == "text":
        return all(word == "pre" for word in _WORD.findall(text))
    if token.kind == "output":
        return token.markup.lstrip().startswith(("content", "_"))
    return token.name in _TAGS
