from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Safety, Valid, lazy_pattern
from sitecheck_rules.markdown._traps import Trap, line_start, traps

_BRACKETS: Final = lazy_pattern(r"\[([^\[\]]+)\](?!:)")


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
        told, found = -1, list(traps(doc, "definition-as-text"))
        used = _used_labels(doc.rendered.text) if found else frozenset()
        for trap in found:
            span = trap.problem.span
            follows, told = not doc.rendered.text[max(told, 0) : span.start].strip() and told >= 0, span.end
            if not follows and _folded(trap.word) in used:
                yield self.finding(
                    f"the definition of [{trap.word}] is shown as text: a line of text is right before it",
                    trap.place,
                    help="leave an empty line before it",
                    fix=_apart(doc, trap),
                )


def _used_labels(text: str) -> frozenset[str]:
    """What stands in brackets and is not defined there, as labels are compared."""
    return frozenset(_folded(match[1]) for match in _BRACKETS.finditer(text))


def _folded(label: str) -> str:
    return " ".join(label.split()).lower()


def _apart(doc: Document, trap: Trap) -> Fix | None:
    """An empty line before it, where nothing but blanks stands in front."""
    if line_start(doc, trap) != trap.place.span.start:
        return None
    return Fix("leave an empty line", (trap.edit(0, 0, "\n"),), Safety.UNSAFE)
