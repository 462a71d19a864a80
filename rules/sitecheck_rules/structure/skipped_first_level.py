from __future__ import annotations

from collections.abc import Iterator

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


class SkippedFirstLevel(SiteRule):
    """The first heading of a page skips a level below that of its layout.

    ## What it does

    Reports pages whose content begins with a heading that is more than one level deeper than the last heading
    that the layouts around it have before it, such as `###` below an `<h1>`. On many pages it is told once,
    at the layout. Where a heading may not be there, nothing is said. Levels that are skipped within the
    content are told by `heading-increment`.

    ## Why is this bad?

    Screen readers show the page's outline by heading levels; a gap in it looks like a missing section.

    ## References

    - <https://www.w3.org/WAI/tutorials/page-structure/headings/>
    """

    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("---\nlayout: x\n---\n## A\n\n### B\n", files=_LAYOUT),
        Valid("---\nlayout: x\n---\n# A\n", files=_LAYOUT),
        Valid("---\n---\n### A\n", why="any level may come first"),
        Valid(
            "---\nlayout: x\n---\n### A\n",
            files={"_layouts/x.html": "<h1>A</h1>{% if page.b %}<h2>B</h2>{% endif %}{{ content }}"},
            why="a heading between may be there",
        ),
        Valid("---\nlayout: x\n---\n### A\n", files={"_layouts/x.html": "{{ content }}<h1>A</h1>"}),
    )
    invalid = (
        Invalid(
            "---\nlayout: x\n---\n### A\n",
            at="### A",
            message="level 3, right below one of level 1",
            files=_LAYOUT,
            related=("<h1>",),
        ),
        Invalid(
            "<h1>A</h1>\n{{ content }}\n",
            path="_layouts/x.html",
            at="<h1>",
            message="the content of 4 pages begins with one that skips levels",
            related=("### A", "### A", "### A"),
            files={f"{name}.md": "---\nlayout: y\n---\n### A\n" for name in "abcd"}
            | {"_layouts/y.html": "---\nlayout: x\n---\n{{ content }}\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        found: dict[Place, list[tuple[str, Place]]] = {}
        levels: dict[Place, int] = {}
        for facts in site.pages():
            first = facts.headings[0] if facts.headings and not facts.open_ids else None
            above = _last_before(site, facts) if first is not None and not first.maybe else None
            if first is not None and above is not None and first.level > above.level + 1:
                found.setdefault(above.place, []).append((facts.path, first.place))
                levels[first.place], levels[above.place] = first.level, above.level
        for place, others, pages in by_cause(found):
            if pages == 1:
                yield self._of_page(place, levels[place], others[0], levels[others[0]])
            else:
                yield self._of_layout(place, levels[place], others, pages)

    def _of_page(self, place: Place, level: int, layout: Place, above: int) -> Finding:
        return self.finding(
            f"a heading of level {level}, right below one of level {above} of the layout",
            place,
            help=f"let the content begin with level {above + 1}",
            related=[Related(layout, "that of the layout")],
        )

    def _of_layout(self, place: Place, level: int, others: tuple[Place, ...], pages: int) -> Finding:
        return self.finding(
            f"below this heading the content of {pages:,} pages begins with one that skips levels",
            place,
            help=f"let the content begin with level {level + 1}",
            related=examples(others),
            pages=pages,
        )


def _last_before(site: SiteFacts, facts: PageFacts) -> PageHeading | None:
    """The last heading that the layouts around a page have before its content, if that is certain."""
    for layout in certain_layouts(site, facts.path):
        if before := layout.headings[: layout.before_content]:
            return None if before[-1].maybe else before[-1]
    return None
