from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import UNKNOWN, Document, FileRule, Finding, Invalid, Valid

_MEANT = frozenset({"unspaced-heading", "glued-heading"})
"""Headings that kramdown does not see, of which `heading-as-text` tells."""


class EmptyContents(FileRule):
    """A table of contents is asked for on a page that has nothing to list.

    ## What it does

    Reports `{:toc}` on a page on which no heading goes into the table of contents: there is none, all have
    the class `no_toc`, their levels are not among `toc_levels`, or ids are switched off (`auto_ids:
    false`).

    ## Why is this bad?

    kramdown writes nothing at all, and the list item that stood for the contents vanishes, too.

    ## References

    - <https://kramdown.gettalong.org/converter/html.html#toc>
    """

    valid = (
        Valid("* contents\n{:toc}\n\n## A title\n"),
        Valid("* contents\n\nText.\n"),
        Valid("* contents\n{:toc}\n\n{% unknown %}\n", why="what is not known may be a heading"),
        Valid("* contents\n{:toc}\n\n##A title\n", why="`heading-as-text` tells why there is no heading"),
    )
    invalid = (
        Invalid("* contents\n{:toc}\n\nText.\n", at="* contents", message="no heading", help="take"),
        Invalid("* contents\n{:toc}\n\n## A title\n{: .no_toc}\n", message="no heading"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        markdown = doc.markdown
        if markdown is None or markdown.toc is None or UNKNOWN in doc.rendered.text:
            return
        if not _MEANT.isdisjoint(problem.kind for problem in markdown.problems):
            return
        if not any(link.kind == "toc" for link in markdown.links) and not doc.maybe(markdown.toc.start):
            start, end = markdown.toc
            yield self.finding(
                "a table of contents of nothing: the page has no heading that goes into it",
                doc.place(start, start + len(doc.rendered.text[start:end].rstrip())),
                help="take it away, or write headings",
            )
