from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
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
    reads_as_yaml,
)
from sitecheck_rules.markdown._traps import traps

_SECOND = lazy_pattern(
    r"\s*(?P<block>---[ \t]*\r?\n(?P<yaml>[A-Za-z_][\w-]*:(?:[ \t][^\n]*)?\n[^\0]{0,4000}?)---[ \t]*)"
    r"(?:\r?\n|\Z)"
)
"""Between two fences again, right below the front matter; the first line is a key."""
_RESUMES = lazy_pattern(r"^(?![A-Za-z_][\w-]*:|[ \t-]|#|\r?$)", re.MULTILINE)
"""A line that no YAML of front matter has: neither a key, nor below one, nor an item, nor a comment."""


class FrontMatterAsText(FileRule):
    """Front matter stands in the text of a page, and is shown there.

    ## What it does

    Reports a second block of front matter right below the first, and one further down in a Markdown page:
    lines such as `title: About` with a line `---` below the last.

    ## Why is this bad?

    Jekyll reads the first block of a file alone. What the second says counts for nothing, often the title,
    the layout or the date, and visitors see its lines and a dash at the top of the page. It comes about when
    an editor or a script puts a block before one that is there, or when two files are joined.

    ## Fix safety

    Where the first block is empty it is taken away, so that the second counts; unsafe, as the page gets
    another title, layout or address by that.

    ## References

    - <https://jekyllrb.com/docs/front-matter/>
    """

    valid = (
        Valid("---\ntitle: A\n---\n\nText\n\n---\n\nMore: text\n\n---\n"),
        Valid("---\ntitle: A\n---\n---\nA sentence: then\nmore of it.\n\n---\n"),
        Valid("---\ntitle: A\n---\n```\n---\ntitle: B\nlayout: page\n---\n```\n", why="shown as code"),
        Valid("---\ntitle: A\n---\nNote: one line\n---\n", why="a heading: `accidental-heading`"),
    )
    invalid = (
        Invalid(
            "---\ntitle: A\n---\n---\nlayout: post\ntags:\n  - sea\n---\n\nText\n",
            at="---\nlayout: post\ntags:\n  - sea\n---",
            message="second block of front matter",
        ),
        Invalid(
            "---\n---\n---\ntitle: B\n---\nText\n",
            at="---\ntitle: B\n---",
            fixed="---\ntitle: B\n---\nText\n",
        ),
        Invalid(
            "---\ntitle: A\n---\nText\n\n---\ntitle: B\nlayout: page\n---\n",
            at="title: B\nlayout: page\n---",
            message="shown as text",
        ),
        Invalid("---\ntitle: A\n---\n---\ntitle: B\n---\n<p>Text</p>\n", path="a.html"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.is_rewritten or doc.dialect == "text":
            return
        end = doc.front_matter.span.end
        second = _SECOND.match(doc.text, end) if doc.front_matter.present else None
        if second is not None and _is_front_matter(second["yaml"]):
            end = second.end()
            yield self.finding(
                "a second block of front matter: Jekyll reads the first alone and shows this as text",
                doc.at(Span(*second.span("block"))),
                help="write one block of both",
                fix=_first_taken_away(doc, second),
            )
        for trap in traps(doc, "front-matter-as-text"):
            if trap.place.path != doc.path or trap.place.span.start >= end:
                yield self.finding(
                    "these lines are shown as text: front matter counts at the top of a file alone",
                    trap.place,
                    help="take them away; if a dividing line is meant, leave an empty line before ---",
                )


def _is_front_matter(yaml: str) -> bool:
    return _RESUMES.search(yaml.rstrip()) is None and reads_as_yaml(yaml)


def _first_taken_away(doc: Document, second: re.Match[str]) -> Fix | None:
    if doc.front_matter.data:
        return None
    edit = Edit(Span(0, second.start("block")), "")
    return Fix("take the empty block away", (edit,), Safety.UNSAFE)
