from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Valid
from sitecheck_rules.markdown._traps import Trap, line_start, traps

_QUIRKS = {"_config.yml": "kramdown:\n  gfm_quirks: []\n"}


class ListAsText(FileRule):
    """The items of a list are shown as one paragraph.

    ## What it does

    Reports lines that were meant as items and run together on the published page: with marks that kramdown
    does not know (`1)`, `•`), or, where the site is configured so (`input: kramdown`, `gfm_quirks: []`),
    right after a line of text. Where line breaks are shown (`hard_wrap`, two blanks at the end of the line,
    `<br>`) nothing is told.

    ## Why is this bad?

    The reader sees "1) milk 2) eggs 3) flour" in one line.

    ## Fix safety

    An empty line before the list is safe.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#lists>
    - <https://github.com/kramdown/parser-gfm>
    """

    valid = (
        Valid("We need:\n- milk\n- eggs\n", why="kramdown's GFM parser needs no empty line"),
        Valid("1) milk  \n2) eggs\n", why="two blanks break the line"),
        Valid("1) milk\n\n2) eggs\n"),
        Valid("see 2) above\nand 3) below\n"),
        Valid("1) milk\n2) eggs\n", files={"_config.yml": "kramdown:\n  hard_wrap: true\n"}),
    )
    invalid = (
        Invalid("1) milk\n2) eggs\n", at="1) milk\n2) e", message="1)", help="1."),
        Invalid("We need:\n• milk\n• eggs\n", at="• milk\n• e", message="•", help="write - instead"),
        Invalid(
            "We need:\n- milk\n- eggs\n",
            at="- milk\n- e",
            message="a line of text",
            files=_QUIRKS,
            fixed="We need:\n\n- milk\n- eggs\n",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "list-as-text"):
            mark = trap.word
            if mark == "glued":
                message = "no list, but one paragraph: a line of text stands right before it"
                help_ = "leave an empty line before the first item"
            else:
                known = "1." if mark == "1)" else "-"
                message = f"no list, but one paragraph: {mark} begins no item"
                help_ = f"write {known} instead, and an empty line before the list"
            fix = _apart(doc, trap) if mark == "glued" else None
            yield self.finding(message, trap.place, help=help_, fix=fix)


def _apart(doc: Document, trap: Trap) -> Fix | None:
    start = line_start(doc, trap)
    if start is None:
        return None
    at = start - trap.place.span.start
    return Fix("leave an empty line", (trap.edit(at, at, "\n"),))
