from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    Comment,
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
    Tag,
    Valid,
    lazy_pattern,
)
from sitecheck_rules.html._as_html import html_elements, is_xml, starts_in
from sitecheck_rules.html._comments import Comments
from sitecheck_rules.html._lost import is_lost, may_be_closed

_COMMENT_END = ("-->", "--!>")
_NEXT_SCRIPT = lazy_pattern(r"^[ \t]*<script[\s>]", re.IGNORECASE | re.MULTILINE)
_WRITTEN_END = lazy_pattern(r"<\\/script", re.IGNORECASE)
"""The end of a script that another one holds as a text."""
_OUTER_END = lazy_pattern(r"^[ \t]*</(head|body)[\s>]", re.IGNORECASE | re.MULTILINE)
_TEXT_LINE = lazy_pattern(r"^ {0,3}(?:<[A-Za-z]|#{1,6} +[^\s{])", re.MULTILINE)
"""A line of Markdown that is none of a script or a style sheet."""
_HIDES = lazy_pattern(r"[ \t]*[\r\n<]")
"""How a comment begins that hides what follows, perhaps with a comment in it; others say something of it."""
_BLANK = lazy_pattern(r"\s*\Z")
_SEEN = lazy_pattern(r"(?:\s|</[A-Za-z][\w-]{0,40}\s{0,9}>)*\Z")
"""What may follow without loss: nothing, or end tags."""


