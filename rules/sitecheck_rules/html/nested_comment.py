from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Valid
from sitecheck_rules.html._as_html import is_xml
from sitecheck_rules.html._comments import Comments
from sitecheck_rules.html._lost import is_on_one_branch


class NestedComment(FileRule):
    """A comment holds another one, and ends where that does.

    ## What it does

    Reports a comment in which another one begins, where a second `-->` follows: part of what was to be
    hidden is shown, and the `-->` with it.

    ## Why is this bad?

    Comments do not nest: the first `-->` ends them, whatever began in between. Text, links and scripts that
    nobody was to see are on the page from there on.

    ## References

    - <https://html.spec.whatwg.org/multipage/syntax.html#comments>
    """

    kinds = frozenset({"page", "post", "document", "layout"})
    valid = (
        Valid("<!-- one -->\n\nText\n\n<!-- two -->\n"),
        Valid("<!-- one <!-- two -->\n\nText\n", why="nothing is shown"),
        Valid("---\n---\n<!--[if !IE]><!-->\n<p>Text</p>\n<!--<![endif]-->\n", path="a.html"),
    )
    invalid = (
        Invalid(
            "<!-- For later\n\nText\n\n<!-- and this -->\n\nMore\n\n-->\n",
            at="<!--",
            message="another comment begins in this one, so that both end at the first -->: "
            "what follows is shown",
            help="close this one before the other, or take the other out",
        ),
        Invalid(
            "---\n---\n<!--\n<nav>\n<!-- the menu -->\n<a href='/'>Home</a>\n</nav>\n-->\n<p>Text</p>\n",
            path="a.html",
            at="<!--",
            message="what follows is shown",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.is_rewritten or is_xml(doc):
            return
        comments = Comments(doc)
        for comment in comments:
            again = comments.again(comment)
            if again is None or not is_on_one_branch(doc, comment.start, again):
                continue
            if comments.ends_twice(comment):
                yield self.finding(
                    "another comment begins in this one, so that both end at the first -->: "
                    "what follows is shown",
                    comments.place(comment),
                    help="close this one before the other, or take the other out",
                )
