from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Fix, Invalid, Safety, Valid
from sitecheck_rules.markdown._traps import Trap, gives_new_id, line_start, traps

_QUIRKS = {"_config.yml": "kramdown:\n  gfm_quirks: []\n"}
_PLAIN = {"_config.yml": "kramdown:\n  input: kramdown\n"}


class HeadingAsText(FileRule):
    """A heading is shown as text, with its number signs.

    ## What it does

    Reports lines that kramdown does not take for the heading they were meant to be: without a blank after the
    number signs (`##Title`), with another kind of blank there (a no-break space), or, where the site is
    configured so (`input: kramdown`, `gfm_quirks: []`), right after a line of text. A line with a single `#`
    and no blank may be a hashtag and is not told, nor is `##42`, which may be a ticket; `##4. Title` and
    `##4.2` are headings. Number signs alone in a line (`##`) are shown, too.

    ## Why is this bad?

    The reader sees number signs, the heading is missing in the table of contents and has no address.

    ## Fix safety

    Writing the blank is safe when no other id of the page changes by it.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#headers>
    - <https://github.com/kramdown/parser-gfm>
    """

    valid = (
        Valid("## A title\n\nText and #hashtag and C##, see ##42.\n"),
        Valid("Some text\n## A title\n", why="kramdown's GFM parser needs no blank line"),
        Valid("##Title\n", files=_PLAIN, why="kramdown's own parser needs no blank"),
        Valid("```\n##Title\n```\n\n    ##Title\n"),
        Valid("##[group] Build\n\n##[1](/a)\n", why="a mark of a log, and a number"),
        Valid("##42 is done.\n\n##7 and ##8, too.\n", why="these may be tickets"),
    )
    invalid = (
        Invalid("##Title\n\nText.\n", at="##Title", message="no blank", fixed="## Title\n\nText.\n"),
        Invalid("Text.\n\n#### \n\nText.\n", at="####", message="number signs alone"),
        Invalid("##\u00a0Title\n", at="##\u00a0Title", message="no-break", fixed="## Title\n"),
        Invalid(
            "Text.\n## Title\n",
            at="## Title",
            message="a line of text",
            files=_QUIRKS,
            fixed="Text.\n\n## Title\n",
        ),
        Invalid(
            "# Title\n\n##Title\n",
            at="##Title",
            fixed="# Title\n\n## Title\n",
            why="its address would be #title-1",
        ),
        Invalid(
            "##2. Title\n\n###2.1 Models\n\n##（三）标题\n\n##🚀 News\n\n##[Two](https://example.org/)\n",
            at="##2. Title",
            findings=5,
            fixed="## 2. Title\n\n### 2.1 Models\n\n## （三）标题\n\n## 🚀 News\n\n## [Two](https://example.org/)\n",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "lone-heading-mark"):
            yield self.finding(
                "no heading, but text: number signs alone in a line are shown as they are",
                trap.place,
                help="write the heading behind them, or take them away",
            )
        for trap in traps(doc, "unspaced-heading", "glued-heading"):
            if trap.problem.kind == "glued-heading":
                yield self.finding(
                    "no heading, but text: a line of text stands right before it",
                    trap.place,
                    help="leave an empty line before it",
                    fix=_apart(doc, trap),
                )
                continue
            odd = trap.word == "blank"
            yield self.finding(
                "no heading, but text: a no-break space or the like follows the number signs"
                if odd
                else "no heading, but text: no blank follows the number signs",
                trap.place,
                help="write a plain blank there" if odd else "write a blank there",
                fix=_spaced(doc, trap),
            )


def _spaced(doc: Document, trap: Trap) -> Fix | None:
    """The heading with a plain blank."""
    title = trap.text.lstrip("#")
    signs = trap.text[: len(trap.text) - len(title)]
    text = f"{signs} {title.lstrip()}"
    safety = Safety.SAFE if gives_new_id(doc, text) else Safety.UNSAFE
    return trap.rewritten("write a blank", text, safety) if doc.converted(text).startswith("<h") else None


def _apart(doc: Document, trap: Trap) -> Fix | None:
    """An empty line before the heading, where it stands at the outermost level."""
    start = line_start(doc, trap)
    if start is None:
        return None
    safety = Safety.SAFE if gives_new_id(doc, trap.text) else Safety.UNSAFE
    return Fix(
        "leave an empty line",
        (trap.edit(start - trap.place.span.start, start - trap.place.span.start, "\n"),),
        safety,
    )
