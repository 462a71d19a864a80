"""By what scripts know the links of a page, and which of these a browser never follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sitecheck.html import Tag
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.text.source_map import UNKNOWN

KEEPS_PAGE: Final = lazy_pattern(r"r(?<=\br)eturn\s+false\b|p(?<=\bp)reventDefault\s*\(")
"""What a handler of a click says that has the browser stay where it is (written for speed, as is
``fragments.READS``)."""
ANY_AROUND: Final = "?"
"""Among the marks of a link: what it stands in is not known."""
_MOST_MARKS = 40
_EMPTY_ELEMENTS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
"""Elements without an end tag (HTML's void elements)."""
_TOGGLE = lazy_pattern(r"(data(?:-\w+)?)-toggle")
"""``data-toggle`` and ``data-bs-toggle`` of Bootstrap, ``data-mdb-toggle`` and the like of descendants."""
_NAMES_OTHER = frozenset(
    {
        *("data-filter", "data-open", "data-remodal-target", "data-micromodal-trigger", "data-featherlight"),
        *("uk-toggle", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"),
    }
)
"""Attributes that name what a script shows instead: of Isotope, Foundation, Remodal, Micromodal,
Featherlight, UIkit and htmx, which follow no fragment (by the manual of each)."""
_PREVENTS = lazy_pattern(r"(?:@|v-on:|x-on:)click[.\w-]*\.prevent\b")
"""A handler of Vue or Alpine that keeps the page."""


def click_marks(tags: Iterable[Tag], *, is_part: bool) -> dict[int, tuple[str, ...]]:
    """By what the selectors of scripts know the links to anchors of the page, by where their tags begin. Of a
    part of a page nobody knows what it stands in, and its addresses may still be filled in."""
    found: dict[int, tuple[str, ...]] = {}
    around: list[str] = []
    open_: list[tuple[str, int]] = []
    names: dict[str, int] = {}
    for tag in tags:
        if tag.kind == "end":
            while names.get(tag.name):
                name, known = open_.pop()
                names[name] -= 1
                del around[known:]
                if name == tag.name:
                    break
            continue
        own = _names_of(tag)
        href = tag.get("href") if tag.name == "a" else None
        if href is not None and (is_part or (len(href.value) > 1 and href.value.startswith("#"))):
            outer = (ANY_AROUND,) if is_part else tuple(f"^{each}" for each in around[-_MOST_MARKS:])
            found[tag.start] = ("a", *own, *outer)
        if tag.kind == "start" and tag.name not in _EMPTY_ELEMENTS and not is_part:
            open_.append((tag.name, len(around)))
            names[tag.name] = names.get(tag.name, 0) + 1
            around += own
    return found


def _names_of(tag: Tag) -> tuple[str, ...]:
    """The classes and the id of an element as selectors write them, as far as they are known."""
    classes, id_ = tag.get("class"), tag.get("id")
    named = [f".{each}" for each in classes.value.split()[:_MOST_MARKS]] if classes is not None else []
    named += [f"#{id_.value}"] if id_ is not None else []
    return tuple(each for each in named if UNKNOWN not in each)


def is_caught(tag: Tag) -> bool:
    """Whether a browser never follows a link to an anchor, as its handler says, or a script, which shows
    something else that the link names."""
    if tag.name != "a":
        return False
    handler = tag.get("onclick")
    if handler is not None and KEEPS_PAGE.search(handler.value):
        return True
    names = {attr.name for attr in tag.attrs}
    toggles = (match[1] for match in map(_TOGGLE.fullmatch, names) if match is not None)
    return (
        not names.isdisjoint(_NAMES_OTHER)
        or any(f"{each}-target" in names for each in toggles)
        or any(map(_PREVENTS.match, names))
    )


def opens_menu(tag: Tag) -> bool:
    """Whether Bootstrap opens a menu at a click, whatever the address of the link is."""
    toggle = (tag.get(name) for name in ("data-toggle", "data-bs-toggle")) if tag.name == "a" else ()
    return any(each is not None and each.value.strip() == "dropdown" for each in toggle)
