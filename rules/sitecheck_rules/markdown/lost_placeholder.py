from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from sitecheck.api import (
    Document,
    Edit,
    Element,
    FileRule,
    Finding,
    Fix,
    Invalid,
    Safety,
    Span,
    Valid,
    line_before,
    package_text,
)


class LostPlaceholder(FileRule):
    """A word in angle brackets is taken for an HTML element, and nobody sees it.

    ## What it does

    Reports `<your-name>` and the like in the text of Markdown: a tag of no element that HTML, SVG or MathML
    know, without values of attributes, which is closed nowhere on the page. Elements of one's own
    (`<my-widget></my-widget>`) have to be closed, and are not told.

    ## Why is this bad?

    Browsers show nothing for a tag that they do not know: of `ssh <user>@host` the reader sees `ssh @host`,
    and what follows lies in an element that is never closed.

    ## Fix safety

    A backslash before the bracket shows the word; unsafe, as it may have been meant to be in code.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#html-spans>
    - <https://html.spec.whatwg.org/multipage/dom.html#htmlunknownelement>
    """

    valid = (
        Valid("Type `ssh <user>@host`, or \\<user> and &lt;user>.\n\n    ssh <user>@host\n"),
        Valid("A <my-widget></my-widget> and <br> and <svg><path></svg> and <https://example.org>.\n"),
        Valid('A <my-widget id="a"> of a script.\n'),
        Valid("# A\n\nText.\n", path="a.md"),
        Valid("Call tool <番組> here.\n", why="browsers show what begins with no letter of ASCII"),
    )
    invalid = (
        Invalid(
            "Type ssh <user>@host here.\n",
            at="<user>",
            message="nobody sees <user>",
            fixed="Type ssh \\<user>@host here.\n",
        ),
        Invalid(
            "Dear <your name>, a List<String> and a `<code>`.\n",
            at="<your name>",
            findings=2,
            fixed="Dear \\<your name>, a List\\<String> and a `<code>`.\n",
        ),
        Invalid(
            "Use <user> and `<your>`.\n",
            findings=2,
            at="<user>",
            fixed="Use \\<user> and `<your>`.\n",
            why="kramdown reads no code within an element",
        ),
        Invalid("<project>\n\nText.\n", at="<project>", fixed="\\<project>\n\nText.\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.markdown is None or doc.is_rewritten:
            return
        closed = {tag.name for tag in doc.tags if tag.kind == "end"}
        for element in doc.elements:
            if element.name in closed or element.maybe or not element.known or not _is_lost(element):
                continue
            start = element.place.span.start
            own = element.place.path == doc.path and doc.text.startswith("<", start)
            # what an element before it encloses may be code once that is none
            own = own and line_before(doc.text, start).count("`") % 2 == 0
            yield self.finding(
                f"nobody sees {doc.written(element.place)}: a browser takes it for an element",
                element.place,
                help="write it in code, or with a backslash before the bracket",
                fix=Fix("show it", (Edit(Span(start, start), "\\"),), Safety.UNSAFE) if own else None,
            )


def _is_lost(element: Element) -> bool:
    """Whether a browser takes a word for an element: it begins with an ASCII letter and is none of HTML."""
    is_known = element.name in _elements() or ":" in element.name
    return not is_known and element.name[:1].isascii() and not any(each.value for each in element.attributes)


@cache
def _elements() -> frozenset[str]:
    """What HTML, SVG and MathML know."""
    data = json.loads(package_text(__package__, "data/elements.json"))
    return frozenset(name for kind in ("html", "svg", "mathml") for name in data[kind])
