from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Safety, Valid, lazy_pattern
from sitecheck_rules.markdown._traps import Trap, traps

_PARTS = lazy_pattern(
    r"(?P<skip>\\.|(`+)(?!`)(?:.*?(?<!`)\2(?!`))?)"
    r"|(?<=\]\()(?P<address>[^()\s]*)(?:\s+(?P<title>\"[^\"]*\"|'[^']*'))?|(?P<bar>\|)"
)
_LONGEST = 2_000
"""Characters of a line that is mended; each way of writing code in it is looked for in all of the line."""


class AccidentalTable(FileRule):
    """A bar makes a table of a line of text.

    ## What it does

    Reports tables of one line, without a line of dashes and without a bar at the start, that kramdown makes
    of text in which a bar stands: in a link's text or address, in a formula, between two words. Of several
    lines they are told if a bar cuts a link, or what else is in brackets, in each of them. Lines of
    images only, which may be set beside each other on purpose, are not told, nor are formulas in `$$…$$`,
    which `kramdown-math-hazard` tells.

    ## Why is this bad?

    The reader sees table cells instead of a sentence, and links, formulas and bold text that a bar cuts in
    two.

    ## Fix safety

    A backslash before the bar (`%7C` in an address, `&#124;` in a title) is safe where the table cuts
    something in two, else unsafe.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#tables>
    """

    valid = (
        Valid("| a | b |\n| c | d |\n\n| alone |\n"),
        Valid("a | b\n--|--\nc | d\n"),
        Valid("Text `a|b` and a \\| b.\n"),
        Valid("![A](/a.png) | ![B](/b.png)\n", files={"a.png": "", "b.png": ""}),
        Valid("![A](/a.png) |\u00a0![B](/b.png)\n", files={"a.png": "", "b.png": ""}),
        Valid("A line of text\nthat has a | bar.\n"),
        Valid("a | b\n[c | d](/) | e\n", why="one of the lines may be meant for a row"),
    )
    invalid = (
        Invalid(
            "See [A | B](https://example.org/?a|b) and `c|d`.\n",
            at="See [A | B](https://example.org/?a|b) and `c|d`.",
            message="cuts",
            fixed="See [A \\| B](https://example.org/?a%7Cb) and `c|d`.\n",
        ),
        Invalid(
            "- See [A | B](https://example.org/a),\n  and (a | b).\n",
            message="of these lines",
            fixed="- See [A \\| B](https://example.org/a),\n  and (a \\| b).\n",
        ),
        Invalid(
            'See [A](https://example.org/ "a|b") or B.\n',
            message="cuts",
            fixed='See [A](https://example.org/ "a&#124;b") or B.\n',
        ),
        Invalid(
            "[Home](https://example.org/) | [About](https://example.org/a)\n",
            message="makes a table",
            help="\\|",
            fixed="[Home](https://example.org/) \\| [About](https://example.org/a)\n",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "accidental-table"):
            cut = trap.word == "cut"
            lines = "these lines" if "\n" in trap.text else "this line"
            made = f"a bar makes a table of {lines}"
            yield self.finding(
                f"{made}, and cuts something in two" if cut else made,
                trap.place,
                help="write \\| for the bar, %7C in an address",
                fix=_fix(doc, trap, cut=cut),
            )


def _fix(doc: Document, trap: Trap, *, cut: bool) -> Fix | None:
    if len(trap.text) > _LONGEST or "<" in trap.text or "{:" in trap.text:
        return None
    found = [(match.span(), _escaped(match)) for match in _PARTS.finditer(trap.text) if "|" in match[0]]
    fixed = _PARTS.sub(_escaped, trap.text)
    if not trap.own or not doc.converted(fixed).startswith("<p>"):
        return None
    edits = tuple(trap.edit(*span, text) for span, text in found if text != trap.text[slice(*span)])
    return Fix("escape the bar", edits, Safety.SAFE if cut else Safety.UNSAFE)


def _escaped(match: re.Match[str]) -> str:
    """A part with its bars escaped: in a title, which knows no backslash, as a reference to the character."""
    if match["bar"]:
        return "\\|"
    address = match["address"]
    if address is None:
        return match[0]
    title = match[0][len(address) :]
    return address.replace("|", "%7C") + title.replace("|", "&#124;")
