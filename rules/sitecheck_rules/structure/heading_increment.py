from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid


class HeadingIncrement(FileRule):
    """A heading skips a level on the way down.

    ## What it does

    Reports a Markdown heading that is more than one level deeper than the heading before it, such as
    `#####` after `###`. The first heading may have any level, as the layout often supplies the title.

    ## Why is this bad?

    Screen readers and tables of contents show the page's outline by heading levels; a gap in it looks like
    a missing section. Levels are often skipped for a smaller font, which is a matter for CSS.

    ## References

    - <https://www.w3.org/WAI/tutorials/page-structure/headings/>
    """

    severity = Severity.INFO
    valid = (
        Valid("## A\n\n### B\n\n## C\n"),
        Valid("### First\n\n#### Second\n", why="any level may come first"),
        Valid(
            "## A\n\n#### B\n\n", why="a document with unknown parts is not judged", path="_layouts/x.html"
        ),
    )
    invalid = (
        Invalid("### Papers\n\n##### Contact\n", at="##### Contact", message="from level 3 to level 5"),
        Invalid("# A\n\n### B\n\n##### C\n", at="### B", findings=2),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.markdown is None:
            return
        level = 0
        for heading in doc.markdown.headings:
            if level and heading.level > level + 1 and not doc.maybe(heading.span.start):
                yield self.finding(
                    f"heading jumps from level {level} to level {heading.level}",
                    doc.place(*heading.span),
                    help=f"write {'#' * (level + 1)} here, or give the levels between a heading",
                )
            level = heading.level
