from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitecheck.api import (
    Finding,
    HeadRow,
    Invalid,
    Place,
    Related,
    Repeated,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
)
from sitecheck_rules.head._heads import Cause, composed

_SITE = {
    "a.md": "---\nlayout: x\ntitle: A\n---\n",
    "_config.yml": "plugins: [jekyll-seo-tag]\ndescription: D\n",
}
_DESCRIBED = {**_SITE, "a.md": "---\nlayout: x\ntitle: A\ndescription: E\n---\n"}
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
_MANY = 5
"""So many further places are named."""


class RepeatedHeadTag(SiteRule):
    """A tag that counts once stands in the head twice.

    ## What it does

    Reports a second `<title>`, description, canonical address or Open Graph tag on one page, which most often
    comes of tags of the layout's own beside `{% seo %}`. All that are one tag's doubles, or that one tag says
    once more, are told together; where each says the same to the letter, nothing is lost, and it is an
    information.

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
            files=_DESCRIBED,
        ),
        Invalid(
            '<head><meta name="author" content="B">\n'
            '<meta name="description" content="{{ site.description }}">\n{% seo %}</head>\n',
            path="_layouts/x.html",
            at="{% seo %}",
            message="description stands in the head twice",
            related=('<meta name="description" content="{{ site.description }}">',),
            files={**_DESCRIBED, "_config.yml": f"{_SITE['_config.yml']}author: A\n"},
            why="of the two that the tag repeats, there may be several authors",
        ),
        Invalid(
            '<head><meta property="og:type" content="website">\n'
            '{% if page.title == "A" %}<meta property="og:type" content="article">{% else %}'
            '<meta property="og:type" content="profile">{% endif %}</head>\n',
            path="_layouts/x.html",
            at='<meta property="og:type" content="article">',
            message="og:type stands in the head twice",
            related=(
                '<meta property="og:type" content="website">',
                '<meta property="og:type" content="profile">',
            ),
            files={**_SITE, "b.md": "---\nlayout: x\ntitle: B\n---\n"},
        ),
        Invalid(
            '<head><title>A</title><meta name="description" content="{{ site.description }}">'
            "{% seo %}</head>\n",
            path="_layouts/x.html",
            at="{% seo %}",
            message="title, description stand in the head twice",
            related=("<title>", '<meta name="description" content="{{ site.description }}">'),
            files={**_DESCRIBED, "_config.yml": f"{_SITE['_config.yml']}title: S\n"},
            why="one tag says both once more",
        ),
        Invalid(
            '<head><meta property="og:type" content="website"><meta content="website" property="og:type">\n',
            path="_layouts/x.html",
            at='<meta content="website" property="og:type">',
            message="og:type stands in the head twice, and says the same",
            severity=Severity.INFO,
            related=('<meta property="og:type" content="website">',),
            files=_SITE,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        of_first: dict[Place, list[tuple[HeadRow, Repeated]]] = {}
        for row in composed(site):
            for each in row.head.repeated:
                if each.key in _ONCE:
                    of_first.setdefault(each.first, []).append((row, each))
        of_second: dict[Place, list[tuple[HeadRow, Repeated]]] = {}
        for found in of_first.values():
            of_second.setdefault(found[0][1].place, []).extend(found)
        yield from map(self._told, of_second.values())

    def _told(self, found: Sequence[tuple[HeadRow, Repeated]]) -> Finding:
        """What one tag says first and others say once more, or the other way round: one habit, whichever they
        are."""
        rows = {row.output: row for row, _ in found}
        repeated = [each for _, each in found]
        place, *others = dict.fromkeys(each.place for each in repeated)
        firsts = list(dict.fromkeys(each.first for each in repeated))[:_MANY]
        keys = ", ".join(dict.fromkeys(each.key for each in repeated))
        is_harmless = all(each.is_same for each in repeated)
        cause = Cause(place, tuple(rows.values()))
        return self.finding(
            f"{keys} {'stand' if ',' in keys else 'stands'} in the head twice"
            + (", and says the same" if is_harmless and "," not in keys else ""),
            place,
            help=f"keep one of the two{cause.example}",
            related=[
                *(Related(each, "first here") for each in firsts),
                *(Related(each, "and here") for each in others[:_MANY]),
            ],
            pages=cause.pages,
            severity=Severity.INFO if is_harmless else None,
        )
