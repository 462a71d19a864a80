from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import HEADING_LEVELS, Document, FileRule, Finding, Invalid, NamedTuple, Severity, Valid

_TOLD_APART = 3
"""So many jumps of a page are told one by one."""


class HeadingIncrement(FileRule):
    """A heading skips a level on the way down.

    ## What it does

    Reports a heading of a Markdown page that is more than one level deeper than the heading before it, such
    as `#####` after `###`. Headings in HTML and in includes count, and an include is not blamed for the
    level of its own. The first heading may have any level, as the layout often supplies the title.

    ## Why is this bad?

    Screen readers and tables of contents show the page's outline by heading levels; a gap in it looks like
    a missing section. Levels are often skipped for a smaller font, which is a matter for CSS.

    ## References

    - <https://www.w3.org/WAI/tutorials/page-structure/headings/>
    """

    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("## A\n\n### B\n\n## C\n"),
        Valid("### First\n\n#### Second\n", why="any level may come first"),
        Valid("## A\n\n<h3>B</h3>\n\n#### C\n", why="headings in HTML count"),
        Valid("## A\n\n{% include card.html %}\n", files={"_includes/card.html": "<h5>Card</h5>\n"}),
        Valid(
            "## A\n\n#### B\n\n", why="a document with unknown parts is not judged", path="_layouts/x.html"
        ),
    )
    invalid = (
        Invalid("### Papers\n\n##### Contact\n", at="##### Contact", message="from level 3 to level 5"),
        Invalid("## A\n\n<h4>B</h4>\n", at="<h4>", help="<h3>"),
        Invalid("# A\n\n### B\n\n##### C\n", at="### B", findings=2),
        Invalid("# A\n\n### B\n\n" * 4, at="### B", message="the first of 4 such jumps"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        jumps = [(doc.place(heading.start, heading.end), heading, level) for heading, level in _jumps(doc)]
        own = [jump for jump in jumps if jump[0].path == doc.path]
        more = f", the first of {len(own):,} such jumps on the page" if len(own) > _TOLD_APART else ""
        for jump in jumps:
            place, heading, level = jump
            if more and place.path == doc.path and jump is not own[0]:
                continue
            yield self.finding(
                f"heading jumps from level {level} to level {heading.level}"
                + (more if place.path == doc.path else ""),
                place,
                help=f"write {_mark(heading, level + 1)} here, or give the levels between a heading",
            )


def _jumps(doc: Document) -> Iterator[tuple[_Heading, int]]:
    """The headings that skip a level, each with the level of the heading before it."""
    level = 0
    for heading in sorted(_headings(doc)):
        own = heading.markdown or doc.place(heading.start, heading.end).path == doc.path
        if level and heading.level > level + 1 and own and not doc.maybe(heading.start):
            yield heading, level
        level = heading.level


class _Heading(NamedTuple):
    """A heading of a page's content."""

    start: int
    end: int
    level: int
    markdown: bool


def _headings(doc: Document) -> Iterator[_Heading]:
    """The headings of a Markdown page, those of its HTML among them."""
    if doc.markdown is None:
        return
    for heading in doc.markdown.headings:
        yield _Heading(*heading.span, heading.level, markdown=True)
    for tag in doc.markdown.tags:
        if tag.name in HEADING_LEVELS and tag.kind != "end":
            yield _Heading(tag.start, tag.end, HEADING_LEVELS[tag.name], markdown=False)


def _mark(heading: _Heading, level: int) -> str:
    return "#" * level if heading.markdown else f"<h{level}>"
