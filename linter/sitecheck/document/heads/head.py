"""The head of one page as a search engine sees it: what is known of it, and what it is made of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NoReturn

from sitecheck.document.heads.head_excerpt import Excerpt
from sitecheck.html import Tag
from sitecheck.html.head import HeadScript, HeadValue, HtmlHead, read_head
from sitecheck.jekyll.plugins.plugin_table import resource_tags
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.origin import Origin
from sitecheck.model.span import Place
from sitecheck.model.unknown import ReasonKind, Reasons, all_of, because, joined
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, MappedText, Piece

State = Literal["known", "absent", "unknown", "varies"]
UNKNOWN_URL = "https://address-of-the-site.invalid"
"""Stands for the site's address where only the build knows it."""
_OPEN = "…"
"""Stands in the text of a part for what is not known."""
_GITHUB = because(ReasonKind.GITHUB)
_BRANCH = because(ReasonKind.BRANCH)
_TEXT_OR_CONSTANT = lazy_pattern(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN', re.DOTALL)
_ENDS_WORD = lazy_pattern(r"[\s,\]}]")
_THEME = because(ReasonKind.THEME_VALUE)
_IN_RECIPES = (
    *("title", "description", "canonical", "robots", "lang", "refresh", "prev", "next"),
    *("og:title", "og:description", "og:image", "og:url", "og:type", "og:site_name", "og:locale"),
    *("twitter:card", "twitter:title", "twitter:description", "twitter:image"),
)
"""How keys begin that recipes leave out only where the theme does."""


class FilledText(MappedText):
    """The text of a tag into which the values of a page are put."""

    __slots__ = ("is_whole",)

    is_whole: bool
    """Whether it is certain that none of them cuts the tag's value off."""


class HeadPart(NamedTuple):
    """A piece of a value, as it is written in the built page, and where it comes from."""

    text: str
    place: Place
    origin: Origin | None
    """Where the value was written that is printed there."""


class HeadField(NamedTuple):
    """What a head says of one thing.

    ``known``: the page says ``value``. ``absent``: it says nothing. ``unknown``: the sources do not tell,
    ``reasons`` say why. ``varies``: whether it says ``value`` hangs on what only the build knows.
    """

    state: State
    value: str = ""
    reasons: Reasons = ()
    times: int = 1
    """How often it stands in the page; the first counts."""
    late: bool = False
    """Whether it stands after what ended the head."""
    mapped: MappedText | None = None
    """An excerpt of the page, from which the rest is taken when it is asked for."""
    source: HeadValue | None = None
    """The value in it."""

    @property
    def place(self) -> Place | None:
        """The tag that says it, the first if there are several."""
        if self.mapped is None or self.source is None:
            return None
        return self.mapped.place(self.source.tag.start, self.source.tag.end)

    @property
    def parts(self) -> tuple[HeadPart, ...]:
        """What the value is made of, in order."""
        if self.mapped is None or self.source is None:
            return ()
        return tuple(_parts(self.mapped, self.source.start, self.source.end))

    @property
    def written(self) -> str:
        """The value as it is written in the built page."""
        if self.mapped is None or self.source is None:
            return ""
        return _shown(self.mapped.text[self.source.start : self.source.end])

    @property
    def cut(self) -> Place | None:
        """What writes a quotation mark into the attribute that ends it; ``None`` where nothing does."""
        if self.mapped is None or self.source is None or self.source.tag.name == "html":
            return None
        if isinstance(self.mapped, FilledText) and self.mapped.is_whole:
            return None
        mapped = self.mapped.fresh()  # of all values that are asked, hardly any has a fault
        text, (start, end) = mapped.text, (self.source.start, self.source.end)
        if text[end : end + 1] not in ('"', "'") or text[start - 1] != text[end]:
            return None
        piece = mapped.piece_at(end)
        if piece.kind != "produced" or piece.out < start or piece.maybe:
            return None  # the mark is written as it is, as nearly always
        if mapped.piece_at(start - 1).kind == "produced" and piece.origin is None:
            return None  # both marks are of a tag that prints the whole
        return mapped.place(piece.out, piece.out + 1)


def _shown(text: str) -> str:
    return text.replace(UNKNOWN_URL, _OPEN).replace(UNKNOWN, _OPEN)


def _parts(mapped: MappedText, start: int, end: int) -> Iterator[HeadPart]:
    begin = start
    pieces = mapped.between(start, end) if end > start else ()
    ends = [*(piece.out for piece in pieces[1:]), end]
    for stop in ends if pieces else ():
        place = mapped.place(begin, stop)
        origin = mapped.piece_at(begin).origin
        if stop < end and mapped.place(stop, stop + 1) == place and mapped.piece_at(stop).origin == origin:
            continue  # several pieces of one output
        if stop > begin:
            yield HeadPart(_shown(mapped.text[begin:stop]), place, origin)
        begin = max(begin, stop)


class JsonLd(NamedTuple):
    """A script of JSON-LD."""

    types: tuple[str, ...]
    valid: bool | None
    """``None`` where that is not known."""
    place: Place
    fault: Place | None = None
    """Where it stops to parse."""


class Repeated(NamedTuple):
    """A tag that says once more what one before it says."""

    key: str
    place: Place
    first: Place
    is_same: bool
    """Whether it says the same as that: certainly, to the letter."""


class PageHead(NamedTuple):
    """The head of one page."""

    fields: Mapping[str, HeadField]
    """What it may say; all else is absent, if the head is complete."""
    reasons: Reasons = ()
    """Why the head may say more; empty when it is complete."""
    alternates: tuple[tuple[str, HeadField], ...] = ()
    """The languages in which the page exists, and its address in each; where somebody asks for them."""
    jsonld: tuple[JsonLd, ...] = ()
    ended_by: str = ""
    end: Place | None = None
    """What ended the head, and where that is written."""
    end_maybe: bool = False
    """Whether that may not be there, or something else may have ended it before."""
    late: tuple[str, ...] = ()
    """What it says after that."""
    repeated: tuple[Repeated, ...] = ()
    """What it certainly says more than once."""
    of_theme: bool = False
    """Whether a layout of the theme writes it, which is none of the site's files."""
    by_recipe: bool = False
    """Whether the theme's files are not here, so that only a recipe tells what they write."""
    is_page: bool = False
    """Whether there is anything of a page's frame: a doctype, ``<html>``, ``<head>``, a title, ``<body>``."""

    def field(self, key: str) -> HeadField:
        """What it says of ``key``."""
        found = self.fields.get(key)
        if found is not None:
            return found
        reasons = self.reasons or (() if not self.by_recipe or key.startswith(_IN_RECIPES) else _THEME)
        return HeadField(state="unknown", reasons=reasons) if reasons else _ABSENT


class HeadRow(NamedTuple):
    """A page that is published as HTML, and its head."""

    path: str | None
    """Its source; ``None`` for one that a plugin makes."""
    url: str
    output: str
    kind: str
    """``page``, ``static``, or the label of the collection."""
    layouts: tuple[str, ...]
    """The paths of the layouts around it, the innermost first."""
    head: PageHead


_ABSENT = HeadField("absent")


def unknown_head(reasons: Reasons) -> PageHead:
    """A head of which nothing is known."""
    return PageHead({}, reasons)


_MAPPED = HeadField._fields.index("mapped")


def head_of(mapped: MappedText, doubts: Reasons = (), *, alternates: bool = True) -> PageHead:
    """The head of a page that begins with ``mapped``; ``doubts`` say why parts of it may not be there.

    The languages it names are told if ``alternates`` says so: a page may have dozens.
    """
    head = whole_head(mapped, html_head(mapped), doubts)
    if not alternates:
        head = head._replace(alternates=())
    return _excerpted(head, mapped)


def html_head(mapped: MappedText) -> HtmlHead:
    """What a browser reads at the beginning of ``mapped``."""
    found = read_head(mapped.text, UNKNOWN)
    content = [at for at, is_late in found.gaps if not is_late and _is_content(mapped.piece_at(at))]
    # What a layout stands around is the body of the page.
    return read_head(mapped.text[: content[0]], UNKNOWN) if content else found


def whole_head(mapped: MappedText, found: HtmlHead, doubts: Reasons = ()) -> PageHead:
    """The head ``found`` in ``mapped``; its fields hold all of the text."""
    return _HeadMaker(mapped, found, doubts).head()


def _excerpted(head: PageHead, mapped: MappedText) -> PageHead:
    """A head without the text in which nothing stands that it says."""
    fields = (*head.fields.values(), *(field for _, field in head.alternates))
    excerpt = Excerpt(mapped, (_stretch(each.source) for each in fields if each.source is not None))
    return head._replace(
        fields={key: _moved(field, excerpt) for key, field in head.fields.items()},
        alternates=tuple((name, _moved(field, excerpt)) for name, field in head.alternates),
    )


def excerpted(field: HeadField) -> HeadField:
    """A field that holds no more than its own tag of the text."""
    if field.mapped is None or field.source is None:
        return field
    return _moved(field, Excerpt(field.mapped, (_stretch(field.source),)))


def _moved(field: HeadField, excerpt: Excerpt) -> HeadField:
    source = field.source
    if source is None:
        return field
    key, value, start, end, whole, late = source
    tag = Tag(
        name=whole.name,
        attrs=(),
        start=excerpt.at(whole.start),
        end=excerpt.at(whole.end),
        kind=whole.kind,
    )
    source = HeadValue._make((key, value, excerpt.at(start), excerpt.at(end), tag, late))
    return HeadField._make((*field[:_MAPPED], excerpt.mapped, source))


def _stretch(value: HeadValue) -> tuple[int, int]:
    return min(value.tag.start, value.start), max(value.tag.end, value.end)


def _is_content(piece: Piece) -> bool:
    return bool(piece.reasons) and all(reason.kind is ReasonKind.CONTENT for reason in piece.reasons)


class _HeadMaker:
    def __init__(self, mapped: MappedText, found: HtmlHead, doubts: Reasons) -> None:
        self._mapped = mapped
        self._found = found
        self._doubts = doubts
        self._gaps = [at for at, is_late in found.gaps if not is_late]

    def head(self) -> PageHead:
        values: dict[str, list[HeadValue]] = {}
        for value in self._found.values:
            values.setdefault(value.key, []).append(value)
        fields = {key: self._field(group) for key, group in values.items()}
        languages = {key: field for key, field in fields.items() if key.startswith("hreflang ")}
        resources = [piece for piece in map(self._mapped.piece_at, self._gaps) if _is_resource(piece)]
        if resources and "icon" not in fields:
            fields["icon"] = HeadField("unknown", reasons=resources[0].reasons)
        end = self._mapped.place(self._found.start, self._found.end) if self._found.ended_by else None
        return PageHead(
            fields={key: field for key, field in fields.items() if key not in languages},
            reasons=why_open(self._mapped, self._gaps),
            alternates=tuple((key.partition(" ")[2], field) for key, field in languages.items()),
            jsonld=tuple(map(self._jsonld, self._found.scripts)),
            ended_by=self._found.ended_by,
            end=end,
            end_maybe=bool(self._gaps) or (end is not None and self._maybe_at(self._found.start)),
            repeated=tuple(
                each for group in values.values() if len(group) > 1 for each in self._repeated(group)
            ),
            late=tuple(dict.fromkeys(value.key for value in self._found.values if value.late)),
            is_page=self._found.is_page,
        )

    def _field(self, group: list[HeadValue]) -> HeadField:
        first = group[0]
        pieces = self._mapped.between(first.tag.start, max(first.end, first.tag.end))
        reasons = why_open(self._mapped, [at for at in self._gaps if at < first.start])
        value = first.value
        state: State = "known"
        if UNKNOWN in value:
            reasons = joined(reasons, all_of(piece.reasons for piece in self._pieces(first)))
            state, reasons = "unknown", reasons or because(ReasonKind.OUTPUT)
        elif UNKNOWN_URL in value:
            state, reasons = "unknown", joined(reasons, _GITHUB)
        elif reasons:
            state = "unknown"
        elif any(piece.maybe for piece in pieces):
            state, reasons = (
                self._doubtful(group),
                self._doubts or all_of(p.reasons for p in pieces) or _BRANCH,
            )
        return HeadField(
            state=state,
            value=value if state in ("known", "varies") else "",
            reasons=reasons if state != "known" else (),
            times=len(group) if state == "known" else 1,
            late=first.late,
            mapped=self._mapped,
            source=first,
        )

    def _repeated(self, group: list[HeadValue]) -> Iterator[Repeated]:
        certain = [value for value in group if not self._maybe_at(value.tag.start)]
        places = [self._mapped.place(value.tag.start, value.tag.end) for value in certain]
        for value, place in zip(certain[1:], places[1:], strict=True):
            is_same = value.value == certain[0].value and UNKNOWN not in value.value
            yield Repeated(value.key, place, places[0], is_same)

    def _doubtful(self, group: list[HeadValue]) -> State:
        """What is known where some of the first of a group may not be there."""
        if not self._maybe_at(group[0].tag.start):
            return "unknown"
        if any(value.value != group[0].value for value in group):
            return "varies"
        is_there = any(
            not any(
                piece.maybe for piece in self._mapped.between(value.tag.start, max(value.tag.end, value.end))
            )
            for value in group
        )
        return "known" if is_there else "varies"

    def _maybe_at(self, at: int) -> bool:
        return self._mapped.piece_at(at).maybe

    def _pieces(self, value: HeadValue) -> tuple[Piece, ...]:
        return self._mapped.between(value.start, value.end)

    def _jsonld(self, script: HeadScript) -> JsonLd:
        start, end = script.start, script.end
        place = self._mapped.place(start, end)
        is_sure = not any(piece.maybe for piece in self._mapped.between(start, end))
        text = self._mapped.text[start:end]
        return json_ld(text, place, is_sure, lambda at: self._mapped.place(start + at, start + at + 1))


def json_ld(text: str, place: Place, is_sure: bool, place_at: Callable[[int], Place]) -> JsonLd:
    """The script of JSON-LD with ``text``, which stands at ``place``; ``place_at`` tells where a character
    of it is written."""
    is_known = is_sure and UNKNOWN not in text
    if is_sure and (fault := _fault_before(text)) is not None:
        return JsonLd((), False, place, place_at(fault))
    try:
        read = json.loads(text.replace(UNKNOWN, ""), strict=True, parse_constant=_refuse_in(text))
    except json.JSONDecodeError as error:
        return JsonLd((), False if is_known else None, place, place_at(_stop(error)))
    except (ValueError, RecursionError):  # a number of too many digits, or nested too deeply
        return JsonLd((), None, place)
    return JsonLd(tuple(_types(read)), True if is_known else None, place)


def _refuse_in(text: str) -> Callable[[str], NoReturn]:
    """Refuses the words for numbers that Python reads and JSON does not have, outside of its texts."""

    def refuse(word: str) -> NoReturn:
        words = (found for found in _TEXT_OR_CONSTANT.finditer(text) if found[0] == word)
        raise json.JSONDecodeError(f"{word} is no JSON", text, next((each.start() for each in words), 0))

    return refuse


def _stop(error: json.JSONDecodeError) -> int:
    """Where JSON stops to parse: of a comma that nothing follows at the comma, as Python has it since 3.13;
    earlier ones name what stands behind it."""
    text, at = error.doc, error.pos
    before = text[:at].rstrip(" \t\r\n")
    is_trailing = before.endswith(",") and text[at : at + 1] in ("}", "]")
    return len(before) - 1 if is_trailing else min(at, max(0, len(text) - 1))


def _fault_before(text: str) -> int | None:
    """Where JSON stops to parse before anything in it is not known; ``None`` where it may go on there."""
    known, gap, _ = text.partition(UNKNOWN)
    if not gap:
        return None
    try:
        json.loads(known, strict=True, parse_constant=_refuse_in(known))
    except json.JSONDecodeError as error:
        # a text or a word that ends with what is known may go on behind it
        is_whole = _ENDS_WORD.search(known, error.pos) is not None
        return _stop(error) if is_whole and not error.msg.startswith("Unterminated") else None
    except (ValueError, RecursionError):
        pass
    return None


def why_open(mapped: MappedText, gaps: Sequence[int]) -> Reasons:
    """Why more may stand at ``gaps`` that a head says."""
    pieces = [piece for piece in map(mapped.piece_at, gaps) if not _is_resource(piece)]
    found = all_of(piece.reasons for piece in pieces)
    return found or (because(ReasonKind.OUTPUT) if pieces else ())


def _is_resource(piece: Piece) -> bool:
    """Whether a tag of a plugin stands there that prints a script, a style, a picture or their like."""
    return bool(piece.reasons) and all(
        reason.kind is ReasonKind.PLUGIN_TAG and reason.detail in resource_tags() for reason in piece.reasons
    )


def _types(value: object) -> Iterator[str]:
    """The types of the things that a script describes."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            kinds = each.get("@type")
            yield from (str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind)
            if isinstance(each.get("@graph"), list):
                yield from _types(each["@graph"])
