from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, HeadRow, Invalid, Place, SiteFacts, SiteRule, Valid
from sitecheck_rules.head._heads import causes, composed

_SITE = {"a.md": "---\nlayout: x\n---\n"}
_MATTERS = frozenset({"title", "description", "canonical", "robots"})
_CARDS = ("og:", "twitter:", "hreflang ")


class HeadEndedEarly(SiteRule):
    """Something that may not stand in a head ends it before metadata that search engines need.

    ## What it does

    Reads the head of every page as a browser does. The first element that may not stand there (an `<img>`, a
    `<div>`), or text, ends it; reported are those with a title, a description, a canonical address, robots or
    share tags after them.

    ## Why is this bad?

    Google ignores metadata after that; what it says for robots and about the canonical address has no effect.

    ## References

    - <https://developers.google.com/search/docs/crawling-indexing/valid-page-metadata> (invalid elements in
      the head; read November 2026)
    - <https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhead>
    """

    reads_heads = True
    valid = (
        Valid(
            "<head><title>A</title><noscript><img src=x></noscript></head>\n",
            path="_layouts/x.html",
            files=_SITE,
        ),
        Valid("<head><title>A</title><img src=x alt=''></head>\n", path="_layouts/x.html", files=_SITE),
        Valid("<head>{{ page.x }}<title>A</title></head>\n", path="_layouts/x.html", files=_SITE),
        Valid(
            "<head><title>A</title></head><body><meta name=robots content=noindex></body>\n",
            path="_layouts/x.html",
            files=_SITE,
            why="the head ends where it says so",
        ),
        Valid(
            '<head><title>A</title><meta name="a" content="{{ page.x }} - B"><meta name=robots content=c>',
            path="_layouts/x.html",
            files={"a.md": "---\nlayout: x\nx: 'one \"two\"> three'\n---\n"},
            why="head-attribute-cut tells what ends it",
        ),
    )
    invalid = (
        Invalid(
            "<head><img src=x alt=''>\n<title>A</title></head>\n",
            path="_layouts/x.html",
            at="<img src=x alt=''>",
            message="<img> ends the head before the title",
            files=_SITE,
        ),
        Invalid(
            "<head></br>\n<title>A</title></head>\n",
            path="_layouts/x.html",
            at="</br>",
            message="</br> ends the head before the title",
            files=_SITE,
        ),
        Invalid(
            "<head>{{ page.note }}<meta name=robots content=noindex><title>A</title></head>\n",
            path="_layouts/x.html",
            at="{{ page.note }}",
            message="text ends the head before the robots, the title",
            files={"a.md": "---\nlayout: x\nnote: Hello\n---\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for cause in causes(_ends(site)):
            head = cause.rows[0].head
            what = "text" if head.ended_by == "#text" else f"<{head.ended_by}>"
            lost = ", ".join([f"the {key}" for key in head.late if _is_needed(key)][:3])
            yield self.finding(
                f"{what} ends the head before {lost}",
                cause.place,
                help=f"move it into the body, or the metadata before it{cause.example}",
                pages=cause.pages,
            )


def _is_needed(key: str) -> bool:
    return key in _MATTERS or key.startswith(_CARDS)


def _ends(site: SiteFacts) -> Iterator[tuple[Place, HeadRow]]:
    for row in composed(site):
        head = row.head
        is_early = head.ended_by not in ("", "/head") and not head.end_maybe
        if is_early and head.end is not None and any(map(_is_needed, head.late)) and not _is_cut(row):
            yield head.end, row


def _is_cut(row: HeadRow) -> bool:
    """Whether it ends where a quotation mark cuts an attribute off, which `head-attribute-cut` tells."""
    end = row.head.end
    cuts = [field.cut for field in row.head.fields.values()]
    return end is not None and any(
        cut is not None and (cut.path, cut.span.start) == (end.path, end.span.start) for cut in cuts
    )
