"""What plugins bring to Liquid, and whether that is all."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import Site
from sitecheck.model.unknown import ReasonKind


def kinds(site: Site) -> list[ReasonKind]:
    return [reason.kind for reason in site.liquid_names.reasons]


def test_plugins_whose_names_are_known_leave_nothing_open(make: MakeSite) -> None:
    names = make({"_config.yml": "plugins: [jekyll-seo-tag, jekyll-toc]\n"}).liquid_names
    assert names.reasons == ()
    assert "seo" in names.tags
    assert "toc_only" in names.filters
    assert names.why_filter("toc_only")
    assert names.why_filter("shout") == ()


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"_config.yml": "plugins: [some-gem]\n"}, ReasonKind.PLUGIN_PAGES),
        ({"_config.yml": "theme: some-theme\n", "Gemfile": "gem 'jekyll'\n"}, ReasonKind.THEME_FILE),
        ({"Gemfile": "group :jekyll_plugins do\n  gem 'some-gem'\nend\n"}, ReasonKind.GEMFILE_PLUGIN),
    ],
)
def test_what_nobody_has_read_may_bring_more(make: MakeSite, files: dict[str, str], kind: ReasonKind) -> None:
    assert kinds(make(files)) == [kind]


@pytest.mark.parametrize(
    ("theme", "gemfile", "tag"),
    [
        ("theme: minima", "gem 'jekyll'\n", "seo"),
        ("theme: just-the-docs", "gem 'jekyll'\n", "include_cached"),
        ("theme: some-theme", "gem 'github-pages'\n", "avatar"),
        ("remote_theme: a/b", "gem 'github-pages'\n", "avatar"),
    ],
)
def test_what_a_theme_brings_is_known(make: MakeSite, theme: str, gemfile: str, tag: str) -> None:
    """Of a theme whose gem was read, and of any that GitHub Pages builds, which loads what it allows alone."""
    site = make({"_config.yml": f"{theme}\n", "Gemfile": gemfile})
    assert (kinds(site), tag in site.liquid_names.tags) == ([], True)


def test_own_ruby_brings_what_it_registers_and_what_its_modules_have(make: MakeSite) -> None:
    ruby = "Liquid::Template.register_tag('box', Box)\nmodule M\n  def shout(a)\n  end\nend\n"
    site = make({"_plugins/a.rb": ruby})
    assert ("box" in site.liquid_names.tags, "shout" in site.liquid_names.filters) == (True, True)
    assert kinds(site) == []
    assert kinds(make({"_plugins/a.rb": ruby, "_plugins/b.rb": "register_tag(name, Box)\n"})) == [
        ReasonKind.OWN_PLUGIN
    ]
    safe = make({"_config.yml": "safe: true\n", "_plugins/a.rb": ruby})
    assert (kinds(safe), "box" in safe.liquid_names.tags) == ([], False)


@pytest.mark.parametrize(
    ("gem", "config", "host", "known"),
    [
        ("github-pages", "", "", True),
        ("github-pages", "", "netlify.toml", True),
        ("jekyll", "", "", False),  # GitHub Pages may build it, and nothing tells that it does
        ("jekyll", "", "CNAME", True),  # it heeds no Gemfile
        ("jekyll", "", "netlify.toml", False),
        ("github-pages", "theme: jekyll-theme-cayman\n", "", True),
        ("jekyll", "theme: jekyll-theme-cayman\n", "", False),
    ],
)
def test_the_theme_of_the_gem_github_pages_brings_its_plugins(
    make: MakeSite, gem: str, config: str, host: str, known: bool
) -> None:
    files = {"Gemfile": f"gem '{gem}', group: :jekyll_plugins\n", "_config.yml": config}
    site = make(files | ({host: ""} if host else {}))
    assert ("seo" in site.liquid_names.tags) is known


def test_github_pages_needs_no_plugins_setting_for_its_own(make: MakeSite) -> None:
    assert "gist" in make({"_config.yml": "title: A\n"}).liquid_names.tags
    assert "gist" not in make({"Gemfile": "gem 'jekyll'\n"}).liquid_names.tags
