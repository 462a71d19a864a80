from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Valid
from sitecheck_rules.markdown._traps import Trap, traps


class AccidentalList(FileRule):
    """A line that begins with a number and a dot makes a list of the rest of a paragraph.

    ## What it does

    Reports a numbered list of one item that begins in the middle of a sentence, with a number other than 1:
    where the editor broke the line, a date or a year came to stand first. One with a number from 1000 on is
    reported where a paragraph begins, too.

    ## Why is this bad?

    The paragraph ends there, what follows is indented, and the number is lost: kramdown counts its lists from
    1, so "on the 15. of May" is published as "on the", "1. of May", and "1984. A good year." as "1. A good
    year."

    ## Fix safety

    A backslash before the dot is safe: it is not shown, and the paragraph goes on.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#ordered-and-unordered-lists>
    """

    valid = (
        Valid("We meet on the\n15\\. of May.\n"),
        Valid("We need:\n2. eggs\n", why="a sentence has ended before it"),
        Valid("We met in\n2008.\n"),
        Valid("1. Open the door\n   2. Go in\n", why="an item that is indented too far"),
        Valid("15. of May\n", why="it may be the item of a list"),
        Valid("1984. Two\n1985. lists\n", why="there are several"),
        Valid("1984. A good year\n\n      Two paragraphs\n", why="what is indented belongs to an item"),
        Valid('{:start="1984"}\n1984. A good year\n'),
        Valid("Steps\n1. one\n2. two\n"),
        Valid("We meet on the\n15. of May.\n", files={"_config.yml": "markdown: CommonMark\n"}),
    )
    invalid = (
        Invalid(
            "We meet in Rome on the\n15. and 16. of May.\n",
            at="15.",
            message="makes a list",
            fixed="We meet in Rome on the\n15\\. and 16. of May.\n",
        ),
        Invalid(
            "- It was built in\n  1918. It is gone.\n- More\n",
            at="1918.",
            fixed="- It was built in\n  1918\\. It is gone.\n- More\n",
        ),
        Invalid("1984. A good year.\n", at="1984.", fixed="1984\\. A good year.\n"),
        Invalid(
            "It was built.\n\n1984. A good year.\n",
            at="1984.",
            fixed="It was built.\n\n1984\\. A good year.\n",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "accidental-list"):
            yield self.finding(
                f"{trap.text.strip()} at the start of the line makes a list of what follows, with number 1",
                trap.place,
                help="write a backslash before the dot, or break the line elsewhere",
                fix=_fix(trap),
            )


def _fix(trap: Trap) -> Fix | None:
    dot = trap.text.find(".")
    return Fix("write a backslash", (trap.edit(dot, dot, "\\"),)) if trap.own else None
