from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, Place, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._heads import causes, composed, with_filter

_SITE = {"a.md": '---\nlayout: x\ndescription: He said "no" to it\n---\n'}
_BODY = "</head><body>{{ content }}</body>\n"


class HeadAttributeCut(SiteRule):
    """A quotation mark in a value ends an attribute of the head early.

    ## What it does

    Follows the values that Liquid writes into `<meta content="…">` and `<link href="…">` and reports an
    output that writes the very quotation mark that ends the attribute. So may `{% seo %}`, which prints an
    author as it is.

    ## Why is this bad?

    The browser, the search engine and the share card read the text up to the mark only: `He said ` for `He
    said "no" to it`. What follows becomes attributes that mean nothing.

    ## Fix safety

    `| escape` writes the mark as `&quot;`. It is unsafe, as a value that is escaped already on some pages is
    escaped twice there.

    ## References

    - <https://html.spec.whatwg.org/multipage/syntax.html#attributes-2> (double-quoted attribute value)
    - <https://shopify.github.io/liquid/filters/escape/>
    """

    reads_heads = True
    valid = (
        Valid(
            '<head><meta name="description" content="{{ page.description | escape }}">' + _BODY,
            path="_layouts/x.html",
            files=_SITE,
        ),
        Valid(
            "<head><meta name=\"description\" content='{{ page.description }}'>" + _BODY,
            path="_layouts/x.html",
            files=_SITE,
            why="the other mark stands around it",
        ),
        Valid(
            "<head>{% seo %}" + _BODY,
            path="_layouts/x.html",
            files={**_SITE, "_config.yml": "title: T\nplugins: [jekyll-seo-tag]\n"},
            why="the tag prints both quotation marks, and escapes the description",
        ),
    )
    invalid = (
        Invalid(
            "<head>{% seo %}" + _BODY,
            path="_layouts/x.html",
            at="{% seo %}",
            message='ends the author after "<a href="',
            help="take the mark out of the author: the tag prints it as it is; for example on a.md",
            files={
                "a.md": "---\nlayout: x\nauthor: '<a href=\"/me\">Me</a>'\n---\n",
                "_config.yml": "title: T\nplugins: [jekyll-seo-tag]\n",
            },
        ),
        Invalid(
            '<head><meta name="description" content="{{ page.description }}">' + _BODY,
            path="_layouts/x.html",
            at="{{ page.description }}",
            message='ends the description after "He said"',
            help="for example on a.md",
            files=_SITE,
            fixed='<head><meta name="description" content="{{ page.description | escape }}">' + _BODY,
        ),
        Invalid(
            '<head><meta property="og:title" content="{{ page.title }}">' + _BODY,
            path="_layouts/x.html",
            at="{{ page.title }}",
            message="ends the og:title at once",
            files={"a.md": "---\nlayout: x\ntitle: '\"Drew predicts\" more'\n---\n"},
            fixed='<head><meta property="og:title" content="{{ page.title | escape }}">' + _BODY,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for cause in causes(_cuts(site)):
            first = cause.rows[0]
            key = next(key for key, field in first.head.fields.items() if field.cut == cause.place)
            text = first.head.field(key).value
            is_output = site.written(cause.place).startswith("{{")
            help_ = (
                "add | escape" if is_output else f"take the mark out of the {key}: the tag prints it as it is"
            )
            yield self.finding(
                f'a quotation mark ends the {key} after "{text[-40:]}"'
                if text
                else f"a quotation mark ends the {key} at once",
                cause.place,
                help=f"{help_}{cause.example}",
                fix=with_filter(site, cause.place, "escape"),
                pages=cause.pages,
            )


def _cuts(site: SiteFacts) -> Iterator[tuple[Place, HeadRow]]:
    for row in composed(site):
        for place in dict.fromkeys(field.cut for field in row.head.fields.values() if field.cut is not None):
            yield place, row
