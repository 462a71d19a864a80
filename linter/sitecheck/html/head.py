"""The head of a page as a browser's parser reads it (HTML standard, 13.2.6.4.1 to 13.2.6.4.6).

What may not stand in a head ends it: metadata after that is *late*. Browsers still heed some of it, search
engines may not (Google, "valid page metadata"). Between ``</head>`` and what begins the body it goes into the
head all the same, as where a layout has a head and includes another one. Scripting counts as switched on:
``noscript`` is skipped, but that it leads on to another page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sitecheck.html.entities import decode_text
from sitecheck.html.model import Attr, Comment, Raw, Tag, Text, Token
from sitecheck.html.tokenizer import attribute_value, begins_raw, tokens
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

IN_HEAD = frozenset(
    (
        *("base", "basefont", "bgsound", "head", "html", "link", "meta", "noframes", "noscript"),
        *("script", "style", "template", "title"),
    )
)
"""The elements whose start does not end a head."""
_AFTER_HEAD = IN_HEAD - {"noscript"}
"""Those that do not begin the body behind ``</head>``."""
_SKIPPED = frozenset(("noscript", "template"))
_DRAWING = "svg"
"""It ends a head, and its ``<title>`` is that of the picture (https://www.w3.org/TR/SVG2/struct.html#TitleElement)."""
_ENDS = frozenset(("body", "br", "head", "html"))
"""The elements whose end tags end a head; the standard ignores all others."""
_SPACE = "\t\n\f\r "
_CHARSET = lazy_pattern(r"charset[\t\n\f\r ]*=[\t\n\f\r ]*[\"']?([^\t\n\f\r ;\"']+)", re.IGNORECASE)
"""In ``content``, beside ``http-equiv="content-type"`` (HTML standard, "extracting a character encoding")."""
_LONGEST = 2000
"""So many characters of a tag are looked at by themselves."""
_FEEDS = frozenset(("feed", "rss", "rdf:rdf"))
"""With what Atom, RSS and RSS 1.0 begin."""


class HeadValue(NamedTuple):
    """One thing that a head says: an attribute of ``<html>``, a title, a ``<meta>`` or ``<link>``."""

    key: str
    """In lower case: ``lang``, ``title``, the name of a ``<meta>``, ``refresh``, ``charset``, ``canonical``,
    ``hreflang xx`` …"""
    value: str
    """As a browser reads it."""
    start: int
    end: int
    """Where it is written."""
    tag: Tag
    late: bool = False


class HeadScript(NamedTuple):
    """The JSON-LD of a page."""

    start: int
    end: int


class HtmlHead(NamedTuple):
    """What a head says, in order."""

    values: tuple[HeadValue, ...]
    scripts: tuple[HeadScript, ...]
    ended_by: str
    """What ended it: ``/head``, ``body``, another element, ``#text``; "" for the end of the text."""
    start: int
    """Where that stands."""
    end: int
    """Where it ends."""
    gaps: tuple[tuple[int, bool], ...]
    """Where text stands between the tags that holds ``gap``, and whether the head has ended before."""
    is_page: bool
    """Whether there is anything of a frame: a doctype, ``<html>`` or ``<body>`` with nothing before it (one
    further down has slipped out of a listing), ``<head>``, a title (not of a feed, which may stand in a file
    of any name), a ``<meta>``."""
    stop: int
    """What stands there or later does not count; behind the end of the text, where more would count there."""


def read_head(text: str, gap: str = "\0") -> HtmlHead:
    """The head at the beginning of ``text``, and what is late up to ``</head>`` or ``<body``; behind a
    ``</head>`` with nothing late before it, what still goes into the head.

    Where ``gap`` stands anything may be, or nothing.
    """
    reader = _Reader(text, gap)
    reader.read()
    return reader.found()


class _Reader:
    def __init__(self, text: str, gap: str) -> None:
        self._text = text
        self._gap = gap
        self._values: list[HeadValue] = []
        self._scripts: list[HeadScript] = []
        self._gaps: list[tuple[int, bool]] = []
        self._ended: tuple[str, int, int] | None = None
        self._is_page = False
        self._last = 0
        self._skipped = ""
        """The element whose content is passed over."""
        self._opening: Tag | None = None
        """The tag that was read last."""
        self._is_over = False
        self._is_after = False
        """Whether ``</head>`` has been read, and nothing yet of a body."""

    def found(self) -> HtmlHead:
        ended_by, start, end = self._ended or ("", len(self._text), len(self._text))
        return HtmlHead(
            values=tuple(self._values),
            scripts=tuple(self._scripts),
            ended_by=ended_by,
            start=start,
            end=end,
            gaps=tuple(self._gaps),
            is_page=self._is_page,
            stop=self._last if self._is_over else len(self._text) + 1,
        )

    def read(self) -> None:
        at, length = 0, len(self._text)
        while at < length and not self._is_over:
            begin = self._text.find("<", at)
            if begin != at:
                self._token(Text(at, begin if begin >= 0 else length))
                at = begin
            if at < 0 or self._is_over:
                return
            end = self._text.find(">", at) + 1
            simple = _simple_tag(self._text[at:end]) if at < end < at + _LONGEST else None
            if simple is not None:
                self._token(simple.tag._replace(start=at, end=end), simple.values)
                at = end
            else:
                at = self._others(at)

    def _others(self, at: int) -> int:
        """Read what begins at ``at``, with the text in it if it is a script or its like; where that ends."""
        end = len(self._text)
        for token in tokens(self._text, at):
            self._token(token, tuple(values_of(token)) if isinstance(token, Tag) else (), token.start)
            end = token.end
            if self._is_over or not begins_raw(token):
                break
        return end

    def _token(self, token: Token, values: tuple[HeadValue, ...] = (), origin: int = 0) -> None:
        """Read a token; the places of ``values`` count from ``origin``."""
        self._last = token.end
        if isinstance(token, Raw):
            self._raw(token, self._opening)
        elif isinstance(token, Tag):
            opening, self._opening = self._opening, token
            if opening is not None and opening.end == token.start and not self._skipped:
                self._raw(Raw(opening.name, token.start, token.start), opening)  # with nothing in it
            if self._skipped:
                self._skip(values, token, token.start - origin)
                is_end = token.name == self._skipped and token.kind == "end"
                self._skipped = "" if is_end else self._skipped
            elif self._is_after and token.kind != "end" and token.name not in _AFTER_HEAD:
                self._is_over = True
            elif token.name in _SKIPPED and token.kind != "end":
                self._skipped = token.name
            else:
                self._tag(token, values, token.start - origin)
                self._skipped = _DRAWING if token.name == _DRAWING and token.kind == "start" else ""
        elif isinstance(token, Comment):
            self._is_page |= token.text.lower().startswith("doctype")
        elif not self._skipped:
            self._between(token)

    def _tag(self, tag: Tag, values: tuple[HeadValue, ...], shift: int) -> None:
        if tag.kind == "end":
            self._end_tag(tag)
            return
        if tag.name not in IN_HEAD:
            self._is_page |= tag.name == "body" and self._ended is None
            self._end(tag.name, tag.start, tag.end)
            self._is_over = tag.name in ("body", "frameset")
            return
        self._is_page |= tag.name == "head" or (tag.name in ("html", "meta") and self._ended is None)
        self._say(values, tag, shift)

    def _end_tag(self, tag: Tag) -> None:
        if tag.name == "head" and not self._is_after:
            self._is_after = self._ended is None
            self._is_over = not self._is_after
        elif tag.name in _ENDS:  # the standard reads no further </head>
            self._is_over = self._is_after and tag.name != "head"
        if tag.name in _ENDS:
            self._end(f"/{tag.name}", tag.start, tag.end)

    @property
    def _is_late(self) -> bool:
        return self._ended is not None and not self._is_after

    def _say(self, values: Iterable[HeadValue], tag: Tag, shift: int) -> None:
        late = self._is_late
        for key, value, start, end, *_ in values:
            place = start + shift, end + shift
            self._values.append(HeadValue(key, value, *place, tag=tag, late=late))

    def _skip(self, values: Iterable[HeadValue], tag: Tag, shift: int) -> None:
        """Take nothing of ``<noscript>`` but that the page leads on at once: a script does the same."""
        if self._skipped == "noscript":
            self._say((each for each in values if _leads_on(each)), tag, shift)

    def _raw(self, raw: Raw, opening: Tag | None) -> None:
        if opening is None or opening.end != raw.start or self._skipped:
            return
        late = self._is_late
        if raw.element == "title" and opening.kind != "end":
            self._is_page |= self._ended is None or self._ended[0] not in _FEEDS
            text = title_of(self._text[raw.start : raw.end])
            self._values.append(
                HeadValue(key="title", value=text, start=raw.start, end=raw.end, tag=opening, late=late)
            )
        elif raw.element == "script" and opening.kind != "end" and _is_json(opening):
            self._scripts.append(HeadScript(raw.start, raw.end))

    def _between(self, token: Text) -> None:
        text = self._text[token.start : token.end]
        if self._is_after:
            self._is_over = bool(text.strip(_SPACE))  # what nobody knows may begin the body, too
            return
        if self._gap in text:
            late = self._ended is not None
            gaps = re.finditer(re.escape(self._gap), text)
            self._gaps += [(token.start + match.start(), late) for match in gaps]
            text = text.replace(self._gap, "")
        if text.strip(_SPACE):
            begin = token.start + len(text) - len(text.lstrip(_SPACE))
            self._end("#text", begin, token.end)

    def _end(self, what: str, start: int, end: int) -> None:
        if self._ended is None:
            self._ended = what, start, end


def _leads_on(value: HeadValue) -> bool:
    return value.key == "refresh" and value.value.lstrip(_SPACE).startswith("0")


def _is_json(tag: Tag) -> bool:
    kind = tag.get("type")
    return kind is not None and kind.value.strip().lower() == "application/ld+json"


class _Simple(NamedTuple):
    """A tag by itself and what it says, places counted from its beginning."""

    tag: Tag
    values: tuple[HeadValue, ...]


@lru_cache(maxsize=4096)
def _simple_tag(text: str) -> _Simple | None:
    """``text`` as one tag, if it is one that means the same wherever it stands: most of a head is the same on
    every page."""
    found = list(tokens(text))
    tag = found[0] if len(found) == 1 else None
    if not isinstance(tag, Tag) or tag.end != len(text) or begins_raw(tag):
        return None
    return _Simple(tag, tuple(values_of(tag)))


def values_of(tag: Tag) -> Iterator[HeadValue]:
    """What a ``<html>``, ``<meta>`` or ``<link>`` says."""
    if tag.kind == "end" or tag.name not in ("html", "link", "meta"):
        return
    if tag.name == "html":
        yield from _values(tag, (("lang", tag.get("lang")),))
    elif tag.name == "meta":
        content = tag.get("content")
        names = dict.fromkeys(_word(tag, name) for name in ("name", "property", "http-equiv"))
        keys = [f"meta {name}" if name in _OF_OTHER_TAGS else name for name in names if name]
        yield from _values(tag, [(key, content) for key in keys])
        yield from _values(tag, (("charset", tag.get("charset")),))
        if _word(tag, "http-equiv") == "content-type" and content and _CHARSET.search(content.value):
            for declared in _values(tag, (("charset", content),)):
                yield declared._replace(value=charset_of(declared.value))
    else:
        href = tag.get("href")
        for rel in dict.fromkeys(_word(tag, "rel").split()):
            language = _word(tag, "hreflang") if rel == "alternate" else ""
            key = f"hreflang {language}" if language else _LINKS.get(rel, "")
            yield from _values(tag, [(key, href)] if key else ())


_LINKS = {"canonical": "canonical", "icon": "icon", "next": "next", "prev": "prev"}
_OF_OTHER_TAGS = frozenset(("title", "lang", "charset", *_LINKS.values()))
"""Keys that another tag gives: ``<meta name="title">`` is no title."""


def title_of(written: str) -> str:
    """A title as a browser shows it."""
    return " ".join(decode_text(written).split(None))


def charset_of(written: str) -> str:
    """The character encoding that a ``<meta>`` declares, by itself or as a part of ``content``."""
    value = value_of(written)
    match = _CHARSET.search(value)
    return match[1] if match is not None else value


def value_of(written: str) -> str:
    """The value of an attribute as a browser reads it, without the white space around it."""
    return attribute_value(written).strip(_SPACE)


def _values(tag: Tag, pairs: Iterable[tuple[str, Attr | None]]) -> Iterator[HeadValue]:
    for key, attr in pairs:
        if attr is not None:
            yield HeadValue(
                key=key,
                value=attr.value.strip(_SPACE),
                start=attr.value_start,
                end=attr.value_end,
                tag=tag,
            )


def _word(tag: Tag, name: str) -> str:
    attr = tag.get(name)
    return attr.value.strip(_SPACE).lower() if attr is not None else ""
