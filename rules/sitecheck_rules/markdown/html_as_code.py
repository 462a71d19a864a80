from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Valid
from sitecheck_rules.markdown._traps import traps


class HtmlAsCode(FileRule):
    """HTML is shown as code, since it is indented within an element whose content is Markdown.

    ## What it does

    Reports HTML that is indented by a tab or four blanks in an element with `markdown="1"`, as HTML is
    usually indented: to Markdown that is a block of code.

    ## Why is this bad?

    The reader sees tags instead of a picture or a box.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#standard-code-blocks>
    - <https://kramdown.gettalong.org/syntax.html#html-blocks>
    """

    valid = (
        Valid('<div markdown="1">\n  <img src="/a.png" alt="A">\n</div>\n', files={"a.png": ""}),
        Valid('<div>\n    <img src="/a.png" alt="A">\n</div>\n', files={"a.png": ""}),
        Valid("Write\n\n    <b>bold</b>\n"),
        Valid('<div markdown="1">\n```\n    <b>\n```\n\n    x = 1\n</div>\n'),
    )
    invalid = (
        Invalid(
            '<aside markdown="1">\n    <img src="/a.png" alt="A">\n</aside>\n',
            files={"a.png": ""},
            message="shown as code",
            help="three blanks",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for trap in traps(doc, "html-as-code"):
            yield self.finding(
                f"this HTML is shown as code: it is indented, and <{trap.word}> holds Markdown",
                trap.place,
                help="indent it by three blanks at most",
            )
