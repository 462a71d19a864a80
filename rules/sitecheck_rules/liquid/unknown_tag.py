from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import (
    KNOWN_TAGS,
    Document,
    FileRule,
    Finding,
    Invalid,
    Severity,
    Valid,
    plugins_by_tag,
)
from sitecheck_rules.liquid._build import consequence, severity
from sitecheck_rules.liquid._code import Code
from sitecheck_rules.liquid._plugins import guess, sentences

_LIQUID_5 = frozenset({"#", "doc", "echo", "liquid"})
"""Tags of the gem liquid 5, which some builds have. Its ``render`` stops Jekyll: there are no files."""


class UnknownTag(FileRule):
    """A Liquid tag is no tag of Liquid, of Jekyll, or of a plugin of the site.

    ## What it does

    Reports `{% inlcude a.html %}`, and `{% seo %}` without the plugin that brings it; not where GitHub Pages
    is told to build the site, as by a `CNAME`, and gives it a theme that has `seo`. It is an error
    where the file is rendered and all plugins of the site are known. Where a plugin, a theme or Ruby code
    that nobody has read may bring the tag, only a slip of the pen is told, as a warning that says what is not
    known. Tags in `raw`, in comments and in files that are not rendered are left alone.

    ## Why is this bad?

    Jekyll's build stops here.

    ## References

    - <https://jekyllrb.com/docs/liquid/tags/>
    - measured with Jekyll 4.3.4
    """

    severity = Severity.ERROR
    kinds = frozenset({"page", "post", "document", "layout"})
    needs_page = False
    valid = (
        Valid("---\n---\n{% raw %}{% seo %}{% endraw %}{% comment %}{% x %}{% endcomment %}\n"),
        Valid("---\n---\n{% seo %}\n", files={"_config.yml": "plugins: [jekyll-seo-tag]\n"}),
        Valid(
            "---\n---\n{% seo %}\n",
            files={"CNAME": "example.org\n"},
            why="the theme that GitHub Pages gives to a site without one has it",
        ),
        Valid("---\n---\n{% gist 1 %}\n", why="GitHub Pages, which reads no Gemfile, always has it"),
        Valid(
            "---\n---\n{% gist 1 %}\n",
            files={"Gemfile": "gem 'github-pages'\n"},
            why="so it does where its gem is in no group, which Jekyll elsewhere does not load",
        ),
        Valid(
            "---\n---\n{% details x %}\n",
            files={"_plugins/details.rb": "Liquid::Template.register_tag(NAME, Details)\n"},
        ),
        Valid(
            "---\n---\n{% box %}a{% endbox %}\n",
            files={"_plugins/box.rb": "Liquid::Template.register_tag('box', Box)\n"},
        ),
        Valid(
            "---\n---\n{% start_box %}a{% end_box %}\n",
            files={
                "_plugins/hide.rb": "Jekyll::Hooks.register :site, :pre_render do |site|\n"
                "  site.pages.each { |page| page.content = page.content.gsub('start_box', 'raw') }\nend\n"
            },
            why="the site's own Ruby writes another text",
        ),
        Valid(
            "---\n---\n{% box %}\n",
            files={"_config.yml": "text\n"},
            why="nobody knows which plugins that was to name",
        ),
        Valid("{% inlcude a.html %}\n", path="_includes/a.html", why="nobody includes it"),
        Valid("---\n---\n{% inlcude a.html %}\n", path="_layouts/a.html", why="no page stands in it"),
        Valid(
            "---\n---\n{% notice %}\n",
            files={"_config.yml": "source: .tmp/src\n"},
            why="the plugins are where another program makes the sources",
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n{% inlcude a.html %}\n",
            at="{% inlcude a.html %}",
            message="'inlcude'",
            files={"_includes/a.html": ""},
        ),
        Invalid("---\n---\n{% seo %}\n", message="'seo'"),
        Invalid(
            "---\n---\n{% seo %}\n",
            message="'seo'",
            files={"netlify.toml": "[build]\ncommand = 'jekyll build'\n", "CNAME": "example.org\n"},
        ),
        Invalid("---\n---\n{% render 'a.html' %}\n", message="'render'", files={"_includes/a.html": ""}),
        Invalid(
            "---\n---\n{% inlcude a.html %}\n",
            files={"_plugins/b.rb": "Liquid::Template.register_tag(NAME, B)\n"},
            severity=Severity.WARNING,
        ),
        Invalid(
            "---\n---\n```liquid\n{% paste a.txt %}\n```\n\nSay {% pasted b.txt %}\n",
            message="'paste'",
            help="put {% raw %} before and {% endraw %} behind code",
            findings=2,
        ),
        Invalid(
            "{% inlcude a.html %}\n",
            path="_includes/b.html",
            files={"a.md": "---\n---\n{% include b.html %}"},
        ),
        Invalid(
            "---\n---\n{% inlcude a.html %}\n",
            path="_layouts/a.html",
            files={"a.md": "---\nlayout: a\n---\n"},
        ),
        Invalid(
            "---\n---\n{% inlcude a.html %}\n",
            path="_layouts/default.html",
            severity=Severity.WARNING,
            files={"a.md": "---\n---\n"},
            why="GitHub Pages gives it to pages that name none",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if doc.is_used is False:
            return
        names, code = doc.liquid_names, Code(doc)
        for problem in doc.liquid_problems:
            name = problem.name.removeprefix("end") if problem.name not in names.tags else problem.name
            if problem.code != "unknown-tag" or name in names.tags | _LIQUID_5:
                continue
            found = guess(doc, problem.name, KNOWN_TAGS | names.tags | {"elsif"}, plugins_by_tag())
            if found is None:
                continue
            stops = problem.fatal and not found.unsure
            unless = f", unless something brings it: {found.unsure}" if found.unsure else ""
            yield self.finding(
                f"there is no tag '{problem.name}'",
                problem.place,
                help=sentences(found.advice, code.advice(problem.place), consequence(problem.fatal) + unless),
                severity=severity(stops),
            )
