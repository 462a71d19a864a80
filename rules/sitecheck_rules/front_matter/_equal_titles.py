"""Pages that have one title, and the habits that many such titles come of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from itertools import takewhile

from sitecheck.api import HeadRow, Place, SiteFacts, lazy_pattern
from sitecheck_rules.head._heads import (
    is_half_empty,
    is_indexed,
    is_kept_out,
    is_of_another,
    key_printed,
    may_be_titled,
    own_key,
    shown,
    top_of,
)
from sitecheck_rules.head._languages import language

PagePlace = tuple[HeadRow, Place]
"""A page, and where its title is written, or belongs."""
Group = tuple[PagePlace, ...]
"""Two pages or more with one title."""

_DAY = lazy_pattern(r"(?:\A|/)((\d{4})[-/]\d\d?[-/]\d\d?)[-_/.]")
"""In the path of what is of a day: ``_posts/2024-05-06-a.md``, ``events/2024/05-06-a.md``."""
_HOME = frozenset({"", "/", "/index.html"})
_HABIT = 4
"""So many titles of one kind that stand on several pages are no slips."""


def equal_titles(site: SiteFacts) -> Iterator[Group]:
    """The pages of one language that have a title in common, the home page first, as it has the first right
    to the title of the site."""
    titles: dict[tuple[str, ...], dict[str, PagePlace]] = {}
    for row in sorted(shown(site), key=lambda row: (row.url not in _HOME, row.path or "", row.url)):
        if not _counts(site, row):
            continue
        tongue, data = row.head.field("lang"), site.records[row.path or ""].data
        key = (title_of_page(row), tongue.value.lower(), language(row.path or "", data))
        titles.setdefault(key, {}).setdefault(row.path or "", (row, _place(site, row)))
    yield from (tuple(pages.values()) for pages in titles.values() if len(pages) > 1)


def title_of_page(row: HeadRow) -> str:
    """The title that a page has."""
    return row.head.field("title").value


def _counts(site: SiteFacts, row: HeadRow) -> bool:
    """Whether a title is to stand for this page alone in a search result."""
    title = row.head.field("title")
    if title.state != "known" or not title.value or is_half_empty(title.value) or not is_indexed(row):
        return False
    return not (may_be_titled(site, row) or is_kept_out(site, row) or is_of_another(site, row))


def _place(site: SiteFacts, row: HeadRow) -> Place:
    name = key_printed(row, "title")
    return (own_key(site, row, name) if name else None) or own_key(site, row, "title") or top_of(site, row)


def printed(site: SiteFacts, group: Group) -> Place | None:
    """Where a layout writes the title of these pages, if it looks no title of a page's own up."""
    row = group[1][0]
    title = row.head.field("title")
    if title.place is None or title.place.path == row.path or row.head.of_theme:
        return None
    if any(key_printed(each, "title") for each, _ in group):
        return None
    tried = site.head_on_trial(row, "title")
    if tried is None or tried.reasons or tried.field("title").value != title.value:
        return None
    return title.place


def are_dated(group: Group) -> bool:
    """Whether each of the pages is of a day of its own, as posts and meetings are."""
    days = [found[1] for row, _ in group if (found := _DAY.search(row.path or "")) is not None]
    return len(set(days)) == len(group)


def are_told_apart(group: Group) -> bool:
    """Whether each of the pages says its title itself, in a folder that none of the others is in, or on a day
    of another year."""
    say = all(place.span.start or row.kind == "posts" for row, place in group)
    folders = {posixpath.dirname(row.path or "") for row, _ in group}
    years = {found[2] for row, _ in group if (found := _DAY.search(row.path or "")) is not None}
    return say and len(group) in (len(folders), len(years))


def by_habit(groups: Iterable[Group]) -> Iterator[tuple[Group, ...]]:
    """The groups, those together that one habit makes: titles of what recurs, or the same in two folders."""
    kinds: dict[tuple[str, ...], list[Group]] = {}
    for group in groups:
        kinds.setdefault(_habit(group), []).append(group)
    for habit, members in kinds.items():
        if habit and len(members) >= _HABIT:
            yield tuple(members)
        else:
            yield from ((each,) for each in members)


def _habit(group: Group) -> tuple[str, ...]:
    """What groups of one habit have in common; empty for none."""
    first = group[0][0]
    if are_dated(group):
        return (first.kind, (first.path or "").partition("/")[0])
    return _where_they_part(group) if are_told_apart(group) else ()


def _where_they_part(group: Group) -> tuple[str, ...]:
    """The folders from which on the paths of the pages differ."""
    paths = [posixpath.dirname(row.path or "").split("/") for row, _ in group]
    shared = len([*takewhile(lambda folders: len({*folders}) == 1, zip(*paths, strict=False))])
    return ("in", *("/".join(path[: shared + 1]) for path in paths))
