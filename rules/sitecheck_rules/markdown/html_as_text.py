from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sitecheck.api import UNKNOWN, Document, FileRule, Finding, Fix, Invalid, Valid, lazy_pattern
from sitecheck_rules.markdown._traps import Trap, traps

_LINE_BREAK = lazy_pattern(r"</br\s*>|<br\b[^<>=]*>", re.IGNORECASE)
_UNQUOTED = lazy_pattern(r"""([\w:-]\s*=\s*)([^\s"'<>=][^\s"'<>]*)(?=[\s>])|"[^"]*"|'[^']*'""")
_BROKEN = lazy_pattern(r"<br\s*/?>\Z", re.IGNORECASE)
_CURLY = lazy_pattern("(“|”|„|&(?:#822[0-2]|[lrb]dquo);)|‘|’|&(?:#821[67]|[lr]squo);")


class HtmlAsText(FileRule):
    """A tag of HTML is shown as text.

    ## What it does

    Reports tags that the published page shows with their angle brackets: `</br>` and other end tags that end
    nothing in their paragraph, or in a block of HTML not the element that is open, elements of blocks
    (`<div>`) within a line of text, and tags that kramdown does not read, as the value of an attribute has no
    quotation marks or no straight ones. Of several in a paragraph the first is told. Tags that a text only
    speaks of ("write it before </body>.") are not. A comment that begins a line and has no end is text, too.

    ## Why is this bad?

    The reader sees the tag, and there is no line break, no link, no element.

    ## Fix safety

    `<br>` for what was meant for one, and quotation marks around values are safe: the tag is converted, and
    there is a fix only when it comes out as a tag.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#html-spans>
    - <https://kramdown.gettalong.org/syntax.html#html-blocks>
    """

    valid = (
        Valid("One<br>two, <b>bold</b> and `</br>`.\n\n<div>\n<p>all</p>\n</div>\n"),
        Valid('Use the </p> tag, write it before </body>. Or say "</p>" and \\</p>.\n'),
        Valid("- [<head> as a sheet](/a.html)\n", why="a link whose text begins with the name of one"),
        Valid("All <div>s of an <iframe>-based page.\n", why="a part of a word"),
        Valid("A map<A, B>, a <i ,j> and 1 <b= 3> 2.\n", why="no tags"),
        Valid("</br>\n", path="a.html"),
        Valid("<!-- all\n\nof it -->\n\nA <!-- word --> `<!--` and \\<!-- as well.\n"),
        Valid("Comments begin with <!-- in HTML.\n", why="a text speaks of it"),
        Valid(
            "---\n---\n<!-- {% include end.html of=site.time %}\n",
            files={"_includes/end.html": "{{ include.of }}"},
        ),
    )
    invalid = (
        Invalid("One</br>two.\n", at="</br>", message="</br> is shown as text", fixed="One<br>two.\n"),
        Invalid(
            "One<br/ >two.</br>\n",
            findings=2,
            at="<br/ >",
            fixed="One<br>two.<br>\n",
            why="every line break is told",
        ),
        Invalid(
            "See <a href=https://example.org/a>the page</a>.\n",
            at="<a href=https://example.org/a>",
            message="<a …> is shown as text",
            help="quotation marks",
            fixed='See <a href="https://example.org/a">the page</a>.\n',
        ),
        Invalid(
            "See <a href=https://example.org/?a=b&c=d>the page</a>.\n",
            fixed='See <a href="https://example.org/?a=b&c=d">the page</a>.\n',
        ),
        Invalid(
            "See <a href=“/”>the page</a>.\n",
            help="straight",
            fixed='See <a href="/">the page</a>.\n',
        ),
        Invalid("See <a href=&#8221;/&#8221;>it</a>.\n", fixed='See <a href="/">it</a>.\n'),
        Invalid("Such as <script src=/a.js> </script>.\n", at="<script src=/a.js>"),
        Invalid("One<br></br>two.\n", at="</br>", fixed="One<br>two.\n"),
        Invalid("<p>One</br>two.</p>\n", at="</br>", fixed="<p>One<br>two.</p>\n"),
        Invalid(
            "<div>\n<p>One\n</div>\n\nTwo **and**\n\n</div>\n",
            at="</div>",
            message="</div> is shown as text",
            help="<p> is still open",
        ),
        Invalid("# A\n\n*one\n\ntwo</i>\n", at="</i>", help="same paragraph"),
        Invalid("A <div>word</div>\n", at="<div>", help="line of its own"),
        Invalid('<img src="/a.png"alt="b">\n', help="cannot be read"),
        Invalid(
            "Text.\n\n<!-- Not yet:\n\nMore text.\n", at="<!--", message="<!-- is shown", help="write -->"
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        unsure, last_unknown = _unsure_from(doc), doc.rendered.text.rfind(UNKNOWN)
        for trap in traps(doc, "html-as-text", _COMMENT, "end-tag-as-text"):
            if trap.problem.kind == _COMMENT and trap.problem.span.end <= last_unknown:
                continue  # which may end it
            is_sure = trap.problem.span.start <= unsure or _LINE_BREAK.fullmatch(trap.text)
            if trap.problem.kind == "end-tag-as-text" and not is_sure:
                continue
            # An end tag has nothing to leave out.
            is_short = len(trap.text) <= _SHORT or trap.word.startswith("/")
            tag = trap.text if is_short else f"<{trap.word} …>"
            fix = _fix(doc, trap)
            yield self.finding(f"{tag} is shown as text", trap.place, help=_help(doc, trap, fix), fix=fix)


_SHORT = 12
_COMMENT: Final = "comment-as-text"


def _unsure_from(doc: Document) -> int:
    """Where in the rendered text Liquid first writes what is not known: it may open what is ended later."""
    pieces = doc.rendered.pieces
    unsure = (piece.out for piece in pieces if piece.maybe or piece.kind == "unknown")
    return next(unsure, len(doc.rendered.text))


def _help(doc: Document, trap: Trap, fix: Fix | None) -> str:
    if fix is not None:
        return fix.title
    if _LINE_BREAK.fullmatch(trap.text):
        return "write <br>"
    if trap.problem.kind == _COMMENT:
        return "write --> where the comment ends"
    if " " in trap.word:
        opened = trap.word.partition(" ")[2]
        return f"<{opened}> is still open here: end it with </{opened}> before"
    if trap.word.startswith("/"):
        return "nothing is open here that it ends: an element in a text ends in the same paragraph"
    if "&lt;" in doc.converted(trap.text):
        return "it cannot be read: attributes need a blank before them, and straight quotation marks"
    return "begin the element on a line of its own, after an empty line"


def _fix(doc: Document, trap: Trap) -> Fix | None:
    if trap.problem.kind == _COMMENT:
        return None
    if _LINE_BREAK.fullmatch(trap.text):
        start = trap.problem.span.start
        again = _BROKEN.search(doc.rendered.text, max(0, start - 20), start)
        return trap.rewritten("take it away", "") if again else trap.rewritten("write <br>", "<br>")
    if trap.word.startswith("/") or trap.word == "script":  # which may be shown on purpose
        return None
    straight = _CURLY.sub(lambda match: '"' if match[1] else "'", trap.text)
    quoted = _UNQUOTED.sub(lambda match: f'{match[1]}"{match[2]}"' if match[1] else match[0], straight)
    if quoted == trap.text or "&lt;" in doc.converted(f"a {quoted}"):  # as it stands in a text
        return None
    title = (
        "write straight quotation marks" if straight != trap.text else "put quotation marks around the value"
    )
    return trap.rewritten(title, quoted)
