"""The head of a page as a browser's parser reads it (HTML standard, 13.2.6.4.1 to 13.2.6.4.4).

What may not stand in a head ends it: metadata after that is *late*. Browsers still heed some of it, search
engines may not (Google, "valid page metadata"). Scripting counts as switched on: ``noscript`` is skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sitecheck.html.entities import decode_text
from sitecheck.html.model import Attr, Comment, Raw, Tag, Text
from sitecheck.html.tokenizer import tokens

IN_HEAD = frozenset(
    (
        *("base", "basefont", "bgsound", "head", "html", "link", "meta", "noframes", "noscript"),
        *("script", "style", "template", "title"),
    )
)
"""The elements whose start does not end a head."""
_SKIPPED = frozenset(("noscript", "template"))
_ENDS = frozenset(("body", "br", "head", "html"))
"""The elements whose end tags end a head; the standard ignores all others."""
_SPACE = "\t\n\f\r "


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
    open_: bool
    """Whether the end of the text cuts something off."""
    gaps: tuple[tuple[int, bool], ...]
    """Where text stands between the tags that holds ``gap``, and whether the head has ended before."""
    is_page: bool
    """Whether there is anything of a frame: a doctype, ``<html>``, ``<head>``, a title, a ``<meta>``."""


def read_head(text: str, gap: str = "\0") -> HtmlHead:
    """The head at the beginning of ``text``, and what is late up to ``</head>`` or ``<body``.

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

    def found(self) -> HtmlHead:
        ended_by, start, end = self._ended or ("", len(self._text), len(self._text))
        return HtmlHead(
            values=tuple(self._values),
            scripts=tuple(self._scripts),
            ended_by=ended_by,
            start=start,
            end=end,
            open_=self._last < len(self._text) and self._ended is None,
            gaps=tuple(self._gaps),
            is_page=self._is_page,
        )

    def read(self) -> None:
        skipped = ""
        opening: Tag | None = None
        for token in tokens(self._text):
            self._last = token.end
            if isinstance(token, Raw):
                self._raw(token, opening)
            elif isinstance(token, Tag):
                if opening is not None and opening.end == token.start and not skipped:
                    self._raw(Raw(opening.name, token.start, token.start), opening)  # with nothing in it
                opening = token
                if skipped:
                    skipped = "" if token.name == skipped and token.kind == "end" else skipped
                elif token.name in _SKIPPED and token.kind != "end":
                    skipped = token.name
                elif self._tag(token):
                    return
            elif isinstance(token, Comment):
                self._is_page |= token.text.lower().startswith("doctype")
            elif not skipped:
                self._between(token)

    def _tag(self, tag: Tag) -> bool:
        """Read a tag; whether nothing comes after it that counts."""
        if tag.kind == "end":
            if tag.name in _ENDS:
                self._end(f"/{tag.name}", tag.start, tag.end)
            return tag.name == "head"
        if tag.name not in IN_HEAD:
            self._end(tag.name, tag.start, tag.end)
            return tag.name in ("body", "frameset")
        self._is_page |= tag.name in ("html", "head") or (tag.name == "meta" and self._ended is None)
        if tag.name in ("html", "meta") or (tag.name == "link" and _says(tag)):
            late = self._ended is not None
            values = values_of(tag)
            self._values += (value._replace(late=True) for value in values) if late else values
        return False

    def _raw(self, raw: Raw, opening: Tag | None) -> None:
        if opening is None or opening.end != raw.start:
            return
        late = self._ended is not None
        if raw.element == "title" and opening.kind != "end":
            self._is_page = True
            text = " ".join(decode_text(self._text[raw.start : raw.end]).split(None))
            self._values.append(
                HeadValue(key="title", value=text, start=raw.start, end=raw.end, tag=opening, late=late)
            )
        elif raw.element == "script" and opening.kind != "end" and _is_json(opening):
            self._scripts.append(HeadScript(raw.start, raw.end))

    def _between(self, token: Text) -> None:
        text = self._text[token.start : token.end]
        at = text.find(self._gap)
        if at >= 0:
            self._gaps.append((token.start + at, self._ended is not None))
            text = text.replace(self._gap, "")
        if text.strip(_SPACE):
            begin = token.start + len(text) - len(text.lstrip(_SPACE))
            self._end("#text", begin, token.end)

    def _end(self, what: str, start: int, end: int) -> None:
        if self._ended is None:
            self._ended = what, start, end


def _is_json(tag: Tag) -> bool:
    kind = tag.get("type")
    return kind is not None and kind.value.strip().lower() == "application/ld+json"


def _says(link: Tag) -> bool:
    rel = link.get("rel")
    return rel is not None and rel.value != "stylesheet"


def values_of(tag: Tag) -> Iterator[HeadValue]:
    """What a ``<html>``, ``<meta>`` or ``<link>`` says."""
    if tag.name == "html":
        yield from _values(tag, (("lang", tag.get("lang")),))
    elif tag.name == "meta":
        content = tag.get("content")
        names = dict.fromkeys(_word(tag, name) for name in ("name", "property", "http-equiv"))
        yield from _values(tag, [(name, content) for name in names if name])
        yield from _values(tag, (("charset", tag.get("charset")),))
    else:
        href = tag.get("href")
        for rel in dict.fromkeys(_word(tag, "rel").split()):
            language = _word(tag, "hreflang") if rel == "alternate" else ""
            key = f"hreflang {language}" if language else _LINKS.get(rel, "")
            yield from _values(tag, [(key, href)] if key else ())


_LINKS = {"canonical": "canonical", "icon": "icon", "next": "next", "prev": "prev"}


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
