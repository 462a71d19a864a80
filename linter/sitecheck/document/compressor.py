"""Layouts that only make HTML shorter: jekyll-compress-html, of which many themes carry a copy."""

from __future__ import annotations

from typing import Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.tokenizer import Token, tokenize

_SETTINGS: Final = "site.compress_html."
_PROFILE: Final = '<table id="compress_html_profile_'
"""What follows is a table of how much was saved, for who sets ``profile``."""
_BLANKS: Final = lazy_pattern(r"[\t-\r ]+")
_WORD: Final = lazy_pattern(r"\w+")
_TAGS: Final = frozenset(
    {
        *("assign", "capture", "case", "continue", "else", "elsif", "for", "if", "unless", "when"),
        *("endcapture", "endcase", "endfor", "endif", "endunless"),
    }
)


def is_compressor(text: str) -> bool:
    """Whether a layout is any release of jekyll-compress-html: it asks for the settings of that name, has no
    text of its own but comments and the marks of the elements it searches for, and prints its content.

    Such a layout takes blanks, comments, optional end tags and bare start tags out of ``content``, in some
    thousand passes over it (https://github.com/penibelst/jekyll-compress-html). Links, ids and the words of a
    page are as without it, but for lines that end within an address (:func:`joins_lines`); so it is read as
    one that prints its content.
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


def joins_lines(settings: object, environment: str) -> bool:
    """Whether the layout makes blanks of line breaks by the ``settings`` that it asks for: a browser leaves
    breaks in an address out, and takes a blank for a part of it."""
    if not isinstance(settings, dict):
        return True
    ignored = settings.get("ignore")
    envs = ignored.get("envs") if isinstance(ignored, dict) else None
    is_off = envs == "all" or (isinstance(envs, (list, str)) and environment in envs)
    return not is_off and not settings.get("blanklines")


def in_one_line(address: str) -> str:
    """An address as it is when all that it stands in was made one line."""
    return _BLANKS.sub(" ", address)


def _compresses(token: Token, text: str) -> bool:
    if token.kind == "text":
        return all(word == "pre" for word in _WORD.findall(_without_comments(text)))
    if token.kind == "output":
        return token.markup.lstrip().startswith(("content", "_"))
    return token.name in _TAGS


def _without_comments(text: str) -> str:
    """A text without its comments, as that with a licence at the top."""
    first, *others = text.split("<!--")
    return "".join((first, *(each.partition("-->")[2] for each in others)))
