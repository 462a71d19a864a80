from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, FileRule, Finding, Invalid, Severity, Valid
from sitecheck_rules.liquid._build import consequence, meant
from sitecheck_rules.liquid._plugins import sentences


class UnknownInclude(FileRule):
    """An include names a file that does not exist.

    ## What it does

    Reports `{% include x.html %}` and `{% include_relative x.md %}` when there is no such file. When the
    site has a theme whose files are not here the theme may bring it, and nothing is said. Where a condition
    may keep the build from it, it is an information, and where a plugin decides that condition nothing is
    said: it may have looked for the file. What a layout includes under a name that the page gives is judged
    for each page.

    ## Why is this bad?

    Jekyll's build stops here.

    ## References

    - <https://jekyllrb.com/docs/includes/>
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout", "include"})
    needs_page = False
    valid = (
        Valid(
            "{% include_relative b.md %}{{ content }}\n",
            path="_layouts/l.html",
            files={"a.md": "---\nlayout: l\n---\nA\n", "b.md": "B\n"},
            why="it is looked for beside the page, not beside the layout",
        ),
        Valid("---\n---\n{% include note.html %}\n", files={"_includes/note.html": "Note"}),
        Valid(
            "---\n---\n{% include /notes/a.html %}\n",
            files={"_includes/notes/a.html": "Note"},
            why="a slash in front changes nothing",
        ),
        Valid(
            "---\n---\n{% include head-custom.html %}\n",
            files={"_config.yml": "name: -\ntheme: jekyll-theme-modernist\n- x\n"},
            why="a configuration that cannot be read may name a theme that has it",
        ),
        Valid("---\n---\n{% include {{ page.note }} %}\n", why="a name that is not known is not judged"),
        Valid(
            "{% include notes/{{ include.name }}.html %}\n",
            path="_includes/note.html",
            why="an include by itself does not know what it is given",
        ),
        Valid(
            "{% capture there %}{% file_exists _includes/hook.html %}{% endcapture %}"
            "{% if there == 'true' %}{% include hook.html %}{% endif %}{{ content }}\n",
            path="_layouts/l.html",
            files={
                "_plugins/a.rb": "class There < Liquid::Tag\n  def render(context)\n    File.exist?(@path)\n"
                "  end\nend\nLiquid::Template.register_tag('file_exists', There)\n"
            },
            why="a plugin looks for it",
        ),
        Valid("---\n---\n{% include nav.html %}\n", files={"_config.yml": "remote_theme: some/theme\n"}),
        Valid(
            "---\n---\n{% include shared/nav.html %}\n",
            files={"_config.yml": "title: T\n", ".gitmodules": "path = _includes/shared\n"},
            why="a submodule that is not here has it",
        ),
        Valid(
            "---\n---\n{% include nav.html %}\n",
            files={"_config.yml": "source: .tmp/src\n"},
            why="another program makes the folder of the sources",
        ),
    )
    invalid = (
        Invalid(
            "{% include_relative gone.md %}{{ content }}\n",
            at="{% include_relative gone.md %}",
            message="beside the page",
            path="_layouts/l.html",
            files={"a.md": "---\nlayout: l\n---\nA\n", "b/gone.html": "B\n"},
            why="it lies beside no page",
        ),
        Invalid(
            "---\n---\n{% include note.html %}\n",
            at="{% include note.html %}",
            message="note.html",
            files={"_includes/other.html": ""},
        ),
        Invalid(
            "---\n---\n{% include note %}\n",
            help="did you mean note.html? Jekyll's build stops here",
            files={"_includes/note.html": ""},
        ),
        Invalid(
            "{% include note.html %}\n",
            path="_includes/nav.html",
            at="{% include note.html %}",
            message="note.html",
            files={"index.html": "---\n---\n{% include nav.html %}\n"},
        ),
        Invalid(
            "{% include math/{{ page.engine }}.html %}{{ content }}\n",
            path="_layouts/default.html",
            at="{% include math/{{ page.engine }}.html %}",
            message="math/katex.html",
            help="for example on a.md",
            why="a page names it",
            files={
                "_includes/math/mathjax.html": "",
                "a.md": "---\nlayout: default\nengine: katex\n---\n",
                "b.md": "---\nlayout: default\nengine: mathjax\n---\n",
            },
        ),
        Invalid(
            "---\n---\n{% if site.github.fork %}{% include note.html %}{% endif %}\n",
            at="{% include note.html %}",
            severity=Severity.INFO,
            why="the build may not come there",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        for problem in doc.liquid_problems:
            if problem.code == "missing-include":
                near = doc.likely_name("include", problem.name) if problem.name else ""
                yield self.finding(
                    problem.message,
                    problem.place,
                    help=sentences(meant(near), consequence(problem.fatal)),
                    severity=Severity.ERROR if problem.fatal else Severity.INFO,
                )
