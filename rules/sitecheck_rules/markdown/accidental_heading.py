from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    UNKNOWN,
    Document,
    Edit,
    FileRule,
    Finding,
    Fix,
    Invalid,
    Safety,
    Span,
    Valid,
    lazy_pattern,
)

_LINE = lazy_pattern(r"(?P<text>[^\n]*(?:\n[^\n]*){0,50}?)\n(?P<before>[ \t>]*)(?P<rule>---)[ \t]*\n?")
"""Of several lines only CommonMark makes a heading."""
_LONGEST = 90
"""Characters: a title is shorter."""
_KEY = lazy_pattern(r"[a-z_][\w-]*: +\S")
"""A key of front matter; with a capital (``Bonus: A second way``) it is likelier a title."""


class AccidentalHeading(FileRule):
    """A sentence is a heading, as a line of `---` follows it.

    ## What it does

    Reports a line of text that kramdown makes a heading because exactly `---` stands below it, when it is no
    title: it ends as a sentence does, is longer than a title, or is a key of front matter
    (`title: About`) in the middle of a page. Under a title the line is mostly as long as the title.

    ## Why is this bad?

    The line that was to divide the page is missing, and the sentence stands there in large letters, in the
    table of contents, and in what screen readers read out as headings.

    ## Fix safety

    An empty line before `---` makes a paragraph and a dividing line; unsafe, as the heading and its address
    go.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#setext-style>
    """

    valid = (
        Valid("A title\n---\n\nText.\n"),
        Valid("Is it so. A long sentence.\n--------------------------\n", why="drawn as long as the text"),
        Valid("Bonus: a second way\n---\n\nText.\n"),
        Valid("A sentence of text.\n\n---\n\nMore.\n"),
        Valid("Two lines\nof one sentence.\n---\n", why="kramdown makes no heading of two lines"),
        Valid("```\nA sentence.\n---\n```\n"),
    )
    invalid = (
        Invalid(
            "It ends here.\n---\nMore.\n",
            at="It ends here.",
            message="a heading",
            fixed="It ends here.\n\n---\nMore.\n",
        ),
        Invalid("おわり。\n---\n\nText.\n", at="おわり。", fixed="おわり。\n\n---\n\nText.\n"),
        Invalid("> It ends here.\n> ---\n", at="It ends here.", message="a heading"),
        Invalid("# A\n\nlang: en\n---\n\nText\n", at="lang: en", fixed="# A\n\nlang: en\n\n---\n\nText\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.markdown is None or doc.is_rewritten:
            return
        text = doc.rendered.text
        for heading in doc.markdown.headings:
            found = _LINE.fullmatch(text, *heading.span) if heading.style == "setext" else None
            if found is None or UNKNOWN in found["text"] or not _is_no_title(found["text"].strip()):
                continue
            place = doc.place(heading.span.start, heading.span.start + len(found["text"].rstrip()))
            line = doc.place(found.start("rule"), found.end("rule"))
            own = (
                line.path == doc.path and doc.text.startswith("---", line.span.start) and not found["before"]
            )
            start = line.span.start
            yield self.finding(
                "a heading, as --- stands right below this line",
                place,
                help="leave an empty line before ---, if a dividing line is meant",
                fix=Fix("leave an empty line", (Edit(Span(start, start), "\n"),), Safety.UNSAFE)
                if own
                else None,
            )


def _is_no_title(text: str) -> bool:
    return text.endswith((".", ",", ";", "。")) or len(text) > _LONGEST or _KEY.match(text) is not None
