from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sitecheck.api import (
    WHOLE_FILE,
    Finding,
    Invalid,
    Place,
    SiteFacts,
    SiteRule,
    Valid,
    converters_of_github_pages,
    forced_on_github_pages,
    runs_on_github_pages,
    themes_of_github_pages,
)
from sitecheck_rules.config._settings import dead_setting

_GEMFILE = {"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n"}
_LOADED = ("github-pages", "jekyll", "kramdown", "kramdown-parser-gfm", "liquid", "rouge")
"""What GitHub Pages loads as a part of Jekyll, whatever the list of plugins says."""


class IgnoredByGithubPages(SiteRule):
    """GitHub Pages ignores a plugin or a setting of the site.

    ## What it does

    Where it is known that GitHub Pages builds the site, reports plugins that it does not run, Ruby code of
    the site's own, settings that it sets itself (`highlighter`, `plugins_dir`, `kramdown: {math_engine: …}`
    …) and themes that it does not have. That is known when the settings of sitecheck say so (`jekyll:
    {github-pages: true}`), or when the Gemfile has the gem `github-pages` and nothing in the repository
    builds or deploys the site: no workflow, no file of another service, no script that pushes what it built.

    ## Why is this bad?

    Everything works on the author's machine. GitHub Pages skips the plugin without a word: its pages are
    missing, its filters change nothing, and its tags stop the build.

    ## References

    - <https://docs.github.com/pages/setting-up-a-github-pages-site-with-jekyll/about-github-pages-and-jekyll>
    - <https://pages.github.com/versions/>
    - <https://github.com/github/pages-gem/issues/442>
    """

    valid = (
        Valid(
            files={"_config.yml": "plugins: [jekyll-feed]\nhighlighter: rouge\ntheme: minima\n", **_GEMFILE}
        ),
        Valid(
            files={"_config.yml": "whitelist: [jekyll-sitemap]\n", **_GEMFILE},
            why="it changes nothing, and themes come with it",
        ),
        Valid(files={"_config.yml": "plugins: [rouge]\n", **_GEMFILE}, why="it is a part of Jekyll"),
        Valid(files={"_config.yml": "plugins: [jekyll-archives]\n"}, why="nobody knows who builds it"),
        Valid(
            files={
                "_config.yml": "plugins: [jekyll-archives]\n",
                ".github/workflows/pages.yml": "steps:\n  - uses: actions/deploy-pages@v4\n",
                **_GEMFILE,
            },
            why="a workflow builds it",
        ),
        Valid(
            "highlighter: pygments\n",
            path="_config.yml",
            files=_GEMFILE,
            why="nothing is lost: Jekyll itself has taken Rouge for it for long",
        ),
    )
    invalid = (
        Invalid(
            "plugins:\n  - jekyll-archives\n",
            path="_config.yml",
            files=_GEMFILE,
            at="jekyll-archives",
            message="GitHub Pages does not run jekyll-archives",
        ),
        Invalid(
            "kramdown:\n  math_engine: katex\n",
            path="_config.yml",
            files=_GEMFILE,
            at="katex",
            message="GitHub Pages sets kramdown.math_engine to mathjax",
        ),
        Invalid(
            "theme: just-the-docs\n",
            path="_config.yml",
            files=_GEMFILE,
            at="just-the-docs",
            message="GitHub Pages does not have the theme just-the-docs",
            help="remote_theme",
        ),
        Invalid(
            "module A; end\n",
            path="_plugins/a.rb",
            files={"index.md": "---\n---\n", "_plugins/b.rb": "module B; end\n", **_GEMFILE},
            message="GitHub Pages does not run Ruby code of the site (2 files)",
        ),
        Invalid(
            "plugins: [jekyll-archives]\n",
            path="_config.yml",
            files={".sitecheck.yml": "jekyll: {github-pages: true}\n"},
            message="jekyll-archives",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if not site.site.on_github_pages:
            return
        for file in site.site.config.files:
            for entry in file.entries:
                told = _ignored(tuple(map(str, entry.path)), entry.data)
                if told is not None and not dead_setting(entry.path, entry.data):  # ignored-config-key tells
                    yield self.finding(told[0], Place(file.path, entry.value), help=told[1])
        own = site.site.own_ruby.files
        if own:
            more = f" ({len(own):,} files)" if len(own) > 1 else ""
            yield self.finding(
                f"GitHub Pages does not run Ruby code of the site{more}",
                Place(site.site.placed(own[0]), WHOLE_FILE),
                help="build the site in a workflow that deploys it, or do without",
            )


def _ignored(path: tuple[str, ...], value: Any) -> tuple[str, str] | None:
    """What is said of a setting, and what to do; ``None`` where GitHub Pages heeds it."""
    workflow = "build the site in a workflow that deploys it, or do without"
    if len(path) == 2 and path[0] in ("plugins", "gems") and isinstance(value, str):
        if value in runs_on_github_pages() or value in _LOADED or value in themes_of_github_pages():
            return None
        return f"GitHub Pages does not run {value}", workflow
    name = ".".join(path)
    if (name, value) == ("safe", False):
        return None  # Jekyll's own default, and all that it hinders is the site's Ruby, of which is told
    if name in forced_on_github_pages():
        forced = forced_on_github_pages()[name]
        if forced in (value, str(value).lower()):
            return None
        shown = "itself" if forced is None else f"to {json.dumps(forced).strip(chr(34)) or 'nothing'}"
        return f"GitHub Pages sets {name} {shown}", f"remove it here, or {workflow.partition(',')[0]}"
    if name == "markdown" and isinstance(value, str) and value.lower() not in converters_of_github_pages():
        return f"GitHub Pages converts Markdown with kramdown, not with {value}", "write kramdown or GFM"
    if name == "theme" and isinstance(value, str) and value not in themes_of_github_pages():
        return (
            f"GitHub Pages does not have the theme {value}",
            "name its repository: remote_theme: owner/name",
        )
    return None
