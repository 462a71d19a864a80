"""Plugins that nobody asks for: where GitHub Pages builds, Markdown without front matter becomes pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import SiteOptions, load_site
from sitecheck.testing import write_site

GEM = {"Gemfile": "gem 'github-pages', group: :jekyll_plugins\n"}
THEME = {"_config.yml": "theme: jekyll-theme-cayman\n"}
OWN = {"index.html": "---\n---\n"}
README = {"README.md": "# Home\n"}
BUILD = "jobs:\n  a:\n    steps:\n      - uses: actions/jekyll-build-pages@v1\n        with:\n          source: {}\n"
ACTION = ".github/workflows/pages.yml"
DEPLOY = "jobs:\n  a:\n    steps:\n      - uses: actions/deploy-pages@v4\n"


@pytest.mark.parametrize(
    ("files", "are_pages"),
    [
        (THEME, True),
        ({**THEME, **OWN}, True),
        ({"_config.yml": "theme: minima\n", **OWN}, False),
        ({"_config.yml": "theme: jekyll-theme-other\n", **OWN}, False),
        ({**THEME, **OWN, "Gemfile": "gem 'jekyll'\n"}, False),
        ({**THEME, **OWN, "Gemfile.lock": "GEM\n"}, False),
        ({**THEME, **OWN, "_plugins/a.rb": "# none\n"}, False),
        ({**THEME, **OWN, "netlify.toml": ""}, False),
        ({**THEME, **OWN, "docs/_config.yml": ""}, False),
        ({**THEME, **OWN, ".nojekyll": ""}, False),
        ({**THEME, **OWN, ACTION: DEPLOY}, False),
        ({**THEME, **OWN, ACTION: "run: make test\n"}, True),
        # no page but what those plugins make
        (README, True),
        ({"readme.md": "# Home\n"}, True),
        ({"index.md": "# Home\n"}, True),
        ({**README, **OWN}, False),
        ({**README, "index.htm": ""}, False),
        ({**README, "other.html": "copied"}, True),
        ({**README, "other.md": "---\n---\n"}, False),
        ({**README, "_posts/2024-01-01-a.md": "---\n---\n"}, False),
        ({**README, "_config.yml": "collections: {c: {output: true, permalink: /}}\n", "_c/a.md": "---\n---\n"}, False),
        ({**README, "assets/css/style.scss": "---\n---\n", "feed.xml": "---\n---\n"}, True),
        ({**README, "404.html": "---\n---\n"}, True),
        ({**README, "404.html": "---\npermalink: /lost.html\n---\n"}, False),
        ({**README, "a.xhtml": "---\n---\n"}, False),
        ({}, False),
        ({"docs/README.md": "# Home\n"}, False),
        ({**README, "_plugins/a.rb": "# none\n"}, False),
        ({**README, "_config.yml": "plugins: [jekyll-readme-index]\n"}, False),
        ({**README, "_config.yml": "plugins: [jekyll-feed]\n"}, True),
        ({**THEME, **OWN, "_config.yml": THEME["_config.yml"] + "plugins: [jekyll-relative-links]\n"}, True),
        ({**README, "_config.yml": None}, False),
        ({**README, "Gemfile": "gem 'jekyll'\n"}, False),
        ({**README, "Gemfile": "gem 'jekyll'\n", "CNAME": "example.org\n"}, True),
        ({**README, **OWN, "Gemfile": "gem 'jekyll'\n", "CNAME": "example.org\n"}, False),
        ({**THEME, **OWN, "Gemfile": "gem 'jekyll'\n", "CNAME": "example.org\n"}, True),
        ({**README, "Gemfile": "gem 'jekyll'\n", "CNAME": "example.org\n", "netlify.toml": ""}, False),
        # the gem alone may be left aside
        ({**README, **GEM}, True),
        ({**OWN, **GEM}, False),
        ({**OWN, **GEM, **THEME}, False),
        # a workflow with the action of GitHub Pages
        ({**OWN, ACTION: BUILD.format("./")}, True),
        ({**OWN, ACTION: BUILD.format("'.'")}, True),
        ({**OWN, ACTION: BUILD.partition("        with")[0]}, True),
        ({**OWN, ACTION: BUILD.format("./docs")}, False),
        ({**OWN, ACTION: BUILD.replace("- uses", "# uses").format("./")}, False),
        ({**OWN, **GEM, ACTION: BUILD.format("./")}, True),
    ],
)  # fmt: skip
def test_where_markdown_without_front_matter_becomes_pages(
    files: dict[str, str | None], are_pages: bool, tmp_path: Path
) -> None:
    every = {"_config.yml": "title: T\n", "two.md": "# Two\n", **files}
    write_site(tmp_path, {name: text for name, text in every.items() if text is not None})
    outputs = {route.output for route in load_site(tmp_path).routes}
    assert ("two.html" in outputs) is are_pages
    assert "two.md" in outputs


@pytest.mark.parametrize(
    ("folder", "files", "are_pages"),
    [
        ("docs", {}, True),
        ("site", {}, False),
        ("docs", {"netlify.toml": ""}, False),
        ("docs", {ACTION: DEPLOY}, False),
        ("docs", {ACTION: BUILD.format("./docs")}, True),
        ("site", {ACTION: BUILD.format("/site/")}, True),
        ("docs", {ACTION: BUILD.format("./")}, False),
        ("docs", {"docs/Gemfile": "gem 'jekyll'\n"}, False),
        ("docs", {"docs/Gemfile": "gem 'jekyll'\n", "docs/CNAME": "example.org\n"}, True),
    ],
)
def test_a_folder_of_a_repository(
    folder: str, files: dict[str, str], are_pages: bool, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    write_site(tmp_path, {f"{folder}/_config.yml": "title: T\n", f"{folder}/index.md": "# A\n", **files})
    outputs = {route.output for route in load_site(tmp_path / folder).routes}
    assert ("index.html" in outputs) is are_pages


def test_settings_say_that_github_pages_builds(tmp_path: Path) -> None:
    write_site(tmp_path, {**OWN, "two.md": "# Two\n"})
    site = load_site(tmp_path, SiteOptions(github_pages=True))
    assert [page.path for page in site.pages] == ["index.html", "two.md"]
    assert site.paginates


def test_no_page_is_made_where_a_file_is_copied(tmp_path: Path) -> None:
    """What is written last is seen, and nobody has asked for the other."""
    write_site(tmp_path, {**THEME, "two.md": "# Two\n", "three.md": "# Three\n", "three.html": "copied"})
    site = load_site(tmp_path)
    assert [page.path for page in site.pages] == ["two.md"]
    assert not site.collisions


def test_such_pages_are_read_as_any_other(tmp_path: Path) -> None:
    files = {
        **THEME,
        "index.md": "# A\n\n[x](gone.md) [y](two.md#none) [z](two.md#two)\n",
        "two.md": "# Two\n",
    }
    write_site(tmp_path, files)
    found = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    assert [(each.rule, each.message) for each in found.findings] == [
        ("broken-link", "gone.md leads nowhere"),
        ("broken-anchor", "two.md has no anchor #none"),
    ]
