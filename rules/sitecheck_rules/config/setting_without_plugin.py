from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sitecheck.api import (
    Finding,
    Invalid,
    Place,
    SiteFacts,
    SiteRule,
    Valid,
    always_on_github_pages,
    pager_template,
)

_SETTINGS: Mapping[str, tuple[str, ...]] = {
    "jekyll-archives": ("jekyll-archives", "jekyll-archives-v2"),
    "pagination": ("jekyll-paginate-v2",),
    "autopages": ("jekyll-paginate-v2",),
    "paginate": ("jekyll-paginate", "jekyll-paginate-v2"),
    "titles_from_headings": ("jekyll-titles-from-headings",),
    "relative_links": ("jekyll-relative-links",),
    "optional_front_matter": ("jekyll-optional-front-matter",),
    "readme_index": ("jekyll-readme-index",),
    "jekyll-mentions": ("jekyll-mentions",),
    "scholar": ("jekyll-scholar",),
}
"""A key of the configuration and the plugins that read it, from the plugins' own code."""
_KEYS: Mapping[str, tuple[str, ...]] = {
    "redirect_from": ("jekyll-redirect-from",),
    "redirect_to": ("jekyll-redirect-from",),
    "pagination": ("jekyll-paginate-v2",),
}
"""The same of front matter."""