class UnclosedHtml(FileRule):
    """A comment, script or frame is never closed, and the rest of the page is lost in it.

    ## What it does

    Reports `<!--`, `<script>`, `<style>`, `<iframe>`, `<textarea>` and `<title>` whose end is missing, where
    something stands behind that the browser takes for their content: on pages, in layouts and in what they
    include. An end in another include is seen. Not told is what Markdown mends: kramdown shows an open
    comment as text, and closes a script at the end of the page; nor a comment around elements that ends with
    one in it (`<!-- <nav>…</nav> <!-- end -->`), as that is hidden by intent.

    ## Why is this bad?

    In these elements browsers read no tag but their own end tag. Without it everything up to the next such
    tag, or to the end of the page, is not there for a visitor: the menu, the footer, often the whole text.
    A script that is never closed does not run either.

    ## Fix safety

    Unsafe, as the page shows and runs more than before. Frames, and scripts from a file, are closed at once;
    where a comment, a style sheet or a script ends only its author knows.

    ## References

    - <https://html.spec.whatwg.org/multipage/parsing.html#parse-errors>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout"})
    valid = (
        Valid("---\n---\n<script>\nrun()\n</script>\n<!-- done -->\n<p>Text</p>\n", path="a.html"),
        Valid("Text\n\n<script>\nif (a <b) run()\n", why="kramdown writes the end tag"),
        Valid("Text <!-- of a page\n", why="kramdown shows it as text"),
        Valid("---\n---\n<p>Text</p>\n<style>p {margin: 0}\n", path="a.html", why="nothing follows"),
        Valid("---\n---\n<svg><title>Logo</svg><p>Text</p>\n", path="a.html"),
        Valid("---\n---\n<script>\nwrite('<script src=a.js><\\/script>')\n</script>\n", path="a.html"),
        Valid(
            "<script>\n",
            path="_includes/begin.html",
            files={
                "_layouts/default.html": "<p>{{ content }}</p>{% include begin.html %}run()</script>\n",
                "index.md": "---\nlayout: default\n---\nText.\n",
            },
            why="the layout closes what the include opens",
        ),
    )
    invalid = (
        Invalid(
            "<body>\n<!-- The menu\n<nav></nav>\n{{ content }}\n</body>\n",
            path="_layouts/default.html",
            files={"index.md": "---\nlayout: default\n---\nText.\n"},
            at="<!--",
            message="the comment is never closed: what follows is part of it, to the end of the page",
            help="write --> where it ends",
        ),
        Invalid(
            '<iframe src="https://example.org/" title="Map">\n\nText behind the map.\n',
            at='<iframe src="https://example.org/" title="Map">',
            message="<iframe> is never closed: browsers take what follows for its content, "
            "to the end of the page",
            help="write </iframe> where it ends",
            fixed='<iframe src="https://example.org/" title="Map"></iframe>\n\nText behind the map.\n',
        ),
        Invalid(
            '---\n---\n<script src="a.js">\n<script src="b.js"></script>\n<p>Text</p>\n',
            path="a.html",
            at='<script src="a.js">',
            message="up to the next </script>",
            fixed='---\n---\n<script src="a.js"></script>\n<script src="b.js"></script>\n<p>Text</p>\n',
        ),
        Invalid(
            "Text\n\n<style>\np {margin: 0}\n\n## More\n\nText.\n",
            at="<style>",
            message="to the end of the page",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.is_rewritten or is_xml(doc):
            return
        for tag, element, raw in html_elements(doc) if doc.raws else ():
            if raw is None or raw.element == "plaintext":  # which has no end
                continue
            if tag.kind == "start" and _is_open(doc, tag, raw):
                yield self._element(doc, element, is_last=_is_last(doc.rendered.text, raw))
        yield from self._comments(doc)

    def _element(self, doc: Document, element: Element, *, is_last: bool) -> Finding:
        name, end, fix = element.name, f"</{element.name}>", None
        names_file = name == "iframe" or (name == "script" and element.get("src") is not None)
        if names_file and doc.written(element.place).endswith(">"):
            edit = Edit(Span(element.place.span.end, element.place.span.end), end)
            fix = Fix(f"write {end}", (edit,), Safety.UNSAFE)
        until = "to the end of the page" if is_last else f"up to the next {end}"
        return self.finding(
            f"<{name}> is never closed: browsers take what follows for its content, {until}",
            element.place,
            help=f"write {end} where it ends",
            fix=fix,
        )

    def _comments(self, doc: Document) -> Iterator[Finding]:
        text = doc.rendered.text
        comments = Comments(doc)
        for comment in comments:
            is_last = comment.end == len(text) and not text.endswith(_COMMENT_END)
            if is_lost(doc, comments.begin(comment)) if is_last else _holds_more(doc, comment, comments):
                until = "to the end of the page" if is_last else "up to the next -->"
                yield self.finding(
                    f"the comment is never closed: what follows is part of it, {until}",
                    comments.place(comment),
                    help="write --> where it ends",
                )


def _is_open(doc: Document, tag: Tag, raw: Raw) -> bool:
    """Whether what is read as the content of an element holds what was to stand behind it."""
    text = doc.rendered.text
    if not _is_last(text, raw):
        found = [_next_start(text, tag, raw), _outer_end(text, raw.start, raw.end)]
        return any(at is not None and not may_be_closed(doc, raw.start, at) for at in found)
    if may_be_closed(doc, raw.start, raw.end):
        return False
    if doc.markdown is None:
        return raw.element == "script" or is_lost(doc, raw.start)
    if raw.element in ("script", "style"):
        return _TEXT_LINE.search(text, raw.start) is not None
    return _SEEN.match(text, raw.start) is None


def _is_last(text: str, raw: Raw) -> bool:
    """Whether no end tag follows; the end of a line on Windows may."""
    return _BLANK.match(text, raw.end) is not None


def _next_start(text: str, tag: Tag, raw: Raw) -> int | None:
    """Where in the content of an element another one of its name begins, as no content has it: scripts write
    others, in one from a file nothing is run; the title of a page may speak of titles."""
    if raw.element == "script" and tag.get("src") is None:
        found = _NEXT_SCRIPT.search(text, raw.start, raw.end)
        if found is None or _WRITTEN_END.search(text, found.end(), raw.end):
            return None
        return found.start()
    if raw.element == "title" and "\n" not in text[raw.start : raw.end]:
        return None
    return next((at for name, at in starts_in(text, raw.start, raw.end) if name == raw.element), None)


def _holds_more(doc: Document, comment: Comment, comments: Comments) -> bool:
    """Whether a comment that hides nothing by intent holds elements and behind them the next comment; or any
    the end of the head or body that it stands in."""
    text = doc.rendered.text
    start, again = comments.begin(comment), comments.again(comment)
    if again is not None and comments.ends_twice(
        comment
    ):  # it was to end behind that, which another rule tells
        return False
    is_more = again is not None and not _HIDES.match(text, start) and _is_shown(doc, start, again)
    found = [again if is_more else None, _outer_end(text, start, comment.end)]
    return any(at is not None and not may_be_closed(doc, start, at) for at in found)


def _is_shown(doc: Document, start: int, end: int) -> bool:
    """Whether something stands there that would be shown outside of a comment."""
    text = doc.rendered.text
    if doc.markdown is None:
        return any(starts_in(text, start, end))
    return _TEXT_LINE.search(text, start, end) is not None


def _outer_end(text: str, start: int, end: int) -> int | None:
    """Where the head or body ends that began before."""
    for name in ("head", "body"):
        ends = _OUTER_END.finditer(text, start, end)
        at = next((match.start() for match in ends if match[1].lower() == name), None)
        if at is not None and name not in dict(starts_in(text, start, at)):
            return at
    return None
