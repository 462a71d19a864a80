from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, LiquidProblem, Severity, Valid, lazy_pattern
from sitecheck_rules.liquid._build import consequence, meant, severity
from sitecheck_rules.liquid._plugins import sentences

_BEGIN = lazy_pattern(r"\{%-?\s*link\s+")


class UnknownLinkTag(FileRule):
    """A link tag names a file that does not exist.

    ## What it does

    Reports `{% link notes/a.md %}` when the site has no such page, post, document or static file.

    ## Why is this bad?

    Jekyll's build stops here. The tag wants the path of the source file from the site's folder, not an
    address, and finds only files that are published.

    ## References

    - <https://jekyllrb.com/docs/liquid/tags/#links>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout", "include"})
    needs_page = False
    valid = (
        Valid("---\n---\n[see]({% link a.md %})\n", files={"a.md": "---\n---\n"}),
        Valid("---\n---\n[see]({% link a.pdf %})\n", files={"a.pdf": ""}),
        Valid(
            "---\n---\n[see]({% link /sub/a.pdf %})\n",
            files={"_plugins/a.rb": "File.write('sub/a.pdf', x)\n"},
            why="a plugin makes it",
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[see]({% link b.md %})\n", at="{% link b.md %}", message="b.md", files={"a.md": ""}
        ),
        Invalid(
            "---\n---\n[see]({% link 'a.md' %})\n",
            help="without quotation marks. Jekyll's build stops",
            files={"a.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see]({% link a.md#b %})\n",
            help="behind the tag: {% link a.md %}#b. Jekyll's build stops",
            files={"a.md": "---\n---\n"},
        ),
        Invalid(
            "---\n---\n[see]({% link guide.html %})\n",
            help="did you mean docs/guide.md? Jekyll's build stops",
            files={"docs/guide.md": "---\n---\n", "docs/guide.pdf": ""},
        ),
        Invalid(
            "---\n---\n[see]({% link _notes/a.md %})\n",
            help="_notes/a.md is not published: ",
            files={"_notes/a.md": "---\n---\n"},
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.liquid_problems:
            if problem.code == "missing-link":
                yield self.finding(
                    problem.message,
                    problem.place,
                    help=sentences(_advice(doc, problem), consequence(problem.fatal)),
                    severity=severity(problem.fatal),
                )


def _advice(doc: Document, problem: LiquidProblem) -> str:
    """What is wrong with the path, why the file is not published, or which one may be meant."""
    form = _form(doc.written(problem.place))
    return form or doc.why_not_published(problem.name) or meant(doc.likely_name("link", problem.name))


def _form(written: str) -> str:
    """What is wrong with how a path is written, as far as it can be seen."""
    begin = _BEGIN.match(written)
    path = written[begin.end() :].removesuffix("%}").removesuffix("-").rstrip() if begin else ""
    if "\n" in path:
        return ""
    if path[:1] in ("'", '"'):
        return "write the path without quotation marks"
    file, mark, anchor = path.partition("#")
    return f"write the anchor behind the tag: {{% link {file} %}}#{anchor}" if file and mark else ""
