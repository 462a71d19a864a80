"""A setting of another kind than it should be stops no rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.testing import check_folder, write_site

KEYS = """
url baseurl title description lang author email logo theme remote_theme repository domain timezone encoding permalink
paginate paginate_path markdown highlighter kramdown liquid sass plugins gems include exclude keep_files collections
collections_dir defaults destination source layouts_dir includes_dir data_dir plugins_dir future unpublished
show_drafts limit_posts lsi strict_front_matter markdown_ext feed sitemap archives jekyll-archives scholar social
twitter facebook webmaster_verifications google_analytics navigation incremental safe host port detach
"""
FILES = {
    "_layouts/x.html": "<html><head><title>{{ page.title }} | {{ site.title }}</title>{% seo %}"
    '<link rel="canonical" href="{{ page.url | absolute_url }}"></head><body>{{ content }}</body></html>\n',
    "a.md": "---\nlayout: x\ntitle: A\ntags: [a, B]\n---\n# A\n\n[b](b.html) ![c](/c.png) $$x$$ {{ site.title | upcase }}\n",
    "_posts/2024-05-06-p.md": "---\nlayout: x\ndate: 2024-05-06 10:00\n---\nText [a]({{ site.baseurl }}/a.html)\n",
    "_boats/b.md": "---\ntitle: B\n---\nText\n",
    "index.html": "---\n---\n{{ paginator.next_page_path }}{% for post in paginator.posts %}{{ post.url }}{% endfor %}\n",
    "_posts/2024-05-05-o.md": "---\n---\n```\na\n```\n",
}


@pytest.mark.parametrize(
    "value", ["5", "1.5", "true", "2024-05-06", "[a, 5]", "{a: b}", "''", "' '", "~", "[{a: [b]}]", "é"]
)
def test_no_rule_fails(value: str, tmp_path: Path) -> None:
    config = "".join(f"{key}: {value}\n" for key in KEYS.split())
    whole = write_site(tmp_path / "whole", {**FILES, "_config.yml": config})
    plugins = "plugins: [jekyll-seo-tag, jekyll-redirect-from, jekyll-sitemap, jekyll-feed]\n"
    addresses = "".join(
        f"{key}: {value}\n" for key in ("url", "baseurl", "title", "description", "repository", "lang")
    )
    some = write_site(tmp_path / "some", {**FILES, "_config.yml": plugins + addresses})
    for folder in (whole, some):
        report = check_folder(folder, read_settings(None, site=str(folder), only=["all"]))
        assert not report.crashes, report.crashes[0].traceback


PLUGINS = """
plugins: [V, jekyll-feed, jekyll-archives, jekyll-paginate-v2, jekyll-tagging, jekyll-polyglot, jekyll-sitemap]
feed: {path: V, categories: V, posts_limit: V, tags: V, collections: {5: {path: V, categories: [V]}, boats: V}}
jekyll-archives: {enabled: all, layout: V, layouts: {year: V, tag: V}, permalinks: {year: V}, slug_mode: V}
pagination: {enabled: true, per_page: V, permalink: V, title: V, extension: V, indexpage: V, sort_field: V, trail: V}
autopages: {enabled: true, tags: {layouts: [V], title: V, slugify: V}, categories: V, collections: {enabled: V}}
tag_page_layout: V
tag_page_dir: V
tag_page_data: V
languages: [V, en]
default_lang: V
exclude_from_localization: [V]
lang_from_path: V
kramdown: {input: V, math_engine: V, syntax_highlighter: rouge, syntax_highlighter_opts: {disable: V, default_lang: V}}
sass: {sass_dir: V, load_paths: [V], style: V}
collections: {5: {output: true}, boats: {output: V, permalink: V, sort_by: V}}
defaults: [{scope: {path: V, type: V}, values: {layout: V, lang: V}}, {scope: V, values: V}]
exclude: [V, 5]
include: [V, 5]
repository: V
"""


@pytest.mark.parametrize("value", ["5", "{5: 6}"])
def test_no_rule_fails_for_what_plugins_are_given(value: str, tmp_path: Path) -> None:
    front = "".join(
        f"{key}: {value}\n" for key in ("layout", "lang", "pagination", "author", "parent", "image")
    )
    files = {
        **FILES,
        "_config.yml": PLUGINS.replace("V", value),
        "_posts/2024-05-07-q.md": f"---\ntags: [{value}]\ncategories: [{value}, a]\n{front}---\n```\na\n```\n",
        "b.md": f"---\n{front}description: {value}\nredirect_from: {value}\n---\n",
        "c.html": "---\npagination: {enabled: true}\n---\n{% for p in paginator.posts %}{{ p.url }}{% endfor %}\n",
        "d.md": f"---\n{front}description: {value}\n---\n",
        "_layouts/5.html": '<html><head><meta name="description" content="{{ page.description }}"></head>{{ content }}\n',
        "a.js": "location.hash",
    }
    folder = write_site(tmp_path, files)
    report = check_folder(folder, read_settings(None, site=str(folder), only=["all"]))
    assert not report.crashes, report.crashes[0].traceback
