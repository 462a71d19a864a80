from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sitecheck.api import (
    Finding,
    Invalid,
    PageFacts,
    PageHeading,
    Place,
    Related,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
)
from sitecheck_rules.structure._with_layouts import by_cause, certain_layouts, examples

_LAYOUT = {"_layouts/x.html": "<h1>{{ page.title }}</h1>\n{{ content }}\n"}


class SecondTopHeading(SiteRule):
    """A page has a heading of level 1 where its layout gives it one.

    ## What it does

    Counts the headings of a page's content and of the layouts around it together. Reports pages whose content
    has a heading of level 1 (`# Title`, `<h1>`) while a layout has one, too, whatever is in the page's front
    matter. On many pages it is told once, at the layout. Headings that may not be there do not count.

    ## Why is this bad?

    Who goes through a page by its headings meets two of the highest rank, mostly the same title twice, and
    so does everybody who looks at it.

    ## References

    - <https://html.spec.whatwg.org/multipage/sections.html#headings-and-outlines-2>
    - <https://dequeuniversity.com/rules/axe/4.10/page-has-heading-one>
    """

    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("---\nlayout: x\n---\n## A\n", files=_LAYOUT),
        Valid("---\n---\n# A\n\n# B\n", why="the page's own"),
        Valid(
            "---\nlayout: x\n---\n# A\n",
            files={"_layouts/x.html": "{% if page.title %}<h1>{{ page.title }}</h1>{% endif %}{{ content }}"},
            why="it may not be there",
        ),
        Valid("---\nlayout: x\n---\n# A\n", files={"_layouts/x.html": "<h1>{{ page.title }}</h1>\n"}),
    )
    invalid = (
        Invalid(
            "---\nlayout: x\ntitle: A\n---\n# A\n",
            at="# A",
            message="the layout gives the page one",
            help="##",
            files=_LAYOUT,
            related=("<h1>",),
        ),
        Invalid(
            "<h1>A</h1>\n{{ content }}\n",
            path="_layouts/x.html",
            at="<h1>",
            message="the content of 4 pages has one, too",
            files={f"{name}.md": "---\nlayout: y\n---\n# A\n" for name in "abcd"}
            | {"_layouts/y.html": "---\nlayout: x\n---\n{{ content }}\n"},
            related=("# A", "# A", "# A"),
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        found: dict[Place, list[tuple[str, Place]]] = {}
        for facts in site.pages():
            own = next(_first_of_page(facts), None)
            of_layout = _of_layouts(site, facts) if own is not None else None
            if own is not None and of_layout is not None:
                found.setdefault(of_layout.place, []).append((facts.path, own.place))
        for place, others, pages in by_cause(found):
            yield self._of_page(place, *others) if pages == 1 else self._of_layout(place, others, pages)

    def _of_page(self, place: Place, layout: Place) -> Finding:
        return self.finding(
            "a second heading of level 1: the layout gives the page one",
            place,
            help="write ## here, or leave it away if it says the title again",
            related=[Related(layout, "that of the layout")],
        )

    def _of_layout(self, place: Place, others: tuple[Place, ...], pages: int) -> Finding:
        return self.finding(
            f"a heading of level 1, and the content of {pages:,} pages has one, too",
            place,
            help="let the content begin with ##, or write no heading here",
            related=examples(others),
            pages=pages,
        )


def _first_of_page(facts: PageFacts) -> Iterator[PageHeading]:
    return (heading for heading in facts.headings if heading.level == 1 and not heading.maybe)


def _of_layouts(site: SiteFacts, facts: PageFacts) -> PageHeading | None:
    """The heading of level 1 that a layout gives a page for certain."""
    layouts = certain_layouts(site, facts.path)
    return next(chain.from_iterable(map(_first_of_page, layouts)), None)
