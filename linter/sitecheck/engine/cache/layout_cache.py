"""What layouts give to pages, kept until anything changes that layouts can see.

The text of a page is nothing that its layouts see, so most edits leave all of it as it is. Where they show
the text of other pages, those are made anew that show the one that was edited. What is kept stands in one
file: pages share their blocks, and the links of a block their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sitecheck.document import MOST_WHOLE, Block, FrameEffort, PageAt, PageFrame
from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.codec import Plain, decode, to_row
from sitecheck.engine.cache.dependency_states import DependencyStates
from sitecheck.jekyll import Record
from sitecheck.liquid import LiquidProblem
from sitecheck.model.facts import Id, Link, Read
from sitecheck.model.span import Place, Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.digest import digest

_ALL_PAGES = Read("site", "*")
"""Every value of every page, and the data files: where there is not enough to spend, what is left for a page
hangs on all of them."""
_READS = 5
"""Behind so many of the columns of a page stand those that tell how its frame came about."""
_SPARE = 1.05
"""So many times what frames have cost must be there, where some are made anew beside others that are known:
then what is there does not decide what they are. All made anew they cost the same but for the parts that
each group of pages shares."""

Frames = Mapping[PageAt, PageFrame]


class KeptFrames(NamedTuple):
    """The frames of pages, and what was read and spent for them."""

    frames: Mapping[PageAt, PageFrame] = {}
    efforts: Mapping[PageAt, FrameEffort] = {}
    """What was done for each of them alone …"""
    reads: frozenset[Read] = frozenset()
    """… and what was read for all together …"""
    steps: int = 0
    """… and spent."""

    @property
    def all_reads(self) -> frozenset[Read]:
        """What was read for any of them."""
        return self.reads.union(*{effort.reads for effort in self.efforts.values()})

    @property
    def spent(self) -> int:
        """What was spent for all (steps)."""
        return self.steps + sum(effort.steps for effort in self.efforts.values())

    @property
    def dearest(self) -> int:
        """What was spent on the dearest alone."""
        return max((effort.steps for effort in self.efforts.values()), default=0)

    @property
    def is_cut(self) -> bool:
        """Whether it hangs on what there was to spend what they are."""
        return any(frame.cut for frame in self.frames.values())

    def stand_alone(self, steps: int) -> bool:
        """Whether each is what it is whatever was done for the others: nobody lacked what these took, as
        there were ``steps`` to spend."""
        whole = sum(effort.whole for effort in self.efforts.values())
        return not self.is_cut and whole <= MOST_WHOLE and self.spent * _SPARE <= steps

    def with_others(self, others: KeptFrames, pages: Iterable[PageAt]) -> KeptFrames:
        """Together with ``others``, in the order of ``pages``, which are all of both."""
        frames, efforts = {**self.frames, **others.frames}, {**self.efforts, **others.efforts}
        return KeptFrames(
            {page: frames[page] for page in pages},
            efforts,
            reads=self.reads | others.reads,
            steps=max(self.steps, others.steps),  # each was spent for the layouts of some of the pages
        )


class _Tables(NamedTuple):
    """What many pages have in common."""

    common: int
    """So many of the reads, the first, are of all pages."""
    reads: tuple[Read, ...]
    steps: int
    given: int
    """What there was to spend."""
    share: int
    """What each layout might cost for one page, which was enough or taken from what was left."""
    links: tuple[Link, ...]
    """Links without their address and text."""
    ids: tuple[Id, ...]
    """Ids without their name."""
    layouts: tuple[tuple[str, ...], ...]
    seal: str
    """What tells the frames from others, whatever was read for them."""


class _Columns(NamedTuple):
    """What is of each page or block: plain values, as there are many."""

    blocks: list[Any]
    """Of each block a list of place in the table, address and text of each link, and one of ids."""
    told: list[Any]
    """What tells each page itself from others, but for its text."""
    pages: list[Any]
    """Of each page its path, its address, the places of its layouts and of those that were cut, those of its
    blocks, and of what stops the build there code, message, path and offsets; the places of its reads
    (:data:`_READS`), its steps, and how many layouts were rendered as a whole."""


class LayoutCache:
    """The frames of one site's last run."""

    def __init__(self, folder: str, key: str, states: DependencyStates) -> None:
        """``key`` stands for all that concerns every page, as that of files does."""
        self._folder = folder
        self._key = key
        self._states = states
        self.seal = ""
        """What tells the frames that are stored from others, once they were recalled or remembered: mostly an
        edit makes frames anew that are what they were."""

    def recall(self, pages: Mapping[PageAt, Record], steps: int, share: int) -> KeptFrames:
        """The frames that are known of ``pages``, for which ``steps`` may be spent, ``share`` for one in a
        layout. The cache has a seal then if they are all."""
        value = cache_folder.load(self._folder, "layouts", self._key)
        try:
            stored, columns = value if value is not None else (None, ())
            tables = decode(_Tables, stored)
            if not all(map(self._holds, tables.reads[: tables.common])):
                return KeptFrames()
            own = _Columns(*columns)
            known = _kept(tables, own)
            told = dict(zip(known.frames, own.told, strict=True))
        except (ValueError, TypeError, IndexError):
            return KeptFrames()
        had_enough = tables.share <= share or known.dearest <= share
        if not had_enough or (tables.given != steps and (known.spent > steps or known.is_cut)):
            return KeptFrames()
        changed = {read for read in known.all_reads - known.reads if not self._holds(read)}
        held = {
            page: each
            for page, record in pages.items()
            if (each := known.efforts.get(page)) is not None
            and told[page] == self._states.of_record(record)
            and changed.isdisjoint(each.reads)
        }
        if list(held) == list(pages) == list(known.frames):
            self.seal = tables.seal
        return known._replace(frames={page: known.frames[page] for page in held}, efforts=held)

    def _holds(self, read: Read) -> bool:
        return self._states.holds(read)

    def remember(self, kept: KeptFrames, pages: Iterable[Record], steps: int, share: int) -> None:
        """Store the frames of ``pages``; ``steps`` and ``share`` are those of :meth:`recall`."""
        common = kept.reads if kept.stand_alone(steps) else kept.all_reads | {_ALL_PAGES}
        tables, columns = _stored(self._with_states(kept, common), steps, share)
        columns = columns._replace(told=[self._states.of_record(page) for page in pages])
        is_stored = cache_folder.save(self._folder, "layouts", self._key, [tables, Plain(columns)])
        self.seal = tables.seal if is_stored else ""

    def _with_states(self, kept: KeptFrames, common: frozenset[Read]) -> KeptFrames:
        """The same, each read in the state in which it found its object; ``common`` are of all pages."""
        reads = frozenset(self._states.spelt_out(common))
        different = {effort.reads for effort in kept.efforts.values()}
        own = {each: frozenset(self._states.spelt_out(each)) - reads for each in different}
        efforts = {page: effort._replace(reads=own[effort.reads]) for page, effort in kept.efforts.items()}
        return kept._replace(reads=reads, efforts=efforts)


