"""What the heads of many pages have in common.

On most pages a layout writes the same tags, and only values in some of them are others. Such a *shape* is
read once, with *holes* where the values stand; a page fills them. A page whose value a browser would read as
more than that (a quotation mark that ends the attribute, a tag in a title) is none of the shape.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from sitecheck.document.heads.head import (
    UNKNOWN_URL,
    FilledText,
    HeadField,
    JsonLd,
    PageHead,
    Repeated,
    excerpted,
    html_head,
    json_ld,
    whole_head,
    why_open,
)
from sitecheck.document.heads.head_excerpt import Excerpt
from sitecheck.html import Tag
from sitecheck.html.head import HeadScript, HeadValue, HtmlHead, charset_of, title_of, value_of
from sitecheck.html.model import Raw, Text, Token
from sitecheck.html.tokenizer import tokens
from sitecheck.liquid.budget import spend
from sitecheck.liquid.output import Frame, Output
from sitecheck.liquid.page_context import PageContext
from sitecheck.liquid.plain_form import shape_of
from sitecheck.liquid.residual import Known, Run, Taken
from sitecheck.liquid.values import (
    CapturedText,
    PageText,
    Unknown,
    UnknownPageText,
    UnknownText,
    ValueText,
    reasons_of,
)
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind, Reasons, all_of, because, joined
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, MappedText, Piece

_HOLE = "\uf8fe"
"""Stands for a value in the text of a shape (a private-use character)."""
_GITHUB = because(ReasonKind.GITHUB)
_NAMING = frozenset({"name", "property", "http-equiv", "rel", "hreflang", "type"})
"""Attributes that say what a tag is about."""
_NEAR = 10
"""A ``<`` so many characters before a hole may begin a tag with what stands in it."""
_SPACE = " \t\n\f\r"
_READERS = {"title": title_of, "charset": charset_of}
_MOST_SHAPES = 1000
"""So many shapes of one site are kept."""
_MADE, _LISTED = 10, 2
"""Steps for what is made of a shape for each page, and for an address in one more language."""
_UNFIT = f"{_HOLE}\0\r"
"""What no value of a shape may hold, wherever it stands."""


class Unfit(Exception):  # noqa: N818 - no error: the page is read by itself
    """The head of a page cannot be told by its shape."""


class HeadShapes:
    """The shapes of the heads of one site, each read when it is met for the second time."""

    def __init__(self, *, alternates: bool) -> None:
        """``alternates``: whether anybody asks for the languages that heads name."""
        self._alternates = alternates
        self._met: set[tuple[object, ...]] = set()
        self._known: dict[tuple[object, ...], _Shape | None] = {}

    def head(self, page: PageContext, taken: Sequence[Taken], doubts: Reasons) -> PageHead | None:
        """The head of a page that comes to ``taken``, by its shape; ``None`` where it does not tell."""
        key = (doubts, *[id(item) for item, _ in taken], *[maybe for _, maybe in taken])
        if key not in self._met:
            if len(self._met) < _MOST_SHAPES:
                self._met.add(key)
            return None
        if key not in self._known:
            self._known[key] = None
            with suppress(Unfit):
                self._known[key] = _Shape(taken, doubts, self._alternates)
        shape = self._known[key]
        with suppress(Unfit):
            return shape.head(page) if shape is not None else None
        return None


class _Filled(FilledText):
    """The text of one value with the tag around it, made when it is asked for: hardly any ever is."""

    __slots__ = ("_around", "_holes", "_values")

    def __init__(
        self, around: MappedText, holes: Mapping[int, int], values: Sequence[str], *, is_whole: bool = False
    ) -> None:
        self._around = around
        self._holes = holes
        self._values = values
        self.is_whole = is_whole

    def __getattr__(self, name: str) -> object:
        if name not in ("text", "pieces", "_outs"):  # Python asks here for a slot that is not filled yet
            raise AttributeError(name)
        made = self.fresh()
        super().__init__(made.text, made.pieces)
        return getattr(self, name)

    def fresh(self) -> MappedText:
        """The text as it is made of the values."""
        out = Output()
        pieces, text = self._around.pieces, self._around.text
        ends = [*(piece.out for piece in pieces[1:]), len(text)]
        for piece, end in zip(pieces, ends, strict=True):
            if piece.out in self._holes:
                _write(self._values[self._holes[piece.out]], piece, out)
            else:
                out.replay(text[piece.out : end], (piece.at(0),), False)
        return MappedText(out.text(), tuple(out.pieces))


def _write(value: str, hole: Piece, out: Output) -> None:
    """As :meth:`Context.write` does."""
    frame, span = Frame(hole.path, hole.via), Span(hole.start, hole.end)
    if not value:
        return
    if type(value) is ValueText:
        out.produce_value(value, frame, span, hole.maybe)
    elif isinstance(value, (CapturedText, UnknownText)) and value.pieces:
        out.replay(value, value.pieces, hole.maybe)
    else:
        out.produce(str(value), frame, span, hole.maybe, reasons_of(value))


class _Pattern(NamedTuple):
    """Text with holes: what stands before, between and after them."""

    texts: tuple[str, ...]
    holes: tuple[int, ...]
    """Which value stands in each."""

    def filled(self, values: Sequence[str]) -> str:
        """The text with ``values``."""
        if len(self.holes) == 1:
            return f"{self.texts[0]}{values[self.holes[0]]}{self.texts[1]}"
        pairs = zip(self.texts[1:], self.holes, strict=True)
        return self.texts[0] + "".join([f"{values[hole]}{text}" for text, hole in pairs])


class _FieldPattern(NamedTuple):
    """A field with holes in its value."""

    field: HeadField
    source: HeadValue
    around: MappedText
    """The text of the tag."""
    holes: Mapping[int, int]
    """Where a value stands in it, and which."""
    written: _Pattern
    read: Callable[[str], str]
    """What a browser makes of what is written."""
    unfilled: str
    """The value as it stands in the shape."""
    before: Reasons
    """Why the same may be said before it."""
    is_whole: bool
    """Whether nothing cuts it off: no value that fills a hole holds the mark that would."""

    def filled(self, values: Sequence[str]) -> HeadField:
        """The field of a page with ``values``."""
        written = self.written.filled(values)
        value = self.read(written)
        state, _, reasons, times, late, *_ = self.field
        mapped = _Filled(self.around, self.holes, values, is_whole=self.is_whole)
        source = self.placed(value, len(written))
        if UNKNOWN in value:
            pieces = mapped.between(source.start, source.end)
            state, reasons = "unknown", joined(self.before, all_of(piece.reasons for piece in pieces))
        elif UNKNOWN_URL in value and UNKNOWN_URL not in self.unfilled:
            state, reasons = "unknown", joined(self.before, _GITHUB)
        is_known = state in ("known", "varies")
        return HeadField(
            state=state,
            value=value if is_known else "",
            reasons=reasons,
            times=times if state == "known" else 1,
            late=late,
            mapped=mapped,
            source=source,
        )

    def placed(self, value: str, length: int) -> HeadValue:
        """The value where it stands, ``length`` characters long."""
        name, _, start, end, (tag, attrs, begin, stop, kind), late = self.source
        more = length - (end - start)
        whole = Tag._make((tag, attrs, begin, stop + more if stop > end else stop, kind))
        return HeadValue._make((name, value, start, end + more, whole, late))


class _ScriptPattern(NamedTuple):
    """JSON-LD with holes."""

    around: MappedText
    """The script with what stands beside it."""
    start: int
    """Where it begins there."""
    holes: Mapping[int, int]
    written: _Pattern
    place: Place
    is_sure: bool

    def filled(self, values: Sequence[str]) -> JsonLd:
        """The script of a page with ``values``."""

        def place_at(at: int) -> Place:
            filled = _Filled(self.around, self.holes, values)
            return filled.place(self.start + at, self.start + at + 1)

        return json_ld(self.written.filled(values), self.place, self.is_sure, place_at)


class _RepeatedPattern(NamedTuple):
    """A tag that is there once more, with holes in its value or in that of the first."""

    repeated: Repeated
    written: tuple[_Pattern, _Pattern]
    read: Callable[[str], str]

    def filled(self, values: Sequence[str]) -> Repeated:
        """As it is on a page with ``values``."""
        first, again = (self.read(each.filled(values)) for each in self.written)
        return self.repeated._replace(is_same=first == again and UNKNOWN not in first)


class _Value(NamedTuple):
    """A value that pages give to a shape."""

    run: Run
    barred: re.Pattern[str]
    """What it may not hold."""
    is_blank: bool
    """Whether it may be nothing but white space, as it stands between tags."""

    def on(self, page: PageContext) -> str:
        """The value on ``page``; raises :class:`Unfit` where a browser would read more in it than a value."""
        text = page.shown(self.run)
        if self.barred.search(text) or (self.is_blank and text.strip(_SPACE)):
            raise Unfit
        kind = type(text)
        if kind is PageText:
            return str(text)
        is_whole = kind in (str, ValueText) and UNKNOWN not in text
        if is_whole or self.is_blank or kind is Unknown:
            return text
        if not isinstance(text, (CapturedText, UnknownText)) or isinstance(text, UnknownPageText):
            raise Unfit
        if any(piece.maybe or (piece.reasons and kind is CapturedText) for piece in text.pieces):
            raise Unfit
        return text


class _Shape:
    """One shape; raises :class:`Unfit` where no page can be told by it."""

    def __init__(self, taken: Sequence[Taken], doubts: Reasons, alternates: bool) -> None:
        text = _ShapeText(taken)
        head = whole_head(text.mapped, text.found, doubts)
        maker = _PatternMaker(text)
        fields = {key: maker.field(field) for key, field in head.fields.items()}
        languages = [(key, maker.field(field)) for key, field in head.alternates if alternates]
        scripts = [
            maker.script(at, script) for at, script in zip(text.found.scripts, head.jsonld, strict=True)
        ]
        self._values = text.values
        self._open = [(key, field) for key, field in fields.items() if isinstance(field, _FieldPattern)]
        self._languages = languages
        self._scripts = scripts
        self._repeated = tuple(maker.repeated(head.repeated))
        made = len(self._open) + len(scripts) + len(self._repeated)
        self._steps = _MADE * made + _LISTED * len(languages)
        closed = {
            key: field if isinstance(field, HeadField) else field.field for key, field in fields.items()
        }
        self._head = head._replace(fields=closed)

    def head(self, page: PageContext) -> PageHead:
        """The head of ``page``."""
        spend(self._steps)
        values = tuple([value.on(page) for value in self._values])
        fields = dict(self._head.fields)
        for key, field in self._open:
            fields[key] = field.filled(values)
        return self._head._replace(
            fields=fields,
            alternates=tuple([(key, _filled(field, values)) for key, field in self._languages]),
            jsonld=tuple([_script(each, values) for each in self._scripts]),
            repeated=tuple([_again(each, values) for each in self._repeated]),
        )


def _filled(field: HeadField | _FieldPattern, values: Sequence[str]) -> HeadField:
    return field.filled(values) if isinstance(field, _FieldPattern) else field


def _script(script: JsonLd | _ScriptPattern, values: Sequence[str]) -> JsonLd:
    return script.filled(values) if isinstance(script, _ScriptPattern) else script


def _again(repeated: Repeated | _RepeatedPattern, values: Sequence[str]) -> Repeated:
    return repeated.filled(values) if isinstance(repeated, _RepeatedPattern) else repeated


class _ShapeText:
    """The text of a shape, and what stands in it."""

    def __init__(self, taken: Sequence[Taken]) -> None:
        runs = [item for item, _ in taken if isinstance(item, Run)]
        first = _written(taken, frozenset())
        at = [match.start() for match in re.finditer(_HOLE, first.text)]
        if len(at) != len(runs):
            raise Unfit  # the character stands in the text itself
        contexts = list(_contexts(first.text, at))
        blank = frozenset(number for number, context in enumerate(contexts) if context == _BLANK)
        self.mapped = _written(taken, blank)
        self.found: HtmlHead = html_head(self.mapped)
        self.values: list[_Value] = []
        self.holes: dict[int, int] = {}
        """Where holes are, and which value stands in each."""
        self._fill(runs, contexts, at)

    def _fill(self, runs: Sequence[Run], contexts: Sequence[str], places: Sequence[int]) -> None:
        left_out = 0
        found: dict[object, tuple[int, Run, set[str]]] = {}
        for run, context, place in zip(runs, contexts, places, strict=True):
            at = place - left_out
            left_out += context == _BLANK
            if at >= self.found.stop:
                continue
            if context == _NOWHERE:
                raise Unfit
            number, _, barred = found.setdefault(_identity(run), (len(found), run, set()))
            barred.add(context)
            if context != _BLANK:
                self.holes[at] = number
        self.values = [_value(run, barred) for _, run, barred in found.values()]


_BLANK, _NOWHERE = "blank", "nowhere"
"""Between tags, where only white space is no part of the head; and where no value is only a value."""


def _value(run: Run, contexts: set[str]) -> _Value:
    marks = re.escape("".join(sorted(contexts - {_BLANK})))
    return _Value(run, re.compile(f"[{_UNFIT}{marks}]"), is_blank=_BLANK in contexts)


def _written(taken: Sequence[Taken], left_out: frozenset[int]) -> MappedText:
    """What stands there with holes, but for some of them."""
    out, number = Output(), 0
    for item, maybe in taken:
        if isinstance(item, Known):
            out.replay(item.text, item.pieces, maybe)
            continue
        if number not in left_out:
            span = item.node.nodes[0].span
            out.produce(_HOLE, item.closure.frame, span, maybe or item.closure.maybe)
        number += 1
    return out.mapped("", 0)


def _identity(run: Run) -> object:
    """What is the same for runs that print the same on every page."""
    if run.variable is None:
        return id(run)
    closure = run.closure
    values = [(name, id(value)) for part in closure[:2] for name, value in part.items()]
    return shape_of(run.variable), id(closure.loop), len(closure.assigns), *values


def _contexts(text: str, holes: Sequence[int]) -> Iterator[str]:
    """Of each hole what ends the place in which it stands, :data:`_BLANK` or :data:`_NOWHERE`."""
    found = tokens(text)
    token = next(found, None)
    for at in holes:
        while token is not None and token.end <= at:
            token = next(found, None)
        yield _context(token, at, text) if token is not None and token.start <= at else _NOWHERE


def _context(token: Token, at: int, text: str) -> str:
    if isinstance(token, Tag):
        return _in_tag(token, at, text)
    inside = text[token.start : token.end]
    if isinstance(token, Text):
        is_apart = not inside.replace(_HOLE, "").strip(_SPACE)
        return _BLANK if is_apart else _NOWHERE
    if isinstance(token, Raw):
        is_mixed = "<" in text[max(token.start, at - _NEAR) : at] or (
            token.element == "script" and "<!--" in inside
        )
        return _NOWHERE if is_mixed else "<"
    is_mixed = not inside.startswith("<!--") or text[at + 1 : at + 2] in "->!"
    return _NOWHERE if is_mixed else ">"


def _in_tag(tag: Tag, at: int, text: str) -> str:
    for attr in tag.attrs:
        if attr.value_start <= at < attr.value_end:
            mark = text[attr.value_start - 1]
            return mark if mark in "\"'" and attr.name not in _NAMING else _NOWHERE
    return _NOWHERE


def _reader(key: str) -> Callable[[str], str]:
    """What makes of the text of a value what a browser makes of it."""
    return _READERS.get(key, value_of)


class _PatternMaker:
    """Makes patterns of what has holes."""

    def __init__(self, text: _ShapeText) -> None:
        self._mapped = text.mapped
        self._found = text.found
        self._holes = text.holes
        self._places = sorted(text.holes)
        self._groups: dict[str, list[HeadValue]] = {}
        for value in text.found.values:
            self._groups.setdefault(value.key, []).append(value)

    def _between(self, start: int, end: int) -> list[int]:
        return self._places[bisect_left(self._places, start) : bisect_left(self._places, end)]

    def _maybe(self, value: HeadValue) -> bool:
        pieces = self._mapped.between(value.tag.start, max(value.end, value.tag.end))
        return any(piece.maybe for piece in pieces)

    def field(self, field: HeadField) -> HeadField | _FieldPattern:
        """A field, as a pattern where its value has holes."""
        source = field.source
        if source is None:
            return field
        group = self._groups[source.key]
        holes = self._between(source.start, source.end)
        if self._maybe(group[0]) and any(self._between(each.start, each.end) for each in group):
            hangs = len(group) > 1 or not self._maybe_at(source)
            if hangs:  # it hangs on the values whether it varies
                raise Unfit
        own = excerpted(field)
        around, moved = own.mapped, own.source
        if not holes or around is None or moved is None:
            return own
        gaps = [at for at, is_late in self._found.gaps if not is_late and at < group[0].start]
        begin = moved.start - source.start
        return _FieldPattern(
            field=own,
            source=moved,
            around=around,
            holes={at + begin: self._holes[at] for at in holes},
            written=self._pattern(source.start, source.end, holes),
            read=_reader(source.key),
            unfilled=source.value,
            before=why_open(self._mapped, gaps),
            is_whole=own.cut is None,
        )

    def repeated(self, repeated: Sequence[Repeated]) -> Iterator[Repeated | _RepeatedPattern]:
        """Tags that are there once more, as patterns where it hangs on holes whether they say the same."""
        certain = ([value for value in group if not self._maybe_at(value)] for group in self._groups.values())
        pairs = ((group[0], value) for group in certain for value in group[1:])
        for each, (first, again) in zip(repeated, pairs, strict=True):
            holes = [self._between(value.start, value.end) for value in (first, again)]
            written = tuple(
                self._pattern(value.start, value.end, own)
                for value, own in zip((first, again), holes, strict=True)
            )
            yield _RepeatedPattern(each, (written[0], written[1]), _reader(each.key)) if any(holes) else each

    def _maybe_at(self, value: HeadValue) -> bool:
        return self._mapped.piece_at(value.tag.start).maybe

    def script(self, at: HeadScript, script: JsonLd) -> JsonLd | _ScriptPattern:
        """A script of JSON-LD, as a pattern where it has holes."""
        holes = self._between(at.start, at.end)
        if not holes:
            return script
        if holes[0] == at.start or holes[-1] == at.end - 1:
            raise Unfit  # where it stands would hang on whether a value is empty
        excerpt = Excerpt(self._mapped, ((at.start, at.end),))
        begin = excerpt.at(at.start)
        is_sure = not any(piece.maybe for piece in self._mapped.between(at.start, at.end))
        return _ScriptPattern(
            around=excerpt.mapped,
            start=begin,
            holes={each - at.start + begin: self._holes[each] for each in holes},
            written=self._pattern(at.start, at.end, holes),
            place=script.place,
            is_sure=is_sure,
        )

    def _pattern(self, start: int, end: int, holes: Sequence[int]) -> _Pattern:
        texts = self._mapped.text[start:end].split(_HOLE)
        return _Pattern(tuple(texts), tuple(self._holes[at] for at in holes))
