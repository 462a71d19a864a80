from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid

NO_LAYOUT = ("none", "null", "nil", "")
"""Values that people write for "no layout"; Jekyll warns of all but ``none``."""


class UnknownLayout(FileRule):
    """A page names a layout that does not exist.

    ## What it does

    Reports `layout: x` in a page or a layout when there is no `_layouts/x.html`. When the site has a theme
    whose files are not here the theme may bring it, and nothing is said.

    ## Why is this bad?

    Jekyll prints a warning and goes on: the page is published without a head, navigation and style.

    ## References

    - <https://jekyllrb.com/docs/layouts/>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout"})
    valid = (
        Valid("---\nlayout: post\n---\n", files={"_layouts/post.html": ""}),
        Valid("---\nlayout: none\n---\n"),
        Valid("---\nlayout: post\n---\n", files={"_config.yml": "theme: minima\n"}, why="the theme has it"),
    )
    invalid = (
        Invalid(
            "---\nlayout: compress\n---\n<html lang='en'>{{ content }}</html>\n",
            path="_layouts/default.html",
            at="compress",
            help="what it would add is missing",
            severity=Severity.WARNING,
        ),
        Invalid(
            "---\nlayout: pots\n---\n",
            at="pots",
            message="no layout 'pots'",
            files={"_layouts/post.html": ""},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        entry = doc.entry("layout")
        if entry is None or not isinstance(entry.data, str) or entry.data in NO_LAYOUT:
            return
        if doc.has_layout(entry.data) is False:
            is_whole = doc.kind == "layout" and any(element.name == "html" for element in doc.elements)
            lost = "what it would add is missing" if is_whole else "the page has no head and no style"
            yield self.finding(
                f"there is no layout {entry.data!r}",
                doc.at(entry.value),
                help=f"it would be _layouts/{entry.data}.html; without it {lost}",
                severity=Severity.WARNING if is_whole else None,
            )