class SettingWithoutPlugin(SiteRule):
    """A setting is that of a plugin which does not run.

    ## What it does

    Reports settings such as `paginate`, `jekyll-archives` and `relative_links` in `_config.yml`, and
    `redirect_from`, `redirect_to` and `pagination` in front matter, when the plugin that reads them is not in
    `plugins` nor in the Gemfile's group `jekyll_plugins`, and nothing else in the site reads them. Also
    reports `paginate` when no `index.html` shows the list: it must lie in the folder of `paginate_path`, or
    above. Sites with a theme that is not here or
    with plugins of their own may load it there, and are left alone. Without a Gemfile the plugins that GitHub
    Pages runs on every site are taken to run.

    ## Why is this bad?

    Nothing happens, without a word: no list is divided, no redirect is made, old addresses lead nowhere.

    ## References

    - <https://jekyllrb.com/docs/plugins/installation/>
    - <https://jekyllrb.com/docs/pagination/>
    """

    valid = (
        Valid(files={"_config.yml": "paginate: 5\nplugins: [jekyll-paginate]\n", "index.html": "---\n---\n"}),
        Valid(
            files={"_config.yml": "scholar: {style: apa}\ntheme: somebody-theme\n"},
            why="the theme may load it",
        ),
        Valid(
            files={
                "_config.yml": "paginate: 5\n",
                "Gemfile": "gem 'jekyll', '~> 2.0'\n",
                "index.html": "---\n---\n",
            },
            why="Jekyll 2 loads jekyll-paginate by itself",
        ),
        Valid(
            files={
                "_config.yml": "paginate: 5\npaginate_path: /blog/page:num/\nplugins: [jekyll-paginate]\n",
                "blog/index.html": "---\n---\n",
            }
        ),
        Valid(files={"_config.yml": "relative_links: {enabled: true}\n"}, why="GitHub Pages always runs it"),
        Valid(
            files={
                "_config.yml": "plugins: [jekyll-archives-v2]\njekyll-archives: {posts: {enabled: [year]}}\n",
                "Gemfile": "gem 'jekyll'\n",
            },
            why="a plugin that does the same reads it, too",
        ),
        Valid(
            "---\nredirect_from: /old/\n---\n",
            files={"Gemfile": "group :jekyll_plugins do\n  gem 'jekyll-redirect-from'\nend\n"},
        ),
        Valid(
            files={
                "_config.yml": "relative_links: {enabled: true}\n",
                "Gemfile": "gem 'github-pages', group: :jekyll_plugins\n",
            }
        ),
        Valid(
            "---\nredirect_to: /new/\n---\n",
            files={"_layouts/r.html": "<meta http-equiv=refresh content='0;url={{ page.redirect_to }}'>"},
        ),
        Valid(
            files={"_config.yml": "source: pages\npaginate: 5\nplugins: [jekyll-paginate]\n"},
            why="the folder is not there; what is in it, nobody knows",
        ),
    )
    invalid = (
        Invalid(
            "paginate: 5\n",
            path="_config.yml",
            files={"Gemfile": "gem 'jekyll'\n"},
            at="paginate",
            message="jekyll-paginate does not run",
        ),
        Invalid(
            "paginate: 5\nplugins: [jekyll-paginate]\n",
            path="_config.yml",
            at="paginate",
            message="no index.html",
        ),
        Invalid(
            "paginate: 5\nplugins: [jekyll-paginate]\n",
            path="_config.yml",
            files={
                "blog/index.html": "---\n---\n",
            },
            at="paginate",
            message="no index.html lies on the way to /page:num",
            help="/blog/page:num/ for blog/index.html",
        ),
        Invalid(
            "---\nredirect_from: /old/\n---\n",
            files={"Gemfile": "gem 'jekyll'\n", "_config.yml": "plugins: []\n"},
            at="redirect_from",
            message="redirect_from has no effect: jekyll-redirect-from does not run",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        if site.theme or site.has_own_plugins or site.site.config.is_on("safe"):
            return
        running = site.site.running
        if site.site.may_run_its_plugins:
            running |= always_on_github_pages()
        asked = {name for facts in site.files.values() for name in facts.names}
        for file in site.site.config.files:
            for entry in file.entries:
                name = entry.path[0]
                if (
                    len(entry.path) == 1
                    and entry.key is not None
                    and isinstance(name, str)
                    and name not in asked
                ):
                    yield from self._of_setting(
                        site, running, (name, entry.data), Place(file.path, entry.key)
                    )
        for name, plugins in _KEYS.items():
            if name not in asked and running.isdisjoint(plugins):
                yield from self._of_key(site, name, plugins[0])

    def _of_setting(
        self, site: SiteFacts, running: frozenset[str], setting: tuple[str, Any], place: Place
    ) -> Iterator[Finding]:
        name, value = setting
        plugins = _SETTINGS.get(name, ())
        if not plugins or not value:
            return
        if running.isdisjoint(plugins):
            yield self.finding(
                f"{name} has no effect: {plugins[0]} does not run",
                place,
                help=f"add {plugins[0]} to plugins and to the Gemfile, or remove the setting",
            )
            return
        if name == "paginate" and "jekyll-paginate-v2" not in running:
            yield from self._of_list(site, place)

    def _of_list(self, site: SiteFacts, place: Place) -> Iterator[Finding]:
        """What jekyll-paginate finds nothing to divide for."""
        lists = [page.path for page in site.site.pages if page.name == "index.html" and page.path is not None]
        way = str(site.site.config["paginate_path"])
        if not lists and any(each.kind == "no-source" for each in site.site.problems):
            return  # the pages lie elsewhere, which is told
        if not lists:
            yield self.finding(
                "paginate has no effect: there is no index.html",
                place,
                help="the list of posts must be in a file of that name; index.md is not divided",
            )
        elif pager_template(site.site.pages, way) is None:
            example = f"/{lists[0].removesuffix('index.html')}page:num/ for {lists[0]}"
            yield self.finding(
                f"paginate has no effect: no index.html lies on the way to {way}",
                place,
                help=f"write a paginate_path below the folder of the list: {example}",
            )

    def _of_key(self, site: SiteFacts, name: str, plugin: str) -> Iterator[Finding]:
        pages = [(facts, key) for facts in site.pages() if (key := facts.key(name)) is not None]
        if pages:
            facts, key = pages[0]
            more = f" on {len(pages):,} pages" if len(pages) > 1 else ""
            yield self.finding(
                f"{name} has no effect{more}: {plugin} does not run",
                Place(facts.path, key.key),
                help=f"add {plugin} to plugins in _config.yml and to the Gemfile, or remove the key",
                pages=len(pages),
            )
