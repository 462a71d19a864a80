from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, ResolvedLink, SiteFacts, SiteRule, Valid, lazy_pattern
from sitecheck_rules.links._chosen import at_causes, chosen_links
from sitecheck_rules.links._told import told

_WANTS_SOURCE = lazy_pattern(
    r"\b(?:download|markdown|md|raw|source|plain|text|prompt|skill|template|llms?|view|edit)\b|\.md\b", re.I
)
"""Words in a link's text that promise the file itself."""
_MAKES_PAGES = "jekyll-optional-front-matter"
_OWN_BUILD = {"Gemfile": 'gem "jekyll"\n', "_config.yml": "plugins: []\n"}


class RawMarkdown(SiteRule):
    """A link leads to Markdown that is published as it is written.

    ## What it does

    Reports links of pages to Markdown files without front matter. Jekyll copies such a file, and
    jekyll-relative-links leaves its address alone, as it is no page. A link whose text promises the file
    itself ("download", "source", a name with `.md`) is left alone. GitHub Pages makes pages of most of these
    files by jekyll-optional-front-matter, so nothing is said of a site that it may build: one without a
    Gemfile, with the gem github-pages in it, or with a `CNAME`, where nothing else publishes it.

    ## Why is this bad?

    A visitor is shown the source as plain text, with its asterisks and brackets, without layout and
    navigation; many servers send it as a download.

    ## References

    - <https://jekyllrb.com/docs/static-files/>
    - <https://github.com/benbalter/jekyll-optional-front-matter>
    - <https://github.com/textpattern/textpattern.github.io/issues/61>
    - measured with Jekyll 4.3.4 and jekyll-relative-links 0.6.1
    """

    valid = (
        Valid("---\n---\n[notes](/notes.html)\n", files={"notes.md": "---\n---\n"}),
        Valid("---\n---\n[Download the notes](/notes.md)\n", files={"notes.md": "# Notes\n", **_OWN_BUILD}),
        Valid("---\n---\n[notes.md](/notes.md)\n", files={"notes.md": "# Notes\n", **_OWN_BUILD}),
        Valid(
            "---\n---\n[notes](/notes.md)\n",
            files={"notes.md": "# Notes\n", "_config.yml": "plugins: []\n"},
            why="GitHub Pages may build it",
        ),
        Valid(
            "---\n---\n[notes](/notes.md)\n",
            files={"notes.md": "# Notes\n", **_OWN_BUILD, "Gemfile": 'gem "github-pages"\n'},
            why="and runs its plugins whatever group of the Gemfile has them",
        ),
        Valid(
            "---\n---\n[notes](/notes.html)\n",
            files={
                "notes.md": "# Notes\n",
                "_config.yml": "plugins: [jekyll-optional-front-matter]\n",
            },
        ),
    )
    invalid = (
        Invalid(
            "---\n---\n[notes](/notes.md)\n",
            at="/notes.md",
            message="shown as plain text",
            help="front matter",
            files={"notes.md": "# Notes\n", **_OWN_BUILD},
        ),
        Invalid(
            "---\n---\n[notes](notes.md)\n",
            at="notes.md",
            files={
                "notes.md": "# Notes\n",
                "_config.yml": "plugins: [jekyll-relative-links]\n",
                "Gemfile": 'gem "jekyll"\ngem "jekyll-relative-links"\n',
            },
        ),
        Invalid(
            "---\n---\n[notes](/notes.md)\n",
            at="/notes.md",
            help="/notes.html",
            files={"notes.md": "# Notes\n", "_config.yml": "plugins: [jekyll-optional-front-matter]\n"},
            why="the source is published beside its page",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if _may_become_pages(site):
            return
        for resolved in at_causes(site, chosen_links(site, self.id, lambda each: _is_raw(site, each))):
            path = resolved.verdict.route.source if resolved.verdict.route is not None else None
            page = site.records.get(path or "")
            begin = f"begin {path} with front matter (two lines of ---), and link to its address as a page"
            yield told(
                self,
                resolved,
                f"this leads to the source {path}, which is shown as plain text",
                help=begin if page is None else f"link to its page, {site.site.baseurl}{page.url}",
            )


def _may_become_pages(site: SiteFacts) -> bool:
    """Whether a build elsewhere, by GitHub Pages or with the Gemfile, makes pages of what is copied here."""
    if _MAKES_PAGES in site.plugins:
        return False
    return site.site.may_run_its_plugins or _MAKES_PAGES in site.site.running


def _is_raw(site: SiteFacts, resolved: ResolvedLink) -> bool:
    route, link = resolved.verdict.route, resolved.link
    if resolved.verdict.status != "ok" or route is None or link.element not in ("a", "area"):
        return False
    source = (route.source or "").lower()
    is_markdown = route.kind == "static" and source.endswith(tuple(site.site.config.markdown_ext))
    return is_markdown and _WANTS_SOURCE.search(link.text) is None
