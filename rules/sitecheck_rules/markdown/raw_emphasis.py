from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Valid, lazy_pattern
from sitecheck_rules.markdown._traps import Trap, traps

_NO_PAIR = lazy_pattern(r"\A\s*\n|\n[\s>]*\Z|[(\[{]\Z")
"""The end of a line at one of the marks, where what a quote writes before its lines stands, too; a bracket
before the second, which begins something then."""


class RawEmphasis(FileRule):
    """The marks ``**`` are shown instead of bold text.

    ## What it does

    Reports `**` that the published page shows as it is: with a blank after the opening mark or before the
    closing one (`**Note: **text`), or with its partner missing. What is in code, escaped, or may be a power
    (`2 ** 3`) is not told.

    ## Why is this bad?

    The reader sees two asterisks, and nothing is bold.

    ## Fix safety

    Moving the blank out of the marks is safe: the text is converted, and only when it comes out bold there
    is a fix.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#emphasis>
    """

    valid = (
        Valid("**Note:** all is well, and **so is** this.\n"),
        Valid("Write `**` or \\*\\* for it, and 2 ** 3 ** 4 for a power.\n"),
        Valid("Call it with **kwargs, or match lib/**/*.rb.\n"),
        Valid("The price**\n\n** without tax\n", why="marks of a footnote"),
    )
    invalid = (
        Invalid(
            "**Note: **all is well.\n",
            at="**Note: **",
            message="shown as they are",
            fixed="**Note:** all is well.\n",
        ),
        Invalid("** All is well**\n", at="** All is well**", fixed="**All is well**\n"),
        Invalid(
            "> **  \n> All is well**\n",
            message="nothing is bold",
            why="the mark of the quote would come inside",
        ),
        Invalid("> **All is well\n> **\n", message="nothing is bold"),
        Invalid("(** Note: one)\n(** Note: two)\n", message="nothing is bold", why="both begin something"),
        Invalid("* Thank them for it!** One bad word may be enough.\n", at="**", help="the other"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "raw-emphasis"):
            pair = trap.word == "pair"
            yield self.finding(
                "** is shown as it is"
                if not pair
                else "the marks ** are shown as they are, and nothing is bold",
                trap.place,
                help="write no blank between ** and what it encloses"
                if pair
                else "the other ** is missing: add it, or take this one away",
                fix=_fix(doc, trap) if pair else None,
            )


def _fix(doc: Document, trap: Trap) -> Fix | None:
    start, end = trap.place.span
    inner = trap.text[2:-2]
    before, after = doc.text[start - 1 : start], doc.text[end : end + 1]
    if "*" in inner or before == "*" or after == "*" or _NO_PAIR.search(inner):
        return None
    trail = " " if inner[-1:].isspace() and after and not after.isspace() else ""
    text = f"**{inner.strip()}**{trail}"
    made = doc.converted(text)
    if "**" in made or not made.startswith("<p><strong>") or made.count("strong>") != 2:
        return None
    return trap.rewritten("take the blank out of the marks", text)
