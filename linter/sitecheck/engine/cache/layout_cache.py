"""What layouts give to pages, kept until anything changes that layouts can see.

The text of a page is nothing that its layouts see, so most edits leave all of it as it is. What is kept is
the outcome for all pages together: pages share their blocks, and the links of a block their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sitecheck.document import Block, PageAt, PageFrame
from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.codec import decode, encode
from sitecheck.engine.cache.dependency_states import DependencyStates
from sitecheck.liquid import MISSING_INCLUDE, LiquidProblem
from sitecheck.model.facts import Id, Link, Read
from sitecheck.model.span import Place, Span

_ALL_PAGES = Read("site", "*")
"""Every value of every page, and the data files: layouts may show each of them on any page."""
_SPARE = 2
"""So many times what the frames have cost must be there: then what is there does not decide what they are."""

Frames = Mapping[PageAt, PageFrame]


class KeptFrames(NamedTuple):
    """The frames of all pages, what they cost (steps), and all that was read for them."""

    frames: Frames
    spent: int
    reads: frozenset[Read]


class _Tables(NamedTuple):
    """What many pages have in common."""

    reads: tuple[Read, ...]
    spent: int
    share: int
    """What each layout might cost for one page, which was enough."""
    links: tuple[Link, ...]
    """Links without their address and text."""
    ids: tuple[Id, ...]
    """Ids without their name."""
    layouts: tuple[tuple[str, ...], ...]


class _Columns(NamedTuple):
    """What is of each page or block: plain values, as there are many."""

    blocks: list[Any]
    """Of each block a list of place in the table, address and text of each link, and one of ids."""
    pages: list[Any]
    """Of each page its path, its address, the place of its layouts, those of its blocks, and of what its
    layouts lack message, path and offsets."""


class LayoutCache:
    """The frames of one site's last run."""

    def __init__(self, folder: str, key: str, states: DependencyStates) -> None:
        """``key`` stands for all that concerns every page, as that of files does."""
        self._folder = folder
        self._key = key
        self._states = states
        self.seal = ""
        """What tells the frames that are stored from others, once they were recalled or remembered."""

    def recall(self, pages: Sequence[PageAt], steps: int, share: int) -> KeptFrames | None:
        """The frames of ``pages`` for which ``steps`` may be spent, ``share`` for one in a layout, if they
        are known."""
        value, _, seal = cache_folder.load_sealed(self._folder, "layouts", self._key)
        try:
            stored, columns = value if value is not None else (None, ())
            tables = decode(_Tables, stored)
            enough = tables.spent * _SPARE <= steps and tables.share <= share
            if not enough or not all(map(self._holds, tables.reads)):
                return None
            frames = _frames(tables, _Columns(*columns))
        except (ValueError, TypeError, IndexError):
            return None
        known = KeptFrames(frames, tables.spent, frozenset(tables.reads))
        if list(frames) != list(pages):
            return None
        self.seal = seal
        return known

    def _holds(self, read: Read) -> bool:
        return self._states.of(read) == read.state

    def remember(self, kept: KeptFrames, steps: int, share: int) -> None:
        """Store frames, unless it hangs on what there was to spend what they are; both as in
        :meth:`recall`."""
        if kept.spent * _SPARE > steps or any(frame.cut for frame in kept.frames.values()):
            return
        reads = self._states.spelt_out((*kept.reads, _ALL_PAGES))
        tables, columns = _stored(kept, tuple(dict.fromkeys(sorted(reads))), share)
        self.seal = cache_folder.save(self._folder, "layouts", self._key, [encode(tables), columns])


def _stored(kept: KeptFrames, reads: tuple[Read, ...], share: int) -> tuple[_Tables, _Columns]:
    links: dict[Link, int] = {}
    ids: dict[Id, int] = {}
    layouts: dict[tuple[str, ...], int] = {}
    blocks: dict[int, int] = {}
    written: list[Any] = []
    pages: list[Any] = []
    for page, frame in kept.frames.items():
        for block in frame.blocks:
            if id(block) not in blocks:
                blocks[id(block)] = len(blocks)
                written.append(_block(block, links, ids))
        number = layouts.setdefault(frame.layouts, len(layouts))
        lacking = [[each.message, each.place.path, *each.place.span] for each in frame.lacking]
        pages.append([page.path, page.url, number, [blocks[id(block)] for block in frame.blocks], lacking])
    tables = _Tables(
        reads=reads,
        spent=kept.spent,
        share=share,
        links=tuple(links),
        ids=tuple(ids),
        layouts=tuple(layouts),
    )
    return tables, _Columns(written, pages)


def _block(block: Block, links: dict[Link, int], ids: dict[Id, int]) -> list[Any]:
    own: list[object] = []
    for link in block.links:
        own += (links.setdefault(link._replace(href="", text=""), len(links)), link.href, link.text)
    names: list[object] = []
    for id_ in block.ids:
        names += (ids.setdefault(id_._replace(id=""), len(ids)), id_.id)
    return [own, names]


def _frames(tables: _Tables, columns: _Columns) -> dict[PageAt, PageFrame]:
    """The frames again; raises as codec does for what is stored in no such way."""
    blocks = [
        Block(tuple(_links(own, tables.links)), tuple(_ids(names, tables.ids)))
        for own, names in columns.blocks
    ]
    return {
        PageAt(_text(path), _text(url)): PageFrame(
            blocks=tuple([blocks[at] for at in numbers]),
            layouts=tables.layouts[number],
            lacking=tuple([_lack(*each) for each in lacking]),
        )
        for path, url, number, numbers, lacking in columns.pages
    }


def _lack(message: object, path: object, start: object, end: object) -> LiquidProblem:
    place = Place(_text(path), Span(_offset(start), _offset(end)))
    return LiquidProblem(MISSING_INCLUDE, _text(message), place, fatal=True)


def _offset(value: object) -> int:
    if type(value) is not int:
        raise ValueError(f"{value!r} is no offset")
    return value


_HREF, _TEXT = Link._fields.index("href"), Link._fields.index("text")


def _links(own: list[Any], table: Sequence[Link]) -> Iterable[Link]:
    for at, href, text in zip(own[::3], own[1::3], own[2::3], strict=True):
        fields = list(table[at])
        fields[_HREF] = None if href is None else _text(href)
        fields[_TEXT] = _text(text)
        yield Link._make(fields)


def _ids(names: list[Any], table: Sequence[Id]) -> Iterable[Id]:
    for at, name in zip(names[::2], names[1::2], strict=True):
        yield table[at]._replace(id=_text(name))


def _text(value: object) -> str:
    if type(value) is not str:
        raise ValueError(f"{value!r} is no text")
    return value
