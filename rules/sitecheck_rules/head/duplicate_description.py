from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Place, Related, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._heads import is_indexed, own_key, shown, top_of
from sitecheck_rules.head._languages import language

_LAYOUT = {
    "_layouts/x.html": "<html><head><meta name=description content='{{ page.description }}'></head>"
    "{{ content }}</html>\n"
}


class DuplicateDescription(SiteRule):
    """Two pages have the same description of their own.

    ## What it does

    Compares the descriptions as the layouts compose them, and reports one that an earlier page of the same
    language has already. The description of the site, which stands in for those that are missing, is none of
    a page's own: that is what `missing-description` tells.

    ## Why is this bad?

    Search results show the same lines for both; the one that fits less is left out, or gets other text.

    ## References

    - <https://developers.google.com/search/docs/appearance/snippet> (unique descriptions; read November 2026)
    """

    severity = Severity.INFO
    preset = "strict"
    reads_heads = True
    valid = (
        Valid(
            "---\nlayout: x\ndescription: A\n---\n",
            files={"b.md": "---\nlayout: x\ndescription: B\n---\n", **_LAYOUT},
        ),
        Valid(
            "---\nlayout: x\n---\n",
            files={
                "b.md": "---\nlayout: x\n---\n",
                "_config.yml": "description: All about it\n",
                "_layouts/x.html": "<head><meta name=description content='{{ site.description }}'></head>\n",
            },
            why="the site's, on all pages",
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: x\ndescription: What I tried\n---\n",
            at="What I tried",
            path="z.md",
            message="b.md has the same description",
            related=("What I tried",),
            files={"b.md": "---\nlayout: x\ndescription: What I tried\n---\n", **_LAYOUT},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        about = " ".join(str(site.site.config.values.get("description") or "").split())
        seen: dict[tuple[str, str], tuple[str, Place]] = {}
        for row in sorted(shown(site), key=lambda row: (row.path or "", row.url)):
            field = row.head.field("description")
            text = " ".join(field.value.split())
            if field.state != "known" or text in ("", about) or not is_indexed(row):
                continue
            place = own_key(site, row, "description", "excerpt") or top_of(site, row)
            tongue = row.head.field("lang").value or language(
                row.path or "", site.records[row.path or ""].data
            )
            first = seen.setdefault((text, tongue), (row.path or "", place))
            if first[0] != row.path and own_key(site, row, "description", "excerpt") is not None:
                yield self.finding(
                    f"{first[0]} has the same description",
                    place,
                    help="say what tells the two apart, or leave it out",
                    related=[Related(first[1], "first here")],
                )
