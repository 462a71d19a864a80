from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from functools import cache

from sitecheck.api import (
    LONG_LINE,
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
    package_table,
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

    A backslash before the bracket shows the word, within HTML `&lt;`; unsafe, as it may have been meant to be
    in code.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#html-spans>
    - <https://html.spec.whatwg.org/multipage/dom.html#htmlunknownelement>
    """

    valid = (
        Valid("Type `ssh <user>@host`, or \\<user> and &lt;user>.\n\n    ssh <user>@host\n"),
        Valid("A <my-widget></my-widget> and <br> and <svg><path></svg> and <https://example.org>.\n"),
        Valid('A <my-widget id="a"> of a script.\n'),
        Valid("# A\n\nText.\n", path="a.md"),
        Valid("Call tool <番組> or <_> here.\n", why="browsers show what begins with no letter of ASCII"),
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
        Invalid(
            "<div>ssh <user>@host</div>\n\n<code><host></code> and <host>\n",
            findings=3,
            at="<user>",
            fixed="<div>ssh &lt;user>@host</div>\n\n<code>&lt;host></code> and &lt;host>\n",
        ),
        Invalid(
            "---\n---\n{% assign by = '<user>@host' %}Ask {{ by }} here.\n",
            at="{{ by }}",
            message="nobody sees <user>",
        ),
        Invalid("<project>\n\nText.\n", at="<project>", fixed="\\<project>\n\nText.\n"),
        Invalid(
            "A `List` of List<List<String>> is.\n",
            at="<String>",
            fixed="A `List` of List<List\\<String\\>> is.\n",
            why="kramdown would make one quotation mark of the two brackets",
        ),
        Invalid(
            "A <x:y> and <user> is.\n",
            at="<user>",
            fixed="A <x:y> and &lt;user> is.\n",
            why="what is in an element of another language is written as it is, backslashes, too",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.markdown is None or doc.is_rewritten:
            return
        closed = {tag.name for tag in doc.tags if tag.kind == "end"}
        for element, is_enclosed in zip(doc.elements, _enclosed(doc, closed), strict=True):
            if element.name in closed or element.maybe or not element.known or not _is_lost(element):
                continue
            start = element.place.span.start
            own = element.place.path == doc.path and doc.text.startswith("<", start)
            # what an element before it encloses may be code once that is none
            before = line_before(doc.text, start, LONG_LINE) if own else ""
            own = own and len(before) < LONG_LINE and before.count("`") % 2 == 0
            written = doc.written(element.place)
            shown = written if written.startswith("<") else f"<{element.name}>"  # no Liquid that prints it
            yield self.finding(
                f"nobody sees {shown}: a browser takes it for an element",
                element.place,
                help="write it in code, or with a backslash before the bracket",
                fix=Fix("show it", _escaped(doc, element, is_enclosed=is_enclosed), Safety.UNSAFE)
                if own
                else None,
            )


def _escaped(doc: Document, element: Element, *, is_enclosed: bool) -> tuple[Edit, ...]:
    """What shows the brackets of an element; of two that end it kramdown would make a quotation mark."""
    start, end = element.place.span
    if is_enclosed:
        return (Edit(Span(start, start + 1), "&lt;"),)
    opening = Edit(Span(start, start), "\\")
    ends_twice = doc.text[end - 1 : end + 1] == ">>"
    return (opening, Edit(Span(end - 1, end - 1), "\\")) if ends_twice else (opening,)


def _enclosed(doc: Document, closed: Set[str]) -> Iterator[bool]:
    """Of each start tag whether it stands in an element that stays: kramdown may read no backslash there."""
    opened: list[str] = []
    counts = Counter[str]()
    for tag in doc.tags:
        if tag.kind != "end":
            yield bool(opened)
            is_void = tag.kind != "start" or tag.name in _VOID
            stays = tag.name in closed or not _is_unknown(tag.name) or any(attr.value for attr in tag.attrs)
            if not is_void and stays:
                opened.append(tag.name)
                counts[tag.name] += 1
        elif counts[tag.name]:
            while (name := opened.pop()) != tag.name:
                counts[name] -= 1
            counts[tag.name] -= 1


_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def _is_lost(element: Element) -> bool:
    """Whether a browser takes a word for an element."""
    return _is_unknown(element.name) and not any(each.value for each in element.attributes)


def _is_unknown(name: str) -> bool:
    """Whether a name begins with an ASCII letter and is none of HTML, nor that of another language."""
    is_word = name[:1].isascii() and name[:1].isalpha()
    return is_word and ":" not in name and name not in _elements()


@cache
def _elements() -> frozenset[str]:
    """What HTML, SVG and MathML know."""
    data = package_table(__package__, "data/elements.json")
    return frozenset(name for kind in ("html", "svg", "mathml") for name in data[kind])
