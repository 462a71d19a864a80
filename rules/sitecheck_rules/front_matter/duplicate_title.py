from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Related, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.front_matter._equal_titles import (
    Group,
    PagePlace,
    are_dated,
    are_told_apart,
    by_habit,
    equal_titles,
    printed,
    title_of_page,
)

_LAYOUT = {"_layouts/x.html": "<html><head><title>{{ page.title }}</title></head>{{ content }}</html>\n"}


_DAYS = ("02-05", "02-19", "02-26", "03-05")
_TOLD_APART = 3
"""So many pages with the title of another are told one by one."""


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
    title in folders of their own (`install/linux.md`, `upgrade/linux.md`), and posts and meetings of
    different years or with a title that many have, as of what recurs, are an information; where there are
    many such titles, one for all.

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
            "---\nlayout: x\ntitle: A\n---\n", files={"b.md": "---\nlayout: x\ntitle: B\n---\n", **_LAYOUT}
        ),
        Valid(
            "---\nlayout: x\nname: A\n---\n",
            path="_clubs/a.md",
            files={
                "_clubs/b.md": "---\nlayout: x\nname: B\n---\n",
                "_config.yml": "collections: {clubs: {output: true}}\n",
                "_layouts/x.html": "<head><title>{{ page.name }}</title></head>\n",
            },
        ),
        Valid(
            "---\nlayout: x\ntitle: Search\nsitemap: false\n---\n",
            files={"b.md": "---\nlayout: x\ntitle: Search\n---\n", **_LAYOUT},
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
            files={"a-pt-BR.md": "---\nlayout: x\ntitle: A\n---\n", **_LAYOUT},
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
            path="z.md",
            message="'Notes'",
            related=("Notes",),
            files={
                "b.md": "---\nlayout: x\ntitle: Notes\n---\n",
                "_layouts/x.html": "<title>{{ page.title }}</title><link rel=canonical href=''>\n",
            },
            why="an empty canonical address names no other page",
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
            "---\nlayout: x\nname: A\n---\n",
            path="_clubs/z.md",
            at="A",
            related=("A",),
            files={
                "_clubs/b.md": "---\nlayout: x\nname: A\n---\n",
                "_config.yml": "collections: {clubs: {output: true}}\n",
                "_layouts/x.html": "<head><title>{{ page.name }} | Clubs</title></head>\n",
            },
            why="the layout takes the title from another key of the page",
        ),
        Invalid(
            "---\nlayout: x\n---\n",
            path="about.md",
            at="---",
            message="index.md has the same title, 'Site'",
            related=("---",),
            files={
                "index.md": "---\nlayout: x\n---\n",
                "_config.yml": "title: Site\n",
                "_layouts/x.html": "<head><title>{{ page.title | default: site.title }}</title></head>\n",
            },
            why="the title of the site is that of the home page first",
        ),
        Invalid(
            "---\nlayout: x\ntitle: Blitz\n---\n",
            at="Blitz",
            path="events/2024/02-12-a.md",
            message="02-05-a.md has the same title, 'Blitz', and so have 3 more",
            severity=Severity.INFO,
            related=("Blitz", "Blitz", "Blitz"),
            files={f"events/2024/{day}-a.md": "---\nlayout: x\ntitle: Blitz\n---\n" for day in _DAYS}
            | _LAYOUT,
            why="the meetings recur",
        ),
        Invalid(
            "---\nlayout: x\ntitle: Offer\n---\n",
            at="Offer",
            path="_posts/2000-01-01-b.md",
            message="2000-01-01-a.md has the same title, 'Offer', and so have 3 more",
            related=("Offer", "Offer", "Offer"),
            files={f"_posts/2000-01-01-{name}.md": "---\nlayout: x\ntitle: Offer\n---\n" for name in "acde"}
            | _LAYOUT,
            why="what is of one day does not recur",
        ),
        Invalid(
            "---\nlayout: x\ntitle: A\n---\n",
            at="A",
            path="2.0/a.md",
            message="1.0/a.md has the same title, 'A', and so it is with 3 more titles in these folders",
            severity=Severity.INFO,
            related=("A", "B", "C"),
            files={
                f"{folder}/{name}.md": f"---\nlayout: x\ntitle: {name.upper()}\n---\n"
                for name in "abcd"
                for folder in ("1.0", "2.0")
                if (folder, name) != ("2.0", "a")
            }
            | _LAYOUT,
            why="two versions",
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
        groups = list[Group]()
        for group in equal_titles(site):
            place = printed(site, group)
            if place is None:
                groups.append(group)
                continue
            (first, _), (second, _), *_ = group
            yield self.finding(
                f"{first.path} and {len(group) - 1:,} more have the same title, {title_of_page(first)!r}",
                place,
                help=f"print the page's title, too; for example on {second.path}",
                pages=len(group),
            )
        for alike in by_habit(groups):
            yield from self._told(*alike[0]) if len(alike) == 1 else (self._of_habit(*alike),)

    def _told(self, first: PagePlace, *others: PagePlace) -> Iterator[Finding]:
        """Each page that has the title of the first; of many one for all of them, as one habit makes them."""
        is_habit = len(others) > _TOLD_APART
        more = f", and so have {len(others) - 1:,} more" if is_habit else ""
        recurs = is_habit and are_dated((first, *others))
        for _, place in others[:1] if is_habit else others:
            further = (Related(each, "and here") for _, each in others[1:_TOLD_APART] if is_habit)
            yield self.finding(
                f"{first[0].path} has the same title, {title_of_page(first[0])!r}{more}",
                place,
                help="say in the title what tells the pages apart",
                related=[Related(first[1], "first here"), *further],
                pages=len(others) if is_habit else 1,
                severity=Severity.INFO if recurs or are_told_apart((first, *others)) else None,
            )

    def _of_habit(self, group: Group, *more: Group) -> Finding:
        """Many titles that stand on several pages each."""
        (first, place), *others = group
        recur = are_dated(group)
        return self.finding(
            f"{first.path} has the same title, {title_of_page(first)!r}, and so it is with {len(more):,} "
            + ("more titles of what recurs" if recur else "more titles in these folders"),
            others[0][1],
            help=f"say the {'day' if recur else 'folder'} in the title, too; the layout may do so for all",
            related=[Related(place, "first here"), *(Related(each[1][1], "and here") for each in more[:2])],
            pages=sum(len(each) - 1 for each in (group, *more)),
            severity=Severity.INFO,
        )
