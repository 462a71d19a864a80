from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, PageFacts, Place, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._heads import is_half_empty


class EmptyTitle(SiteRule):
    """A title is written and empty.

    ## What it does

    Reports `title: ""`, `title: ''` and titles of blanks only, but on a page whose layouts are seen to give
    it a title all the same; in the `defaults` of `_config.yml` once for all the pages that get it.

    ## Why is this bad?

    Unlike a title that is left out, an empty one counts as given: a post loses the title that Jekyll would
    take from its file name, jekyll-titles-from-headings stays away, and themes print half a title such as
    "· My site" or the site's title twice.

    ## References

    - measured with Jekyll 4.3.4, jekyll-seo-tag 2.8 and 2.9, and the heads of common themes
    """

    reads_heads = True
    valid = (
        Valid("---\ntitle: Notebook\n---\n"),
        Valid("---\ntitle:\n---\n", why="nothing at all counts as left out"),
        Valid(
            "---\nlayout: x\ntitle: ''\n---\n",
            files={
                "_config.yml": "title: Site\n",
                "_layouts/x.html": "<head><title>{{ page.title | default: site.title }}</title></head>\n",
            },
            why="the layout has a title for it",
        ),
    )
    invalid = (
        Invalid("---\ntitle: ''\n---\n", at="''", message="the title is empty"),
        Invalid('---\ntitle: "  "\n---\n', at='"  "'),
        Invalid(
            "defaults:\n- scope: {path: b}\n  values: {title: B}\n"
            "- scope: {path: \"\"}\n  values: {title: ''}\n",
            path="_config.yml",
            files={"a.md": "---\n---\n", "b.md": "---\n---\n", "c.md": "---\ntitle: C\n---\n"},
            at="''",
            message="the title is empty",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        rows = {row.path: row for row in site.heads}
        places: set[Place] = set()  # the defaults of the configuration give one value to many pages
        for facts in site.pages():
            record, place = site.records.get(facts.path), site.said_at(facts, "title")
            value = record.data.get("title") if record is not None else None
            is_told = place is None or place in places or site.url(facts.path) is None
            if place is None or is_told or not isinstance(value, str) or value.strip():
                continue
            row = rows.get(facts.path)  # none where it is no HTML, or another page has its address
            if row is not None and not _is_titled(site, facts, row):
                places.add(place)
                yield self.finding(
                    "the title is empty",
                    place,
                    help="write a title, or remove the line so that the fallback works",
                )


def _is_titled(site: SiteFacts, facts: PageFacts, row: HeadRow) -> bool:
    """Whether the page is seen to have a whole title; a post that lost its own is not."""
    if facts.kind != "page" or row.head.field("title").state != "known":
        return False
    title, name = row.head.field("title").value, site.site.config.text("title")
    return bool(title) and not is_half_empty(title) and (not name or title.count(name) < 2)
