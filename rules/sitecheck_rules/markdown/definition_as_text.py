from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Safety, Valid
from sitecheck_rules.markdown._traps import Trap, line_start, traps


class DefinitionAsText(FileRule):
    """The definition of a link is shown as text, as it goes on from a line of text.

    ## What it does

    Reports a line such as `[list]: /list/` right below a line of a paragraph, an item or a quotation, where
    the same page has `[list]` somewhere else. Of several such lines one after the other the first is told.

    ## Why is this bad?

    kramdown reads a definition only where no text goes on: after an empty line. Elsewhere visitors see the
    line, and brackets where the link was to be.

    ## Fix safety

    Unsafe, as the page gets links by the empty line that it did not have.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#reference-links>
    """

    valid = (
        Valid("See [list].\n\n[list]: https://example.org/\n"),
        Valid("See [list].\n{: .wide}\n[list]: https://example.org/\n", why="the paragraph is at its end"),
        Valid("Sources:\n[1]: https://example.org/\n", why="nothing refers to it"),
        Valid("See [list].\n\n```\ntext\n[list]: https://example.org/\n```\n"),
        Valid("See [list].\n[list]: a list of everything\n", why="no address"),
    )
    invalid = (
        Invalid(
            "See [list] and [more][2].\n[list]: https://example.org/\n[2]: /\n",
            at="[list]: https://example.org/",
            message="shown as text",
            fixed="See [list] and [more][2].\n\n[list]: https://example.org/\n[2]: /\n",
        ),
        Invalid(
            "See [x].\n\n> So said [me].\n[me]: https://example.org/\n",
            at="[me]: https://example.org/",
            fixed="See [x].\n\n> So said [me].\n\n[me]: https://example.org/\n",
            why="a line below a quotation belongs to it",
        ),
        Invalid("- [One]\n  [one]: https://example.org/\n", at="[one]: https://example.org/"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        told = -1
        for trap in traps(doc, "definition-as-text"):
            span = trap.problem.span
            follows, told = not doc.rendered.text[max(told, 0) : span.start].strip() and told >= 0, span.end
            if not follows and _is_used(doc.rendered.text, trap.word):
                yield self.finding(
                    f"the definition of [{trap.word}] is shown as text: a line of text is right before it",
                    trap.place,
                    help="leave an empty line before it",
                    fix=_apart(doc, trap),
                )


def _is_used(text: str, label: str) -> bool:
    """Whether a label stands in brackets where it is not defined."""
    words = r"\s+".join(re.escape(word) for word in label.split())
    return re.search(rf"\[{words}\](?!:)", text, re.IGNORECASE) is not None


def _apart(doc: Document, trap: Trap) -> Fix | None:
    """An empty line before it, where nothing but blanks stands in front."""
    start = line_start(doc, trap.place.span.start)
    if start is None or start != trap.place.span.start or not trap.own:
        return None
    return Fix("leave an empty line", (trap.edit(0, 0, "\n"),), Safety.UNSAFE)
