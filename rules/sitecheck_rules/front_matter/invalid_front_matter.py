from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    COPIED,
    Document,
    FileRule,
    Finding,
    Invalid,
    Related,
    Severity,
    Valid,
    reads_as_yaml,
)

_TEMPLATES = (".css", ".scss", ".sass", ".js", ".coffee", ".json", ".xml", ".svg", ".txt", ".webmanifest")
"""Files that are no pages and that people do give front matter."""

_MILD = {False: Severity.WARNING, True: Severity.INFO}
_REFUSED = ("page", "layout")
"""Of these Jekyll takes only a mapping; a document is published without its front matter."""
_OF_PAGES = ("other-opening-fence", "no-opening-fence")
"""Shapes that mean front matter in a page; what is no page may begin so."""
SHAPES = {
    "bom-before-fence": (
        "an invisible byte order mark stands before the front matter",
        "save the file as UTF-8 without BOM",
    ),
    "blank-before-fence": (
        "blank space stands before the front matter",
        "the three dashes must be the first thing in the file",
    ),
    "comment-before-fence": (
        "a comment stands before the front matter",
        "move it below the second line of dashes; the first must open the file",
    ),
    "text-on-opening-fence": (
        "the line that opens the front matter holds more than three dashes",
        "write --- alone on the first line and the rest below it",
    ),
    "long-opening-fence": (
        "the front matter opens with more than three dashes",
        "write exactly three",
    ),
    "other-opening-fence": (
        "the line that opens the front matter is not three dashes",
        "write exactly three, ---",
    ),
    "no-opening-fence": (
        "the line that opens the front matter is missing",
        "write three dashes, ---, in a line above it",
    ),
    "carriage-returns-only": (
        "the file's lines end in carriage returns only",
        "save the file with line feeds (LF) or Windows line ends (CRLF)",
    ),
    "foreign-front-matter": (
        "this front matter belongs to another generator",
        "Jekyll reads YAML between two lines of three dashes",
    ),
    "unclosed-fence": (
        "the front matter is not closed",
        "end it with a line that holds exactly three dashes",
    ),
}
"""Per shape of ``sitecheck.text.fence``: what is in the way, and what to do."""


