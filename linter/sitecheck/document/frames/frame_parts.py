"""The links and ids of a layout, taken from its residual once; a page only looks up which of them it has.

The items of a residual (:mod:`sitecheck.liquid.residual`) are divided where the HTML tokenizer stands outside
of everything. Text that is the same on every page is read there and then. A tag with a hole in it is read for
each page, but it is short.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from sitecheck import html
from sitecheck.document.frames.frame_guards import Guards, Unfit
from sitecheck.document.frames.frame_tags import Block, TagTemplate, tag_template
from sitecheck.document.tags.ids import page_ids, tag_ids
from sitecheck.document.tags.page_links import ADDRESSES, names_card, page_links
from sitecheck.html import Attr, Raw, Tag, Token
from sitecheck.html.boundaries import closed_at, read_closed, read_outside
from sitecheck.liquid.budget import spend
from sitecheck.liquid.nodes import Assign
from sitecheck.liquid.output import Frame, Output
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.page_tests import PageTest
from sitecheck.liquid.residual import Apart, Choice, Holds, Items, Known, Run, Undecided
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, MappedText, Piece

_MOST_KEPT = 2000
"""So many readings of one group are kept."""
_ENTRIES = 32
"""So many entries of a menu at most are one part: of these the page that is one of them asks for each."""
_FEWEST_ENTRIES = 3
_ITEM = 2
"""What looking up a part for a page costs."""
_EQUAL = ("==", "!=", "<>")
_CHARACTERS = 4
"""So many characters are read for a step."""


class Unaligned(Exception):  # noqa: N818 - no error: the page takes another way
    """What a page puts in leaves a tag open, so that its layout has to be read as a whole."""


class Group:
    """Items that are one construct of HTML, or one value between two."""

    __slots__ = ("_chosen", "_known", "is_last", "items")

    def __init__(self, items: Items, is_last: bool) -> None:
        self.items = items
        self.is_last = is_last
        """Whether the text ends with it, so that nothing can follow a tag that is left open."""
        self._known: dict[tuple[str, tuple[Piece, ...]], Block] = {}
        self._chosen: dict[tuple[tuple[int, bool], ...], Block] = {}
        """The same by the texts that are taken, for which no page has to put them together: of a menu with
        one active entry each entry is such a group."""

    def block(self, page: PageContext) -> Block:
        """What it is on ``page``; raises :class:`Unaligned`."""
        is_one = len(self.items) == 1  # the first of several has a tag
        if is_one and isinstance(run := self.items[0], Run) and "<" not in page.text(run):
            return _EMPTY
        taken = page.taken(self.items)
        chosen = tuple([(id(item), maybe) for item, maybe in taken])
        found = self._chosen.get(chosen)
        if found is None:
            out = Output()
            page.put(taken, out)
            found = _EMPTY if is_one and "<" not in out.text() else self.read(out)
            if len(self._chosen) < _MOST_KEPT and all(isinstance(item, Known) for item, _ in taken):
                self._chosen[chosen] = found
        return found

    def read(self, out: Output) -> Block:
        """What a text is that it may come to; raises :class:`Unaligned`."""
        text = out.text()
        key = text, tuple(out.pieces)
        found = self._known.get(key)
        if found is None:
            spend(len(text) // _CHARACTERS)
            tokens = html.read(text) if self.is_last else read_closed(text)
            if tokens is None:
                raise Unaligned
            found = _block_of(MappedText(*key), tokens)
            spend(found.steps)
            if len(self._known) < _MOST_KEPT:
                self._known[key] = found
        return found


class Pattern(NamedTuple):
    """A group whose tags are where they are whatever the page puts into their attributes."""

    group: Group
    guards: tuple[tuple[Known | Choice | Run, str], ...]
    """Holes, and the character with which a value would end what the hole stands in."""
    parts: Parts
    """What there is to read when no value does so."""

    def blocks(self, page: PageContext) -> Iterator[Block]:
        """What it is on ``page``."""
        for item, end in self.guards:
            if end in page.text(item):
                yield self.group.block(page)
                return
        yield from blocks(self.parts, page)


class Fork(NamedTuple):
    """A choice, each way of which leaves nothing open."""

    choice: Choice
    ways: tuple[Parts, ...]

    def blocks(self, page: PageContext) -> Iterable[Block]:
        """What there is on ``page``; where it is not known which way it takes, nothing, if there is nothing
        on any."""
        try:
            way = page.index(self.choice)
        except Undecided:
            if not self._is_empty(page):
                raise
            return ()
        return blocks(self.ways[way], page)

    def _is_empty(self, page: PageContext) -> bool:
        before = dict(page.problems)
        try:
            return not any(True for way in self.ways for _ in blocks(way, page))
        except Unaligned:
            return False
        finally:
            page.problems = before  # of what may not be there nothing is told


class Trial(NamedTuple):
    """Parts that count where a page knows which of them it has; else what they stand for is read."""

    parts: Parts
    whole: Group

    def blocks(self, page: PageContext) -> Iterable[Block]:
        """What there is on ``page``."""
        try:
            return tuple(blocks(self.parts, page))
        except (Undecided, Unaligned):
            return (self.whole.block(page),)


class Menu(NamedTuple):
    """Parts that most pages have alike: entries, each of which is another on its own page alone, with what
    stands between them."""

    key: str
    """What of the page is compared …"""
    own: Mapping[str, None]
    """… with these texts: a page that has one of them …"""
    parts: Parts
    """… takes these parts one by one …"""
    others: Block
    """… which on any other come to this."""

    def blocks(self, page: PageContext) -> Iterable[Block]:
        """What there is on ``page``."""
        spend(_ITEM)
        value = page.said(self.key)
        if type(value) is not str or value in self.own:
            return blocks(self.parts, page)
        return (self.others,) if self.others != _EMPTY else ()


Part: TypeAlias = "Block | Group | TagTemplate | Pattern | Fork | Trial | Menu"
Parts: TypeAlias = "tuple[Part, ...]"
_EMPTY = Block()


def read_block(mapped: MappedText) -> Block:
    """The links and ids of a text that one page has."""
    found = _block_of(mapped, html.read(mapped.text))
    spend(found.steps)
    return found


def _block_of(mapped: MappedText, page: html.Html) -> Block:
    links = page_links(mapped, page.tags, page.raws, is_part=True)
    return Block(tuple(links), tuple(page_ids(mapped, page.tags)))


def divide(items: Items) -> Parts:
    """The parts of a residual."""
    divider = _Divider(Guards())
    divider.add_all(items)
    return divider.finish()


def blocks(parts: Parts, page: PageContext) -> Iterator[Block]:
    """The blocks that a page has, those of one piece of text always the same object.

    Raises :class:`Unaligned` and :class:`sitecheck.liquid.residual.Undecided`.
    """
    for part in parts:
        if isinstance(part, Block):
            yield part
        elif isinstance(part, (Fork, Menu, Pattern, Trial)):
            yield from part.blocks(page)
        elif (block := part.block(page)) is not _EMPTY:
            yield block


class _Divider:
    """Gathers parts; what is open waits for the text that closes it."""

    def __init__(self, guards: Guards) -> None:
        self._guards = guards
        self._parts: list[Part] = []
        self._open: list[Known | Choice | Run] = []
        self._shown = ""
        """What is open, as it may look on a page."""

    def add_all(self, items: Iterable[Known | Choice | Run]) -> None:
        """Add items."""
        for item in items:
            if isinstance(item, Known):
                self._add_text(item)
            elif self._open:
                self._keep_open(item)
            elif isinstance(item, Choice):
                self._add_choice(item)
            elif isinstance(item, Apart):
                self._add_apart(item)
            elif not _is_assignment(item):
                self._parts.append(Group((item,), is_last=False))

    def finish(self) -> Parts:
        """All parts."""
        if self._open:
            self._add_group(is_last=True)
        return tuple(_with_menus(self._parts))

    @property
    def is_open(self) -> bool:
        """Whether something waits to be closed."""
        return bool(self._open)

    def _keep_open(self, item: Known | Choice | Run) -> None:
        self._open.append(item)
        self._shown += "".join(_shown(item))

    def _add_text(self, known: Known) -> None:
        begin = 0
        if self._open:
            spend((len(self._shown) + len(known.text)) // _CHARACTERS)
            at = closed_at(self._shown + known.text, len(self._shown))
            if at is None:
                self._keep_open(known)
                return
            begin = at - len(self._shown)
            if begin:
                self._open.append(_part(known, 0, begin))
            self._add_group(is_last=False)
        self._add_outside(_part(known, begin, len(known.text)))

    def _add_group(self, is_last: bool) -> None:
        group = Group(tuple(self._open), is_last)
        part = group if is_last else pattern_of(group, self._guards)
        if not isinstance(part, Pattern) or part.guards or part.parts:
            self._parts.append(part)
        self._open, self._shown = [], ""

    def _add_outside(self, known: Known) -> None:
        spend(len(known.text) // _CHARACTERS)
        end, page = read_outside(known.text)
        if page.tags or page.raws:
            block = _block_of(MappedText(*_part(known, 0, end)), page)
            if block != _EMPTY:
                self._parts.append(block)
        if end < len(known.text):
            self._keep_open(_part(known, end, len(known.text)))

    def _add_apart(self, apart: Apart) -> None:
        divider = _Divider(self._guards)
        divider.add_all(apart.items)
        group = Group((apart,), is_last=False)
        if divider.is_open:
            self._parts.append(group)
        elif parts := divider.finish():
            self._parts.append(Trial(parts, group))

    def _add_choice(self, choice: Choice) -> None:
        ways = []
        for body in choice.bodies:
            divider = _Divider(self._guards)
            divider.add_all(body)
            if divider.is_open:
                self._keep_open(choice)
                return
            ways.append(divider.finish())
        if any(ways):
            self._parts.append(Fork(choice, tuple(ways)))


class _Entry(NamedTuple):
    """What a part is to a menu."""

    key: str
    own: tuple[str, ...]
    others: tuple[Block, ...]
    """What it is on all pages but those that have one of these values."""


def _with_menus(parts: Iterable[Part]) -> Iterator[Part]:
    """The same parts, stretches of a menu as one part each."""
    stretch: list[tuple[Part, tuple[Block, ...]]] = []
    entries: list[_Entry] = []
    for part in parts:
        entry = _entry(part)
        others = entry.others if entry is not None else (part,) if isinstance(part, Block) else None
        is_of_another = entry is not None and bool(entries) and entry.key != entries[0].key
        if others is None or is_of_another or len(entries) == _ENTRIES:
            yield from _menu(stretch, entries)
            stretch, entries = [], []
        if others is None:
            yield part
            continue
        stretch.append((part, others))
        entries += [entry] if entry is not None else []
    yield from _menu(stretch, entries)


def _menu(stretch: Sequence[tuple[Part, tuple[Block, ...]]], entries: Sequence[_Entry]) -> Iterator[Part]:
    """Parts, each with what it is on most pages, as one; those themselves where there are few entries."""
    parts = tuple(part for part, _ in stretch)
    if len(entries) < _FEWEST_ENTRIES:
        yield from parts
        return
    found = [block for _, others in stretch for block in others]
    others = Block(
        tuple(link for block in found for link in block.links),
        tuple(id_ for block in found for id_ in block.ids),
    )
    own = dict.fromkeys(value for entry in entries for value in entry.own)
    yield Menu(entries[0].key, own, parts, others)


def _entry(part: Part) -> _Entry | None:
    """What a part is to a menu; ``None`` for what is no entry of one."""
    if isinstance(part, Group):
        return _entry_of_group(part)
    if not isinstance(part, Fork) or (found := _compared(part.choice)) is None:
        return None
    asked, way = found
    others = part.ways[way]
    blocks_of = tuple(each for each in others if isinstance(each, Block))
    return _Entry(asked.key, (str(asked.other),), blocks_of) if len(blocks_of) == len(others) else None


def _entry_of_group(group: Group) -> _Entry | None:
    """The same for a tag with choices in it that all compare one value of the page."""
    out, keys, own = Output(), set(), []
    for item in group.items:
        taken: Items = (item,)
        if isinstance(item, Choice):
            if (found := _compared(item)) is None:
                return None
            asked, way = found
            keys.add(asked.key)
            own.append(str(asked.other))
            taken = item.bodies[way]
        for each in taken:
            if not isinstance(each, Known):
                return None
            out.replay(each.text, each.pieces, False)
    if len(keys) != 1:
        return None
    try:
        block = group.read(out)
    except Unaligned:
        return None
    return _Entry(keys.pop(), tuple(own), () if block == _EMPTY else (block,))


def _compared(choice: Choice) -> tuple[PageTest, int] | None:
    """The comparison of a value of the page with a text on which a choice hangs, and the way that it takes on
    all pages but those with this text; ``None`` for any other choice."""
    test = choice.tests[0]
    if len(choice.tests) > 1 or not isinstance(test, Holds) or (asked := test.on_page) is None:
        return None
    if asked.operator not in _EQUAL or type(asked.other) is not str:
        return None
    holds_elsewhere = (asked.operator != "==") is not test.negated
    return asked, 0 if holds_elsewhere else 1


def _is_assignment(run: Run) -> bool:
    """Whether a run prints no tag, even if it fails."""
    return len(run.node.nodes) == 1 and isinstance(run.node.nodes[0], Assign)


def _shown(item: Known | Choice | Run) -> Iterator[str]:
    if isinstance(item, Known):
        yield item.text
    elif isinstance(item, Run):
        yield UNKNOWN
    else:
        body = next((body for body in item.bodies if body), ())
        for each in body:
            yield from _shown(each)


def _part(known: Known, start: int, end: int) -> Known:
    """The characters ``[start, end)`` of known text."""
    if start == 0 and end == len(known.text):
        return known
    if start == end:
        return Known("", ())
    first, *others = MappedText(*known).between(start, end)
    cut = max(0, start - first.out)
    begin = first.start + cut if first.kind == "copied" else first.start
    first = first._replace(out=first.out + cut - start, start=begin)
    return Known(known.text[start:end], (first, *[piece.at(piece.out - start) for piece in others]))


class _Hole(NamedTuple):
    """An item that is not the same on all pages, and where it stands in the text of its group."""

    item: Choice | Run
    at: int


def pattern_of(group: Group, guards: Guards) -> Pattern | Group:
    """``group`` as a pattern, if it can be one."""
    try:
        return _pattern(group, guards)
    except Unfit:
        return group


def _pattern(group: Group, guards: Guards) -> Pattern:
    text, holes = "", []
    for item in group.items:
        if isinstance(item, Known):
            text += item.text
        else:
            holes.append(_Hole(item, len(text)))
            text += UNKNOWN
    tags: list[Tag] = []
    needed: dict[Tag, None] = {}
    asked: list[tuple[Known | Choice | Run, str]] = []
    for token in html.tokens(text):
        inside = [hole for hole in holes if token.start <= hole.at < token.end]
        for hole in inside:
            end, is_needed = _around(token, hole.at, text)
            if not guards.is_harmless(hole.item, end):
                asked.append((hole.item, end))
            if is_needed and isinstance(token, Tag):
                needed[token] = None
        if isinstance(token, Tag):
            tags.append(token)
    return Pattern(group, tuple(asked), tuple(_tag_parts(group, text, tags, needed)))


def _tag_parts(group: Group, text: str, tags: Iterable[Tag], needed: Container[Tag]) -> Iterator[Part]:
    out = Output()
    for item in group.items:
        if isinstance(item, Known):
            out.replay(item.text, item.pieces, False)
        else:
            out.produce(UNKNOWN, Frame(""), Span(0, 0), False)
    mapped = MappedText(text, tuple(out.pieces))
    for tag in tags:
        if tag in needed:
            written = Group(tuple(_cut(group.items, tag.start, tag.end)), is_last=False)
            yield tag_template(written) or written
        else:
            block = Block(tuple(page_links(mapped, (tag,), (), is_part=True)), tuple(tag_ids(mapped, tag)))
            if block != _EMPTY:
                yield block


def _cut(items: Items, start: int, end: int) -> Iterator[Known | Choice | Run]:
    """The items of ``[start, end)``, where all but known text counts as one character."""
    at = 0
    for item in items:
        length = len(item.text) if isinstance(item, Known) else 1
        begin, stop = max(start, at), min(end, at + length)
        if begin < stop:
            yield _part(item, begin - at, stop - at) if isinstance(item, Known) else item
        at += length


def _around(token: Token, at: int, text: str) -> tuple[str, bool]:
    """The character that would end what stands around a hole, and whether its value is needed."""
    if isinstance(token, Raw) and token.element != "style":
        return "<", False
    if not isinstance(token, Tag):
        raise Unfit
    for attr in token.attrs:
        if attr.value_start <= at < attr.value_end and text[attr.value_start - 1] in "\"'":
            return text[attr.value_start - 1], _is_needed(token, attr)
    raise Unfit


_ALSO_NEEDED = frozenset({("a", "name"), ("img", "alt")})


def _is_needed(tag: Tag, attr: Attr) -> bool:
    """Whether links and ids hang on the value of an attribute."""
    if tag.kind == "end":
        return False
    if tag.name == "meta":
        name = tag.get("property") or tag.get("name")
        hangs = name is not None and UNKNOWN in name.value
        return hangs or names_card(tag) or tag.get("http-equiv") is not None
    return attr.name in ("id", "style", *ADDRESSES.get(tag.name, ())) or (tag.name, attr.name) in _ALSO_NEEDED
