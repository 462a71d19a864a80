from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Valid


class UndefinedReference(FileRule):
    """A reference link has no definition.

    ## What it does

    Reports `[text][label]` when the page has no `[label]: address` line, on pages that define at least one
    reference: elsewhere two pairs of brackets are most likely just brackets. `[label][]` is always reported.

    ## Why is this bad?

    The reader sees the brackets instead of a link.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#reference-links>
    """

    needs_whole = True
    valid = (
        Valid("See [the list][list].\n\n[list]: /list/\n", files={"list.md": "---\n---\n"}),
        Valid(
            "New: [[Bug #1]][[Bug #2]]\n\n[Bug #1]: https://example.org/1\n[Bug #2]: https://example.org/2\n",
            why="each reference is a link in brackets of its own",
        ),
        Valid("An array `a[i][j]` and a footnote-like [1][2] mark\n"),
    )
    invalid = (
        Invalid(
            "---\n---\nSee [the list][lst].\n\n[list]: https://example.org/\n",
            at="[the list][lst]",
            message="'lst'",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        markdown = doc.markdown
        if markdown is None:
            return
        labels = [definition.label for definition in markdown.definitions]
        for reference in markdown.undefined:
            if not labels or "[" in reference.label or doc.maybe(reference.span.start):
                continue
            near = next((label for label in labels if label.casefold() == reference.label.casefold()), None)
            known = ", ".join(labels[:5])
            yield self.finding(
                f"there is no definition of the reference {reference.label!r}",
                doc.place(*reference.span),
                help=f"defined are: {near or known}",
            )
