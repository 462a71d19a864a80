"""What the layouts of a theme give to pages, where its gem is not here but its templates are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.theme_layouts import layout_template
from sitecheck.engine.check_site import check_site
from sitecheck.engine.listings.list_heads import list_heads
from sitecheck.engine.listings.listing import list_links
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import Layout, load_site
from sitecheck.jekyll.templates.recipes import LAYOUT
from sitecheck.model.finding import Finding
from sitecheck.model.span import Place, Span
from sitecheck.testing import write_site

THEME = "theme: minima\n"
BLOG = {
    "_config.yml": THEME,
    "index.md": "---\nlayout: home\n---\n[menu](#nav-trigger) [gone](#gone)\n",
    "_posts/2024-01-02-one.md": "---\nlayout: post\ntitle: One\n---\n",
}


def seen(folder: Path, page: str) -> set[tuple[str, str]]:
    rows = list_links(str(folder), read_settings(None), Call(), pages=True)
    return {(row["href"], row["status"]) for row in rows if row["page"] == page and row["kind"] == "a"}


def findings(folder: Path, *rules: str) -> list[Finding]:
    settings = read_settings(None, only=rules)
    return list(check_site(RunOptions(str(folder), settings, jobs=1)).findings)


def test_links_and_ids_of_its_layouts_are_the_pages(tmp_path: Path) -> None:
    write_site(tmp_path, BLOG)
    assert seen(tmp_path, "index.md") == {
        ("/", "ok"),
        ("/2024/01/02/one.html", "ok"),
        ("/feed.xml", "ok"),
        ("#nav-trigger", "ok"),
        ("#gone", "broken-anchor"),
    }


def test_a_layout_of_the_theme_stands_where_the_theme_is_named(tmp_path: Path) -> None:
    reader = SiteReader(load_site(write_site(tmp_path, BLOG)))
    layout, place = Layout("post", f"{LAYOUT}post", {}), Place("_config.yml", Span(7, 13))
    template = layout_template(layout, reader, place)
    assert template is not None
    assert template.path == "_config.yml"
    assert layout_template(layout, reader, None) is None, "where nothing names it"


def test_files_of_the_site_go_before_those_of_the_theme(tmp_path: Path) -> None:
    own = {"_includes/header.html": "<a href='/own/'>x</a>", "_layouts/post.html": "<a href='/alone/'>x</a>"}
    write_site(tmp_path, {**BLOG, **own})
    assert {("/own/", "broken-page"), ("/feed.xml", "ok")} <= seen(tmp_path, "index.md")
    assert seen(tmp_path, "_posts/2024-01-02-one.md") == {("/alone/", "broken-page")}


def test_what_the_theme_writes_is_told_only_where_it_leads_nowhere(tmp_path: Path) -> None:
    write_site(tmp_path, {**BLOG, "_config.yml": f"{THEME}feed: {{path: atom.xml}}\n"})
    (found,) = (each for each in findings(tmp_path, "links") if each.place.path == "_config.yml")
    assert (found.rule, found.message) == ("broken-link", "/feed.xml leads nowhere")
    assert "a layout of the theme writes it" in found.help
    assert found.fix is None


def test_the_head_is_that_of_a_layout_of_the_site_around_one_of_the_theme(tmp_path: Path) -> None:
    own = "<html><head><title>Own</title></head><body>{{ content }}</body></html>\n"
    write_site(tmp_path, {**BLOG, "_layouts/default.html": own})
    pages = list_heads(str(tmp_path), read_settings(None), Call())["pages"]
    titles = {page["path"]: page["head"]["title"].get("value") for page in pages}
    assert titles == {"index.md": "Own", "_posts/2024-01-02-one.md": "Own"}


@pytest.mark.parametrize(
    ("files", "is_known"),
    [
        ({}, True),
        ({"Gemfile": 'gem "minima", "~> 2.0"\n'}, True),
        ({"Gemfile": 'gem "minima", "~> 2.4.0"\n'}, False),
        ({"Gemfile": 'gem "minima", ">= 3.0"\n'}, False),
        ({"Gemfile.lock": "GEM\n  specs:\n    minima (2.5.1)\n"}, True),
        ({"Gemfile.lock": "GEM\n  specs:\n    minima (2.4.9)\n"}, False),
        ({"Gemfile.lock": "GEM\n  specs:\n    minima (3.0.0)\n"}, False),
        ({"_config.yml": "theme: Minima\n"}, True),
        ({"_config.yml": "theme: minimal\n"}, False),
        ({"_config.yml": "theme: minima\nremote_theme: jekyll/minima\n"}, False),
        ({"_config.yml": "theme: [minima]\n"}, False),
    ],
)
def test_the_templates_stand_for_some_releases(
    files: dict[str, str], is_known: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitecheck.jekyll.plugins.theme._ON_MACHINE", ())
    if "Gemfile.lock" in files:
        files = {"Gemfile": 'gem "minima"\n', **files}
    site = load_site(write_site(tmp_path, {**BLOG, **files}))
    assert (site.theme_files is not None) is is_known
    assert site.is_made("assets/main.css") is is_known


@pytest.mark.parametrize(
    ("config", "gemfile", "is_open"),
    [
        (THEME, "gem 'jekyll'\n", False),
        (THEME, "gem 'minima', '~> 2.5'\n", False),
        (THEME, "gem 'minima', '~> 3.0'\n", True),
        ("theme: some-theme\n", "gem 'jekyll'\n", True),
    ],
)
def test_a_theme_whose_assets_are_known_brings_no_others(
    tmp_path: Path, config: str, gemfile: str, is_open: bool
) -> None:
    site = load_site(write_site(tmp_path, {"_config.yml": config, "Gemfile": gemfile}))
    assert bool(site.may_exist("assets/js/none.js")) is is_open
