from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, Place, Related, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._heads import is_indexed, is_of_another, key_printed, own_key, shown, top_of
from sitecheck_rules.head._languages import language

_ALIKE = 30
"""A description and the key it is made of begin with so many letters that are the same."""
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
        Valid(
            "---\nlayout: x\ndescription: One\n---\n## Overview\n\nThis is one.\n",
            path="_posts/2024-01-02-a.md",
            files={
                "_posts/2024-01-03-b.md": "---\nlayout: x\ndescription: Two\n---\n## Overview\n\nTwo.\n",
                "_layouts/x.html": "<meta name=description content='{{ page.excerpt | strip_html }}'>"
                "{{ content }}\n",
            },
            why="the layout takes no description of theirs",
        ),
        Valid(
            "---\nlayout: x\ndescription: A\n---\n",
            path="z.md",
            files={
                "b.md": "---\nlayout: x\ndescription: A\n---\n",
                "_config.yml": "url: https://example.org\n",
                "_layouts/x.html": f"<link rel=canonical href='https://example.org/b'>{_LAYOUT['_layouts/x.html']}",
            },
            why="search engines show b.md in its place",
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
        about = " ".join(site.site.config.text("description").split())
        seen: dict[tuple[str, str], tuple[str, Place]] = {}
        for row in sorted(shown(site), key=lambda row: (row.path or "", row.url)):
            field = row.head.field("description")
            text = " ".join(field.value.split())
            if field.state != "known" or text in ("", about):
                continue
            if not is_indexed(row) or is_of_another(site, row):
                continue
            own = _own(site, row, text)
            place = own or top_of(site, row)
            tongue = row.head.field("lang").value or language(
                row.path or "", site.records[row.path or ""].data
            )
            first = seen.setdefault((text, tongue), (row.path or "", place))
            if first[0] != row.path and own is not None:
                yield self.finding(
                    f"{first[0]} has the same description",
                    place,
                    help="say what tells the two apart, or leave it out",
                    related=[Related(first[1], "first here")],
                )


def _own(site: SiteFacts, row: HeadRow, text: str) -> Place | None:
    """The value of the page's front matter from which its description is made; ``None`` where it is an
    excerpt of its text, or comes from elsewhere."""
    if name := key_printed(row, "description"):
        return own_key(site, row, name)
    data = site.records[row.path or ""].data
    values = ((name, " ".join(str(data.get(name) or "").split())) for name in ("description", "excerpt"))
    names = [name for name, value in values if value and value[:_ALIKE] == text[:_ALIKE]]
    return own_key(site, row, *names)
