"""Text into tokens, as the gem cuts it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.problem import MAX_PROBLEMS
from sitecheck.named_tuple import NamedTuple

TokenKind = Literal["text", "output", "tag"]

_OPENING = lazy_pattern(r"\{[{%]")
_MOST_UNCLOSED = MAX_PROBLEMS + 1
"""Marks that are not closed: the first stops the build, and no more problems than that are told."""
_TAG_NAME = {
    4: lazy_pattern(r"[\t\n\v\f\r ]*(\w+)[\t\n\v\f\r ]*", re.A),
    5: lazy_pattern(r"[\t\n\v\f\r ]*(#|\w+)[\t\n\v\f\r ]*", re.A),
}


class Token(NamedTuple):
    """A stretch of the text, ``start`` to ``end``, from one mark to the next.

    For tags, ``name`` is the tag's name, empty if there is none; for tags and outputs, ``markup`` is what
    stands inside and ``markup_start`` where it begins. ``closed`` is false when the closing braces are
    missing. ``trim_left`` and ``trim_right`` tell of dashes.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    markup: str = ""
    markup_start: int = 0
    closed: bool = True
    trim_left: bool = False
    trim_right: bool = False


def tokenize(text: str, liquid: int) -> Iterator[Token]:
    """The tokens of ``text``, in order, without gaps. Linear in the length of the text."""
    position = unclosed = 0
    tag_ends = output_ends = True
    opening = _OPENING
    while True:
        match = opening.search(text, position)
        if match is None:
            break
        start = match.start()
        if start > position:
            yield Token("text", position, start)
        is_tag = match[0] == "{%"
        end = -1
        if is_tag and tag_ends:
            end = text.find("%}", start + 2)
            tag_ends = end >= 0
        elif not is_tag and output_ends:
            end = text.find("}", start + 2)
            output_ends = end >= 0
        if end < 0:
            yield Token("tag" if is_tag else "output", start, start + 2, closed=False)
            position = start + 2
            unclosed += 1
            if unclosed >= _MOST_UNCLOSED:
                opening = _opening(tag_ends, output_ends)
            continue
        token = _tag(text, start, end + 2, liquid) if is_tag else _output(text, start, end)
        yield token
        position = token.end
    if position < len(text):
        yield Token("text", position, len(text))


def _opening(tag_ends: bool, output_ends: bool) -> re.Pattern[str]:
    """What opens a tag or an output, where some may still end."""
    marks = ("%" if tag_ends else "") + ("{" if output_ends else "")
    return re.compile(rf"\{{[{marks}]" if marks else r"(?!)")


def _output(text: str, start: int, brace: int) -> Token:
    closed = text.startswith("}", brace + 1)
    end = brace + 2 if closed else brace + 1
    trim_left, trim_right = text[start + 2] == "-", text[end - 3] == "-"
    if not closed:
        return Token("output", start, end, closed=False, trim_left=trim_left, trim_right=trim_right)
    begin = start + 3 if trim_left else start + 2
    stop = max(begin, end - 3 if trim_right else end - 2)
    return Token(
        kind="output",
        start=start,
        end=end,
        name="",
        markup=text[begin:stop],
        markup_start=begin,
        closed=True,
        trim_left=trim_left,
        trim_right=trim_right,
    )


def _tag(text: str, start: int, end: int, liquid: int) -> Token:
    trim_left, trim_right = text[start + 2] == "-", text[end - 3] == "-"
    begin = start + 3 if trim_left else start + 2
    match = _TAG_NAME[liquid].match(text, begin, end - 2)
    if match is None:
        return Token(
            kind="tag",
            start=start,
            end=end,
            name="",
            markup="",
            markup_start=begin,
            closed=True,
            trim_left=trim_left,
            trim_right=trim_right,
        )
    stop = end - 3 if trim_right and match.end() <= end - 3 else end - 2
    return Token(
        kind="tag",
        start=start,
        end=end,
        name=match[1],
        markup=text[match.end() : stop],
        markup_start=match.end(),
        closed=True,
        trim_left=trim_left,
        trim_right=trim_right,
    )
