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
