from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sitecheck.api import Finding, HeadRow, Invalid, Place, Related, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._heads import causes, composed

_SITE = {
    "a.md": "---\nlayout: x\ntitle: A\n---\n",
    "_config.yml": "plugins: [jekyll-seo-tag]\ndescription: D\n",
}
_ONCE = (
    "title",
    "description",
    "canonical",
    "og:title",
    "og:description",
    "og:url",
    "og:type",
    "twitter:card",
)
"""What counts once; of ``og:image`` there may be several (Open Graph protocol, arrays)."""


class RepeatedHeadTag(SiteRule):
    """A tag that counts once stands in the head twice.

    ## What it does

    Reports a second `<title>`, description, canonical address or Open Graph tag on one page, which most often
    comes of tags of the layout's own beside `{% seo %}`.

    ## Why is this bad?

    Which of the two counts is up to the reader: of two canonical addresses that differ Google heeds none, and
    of two descriptions the first is often the same on all pages.

    ## References

    - <https://developers.google.com/search/blog/2013/04/5-common-mistakes-with-relcanonical> (mistake 4)
    - <https://ogp.me/#array> (the first wins)
    """

    reads_heads = True
    valid = (
        Valid("<head>{% seo %}</head>\n", path="_layouts/x.html", files=_SITE),
        Valid(
            "<head>{% seo title=false %}<title>{{ page.title }}</title></head>\n",
            path="_layouts/x.html",
            files=_SITE,
        ),
        Valid(
            '<head><meta name="title" content="A"><title>A</title></head>\n',
            path="_layouts/x.html",
            why="a name of a meta tag is no title",
            files=_SITE,
        ),
    )
    invalid = (
        Invalid(
            '<head><meta name="description" content="{{ site.description }}">\n{% seo %}</head>\n',
            path="_layouts/x.html",
            at="{% seo %}",
            message="description stands in the head twice",
            related=('<meta name="description" content="{{ site.description }}">',),
            files=_SITE,
        ),
        Invalid(
            '<head><meta name="author" content="B">\n'
            '<meta name="description" content="{{ site.description }}">\n{% seo %}</head>\n',
            path="_layouts/x.html",
            at="{% seo %}",
            message="description stands in the head twice",
            related=('<meta name="description" content="{{ site.description }}">',),
            files={**_SITE, "_config.yml": f"{_SITE['_config.yml']}author: A\n"},
            why="of the two that the tag repeats, there may be several authors",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        of_pages: dict[str, dict[Place, _Repetition]] = {}
        for cause in causes(_repeated(site)):
            row = cause.rows[0]
            if row.output not in of_pages:
                of_pages[row.output] = _by_place(row)
            repetition = of_pages[row.output][cause.place]
            keys = ", ".join(dict.fromkeys(repetition.keys))
            yield self.finding(
                f"{keys} {'stand' if ',' in keys else 'stands'} in the head twice",
                cause.place,
                help=f"keep one of the two{cause.example}",
                related=[Related(repetition.first, "first here")],
                pages=cause.pages,
            )


class _Repetition(NamedTuple):
    """What a place writes once more: where it stood first, and the keys that count once."""

    first: Place
    keys: list[str]


def _by_place(row: HeadRow) -> dict[Place, _Repetition]:
    found: dict[Place, _Repetition] = {}
    for each in row.head.repeated:
        if each.key in _ONCE:
            found.setdefault(each.place, _Repetition(first=each.first, keys=[])).keys.append(each.key)
    return found


def _repeated(site: SiteFacts) -> Iterator[tuple[Place, HeadRow]]:
    for row in composed(site):
        for place in dict.fromkeys(each.place for each in row.head.repeated if each.key in _ONCE):
            yield place, row
