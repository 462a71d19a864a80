"""What is said of GitHub Pages is what its gem says: github-pages 232, ``lib/github-pages/plugins.rb`` and
``configuration.rb``, read in 2026-11."""

from __future__ import annotations

from sitecheck.jekyll.configuration.pages_gem import (
    always_on_github_pages,
    converters_of_github_pages,
    forced_on_github_pages,
    kramdown_on_github_pages,
    runs_on_github_pages,
    themes_of_github_pages,
)

DEFAULT_PLUGINS = {
    *("jekyll-coffeescript", "jekyll-commonmark-ghpages", "jekyll-gist", "jekyll-github-metadata"),
    *("jekyll-paginate", "jekyll-relative-links", "jekyll-optional-front-matter", "jekyll-readme-index"),
    *("jekyll-default-layout", "jekyll-titles-from-headings"),
}
PLUGIN_WHITELIST = {
    *(*DEFAULT_PLUGINS, "jekyll-feed", "jekyll-redirect-from", "jekyll-seo-tag", "jekyll-sitemap"),
    *("jekyll-avatar", "jemoji", "jekyll-mentions", "jekyll-include-cache", "jekyll-octicons"),
    "jekyll-remote-theme",
}
THEMES = {
    *("minima", "jekyll-swiss"),
    *(
        f"jekyll-theme-{name}"
        for name in [
            "primer",
            "architect",
            "cayman",
            "dinky",
            "hacker",
            "leap-day",
            "merlot",
            "midnight",
            "minimal",
            "modernist",
            "slate",
            "tactile",
            "time-machine",
        ]
    ),
}
OVERRIDES = {
    "lsi": False,
    "safe": True,
    "highlighter": "rouge",
    "gist.noscript": False,
    "kramdown.template": "",
    "kramdown.math_engine": "mathjax",
    "kramdown.syntax_highlighter": "rouge",
    "plugins_dir": None,
    "whitelist": None,
}
"""``None`` for what nobody can choose: a random folder, and the list above."""
MARKDOWN = {"kramdown", "gfm", "commonmarkghpages"}


def test_the_plugins_are_those_of_the_gem() -> None:
    assert always_on_github_pages() == DEFAULT_PLUGINS
    assert runs_on_github_pages() == PLUGIN_WHITELIST


def test_settings_and_themes_are_those_of_the_gem() -> None:
    told = {name: value for name, value in OVERRIDES.items() if name != "whitelist"}  # nothing to act on
    assert forced_on_github_pages() == told
    forced = {f"kramdown.{name}": value for name, value in kramdown_on_github_pages().items()}
    assert forced == {name: value for name, value in OVERRIDES.items() if name.startswith("kramdown.")}
    assert themes_of_github_pages() == THEMES
    assert converters_of_github_pages() == MARKDOWN
