from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, MarkdownDefinition, Related, Valid


class RepeatedDefinition(FileRule):
    """A reference is defined twice, with two addresses.

    ## What it does

    Reports `[label]: address` lines whose label has another address elsewhere on the page, at the one that
    does not count. Labels are compared as kramdown does: without regard to upper and lower case.

    ## Why is this bad?

    kramdown takes the last, CommonMark the first: half of the links lead elsewhere than their author thinks.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#link-definitions>
    - measured with kramdown 2.4 ("Duplicate link ID … overwriting")
    """

    valid = (
        Valid("[a] and [b]\n\n[a]: https://example.org/1\n[b]: https://example.org/2\n"),
        Valid("[a]\n\n[a]: https://example.org/1\n\n[a]: https://example.org/1\n"),
    )
    invalid = (
        Invalid(
            "See [a].\n\n[a]: https://example.org/1\n\n[A]: https://example.org/2\n",
            at="https://example.org/1",
            message="https://example.org/2",
            related=("https://example.org/2",),
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.markdown is None:
            return
        groups: dict[str, list[MarkdownDefinition]] = {}
        for each in doc.markdown.definitions:
            if each.href_span.start != each.href_span.end and not doc.maybe(each.href_span.start):
                groups.setdefault(_key(each.label), []).append(each)
        for group in groups.values():
            used = [each for each in group if each.used]
            winner = used[0] if len(used) == 1 else group[-1]
            for each in group if used else ():
                if each.href != winner.href:
                    yield self.finding(
                        f"[{each.label}] is defined again, as {winner.href}, which counts",
                        doc.place(*each.href_span),
                        help="give one of them another label",
                        related=[Related(doc.place(*winner.href_span), "the one that counts")],
                    )


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()
