from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import UNKNOWN, Document, FileRule, Finding, Invalid, Severity, Valid, lazy_pattern

_TOLD_APART = 3
"""So many definitions of a page are told one by one; more are a list of its own."""
_COMMENT = lazy_pattern(r"(?:#|<>)?(?:\s.*)?")
"""The address of a definition that is a comment: to kramdown a title in parentheses (``[note]: # (text)``) is
none, and all of the line is the address."""


class UnusedDefinition(FileRule):
    """A link definition is not used.

    ## What it does

    Reports `[label]: address` lines to which no link of the page refers, unless the site's own Ruby may
    change the text before it is converted. Lines of an include are left alone: other pages may use them.

    ## Why is this bad?

    It hints at a link that was lost, or at a label with a typo; else it is in the way.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#link-definitions>
    """

    severity = Severity.INFO
    preset = "strict"
    needs_whole = True
    valid = (
        Valid("See [the list][list].\n\n[list]: https://example.org/\n"),
        Valid("See [list].\n\n[list]: https://example.org/\n"),
        Valid("Text\n\n[//]: # (a comment)\n[comment]: <> (another)\n", why="how people write comments"),
        Valid("Text\n\n[to do]: # (a comment)\n[note]: <> (another)\n", why="the same by any name"),
        Valid(
            "---\n---\nText\n\n{% include links.md %}\n",
            files={"_includes/links.md": "[list]: https://example.org/\n"},
            why="the include is for many pages, each of which uses some of the lines",
        ),
        Valid(
            "---\n---\nText\n\n[list]: https://example.org/\n",
            files={"_plugins/a.rb": "class A < Jekyll::Converter\n  def convert(x) = x + '[list]'\nend\n"},
            why="the site's own Ruby changes the text",
        ),
    )
    invalid = (
        Invalid(
            "See [the list](/).\n\n[list]: https://example.org/\n",
            at="[list]: https://example.org/",
            message="no link",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.markdown is None or UNKNOWN in doc.rendered.text or doc.changed_by:
            return
        counts = {each.label.casefold(): each for each in doc.markdown.definitions}
        unused = []
        for each in doc.markdown.definitions:
            is_comment = _COMMENT.fullmatch(each.href) is not None or each.label in ("//", "comment")
            is_idle = not each.used and not is_comment and counts[each.label.casefold()] is each
            if is_idle and not doc.maybe(each.span.start) and doc.place(*each.span).path == doc.path:
                unused.append(each)
        for each in unused if len(unused) <= _TOLD_APART else unused[:1]:
            more = f" and {len(unused) - 1:,} more" if len(unused) > _TOLD_APART else ""
            yield self.finding(
                f"no link of this page uses [{each.label}]{more}",
                doc.place(*each.span),
                help="remove the line, or link to it",
            )
