"""Pages that plugins make, on sites small enough to read; the bulk is compared with real Jekyll."""

from __future__ import annotations

import time

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import Site
from sitecheck.jekyll.generators import plugin_pages as plugins

PAGE = "---\ntitle: T\n---\n"


def made(site: Site) -> list[str]:
    return sorted(route.output for route in site.routes if route.source is None)


@pytest.mark.parametrize(
    ("config", "files", "outputs"),
    [
        ("plugins: [jekyll-feed, jekyll-sitemap]", {}, ["feed.xml", "robots.txt", "sitemap.xml"]),
        ("plugins: [jekyll-feed, jekyll-sitemap]", {"feed.xml": "x", "robots.txt": "x"}, ["sitemap.xml"]),
        ("plugins: [jekyll-feed]\nfeed: {path: atom.xml, categories: [news]}", {},
         ["atom.xml", "feed/news.xml"]),
        ("plugins: [jekyll-redirect-from]", {"a.md": "---\nredirect_from: [/old, /older/]\n---\n"},
         ["old.html", "older/index.html", "redirects.json"]),
        ("plugins: [jekyll-archives]\njekyll-archives: {enabled: [year, tags]}",
         {"_posts/2024-01-02-x.md": "---\ntags: [A b]\n---\n"}, ["2024/index.html", "tag/a-b/index.html"]),
        ("plugins: []", {"css/main.scss": PAGE}, ["css/main.css.map"]),
        ("sass: {sourcemap: never}", {"css/main.scss": PAGE}, []),
        ("", {"a.md": "---\nredirect_from: /old\n---\n"}, []),
    ],
)  # fmt: skip
def test_generated_files(make: MakeSite, config: str, files: dict[str, str], outputs: list[str]) -> None:
    assert made(make({"_config.yml": config + "\n", **files})) == outputs


def test_markdown_without_front_matter_becomes_a_page_with_the_plugin(make: MakeSite) -> None:
    files = {
        "notes.md": "# Notes\n",
        "README.md": "# Read\n",
        "docs/README.md": "# Docs\n",
        "LICENSE.md": "x",
    }
    plain = make(files)
    assert all(route.kind == "static" for route in plain.routes)
    config = "plugins: [jekyll-optional-front-matter, jekyll-readme-index, jekyll-titles-from-headings]\n"
    site = make({**files, "_config.yml": config})
    pages = {page.path: (page.url, page.data.get("title")) for page in site.pages}
    assert pages == {
        "notes.md": ("/notes.html", "Notes"),
        "README.md": ("/", "Read"),
        "docs/README.md": ("/docs/", "Docs"),
    }


def test_github_pages_has_these_plugins_without_being_asked(make: MakeSite) -> None:
    site = make({"notes.md": "# Notes\n", "_layouts/page.html": ""}, github_pages=True)
    page = next(each for each in site.pages if each.path == "notes.md")
    assert page.data["layout"] == "page"
    assert page.url == "/notes.html"
    assert made(site) == []


def test_paginate_v2_puts_pages_in_place_of_the_template(make: MakeSite) -> None:
    site = make(
        {
            "_config.yml": "plugins: [jekyll-paginate-v2]\npagination: {enabled: true, per_page: 1}\n",
            "blog/index.html": "---\npagination: {enabled: true, tag: a}\n---\n",
            "_posts/2024-01-01-x.md": "---\ntags: [a]\n---\n",
            "_posts/2024-01-02-y.md": "---\ntags: [A, b]\n---\n",
            "_posts/2024-01-03-z.md": PAGE,
        }
    )
    outputs = [page.output for page in site.pages]
    assert outputs == ["blog/index.html", "blog/page2/index.html"]
    assert site.by_source["blog/index.html"].output == "blog/index.html"


def test_the_title_of_a_heading_full_of_blanks_is_read_in_linear_time() -> None:
    blanks = " \t" * 40_000
    started = time.process_time()
    assert plugins._heading(f"# A{blanks}b ##\nText\n") == "A b"
    assert plugins._heading(f"{blanks}x\n") == ""
    assert time.process_time() - started < 5


def test_imagemagick_makes_the_sizes_and_formats_of_its_settings(make: MakeSite) -> None:
    settings = "imagemagick:\n  enabled: {}\n  widths: [0, 480]\n  input_directories: [img/, pics]\n"
    formats = "  input_formats: ['.png']\n  output_formats: {webp: ''}\n"
    images = dict.fromkeys(
        ("img/a.png", "img/b/c.PNG", "img/d.jpg", "pics/e.png", "pics2/f.png", "x.png"), ""
    )

    def outputs(enabled: str) -> set[str]:
        config = f"plugins: [jekyll-imagemagick]\n{settings.format(enabled)}{formats}"
        return {
            output for output in make({"_config.yml": config, **images}).by_output if output.endswith("webp")
        }

    assert outputs("true") == {
        *("img/a.webp", "img/a-480.webp", "img/b/c.webp", "img/b/c-480.webp"),
        *("pics/e.webp", "pics/e-480.webp", "pics2/f.webp", "pics2/f-480.webp"),
    }
    assert outputs("false") == set()


def test_what_paginate_v2_makes_by_itself_may_exist(make: MakeSite) -> None:
    settings = "autopages: {enabled: true, tags: {enabled: false}, categories: {permalink: '/c/:cat/'}}"
    site = make({"_config.yml": f"plugins: [jekyll-paginate-v2]\n{settings}\n"})
    assert site.may_exist("c/cars/2/index.html")
    assert site.may_exist("collection/books/index.html")
    assert not site.may_exist("tag/x/index.html")
    assert not site.may_exist("cars.html")
    assert not make({"_config.yml": "plugins: [jekyll-paginate-v2]\n"}).may_exist("category/cars/index.html")
