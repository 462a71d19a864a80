from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Safety, Valid, lazy_pattern
from sitecheck_rules.markdown._traps import Trap, heading_id, traps

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
    is a fix. It is unsafe where the id of a heading changes with it.

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
        Invalid(
            "**1 **first, **Note: **second\n",
            at="**Note: **",
            message="nothing is bold",
            why="what stands between two pairs is none, and mended it would end what the first mark begins",
        ),
        Invalid(
            "**One and **two **three\n", message="nothing is bold", why="who belongs to whom is not clear"
        ),
        Invalid("## ** Title**\n", at="** Title**", fixed="## **Title**\n"),
        Invalid("* Thank them for it!** One bad word may be enough.\n", at="**", help="the other"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "raw-emphasis"):
            pair = trap.word in ("pair", "unsure-pair")
            yield self.finding(
                "** is shown as it is"
                if not pair
                else "the marks ** are shown as they are, and nothing is bold",
                trap.place,
                help="write no blank between ** and what it encloses"
                if pair
                else "the other ** is missing: add it, or take this one away",
                fix=_fix(doc, trap) if trap.word == "pair" else None,
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
    safety = Safety.SAFE if _keeps_id(doc, trap, text) else Safety.UNSAFE
    return trap.rewritten("take the blank out of the marks", text, safety)


def _keeps_id(doc: Document, trap: Trap, text: str) -> bool:
    """Whether the heading in which a trap stands, if any, has the same id with ``text`` in its place."""
    start, end = trap.problem.span
    for heading in doc.markdown.headings if doc.markdown is not None else ():
        if heading.span.start <= start < heading.span.end:
            written = doc.rendered.text
            before, after = written[heading.span.start : start], written[end : heading.span.end]
            return heading_id(doc, before + trap.text + after) == heading_id(doc, before + text + after) != ""
    return True
