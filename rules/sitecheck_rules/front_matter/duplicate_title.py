from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from sitecheck.api import (
    Finding,
    HeadRow,
    Invalid,
    Place,
    Related,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
)
from sitecheck_rules.head._addresses import own_path, plain_path
from sitecheck_rules.head._heads import (
    is_half_empty,
    is_indexed,
    is_kept_out,
    may_be_titled,
    own_key,
    shown,
    top_of,
)
from sitecheck_rules.head._languages import language

_LAYOUT = {"_layouts/x.html": "<html><head><title>{{ page.title }}</title></head>{{ content }}</html>\n"}


_TOLD_APART = 3
"""So many pages with the title of another are told one by one."""
_PagePlace = tuple[HeadRow, Place]
_YEAR = re.compile(r"(?:.*/)?_posts/(?:.*/)?(\d{4})-\d\d?-\d\d?-[^/]*")


class DuplicateTitle(SiteRule):
    """Two pages have the same title.

    ## What it does

    Compares the titles as the layouts compose them, and reports one that an earlier page of the same
    language has already; where many pages share a title they are told together, and where a layout looks no
    title of a page up, at what it writes. Redirects, pages that search engines are told to leave out or
    that are kept out of the sitemap, and pages with a canonical address elsewhere do not count. Which
    language a page is in `<html lang>` says, its front matter (`lang`, `locale`), a folder (`de/`,
    `_pt-br/`) or the name of the file (`a-de.md`, `de.md`). Where a title cannot be known, nothing is said,
    nor of further pages of one paginated list: search engines know such a sequence. Pages that say the same
    title in folders of their own (`install/linux.md`, `upgrade/linux.md`), and posts of different years, as
    of what recurs, are an information.

    ## Why is this bad?

    Search results, browser tabs and feeds cannot tell them apart; search engines then make up titles of
    their own.

    ## References

    - <https://developers.google.com/search/docs/appearance/title-link> (read November 2026)
    - <https://developers.google.com/search/docs/specialty/ecommerce/pagination-and-incremental-page-loading>
      (pages of a sequence may share titles and descriptions; read November 2026)
    """

    severity = Severity.WARNING
    reads_heads = True
    valid = (
        Valid(
            "---\nlayout: x\ntitle: Search\nsitemap: false\n---\n",
            files={"b.md": "---\nlayout: x\ntitle: Search\n---\n", **_LAYOUT},
        ),
        Valid(
            "---\nlayout: x\ntitle: A\n---\n", files={"b.md": "---\nlayout: x\ntitle: B\n---\n", **_LAYOUT}
        ),
        Valid(
            "---\nlayout: x\ntitle: A\nlang: en\n---\n",
            files={"b.md": "---\nlayout: x\ntitle: A\nlang: de\n---\n", **_LAYOUT},
        ),
        Valid(
            "---\nlayout: x\ntitle: A\n---\n",
            path="tour/a.md",
            files={"de/tour/a.md": "---\nlayout: x\ntitle: A\n---\n", **_LAYOUT},
            why="a translation",
        ),
        Valid(
            "---\nlayout: x\ntitle: A\n---\n",
            path="a-en.md",
            files={"a-de.md": "---\nlayout: x\ntitle: A\n---\n", **_LAYOUT},
            why="a translation beside it",
        ),
        Valid(
            "---\nlayout: x\ntitle: A\n---\n",
            path="a/index.md",
            files={"a/ru.md": "---\nlayout: x\ntitle: A\n---\n", **_LAYOUT},
            why="a translation, called by its language alone",
        ),
        Valid(
            "---\nlayout: x\ntitle: A\n---\n",
            path="tour/a.md",
            files={"english/a.md": "---\nlayout: x\ntitle: A\n---\n", **_LAYOUT},
            why="a translation, in a folder with the name of its language",
        ),
        Valid(
            "---\nlayout: x\ntitle: A\nnumber: 1\n---\n",
            files={
                "b.md": "---\nlayout: x\ntitle: A\nnumber: 2\n---\n",
                "_layouts/x.html": "<head><title>{{ page.title }} ({{ page.number }})</title></head>\n",
            },
            why="the layout tells them apart",
        ),
        Valid(
            "---\n---\n<title>A</title>\n",
            files={
                "b.md": "---\n---\n<title>A</title>\n",
                **{k.replace("x", "page"): v for k, v in _LAYOUT.items()},
            },
            why="GitHub Pages may put them into a layout, which has a title of its own",
        ),
        Valid(
            "---\nlayout: x\ntitle: A\n---\n",
            files={
                "b.md": "---\nlayout: x\ntitle: A\n---\n",
                "_layouts/x.html": "<title>{{ page.title }}</title><link rel=canonical href='/a.html'>\n",
            },
            why="the canonical address is another page's",
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: x\ntitle: Notes\n---\n",
            at="Notes",
            path="z.md",
            message="'Notes'",
            related=("Notes",),
            files={"b.md": "---\nlayout: x\ntitle: Notes\n---\n", **_LAYOUT},
        ),
        Invalid(
            "---\nlayout: x\ntitle: Notes\n---\n",
            at="Notes",
            path="z.md",
            message="'Notes'",
            related=("Notes",),
            files={
                "b.md": "---\nlayout: x\ntitle: Notes\n---\n",
                "_layouts/x.html": "<title>{{ page.title }}</title>"
                "<link rel=canonical href='https://a.org/{{ page.url }}'>\n",
            },
            why="a second slash in the canonical address names no other page",
        ),
        Invalid(
            "---\nlayout: x\ntitle: Notes\n---\n",
            at="Notes",
            path="z/b.md",
            message="'Notes'",
            severity=Severity.INFO,
            related=("Notes",),
            files={"a/b.md": "---\nlayout: x\ntitle: Notes\n---\n", **_LAYOUT},
            why="their folders tell them apart",
        ),
        Invalid(
            "---\nlayout: x\nnumber: 1\n---\n",
            at="---",
            path="z.md",
            message="'Site'",
            related=("---",),
            files={
                "b.md": "---\nlayout: x\nnumber: 2\n---\n",
                "_config.yml": "title: Site\n",
                "_layouts/x.html": "<head><title>{{ page.title | default: site.title }}</title></head>\n",
            },
            why="both show the title of the site",
        ),
        Invalid(
            "---\nlayout: x\ntitle: Annual meeting\n---\n",
            at="Annual meeting",
            path="_posts/2024-05-06-meeting.md",
            message="2023-05-08-meeting.md has the same title",
            related=("Annual meeting",),
            severity=Severity.INFO,
            files={"_posts/2023-05-08-meeting.md": "---\nlayout: x\ntitle: Annual meeting\n---\n", **_LAYOUT},
        ),
        Invalid(
            "---\nlayout: x\ntitle: Annual meeting\n---\n",
            at="Annual meeting",
            path="_posts/2024-05-06-meeting.md",
            related=("Annual meeting",),
            files={"_posts/2024-05-03-all.md": "---\nlayout: x\ntitle: Annual meeting\n---\n", **_LAYOUT},
        ),
        Invalid(
            "---\nlayout: x\ntitle: Notes\n---\n",
            at="Notes",
            path="b.md",
            message="a.md has the same title, 'Notes', and so have 3 more",
            related=("Notes", "Notes", "Notes"),
            files={f"{name}.md": "---\nlayout: x\ntitle: Notes\n---\n" for name in "acde"} | _LAYOUT,
        ),
        Invalid(
            "<html><head><title>{{ site.title }}</title></head>{{ content }}</html>\n",
            path="_layouts/x.html",
            at="<title>",
            message="a.md and 1 more have the same title, 'Site'",
            help="for example on b.md",
            files={
                "_config.yml": "title: Site\n",
                "a.md": "---\nlayout: x\ntitle: A\n---\n",
                "b.md": "---\nlayout: x\ntitle: B\n---\n",
            },
            why="the layout prints the title of the site alone",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        titles: dict[tuple[str, ...], dict[str, _PagePlace]] = {}
        for row in sorted(shown(site), key=lambda row: (row.path or "", row.url)):
            title = row.head.field("title")
            if not _counts(site, row):
                continue
            place = own_key(site, row, "title") or top_of(site, row)
            tongue = row.head.field("lang")
            data = site.records[row.path or ""].data
            key = (title.value, tongue.value.lower(), language(row.path or "", data))
            titles.setdefault(key, {}).setdefault(row.path or "", (row, place))
        for (title_text, *_), pages in titles.items():
            first, *others = pages.values()
            printed = _printed(site, others[0][0]) if others else None
            if printed is None:
                yield from self._told(title_text, first, *others)
            else:
                yield self.finding(
                    f"{first[0].path} and {len(others):,} more have the same title, {title_text!r}",
                    printed,
                    help=f"print the page's title, too; for example on {others[0][0].path}",
                    pages=len(others) + 1,
                )

    def _told(self, title: str, first: _PagePlace, *others: _PagePlace) -> Iterator[Finding]:
        """Each page that has the title of the first; of many one for all of them, as one habit makes them."""
        is_habit = len(others) > _TOLD_APART
        more = f", and so have {len(others) - 1:,} more" if is_habit else ""
        for _, place in others[:1] if is_habit else others:
            further = (Related(each, "and here") for _, each in others[1:_TOLD_APART] if is_habit)
            yield self.finding(
                f"{first[0].path} has the same title, {title!r}{more}",
                place,
                help="say in the title what tells the pages apart",
                related=[Related(first[1], "first here"), *further],
                pages=len(others) if is_habit else 1,
                severity=Severity.INFO if _are_told_apart(first, *others) else None,
            )


def _are_told_apart(*pages: _PagePlace) -> bool:
    """Whether each of the pages says its title itself, in a folder that none of the others is in, or as a
    post of another year."""
    say = all(place.span.start for _, place in pages)
    folders = {posixpath.dirname(row.path or "") for row, _ in pages}
    years = {found[1] for row, _ in pages if (found := _YEAR.fullmatch(row.path or "")) is not None}
    return say and len(pages) in (len(folders), len(years))


def _printed(site: SiteFacts, row: HeadRow) -> Place | None:
    """Where a layout writes the title of a page, if it looks no title of the page's own up."""
    place = row.head.field("title").place
    if place is None or place.path == row.path or row.head.of_theme:
        return None
    tried = site.head_on_trial(row, "title")
    if tried is None or tried.reasons or tried.field("title").value != row.head.field("title").value:
        return None
    return place


def _counts(site: SiteFacts, row: HeadRow) -> bool:
    """Whether a title is to stand for this page alone in a search result."""
    title, canonical = row.head.field("title"), row.head.field("canonical")
    if title.state != "known" or not title.value or is_half_empty(title.value) or not is_indexed(row):
        return False
    if may_be_titled(site, row) or is_kept_out(site, row):
        return False
    return canonical.state != "known" or plain_path(canonical.value) == own_path(site, row)