def _stored(kept: KeptFrames, given: int, share: int) -> tuple[_Tables, _Columns]:
    own_reads = sorted(kept.all_reads - kept.reads)
    reads = {read: at for at, read in enumerate((*sorted(kept.reads), *own_reads))}
    places: dict[frozenset[Read], list[int]] = {}
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
        chains = [layouts.setdefault(each, len(layouts)) for each in (frame.layouts, frame.cut)]
        stops = [[each.code, each.message, each.place.path, *each.place.span] for each in frame.stops]
        own, steps, whole = kept.efforts[page]
        read = places.setdefault(own, sorted([reads[each] for each in own]))
        shown = [blocks[id(block)] for block in frame.blocks]
        pages.append([page.path, page.url, chains, shown, stops, read, steps, whole])
    tables = _Tables(
        common=len(kept.reads),
        reads=tuple(reads),
        steps=kept.steps,
        given=given,
        share=share,
        links=tuple(links),
        ids=tuple(ids),
        layouts=tuple(layouts),
        seal="",
    )
    frames_of_pages = [tuple(each[:_READS]) for each in pages]
    told = [tables.links, tables.ids, tables.layouts, Plain(written), frames_of_pages]
    return tables._replace(seal=digest(to_row(told))), _Columns(blocks=written, told=[], pages=pages)


def _block(block: Block, links: dict[Link, int], ids: dict[Id, int]) -> list[Any]:
    own: list[object] = []
    for link in block.links:
        own += (links.setdefault(link._replace(href="", text=""), len(links)), link.href, link.text)
    names: list[object] = []
    for id_ in block.ids:
        names += (ids.setdefault(id_._replace(id=""), len(ids)), id_.id)
    return [own, names]


def _kept(tables: _Tables, columns: _Columns) -> KeptFrames:
    """The frames again; raises as codec does for what is stored in no such way."""
    blocks = [
        Block(tuple(_links(own, tables.links)), tuple(_ids(names, tables.ids)))
        for own, names in columns.blocks
    ]
    frames: dict[PageAt, PageFrame] = {}
    efforts: dict[PageAt, FrameEffort] = {}
    sets: dict[tuple[Any, ...], frozenset[Read]] = {}  # many pages have the same
    for path, url, (around, cut), numbers, stops, reads, steps, whole in columns.pages:
        page = PageAt(_text(path), _text(url))
        frames[page] = PageFrame(
            blocks=tuple([blocks[at] for at in numbers]),
            layouts=tables.layouts[around],
            cut=tables.layouts[cut],
            stops=tuple([_stop(*each) for each in stops]),
        )
        own = sets.get(key := tuple(reads))
        if own is None:
            own = sets[key] = frozenset([tables.reads[at] for at in reads])
        efforts[page] = FrameEffort(reads=own, steps=_number(steps), whole=_number(whole))
    common = frozenset(tables.reads[: tables.common])
    return KeptFrames(frames, efforts, reads=common, steps=tables.steps)


def _stop(code: object, message: object, path: object, *span: object) -> LiquidProblem:
    start, end = map(_number, span)
    return LiquidProblem(_text(code), _text(message), Place(_text(path), Span(start, end)), fatal=True)


def _number(value: object) -> int:
    if type(value) is not int:
        raise ValueError(f"{value!r} is no number")
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
