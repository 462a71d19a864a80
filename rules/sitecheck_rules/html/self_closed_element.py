from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    Document,
    Edit,
    Element,
    FileRule,
    Finding,
    Fix,
    Invalid,
    Raw,
    Safety,
    Severity,
    Span,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.html._as_html import html_elements, is_xml, starts_in

_NOTHING = lazy_pattern(r"(?:\s|</[A-Za-z][\w-]{0,40}\s{0,9}>)*(?:</iframe|\Z)", re.IGNORECASE)
"""What may follow a frame in Markdown without harm: nothing to see, or its end tag."""


class SelfClosedElement(FileRule):
    """A script, a frame or the like closes itself, and hides what follows.

    ## What it does

    Reports `<script src="a.js"/>`, and `<iframe …/>`, `<textarea/>`, `<title/>` and `<style/>` alike, where
    something stands behind it that the browser takes for its content: on pages, in layouts and in what they
    include. Of Markdown kramdown hands frames on so, and text fields and titles in their own lines, which
    are not told; within a line it writes the end tag.

    ## Why is this bad?

    HTML knows no elements that close themselves but for those of drawings and formulas (`<svg>`, `<math>`):
    the slash is passed over. What follows up to the next `</script>` is not there, which is often the next
    script, and after a frame mostly the rest of the page.

    ## Fix safety

    Unsafe, as the page shows and runs more than before.

    ## References

    - <https://html.spec.whatwg.org/multipage/syntax.html#start-tags>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout"})
    valid = (
        Valid('---\n---\n<script src="a.js"/></script>\n<p>Text</p>\n', path="a.html"),
        Valid('---\n---\n<p>Text</p>\n<iframe src="/b/" title="B"/>\n</body>\n</html>\n', path="a.html"),
        Valid("---\n---\n<svg><title/><path d='M0 0'/></svg><p>Text</p>\n", path="a.html"),
        Valid('A <script src="a.js"/> script.\n\n<p>Text</p>\n', why="kramdown writes the end tag"),
        Valid('Text\n\n<iframe src="/b/" title="B"/>\n', why="nothing follows"),
        Valid('---\n---\n<noscript><iframe src="/b/"/></noscript>\n<p>Text</p>\n', path="a.html"),
        Valid(
            "---\n---\n<title/>A<link/></title>\n", path="a.xml", why="XML has elements that close themselves"
        ),
    )
    invalid = (
        Invalid(
            '---\n---\n<script src="a.js"/>\n<script src="b.js"></script>\n<p>Text</p>\n',
            path="a.html",
            at='<script src="a.js"/>',
            message="browsers take what follows for its content, up to the next </script>",
            help="write <script …></script>",
            fixed='---\n---\n<script src="a.js"></script>\n<script src="b.js"></script>\n<p>Text</p>\n',
        ),
        Invalid(
            '<iframe src="https://example.org/" title="Map" />\n',
            path="_includes/map.html",
            files={
                "_layouts/default.html": "<body>{% include map.html %}<p>{{ content }}</p></body>\n",
                "index.md": "---\nlayout: default\n---\nText.\n",
            },
            message="to the end of the page",
            fixed='<iframe src="https://example.org/" title="Map"></iframe>\n',
        ),
        Invalid(
            '<iframe src="https://example.org/" title="Map"/>\n\nText behind the map.\n',
            at='<iframe src="https://example.org/" title="Map"/>',
            message="to the end of the page",
            fixed='<iframe src="https://example.org/" title="Map"></iframe>\n\nText behind the map.\n',
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        text = doc.rendered.text
        if "/>" not in text or doc.is_rewritten or is_xml(doc):
            return
        for tag, element, raw in html_elements(doc):
            if tag.kind != "self-closing":
                continue
            if raw is not None and _takes(text, raw):
                yield self._told(doc, element, is_last=raw.end == len(text))
            elif doc.markdown is not None and tag.name == "iframe" and not _NOTHING.match(text, tag.end):
                yield self._told(doc, element, is_last=True)

    def _told(self, doc: Document, element: Element, *, is_last: bool) -> Finding:
        name, written = element.name, doc.written(element.place)
        end, fix = f"></{name}>", None
        if written.endswith("/>"):
            at = element.place.span.start + len(written[:-2].rstrip())
            edit = Edit(Span(at, element.place.span.end), end)
            fix = Fix(f"write </{name}>", (edit,), Safety.UNSAFE)
        until = "to the end of the page" if is_last else f"up to the next </{name}>"
        return self.finding(
            f"<{name}> does not close itself: browsers take what follows for its content, {until}",
            element.place,
            help=f"write <{name} …{end}",
            fix=fix,
        )


def _takes(text: str, raw: Raw) -> bool:
    """Whether the content of an element that was to have none holds what was to stand beside it: another one
    of its name, whose end tag ends it, or anything where none does."""
    return any(name == raw.element or raw.end == len(text) for name, _ in starts_in(text, raw.start, raw.end))
