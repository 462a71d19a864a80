from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import WHOLE_FILE, Finding, Invalid, Place, Severity, SiteFacts, SiteRule, Valid


class UnusedInclude(SiteRule):
    """Nothing includes a file of `_includes`.

    ## What it does

    Reports an include that no page, layout or other include names which Jekyll builds. What else is wrong in
    such a file is not reported, as nobody sees it; nor is what is wrong in an include that no page shows as
    the site is configured, such as that of a service which the site does not use. Where names are made by the
    build (`{% include {{ page.box }} %}`), by a theme, or by the site's own Ruby, any file may be meant.

    ## Why is this bad?

    It is in the way of whoever looks for what a page is made of.

    ## References

    - <https://jekyllrb.com/docs/includes/>
    """

    severity = Severity.INFO
    preset = "strict"
    valid = (
        Valid("A\n", path="_includes/a.html", files={"b.md": "---\n---\n{% include a.html %}\n"}),
        Valid(
            "A\n",
            path="_includes/icons/a.svg",
            files={"b.md": "---\n---\n{% include icons/{{ page.icon }}.svg %}\n"},
        ),
        Valid(
            "A\n",
            path="_includes/a.html",
            files={"_includes/b.html": "{% include a.html %}", "_layouts/x.html": "{%- include b.html -%}"},
        ),
        Valid(
            "A\n",
            path="_includes/a.html",
            files={"b.md": "---\n---\n{% assign box = 'a.html' %}{% include {{ box }} %}\n"},
        ),
        Valid(
            "A\n",
            path="_includes/a.html",
            files={
                "_includes/text.html": "{% include {{ include.path }} %}",
                "c.md": "---\n---\n{% include text.html path='a.html' %}\n",
            },
        ),
        Valid(
            "A\n",
            path="_includes/a.html",
            files={
                "_includes/text.html": "{% include {{ include.path }} %}",
                "c.md": "---\n---\n{% include text.html path=page.text %}\n",
            },
        ),
        Valid(
            "A\n",
            path="_includes/a.html",
            files={"_config.yml": "remote_theme: some/theme\n", "b.md": "---\nlayout: page\n---\n"},
        ),
        Valid(
            "A\n", path="_includes/head-custom.html", files={"_config.yml": "theme: jekyll-theme-minimal\n"}
        ),
        Valid(
            "A\n",
            path="_includes/head-custom.html",
            files={"b.md": "---\n---\n"},
            why="the theme that GitHub Pages gives to sites without one includes it",
        ),
        Valid(
            "A\n",
            path="_includes/a.html",
            files={"_plugins/a.rb": "File.read(File.join(site.source, '_includes', name))\n"},
        ),
    )
    invalid = (
        Invalid(
            "A\n",
            path="_includes/head-custom.html",
            files={"_config.yml": "title: T\n", "netlify.toml": "", "b.md": "---\n---\n"},
            why="another than GitHub Pages builds it, and gives it no theme",
        ),
        Invalid("A\n", path="_includes/a.html", message="nothing includes", files={"b.md": "---\n---\n"}),
        Invalid(
            "A\n",
            path="_includes/a.html",
            files={"_includes/b.html": "{% include a.html %}", "c.md": "---\n---\n"},
            findings=2,
            why="what includes it is unused, too",
        ),
        Invalid(
            "A\n",
            path="_includes/a.html",
            files={"_config.yml": "title: T # also in a.html\n", "b.md": "---\n---\n"},
            why="a comment of the configuration sets nothing",
        ),
        Invalid(
            "A\n",
            path="_includes/a.html",
            files={
                "_config.yml": "theme: minima\n",
                "_layouts/page.html": "{{ content }}",
                "b.md": "---\nlayout: page\n---\n",
            },
            why="all layouts are the site's own",
        ),
        Invalid(
            "A\n",
            path="_includes/a.html",
            files={"_config.yml": "theme: jekyll-theme-minimal\n", "b.md": "---\n---\n"},
            why="it is known what this theme includes",
        ),
        Invalid(
            "A\n",
            path="_includes/a.html~",
            files={"_config.yml": "remote_theme: some/theme\n", "b.md": "---\nlayout: page\n---\n"},
            why="no theme asks for the backup of an editor",
        ),
        Invalid(
            "A\n",
            path="_includes/a.html",
            files={
                "_includes/text.html": "{% include {{ include.path }} %}",
                "_includes/b.html": "",
                "c.md": "---\n---\n{% include text.html path='b.html' %}\n",
            },
        ),
        Invalid(
            "A\n",
            path="_includes/box/a.html",
            files={"b.md": "---\n---\n{% include icons/{{ page.icon }}.svg %}\n"},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for path in site.unused_includes:
            yield self.finding(
                "nothing includes this file",
                Place(path, WHOLE_FILE),
                help="remove it; what else is wrong in it is not told",
            )
