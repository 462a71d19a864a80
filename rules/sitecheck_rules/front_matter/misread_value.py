from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, Edit, FileRule, Finding, Fix, Invalid, Safety, Severity, Valid
from sitecheck_rules.front_matter._misread import Misread, misread_values


class MisreadValue(FileRule):
    """A front matter value is read as something else than it looks.

    ## What it does

    Reports values that YAML or Jekyll reads in another way than people do, without a word:

    - `comments: flase` is a text, and any text counts as true;
    - `tags: jekyll, ruby` of a post is split at blanks: the first tag is `jekyll,` with its comma; with `tag`
      and `tags` both, `tags` is dropped, and so is a number;
    - `lang: no`, `tags: [on, off]`, `title: No` are true or false;
    - `zip: 01234` is octal, `duration: 12:30` is in base 60, `version: 1.10` is the number 1.1;
    - `title: Issue #12` ends before the `#`, which begins a comment (of words it is taken for
      one where such comments stand elsewhere in the front matter), and `tags: #sea #wind` is empty;
    - `tags: [a, b: c]` holds a mapping, and `title: {{ site.title }}` is one, as Liquid does not run there;
    - `date: 2024-05-06 01:00:00` without a zone is UTC, which in the time zone of the site may be the day
      before.

    ## Why is this bad?

    The page shows `42`, `false` or nothing where a text was meant, a page is shown that should not be, or a
    post has another tag or address than its author thinks.

    ## Fix safety

    Unsafe: what was meant is not certain, and the address of a post may change with its category.

    ## References

    - <https://yaml.org/type/bool.html>, <https://yaml.org/type/int.html>
    - <https://jekyllrb.com/docs/posts/#tags>
    - measured with Jekyll 4.3.4
    """

    needs_page = False
    valid = (
        Valid("---\ntitle: Yes we can\ntags: jekyll ruby\nlang: 'no'\nversion: '1.10'\n---\n"),
        Valid("---\ntags: jekyll, ruby\n---\n", why="on a page tags stay as they are"),
        Valid("---\ntitle: C# and F# # a comment\ndescription: 'Issue' #12\nsubtitle: \"Issue\" #12\n---\n"),
        Valid(
            "---\nlayout: null #do not change\ntitle: Editing #Article\nauthor: jo #Author\n---\n",
            why="this front matter has its comments so",
        ),
        Valid("---\ntitle: 'A' #Title\nauthor: jo #Author\n---\n", why="the first is a comment for certain"),
        Valid("---\norder: 07\ncomments: false\ntoc: yes\n---\n"),
        Valid(
            "---\ndate: 2024-05-06 01:00:00 -0400\n---\n",
            path="_posts/2024-05-06-a.md",
            files={"_config.yml": "timezone: America/New_York\n"},
        ),
        Valid(
            '---\ntitle: {{ template "chart.name" . }}\n---\n',
            path="a.md.gotmpl",
            why="no Liquid: a program other than Jekyll fills it in",
        ),
    )
    invalid = (
        Invalid(
            "---\ncomments: flase\n---\n",
            at="flase",
            message="comments is the text flase, which counts as true",
            fixed="---\ncomments: false\n---\n",
        ),
        Invalid(
            "---\ntags: jekyll, ruby\n---\n",
            path="_posts/2024-05-06-a.md",
            at="jekyll, ruby",
            message="Jekyll splits these tags at blanks",
            help="one of them is 'jekyll,' so; write [jekyll, ruby]",
            fixed="---\ntags: [jekyll, ruby]\n---\n",
        ),
        Invalid(
            "---\ntags: talks, 2024, no, 1.10\n---\n",
            path="_posts/2024-05-06-a.md",
            fixed='---\ntags: [talks, "2024", "no", "1.10"]\n---\n',
        ),
        Invalid(
            "---\ntags: jekyll, ruby\n---\n",
            path="_people/a.md",
            at="jekyll, ruby",
            severity=Severity.INFO,
            fixed="---\ntags: [jekyll, ruby]\n---\n",
            files={"_config.yml": "collections: {people: {output: true}}\n"},
            why="nothing lists the tags of such documents",
        ),
        Invalid(
            "---\ntag: a\ntags: [b, c]\n---\n",
            path="_posts/2024-05-06-a.md",
            at="[b, c]",
            message="tags is dropped",
        ),
        Invalid(
            "---\ntags: 2024\n---\n",
            path="_posts/2024-05-06-a.md",
            message="the post has no tag",
            fixed='---\ntags: ["2024"]\n---\n',
        ),
        Invalid("---\nlang: no\n---\n", at="no", message="no is false", fixed='---\nlang: "no"\n---\n'),
        Invalid(
            "---\nstates: [hot, on]\n---\n",
            at="on",
            message="on is true",
            fixed='---\nstates: [hot, "on"]\n---\n',
        ),
        Invalid(
            "---\nzip: 01234\n---\n",
            at="01234",
            message="octal",
            help="668",
            fixed='---\nzip: "01234"\n---\n',
        ),
        Invalid(
            "---\nduration: 12:30\n---\n",
            at="12:30",
            message="duration is read as a number in base 60",
            help="12:30 is the number 45000 so",
            fixed='---\nduration: "12:30"\n---\n',
        ),
        Invalid(
            "---\nversion: 1.10\n---\n",
            at="1.10",
            message="the number 1.1",
            fixed='---\nversion: "1.10"\n---\n',
        ),
        Invalid(
            "---\ntitle: Issue #12\n---\n",
            at="Issue #12",
            message="ends before #12",
            fixed='---\ntitle: "Issue #12"\n---\n',
        ),
        Invalid("---\ntags: [a, b: c]\n---\n", path="_posts/2024-05-06-a.md", at="b: c", message="a mapping"),
        Invalid(
            "---\ntags: #sea #2024 #c++\n---\n",
            at="#sea #2024 #c++",
            message="tags is empty",
            fixed='---\ntags: [sea, "2024", "c++"]\n---\n',
        ),
        Invalid(
            "---\ntitle: {{ site.title }}\n---\n",
            at="{{ site.title }}",
            message="Liquid does not run in front matter",
        ),
        Invalid(
            "---\ntitle:\n  Part two: the sequel\n---\n",
            at="Part two: the sequel",
            message="title is a mapping, because of the colon in it",
            help="put the text in quotes",
        ),
        Invalid(
            "---\ndate: 2024-05-06 01:00:00\n---\n",
            path="_posts/2024-05-06-a.md",
            files={"_config.yml": "timezone: America/New_York\n"},
            at="2024-05-06 01:00:00",
            message="this is another day in America/New_York",
            help="the date is 2024-05-05",
            fixed="---\ndate: 2024-05-06 01:00:00 -0400\n---\n",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not doc.front_matter.failed:
            for misread in misread_values(doc):
                yield self._told(doc, misread)

    def _told(self, doc: Document, misread: Misread) -> Finding:
        fix = None
        if misread.written:
            edit = Edit(misread.span, misread.written)
            fix = Fix(f"write {misread.written}", (edit,), Safety.UNSAFE)
        # Jekyll and its plugins list the labels of posts alone
        is_mild = misread.is_of_labels and doc.kind == "document"
        return self.finding(
            misread.message,
            doc.at(misread.span),
            help=misread.help,
            fix=fix,
            severity=Severity.INFO if is_mild else None,
        )
