"""A fast, tolerant HTML tokenizer that knows where everything is written.

>>> from sitecheck import html
>>> page = html.read('<p id=top>See <a href="/a?b&amp;c">this</a>')
>>> [(tag.name, tag.kind) for tag in page.tags]
[('p', 'start'), ('a', 'start'), ('a', 'end')]
>>> page.tags[1].get("href").value
'/a?b&c'

It follows the tokenization stage of the HTML standard; there is no tree. Time is linear in the text.
"""

from __future__ import annotations

from sitecheck.html.entities import decode_attribute, decode_text
from sitecheck.html.model import Attr, Comment, Html, Raw, Tag, Text, Token
from sitecheck.html.tokenizer import RAW_ELEMENTS, read, tokens

__all__ = [
    "RAW_ELEMENTS",
    "Attr",
    "Comment",
    "Html",
    "Raw",
    "Tag",
    "Text",
    "Token",
    "decode_attribute",
    "decode_text",
    "read",
    "tokens",
]
