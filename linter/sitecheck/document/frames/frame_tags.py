"""Tags of layouts whose attributes hold values of the page, read once: a page only puts its values in.

The plain way, which holds for all others too, is to write the tag as it is on the page and to read that
(:meth:`sitecheck.document.frames.frame_parts.Group.block`); nothing here gives another answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias

from sitecheck import html
from sitecheck.document.tags.click_marks import is_caught
from sitecheck.document.tags.ids import tag_ids
from sitecheck.document.tags.page_links import page_links
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import spend
from sitecheck.liquid.nodes import OutputTag
from sitecheck.liquid.output import Output
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.residual import Choice, Items, Known, Run
from sitecheck.liquid.values import ValueText
from sitecheck.model.facts import Id, Link
from sitecheck.model.origin import LinkValue
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, MappedText

_KEPT = 20
"""Steps for a link or an id that is made for some page: it is kept, and looked up there."""
_FIXED = ("/", "http:", "https:", "mailto:", "tel:", "data:", "javascript:")
"""How an address begins that means the same on every page."""
_CUT_OUT = frozenset({"srcset", "style"})
"""Attributes whose values hold any number of addresses."""
_ODD = frozenset({"image", "meta", "source", "use"})
"""Elements of which it hangs on the value whether they have an address."""
_FIRST_MARK = 0xF700
"""Characters from here on (for private use) stand for values while the tag is read."""
_MOST_HOLES = 16
_TELLING = ("&", "\r", "\0", UNKNOWN)
"""What is in values that are not read as they are written."""
_MOST_KEPT = 2000
_MARK = lazy_pattern(f"([{chr(_FIRST_MARK)}-{chr(_FIRST_MARK + _MOST_HOLES - 1)}])")
_IS_TELLING = lazy_pattern("[" + re.escape("".join(_TELLING)) + "]")
_TEXT = Link._fields.index("text")
_VALUES = Link._fields.index("values")

Links: TypeAlias = "tuple[Link, ...]"
Ids: TypeAlias = "tuple[Id, ...]"


class Block(NamedTuple):
    """Links and ids that stand together, in the order of the text."""

    links: Links = ()
    ids: Ids = ()

    @property
    def steps(self) -> int:
        """What it costs to make it for some page."""
        return _KEPT * (len(self.links) + len(self.ids))


def is_fixed(link: Link) -> bool:
    """Whether the address of a link means the same wherever it stands."""
    return link.href is None or link.href.lower().startswith(_FIXED)


class Written(Protocol):
    """A tag that is read in the plain way."""

    items: Items

    def block(self, page: PageContext) -> Block:
        """What it is on ``page``."""
        ...


class TagTemplate:
    """A tag, and the links and ids in it with marks where the values belong."""

    __slots__ = ("_ids", "_known", "_links", "_runs", "_steps", "written")

    def __init__(self, written: Written, runs: tuple[Run, ...], block: Block) -> None:
        self.written = written
        """The tag as it is written on each page."""
        self._runs = runs
        self._links = tuple(map(_LinkTemplate, block.links))
        self._ids = block.ids
        self._steps = 1 + block.steps
        self._known: dict[tuple[object, ...], Block] = {}

    def block(self, page: PageContext) -> Block:
        """What it is on ``page``."""
        values = []
        for run in self._runs:
            value = page.plain(run)
            if not value or _IS_TELLING.search(value):
                return self.written.block(page)
            values.append(value)
        key = (*values, *(each.parts for each in values if isinstance(each, ValueText)))
        found = self._known.get(key)
        if found is None:
            spend(self._steps)
            found = Block(
                tuple([link.filled(values) for link in self._links]),
                tuple([id_._replace(id=_put(id_.id, values)) for id_ in self._ids]),
            )
            if len(self._known) < _MOST_KEPT:
                self._known[key] = found
        return found


def _put(text: str, values: Sequence[str]) -> str:
    """A text with values in the places of marks."""
    return _MARK.sub(lambda mark: values[ord(mark[1]) - _FIRST_MARK], text)


def _names(written: Iterable[str], values: Sequence[str]) -> Iterator[str]:
    """What scripts may choose a link by, with values in the places of marks: one may hold several classes."""
    for each in written:
        name = _put(each, values)
        yield from (f".{part}" for part in name[1:].split()) if name.startswith(".") else (name,)


class _LinkTemplate:
    """A link with marks, taken apart once: a large site has one for each language on every page."""

    __slots__ = ("_has_stand_in", "_is_named", "_link", "_parts", "_says")

    def __init__(self, link: Link) -> None:
        self._link = link
        self._has_stand_in = _MARK.search(link.stand_in) is not None
        """Whether what stands in for it holds a mark."""
        self._says = _MARK.search(link.text) is not None
        """Whether its text holds a mark."""
        self._is_named = any(map(_MARK.search, link.marks))
        """Whether what scripts may choose it by holds a mark."""
        self._parts = tuple(_address_parts(link)) if link.href is not None else ()

    def filled(self, values: Sequence[str]) -> Link:
        """The link with values in the places of marks."""
        link = self._link
        if self._has_stand_in:
            link = link._replace(stand_in=_put(link.stand_in, values))
        if self._is_named:
            link = link._replace(marks=tuple(_names(link.marks, values)))
        text = _put(link.text, values) if self._says else link.text
        if link.href is None:
            return link._replace(text=text)
        href, found = "", list[LinkValue]()
        for hole, written, own in self._parts:
            at = len(href)
            if hole is None:
                href += written
                found += [LinkValue(at + start, at + end, origin) for start, end, origin in own]
            else:
                href += values[hole]
                found += _parts_at(at, values[hole])
        stripped = href.strip()
        if found and len(stripped) != len(href):
            found = list(_moved(found, href, stripped))
        # Of its fields in order, as pieces are made (`sitecheck.liquid.output`): much of the time goes here.
        before, after = link[_TEXT + 1 : _VALUES], link[_VALUES + 1 :]
        return tuple.__new__(Link, (stripped, *link[1:_TEXT], text, *before, tuple(found), *after))


class _AddressPart(NamedTuple):
    """A hole in an address, or text with the values that are written in it."""

    hole: int | None
    written: str = ""
    values: tuple[LinkValue, ...] = ()
    """Counted from where the text begins."""


def _address_parts(link: Link) -> Iterator[_AddressPart]:
    at = 0
    for index, text in enumerate(_MARK.split(link.href or "")):
        if index % 2:
            yield _AddressPart(ord(text) - _FIRST_MARK)
        elif text:
            own = (each for each in link.values if at <= each.start < at + len(text))
            yield _AddressPart(
                None, text, tuple(LinkValue(start - at, end - at, origin) for start, end, origin in own)
            )
        at += len(text)


def _moved(found: Iterable[LinkValue], href: str, stripped: str) -> Iterator[LinkValue]:
    """The values of an address that is stripped of white space."""
    before = len(href) - len(href.lstrip())
    for start, end, origin in found:
        yield LinkValue(max(0, start - before), min(len(stripped), end - before), origin)


def _parts_at(at: int, value: str) -> Iterator[LinkValue]:
    for length, origin in value.parts if isinstance(value, ValueText) else ():
        if origin is not None:
            yield LinkValue(at, at + length, origin)
        at += length


def tag_template(written: Written) -> TagTemplate | None:
    """``written``, a tag whose values stand in quoted attributes, as a template; ``None`` for what cannot be
    one."""
    runs = tuple(item for item in written.items if isinstance(item, Run))
    if len(runs) > _MOST_HOLES or not all(map(_is_fit, written.items)):
        return None
    out, marks = Output(), iter(_marks(len(runs)))
    for item in written.items:
        if isinstance(item, Known):
            out.replay(item.text, item.pieces, False)
        elif isinstance(item, Run):
            span, closure = item.node.nodes[0].span, item.closure
            out.produce(next(marks), closure.frame, span, closure.maybe)
    mapped = MappedText(out.text(), tuple(out.pieces))
    (tag,) = html.read(mapped.text).tags
    if tag.name in _ODD or any(map(_is_cut_out, tag.attrs)) or _hangs_on_fragment(tag):
        return None
    links = tuple(page_links(mapped, (tag,), (), is_part=True))
    return TagTemplate(written, runs, Block(links, tuple(tag_ids(mapped, tag))))


def _is_cut_out(attr: html.Attr) -> bool:
    """Whether addresses are cut out of a value in which a mark stands."""
    return attr.name in _CUT_OUT and any(mark in attr.value for mark in _marks(_MOST_HOLES))


def _hangs_on_fragment(tag: html.Tag) -> bool:
    """Whether it hangs on a value that is not known whether the link is one to an anchor, which a script
    catches."""
    href = tag.get("href")
    return href is not None and _MARK.match(href.value) is not None and is_caught(tag)


def _is_fit(item: Known | Choice | Run) -> bool:
    if isinstance(item, Known):
        return not any(sign in item.text for sign in (*_TELLING, *_marks(_MOST_HOLES)))
    return isinstance(item, Run) and isinstance(item.node.nodes[0], OutputTag) and item.variable is not None


def _marks(number: int) -> tuple[str, ...]:
    return tuple(chr(_FIRST_MARK + index) for index in range(number))