class InvalidFrontMatter(FileRule):
    """Jekyll cannot read a file's front matter.

    ## What it does

    Reports YAML that does not parse (a tab, a colon in a title without quotes, an unclosed quote …) at the
    line where it breaks, keys that are written twice, and front matter that Jekyll does not see at all: an
    unclosed fence, a first line of dashes that is missing or is `--`, a blank line, a comment or a byte order
    mark before it. A first line that is missing is told where `layout` or `permalink` is among the keys:
    other programs read a title and an author so.

    ## Why is this bad?

    Jekyll prints a warning that scrolls by and goes on: the page is published without its title, its layout
    and all else that the front matter says. A post even moves to another address, under the day of the
    build. A file whose front matter is not seen is copied as it is, dashes and all. Of two keys of one name
    the first is ignored without a word.

    ## References

    - <https://jekyllrb.com/docs/front-matter/>
    - measured with Jekyll 4.3.4
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout", *COPIED})  # an include's head is its text
    needs_page = False
    valid = (
        Valid('---\ntitle: "Whales: a history"\n---\nText\n'),
        Valid("No front matter at all\n", path="notes.md"),
        Valid("\ufeff---\ntitle: A\n---\nText\n", path="_posts/2024-05-06-a.md", why="Jekyll reads it"),
        Valid(
            "\ufeff---\ntitle: A\n---\nText\n",
            path="a.md",
            files={"_config.yml": "plugins: [jekyll-optional-front-matter]\n"},
            why="the plugin makes a page of it, and reads what stands behind the mark",
        ),
        Valid("---\n---\nEmpty front matter is enough to make a page\n"),
        Valid("---\nName: Whales\nTags:\n- Name: x\n", path="whales.apinotes", why="YAML as a whole"),
        Valid("---\n name: A map\n wrap: b\n ...\n", path="demo.details", why="jsFiddle's, not Jekyll's"),
        Valid("title: A\nauthor: B\n---\nText\n", path="notes.md", why="as other programs have it"),
        Valid("layout: a heading\n---\nText\n", path="notes.md"),
        Valid("--\nlayout: a\n---\n", path="a.txt", why="no page"),
        Valid("--\nlayout: a\n---\n", path="_posts/2024-05-06-a.css", why="a style sheet"),
        Valid("layout: a\ntitle: b\n---\nc: d\n", path="notes.yaml", why="YAML"),
        Valid("----\n\nA ruler, then text: no front matter\n", path="_includes/a.md"),
        Valid("---\n\nSee *the sea*\n\n---\n\nMore\n", path="_includes/a.md", why="two rulers and text"),
        Valid("---\ntitle: a: b\n---\nText\n", path="_includes/a.md", why="nobody reads it, it is shown"),
    )
    invalid = (
        Invalid("---\ntitle: Whales: a history\n---\nText\n", message="colon"),
        Invalid(
            "---\ntags:\n\t- sea\n---\nText\n", message="tab", help="publishes the page without its title"
        ),
        Invalid(
            "---\ntags:\n\t- sea\n---\nText\n",
            path="_posts/2024-05-06-sea.md",
            help="publishes the post without title and layout, under the date of the build",
        ),
        Invalid(
            "---\ntitle: A\ntitle: B\n---\n",
            at="title",
            message="title is written twice",
            severity=Severity.WARNING,
            related=("title",),
        ),
        Invalid(
            "---\ntitle: A\ntitle: A\n---\n",
            message="title is written twice, with the same value",
            severity=Severity.INFO,
            related=("title",),
        ),
        Invalid(
            "---\ntags:\ntags: [a]\n---\n",
            message="tags is written twice, the first time without a value",
            severity=Severity.INFO,
            related=("tags",),
        ),
        Invalid(
            "---\nn: 1\nn: true\n---\n",
            message="n is written twice; the last one wins",
            severity=Severity.WARNING,
            related=("n",),
        ),
        Invalid(
            "---\ntitle: !ruby/object:X A\n---\nText\n",
            message="the tag !ruby/object:X asks for an object of Ruby",
            severity=Severity.WARNING,
        ),
        Invalid("\n---\ntitle: A\n---\nText\n", at="\n", message="blank space"),
        Invalid("--\ntitle: A\n---\nText\n", at="--", message="is not three dashes"),
        Invalid("—-\ntitle: A\n---\nText\n", path="_posts/2024-05-06-a.md", at="—-", message="three dashes"),
        Invalid(
            "title: A\ntags:\n  - sea\nlayout: post\n---\nText\n",
            at="title: A",
            message="is missing",
            help="write three dashes, ---, in a line above it",
        ),
        Invalid(
            "\ufeff---\ntitle: A\n---\nText\n",
            path="a.md",
            message="byte order mark",
            files={"_config.yml": "plugins: []\n", "Gemfile": "gem 'jekyll'\n", "netlify.toml": ""},
        ),
        Invalid("\ufeff---\ntitle: A\n---\nText\n", path="a.html", message="byte order mark"),
        Invalid(
            "\ufeff---\ntitle: A\n---\nText\n",
            path="_notes/a.md",
            message="byte order mark",
            files={"_config.yml": "collections: {notes: {output: true}}\n"},
            why="of a file of a collection jekyll-optional-front-matter makes a page at /_notes/a.html",
        ),
        Invalid("---\ntitle: A\n\nText\n", message="not closed"),
        Invalid("---\ntitle: A\n", message="not closed"),
        Invalid("---\ntitle: A\nbody { color: red }\n", message="not closed", path="main.scss"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        matter = doc.front_matter
        for problem in matter.problems:
            related = [Related(doc.at(problem.related), "first here")] if problem.related else []
            consequence = self._consequence(doc, problem.kind, problem.stops_jekyll)
            yield self.finding(
                problem.message,
                doc.at(problem.span),
                help=". ".join(part for part in (problem.hint, consequence) if part),
                related=related,
                severity=None if problem.stops_jekyll else _MILD[problem.is_harmless],
            )
        shape = matter.shape
        if shape is not None and not self._is_read(doc, shape.kind) and not self._is_data(doc, shape.kind):
            message, advice = SHAPES[shape.kind]
            yield self.finding(message, doc.at(shape.span), help=f"{advice}. {self._unseen(doc)}")

    def _is_read(self, doc: Document, kind: str) -> bool:
        """Whether Jekyll takes the text as it is meant: posts and layouts are opened as ``bom|utf-8``, which
        other files are only after their first bytes were looked at; so is a file of which
        jekyll-optional-front-matter makes a page."""
        return kind == "bom-before-fence" and (doc.kind not in COPIED or doc.may_become_page)

    def _is_data(self, doc: Document, kind: str) -> bool:
        """Whether the file is another program's, or YAML as a whole: Jekyll writes it as it is, and nobody
        meant front matter."""
        meant = doc.path.endswith(_TEMPLATES)  # YAML takes `title: A` and a rule of CSS for one long value
        if doc.dialect != "text":
            return False
        return kind in _OF_PAGES or (not meant and (kind == "unclosed-fence" or reads_as_yaml(doc.text)))

    def _consequence(self, doc: Document, kind: str, stops: bool) -> str:
        if kind == "duplicate-key":
            return "Jekyll keeps the last"
        if not stops:
            return ""
        is_refused = kind == "not-a-mapping" and doc.kind in _REFUSED
        if is_refused or doc.config.get("strict_front_matter"):
            return "Jekyll's build stops here"
        if doc.kind == "post":
            return "Jekyll publishes the post without title and layout, under the date of the build"
        return "Jekyll publishes the page without its title, its layout and the rest"

    def _unseen(self, doc: Document) -> str:
        if doc.kind in COPIED:
            return "Jekyll copies the file as it is instead of making a page of it"
        return "Jekyll shows it as text at the top of the page"
