from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sitecheck.api import (
    WHOLE_FILE,
    Finding,
    HeadRow,
    Invalid,
    Place,
    SiteFacts,
    SiteRule,
    Span,
    Valid,
    lazy_pattern,
    title_of,
)
from sitecheck_rules.head._heads import (
    Cause,
    causes,
    is_half_empty,
    is_indexed,
    is_kept_out,
    may_be_titled,
    own_key,
    reads_title,
    shown,
    top_of,
    writes_empty_title,
)

LAYOUT = {"_layouts/page.html": "<html><head><title>{{ page.title }}</title></head>{{ content }}</html>\n"}

_SENDS = lazy_pattern(
    r"http-equiv\s*=\s*[\"']?refresh|\blocation(?:\s*\.\s*href)?\s*=[^=]|\blocation\s*\.\s*(?:replace|assign)\s*\(",
    re.IGNORECASE,
)
"""What sends a visitor to another page."""
_REFRESH = lazy_pattern(r"<meta\b[^<>]{0,200}\bhttp-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_SENDING = lazy_pattern(
    r"<script\b[^<>]*>\s*(?:(?:window|document|self|top)\s*\.\s*)?location(?:\s*\.\s*href)?"
    r"\s*(?:=|\.\s*(?:replace|assign)\s*\()[^;{}<>]*;?\s*</script>",
    re.IGNORECASE,
)
"""A script that does nothing else."""
_INCLUDE = lazy_pattern(r"\{%-?\s*include(?:_cached)?\s+([\w./-]+)")
_HEAD = lazy_pattern(r"</head|<body", re.IGNORECASE)
"""What ends it."""
_INCLUDES = 5
"""So many includes of a head or of a page are looked into."""
_UNSEEN = lazy_pattern(r"<!--.*?-->|<script\b[^<>]*>.*?</script>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_TOLD_APART = 3
"""So many pages of one layout are told one by one."""
_LONGEST = 3000
"""So many characters a page has that is nothing else, and so few of them are seen."""
_FEW = 150


class MissingTitle(SiteRule):
    """A page has no title.

    ## What it does

    Reads the `<title>` as the layouts compose it and reports a page that has none, an empty one, or half of
    one (`| My site`), because its front matter says no title. Where no page of a layout has a title, that is
    told once, at the layout, and so it is where the layout looks up another key than the title that pages
    have; of many pages of one layout that lack a title at the first.

    ## Why is this bad?

    The browser's tab and search results show the address, or what a search engine makes up.

    ## References

    - <https://developers.google.com/search/docs/appearance/title-link> (missing and half-empty titles; read
      November 2026)
    """

    reads_heads = True
    valid = (
        Valid("---\nlayout: page\ntitle: Notebook\n---\n", path="notebook.md", files=LAYOUT),
        Valid("---\nlayout: page\n---\n", path="_posts/2024-01-02-a-day.md", files=LAYOUT),
        Valid("---\n---\nNo layout, so no head of Jekyll's\n", path="a.md"),
        Valid(
            "---\nlayout: plain\n---\n",
            path="a.md",
            files={"_layouts/plain.html": "<title>Always the same</title>{{ content }}"},
            why="the layout does not ask for a title",
        ),
        Valid("---\nlayout: page\ntitle: What remains ~\n---\n", path="a.md", files=LAYOUT),
        Valid(
            "---\nlayout: page\ntitle: 'On «\u00a0whales\u00a0»'\n---\n",
            path="a.md",
            files=LAYOUT,
            why="blanks that do not break are blanks in a title",
        ),
        Valid("---\nlayout: page\ntitle: '~ &quot;Whales&quot;'\n---\n", path="a.md", files=LAYOUT),
        Valid(
            "---\nlayout: page\nsearch: exclude\n---\n",
            path="pdf/cover.html",
            files=LAYOUT,
            why="it is made for a program, and kept out of the search",
        ),
        Valid(
            "---\nlayout: page\n---\n<script>window.location.href = '/b/';</script>\n<p>Moved.</p>\n",
            path="a.html",
            files=LAYOUT,
            why="nobody stays on it",
        ),
        Valid(
            "---\nlayout: moved\n---\n",
            path="a.md",
            files={
                **LAYOUT,
                "_layouts/moved.html": "---\nlayout: page\n---\n<meta http-equiv=refresh content='0; url=/'>",
            },
            why="its layout sends on",
        ),
        Valid(
            "---\nlayout: moved\n---\n",
            path="a.md",
            files={
                **LAYOUT,
                "_layouts/moved.html": "<html>{% include head.html %}<body>{{ content }}</body></html>\n",
                "_includes/head.html": "<head><script>window.location.replace('https://a.org');</script></head>",
            },
            why="the head that its layout includes sends on",
        ),
        Valid(
            '---\nlayout: page\n---\n<meta http-equiv="refresh" content="0; url=/b/">\n',
            path="a.html",
            files=LAYOUT,
        ),
        Valid("---\nlayout: page\ntitle: ''\n---\n", path="a.md", files=LAYOUT, why="`empty-title` tells it"),
        Valid(
            "---\nlayout: page\n---\ngoogle-site-verification: google0123456789abcdef.html\n",
            path="google0123456789abcdef.html",
            files=LAYOUT,
            why="it proves whose site it is, and is shown to nobody",
        ),
        Valid(
            "---\nlayout: empty\n---\n",
            path="google0123456789abcdef.md",
            files={"_layouts/empty.html": "<html><body>google-site-verification</body>"},
        ),
        Valid(
            "---\nlayout: page\n---\n\n# What remains\n",
            path="a.md",
            files=LAYOUT,
            why="GitHub Pages takes the heading for the title",
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: page\nx: 1\n---\nText\n",
            at="---",
            message="no title",
            path="notebook.md",
            files=LAYOUT,
        ),
        Invalid(
            "---\nlayout: page\n---\n\n# What remains\n",
            at="---",
            message="no title",
            path="a.md",
            files={**LAYOUT, "Gemfile": 'gem "jekyll"\n'},
        ),
        Invalid(
            "---\nlayout: page\n---\nText\n",
            at="---",
            message="the page has no title, and so have 3 more",
            path="a.md",
            files={**LAYOUT, **{f"{name}.md": "---\nlayout: page\n---\nText\n" for name in "bcd"}},
        ),
        Invalid(
            "---\nlayout: page\nx: 1\n---\nText\n",
            at="---",
            message="half a title: '| Site'",
            path="notebook.md",
            files={
                "_layouts/page.html": "<head><title>{{ page.title }} | Site</title></head>{{ content }}\n",
                "b.md": "---\nlayout: page\ntitle: B\n---\n",
            },
        ),
        Invalid(
            "<head><title>{{ page.meta.title }}</title></head>{{ content }}\n",
            path="_layouts/page.html",
            at="<title>",
            message="the page has no title, and so have 1 more",
            help="see what the <title> of the layout prints instead; for example on b.md",
            files={
                "a.md": "---\nlayout: page\ntitle: A\nmeta: { title: A }\n---\n",
                "b.md": "---\nlayout: page\ntitle: B\n---\n",
                "c.md": "---\nlayout: page\ntitle: C\n---\n",
            },
            why="the layout reads another key than the one that the pages have",
        ),
        Invalid(
            "---\nlayout: page\ntitle: Blog\n---\n",
            at="Blog",
            message="half a title: '| Site'",
            help="the page's title, 'Blog', is not in it",
            path="blog.md",
            files={
                "_layouts/page.html": "<head><title>{% if page.title == 'Blog' %}{{ site.blog }}{% else %}"
                "{{ page.title }}{% endif %} | Site</title></head>{{ content }}\n",
                "b.md": "---\nlayout: page\ntitle: B\n---\n",
            },
        ),
        Invalid(
            "title: ' '\n",
            path="_config.yml",
            at="' '",
            message="half a title, such as 'A -'",
            help="give the site a title",
            files={
                "_layouts/page.html": "<head><title>{{ page.title }} - {{ site.title }}</title></head>"
                "{{ content }}\n",
                "a.md": "---\nlayout: page\ntitle: A\n---\n",
                "b.md": "---\nlayout: page\ntitle: B\n---\n",
            },
        ),
        Invalid(
            "<head><title>{{ page.title }} - {{ site.name }}</title></head>{{ content }}\n",
            path="_layouts/page.html",
            at="<title>",
            message="half a title, such as 'A -'",
            help="give the site a title",
            files={
                "a.md": "---\nlayout: page\ntitle: A\n---\n",
                "b.md": "---\nlayout: page\ntitle: B\n---\n",
            },
            why="the site has no name, and no key for one",
        ),
        Invalid(
            "<head><title>{{ page.number }} - {{ page.title }}</title></head>{{ content }}\n",
            path="_layouts/page.html",
            at="<title>",
            message="half a title, such as '- A'",
            help="print what divides the two only where",
            files={
                "_config.yml": "title: Site\n",
                "a.md": "---\nlayout: page\ntitle: A\n---\n",
                "b.md": "---\nlayout: page\ntitle: B\n---\n",
                "c.md": "---\nlayout: page\ntitle: C\nnumber: 3\n---\n",
            },
            why="the site has a title, but the layout prints another thing beside that of the page",
        ),
        Invalid(
            "---\ntitle: Deploy\n---\n<!DOCTYPE html>\n<body>\n<h1>Deploy</h1>\n</body>\n",
            at="Deploy",
            message="the page has no title",
            help="no layout writes one: add <title>…</title> to the page itself",
            path="deploy.html",
            why="browsers make a head for a page that writes none, and no title",
        ),
        Invalid(
            "<body>{{ content }}</body>\n",
            message="the pages with this layout have no title",
            path="_layouts/page.html",
            files={"a.md": "---\nlayout: page\ntitle: A\n---\n"},
        ),
        Invalid(
            "<html><head></head><body>{{ content }}</body></html>\n",
            message="pages with this layout have no title",
            path="_layouts/page.html",
            files={
                "a.md": "---\nlayout: page\ntitle: A\n---\n",
                "b.md": "---\nlayout: page\ntitle: B\n---\n",
            },
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        rows = [row for row in shown(site) if is_indexed(row)]
        rows = [row for row in rows if _own(site, row) or not is_kept_out(site, row)]
        titled = {
            row.layouts[-1] for row in rows if row.layouts and row.head.field("title").state != "absent"
        }
        lacking = [row for row in rows if _lacks(site, row) and not may_be_titled(site, row)]
        lacking = [row for row in lacking if not writes_empty_title(site, row) and not _sends_on(site, row)]
        senders = _senders(site, {path for row in lacking for path in row.layouts})
        lacking = [row for row in lacking if senders.isdisjoint(row.layouts)]
        for cause in _told_together(causes((_place(site, row, titled), row) for row in lacking)):
            title = cause.rows[0].head.field("title").value
            is_unread = _is_unread(site, cause.rows[0], cause.place)
            in_layout = cause.place.path != cause.rows[0].path and not is_unread
            is_habit = not in_layout and cause.pages > 1
            message = f"half a title: {title!r}" if title else "no title"
            if _prints_own(site, cause.rows[0]):
                message = f"half a title, such as {title!r}" if cause.pages > 1 else message
            yield self.finding(
                f"the pages with this layout have {message}"
                if in_layout
                else f"the page has {message}{f', and so have {cause.pages - 1:,} more' if is_habit else ''}",
                cause.place,
                help=_advice(site, cause.rows[0], in_layout=in_layout) + (cause.example if is_unread else ""),
                pages=cause.pages,
            )


def _told_together(found: Iterable[Cause]) -> Iterator[Cause]:
    """The causes, but one for many pages of one layout of which each lacks the same in its front matter."""
    kinds: dict[tuple[object, ...], list[Cause]] = {}
    for cause in found:
        row = cause.rows[0]
        is_own = cause.place.path == row.path
        kind = (row.layouts, row.head.field("title").value) if is_own and row.layouts else (cause.place,)
        kinds.setdefault(kind, []).append(cause)
    for group in kinds.values():
        if len(group) > _TOLD_APART:
            yield Cause(group[0].place, tuple(row for cause in group for row in cause.rows))
        else:
            yield from group


def _own(site: SiteFacts, row: HeadRow) -> str:
    """The title that the page has, wherever it is from; "" for none."""
    title = site.records[row.path or ""].data.get("title")
    return title.strip() if isinstance(title, str) else ""


def _sends_on(site: SiteFacts, row: HeadRow) -> bool:
    """Whether the page does nothing but send its visitors on, by a script or a <meta> in its body."""
    text = site.written(Place(row.path or "", Span(0, _LONGEST + 1)))
    text = "\n".join((text, *_included(site, text)))
    if len(text) > _LONGEST or _SENDS.search(text) is None:
        return False
    left = _UNSEEN.sub("", text.partition("\n---")[2])
    return len(left.strip()) <= _FEW


def _senders(site: SiteFacts, layouts: Iterable[str]) -> frozenset[str]:
    """Those of the layouts that send visitors on, themselves or in an include."""
    return frozenset(path for path in layouts if any(map(_sends, _texts(site, path))))


def _sends(text: str) -> bool:
    return _REFRESH.search(text) is not None or _SENDING.search(text) is not None


def _texts(site: SiteFacts, layout: str) -> Iterator[str]:
    """What begins a layout and the first includes of its head."""
    text = site.written(Place(layout, Span(0, _LONGEST)))
    yield text
    yield from _included(site, _HEAD.split(text, maxsplit=1)[0])


def _included(site: SiteFacts, text: str) -> Iterator[str]:
    """What begins the first files that a text includes."""
    folder = site.site.prefix("includes_dir")
    for name in _INCLUDE.findall(text)[:_INCLUDES]:
        if (path := folder + name) in site.files:
            yield site.written(Place(path, Span(0, _LONGEST + 1)))


def _lacks(site: SiteFacts, row: HeadRow) -> bool:
    title = row.head.field("title")
    own = title_of(_own(site, row))
    # a title may begin or end with a sign of its own
    printed = title.value.replace(own, "x", 1) if own else title.value
    empty = title.state == "known" and (not title.value or is_half_empty(printed))
    return title.state == "absent" or empty


def _is_unread(site: SiteFacts, row: HeadRow, place: Place) -> bool:
    """Whether ``place`` is the ``<title>`` of a layout that does not read the title that the page has."""
    return place == row.head.field("title").place and not _prints_own(site, row) and bool(_own(site, row))


def _prints_own(site: SiteFacts, row: HeadRow) -> bool:
    """Whether the page's own title is printed, and nothing beside it: mostly, as the site has no name."""
    own = _letters(title_of(_own(site, row)))
    return bool(own) and own in _letters(row.head.field("title").value)


def _letters(title: str) -> str:
    """What is left of a title whatever Markdown makes of its quotes and marks."""
    return "".join(filter(str.isalnum, title))


def _advice(site: SiteFacts, row: HeadRow, *, in_layout: bool) -> str:
    if _prints_own(site, row) and _is_named(site):
        return "print what divides the two only where there is something on both sides"
    if _prints_own(site, row):
        return "give the site a title in _config.yml, or leave out what divides the two"
    if in_layout:
        return "add <title>{{ page.title }}</title> to the head"
    if not row.layouts and row.head.field("title").state == "absent":
        return "no layout writes one: add <title>…</title> to the page itself, in front of its <body>"
    if own := _own(site, row):
        return f"the page's title, {own!r}, is not in it: see what the <title> of the layout prints instead"
    return "add title: … to the front matter; it names the page in tabs and search results"


def _is_named(site: SiteFacts) -> bool:
    return bool(site.site.config.text("title").strip())


def _site_title(site: SiteFacts) -> Place | None:
    entry = site.site.config.entry("title")
    return Place(entry[0], entry[1].value) if entry is not None else None


def _place(site: SiteFacts, row: HeadRow, titled: set[str]) -> Place:
    if row.head.field("title").state == "absent" and row.layouts and row.layouts[-1] not in titled:
        return Place(row.layouts[-1], WHOLE_FILE)
    if _prints_own(site, row):
        printed = row.head.field("title").place
        named = None if _is_named(site) else _site_title(site)
        return named or printed or Place(row.layouts[-1] if row.layouts else row.path or "", WHOLE_FILE)
    printed = row.head.field("title").place
    if printed is not None and printed.path != row.path and _own(site, row) and not reads_title(site, row):
        return printed
    return own_key(site, row, "title") or top_of(site, row)
