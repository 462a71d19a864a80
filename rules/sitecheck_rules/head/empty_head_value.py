from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    Finding,
    HeadField,
    HeadRow,
    Invalid,
    Place,
    Related,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.head._heads import Cause, causes, composed, writes_empty_title

_SITE = {"a.md": "---\nlayout: x\n---\n"}
_UNREAD = frozenset({"author", "keywords"})
"""Of these no search engine and no network shows anything."""
_TITLES = frozenset({"og:title", "twitter:title"})
_OF_PAGE = lazy_pattern(r"\{\{-?\s*page\.([\w-]+)")
_WANTED = frozenset(
    {
        *("description", "canonical", "author", "keywords", "robots", "lang"),
        *("og:title", "og:description", "og:image", "og:url", "og:type", "og:site_name"),
        *("twitter:title", "twitter:description", "twitter:image", "twitter:card"),
    }
)


class EmptyHeadValue(SiteRule):
    """A tag of the head is printed with nothing in it.

    ## What it does

    Reports `<meta name="description" content="">`, an empty `og:title`, `og:image` or canonical address and
    the like, where the page has no value for what the layout writes; an empty `lang` of `<html>`, where other
    pages say theirs.

    ## Why is this bad?

    An empty tag says that there is nothing: a card without title or picture is shown, where without the tag
    the page's own title and text would be taken.

    ## References

    - <https://ogp.me/>
    - <https://developer.x.com/en/docs/x-for-websites/cards/overview/markup> (what stands in for absent tags)
    """

    reads_heads = True
    valid = (
        Valid(
            '<head>{% if page.a %}<meta property="og:image" content="{{ page.a }}">{% endif %}</head>\n',
            path="_layouts/x.html",
            files=_SITE,
        ),
        Valid(
            '<head><meta property="og:title" content="{{ page.title }}"></head>\n',
            path="_layouts/x.html",
            files={"a.md": "---\nlayout: x\ntitle: '\"Drew predicts\" more'\n---\n"},
            why="a quotation mark cuts it, which is another fault",
        ),
        Valid(
            '<head><meta property="og:title" content="{{ page.title }}"></head>\n',
            path="_layouts/x.html",
            files={"a.md": "---\nlayout: x\ntitle: ''\n---\n"},
            why="`empty-title` tells it",
        ),
        Valid(
            '<html lang="{{ page.lang }}"><head></head></html>\n',
            path="_layouts/x.html",
            files=_SITE,
            why="a plugin may say it where no page does",
        ),
    )
    invalid = (
        Invalid(
            '<head>{% if page.a %}<meta name="description" content="{{ page.a }}">{% endif %}</head>\n',
            path="_layouts/x.html",
            at='<meta name="description" content="{{ page.a }}">',
            help="a is an empty text, which counts as a value",
            files={"a.md": "---\nlayout: x\na: ''\n---\n"},
        ),
        Invalid(
            '<head><meta property="og:image" content="{{ page.image }}"></head>\n',
            path="_layouts/x.html",
            at='<meta property="og:image" content="{{ page.image }}">',
            message="og:image is empty",
            help="for example on a.md",
            files=_SITE,
        ),
        Invalid(
            '<head><meta name="description" content="{{ page.a }}"><meta property="og:description" '
            'content="{{ page.a }}"></head>\n',
            path="_layouts/x.html",
            at='<meta name="description" content="{{ page.a }}">',
            message="description, og:description are empty",
            related=('<meta property="og:description" content="{{ page.a }}">',),
            files=_SITE,
            why="on the same pages",
        ),
        Invalid(
            '<html lang="{{ page.lang }}"><head></head></html>\n',
            path="_layouts/x.html",
            at='<html lang="{{ page.lang }}">',
            message="lang is empty",
            help='| default: "en", or the language of the site; for example on a.md',
            files={**_SITE, "b.md": "---\nlayout: x\nlang: nl\n---\n"},
        ),
        Invalid(
            '<head><meta name="keywords" content="{{ page.keys }}"></head>\n',
            path="_layouts/x.html",
            at='<meta name="keywords" content="{{ page.keys }}">',
            message="keywords is empty",
            severity=Severity.INFO,
            files=_SITE,
            why="hardly anybody reads them",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        groups: dict[tuple[str, bool, tuple[str, ...]], list[Cause]] = {}
        for cause in causes(_empty(site)):
            pages = tuple(row.output for row in cause.rows)
            groups.setdefault((cause.place.path, _is_language(cause), pages), []).append(cause)
        for cause, *others in groups.values():
            places = {cause.place, *(other.place for other in others)}
            fields = cause.rows[0].head.fields.items()
            keys = [key for key, field in fields if _is_empty(key, field) and field.place in places]
            yield self.finding(
                f"{', '.join(keys)} {'are' if len(keys) > 1 else 'is'} empty",
                cause.place,
                help=f"{_advice(site, cause)}{cause.example}",
                related=[Related(other.place, "and here") for other in others],
                pages=cause.pages,
                severity=Severity.INFO if _UNREAD.issuperset(keys) else None,
            )


def _is_language(cause: Cause) -> bool:
    return cause.rows[0].head.field("lang").place == cause.place


def _advice(site: SiteFacts, cause: Cause) -> str:
    if _is_language(cause):
        return 'give it one with | default: "en", or the language of the site'
    printed = _OF_PAGE.search(site.written(cause.place))
    name = printed[1] if printed is not None else ""
    if name and all(site.records[row.path or ""].data.get(name) == "" for row in cause.rows):
        instead = f"{{% if page.{name} != '' %}}"
        return f"{name} is an empty text, which counts as a value: remove it, or write {instead}"
    return "write the tag where there is a value, or give it one with | default"


def _is_empty(key: str, field: HeadField) -> bool:
    """Whether a tag that matters is empty; one that a quotation mark cuts off at once is another fault."""
    return key in _WANTED and field.state == "known" and not field.value and field.cut is None


def _empty(site: SiteFacts) -> Iterator[tuple[Place, HeadRow]]:
    rows = list(composed(site))
    spoken = {lang.place for lang in (row.head.field("lang") for row in rows) if lang.value}
    for row in rows:
        told = set(_TITLES if writes_empty_title(site, row) else ())
        if row.head.field("lang").place not in spoken or row.head.field("refresh").state != "absent":
            told.add("lang")  # `html-lang` tells it, nobody reads the page, or a plugin may say it
        fields = (each for each in row.head.fields.items() if each[0] not in told)
        places = (field.place for key, field in fields if _is_empty(key, field))
        for place in dict.fromkeys(place for place in places if place is not None):
            yield place, row
