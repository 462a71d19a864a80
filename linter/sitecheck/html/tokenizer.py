"""The tokenization stage of the HTML standard (section 13.2.5), without a tree builder.

Which elements hold text without tags is decided by their names, as a browser with scripting switched off
does in ordinary HTML content; in drawings and formulas one that closes itself holds none. A tag that the end
of the text cuts off is no tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sitecheck.html.entities import decode_attribute
from sitecheck.html.model import Attr, Comment, Html, Raw, Tag, TagKind, Text, Token
from sitecheck.lazy_pattern import lazy_pattern

RAW_ELEMENTS = frozenset(
    ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext")
)
_FOREIGN = frozenset(("svg", "math"))
"""Elements whose content is read as XML is, in which any element may close itself."""

_MARKUP = lazy_pattern(r"<(?:[A-Za-z!?]|/[\s\S])")
_NAME = lazy_pattern(r"<(/?)([A-Za-z][^ \t\n\r\f/>]*)")
_ATTR = lazy_pattern(
    r"[ \t\n\r\f/]*"
    r"(?:(>)|(=?[^ \t\n\r\f/>=]*)"
    r"(?:[ \t\n\r\f]*=[ \t\n\r\f]*(?:\"([^\"]*)\"|'([^']*)'|([^ \t\n\r\f>\"'][^ \t\n\r\f>]*|(?=>))))?)"
)
_NEW = tuple.__new__
"""Makes a record of its fields in order, in a quarter of the time that its keywords take: a page has hundreds
of tags and attributes, a site's pages are read several times."""
_COMMENT_END = lazy_pattern(r"--!?>")
_SCRIPT_MARK = lazy_pattern(r"<!--|-->|<(/?)script(?=[ \t\n\r\f/>])", re.IGNORECASE)


def read(text: str, start: int = 0, end: int | None = None) -> Html:
    """The tokens of ``text[start:end]``, by kind; all offsets are into ``text``."""
    return of_kinds(tokens(text, start, end))


def begins_raw(token: Token) -> bool:
    """Whether no tag is read in what follows a token, up to the end of its element."""
    return isinstance(token, Tag) and token.kind != "end" and token.name in RAW_ELEMENTS


def of_kinds(found: Iterable[Token]) -> Html:
    """Tokens, by kind."""
    tags: list[Tag] = []
    comments: list[Comment] = []
    raws: list[Raw] = []
    texts: list[Text] = []
    for token in found:
        if isinstance(token, Tag):
            tags.append(token)
        elif isinstance(token, Text):
            texts.append(token)
        elif isinstance(token, Comment):
            comments.append(token)
        else:
            raws.append(token)
    return Html(tuple(tags), tuple(comments), tuple(raws), tuple(texts))


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of ``text[start:end]`` in order; all offsets are into ``text``."""
    stop = len(text) if end is None else end
    source = text if stop == len(text) else text[:stop]
    run = pos = start
    foreign = 0
    while (match := _MARKUP.search(source, pos)) is not None:
        at = match.start()
        name = _NAME.match(source, at)
        token = _declaration(source, at) if name is None else _tag(source, name)
        if token is None:  # cut off by the end of the text
            stop = at
            break
        if at > run:
            yield Text(run, at)
        yield token
        run = pos = token.end
        if not isinstance(token, Tag):
            continue
        if token.name in _FOREIGN:
            foreign = _depth(foreign, token.kind)
        elif token.kind != "end" and token.name in RAW_ELEMENTS and not (foreign and token.kind != "start"):
            run = pos = _raw_end(source, token.name, pos)
            if run > token.end:
                yield Raw(token.name, token.end, run)
    if stop > run:
        yield Text(run, stop)


def _depth(foreign: int, kind: TagKind) -> int:
    """How deep in drawings and formulas the text is behind a tag of one."""
    if kind == "self-closing":
        return foreign
    return foreign + 1 if kind == "start" else max(foreign - 1, 0)


def _tag(text: str, opening: re.Match[str]) -> Tag | None:
    closing, name = opening.groups()
    attrs: list[Attr] = []
    pos = opening.end()
    if text.startswith(">", pos):  # most tags have no attribute
        return _NEW(Tag, (_lower(name), (), opening.start(), pos + 1, "end" if closing else "start"))
    while (match := _ATTR.match(text, pos)) is not None:
        if match[1] is not None:
            slash = match.end() - 1 > pos and text[match.end() - 2] == "/"
            kind: TagKind = "end" if closing else "self-closing" if slash else "start"
            return _NEW(Tag, (_lower(name), tuple(attrs), opening.start(), match.end(), kind))
        if match.end() == pos or not match[2]:
            return None
        end = match.end()
        if match.lastindex == 2 and _opens_value(text, end):
            return None
        attrs.append(_attr(match))
        pos = end
    return None


_UNFINISHED_VALUE = lazy_pattern(r"[ \t\n\r\f]*=[ \t\n\r\f]*(?:[\"']|\Z)")


def _opens_value(text: str, pos: int) -> bool:
    return _UNFINISHED_VALUE.match(text, pos) is not None


def _attr(match: re.Match[str]) -> Attr:
    group = match.lastindex or 2
    name, end = _lower(match[2]), match.end()
    if group == 2:
        return _NEW(Attr, (name, "", match.start(2), end, end, end))
    begin, stop = match.span(group)
    return _NEW(Attr, (name, attribute_value(match[group]), match.start(2), end, begin, stop))


def attribute_value(written: str) -> str:
    """The value of an attribute as a browser reads what is written."""
    if "&" in written or "\r" in written or "\0" in written:
        return decode_attribute(_newlines(written))
    return written


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


_ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)} | {0: 0xFFFD}


def _lower(name: str) -> str:
    return name.lower() if name.isascii() and "\0" not in name else name.translate(_ASCII_LOWER)


def _declaration(text: str, at: int) -> Comment:
    if text.startswith("</>", at):
        return Comment("", at, at + 3)
    if not text.startswith("<!--", at):
        end = text.find(">", at + 2)
        stop = len(text) if end < 0 else end + 1
        begin = at + 1 if text.startswith("<?", at) else at + 2
        return Comment(text[begin : stop - (end >= 0)], at, stop)
    for short in ("<!-->", "<!--->"):
        if text.startswith(short, at):
            return Comment("", at, at + len(short))
    match = _COMMENT_END.search(text, at + 4)
    if match is None:
        return Comment(text[at + 4 :], at, len(text))
    return Comment(text[at + 4 : match.start()], at, match.end())


_CLOSERS = {
    name: lazy_pattern(rf"</{name}(?=[ \t\n\r\f/>])", re.IGNORECASE) for name in RAW_ELEMENTS - {"script"}
}


def _raw_end(text: str, name: str, pos: int) -> int:
    if name == "plaintext":
        return len(text)
    if name == "script":
        return _script_end(text, pos)
    match = _CLOSERS[name].search(text, pos)
    return len(text) if match is None else match.start()


def _script_end(text: str, pos: int) -> int:
    """Where a script's text ends: its end tag does not count in a script nested in ``<!-- … -->``."""
    escaped = doubly = False
    while (match := _SCRIPT_MARK.search(text, pos)) is not None:
        pos = match.end()
        mark = match[0]
        if mark == "<!--":
            escaped = True
            pos -= 2  # "<!-->" opens and closes at once
        elif mark == "-->":
            escaped = doubly = False
        elif not match[1]:
            doubly = escaped
        elif not doubly:
            return match.start()
        else:
            doubly = False
    return len(text)
